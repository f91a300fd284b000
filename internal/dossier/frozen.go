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
	Eligibility *standing.Eligibility
	// References are the testimonies that were counted, nil if none were
	// recorded.
	References *References
	standing   frozenStanding
}

// frozenRow is a submission's.
type frozenRow struct {
	Dossier     uuid.UUID         `db:"dossier_id"`
	Standing    frozenStanding    `db:"standing"`
	Eligibility frozenEligibility `db:"eligibility"`
}

// frozenStanding is a standing with its records by id.
type frozenStanding struct {
	AsOf       time.Time         `json:"asOf"`
	Metrics    []frozenMetric    `json:"metrics"`
	Indicators []frozenIndicator `json:"indicators"`
	References *References       `json:"references"`
}

type frozenMetric struct {
	Key         string         `json:"key"`
	Verdict     ladder.Verdict `json:"verdict"`
	Value       *float64       `json:"value"`
	Coverage    *float64       `json:"coverage"`
	Explanation string         `json:"explanation"`
	Records     []uuid.UUID    `json:"records"`
}

type frozenIndicator struct {
	Key         string      `json:"key"`
	Value       *float64    `json:"value"`
	Explanation string      `json:"explanation"`
	Records     []uuid.UUID `json:"records"`
}

type frozenEligibility struct {
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
	rows, err := postgres.Rows[frozenRow](ctx, s.DB, "read the standing at submission", `
		select s.dossier_id, s.standing, s.eligibility from submission s join dossier d on d.submission_id = s.id
		where d.id = any(@ids) and s.standing is not null and `+where, args)
	m := make(map[uuid.UUID]*Frozen, len(rows))
	for _, r := range rows {
		e := standing.Eligibility(r.Eligibility)
		m[r.Dossier] = &Frozen{Eligibility: &e, References: r.Standing.References, standing: r.Standing}
	}
	return m, err
}

// Records are the ids of all records that counted, each once.
func (f *Frozen) Records() []uuid.UUID {
	var all []uuid.UUID
	has := map[uuid.UUID]bool{}
	add := func(list []uuid.UUID) {
		for _, r := range list {
			if !has[r] {
				has[r], all = true, append(all, r)
			}
		}
	}
	for _, m := range f.standing.Metrics {
		add(m.Records)
	}
	for _, i := range f.standing.Indicators {
		add(i.Records)
	}
	return all
}

// Standing is the frozen standing in the words of the level that was left. A
// record that is not among those given, as one that the viewer may not see, is
// left out.
func (f *Frozen) Standing(level *ladder.Level, records map[uuid.UUID]record.Record) (*standing.Standing, []*standing.Indicator) {
	found := func(ids []uuid.UUID) []record.Record {
		list := []record.Record{}
		for _, u := range ids {
			if r := records[u]; r != nil {
				list = append(list, r)
			}
		}
		return list
	}
	s := &standing.Standing{AsOf: f.standing.AsOf, Metrics: []*standing.Metric{}}
	for _, m := range f.standing.Metrics {
		s.Metrics = append(s.Metrics, &standing.Metric{
			Metric: level.Metric(m.Key), Verdict: m.Verdict, Value: m.Value, Coverage: m.Coverage, Explanation: m.Explanation, Records: found(m.Records),
		})
	}
	indicators := []*standing.Indicator{}
	for _, i := range f.standing.Indicators {
		indicators = append(indicators, &standing.Indicator{Key: i.Key, Value: i.Value, Explanation: i.Explanation, Records: found(i.Records)})
	}
	return s, indicators
}

// freeze turns how a candidate stands into what is stored.
func freeze(c *candidacy) (frozenStanding, frozenEligibility) {
	s := frozenStanding{AsOf: c.standing.AsOf, Metrics: []frozenMetric{}, Indicators: []frozenIndicator{}, References: c.references}
	for _, m := range c.standing.Metrics {
		s.Metrics = append(s.Metrics, frozenMetric{m.Metric.Key, m.Verdict, m.Value, m.Coverage, m.Explanation, ids(m.Records)})
	}
	for _, i := range c.indicators {
		s.Indicators = append(s.Indicators, frozenIndicator{i.Key, i.Value, i.Explanation, ids(i.Records)})
	}
	return s, frozenEligibility(*c.eligibility)
}

func ids(records []record.Record) []uuid.UUID {
	list := make([]uuid.UUID, len(records))
	for i, r := range records {
		list[i] = r.Common().UUID
	}
	return list
}
