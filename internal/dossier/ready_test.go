package dossier_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/dossier"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/standing"
	"dossier/internal/testworld"
)

// do runs a statement that a test needs behind the program's back.
func do(t *testing.T, w *testworld.World, sql string, args ...any) {
	t.Helper()
	if _, err := w.DB.Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

// filled is a draft that is complete, of a candidate whom nothing stops.
func filled(t *testing.T, w *testworld.World, name string) (*people.Viewer, dossier.DossierInput) {
	t.Helper()
	v := w.Candidate(name)
	d := w.Open(v)
	w.Fill(v, d)
	return v, dossier.DossierInput{Dossier: d}
}

// keys are those of what stops.
func keys(e *standing.NotEligible) (list []string) {
	for _, r := range e.Requirements {
		list = append(list, r.Key)
	}
	return list
}

func TestWhatStopsASubmission(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, rule string
		undo       string // takes from the candidate $1, as of $2, what the rule asks for
		want       string
	}{
		{"35 months", "R1", `update rank_record set during = daterange(($2::date - interval '35 months')::date, null) where person_id = $1`, "minimum-months"},
		{"a pause that has not ended", "R1", `insert into tenure_pause (id, person_id, during, reason, recorded_at) values (gen_random_uuid(), $1, daterange(($2::date - interval '20 months')::date, null), 'leave', $2)`, "minimum-months"},
		{"offered and not accepted", "R2", `update nomination set status = 'OFFERED' where nominee_id = $1 and $2::date is not null`, "nomination"},
		{"withdrawn", "R2", `update nomination set status = 'WITHDRAWN' where nominee_id = $1 and $2::date is not null`, "nomination"},
		{"past its time", "R2", `update nomination set offered_at = $2::date - 400, expires_at = $2::date - 1 where nominee_id = $1`, "nomination"},
		{"past its time since a minute", "R2", `update nomination set offered_at = $2::date - 400, expires_at = $2::date + interval '9 hours 29 minutes' where nominee_id = $1`, "nomination"},
		{"for another level", "R2", `update nomination set to_level = 'L10' where nominee_id = $1 and $2::date is not null`, "nomination"},
		{"nobody verified it", "R4", `update record set state = 'CLAIMED', state_by = null where person_id = $1 and kind = 'RECOGNITION' and $2::date is not null`, "industry-recognition"},
		{"retracted", "R4", `update record set retracted_at = $2::date where person_id = $1 and kind = 'RECOGNITION'`, "industry-recognition"},
	} {
		t.Run(tc.rule+": "+tc.name, func(t *testing.T) {
			t.Parallel()
			w := testworld.New(t)
			v, in := filled(t, w, "Ana")
			do(t, w, tc.undo, v.Person, day.Of(w.Now))
			e := refusal[*standing.NotEligible](t, w.Acts.Submit(t.Context(), v, in, w.Now))
			if got := keys(e); !slices.Equal(got, []string{tc.want}) || e.Requirements[0].Kind != ladder.Hard || e.Requirements[0].Verdict == ladder.Pass {
				t.Errorf("%s stop, want %s alone: %v", got, tc.want, e)
			}
			if see(t, w, v, in.Dossier).Status != dossier.Draft || len(w.Rung) != 0 {
				t.Error("it was submitted all the same")
			}
		})
	}
	t.Run("R1 R2 R4: all at once, before what is incomplete", func(t *testing.T) {
		t.Parallel()
		w := testworld.New(t)
		v := w.Person("Ana", "L8", people.Candidate)
		do(t, w, `update rank_record set during = daterange(($2::date - interval '1 month')::date, null) where person_id = $1`, v.Person, day.Of(w.Now))
		in := dossier.DossierInput{Dossier: w.Open(v)}
		if got := keys(refusal[*standing.NotEligible](t, w.Acts.Submit(t.Context(), v, in, w.Now))); len(got) != 3 {
			t.Errorf("%s stop, want three", got)
		}
	})
	t.Run("R1: on the very day", func(t *testing.T) {
		t.Parallel()
		w := testworld.New(t)
		v, in := filled(t, w, "Ana")
		do(t, w, `update rank_record set during = daterange(($2::date - interval '36 months' + interval '1 day')::date, null) where person_id = $1`, v.Person, day.Of(w.Now))
		e := refusal[*standing.NotEligible](t, w.Acts.Submit(t.Context(), v, in, w.Now))
		if tomorrow := w.Now.AddDate(0, 0, 1); !strings.Contains(e.Message(), tomorrow.Format("2006-01-02")) {
			t.Errorf("the day is not named: %v", e)
		}
		if err := w.Acts.Submit(t.Context(), v, in, w.Now.AddDate(0, 0, 1)); err != nil {
			t.Error(err)
		}
	})
}

// Rules M1 to M7: a shortfall of the ranking standard is explained or mended;
// it does not stop.
func TestAShortfallIsExplainedOrMended(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	v := w.Candidate("Ana")
	w.Ready(v)
	in := dossier.DossierInput{Dossier: w.Open(v)}
	var metrics []string
	for _, m := range w.Version.Level("L8").RankingStandard {
		metrics = append(metrics, m.Key)
	}
	lacking := func(v *people.Viewer, in dossier.DossierInput) (list []string) {
		err := w.Acts.Submit(ctx, v, in, w.Now)
		if err == nil {
			return nil
		}
		for _, m := range refusal[*dossier.Incomplete](t, err).Missing {
			if m.Title == "" || m.Explanation == "" {
				t.Errorf("%s lacks its words", m.Key)
			}
			list = append(list, m.Key)
		}
		return list
	}
	if got := lacking(v, in); len(got) != 5+len(metrics) || !slices.Equal(got[5:], metrics) {
		t.Errorf("documents and explanations at once: %s", got)
	}
	for _, c := range w.Version.Level("L8").Promotion.Decided() {
		w.Save(v, in.Dossier, c.Key, c.Title, "Text.")
	}
	for i, m := range metrics {
		if got := lacking(v, in); !slices.Equal(got, metrics[i:]) {
			t.Fatalf("%s are missing, want %s", got, metrics[i:])
		}
		if err := w.Acts.ExplainRequirement(ctx, v, dossier.Explaining{Dossier: in.Dossier, Requirement: m, Explanation: "Kept elsewhere."}, w.Now); err != nil {
			t.Fatal(err)
		}
	}
	if got := lacking(v, in); got != nil {
		t.Errorf("all is explained, but %s", got)
	}
	ben := w.Candidate("Ben")
	w.Ready(ben)
	w.Eligible(ben)
	other := dossier.DossierInput{Dossier: w.Open(ben)}
	for _, c := range w.Version.Level("L8").Promotion.Decided() {
		w.Save(ben, other.Dossier, c.Key, c.Title, "Text.")
	}
	if got := lacking(ben, other); got != nil {
		t.Errorf("everything is met and %s has to be explained", got)
	}
}

// Rule R3d: once a testimony is recorded, testimonies are counted and not
// documents.
func TestFoundersWhoTestify(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	bas, wanjiku, third := w.Person("Bas", "", people.CompanyFounder), w.Person("Wanjiku", "", people.CompanyFounder), w.Person("Ada", "", people.CompanyFounder)
	company, _ := w.Company("Koelpad", []*people.Viewer{bas, third})
	other, _ := w.Company("Shamba", []*people.Viewer{wanjiku})
	for _, tc := range []struct {
		rule, name string
		testify    func(*people.Viewer)
		enough     bool
	}{
		{"R3d", "one founder", func(v *people.Viewer) { w.Testify(v, bas, company) }, false},
		{"R3d", "two of two companies", func(v *people.Viewer) { w.Testify(v, bas, company); w.Testify(v, wanjiku, other) }, true},
		{"R3d", "two of one company", func(v *people.Viewer) { w.Testify(v, bas, company); w.Testify(v, third, company) }, false},
		{"R3d", "one who says it twice", func(v *people.Viewer) { w.Testify(v, bas, company); w.Testify(v, bas, company) }, false},
		{"R3d", "two whom nobody asked", func(v *people.Viewer) {
			for range 2 {
				w.Record(v, &record.Testimony{Founder: bas.Person, Cofounder: true, Relation: "partner", Examples: []string{"a"}, Outcomes: []string{"b"}, Money: "none"},
					testworld.At(company), w.Months(20, 1))
			}
		}, false},
	} {
		v, with := filled(t, w, tc.name)
		for _, at := range []uuid.UUID{company, other} {
			w.Record(v, &record.Engagement{Title: "Lead product owner"}, testworld.At(at), w.Months(20, 1))
		}
		tc.testify(v)
		err := w.Acts.Submit(t.Context(), v, with, w.Now)
		if !tc.enough {
			if m := refusal[*dossier.Incomplete](t, err).Missing; len(m) != 1 || m[0].Key != "founder-references" || m[0].Explanation == "" {
				t.Errorf("%s: %s: %v", tc.rule, tc.name, m)
			}
		} else if err != nil {
			t.Errorf("%s: %s: %v", tc.rule, tc.name, err)
		}

		without := w.Candidate(tc.name + ", and no document")
		in := dossier.DossierInput{Dossier: w.Open(without)}
		w.Ready(without)
		for _, at := range []uuid.UUID{company, other} {
			w.Record(without, &record.Engagement{Title: "Lead product owner"}, testworld.At(at), w.Months(20, 1))
		}
		tc.testify(without)
		for _, c := range w.Version.Level("L8").Promotion.Decided() {
			if c.Key != "founder-references" {
				w.Save(without, in.Dossier, c.Key, c.Title, "Text.")
			}
		}
		w.Explain(without, in.Dossier)
		if err := w.Acts.Submit(t.Context(), without, in, w.Now); (err == nil) != tc.enough {
			t.Errorf("%s: %s and no document: %v", tc.rule, tc.name, err)
		}
	}
}

// However often a draft is submitted at once, it is submitted once.
func TestADraftSubmittedManyTimesAtOnce(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	v, in := filled(t, w, "Ana")
	w.Acts.Ring = func(context.Context, uuid.UUID) {}
	w.Acts.Changed = func(context.Context, uuid.UUID) {}
	newID, mu := w.NewID, sync.Mutex{}
	w.Acts.NewID = func() uuid.UUID { mu.Lock(); defer mu.Unlock(); return newID() }
	w.Requests.NewID = w.Acts.NewID
	errs := make([]error, 6)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { errs[i] = w.Acts.Submit(t.Context(), v, in, w.Now) })
	}
	wg.Wait()
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
			continue
		}
		refusal[*dossier.WrongState](t, err)
	}
	var submissions, analyses, trail int
	if err := w.DB.QueryRow(t.Context(), `select (select count(*) from submission), (select count(*) from analysis), (select count(*) from audit where act = 'submitDossier')`).
		Scan(&submissions, &analyses, &trail); err != nil {
		t.Fatal(err)
	}
	if done != 1 || submissions != 1 || analyses != 1 || trail != 1 {
		t.Errorf("%d were told yes; %d submissions, %d analyses, %d rows in the trail", done, submissions, analyses, trail)
	}
}

// Rule S05: a dossier is judged by the ladder version that it was opened under.
func TestADossierIsJudgedByItsOwnLadderVersion(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana, old := filled(t, w, "Ana")
	ben, moved := filled(t, w, "Ben")
	w.Import(func(v *ladder.Version) {
		v.Label = "December 2026"
		v.Level("L8").Promotion.MinimumMonths = 60
	})
	if err := w.Acts.UpdateLadder(ctx, ben, moved, w.Now); err != nil {
		t.Fatal(err)
	}
	if got := keys(refusal[*standing.NotEligible](t, w.Acts.Submit(ctx, ben, moved, w.Now))); !slices.Equal(got, []string{"minimum-months"}) {
		t.Errorf("%s stop what moved to 60 months", got)
	}
	if err := w.Acts.Submit(ctx, ana, old, w.Now); err != nil {
		t.Errorf("what was opened under 36 months: %v", err)
	}
}

func TestAnotherUnderReviewIsSaidFirst(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	v, first := filled(t, w, "Ana")
	if err := w.Acts.Submit(t.Context(), v, first, w.Now); err != nil {
		t.Fatal(err)
	}
	second := dossier.DossierInput{Dossier: w.Open(v)}
	do(t, w, `update nomination set status = 'WITHDRAWN'`)
	refusal[*dossier.AlreadyUnderReview](t, w.Acts.Submit(t.Context(), v, second, w.Now))
	if err := w.Acts.Withdraw(t.Context(), v, first, w.Now); err != nil {
		t.Fatal(err)
	}
	refusal[*standing.NotEligible](t, w.Acts.Submit(t.Context(), v, second, w.Now))
}
