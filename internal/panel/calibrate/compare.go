package calibrate

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/ladder"
)

// smallestGroup holds where the ladder's policy on small numbers says nothing.
const smallestGroup = 5

// Compare compares the scores of decisions on a level.
func Compare(level *ladder.Level, cases []*Case) *Calibration {
	least, ok := level.ReadingOf("small-numbers").Int("smallestGroup")
	if !ok {
		least = smallestGroup
	}
	c := &Calibration{}
	seen := map[uuid.UUID]bool{}
	for _, k := range cases {
		seen[k.Dossier] = true
	}
	n := len(seen)
	if c.Suppressed = 0 < n && n < least; !c.Suppressed {
		c.Dossiers = &n
	}
	for i := range level.PanelCriteria {
		c.Criteria = append(c.Criteria, compare(&level.PanelCriteria[i], cases, least))
	}
	return c
}

// scored is a decision's scores of one criterion.
type scored struct {
	dossier uuid.UUID
	quarter time.Time
	pre     *int
	members []int
}

func compare(criterion *ladder.Criterion, cases []*Case, least int) *Criterion {
	c := &Criterion{Criterion: criterion}
	var both, several []scored
	var advised, between [][2]int
	for _, k := range cases {
		s := k.of(criterion.Key)
		if s.pre != nil && len(s.members) > 0 {
			both = append(both, s)
			for _, m := range s.members {
				advised = append(advised, [2]int{*s.pre, m})
			}
		}
		if len(s.members) > 1 {
			several = append(several, s)
			between = append(between, pairs(s.members)...)
		}
	}
	if count(both) >= least {
		c.Agreement = agreement(advised)
		c.MeanPreScore, c.MeanPanelScore = means(both)
		c.Drift = drift(both, least)
	}
	if count(several) >= least {
		c.BetweenReviewers = agreement(slices.Concat(between, turned(between)))
		c.BetweenReviewers.Pairs = len(between)
	}
	return c
}

// of are the scores of a criterion in a decision.
func (k *Case) of(criterion string) scored {
	at := k.DecidedAt.UTC()
	s := scored{dossier: k.Dossier, quarter: day.Date(at.Year(), (at.Month()-1)/3*3+1, 1)}
	if n, ok := k.Pre[criterion]; ok {
		s.pre = &n
	}
	for _, r := range k.Reviews {
		for _, o := range r {
			if o.Criterion == criterion && o.Score != nil {
				s.members = append(s.members, *o.Score)
			}
		}
	}
	return s
}

// drift are the means of each quarter. Where the quarters that are too small to
// show are so few dossiers together that the whole less what is shown would tell
// of them, the smallest of the others is not shown either.
func drift(all []scored, least int) (list []Period) {
	quarters := map[time.Time][]scored{}
	for _, s := range all {
		quarters[s.quarter] = append(quarters[s.quarter], s)
	}
	var hidden []scored
	var shown []time.Time
	for q, group := range quarters {
		if count(group) < least {
			hidden = append(hidden, group...)
		} else {
			shown = append(shown, q)
		}
	}
	slices.SortFunc(shown, func(a, b time.Time) int { return cmp.Or(count(quarters[a])-count(quarters[b]), a.Compare(b)) })
	if n := count(hidden); n > 0 && n < least && len(shown) > 0 {
		shown = shown[1:]
	}
	for q, group := range quarters {
		p := Period{From: day.Day{Time: q}, To: day.Day{Time: day.AddMonths(q, 3)}}
		if slices.Contains(shown, q) {
			p.Dossiers = new(count(group))
			p.MeanPreScore, p.MeanPanelScore = means(group)
		}
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b Period) int { return a.From.Compare(b.From.Time) })
	return list
}

// count counts dossiers: an appeal's decision is on the same as the first.
func count(list []scored) int {
	seen := map[uuid.UUID]bool{}
	for _, s := range list {
		seen[s.dossier] = true
	}
	return len(seen)
}

// means are of the advisory scores, and of the mean of each panel.
func means(list []scored) (pre, panel *float64) {
	var p, m float64
	for _, s := range list {
		p += float64(*s.pre)
		sum := 0
		for _, n := range s.members {
			sum += n
		}
		m += float64(sum) / float64(len(s.members))
	}
	n := float64(len(list))
	return new(p / n), new(m / n)
}
