package graph

import (
	"context"

	"dossier/graph/gen"
	"dossier/internal/day"
	"dossier/internal/mentoring"
	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/record"
)

type (
	agreementResolver struct{ *Resolver }
	statementResolver struct{ *Resolver }
	entryResolver     struct{ *Resolver }
	rateResolver      struct{ *Resolver }
)

// ReferralAgreement answers what an agreement does not hold itself.
func (r *Resolver) ReferralAgreement() gen.ReferralAgreementResolver { return agreementResolver{r} }

// Statement answers what a statement does not hold itself.
func (r *Resolver) Statement() gen.StatementResolver { return statementResolver{r} }

// StatementEntry answers what a line does not hold itself.
func (r *Resolver) StatementEntry() gen.StatementEntryResolver { return entryResolver{r} }

// MonthlyRate answers what a rate does not hold itself.
func (r *Resolver) MonthlyRate() gen.MonthlyRateResolver { return rateResolver{r} }

// Agreements lists the agreements that the viewer may see.
func (q query) Agreements(ctx context.Context, first *int32, after *string, filter *mentoring.AgreementFilter) (*page.Connection[mentoring.Agreement], error) {
	r, err := pageRequest(first, after)
	if err != nil {
		return nil, err
	}
	if filter == nil {
		filter = new(mentoring.AgreementFilter)
	}
	c, err := q.Resolver.Mentorships.Agreements(ctx, request(ctx).viewer, *filter, r)
	if err != nil {
		return nil, err
	}
	request(ctx).loaders.agreements(nodes(c))
	return c, nil
}

// OfferReferral offers a mentee the terms of the mentor's level.
func (m mutation) OfferReferral(ctx context.Context, in mentoring.ReferralInput) (*gen.OfferReferralPayload, error) {
	key, err := m.MentoringActs.OfferReferral(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.OfferReferralPayload)
	p.Agreement, p.Problem, err = changed(ctx, agreementsOf, key, err)
	return p, err
}

// AnswerReferral accepts or declines the terms.
func (m mutation) AnswerReferral(ctx context.Context, in mentoring.AnswerReferralInput) (*gen.AnswerReferralPayload, error) {
	err := m.MentoringActs.AnswerReferral(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.AnswerReferralPayload)
	p.Agreement, p.Problem, err = changed(ctx, agreementsOf, in.Agreement.UUID, err)
	return p, err
}

// ReverseAccrual takes a month back.
func (m mutation) ReverseAccrual(ctx context.Context, in mentoring.ReverseInput) (*gen.ReverseAccrualPayload, error) {
	err := m.MentoringActs.Reverse(ctx, request(ctx).viewer, in, m.Now())
	p := &gen.ReverseAccrualPayload{Reversed: err == nil}
	p.Problem, err = problem(err)
	return p, err
}

// SetMonthlyRate records what a person is paid.
func (m mutation) SetMonthlyRate(ctx context.Context, in gen.SetMonthlyRateInput) (*gen.SetMonthlyRatePayload, error) {
	_, err := m.MentoringActs.SetRate(ctx, request(ctx).viewer, mentoring.RateInput{
		Person: in.Person, From: day.Day{Time: in.From}, Amount: mentoring.Money(*in.Amount), Key: in.Key,
	}, m.Now())
	p := new(gen.SetMonthlyRatePayload)
	p.Person, p.Problem, err = changed(ctx, personsOf, in.Person.UUID, err)
	return p, err
}

// MonthlyRates are what the person is paid.
func (personResolver) MonthlyRates(ctx context.Context, p *people.Person) ([]*mentoring.Rate, error) {
	l := request(ctx).loaders
	return all(ctx, l.ratesOf, withListed(l, l.ratesOf, p.UUID, itself))
}

// Mentorship is what the agreement belongs to.
func (agreementResolver) Mentorship(ctx context.Context, a *mentoring.Agreement) (*mentoring.Mentorship, error) {
	return find(ctx, request(ctx).loaders.mentorship, a.MentorshipID)
}

// Mentor is who is paid.
func (agreementResolver) Mentor(ctx context.Context, a *mentoring.Agreement) (*people.Person, error) {
	return person(ctx, a.MentorID)
}

// Mentee is whose rate it is a share of.
func (agreementResolver) Mentee(ctx context.Context, a *mentoring.Agreement) (*people.Person, error) {
	return person(ctx, a.MenteeID)
}

// Statement is what the agreement has come to.
func (agreementResolver) Statement(ctx context.Context, a *mentoring.Agreement) (*mentoring.Statement, error) {
	return find(ctx, request(ctx).loaders.statement, a.UUID)
}

// Total is what is owed in all.
func (statementResolver) Total(_ context.Context, s *mentoring.Statement) (*record.Money, error) {
	return money(s.Total), nil
}

// Base is the mentee's rate.
func (entryResolver) Base(_ context.Context, e *mentoring.StatementEntry) (*record.Money, error) {
	return money(e.Base), nil
}

// Amount is what the month came to.
func (entryResolver) Amount(_ context.Context, e *mentoring.StatementEntry) (*record.Money, error) {
	return money(e.Amount), nil
}

// RunningTotal is what is owed up to the month.
func (entryResolver) RunningTotal(_ context.Context, e *mentoring.StatementEntry) (*record.Money, error) {
	return money(e.RunningTotal), nil
}

// Amount is what is paid a month.
func (rateResolver) Amount(_ context.Context, r *mentoring.Rate) (*record.Money, error) {
	return money(r.Amount), nil
}

// money is an amount in the type that the schema's Money is bound to.
func money(m mentoring.Money) *record.Money {
	r := record.Money(m)
	return &r
}
