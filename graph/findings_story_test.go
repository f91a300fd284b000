package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/id"
	"dossier/internal/people"
)

const findingsQuery = `query($d: ID!) { node(id: $d) { ... on Dossier { analysis { id stale staleReasons
	findings { score evidence { id response { verdict comment } } gaps { id response { verdict comment } } } } } } }`

const studied = "# Strategy\n\nIn March 2023 I moved five of our seven engineers to the agent console for two quarters, because 83% of the farmers had no smartphone. " +
	"Repeat sales per farmer rose from 1.4 to 3.2 a season.\n"

// Findings say that they are stale and why: for each cause its own sentence.
func TestFindingsGoStaleAndSayWhy(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ctx := t.Context()
	ana := a.Candidate("Ana")
	d := a.Open(ana)
	a.Save(ana, d, "technical-strategy-portfolio", "Strategy", studied)
	ask := func() string {
		t.Helper()
		data := a.must("Ana", `mutation($d: ID!) { requestAnalysis(input: {dossier: $d}) { analysis { id } } }`, map[string]any{"d": d.String()})
		a.Analyse()
		return at(t, data, "requestAnalysis.analysis.id").(string)
	}
	first := ask()
	reasons := func(want ...string) {
		t.Helper()
		data := a.must("Ana", findingsQuery, map[string]any{"d": d.String()})
		got := at(t, data, "node.analysis.staleReasons").([]any)
		a.is(data, "node.analysis.stale", len(want) > 0)
		if len(got) != len(want) {
			t.Errorf("reasons %q, want %q", got, want)
			return
		}
		for i := range want {
			if !strings.Contains(got[i].(string), want[i]) {
				t.Errorf("reason %q does not speak of the %s", got[i], want[i])
			}
		}
	}
	exec := func(sql string, args ...any) {
		t.Helper()
		if _, err := a.DB.Exec(ctx, sql, args...); err != nil {
			t.Fatal(err)
		}
	}
	reasons()
	if again := ask(); again != first {
		t.Error("nothing changed, but it is analysed again")
	}
	// A rubric that is read otherwise than when the dossier was analysed.
	exec(`update analysis set provenance = jsonb_set(provenance, '{rubricHash}', '"0"') where dossier_id = $1`, d.UUID)
	reasons("rubric")
	if again := ask(); again == first {
		t.Error("the rubric changed, but the old analysis is given")
	}
	reasons()
	a.Save(ana, d, "mentee-network", "Mentees", "Samuel advanced from L3 to L5 in 2024.")
	reasons("text")
	ask()
	reasons()
	// Another version of the ladder: the same text as this one.
	exec(`with old as (select * from ladder_version where id = (select ladder_version_id from analysis where dossier_id = $1 order by seq desc limit 1)),
		made as (insert into ladder_version (id, ladder_id, number, label, published_on, hash, body, imported_at)
			select gen_random_uuid(), ladder_id, 99, 'Another', published_on, repeat('a', 64), body, imported_at from old returning id)
		update analysis set ladder_version_id = made.id from made where dossier_id = $1`, d.UUID)
	reasons("version")
}

// The candidate's answers stand beside evidence and gaps; the newest is shown
// and all are kept. A steward sees those of the evidence, no gap and none of
// its answers.
func TestAnswersStandBesideFindings(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Candidate("Ana")
	a.Person("Sam", "L10", people.Steward)
	d := a.Open(ana)
	a.Fill(ana, d)
	a.Save(ana, d, "technical-strategy-portfolio", "Strategy", studied)
	a.must("Ana", `mutation($d: ID!) { submitDossier(input: {dossier: $d}) { dossier { status } problem { message } } }`, map[string]any{"d": d.String()})
	a.Analyse()
	evidence, gap := "", ""
	data := a.must("Ana", findingsQuery, map[string]any{"d": d.String()})
	for _, f := range at(t, data, "node.analysis.findings").([]any) {
		for _, e := range at(t, f, "evidence").([]any) {
			evidence = at(t, e, "id").(string)
		}
		for _, g := range at(t, f, "gaps").([]any) {
			gap = at(t, g, "id").(string)
		}
	}
	if gap == "" || evidence == "" {
		t.Fatalf("gap %q, evidence %q", gap, evidence)
	}
	for kind, target := range map[string]string{"evidence": evidence, "gap": gap} {
		for _, say := range []string{`DISPUTE, comment: "It was two teams."`, `AGREE`} {
			a.Advance(time.Minute)
			said := a.must("Ana", fmt.Sprintf(`mutation($t: ID!) { respondToFinding(input: {%s: $t, verdict: %s}) {
				problem { message } %s { response { verdict comment } } } }`, kind, say, kind), map[string]any{"t": target})
			a.is(said, "respondToFinding.problem", nil)
			a.is(said, "respondToFinding."+kind+".response.verdict", strings.Split(say, ",")[0])
		}
		a.is(a.must("Ana", fmt.Sprintf(`mutation($t: ID!) { respondToFinding(input: {%s: $t, verdict: DISPUTE}) { problem { __typename } } }`, kind),
			map[string]any{"t": target}), "respondToFinding.problem.__typename", "Invalid")
		key, err := id.Parse(target)
		if err != nil {
			t.Fatal(err)
		}
		var kept int
		if err := a.DB.QueryRow(t.Context(), `select count(*) from response where $1 in (evidence_id, gap_id)`, key.UUID).Scan(&kept); err != nil || kept != 2 {
			t.Errorf("%s: %d answers are kept, want 2; %v", kind, kept, err)
		}
	}
	seen := a.must("Sam", findingsQuery, map[string]any{"d": d.String()})
	answers := 0
	for _, f := range at(t, seen, "node.analysis.findings").([]any) {
		if n := len(at(t, f, "gaps").([]any)); n != 0 {
			t.Errorf("a steward sees %d gaps", n)
		}
		answers += len(slices.DeleteFunc(at(t, f, "evidence").([]any), func(e any) bool { return at(t, e, "response") == nil }))
	}
	if answers != 1 {
		t.Errorf("a steward sees %d answers beside evidence, want 1", answers)
	}
	a.is(a.must("Sam", `query($g: ID!) { node(id: $g) { id } }`, map[string]any{"g": gap}), "node", nil)
}
