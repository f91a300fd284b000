package graph_test

import (
	"fmt"
	"testing"
	"time"

	"dossier/internal/dossier"
	"dossier/internal/id"
)

// A candidate answers findings until the dossier is decided: until then a
// later answer replaces an earlier one in view, and both stay; from then on
// each is refused, leaves nothing, and does not tell before its time that
// there is a decision.
func TestFindingsAreAnsweredUntilTheDecision(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Candidate("Ana")
	d := a.Open(ana)
	a.Fill(ana, d)
	a.Save(ana, d, "technical-strategy-portfolio", "Strategy", studied)
	a.must("Ana", `mutation($d: ID!) { submitDossier(input: {dossier: $d}) { dossier { status } problem { message } } }`, map[string]any{"d": d.String()})
	a.Analyse()
	targets := map[string]string{}
	data := a.must("Ana", findingsQuery, map[string]any{"d": d.String()})
	for _, f := range at(t, data, "node.analysis.findings").([]any) {
		for kind, list := range map[string]string{"evidence": "evidence", "gap": "gaps"} {
			for _, x := range at(t, f, list).([]any) {
				targets[kind] = at(t, x, "id").(string)
			}
		}
	}
	// kept lists the answers to a target, oldest first, and counts their rows
	// in the trail.
	kept := func(target string) (answers []string, trail int) {
		t.Helper()
		key, err := id.Parse(target)
		if err != nil {
			t.Fatal(err)
		}
		err = a.DB.QueryRow(t.Context(), `select (select coalesce(array_agg(verdict || ' ' || coalesce(comment, '') order by responded_at), '{}') from response where $1 in (evidence_id, gap_id)),
			(select count(*) from audit where act = 'respondToFinding' and object = $2)`, key.UUID, target).Scan(&answers, &trail)
		if err != nil {
			t.Fatal(err)
		}
		return answers, trail
	}
	shown := func(kind, target string) any {
		t.Helper()
		of := map[string]string{"evidence": "Evidence", "gap": "Gap"}[kind]
		return at(t, a.must("Ana", fmt.Sprintf(`query($t: ID!) { node(id: $t) { ... on %s { response { verdict comment } } } }`, of), map[string]any{"t": target}), "node.response")
	}
	for _, stage := range []struct {
		status string
		told   string // the status that the refusal names; empty where there is none
		says   string
	}{
		{"SUBMITTED", "", ""},
		{"IN_REVIEW", "", ""},
		{"DECIDED", "IN_REVIEW", dossier.OnItsWay},
		{"RELEASED", "RELEASED", ""},
		{"WITHDRAWN", "WITHDRAWN", ""},
	} {
		if _, err := a.DB.Exec(t.Context(), `update dossier set status = $2 where id = $1`, d.UUID, stage.status); err != nil {
			t.Fatal(err)
		}
		for kind, target := range targets {
			before, trail := kept(target)
			was := shown(kind, target)
			a.Advance(time.Minute)
			comment := "While it is " + stage.status + "."
			said := a.must("Ana", fmt.Sprintf(`mutation($t: ID!, $c: String) { respondToFinding(input: {%s: $t, verdict: DISPUTE, comment: $c}) {
				%s { id } problem { __typename message ... on WrongState { status } } } }`, kind, kind), map[string]any{"t": target, "c": comment})
			after, more := kept(target)
			if stage.told == "" {
				a.is(said, "respondToFinding.problem", nil)
				a.is(said, "respondToFinding."+kind+".id", target)
				a.is(shown(kind, target), "comment", comment)
				if len(after) != len(before)+1 || after[len(after)-1] != "DISPUTE "+comment || more != trail+1 {
					t.Errorf("%s, %s: %q became %q, with %d rows of the trail, then %d", stage.status, kind, before, after, trail, more)
				}
				continue
			}
			a.is(said, "respondToFinding.problem.__typename", "WrongState")
			a.is(said, "respondToFinding.problem.status", stage.told)
			a.is(said, "respondToFinding."+kind, nil)
			if m := at(t, said, "respondToFinding.problem.message"); stage.says != "" && m != stage.says {
				t.Errorf("%s: the refusal says %q", stage.status, m)
			}
			if len(after) != len(before) || more != trail || fmt.Sprint(shown(kind, target)) != fmt.Sprint(was) {
				t.Errorf("%s, %s: refused, yet %q became %q, with %d rows of the trail, then %d", stage.status, kind, before, after, trail, more)
			}
		}
	}
	for kind, target := range targets {
		if answers, trail := kept(target); len(answers) != 2 || trail != 2 {
			t.Errorf("%s: %q with %d rows of the trail are kept, want both of the two", kind, answers, trail)
		}
	}
	if len(targets) != 2 {
		t.Errorf("only %v could be answered", targets)
	}
}
