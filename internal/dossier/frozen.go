package dossier

import (
	"context"
	"time"

	"github.com/google/uuid"

	"dossier/internal/access"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/record"
	"dossier/internal/standing"
)

// Frozen is how the candidate stood when a dossier was submitted. Nothing that
// is recorded later changes it.
type Frozen struct {
	DossierID   uuid.UUID         `db:"dossier_id"`
	Standing    FrozenStanding    `db:"standing"`
	Eligibility FrozenEligibility `db:"eligibility"`
}

// FrozenStanding is a standing with its records by id.
type FrozenStanding struct {
	AsOf       time.Time         `json:"asOf"`
	Metrics    []FrozenMetric    `json:"metrics"`
	Indicators []FrozenIndicator `json:"indicators"`
	// References are the testimonies that were counted, nil if none were
	// recorded.
	References *References `json:"references"`
}

// FrozenMetric is a metric's result.
type FrozenMetric struct {
	Key         string         `json:"key"`
	Verdict     ladder.Verdict `json:"verdict"`
	Value       *float64       `json:"value"`
	Coverage    *float64       `json:"coverage"`
	Explanation string         `json:"explanation"`
	Records     []uuid.UUID    `json:"records"`
}

// FrozenIndicator is a figure that was shown and not judged.
type FrozenIndicator struct {
	Key         string      `json:"key"`
	Value       *float64    `json:"value"`
	Explanation string      `json:"explanation"`
	Records     []uuid.UUID `json:"records"`
}

// FrozenEligibility is an eligibility.
type FrozenEligibility struct {
	To           string                  `json:"to"`
	AsOf         time.Time               `json:"asOf"`
	Verdict      ladder.Verdict          `json:"verdict"`
	EligibleOn   *time.Time              `json:"eligibleOn"`
	Requirements []*standing.Requirement `json:"requirements"`
}

// Frozen reads how candidates stood at the newest submission of dossiers that
// the viewer may see. A dossier that was never submitted is absent.
func (s *Store) Frozen(ctx context.Context, v *people.Viewer, dossiers []uuid.UUID) (map[uuid.UUID]*Frozen, error) {
	where, args := access.Rows(v, access.SeeDossier)
	args["ids"] = dossiers
	return postgres.ByKey(ctx, s.DB, "read the standing at submission", func(f *Frozen) uuid.UUID { return f.DossierID }, `
		select s.dossier_id, s.standing, s.eligibility from submission s join dossier d on d.submission_id = s.id
		where d.id = any(@ids) and s.standing is not null and `+where, args)
}

// freeze turns how a candidate stands into what is stored.
func freeze(c *candidacy) (FrozenStanding, FrozenEligibility) {
	s := FrozenStanding{AsOf: c.standing.AsOf, Metrics: []FrozenMetric{}, Indicators: []FrozenIndicator{}, References: c.references}
	for _, m := range c.standing.Metrics {
		s.Metrics = append(s.Metrics, FrozenMetric{m.Metric.Key, m.Verdict, m.Value, m.Coverage, m.Explanation, ids(m.Records)})
	}
	for _, i := range c.indicators {
		s.Indicators = append(s.Indicators, FrozenIndicator{i.Key, i.Value, i.Explanation, ids(i.Records)})
	}
	e := c.eligibility
	return s, FrozenEligibility{To: e.To, AsOf: e.AsOf, Verdict: e.Verdict, EligibleOn: e.EligibleOn, Requirements: e.Requirements}
}

func ids(records []record.Record) []uuid.UUID {
	list := make([]uuid.UUID, len(records))
	for i, r := range records {
		list[i] = r.Common().UUID
	}
	return list
}
