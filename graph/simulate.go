package graph

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"dossier/graph/gen"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/mentoring"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/standing"
)

// maxSupposed is how many records, and how many mentees, one may suppose.
const maxSupposed = 20

// Simulate is how the person would stand if more were so.
func (r personResolver) Simulate(ctx context.Context, p *people.Person, in gen.SimulateInput) (*gen.Simulation, error) {
	if n := max(len(in.Records), len(in.Mentees)); n > maxSupposed {
		return nil, fault.New(fault.Invalid, "input: %d were given; at most %d records and %d mentees are allowed", n, maxSupposed, maxSupposed)
	}
	at, err := r.place(ctx, p, in.Ladder, in.AsOf)
	if at == nil || err != nil {
		return nil, err
	}
	supposed, err := at.supposition(in)
	if err != nil {
		return nil, err
	}
	at.facts = standing.Suppose(at.facts, supposed)
	eligibility, err := at.eligibility(in.To)
	return &gen.Simulation{Standing: at.standing(), Eligibility: eligibility}, err
}

// supposition reads what to suppose.
func (p *place) supposition(in gen.SimulateInput) (s standing.Supposition, err error) {
	if s.Records, err = p.supposed(in.Records); err != nil {
		return s, err
	}
	for i, m := range in.Mentees {
		switch known := slices.ContainsFunc(p.facts.Pupils, func(q mentoring.Pupil) bool { return id.Of(id.Person, q.Mentee) == m.Person }); {
		case !known:
			return s, fault.New(fault.Invalid, "input.mentees.%d.person: is no mentee of theirs; name one who is or was", i)
		case p.level.Version().Level(m.Level) == nil:
			return s, fault.New(fault.Invalid, "input.mentees.%d.level: %s has no level %.20q", i, p.level.Version().Title, m.Level)
		}
		s.Promotions = append(s.Promotions, standing.SupposedRank{Person: m.Person.UUID, Level: m.Level, On: m.On})
	}
	if in.Nomination != nil && *in.Nomination && p.level.Promotion != nil {
		s.NominatedTo = p.level.Promotion.To
	}
	return s, nil
}

// supposed makes records that are nowhere, with ids that stand for nothing. A
// review that names no record is about the last one before it of the kind that
// it reviews.
func (p *place) supposed(in []*record.RecordInput) ([]record.Record, error) {
	var list []record.Record
	for i, one := range in {
		r, err := one.Record(fmt.Sprintf("records.%d", i), p.facts.Person)
		if problem, _ := problem(err); problem != nil {
			return nil, fault.New(fault.Invalid, "%s", problem.Message())
		} else if err != nil {
			return nil, err
		}
		b := r.Common()
		b.UUID = uuid.UUID{15: byte(i + 1)}
		for _, before := range slices.Backward(list) {
			if k := b.Kind.About(); b.AboutID == nil && k != "" && before.Common().Kind == k {
				b.AboutID = &before.Common().UUID
			}
		}
		list = append(list, r)
	}
	return list, nil
}
