package mentoring

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/problem"
)

// terms are what the mentor's level says today.
func (a *Acts) terms(ctx context.Context, tx pgx.Tx, m *Mentorship, now time.Time, path string) (*ladder.ReferralCut, Terms, error) {
	version, err := a.current(ctx, tx, m.LadderID)
	if err != nil {
		return nil, Terms{}, err
	}
	leads, _, err := parties(ctx, tx, m.LadderID, m.MentorID, m.MenteeID)
	if err != nil {
		return nil, Terms{}, err
	}
	held := leads.On(day.Of(now)).Level
	cut, terms := termsOf(version, held)
	switch other := unread(version.Level(held)); {
	case held == "":
		return nil, terms, problem.One(path, "the mentor holds no level of %s today, so there is no referral cut", version.Title)
	case cut == nil:
		return nil, terms, problem.One(path, "the mentor holds %s, for which %s states no referral cut", held, version.Title)
	case other != "":
		return nil, terms, problem.One(path, "%s reads the referral cut with %q as this program does not compute it: a steward has to have the ladder's policy \"referral\" mended", version.Title, other)
	}
	return cut, terms, nil
}

// unread is the first value of a level's policy "referral" that says something
// else than what Plan computes, empty if none does.
func unread(l *ladder.Level) string {
	if l == nil || l.ReadingOf("referral") == nil {
		return ""
	}
	read := l.ReadingOf("referral").Values
	for _, computed := range []struct {
		name  string
		value any
	}{
		{"start", "first-billable-month"}, {"base", "monthly-rate-on-the-first"}, {"prorated", true}, {"termsLocked", true},
		{"pausedMonthsCount", false}, {"agreementsAtOnce", 1}, {"paidBy", "house"}, {"rounding", "half-up"},
	} {
		if v, ok := read[computed.name]; ok && fmt.Sprint(v) != fmt.Sprint(computed.value) {
			return computed.name
		}
	}
	return ""
}

// termsOf is the cut of a level, nil if the ladder states none, and where it
// stands: the policy "referral" of the level, else "unlock-referral-cut" of
// the level before.
func termsOf(v *ladder.Version, level string) (*ladder.ReferralCut, Terms) {
	t := Terms{LadderVersion: v.UUID, Level: level}
	l := v.Level(level)
	if l == nil || l.Mentorship == nil {
		return nil, t
	}
	p := l.ReadingOf("referral")
	if before := levelBefore(v, l); p == nil && before != nil {
		p = before.ReadingOf("unlock-referral-cut")
	}
	if p != nil {
		t.Policy = p.Key
	}
	cut := l.Mentorship.ReferralCut
	if cut != nil && cut.Months < 1 {
		cut = nil
	}
	return cut, t
}
