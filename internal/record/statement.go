package record

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/fault"
)

// LinkRequest is what whoever holds a link's token may know: whose record it
// is, of what, and when. It is nil for a token that is unknown, used, revoked
// or expired, and nothing tells which.
func (s *Store) LinkRequest(ctx context.Context, token string, now time.Time) (*ConfirmationRequest, error) {
	l, err := openLink(ctx, s.DB, token, now)
	if errors.Is(err, fault.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r, err := one(ctx, s.DB, `r.id = @id`, pgx.NamedArgs{"id": l.record})
	if err != nil {
		return nil, err
	}
	var places []uuid.UUID
	for _, key := range Named(r) {
		places = append(places, key)
	}
	found, err := s.Surfaces(ctx, places)
	if err != nil {
		return nil, err
	}
	b := r.Common()
	founder, err := founds(ctx, s.DB, l.person, b.CompanyID, b.Span, now)
	if err != nil {
		return nil, err
	}
	c := &ConfirmationRequest{Capacities: capacities(b.Kind, founder, false), Person: l.name, Kind: b.Kind, Statement: statement(r, found), Span: b.Span, ExpiresAt: l.expires}
	if b.CompanyID != nil {
		c.Company = &b.CompanyName
	}
	err = s.DB.QueryRow(ctx, `select name from person where id = $1`, b.OwnerID).Scan(&c.Owner)
	return c, err
}

// statement is what would be confirmed, in words that complete the owner's
// name.
func statement(r Record, surfaces map[uuid.UUID]*Surface) string {
	name := func(key uuid.UUID) string {
		if s := surfaces[key]; s != nil {
			return s.Name
		}
		return "a product surface"
	}
	switch r := r.(type) {
	case *Engagement:
		return "worked as " + r.Title + list("; handled ", r.OwnerHandles) + list("; the founder handled ", r.FounderHandles)
	case *SurfaceOwnership:
		return "owned " + name(r.Surface) + list(": ", r.Aspects)
	case *TechDecision:
		return fmt.Sprintf("decided %q", r.Title) + after("; chose ", r.Chosen) + after("; traded ", r.TradeOff)
	case *OutcomeReview:
		return "made a decision whose outcome is " + r.Verdict + ", by " + r.Metric + was(" from ", r.Baseline, r.Unit) + was(" to ", r.Actual, r.Unit)
	case *OnWatch:
		return "had " + name(r.Surface) + " on watch" + list(": ", r.Areas)
	case *Incident:
		return fmt.Sprintf("had the incident %q on %s, %s, for %d minutes", r.Title, name(r.Surface), r.Severity, r.Minutes)
	case *IncidentReview:
		if r.Preventable {
			return "had an incident that could have been prevented: " + r.Reason
		}
		return "had an incident that could not have been prevented: " + r.Reason
	case *IncidentCoverage:
		if r.Surface != nil {
			return "had no incidents on " + name(*r.Surface) + " but those that are recorded"
		}
		return "had no incidents on the company's surfaces but those that are recorded"
	case *TeamChange:
		return map[string]string{"STRUCTURED": "structured", "RESTRUCTURED": "restructured"}[r.Type] + " the team " + r.Team + measures(r.Measures) + after("; why: ", r.Why)
	case *TeamReview:
		return "changed a team with an outcome that is " + r.Verdict + ": " + r.Reason
	case *Meeting:
		return map[string]string{"PRESENTER": "presented", "ATTENDEE": "took part"}[r.Role] + " in a meeting (" + r.Type + ")" + list(" on ", r.Topics)
	case *MeetingFeedback:
		return fmt.Sprintf("had in a meeting, from 1 to 5, clarity %d, confidence %d, plainness %d, held the room %d", r.Clarity, r.Confidence, r.Plainness, r.HeldTheRoom) + after("; ", r.Text)
	case *Testimony:
		word := "was not your technical co-founder"
		if r.Cofounder {
			word = "was your technical co-founder"
		}
		return word + after("; relation: ", r.Relation) + list("; examples: ", r.Examples) + list("; outcomes: ", r.Outcomes) + after("; money between you: ", r.Money) + list("; was in the room for ", r.Rooms) + after("; ", r.Text)
	case *Recognition:
		return fmt.Sprintf("was recognised for %q", r.Title) + list(" on ", r.Topics) + after(", ", r.URL)
	case *Artefact:
		return fmt.Sprintf("made %q (%s)", r.Title, r.Type) + after("; it changed ", r.Changed)
	}
	return ""
}

func after(before, s string) string {
	if s == "" {
		return ""
	}
	return before + s
}

func list(before string, words []string) string { return after(before, strings.Join(words, ", ")) }

func was(before string, f *float64, unit string) string {
	if f == nil {
		return ""
	}
	return strings.TrimRight(fmt.Sprintf("%s%g %s", before, *f, unit), " ")
}

func measures(all []TeamMeasure) string {
	s := make([]string, len(all))
	for i, m := range all {
		s[i] = m.Name + was(" from ", &m.Before, m.Unit) + was(" to ", &m.After, m.Unit)
	}
	return list("; ", s)
}
