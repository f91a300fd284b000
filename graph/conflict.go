package graph

import (
	"context"

	"github.com/google/uuid"

	"dossier/graph/gen"
	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/panel/conflict"
	"dossier/internal/people"
	"dossier/internal/record"
)

type (
	conflictResolver    struct{ *Resolver }
	rulingResolver      struct{ *Resolver }
	declarationResolver struct{ *Resolver }
	couldSitResolver    struct{ *Resolver }
)

// Conflict answers what a conflict does not hold itself.
func (r *Resolver) Conflict() gen.ConflictResolver { return conflictResolver{r} }

// ConflictRuling answers what a ruling does not hold itself.
func (r *Resolver) ConflictRuling() gen.ConflictRulingResolver { return rulingResolver{r} }

// ConflictDeclaration answers what a declaration does not hold itself.
func (r *Resolver) ConflictDeclaration() gen.ConflictDeclarationResolver {
	return declarationResolver{r}
}

// PanelCandidate answers what somebody who could sit does not hold themselves.
func (r *Resolver) PanelCandidate() gen.PanelCandidateResolver { return couldSitResolver{r} }

// Conflicts are all causes between a person and a dossier's candidate.
func (q query) Conflicts(ctx context.Context, of, who id.ID) ([]*conflict.Conflict, error) {
	d, isDossier := of.Row(id.Dossier)
	p, isPerson := who.Row(id.Person)
	if !isDossier || !isPerson {
		return nil, nil
	}
	found, err := q.Resolver.Conflicts.Between(ctx, request(ctx).viewer, d, []uuid.UUID{p})
	request(ctx).loaders.conflicts(found[p])
	return found[p], err
}

// ConflictDeclarations are what the viewer declared.
func (r viewerResolver) ConflictDeclarations(ctx context.Context, v *people.Viewer) ([]*conflict.Declaration, error) {
	list, err := r.Resolver.Conflicts.DeclarationsBy(ctx, v)
	request(ctx).loaders.declared(list)
	return list, err
}

// PanelFeasibility is who could judge the dossier.
func (dossierResolver) PanelFeasibility(ctx context.Context, d *dossier.Dossier) (*conflict.Feasibility, error) {
	return find(ctx, request(ctx).loaders.feasibility, d.UUID)
}

// PanelPool is how many could judge a person, for who may nominate them.
func (personResolver) PanelPool(ctx context.Context, p *people.Person, slug, to *string) (*conflict.Pool, error) {
	l := request(ctx).loaders
	v, err := find(ctx, l.ladder, deref(slug))
	if v == nil || err != nil {
		return nil, err
	}
	key := func(person uuid.UUID) poolKey { return poolKey{onLadder{person, v}, deref(to)} }
	return find(ctx, l.pool, withListed(l, l.pool, p.UUID, key))
}

// DeclareConflict says that something stands between the viewer and another.
func (m mutation) DeclareConflict(ctx context.Context, in conflict.DeclareConflictInput) (*gen.DeclareConflictPayload, error) {
	key, err := m.ConflictActs.Declare(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.DeclareConflictPayload)
	p.Declaration, p.Problem, err = changed(ctx, declarationsOf, key, err)
	return p, err
}

// SettleConflict rules on a conflict.
func (m mutation) SettleConflict(ctx context.Context, in conflict.SettleConflictInput) (*gen.SettleConflictPayload, error) {
	settled, err := m.ConflictActs.Settle(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.SettleConflictPayload)
	if _, p.Problem, err = changed(ctx, personsOf, in.Person.UUID, err); p.Problem == nil && err == nil {
		p.Conflict = settled
	}
	return p, err
}

// Person is who should not judge.
func (conflictResolver) Person(ctx context.Context, c *conflict.Conflict) (*people.Person, error) {
	return person(ctx, c.PersonID)
}

// Company is where both are or were.
func (conflictResolver) Company(ctx context.Context, c *conflict.Conflict) (*record.Company, error) {
	return ifAny(ctx, request(ctx).loaders.company, c.CompanyID)
}

// By is who ruled.
func (rulingResolver) By(ctx context.Context, r *conflict.Ruling) (*people.Person, error) {
	return person(ctx, r.By)
}

// About is whom it concerns.
func (declarationResolver) About(ctx context.Context, d *conflict.Declaration) (*people.Person, error) {
	return person(ctx, d.AboutID)
}

// Person is who could sit.
func (couldSitResolver) Person(ctx context.Context, c *conflict.Candidate) (*people.Person, error) {
	return person(ctx, c.PersonID)
}

// Level is the level that they hold.
func (r couldSitResolver) Level(ctx context.Context, c *conflict.Candidate) (*ladder.Level, error) {
	return r.level(ctx, id.Part(id.Level, c.LadderVersion, c.Level))
}
