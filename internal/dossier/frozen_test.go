package dossier_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/dossier"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/standing"
	"dossier/internal/testworld"
)

// told is all that a frozen standing says.
type told struct {
	Metrics, Indicators []string
	Records             []uuid.UUID
	Eligibility         *standing.Eligibility
	References          *dossier.References
}

// frozen reads how the candidate of a dossier stood; nil if it is not shown.
func frozen(t *testing.T, w *testworld.World, v *people.Viewer, in dossier.DossierInput) *told {
	t.Helper()
	all, err := w.Dossiers.Frozen(t.Context(), v, []uuid.UUID{in.Dossier.UUID})
	if err != nil {
		t.Fatal(err)
	}
	f := all[in.Dossier.UUID]
	if f == nil {
		return nil
	}
	records, err := (&record.Store{DB: w.DB}).ByIDs(t.Context(), v, f.Records())
	if err != nil {
		t.Fatal(err)
	}
	said := &told{Records: f.Records(), Eligibility: f.Eligibility, References: f.References}
	s, indicators := f.Standing(w.Version.Level("L8"), records)
	for _, m := range s.Metrics {
		said.Metrics = append(said.Metrics, line(m.Metric.Key+" "+string(m.Verdict), m.Value, m.Explanation, m.Records))
	}
	for _, i := range indicators {
		said.Indicators = append(said.Indicators, line(i.Key, i.Value, i.Explanation, i.Records))
	}
	return said
}

func line(key string, value *float64, explanation string, records []record.Record) string {
	s := key + ": " + explanation
	if value != nil {
		s += fmt.Sprint(" ", *value)
	}
	for _, r := range records {
		s += " " + r.Common().UUID.String()
	}
	return s
}

// What is recorded after a submission moves nothing that was frozen with it.
// Rule S05.
func TestWhatIsFrozenStays(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	v, steward := w.Candidate("Ana"), w.Person("Sam", "", people.Steward)
	w.Eligible(v)
	in := dossier.DossierInput{Dossier: w.Open(v)}
	if f := frozen(t, w, v, in); f != nil {
		t.Errorf("a draft has %v", f)
	}
	w.Submit(v, in.Dossier)
	before := frozen(t, w, v, in)
	if diff := cmp.Diff(before, frozen(t, w, steward, in)); diff != "" {
		t.Errorf("a steward reads otherwise: %s", diff)
	}
	if f := frozen(t, w, w.Person("Cem", "L8"), in); f != nil {
		t.Errorf("a stranger reads %v", f)
	}
	for i, m := range w.Version.Level("L8").RankingStandard {
		if got := before.Metrics[i]; !strings.HasPrefix(got, m.Key+" PASS: ") {
			t.Errorf("frozen: %s", got)
		}
	}
	if e := before.Eligibility; e.To != "L9" || e.Verdict != ladder.Pass || len(e.Requirements) < 10 || !e.AsOf.Equal(day.Of(w.Now)) || e.EligibleOn == nil {
		t.Errorf("frozen: %+v", e)
	}
	if r := before.References; r == nil || r.Count != 2 || r.Needed != 2 || !r.Enough {
		t.Errorf("frozen: %+v", r)
	}
	if len(before.Records) < 10 || len(before.Indicators) == 0 {
		t.Errorf("%d records and %d indicators", len(before.Records), len(before.Indicators))
	}
	do(t, w, `update record set retracted_at = $1`, w.Now)
	do(t, w, `update nomination set status = 'WITHDRAWN'`)
	w.Record(v, &record.Recognition{Type: "PEER", Title: "Later", Topics: []string{"CODE"}})
	if diff := cmp.Diff(before, frozen(t, w, v, in)); diff != "" {
		t.Errorf("it moved: %s", diff)
	}
}

// The analysis of a submission compares claims with what was frozen with it.
func TestTheAnalysisHasTheFrozenFacts(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	v := w.Candidate("Ana")
	w.Eligible(v)
	d := w.Open(v)
	w.Submit(v, d)
	var facts string
	err := w.DB.QueryRow(t.Context(), `select a.facts::text from analysis a join submission s on s.id = a.submission_id where a.facts = s.facts`).Scan(&facts)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Route planning", "technical co-founder", "First founder", "logger firmware", w.Now.Format("2006-01-02T15:04:05")} {
		if !strings.Contains(facts, want) {
			t.Errorf("%q is not among the facts: %s", want, facts)
		}
	}
}

// A record that the viewer may not see is not told of, though it counted.
func TestWhatIsNotSeenIsLeftOut(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	v := w.Candidate("Ana")
	w.Eligible(v)
	d := w.Open(v)
	w.Submit(v, d)
	all, err := w.Dossiers.Frozen(t.Context(), v, []uuid.UUID{d.UUID})
	if err != nil {
		t.Fatal(err)
	}
	s, _ := all[d.UUID].Standing(w.Version.Level("L8"), nil)
	if slices.ContainsFunc(s.Metrics, func(m *standing.Metric) bool {
		return len(m.Records) > 0 || m.Verdict != ladder.Pass || m.Metric == nil
	}) {
		t.Errorf("without any record: %+v", s.Metrics)
	}
}
