package standing

import (
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/mentoring"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/ladders"
)

// The persons and companies of the tests.
var (
	mara   = uuid.UUID{1} // whose standing it is
	ada    = uuid.UUID{2} // founder of Acme
	ben    = uuid.UUID{3} // founder of Bolt
	cleo   = uuid.UUID{4} // somebody else
	acme   = uuid.UUID{11}
	bolt   = uuid.UUID{12}
	shop   = uuid.UUID{21} // surfaces of Acme
	search = uuid.UUID{22}
	pay    = uuid.UUID{23}
	maps   = uuid.UUID{24} // and of Bolt
)

// once reads the shipped ladder once; nobody may change it.
var once = sync.OnceValues(func() (*ladder.Version, error) { return ladder.Load(ladders.Default()) })

func shipped(t testing.TB) (*ladder.Version, *ladder.Level) {
	t.Helper()
	v, err := once()
	if err != nil {
		t.Fatal(err)
	}
	return v, v.Level("L8")
}

// altered is the shipped ladder with other values for a policy of L8.
func altered(t testing.TB, key string, values map[string]any) (*ladder.Version, *ladder.Level) {
	t.Helper()
	v, err := ladder.Load(ladders.Default())
	if err != nil {
		t.Fatal(err)
	}
	p := v.Level("L8").ReadingOf(key)
	if p == nil {
		t.Fatalf("no policy %s", key)
	}
	for name, value := range values {
		p.Values[name] = value
		if value == nil {
			delete(p.Values, name)
		}
	}
	return v, v.Level("L8")
}

func on(s string) time.Time {
	d, err := day.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func dayOf(s string) *day.Day { return &day.Day{Time: on(s)} }

// span reads "2024-01-01/2024-02-01", or "2024-01-01/" for what lasts.
func span(s string) day.Span {
	from, to := s[:10], s[11:]
	if to == "" {
		return day.Span{From: on(from)}
	}
	end := on(to)
	return day.Span{From: on(from), To: &end}
}

func rank(level, during string) people.Rank {
	s := span(during)
	return people.Rank{Level: level, From: s.From, To: s.To}
}

func pause(during string) people.Pause { return people.Pause{Span: span(during)} }

// holder holds L8 from 2022 on and has the records.
func holder(records ...record.Record) *Facts {
	return &Facts{
		Person: mara, Ranks: []people.Rank{rank("L8", "2022-01-01/")}, Records: records,
		Surfaces: []Surface{
			{UUID: shop, Company: acme, Name: "Shop", Span: span("2020-01-01/")},
			{UUID: search, Company: acme, Name: "Search", Span: span("2020-01-01/")},
			{UUID: pay, Company: acme, Name: "Pay", Span: span("2020-01-01/")},
			{UUID: maps, Company: bolt, Name: "Maps", Span: span("2020-01-01/")},
		},
	}
}

// how is who stands for a record.
type how func(*record.Base)

func by(person uuid.UUID, as record.Capacity) how {
	return func(b *record.Base) { b.State, b.StateBy, b.StateAs = record.Confirmed, &person, &as }
}

func madeBy(person uuid.UUID, from record.Provenance) how {
	return func(b *record.Base) { b.MadeBy, b.Provenance = &person, from }
}

func claimed(*record.Base) {}

func declined(b *record.Base) { b.State, b.StateBy = record.Declined, &ada }

func as(c record.Capacity) how { return func(b *record.Base) { b.StateAs = &c } }

func disputed(b *record.Base) { b.State, b.StateBy = record.Disputed, &ada }

func imported(b *record.Base) { b.MadeBy, b.Provenance = nil, record.Import }

func fed(b *record.Base) { b.MadeBy, b.Provenance = nil, record.Feed }

func founder(b *record.Base) { by(ada, record.AsFounder)(b) }

// base is a record of Acme.
func base(kind record.Kind, during string, who ...how) record.Base {
	b := record.Base{
		UUID: uuid.New(), OwnerID: mara, Kind: kind, CompanyID: &acme, CompanyName: "Acme", Span: span(during),
		Provenance: record.Self, MadeBy: &mara, State: record.Claimed,
	}
	for _, w := range who {
		w(&b)
	}
	return b
}

func ofBolt(b *record.Base) { b.CompanyID, b.CompanyName = &bolt, "Bolt" }

func owned(surface uuid.UUID, during string, who ...how) *record.SurfaceOwnership {
	return &record.SurfaceOwnership{Base: base(record.KindOwnership, during, who...), Surface: surface, Aspects: []string{"ROADMAP", "ARCHITECTURE", "INFRA"}}
}

func decision(title, kind, during string, who ...how) *record.TechDecision {
	return &record.TechDecision{Base: base(record.KindDecision, during, who...), Title: title, Type: kind}
}

func ptr[T any](v T) *T { return &v }

// outcome is a measured review of a decision.
func outcome(d *record.TechDecision, verdict, during string, who ...how) *record.OutcomeReview {
	r := &record.OutcomeReview{
		Base: base(record.KindOutcomeReview, during, who...), Metric: "cost a month", Baseline: ptr(9.0), Target: ptr(5.0), Actual: ptr(4.0), Verdict: verdict,
	}
	r.AboutID = &d.UUID
	return r
}

func testimony(of uuid.UUID, during string, who ...how) *record.Testimony {
	return &record.Testimony{
		Base: base(record.KindTestimony, during, who...), Founder: of, Cofounder: true, Relation: "we built it together",
		Examples: []string{"the move off the old cloud"}, Outcomes: []string{"half the cost"}, Money: "none",
	}
}

func engagement(during string, who ...how) *record.Engagement {
	return &record.Engagement{Base: base(record.KindEngagement, during, who...), Title: "Lead product owner"}
}

func pupil(person uuid.UUID, name, during string, ranks ...people.Rank) mentoring.Pupil {
	return mentoring.Pupil{Mentee: person, Name: name, Span: span(during), Ranks: ranks}
}

// metric computes one metric of L8.
func metric(t *testing.T, f *Facts, key, asOf string) *Metric {
	t.Helper()
	_, l8 := shipped(t)
	for _, m := range Of(f, l8, on(asOf)).Metrics {
		if m.Metric.Key == key {
			return m
		}
	}
	t.Fatalf("no metric %s", key)
	return nil
}

// expect compares a verdict and a value, and shows why.
func expect(t *testing.T, rule string, verdict, want ladder.Verdict, value *float64, wanted float64, why string) {
	t.Helper()
	if verdict != want {
		t.Errorf("%s: %s, want %s: %s", rule, verdict, want, why)
	}
	if value == nil || *value != wanted {
		t.Errorf("%s: value %v, want %v: %s", rule, value, wanted, why)
	}
	if why == "" || why[len(why)-1] != '.' {
		t.Errorf("%s: %q is no sentence", rule, why)
	}
}
