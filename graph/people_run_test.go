package graph_test

import (
	"strings"
	"testing"

	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/record"
)

// The operations on people as a nominator and a nominee would send them.
func TestTheContractOnPeopleRuns(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ops, is := contract(t), a.is
	ana := a.Candidate("Ana")
	a.Person("Lea", "L10")
	a.Person("Eva", "L8")
	a.Mentee(ana, "Ilse", "L5", 18)
	ids := map[string]string{"<person>": id.Of(id.Person, ana.Person).String()}
	run := a.runs(ops, ids)

	profile := run("Eva", "Profile")
	is(profile, "node.name", "Ana")
	is(profile, "node.level.code", "L8")
	is(profile, "node.ranks.0.level.code", "L8")
	is(profile, "node.ranks.0.from", "2022-11-24")
	is(profile, "node.ranks.0.cause", "IMPORT")
	is(profile, "node.tenure.months", 48.0)
	is(profile, "node.mentor", nil)
	is(profile, "node.mentorshipSlots.total", 5.0)
	is(profile, "node.mentorshipSlots.used", 1.0)
	is(profile, "node.mentees.0.mentee.name", "Ilse")
	is(profile, "node.mentees.0.mentee.level.code", "L5")
	is(profile, "node.mentees.0.until", nil)

	own := run("Ana", "Standing")
	is(own, "node.standing.asOf", "2026-03-01")
	if n := len(at(t, own, "node.standing.metrics").([]any)); n != 7 {
		t.Errorf("%d metrics", n)
	}
	is(own, "node.standing.metrics.0.metric.key", "product-surfaces-owned")
	requirements := map[string]any{}
	for _, r := range at(t, own, "node.eligibility.requirements").([]any) {
		requirements[at(t, r, "key").(string)] = at(t, r, "verdict")
	}
	if requirements["minimum-months"] != "PASS" || requirements["nomination"] != "FAIL" {
		t.Errorf("requirements: %v", requirements)
	}
	for _, who := range []string{"Eva", "Lea"} {
		is(run(who, "Standing"), "node.standing", nil)
		is(run(who, "Standing"), "node.eligibility", nil)
	}

	var records []any
	for range 3 {
		r := a.Record(ana, &record.Engagement{Title: "Lead"}, a.Months(40, 0))
		records = append(records, id.Of(id.Record, r).String())
	}
	nominated := run("Lea", "Nominate", func(in map[string]any) { in["records"] = records })
	is(nominated, "nominate.nomination.status", "OFFERED")
	is(nominated, "nominate.nomination.nominee.name", "Ana")
	is(nominated, "nominate.nomination.to.code", "L9")
	ids["<nomination>"] = at(t, nominated, "nominate.nomination.id").(string)
	is(run("Lea", "Standing"), "node.standing", nil)
	is(run("Ana", "AnswerNomination"), "answerNomination.nomination.status", "ACCEPTED")
	is(run("Lea", "Standing"), "node.standing.asOf", "2026-03-01")
	is(run("Eva", "Standing"), "node.standing", nil)
	again := a.must("Ana", ops["AnswerNomination"].text, fill(ops["AnswerNomination"].vars, ids))
	is(again, "answerNomination.problem.__typename", "NominationClosed")
	twice, _ := fill(ops["Nominate"].vars, ids).(map[string]any)
	twice["input"].(map[string]any)["records"] = records
	is(a.must("Lea", ops["Nominate"].text, twice), "nominate.problem.__typename", "AlreadyNominated")
}

// Which day, which step and which ladder is asked about.
func TestArgumentsOfStanding(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Person("Ana", "L8")
	bo := a.Person("Bo", "L3")
	of := func(v *people.Viewer) string { return id.Of(id.Person, v.Person).String() }
	ask := func(who, person, field string) reply {
		return a.ask(who, `query($id: ID!) { node(id: $id) { ... on Person { `+field+` } } }`, map[string]any{"id": person})
	}
	for name, tc := range map[string]struct{ field, code, says string }{
		"too far ahead":         {`standing(asOf: "2036-11-25") { asOf }`, "BAD_USER_INPUT", "asOf: 2036-11-25 is more than 10 years from now"},
		"no day":                {`standing(asOf: "2026-02-30") { asOf }`, "BAD_USER_INPUT", "write it as 2026-11-24"},
		"an instant":            {`eligibility(asOf: "2026-02-20T00:00:00Z") { verdict }`, "BAD_USER_INPUT", "write it as 2026-11-24"},
		"unknown level":         {`eligibility(to: "L77") { verdict }`, "BAD_USER_INPUT", "has no level"},
		"not the next":          {`eligibility(to: "L10") { verdict }`, "BAD_USER_INPUT", "L10 is not the level after L8"},
		"too many suppositions": {`simulate(input: {mentees: [` + strings.Repeat(`{person: "x", level: "L5", on: "2026-01-01"}`, 21) + `]}) { standing { asOf } }`, "BAD_USER_INPUT", "21 were given"},
		"no mentee":             {`simulate(input: {mentees: [{person: "x", level: "L5", on: "2026-01-01"}]}) { standing { asOf } }`, "BAD_USER_INPUT", "is no mentee of theirs"},
		"no kind of record":     {`simulate(input: {records: [{from: "2026-01-01"}]}) { standing { asOf } }`, "BAD_USER_INPUT", "input.records.0: "},
	} {
		r := ask("Ana", of(ana), tc.field)
		if len(r.Errors) != 1 || r.Errors[0].Extensions.Code != tc.code || !strings.Contains(r.Errors[0].Message, tc.says) {
			t.Errorf("%s: %s %+v, want %s ...%s...", name, r.Data, r.Errors, tc.code, tc.says)
		}
	}
	for name, tc := range map[string]struct{ who, person, field, want string }{
		"ten years ahead":            {"Ana", of(ana), `standing(asOf: "2036-11-24") { asOf }`, `{"node":{"standing":{"asOf":"2036-11-24"}}}`},
		"today":                      {"Ana", of(ana), `standing { asOf } eligibility { asOf to { code } }`, `{"node":{"standing":{"asOf":"2026-11-24"},"eligibility":{"asOf":"2026-11-24","to":{"code":"L9"}}}}`},
		"before the first level":     {"Ana", of(ana), `standing(asOf: "2001-01-01") { asOf } eligibility(asOf: "2001-01-01") { verdict }`, `{"node":{"standing":null,"eligibility":null}}`},
		"a step that nobody says":    {"Bo", of(bo), `eligibility { verdict } standing { metrics { verdict } }`, `{"node":{"eligibility":null,"standing":{"metrics":[]}}}`},
		"unknown ladder":             {"Ana", of(ana), `standing(ladder: "x") { asOf } ranks(ladder: "x") { id } mentorshipSlots(ladder: "x") { used }`, `{"node":{"standing":null,"ranks":[],"mentorshipSlots":null}}`},
		"somebody else":              {"Bo", of(ana), `standing { asOf } pauses { id } selfEvaluation { checklist { key } } curriculumProgress { status } monthlyRates { from } simulate(input: {}) { standing { asOf } } records { totalCount }`, `{"node":{"standing":null,"pauses":null,"selfEvaluation":null,"curriculumProgress":null,"monthlyRates":null,"simulate":null,"records":{"totalCount":0}}}`},
		"refused, and not seen":      {"Bo", of(ana), `eligibility(to: "L10") { verdict }`, `{"node":{"eligibility":null}}`},
		"pauses and rates of theirs": {"Ana", of(ana), `pauses { id } monthlyRates { from }`, `{"node":{"pauses":[],"monthlyRates":[]}}`},
	} {
		r := ask(tc.who, tc.person, tc.field)
		if len(r.Errors) != 0 || string(r.Data) != tc.want {
			t.Errorf("%s: %s %+v, want %s", name, r.Data, r.Errors, tc.want)
		}
	}
}
