package main

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	days "dossier/internal/day"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/mentoring"
	"dossier/internal/nomination"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/record"
	"dossier/internal/sample"
	"dossier/internal/selfevaluation"
)

// acts does what people of the sample did with the program, by the acts that
// the API has.
func (s *seeder) acts(ctx context.Context, data *sample.Sample) error {
	if err := s.read(ctx); err != nil {
		return err
	}
	for _, r := range data.Acts.Requests {
		if err := s.request(ctx, r); err != nil {
			return fmt.Errorf("seed the request for %s: %w", r.Record, err)
		}
	}
	for _, n := range data.Acts.Nominations {
		if err := s.nominate(ctx, n); err != nil {
			return fmt.Errorf("seed the nomination of %s: %w", n.Nominee, err)
		}
	}
	for _, o := range data.Acts.Offers {
		if err := s.offer(ctx, o); err != nil {
			return fmt.Errorf("seed the offer to %s: %w", o.Mentee, err)
		}
	}
	for _, a := range data.Acts.Agreements {
		if err := s.agree(ctx, a); err != nil {
			return fmt.Errorf("seed the agreement with %s: %w", a.Mentee, err)
		}
	}
	for _, a := range data.Acts.Answers {
		if err := s.answer(ctx, a); err != nil {
			return fmt.Errorf("seed the answer to %s: %w", a.Item, err)
		}
	}
	over := days.AddMonths(days.FirstOfMonth(days.Of(s.now)), -1)
	return s.resolver.MentoringActs.Accrue(ctx, over, s.now, func(mentoring.Line) {})
}

// read finds out what the rows of the sample became.
func (s *seeder) read(ctx context.Context) error {
	rows, err := s.pool.Query(ctx, `select kind, key, object_id from imported where kind <> 'identities' and kind <> 'roles'`)
	if err != nil {
		return postgres.Fault(err, "read what the sample became")
	}
	s.made = map[id.Kind]map[string]uuid.UUID{id.Person: {}, id.Mentorship: {}, id.Record: {}}
	var table, key string
	var made uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&table, &key, &made}, func() error {
		switch table {
		case "people":
			s.made[id.Person][key] = made
		case "mentorships":
			s.made[id.Mentorship][key] = made
		default:
			s.made[id.Record][key] = made
		}
		return nil
	})
	return postgres.Fault(err, "read what the sample became")
}

// key is what a row of the sample became.
func (s *seeder) key(k id.Kind, key string) (id.ID, error) {
	u, ok := s.made[k][key]
	if !ok {
		return id.ID{}, fault.New(fault.NotFound, "the sample has no %q", key)
	}
	return id.Of(k, u), nil
}

// keys are what rows of records became.
func (s *seeder) keys(records []string) (ids []id.ID, err error) {
	for _, r := range records {
		i, err := s.key(id.Record, r)
		if err != nil {
			return nil, err
		}
		ids = append(ids, i)
	}
	return ids, nil
}

// viewer is a person of the sample who acts on a day.
func (s *seeder) viewer(ctx context.Context, key string, now time.Time) (*people.Viewer, error) {
	p, err := s.key(id.Person, key)
	if err != nil {
		return nil, err
	}
	return s.resolver.People.Viewer(ctx, p.UUID, now)
}

// two are two people of the sample who act together on a day.
func (s *seeder) two(ctx context.Context, a, b string, now time.Time) (*people.Viewer, *people.Viewer, error) {
	first, err := s.viewer(ctx, a, now)
	if err != nil {
		return nil, nil, err
	}
	second, err := s.viewer(ctx, b, now)
	return first, second, err
}

func (s *seeder) request(ctx context.Context, r sample.Request) error {
	at := s.now.AddDate(0, 0, -6)
	asks, asked, err := s.two(ctx, r.By, r.Of, at)
	if err != nil {
		return err
	}
	rec, err := s.key(id.Record, r.Record)
	if err != nil {
		return err
	}
	in := record.RequestConfirmationInput{Record: rec, Of: id.Of(id.Person, asked.Person)}
	if _, err := s.resolver.RecordActs.RequestConfirmation(ctx, asks, in, at); err != nil || !r.Declined {
		return err
	}
	answer := record.AnswerConfirmationInput{Record: rec, Answer: record.Decline, Capacity: record.AsFounder}
	_, err = s.resolver.RecordActs.AnswerConfirmation(ctx, asked, answer, at.Add(26*time.Hour))
	return err
}

func (s *seeder) nominate(ctx context.Context, n sample.Nomination) error {
	at := s.now.AddDate(0, 0, -n.DaysAgo)
	nominator, nominee, err := s.two(ctx, n.Nominator, n.Nominee, at)
	if err != nil {
		return err
	}
	in := nomination.NominateInput{
		Nominee: id.Of(id.Person, nominee.Person), To: "L9", Relation: n.Relation, Since: days.Day{Time: days.AddMonths(days.Of(s.now), -n.SinceMonthsAgo)},
		Money: n.Money, ReasonNotToPromote: n.ReasonNotToPromote,
	}
	if in.Records, err = s.keys(n.Records); err != nil {
		return err
	}
	made, err := s.resolver.NominationActs.Nominate(ctx, nominator, in, at)
	if err != nil || !n.Accepted {
		return err
	}
	answer := nomination.AnswerNominationInput{Nomination: id.Of(id.Nomination, made), Answer: nomination.Accept}
	_, err = s.resolver.NominationActs.AnswerNomination(ctx, nominee, answer, at.Add(26*time.Hour))
	return err
}

func (s *seeder) answer(ctx context.Context, a sample.Answer) error {
	v, err := s.viewer(ctx, a.Person, s.now)
	if err != nil {
		return err
	}
	in := selfevaluation.AnswerSelfEvaluationInput{Item: a.Item, Answer: a.Answer, Note: a.Note}
	if in.Evidence, err = s.keys(a.Evidence); err != nil {
		return err
	}
	_, err = s.resolver.SelfEvaluationActs.Answer(ctx, v, in, s.now.AddDate(0, 0, -12))
	return err
}

func (s *seeder) offer(ctx context.Context, o sample.Offer) error {
	mentor, mentee, err := s.two(ctx, o.Mentor, o.Mentee, s.now)
	if err != nil {
		return err
	}
	whom := id.Of(id.Person, mentee.Person)
	_, err = s.resolver.MentoringActs.Offer(ctx, mentor, mentoring.OfferInput{Mentee: &whom}, s.now.AddDate(0, 0, -3))
	return err
}

func (s *seeder) agree(ctx context.Context, a sample.Agreement) error {
	at := days.AddMonths(days.Of(s.now), -a.MonthsAgo).Add(10 * time.Hour)
	mentor, mentee, err := s.two(ctx, a.Mentor, a.Mentee, at)
	if err != nil {
		return err
	}
	m, err := s.key(id.Mentorship, a.Mentorship)
	if err != nil {
		return err
	}
	made, err := s.resolver.MentoringActs.OfferReferral(ctx, mentor, mentoring.ReferralInput{Mentorship: m, Currency: a.Currency}, at)
	if err != nil {
		return err
	}
	answer := mentoring.AnswerReferralInput{Agreement: id.Of(id.Agreement, made), Answer: mentoring.Accept}
	return s.resolver.MentoringActs.AnswerReferral(ctx, mentee, answer, at.Add(time.Hour))
}

// explain says what the candidate says of each shortfall.
func (s *seeder) explain(ctx context.Context, v *people.Viewer, d id.ID, candidate string, all []sample.Explanation, now time.Time) error {
	for _, e := range all {
		if e.Candidate != candidate {
			continue
		}
		in := dossier.Explaining{Dossier: d, Requirement: e.Requirement, Explanation: e.Explanation}
		if err := s.resolver.Acts.ExplainRequirement(ctx, v, in, now); err != nil {
			return fmt.Errorf("explain %s: %w", e.Requirement, err)
		}
	}
	return nil
}
