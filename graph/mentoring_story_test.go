package graph_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"dossier/internal/id"
	"dossier/internal/mentoring"
	"dossier/internal/people"
)

// A mentorship from its offer to its end, with what others see of it.
func TestAMentorshipFromOfferToEnd(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Person("Ana", "L8")
	ilse := a.Person("Ilse", "L6")
	a.Person("Eva", "L3")
	a.Person("Sam", "L10", people.Steward)
	mentor, mentee := id.Of(id.Person, ana.Person).String(), id.Of(id.Person, ilse.Person).String()
	all := `mentorship { id status purpose since until endReason mentor { name } mentee { name } offeredBy { name } sessions { on recordedBy { name } }
		adherence { active kept share } handOver { by } attestations { level reason } warnings agreement { id } }`

	withdrawn := text(t, a.do("Ilse", "offerMentorship", "mentorship { id }", map[string]any{"mentor": mentor}), "mentorship.id")
	a.is(a.do("Ilse", "withdrawMentorshipOffer", all, map[string]any{"mentorship": withdrawn}), "mentorship.status", "WITHDRAWN")
	declined := text(t, a.do("Ana", "offerMentorship", "mentorship { id }", map[string]any{"mentee": mentee}), "mentorship.id")
	a.is(a.do("Ilse", "answerMentorship", all, map[string]any{"mentorship": declined, "answer": "DECLINE"}), "mentorship.status", "DECLINED")

	offered := a.do("Ilse", "offerMentorship", all, map[string]any{"mentor": mentor, "purpose": "OWNERSHIP_TRACK"})
	a.is(offered, "mentorship.status", "OFFERED")
	a.is(offered, "mentorship.since", nil)
	a.is(offered, "mentorship.purpose", "OWNERSHIP_TRACK")
	m := text(t, offered, "mentorship.id")
	node := `query($id: ID!) { node(id: $id) { id ... on Mentorship { status since sessions { on } adherence { kept } warnings attestations { level } } } }`
	a.is(a.must("Eva", node, map[string]any{"id": m}), "node", nil)
	a.is(a.try("Ilse", "answerMentorship", "mentorship { id }", map[string]any{"mentorship": m, "answer": "ACCEPT"}), "problem.__typename", "Invalid")
	a.is(a.do("Ana", "answerMentorship", all, map[string]any{"mentorship": m, "answer": "ACCEPT"}), "mentorship.since", "2026-11-24")

	session := a.do("Ana", "recordSession", all, map[string]any{"mentorship": m, "on": "2026-11-24"})
	a.is(session, "mentorship.sessions.0.on", "2026-11-24")
	a.is(session, "mentorship.sessions.0.recordedBy.name", "Ana")
	attested := a.do("Ana", "attestReadiness", all, map[string]any{"mentorship": m, "level": "L7", "reason": "She runs the console by herself."})
	a.is(attested, "mentorship.attestations.0.level", "L7")
	for who, sees := range map[string]bool{"Ana": true, "Ilse": true, "Sam": true, "Eva": false} {
		data := a.must(who, node, map[string]any{"id": m})
		a.is(data, "node.status", "ACTIVE")
		for _, field := range []string{"sessions", "warnings", "attestations"} {
			if got := at(t, data, "node."+field) != nil; got != sees {
				t.Errorf("%s sees the %s: %v, want %v", who, field, got, sees)
			}
		}
	}
	listed := a.must("Eva", `query($m: ID!) { mentorships(filter: {mentor: $m}) { totalCount edges { node { status } } } }`, map[string]any{"m": mentor})
	a.is(listed, "mentorships.totalCount", 1.0)
	a.is(a.must("Ilse", `{ mentorships(filter: {status: [WITHDRAWN, DECLINED]}) { totalCount } }`, nil), "mentorships.totalCount", 2.0)
	a.is(a.do("Ilse", "endMentorship", all, map[string]any{"mentorship": m, "reason": "COMPLETED"}), "mentorship.endReason", "COMPLETED")
	a.is(a.must("Eva", `query($id: ID!) { node(id: $id) { ... on Person { mentor { id } } } }`, map[string]any{"id": mentee}), "node.mentor", nil)
}

// Five slots are five: the sixth mentee is refused with the figures.
func TestSlotsAreFull(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Person("Ana", "L8")
	mentor := id.Of(id.Person, ana.Person).String()
	for i := range 6 {
		name := fmt.Sprint("Mentee ", i)
		a.Person(name, "L4")
		m := text(t, a.do(name, "offerMentorship", "mentorship { id }", map[string]any{"mentor": mentor}), "mentorship.id")
		full := a.try("Ana", "answerMentorship", "mentorship { status }", map[string]any{"mentorship": m, "answer": "ACCEPT"})
		if i < 5 {
			a.is(full, "mentorship.status", "ACTIVE")
			continue
		}
		a.is(full, "problem.__typename", "SlotsFull")
		a.is(full, "mentorship", nil)
		figures := a.must("Ana", `mutation($i: AnswerMentorshipInput!) { answerMentorship(input: $i) { problem { ... on SlotsFull { total used } } } }`,
			map[string]any{"i": map[string]any{"mentorship": m, "answer": "ACCEPT"}})
		a.is(figures, "answerMentorship.problem.total", 5.0)
		a.is(figures, "answerMentorship.problem.used", 5.0)
	}
	slots := a.must("Ana", `query($id: ID!) { node(id: $id) { ... on Person { mentorshipSlots { total used } } } }`, map[string]any{"id": mentor})
	a.is(slots, "node.mentorshipSlots.used", 5.0)
}

// What an agreement came to is the same for mentor, mentee and house, and
// nothing for anybody else; a month is reversed by a house founder alone.
func TestTheLedgerIsSeenAlikeByThoseConcerned(t *testing.T) {
	t.Parallel()
	a := serve(t)
	a.Person("Ana", "L8")
	ilse := a.Person("Ilse", "L5")
	a.Person("Hans", "", people.HouseFounder)
	a.Person("Eva", "L8")
	a.Person("Sam", "L10", people.Steward)
	mentee := id.Of(id.Person, ilse.Person).String()
	m := text(t, a.do("Ana", "offerMentorship", "mentorship { id }", map[string]any{"mentee": mentee}), "mentorship.id")
	a.do("Ilse", "answerMentorship", "mentorship { id }", map[string]any{"mentorship": m, "answer": "ACCEPT"})
	rate := a.do("Hans", "setMonthlyRate", "person { id monthlyRates { from amount { amount currency } } }", map[string]any{
		"person": mentee, "from": "2026-11-01", "amount": map[string]any{"amount": 450000, "currency": "EUR"},
	})
	a.is(rate, "person.monthlyRates.0.amount.amount", 450000.0)
	for _, amount := range []any{1.5, "much", 9007199254740992, json.Number("9223372036854775808")} {
		r := a.ask("Hans", `mutation($i: SetMonthlyRateInput!) { setMonthlyRate(input: $i) { problem { message } } }`, map[string]any{"i": map[string]any{
			"person": mentee, "from": "2026-11-01", "amount": map[string]any{"amount": amount, "currency": "EUR"},
		}})
		if len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "BAD_USER_INPUT" || fmt.Sprint(r.Errors[0].Path) != "[setMonthlyRate input amount amount]" ||
			!strings.Contains(r.Errors[0].Message, "is no whole number of minor units, as 12550 for 125.50 euros") {
			t.Errorf("%v: %+v", amount, r.Errors)
		}
	}
	a.is(rate, "person.monthlyRates.0.from", "2026-11-01")
	a.is(a.must("Ana", `query($id: ID!) { node(id: $id) { ... on Person { monthlyRates { from } } } }`, map[string]any{"id": mentee}), "node.monthlyRates", nil)
	offered := a.do("Ana", "offerReferral", "agreement { id status basisPoints months currency acceptedAt }", map[string]any{"mentorship": m, "currency": "EUR"})
	a.is(offered, "agreement.basisPoints", 700.0)
	a.is(offered, "agreement.months", 18.0)
	g := text(t, offered, "agreement.id")
	a.is(a.do("Ilse", "answerReferral", "agreement { status }", map[string]any{"agreement": g, "answer": "ACCEPT"}), "agreement.status", "ACCEPTED")

	a.Advance(70 * 24 * time.Hour)
	acts := &mentoring.Acts{DB: a.DB, Ladders: a.Ladders, NewID: a.NewID}
	if err := acts.Accrue(t.Context(), a.Now.AddDate(0, -1, 0), a.Now, func(mentoring.Line) {}); err != nil {
		t.Fatal(err)
	}
	q := `query($id: ID!) { node(id: $id) { id ... on ReferralAgreement { mentor { name } mentee { name } mentorship { id }
		statement { total { amount currency } monthsLeft entries { id month monthIndex base { amount } activeDays monthDays amount { amount } reversed reason explanation runningTotal { amount } } } } } }`
	want := a.bytes("Ana", q, map[string]any{"id": g})
	data := a.must("Ana", q, map[string]any{"id": g})
	entry := text(t, data, "node.statement.entries.0.id")
	if total := at(t, data, "node.statement.total.amount").(float64); total <= 0 {
		t.Errorf("total %v", total)
	}
	for _, who := range []string{"Ilse", "Hans"} {
		if got := a.bytes(who, q, map[string]any{"id": g}); string(got) != string(want) {
			t.Errorf("%s sees\n%s\nthe mentor\n%s", who, got, want)
		}
	}
	for _, who := range []string{"Eva", "Sam", ""} {
		a.is(a.must(who, q, map[string]any{"id": g}), "node", nil)
		if who != "" {
			a.is(a.must(who, `{ agreements { totalCount } }`, nil), "agreements.totalCount", 0.0)
			a.is(a.must(who, `query($id: ID!) { node(id: $id) { ... on Mentorship { agreement { id } } } }`, map[string]any{"id": m}), "node.agreement", nil)
		}
	}
	a.is(a.must("Ilse", `query($m: ID!) { agreements(filter: {mentee: $m}) { totalCount edges { node { id } } } }`, map[string]any{"m": mentee}), "agreements.edges.0.node.id", g)
	for who, code := range map[string]string{"Ana": "FORBIDDEN", "Sam": "FORBIDDEN", "": "UNAUTHENTICATED"} {
		if r := a.ask(who, mutationOf("reverseAccrual", "reversed"), map[string]any{"i": map[string]any{"accrual": entry, "reason": "x"}}); len(r.Errors) != 1 || r.Errors[0].Extensions.Code != code {
			t.Errorf("%q reverses: %+v, want %s", who, r, code)
		}
	}
	a.is(a.do("Hans", "reverseAccrual", "reversed", map[string]any{"accrual": entry, "reason": "paid twice"}), "reversed", true)
	after := a.must("Ilse", q, map[string]any{"id": g})
	a.is(after, "node.statement.entries.0.reversed", true)
	a.is(after, "node.statement.entries.0.reason", "paid twice")
	again := a.try("Hans", "reverseAccrual", "reversed", map[string]any{"accrual": entry, "reason": "paid twice"})
	a.is(again, "reversed", false)
	a.is(again, "problem.__typename", "Invalid")
}
