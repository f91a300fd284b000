package graph_test

import (
	"testing"
	"time"

	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/record"
)

// Nominations are seen by nominee, nominator and stewards, run out, and can be
// taken back; who may not nominate is told so.
func TestNominationsRunOutAndAreTakenBack(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Person("Ana", "L8")
	junior := a.Person("Jun", "L8")
	a.Person("Lea", "L10")
	a.Person("Hans", "", people.HouseFounder)
	a.Person("Sam", "L9", people.Steward)
	a.Person("Eva", "L9")
	var records []string
	for range 3 {
		records = append(records, id.Of(id.Record, a.Record(ana, &record.Engagement{Title: "Lead"}, a.Months(40, 0))).String())
	}
	input := func(change map[string]any) map[string]any {
		in := map[string]any{
			"nominee": id.Of(id.Person, ana.Person).String(), "to": "L9", "relation": "I was her mentor.", "since": "2024-02-01", "money": "none",
			"records": records, "reasonNotToPromote": "One company so far.",
		}
		for k, v := range change {
			in[k] = v
		}
		return in
	}
	const all = `nomination { id status nominee { name } nominator { name } from { code } to { code } since money relation reasonNotToPromote records { __typename id } expiresAt answeredAt }`
	for name, tc := range map[string]struct {
		who    string
		change map[string]any
		want   string
	}{
		"who is neither L10 nor founder": {"Eva", nil, "Invalid"},
		"oneself":                        {"Ana", nil, "Invalid"},
		"a level that is not the next":   {"Lea", map[string]any{"to": "L10"}, "Invalid"},
		"a day to come":                  {"Lea", map[string]any{"since": "2027-01-01"}, "Invalid"},
		"two records":                    {"Lea", map[string]any{"records": records[:2]}, "Invalid"},
		"records of somebody else":       {"Lea", map[string]any{"nominee": id.Of(id.Person, junior.Person).String()}, "Invalid"},
		"no word against":                {"Lea", map[string]any{"reasonNotToPromote": ""}, "Invalid"},
	} {
		if p := a.try(tc.who, "nominate", all, input(tc.change)); at(t, p, "problem") == nil || at(t, p, "problem.__typename") != tc.want || at(t, p, "nomination") != nil {
			t.Errorf("%s: %v, want %s", name, p, tc.want)
		}
	}
	n := a.do("Lea", "nominate", all, input(nil))
	a.is(n, "nomination.from.code", "L8")
	a.is(n, "nomination.since", "2024-02-01")
	a.is(n, "nomination.expiresAt", "2027-05-23T09:30:00Z")
	if got := len(at(t, n, "nomination.records").([]any)); got != 0 {
		t.Errorf("before consent the nominator sees %d of the nominee's records", got)
	}
	key := text(t, n, "nomination.id")
	if got := len(at(t, a.must("Ana", `query($id: ID!) { node(id: $id) { ... on Nomination { records { id } } } }`, map[string]any{"id": key}), "node.records").([]any)); got != 3 {
		t.Errorf("the nominee sees %d of three records", got)
	}
	list := `query($f: NominationFilter) { nominations(filter: $f) { totalCount edges { node { id status } } } }`
	for who, want := range map[string]float64{"Ana": 1, "Lea": 1, "Sam": 1, "Eva": 0, "Hans": 0} {
		a.is(a.must(who, list, nil), "nominations.totalCount", want)
	}
	a.is(a.must("Sam", list, map[string]any{"f": map[string]any{"status": "ACCEPTED"}}), "nominations.totalCount", 0.0)
	a.is(a.must("Sam", list, map[string]any{"f": map[string]any{"nominee": id.Of(id.Person, ana.Person).String()}}), "nominations.totalCount", 1.0)
	for who, code := range map[string]string{"Lea": "NOT_FOUND", "Eva": "NOT_FOUND", "Sam": "NOT_FOUND", "": "UNAUTHENTICATED"} {
		if r := a.ask(who, mutationOf("answerNomination", "nomination { id }"), map[string]any{"i": map[string]any{"nomination": key, "answer": "ACCEPT"}}); len(r.Errors) != 1 || r.Errors[0].Extensions.Code != code {
			t.Errorf("%q answers: %+v, want %s", who, r, code)
		}
	}
	a.is(a.do("Ana", "answerNomination", all, map[string]any{"nomination": key, "answer": "ACCEPT"}), "nomination.answeredAt", "2026-11-24T09:30:00Z")
	a.is(a.do("Lea", "withdrawNomination", all, map[string]any{"nomination": key}), "nomination.status", "WITHDRAWN")

	second := text(t, a.do("Hans", "nominate", all, input(nil)), "nomination.id")
	a.Advance(181 * 24 * time.Hour)
	data := a.must("Ana", list, map[string]any{"f": map[string]any{"status": "EXPIRED"}})
	a.is(data, "nominations.edges.0.node.id", second)
	a.is(a.try("Ana", "answerNomination", all, map[string]any{"nomination": second, "answer": "ACCEPT"}), "problem.__typename", "NominationClosed")
}

// Who has not held the level long enough cannot be put forward yet.
func TestANominationTooSoonNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Person("Ana", "L8")
	a.Person("Lea", "L10")
	a.Person("Sam", "L9", people.Steward)
	person := id.Of(id.Person, ana.Person).String()
	a.do("Sam", "addPause", "pause { id }", map[string]any{"person": person, "from": "2023-01-01", "to": "2025-01-01", "reason": "leave"})
	data := a.must("Lea", `mutation($i: NominateInput!) { nominate(input: $i) { nomination { id } problem { __typename ... on NotEligible { requirements { key kind verdict missing } } } } }`,
		map[string]any{"i": map[string]any{"nominee": person, "to": "L9", "relation": "mentor", "since": "2024-02-01", "money": "none", "records": []string{}, "reasonNotToPromote": "none"}})
	a.is(data, "nominate.problem.__typename", "NotEligible")
	a.is(data, "nominate.problem.requirements.0.key", "minimum-months")
	a.is(data, "nominate.problem.requirements.0.kind", "HARD")
}

// R2: without a day it is asked of this instant, at which submitDossier asks
// too; the day that is shown stays the day.
func TestANominationThatExpiredToday(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Candidate("Ana")
	n := a.Nominate(ana)
	person := map[string]any{"id": id.Of(id.Person, ana.Person).String()}
	verdict := func(args string) any {
		t.Helper()
		e := at(t, a.must("Ana", `query($id: ID!) { node(id: $id) { ... on Person { eligibility`+args+` { asOf requirements { key verdict } } } } }`, person), "node.eligibility")
		if at(t, e, "asOf") != "2026-11-24" {
			t.Errorf("%s: as of %v", args, at(t, e, "asOf"))
		}
		for _, q := range at(t, e, "requirements").([]any) {
			if at(t, q, "key") == "nomination" {
				return at(t, q, "verdict")
			}
		}
		return nil
	}
	for _, tc := range []struct {
		ends      time.Duration
		now, then string
	}{{time.Minute, "PASS", "PASS"}, {0, "FAIL", "PASS"}, {-time.Minute, "FAIL", "PASS"}} {
		if _, err := a.DB.Exec(t.Context(), `update nomination set offered_at = $2, answered_at = $2, expires_at = $3 where id = $1`,
			n, a.Now.AddDate(0, -6, 0), a.Now.Add(tc.ends)); err != nil {
			t.Fatal(err)
		}
		if now, then := verdict(""), verdict(`(asOf: "2026-11-24")`); now != tc.now || then != tc.then {
			t.Errorf("ends %s from now: %v, want %s; at the beginning of the day %v, want %s", tc.ends, now, tc.now, then, tc.then)
		}
	}
}
