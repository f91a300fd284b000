package graph

import (
	"context"

	"github.com/google/uuid"

	"dossier/graph/gen"
	"dossier/internal/people"
	"dossier/internal/record"
)

// Records are a person's that the viewer may see.
func (r personResolver) Records(ctx context.Context, p *people.Person, first *int32, after *string, filter *record.Filter) (*record.Connection, error) {
	q, err := pageRequest(first, after)
	if err != nil {
		return nil, err
	}
	if filter == nil {
		filter = new(record.Filter)
	}
	return listed(ctx)(r.Resolver.Records.List(ctx, request(ctx).viewer, p.UUID, *filter, q))
}

// Confirmations are the records that the viewer is asked to confirm.
func (r viewerResolver) Confirmations(ctx context.Context, v *people.Viewer, first *int32, after *string) (*record.Connection, error) {
	q, err := pageRequest(first, after)
	if err != nil {
		return nil, err
	}
	return listed(ctx)(r.Resolver.Records.Asked(ctx, v, q))
}

// listed tells the loaders of a page of records.
func listed(ctx context.Context) func(*record.Connection, error) (*record.Connection, error) {
	return func(c *record.Connection, err error) (*record.Connection, error) {
		if err == nil {
			request(ctx).loaders.records(keys(c.Edges, func(e *record.Edge) record.Record { return e.Node }))
		}
		return c, err
	}
}

// ConfirmationLink is what a link asks, nil for a token that does not work.
func (q query) ConfirmationLink(ctx context.Context, token string) (*record.ConfirmationRequest, error) {
	return q.Resolver.Records.LinkRequest(ctx, token, q.Now())
}

// AddRecord records something.
func (m mutation) AddRecord(ctx context.Context, in record.AddRecordInput) (*gen.AddRecordPayload, error) {
	key, err := m.RecordActs.Add(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.AddRecordPayload)
	p.Record, p.Problem, err = changed(ctx, recordsOf, key, err)
	return p, err
}

// RetractRecord takes the viewer's word back.
func (m mutation) RetractRecord(ctx context.Context, in record.RetractRecordInput) (*gen.RetractRecordPayload, error) {
	key, err := m.RecordActs.Retract(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.RetractRecordPayload)
	p.Record, p.Problem, err = changed(ctx, recordsOf, key, err)
	return p, err
}

// RequestConfirmation asks somebody to confirm a record.
func (m mutation) RequestConfirmation(ctx context.Context, in record.RequestConfirmationInput) (*gen.RequestConfirmationPayload, error) {
	key, err := m.RecordActs.RequestConfirmation(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.RequestConfirmationPayload)
	p.Record, p.Problem, err = changed(ctx, recordsOf, key, err)
	return p, err
}

// AnswerConfirmation confirms, declines or disputes a record.
func (m mutation) AnswerConfirmation(ctx context.Context, in record.AnswerConfirmationInput) (*gen.AnswerConfirmationPayload, error) {
	key, err := m.RecordActs.AnswerConfirmation(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.AnswerConfirmationPayload)
	p.Record, p.Problem, err = changed(ctx, recordsOf, key, err)
	return p, err
}

// IssueConfirmationLink makes a way to confirm without an account.
func (m mutation) IssueConfirmationLink(ctx context.Context, in record.IssueConfirmationLinkInput) (*gen.IssueConfirmationLinkPayload, error) {
	made, err := m.RecordActs.IssueLink(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.IssueConfirmationLinkPayload)
	if err != nil {
		p.Problem, err = problem(err)
		return p, err
	}
	p.Link, p.Token = made.Link, &made.Token
	return p, nil
}

// RevokeConfirmationLink ends a link.
func (m mutation) RevokeConfirmationLink(ctx context.Context, in record.RevokeConfirmationLinkInput) (*gen.RevokeConfirmationLinkPayload, error) {
	_, err := m.RecordActs.RevokeLink(ctx, request(ctx).viewer, in, m.Now())
	p := &gen.RevokeConfirmationLinkPayload{Revoked: err == nil}
	p.Problem, err = problem(err)
	return p, err
}

// AnswerConfirmationLink is the one answer that a link allows.
func (m mutation) AnswerConfirmationLink(ctx context.Context, in record.AnswerConfirmationLinkInput) (*gen.AnswerConfirmationLinkPayload, error) {
	err := m.RecordActs.AnswerLink(ctx, in, m.Now())
	p := &gen.AnswerConfirmationLinkPayload{Answered: err == nil}
	p.Problem, err = problem(err)
	return p, err
}

type confirmationResolver struct{ *Resolver }

// Confirmation answers what a step does not hold itself.
func (r *Resolver) Confirmation() gen.ConfirmationResolver { return confirmationResolver{r} }

// Of is whom a request asks.
func (confirmationResolver) Of(ctx context.Context, c *record.Confirmation) (*people.Person, error) {
	return ifAny(ctx, request(ctx).loaders.person, c.OfID)
}

// By is who took the step.
func (confirmationResolver) By(ctx context.Context, c *record.Confirmation) (*people.Person, error) {
	return ifAny(ctx, request(ctx).loaders.person, c.ByID)
}

// recordsBy finds records that a row names; those that are not for the viewer
// are left out.
func recordsBy(ctx context.Context, ids []uuid.UUID) ([]record.Record, error) {
	return allOf(ctx, request(ctx).loaders.record, ids)
}
