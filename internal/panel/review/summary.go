package review

import (
	"slices"
)

// Summary is how a panel's members stand to one criterion. There is no total
// and no mean: what members say is shown side by side.
type Summary struct {
	Criterion string
	// Scores are those given, lowest first, of the reviews that are submitted
	// and not stale; who gave which is not said.
	Scores []int
	// Spread is the highest less the lowest, nil under two scores.
	Spread *int
	// Dissent is true where two scores are two or more apart.
	Dissent bool
}

// Summarise sets a panel's reviews side by side, by the criteria's keys.
func Summarise(criteria []string, reviews []*Review) []Summary {
	list := make([]Summary, len(criteria))
	for i, c := range criteria {
		s := Summary{Criterion: c, Scores: []int{}}
		for _, r := range standing(reviews) {
			for _, o := range r.Body.Scores {
				if o.Criterion == c && o.Score != nil {
					s.Scores = append(s.Scores, *o.Score)
				}
			}
		}
		slices.Sort(s.Scores)
		if n := len(s.Scores); n > 1 {
			spread := s.Scores[n-1] - s.Scores[0]
			s.Spread, s.Dissent = &spread, spread >= 2
		}
		list[i] = s
	}
	return list
}

// Count is how many reviews recommend something.
type Count struct {
	Recommendation Recommendation `json:"recommendation"`
	Count          int            `json:"count"`
}

// Votes counts the recommendations of reviews that are submitted and not
// stale. Each recommendation has an entry.
func Votes(reviews []*Review) []Count {
	list := []Count{{Promote, 0}, {NotYet, 0}, {No, 0}}
	for _, r := range standing(reviews) {
		for i := range list {
			if *r.Body.Recommendation == list[i].Recommendation {
				list[i].Count++
			}
		}
	}
	return list
}

// standing are the reviews that count, of those that the viewer may read.
func standing(reviews []*Review) []*Review {
	return slices.DeleteFunc(slices.Clone(reviews), func(r *Review) bool {
		return r.Status != Submitted || r.Stale || !r.Counts || r.Body == nil
	})
}
