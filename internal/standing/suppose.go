package standing

import (
	"reflect"
	"slices"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/people"
	"dossier/internal/record"
)

// Supposition is what somebody asks "what if" about. Nothing of it is stored.
type Supposition struct {
	// Records are taken as confirmed by somebody else.
	Records    []record.Record
	Promotions []SupposedRank
	// NominatedTo is the level that an accepted nomination is for, "" for no
	// nomination.
	NominatedTo string
}

// SupposedRank is the level that a mentee would be promoted to, and the day.
type SupposedRank struct {
	Person uuid.UUID
	Level  string
	On     time.Time
}

// Suppose gives the facts as they would be. Neither the facts nor the
// supposition are changed.
func Suppose(f *Facts, s Supposition) *Facts {
	g := *f
	g.Records = slices.Clone(f.Records)
	for _, r := range s.Records {
		g.Records = append(g.Records, confirmed(r, f.Person))
	}
	slices.SortStableFunc(g.Records, func(a, b record.Record) int {
		return a.Common().Span.From.Compare(b.Common().Span.From)
	})
	g.Pupils = slices.Clone(f.Pupils)
	for _, p := range s.Promotions {
		for i := range g.Pupils {
			if g.Pupils[i].Mentee == p.Person {
				g.Pupils[i].Ranks = promoted(g.Pupils[i].Ranks, p)
			}
		}
	}
	if s.NominatedTo != "" {
		g.Nominations = append(slices.Clone(f.Nominations), Nomination{
			Nominator: uuid.Max, ToLevel: s.NominatedTo, Accepted: true, ExpiresAt: day.Date(9999, time.December, 31),
		})
	}
	return &g
}

// confirmed is a copy of a record that somebody else stands for, in the
// capacity that its kind asks for.
func confirmed(r record.Record, owner uuid.UUID) record.Record {
	c := reflect.New(reflect.TypeOf(r).Elem())
	c.Elem().Set(reflect.ValueOf(r).Elem())
	r = c.Interface().(record.Record)
	by, as := uuid.Max, record.AsFounder
	switch k := r.(type) {
	case *record.Testimony:
		by = k.Founder
	case *record.TechDecision:
		as = record.AsColleague
	case *record.MeetingFeedback:
		as = record.AsAttendee
	case *record.Recognition:
		as = record.AsPeer
	}
	b := r.Common()
	b.OwnerID, b.State, b.StateBy, b.StateAs = owner, record.Confirmed, &by, &as
	return r
}

// promoted are ranks with one more from a day on, which ends what lasts then.
func promoted(ranks []people.Rank, p SupposedRank) []people.Rank {
	var all []people.Rank
	for _, r := range ranks {
		if !r.From.Before(p.On) {
			continue
		}
		if r.Span().Has(p.On) {
			r.To = &p.On
		}
		all = append(all, r)
	}
	return append(all, people.Rank{Level: p.Level, From: p.On, Cause: people.Decision})
}
