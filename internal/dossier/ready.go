package dossier

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/standing"
)

// candidacy is how the candidate stands on a day, by the dossier's own ladder
// version: what is frozen beside the text.
type candidacy struct {
	facts       *standing.Facts
	standing    *standing.Standing
	indicators  []*standing.Indicator
	eligibility *standing.Eligibility
	references  *References
}

// ready refuses a dossier that may not be submitted.
func (a *Acts) ready(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *Dossier, now time.Time) (*candidacy, error) {
	version, level, err := a.level(ctx, tx, d)
	if err != nil {
		return nil, err
	}
	held, err := a.Levels.Held(ctx, tx, d.CandidateID, version.LadderID, now)
	if err != nil {
		return nil, err
	}
	if held != d.FromLevel {
		return nil, invalid("dossier", "leads from %s to %s, and you do not hold %s today: open one for the level after yours", d.FromLevel, d.ToLevel, d.FromLevel)
	}
	if err := a.underReview(ctx, tx, v); err != nil {
		return nil, err
	}
	f, err := a.Facts.In(ctx, tx, version, d.CandidateID, now)
	if err != nil {
		return nil, err
	}
	c := candidacyOf(f, version, level, now)
	if r := c.stops(); r != nil {
		return nil, &standing.NotEligible{Requirements: r}
	}
	store := &Store{DB: tx}
	documents, err := store.DocumentsOf(ctx, v, []uuid.UUID{d.UUID})
	if err != nil {
		return nil, err
	}
	explained, err := store.Explanations(ctx, v, []uuid.UUID{d.UUID})
	if err != nil {
		return nil, err
	}
	gaps, err := unanswered(ctx, tx, d, level)
	if err != nil {
		return nil, err
	}
	if m := slices.Concat(missing(Fills(level, documents[d.UUID], c.references)), c.unexplained(level, explained[d.UUID]), gaps); m != nil {
		return nil, &Incomplete{Missing: m}
	}
	return c, nil
}

func candidacyOf(f *standing.Facts, version *ladder.Version, level *ladder.Level, now time.Time) *candidacy {
	asOf := day.Of(now)
	return &candidacy{
		facts: f, standing: standing.Of(f, level, asOf), indicators: standing.Indicators(f, level, asOf),
		eligibility: standing.EligibilityFor(f, version, level, now), references: ReferencesOf(f, level, asOf),
	}
}

// stops lists the requirements that are not met and that nothing makes up for.
func (c *candidacy) stops() (list []*standing.Requirement) {
	for _, r := range c.eligibility.Requirements {
		if r.Kind == ladder.Hard && r.Verdict != ladder.Pass {
			list = append(list, r)
		}
	}
	return list
}

// unexplained lists the requirements that are not met, ask for an explanation
// and have none.
func (c *candidacy) unexplained(level *ladder.Level, explained []*Explanation) (list []MissingItem) {
	has := map[string]bool{}
	for _, e := range explained {
		has[e.Requirement] = true
	}
	for _, r := range c.eligibility.Requirements {
		if r.Kind != ladder.Explain || r.Verdict == ladder.Pass || has[r.Key] {
			continue
		}
		title := r.Key
		if m := level.Metric(r.Key); m != nil {
			title = m.Name
		}
		why := r.Explanation
		if r.Missing != nil {
			why += " " + *r.Missing
		}
		list = append(list, MissingItem{Key: r.Key, Title: title, Explanation: why + " Record what is missing, or explain it with explainRequirement."})
	}
	return list
}

// underReview refuses if a dossier of the viewer is under review already.
func (a *Acts) underReview(ctx context.Context, db postgres.DB, v *people.Viewer) error {
	others, err := postgres.Rows[Dossier](ctx, db, "look for a dossier under review", `select `+columns+` from dossier d where d.candidate_id = @viewer and d.status in ('SUBMITTED', 'IN_REVIEW', 'DECIDED')`, pgx.NamedArgs{"viewer": v.Person})
	if err != nil {
		return err
	}
	if len(others) > 0 {
		return &AlreadyUnderReview{Dossier: others[0]}
	}
	return nil
}
