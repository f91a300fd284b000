package record

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/problem"
)

// check refuses what the record cannot hold, by its values and by what is
// known of its company.
func (n *addition) check(ctx context.Context) error {
	words, err := n.words(ctx, n.tx)
	if err != nil {
		return err
	}
	if err := Check("record", n.record, n.now, words); err != nil {
		return err
	}
	if err := n.surfaces(ctx); err != nil {
		return err
	}
	switch r := n.record.(type) {
	case *IncidentCoverage:
		if !r.Statement {
			return problem.One("record.incidentCoverage.statement", "is false, which only a feed says of itself; a person makes a statement: give true")
		}
	case *Testimony:
		return n.testimony(ctx, r)
	}
	return nil
}

// Named are the surfaces that a record speaks of, by their place in it.
func Named(r Record) map[string]uuid.UUID {
	m := map[string]uuid.UUID{}
	switch r := r.(type) {
	case *SurfaceOwnership:
		m["surface"] = r.Surface
	case *OnWatch:
		m["surface"] = r.Surface
	case *Incident:
		m["surface"] = r.Surface
	case *IncidentCoverage:
		if r.Surface != nil {
			m["surface"] = *r.Surface
		}
	case *TechDecision:
		for i, s := range r.Affects {
			m[fmt.Sprintf("affects.%d", i)] = s
		}
	case *Artefact:
		for i, s := range r.Surfaces {
			m[fmt.Sprintf("surfaces.%d.surface", i)] = s.Surface
		}
	}
	return m
}

// surfaces refuses those of another company, and those that did not exist on
// any of the record's days.
func (n *addition) surfaces(ctx context.Context) error {
	places := Named(n.record)
	ids := make([]uuid.UUID, 0, len(places))
	for _, s := range places {
		ids = append(ids, s)
	}
	found, err := (&Store{DB: n.tx}).Surfaces(ctx, ids)
	if err != nil {
		return err
	}
	b := n.record.Common()
	var l problem.List
	for place, key := range places {
		s, path := found[key], "record."+field(b.Kind)+"."+place
		if s == nil {
			return fault.ErrNotFound
		}
		if b.CompanyID != nil && s.CompanyID != *b.CompanyID {
			l.Add(path, "is a surface of another company; choose one of the record's")
		}
		if _, ok := b.Span.And(day.Span{From: s.From, To: s.To}); !ok {
			l.Add(path, "did not exist on the record's days; check both")
		}
	}
	return l.Err()
}

// testimony is of a founder of the company, and never of the owner.
func (n *addition) testimony(ctx context.Context, t *Testimony) (err error) {
	if t.Founder, err = person(ctx, n.tx, id.Of(id.Person, t.Founder)); err != nil {
		return err
	}
	if t.Founder == t.OwnerID {
		return problem.One("record.testimony.founder", "is the owner; nobody testifies for themselves")
	}
	yes, err := founds(ctx, n.tx, t.Founder, t.CompanyID, t.Span, n.now)
	if err == nil && !yes {
		err = problem.One("record.testimony.founder", "is not known as a founder of the company on these days; a steward can add them")
	}
	return err
}
