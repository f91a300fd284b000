package main

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	days "dossier/internal/day"
	"dossier/internal/dossier"
	"dossier/internal/facts"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/nomination"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/standing"
)

// ready gives a candidate what would stop a submission: a recognition that a
// peer confirms, a nomination by that peer, and a word on each shortfall.
func (s *seeder) ready(ctx context.Context, v, peer *people.Viewer, d id.ID, now time.Time) error {
	var cited []id.ID
	for i, title := range []string{"Small teams, whole products", "What an outage teaches", "Buying well"} {
		made, err := s.records.Add(ctx, v, record.AddRecordInput{Record: record.RecordInput{
			From: days.Day{Time: days.AddMonths(days.Of(now), -6*(i+1))},
			Recognition: &record.Recognition{
				Type: "SPEAKING", Title: title, URL: fmt.Sprintf("https://example.org/talks/%d", i+1), Topics: []string{"TECH_LEADERSHIP"},
			},
		}}, now)
		if err != nil {
			return fmt.Errorf("record a talk: %w", err)
		}
		cited = append(cited, id.Of(id.Record, made))
	}
	if _, err := s.records.RequestConfirmation(ctx, v, record.RequestConfirmationInput{Record: cited[0], Of: id.Of(id.Person, peer.Person)}, now); err != nil {
		return fmt.Errorf("ask for a confirmation: %w", err)
	}
	if _, err := s.records.AnswerConfirmation(ctx, peer, record.AnswerConfirmationInput{Record: cited[0], Answer: record.Confirm, Capacity: record.AsPeer}, now); err != nil {
		return fmt.Errorf("confirm a talk: %w", err)
	}
	made, err := s.nominations.Nominate(ctx, peer, nomination.NominateInput{
		Nominee: id.Of(id.Person, v.Person), To: "L9", Relation: "We reviewed each other's decisions.", Since: days.Day{Time: days.AddMonths(days.Of(now), -30)},
		Money: "none", Records: cited, ReasonNotToPromote: "Few of the results are older than two years.",
	}, now)
	if err != nil {
		return fmt.Errorf("nominate: %w", err)
	}
	answer := nomination.AnswerNominationInput{Nomination: id.Of(id.Nomination, made), Answer: nomination.Accept}
	if _, err := s.nominations.AnswerNomination(ctx, v, answer, now); err != nil {
		return fmt.Errorf("accept a nomination: %w", err)
	}
	return s.explain(ctx, v, d, now)
}

// explain says something of each shortfall that asks for it.
func (s *seeder) explain(ctx context.Context, v *people.Viewer, d id.ID, now time.Time) error {
	version, err := s.resolver.Ladders.Current(ctx, nil)
	if err != nil {
		return err
	}
	known, err := (&facts.Store{DB: s.pool}).Of(ctx, v, version, []uuid.UUID{v.Person})
	if err != nil {
		return err
	}
	for _, r := range standing.EligibilityFor(known[v.Person], version, version.Level("L8"), now).Requirements {
		if r.Kind != ladder.Explain || r.Verdict == ladder.Pass {
			continue
		}
		err := s.resolver.Acts.ExplainRequirement(ctx, v, dossier.Explaining{
			Dossier: d, Requirement: r.Key, Explanation: "The companies kept no records of it at the time; the documents of this dossier tell what happened.",
		}, now)
		if err != nil {
			return fmt.Errorf("explain %s: %w", r.Key, err)
		}
	}
	return nil
}
