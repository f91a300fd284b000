package graph

import (
	"context"

	"dossier/graph/gen"
	"dossier/internal/ladder"
	"dossier/internal/nomination"
	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/record"
)

type nominationResolver struct{ *Resolver }

// Nomination answers what a nomination does not hold itself.
func (r *Resolver) Nomination() gen.NominationResolver { return nominationResolver{r} }

// Nominations lists the nominations that the viewer may see.
func (q query) Nominations(ctx context.Context, first *int32, after *string, filter *nomination.Filter) (*page.Connection[nomination.Nomination], error) {
	r, err := pageRequest(first, after)
	if err != nil {
		return nil, err
	}
	if filter == nil {
		filter = new(nomination.Filter)
	}
	c, err := q.Resolver.Nominations.List(ctx, request(ctx).viewer, *filter, r)
	if err != nil {
		return nil, err
	}
	request(ctx).loaders.nominations(nodes(c))
	return c, nil
}

// Nominate puts somebody forward.
func (m mutation) Nominate(ctx context.Context, in nomination.NominateInput) (*gen.NominatePayload, error) {
	key, err := m.NominationActs.Nominate(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.NominatePayload)
	p.Nomination, p.Problem, err = changed(ctx, nominationsOf, key, err)
	return p, err
}

// AnswerNomination is the nominee's consent or refusal.
func (m mutation) AnswerNomination(ctx context.Context, in nomination.AnswerNominationInput) (*gen.AnswerNominationPayload, error) {
	key, err := m.NominationActs.AnswerNomination(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.AnswerNominationPayload)
	p.Nomination, p.Problem, err = changed(ctx, nominationsOf, key, err)
	return p, err
}

// WithdrawNomination takes a nomination back.
func (m mutation) WithdrawNomination(ctx context.Context, in nomination.WithdrawNominationInput) (*gen.WithdrawNominationPayload, error) {
	key, err := m.NominationActs.Withdraw(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.WithdrawNominationPayload)
	p.Nomination, p.Problem, err = changed(ctx, nominationsOf, key, err)
	return p, err
}

// Nominee is who is put forward.
func (nominationResolver) Nominee(ctx context.Context, n *nomination.Nomination) (*people.Person, error) {
	return person(ctx, n.NomineeID)
}

// Nominator is whose word it is.
func (nominationResolver) Nominator(ctx context.Context, n *nomination.Nomination) (*people.Person, error) {
	return person(ctx, n.NominatorID)
}

// From is the level to leave.
func (nominationResolver) From(ctx context.Context, n *nomination.Nomination) (*ladder.Level, error) {
	return levelOf(ctx, n.LadderID, n.FromLevel)
}

// To is the level to reach.
func (nominationResolver) To(ctx context.Context, n *nomination.Nomination) (*ladder.Level, error) {
	return levelOf(ctx, n.LadderID, n.ToLevel)
}

// Records are what it rests on.
func (nominationResolver) Records(ctx context.Context, n *nomination.Nomination) ([]record.Record, error) {
	ids, err := all(ctx, request(ctx).loaders.citedBy, n.UUID)
	if err != nil {
		return nil, err
	}
	return recordsBy(ctx, ids)
}
