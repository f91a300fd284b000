package graph

import (
	"context"

	"dossier/graph/gen"
	"dossier/internal/mentoring"
	"dossier/internal/page"
	"dossier/internal/people"
)

type (
	mentorshipResolver struct{ *Resolver }
	sessionResolver    struct{ *Resolver }
)

// Mentorship answers what a mentorship does not hold itself.
func (r *Resolver) Mentorship() gen.MentorshipResolver { return mentorshipResolver{r} }

// MentoringSession answers what a session does not hold itself.
func (r *Resolver) MentoringSession() gen.MentoringSessionResolver { return sessionResolver{r} }

// Mentorships lists the mentorships that the viewer may see.
func (q query) Mentorships(ctx context.Context, first *int32, after *string, filter *mentoring.Filter) (*page.Connection[mentoring.Mentorship], error) {
	r, err := pageRequest(first, after)
	if err != nil {
		return nil, err
	}
	if filter == nil {
		filter = new(mentoring.Filter)
	}
	c, err := q.Resolver.Mentorships.List(ctx, request(ctx).viewer, *filter, r)
	if err != nil {
		return nil, err
	}
	request(ctx).loaders.mentorships(nodes(c))
	return c, nil
}

// Mentor is the mentorship that the person has.
func (personResolver) Mentor(ctx context.Context, p *people.Person, slug *string) (*mentoring.Mentorship, error) {
	m, _, _, err := ofPerson(ctx, func(l *loaders) *loader[onLadder, *mentoring.Mentorship] { return l.mentorOf }, p, slug)
	return m, err
}

// Mentees are the mentorships that the person gives or gave.
func (personResolver) Mentees(ctx context.Context, p *people.Person, slug *string) ([]*mentoring.Mentorship, error) {
	list, _, _, err := ofPerson(ctx, func(l *loaders) *loader[onLadder, []*mentoring.Mentorship] { return l.givenBy }, p, slug)
	return list, err
}

// MentorshipSlots are how many mentees the person may have, and has.
func (personResolver) MentorshipSlots(ctx context.Context, p *people.Person, slug *string) (*mentoring.Slots, error) {
	s, _, _, err := ofPerson(ctx, func(l *loaders) *loader[onLadder, *mentoring.Slots] { return l.slots }, p, slug)
	return s, err
}

// OfferMentorship offers a mentorship.
func (m mutation) OfferMentorship(ctx context.Context, in mentoring.OfferInput) (*gen.OfferMentorshipPayload, error) {
	key, err := m.MentoringActs.Offer(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.OfferMentorshipPayload)
	p.Mentorship, p.Problem, err = changed(ctx, mentorshipsOf, key, err)
	return p, err
}

// AnswerMentorship accepts or declines an offer.
func (m mutation) AnswerMentorship(ctx context.Context, in mentoring.AnswerInput) (*gen.AnswerMentorshipPayload, error) {
	err := m.MentoringActs.Answer(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.AnswerMentorshipPayload)
	p.Mentorship, p.Problem, err = changed(ctx, mentorshipsOf, in.Mentorship.UUID, err)
	return p, err
}

// WithdrawMentorshipOffer takes an offer back.
func (m mutation) WithdrawMentorshipOffer(ctx context.Context, in mentoring.MentorshipInput) (*gen.WithdrawMentorshipOfferPayload, error) {
	err := m.MentoringActs.WithdrawOffer(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.WithdrawMentorshipOfferPayload)
	p.Mentorship, p.Problem, err = changed(ctx, mentorshipsOf, in.Mentorship.UUID, err)
	return p, err
}

// EndMentorship ends a mentorship.
func (m mutation) EndMentorship(ctx context.Context, in mentoring.EndInput) (*gen.EndMentorshipPayload, error) {
	err := m.MentoringActs.End(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.EndMentorshipPayload)
	p.Mentorship, p.Problem, err = changed(ctx, mentorshipsOf, in.Mentorship.UUID, err)
	return p, err
}

// RecordSession notes that mentor and mentee talked.
func (m mutation) RecordSession(ctx context.Context, in mentoring.SessionInput) (*gen.RecordSessionPayload, error) {
	_, err := m.MentoringActs.RecordSession(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.RecordSessionPayload)
	p.Mentorship, p.Problem, err = changed(ctx, mentorshipsOf, in.Mentorship.UUID, err)
	return p, err
}

// AttestReadiness says that a mentee approaches a level.
func (m mutation) AttestReadiness(ctx context.Context, in mentoring.AttestInput) (*gen.AttestReadinessPayload, error) {
	_, err := m.MentoringActs.Attest(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.AttestReadinessPayload)
	p.Mentorship, p.Problem, err = changed(ctx, mentorshipsOf, in.Mentorship.UUID, err)
	return p, err
}

// Mentor is who leads.
func (mentorshipResolver) Mentor(ctx context.Context, m *mentoring.Mentorship) (*people.Person, error) {
	return person(ctx, m.MentorID)
}

// Mentee is who is led.
func (mentorshipResolver) Mentee(ctx context.Context, m *mentoring.Mentorship) (*people.Person, error) {
	return person(ctx, m.MenteeID)
}

// OfferedBy is who made the offer.
func (mentorshipResolver) OfferedBy(ctx context.Context, m *mentoring.Mentorship) (*people.Person, error) {
	return person(ctx, m.OfferedBy)
}

// cared reads one thing of what only mentor, mentee and stewards see.
func cared[T any](ctx context.Context, m *mentoring.Mentorship, of func(*mentoring.Care) T) (value T, err error) {
	c, err := find(ctx, request(ctx).loaders.care, m.UUID)
	if c == nil || err != nil {
		return value, err
	}
	return of(c), nil
}

// Sessions are the talks, newest first.
func (mentorshipResolver) Sessions(ctx context.Context, m *mentoring.Mentorship) ([]*mentoring.Session, error) {
	return cared(ctx, m, func(c *mentoring.Care) []*mentoring.Session { return c.Sessions })
}

// Adherence is in how many months they talked.
func (mentorshipResolver) Adherence(ctx context.Context, m *mentoring.Mentorship) (*mentoring.Adherence, error) {
	return cared(ctx, m, func(c *mentoring.Care) *mentoring.Adherence { return c.Adherence })
}

// HandOver is by when somebody else should be the mentor.
func (mentorshipResolver) HandOver(ctx context.Context, m *mentoring.Mentorship) (*mentoring.Due, error) {
	return cared(ctx, m, func(c *mentoring.Care) *mentoring.Due { return c.HandOver })
}

// Attestations are the mentor's words on the mentee, newest first.
func (mentorshipResolver) Attestations(ctx context.Context, m *mentoring.Mentorship) ([]*mentoring.Readiness, error) {
	return cared(ctx, m, func(c *mentoring.Care) []*mentoring.Readiness { return c.Attestations })
}

// Warnings are what mentor, mentee and stewards should know.
func (mentorshipResolver) Warnings(ctx context.Context, m *mentoring.Mentorship) ([]string, error) {
	return cared(ctx, m, func(c *mentoring.Care) []string { return c.Warnings })
}

// Agreement is the money of the mentorship.
func (mentorshipResolver) Agreement(ctx context.Context, m *mentoring.Mentorship) (*mentoring.Agreement, error) {
	return find(ctx, request(ctx).loaders.agreementOf, m.UUID)
}

// RecordedBy is who noted the session.
func (sessionResolver) RecordedBy(ctx context.Context, s *mentoring.Session) (*people.Person, error) {
	return person(ctx, s.RecordedBy)
}
