package review

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/problem"
)

// The most characters of a review's texts, and the most evidence of a score.
const (
	MaxReason   = 4000
	MaxNote     = 2000
	MaxEvidence = 50
)

// ScoreInput is a criterion's score as it is sent.
type ScoreInput struct {
	Criterion string
	Score     *int
	Unscored  *Unscored
	Reason    *string
	Evidence  []id.ID
	// NoEvidence says that there was none to cite.
	NoEvidence *bool
}

// AspectInput is an aspect's as it is sent.
type AspectInput struct {
	Component string
	Aspect    string
	Score     *int
	Note      *string
}

// SaveReviewInput is the input of Save. It is the whole draft: what is left
// out is gone.
type SaveReviewInput struct {
	Dossier        id.ID
	Scores         []ScoreInput
	Aspects        []AspectInput
	Recommendation *Recommendation
}

// body reads an input for a level. What a draft may lack it may lack; what it
// holds must be right.
func (in SaveReviewInput) body(level *ladder.Level) (*Body, error) {
	var l problem.List
	b := &Body{Scores: []Score{}, Aspects: []Aspect{}, Recommendation: in.Recommendation}
	for i, s := range in.Scores {
		at := fmt.Sprintf("scores[%d].", i)
		if level.Criterion(s.Criterion) == nil {
			l.Add(at+"criterion", "%s has no criterion %.60q; use one of %s", level.Code, s.Criterion, strings.Join(criteria(level), ", "))
		} else if slices.ContainsFunc(b.Scores, func(o Score) bool { return o.Criterion == s.Criterion }) {
			l.Add(at+"criterion", "%s is given twice; give each criterion once", s.Criterion)
		}
		inRange(&l, at+"score", s.Score)
		if s.Score != nil && s.Unscored != nil {
			l.Add(at+"unscored", "a score is given too; give one of the two")
		}
		reason := text(&l, at+"reason", s.Reason, MaxReason)
		none := s.NoEvidence != nil && *s.NoEvidence
		if none && len(s.Evidence) > 0 {
			l.Add(at+"noEvidence", "evidence is cited; leave one of the two out")
		}
		b.Scores = append(b.Scores, Score{s.Criterion, s.Score, s.Unscored, reason, evidence(&l, at+"evidence", s.Evidence), none})
	}
	for i, a := range in.Aspects {
		at := fmt.Sprintf("aspects[%d].", i)
		if c := level.Component(a.Component); c == nil || !c.Decided {
			l.Add(at+"component", "the panel decides on no component %.60q of %s", a.Component, level.Code)
		} else if known := aspects(c); !slices.Contains(known, a.Aspect) {
			l.Add(at+"aspect", "%s has no aspect %.60q; use one of %s", c.Key, a.Aspect, strings.Join(known, ", "))
		} else if slices.ContainsFunc(b.Aspects, func(o Aspect) bool { return o.Component == a.Component && o.Aspect == a.Aspect }) {
			l.Add(at+"aspect", "%s is given twice; give each aspect once", a.Aspect)
		}
		inRange(&l, at+"score", a.Score)
		b.Aspects = append(b.Aspects, Aspect{a.Component, a.Aspect, a.Score, text(&l, at+"note", a.Note, MaxNote)})
	}
	b.Aspects = inOrder(level, b.Aspects)
	return b, l.Err()
}

// inOrder are all aspects in the ladder's order; what was not given is
// unscored.
func inOrder(level *ladder.Level, given []Aspect) []Aspect {
	all := []Aspect{}
	for _, c := range level.Promotion.Decided() {
		for _, key := range aspects(&c) {
			one := Aspect{Component: c.Key, Aspect: key}
			if i := slices.IndexFunc(given, func(a Aspect) bool { return a.Component == c.Key && a.Aspect == key }); i >= 0 {
				one = given[i]
			}
			all = append(all, one)
		}
	}
	return all
}

// complete says what a review lacks before it can be submitted: each criterion
// has a score or why not, a reason, and evidence or that there is none.
// Aspects may be left unscored.
func (b *Body) complete(level *ladder.Level) error {
	var l problem.List
	for _, c := range level.PanelCriteria {
		i := slices.IndexFunc(b.Scores, func(s Score) bool { return s.Criterion == c.Key })
		if i < 0 {
			l.Add("scores", "%s is missing; give a score from 0 to 4, or unscored CANNOT_JUDGE or NOT_APPLICABLE", c.Key)
			continue
		}
		s, at := b.Scores[i], fmt.Sprintf("scores[%d].", i)
		if s.Score == nil && s.Unscored == nil {
			l.Add(at+"score", "%s has no score; give one from 0 to 4, or unscored CANNOT_JUDGE or NOT_APPLICABLE", c.Key)
		}
		if strings.TrimSpace(s.Reason) == "" {
			l.Add(at+"reason", "say why, for %s", c.Key)
		}
		if s.Score != nil && len(s.Evidence) == 0 && !s.NoEvidence {
			l.Add(at+"evidence", "cite what the score of %s rests on, or say noEvidence: true", c.Key)
		}
	}
	if b.Recommendation == nil {
		l.Add("recommendation", "is missing; give PROMOTE, NOT_YET or NO")
	}
	return l.Err()
}

func inRange(l *problem.List, path string, score *int) {
	if score != nil && (*score < 0 || *score > 4) {
		l.Add(path, "is %d; scores run from 0 to 4", *score)
	}
}

func text(l *problem.List, path string, s *string, most int) string {
	if s == nil {
		return ""
	}
	l.OptionalText(path, *s, most)
	return *s
}

// evidence reads ids; of one that is no evidence's nothing is said but that.
func evidence(l *problem.List, path string, ids []id.ID) []uuid.UUID {
	if len(ids) > MaxEvidence {
		l.Add(path, "cites %d passages; %d are allowed", len(ids), MaxEvidence)
	}
	list := []uuid.UUID{}
	for i, e := range ids {
		key, ok := e.Row(id.Evidence)
		if !ok {
			l.Add(fmt.Sprintf("%s[%d]", path, i), "%s", notEvidence)
			continue
		}
		if slices.Contains(list, key) {
			l.Add(fmt.Sprintf("%s[%d]", path, i), "is cited twice; cite a passage once")
		}
		list = append(list, key)
	}
	return list
}

const notEvidence = "is no evidence of the submitted revision; cite what the analysis in view found"

func criteria(level *ladder.Level) []string {
	keys := make([]string, len(level.PanelCriteria))
	for i, c := range level.PanelCriteria {
		keys[i] = c.Key
	}
	return keys
}

func aspects(c *ladder.Component) []string {
	list := c.Aspects()
	keys := make([]string, len(list))
	for i, a := range list {
		keys[i] = a.Key
	}
	return keys
}
