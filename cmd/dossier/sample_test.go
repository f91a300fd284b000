package main

import (
	"testing"
	"time"

	"github.com/google/uuid"

	days "dossier/internal/day"
	"dossier/internal/dossier"
	"dossier/internal/ladder"
	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/sample"
	"dossier/internal/standing"
)

// sampleDays are days on which the sample is made: an ordinary one, the ends
// of months that are short, and of a year.
func sampleDays() []time.Time {
	return []time.Time{days.Date(2026, 11, 24), days.Date(2027, 2, 28), days.Date(2028, 2, 29), days.Date(2026, 12, 31)}
}

// seededOn is the sample as it is made on a day.
func seededOn(t *testing.T, on time.Time) *seeder {
	t.Helper()
	s := newSeeder(t)
	s.now = on.Add(9*time.Hour + 30*time.Minute)
	if err := s.seed(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// candidate is somebody at L8 and what the ladder says of them.
type candidate struct {
	viewer   *people.Viewer
	standing *standing.Standing
	step     *standing.Eligibility
}

func (s *seeder) candidates(t *testing.T) map[string]candidate {
	t.Helper()
	data, err := sample.Load()
	if err != nil {
		t.Fatal(err)
	}
	version, err := s.resolver.Ladders.Current(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	level, all := version.Level("L8"), map[string]candidate{}
	for _, p := range data.People {
		if len(p.Ranks) == 0 || p.Ranks[len(p.Ranks)-1].Level != "L8" {
			continue
		}
		v, err := s.viewer(t.Context(), p.Key, s.now)
		if err != nil {
			t.Fatal(err)
		}
		known, err := s.resolver.Facts.Of(t.Context(), v, version, []uuid.UUID{v.Person})
		if err != nil {
			t.Fatal(err)
		}
		f := known[v.Person]
		all[p.Key] = candidate{v, standing.Of(f, level, s.now), standing.EligibilityFor(f, version, level, s.now)}
	}
	return all
}

func TestOnEveryDayTheSampleShowsEveryVerdict(t *testing.T) {
	t.Parallel()
	for _, on := range sampleDays() {
		t.Run(on.Format(time.DateOnly), func(t *testing.T) {
			t.Parallel()
			s := seededOn(t, on)
			metrics, steps := map[string]map[ladder.Verdict]string{}, map[string]map[ladder.Verdict]string{}
			see := func(in map[string]map[ladder.Verdict]string, key string, v ladder.Verdict, who string) {
				if in[key] == nil {
					in[key] = map[ladder.Verdict]string{}
				}
				in[key][v] = who
			}
			all := s.candidates(t)
			for who, c := range all {
				for _, m := range c.standing.Metrics {
					see(metrics, m.Metric.Key, m.Verdict, who)
				}
				for _, r := range c.step.Requirements {
					see(steps, r.Key, r.Verdict, who)
				}
			}
			if len(metrics) != 7 {
				t.Errorf("%d metrics", len(metrics))
			}
			for key, seen := range metrics {
				if len(seen) != 3 {
					t.Errorf("metric %s is seen as %v only", key, seen)
				}
			}
			// What is counted from dates and rows of the house's own is never
			// unknown; what the panel decides always is before it does.
			sure := map[string]int{"minimum-months": 2, "nomination": 2, "self-evaluation": 2, "skipped-levels": 1, "tenure-in-the-system": 2, "qualification-assessment": 1}
			for key, seen := range steps {
				want, ok := sure[key]
				if !ok {
					want = 3
				}
				if len(seen) != want {
					t.Errorf("requirement %s is seen as %v, %d verdicts are wanted", key, seen, want)
				}
			}
			if zineb := all["zineb-tahiri-lund"]; zineb.step.Verdict != ladder.Pass {
				for _, r := range zineb.step.Requirements {
					t.Errorf("the candidate: %s %s %s: %s", r.Kind, r.Key, r.Verdict, r.Explanation)
				}
			}
			s.persons(t, all["zineb-tahiri-lund"])
			s.stages(t)
		})
	}
}

// persons looks at what the personas find.
func (s *seeder) persons(t *testing.T, zineb candidate) {
	t.Helper()
	for what, want := range map[string]struct {
		sql  string
		n    int
		args []any
	}{
		"mentees of the candidate, of whom three are active": {`select count(*) + 10 * count(*) filter (where status = 'ACTIVE') from mentorship where mentor_id = $1 and status in ('ACTIVE', 'ENDED')`, 35, []any{zineb.viewer.Person}},
		"months with a session of the candidate's mentor":    {`select count(distinct date_trunc('month', held_on)) from mentoring_session e join mentorship m on m.id = e.mentorship_id where m.mentee_id = $1`, 45, []any{zineb.viewer.Person}},
		"open offers of mentorship":                          {`select count(*) from mentorship where status = 'OFFERED'`, 1, nil},
		"nominations that wait":                              {`select count(*) from nomination where status = 'OFFERED' and expires_at > $1`, 1, []any{s.now}},
		"nominations that are accepted":                      {`select count(*) from nomination where status = 'ACCEPTED' and expires_at > $1`, 7, []any{s.now}},
		"accepted agreements":                                {`select count(*) from referral_agreement where accepted_at is not null`, 2, nil},
		"accruals for some months":                           {`select least(count(*), 10) from accrual where amount > 0`, 10, nil},
		"explanations":                                       {`select count(*) from requirement_explanation`, 8, nil},
	} {
		var n int
		if err := s.pool.QueryRow(t.Context(), want.sql, want.args...).Scan(&n); err != nil || n != want.n {
			t.Errorf("%s: %d, want %d (%v)", what, n, want.n, err)
		}
	}
	nino, err := s.viewer(t.Context(), "nino-tsereshvili", s.now)
	if err != nil {
		t.Fatal(err)
	}
	asked, err := s.resolver.Records.Asked(t.Context(), nino, page.Request{First: 10})
	if err != nil || len(asked.Edges) != 1 || asked.Edges[0].Node.Common().State != record.Requested {
		t.Errorf("the company founder is asked for %v, %v", asked, err)
	}
	if f, err := s.resolver.Dossiers.List(t.Context(), zineb.viewer, dossier.Filter{}, page.Request{First: 10}); err != nil || len(f.Edges) != 1 {
		t.Errorf("the candidate's dossiers: %v, %v", f, err)
	}
}
