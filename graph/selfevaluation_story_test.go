package graph_test

import (
	"testing"
	"time"

	"dossier/internal/id"
	"dossier/internal/people"
)

// Answers append: the newest stands beside what is computed, all stay
// readable, and a module is done with what it asks for.
func TestSelfEvaluationKeepsEveryAnswer(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Person("Ana", "L8")
	a.Person("Eva", "L8")
	self := id.Of(id.Person, ana.Person).String()
	const item, module = "strategy-across-surfaces", "product-portfolio-management"
	r := text(t, a.do("Ana", "addRecord", "record { id }", map[string]any{"record": map[string]any{
		"from": "2026-01-01", "artefact": map[string]any{"type": "portfolio-model", "title": "Two products", "url": "https://example.org/model", "method": "a sheet", "changed": "the roadmap"},
	}}), "record.id")
	first := a.do("Ana", "answerSelfEvaluation", "answer { id answer note evidence { __typename id } answeredAt }", map[string]any{"item": item, "answer": "PARTLY", "note": "one of two", "evidence": []string{r}})
	a.is(first, "answer.answer", "PARTLY")
	a.is(first, "answer.evidence.0.id", r)
	a.Advance(time.Hour)
	second := a.do("Ana", "answerSelfEvaluation", "answer { id answer note }", map[string]any{"item": item, "answer": "YES"})
	a.is(second, "answer.note", "")

	q := `query($id: ID!) { node(id: $id) { ... on Person { selfEvaluation { checklist { key statement computed explanation records { id } answer { id answer } history { id answer } } skills { key statement answer { id } } } } } }`
	data := a.must("Ana", q, map[string]any{"id": self})
	checklist := at(t, data, "node.selfEvaluation.checklist").([]any)
	if n, m := len(checklist), len(at(t, data, "node.selfEvaluation.skills").([]any)); n != 9 || m != 7 {
		t.Errorf("%d sentences and %d skills", n, m)
	}
	a.is(checklist[0], "key", item)
	a.is(checklist[0], "answer.answer", "YES")
	a.is(checklist[0], "history.0.answer", "YES")
	a.is(checklist[0], "history.1.answer", "PARTLY")
	a.is(checklist[1], "answer", nil)
	if n := len(at(t, checklist[1], "history").([]any)); n != 0 {
		t.Errorf("%d answers to what was never answered", n)
	}
	node := `query($id: ID!) { node(id: $id) { id ... on SelfAnswer { note } } }`
	a.is(a.must("Ana", node, map[string]any{"id": text(t, first, "answer.id")}), "node.note", "one of two")
	a.is(a.must("Eva", node, map[string]any{"id": text(t, first, "answer.id")}), "node", nil)

	noted := a.do("Ana", "noteProgress", "progress { module { key title } phase from due status overdue artefactKind artefact { id } leadsTo { key } notedAt }", map[string]any{"module": module, "status": "DONE", "artefact": r})
	a.is(noted, "progress.module.key", module)
	a.is(noted, "progress.status", "DONE")
	a.is(noted, "progress.artefact.id", r)
	a.is(noted, "progress.artefactKind", "portfolio-model")
	a.is(noted, "progress.from", "2022-11-24")
	a.is(noted, "progress.due", "2023-11-23")
	modules := at(t, a.must("Ana", `query($id: ID!) { node(id: $id) { ... on Person { curriculumProgress { module { key } status overdue artefact { id } } } } }`, map[string]any{"id": self}), "node.curriculumProgress").([]any)
	if len(modules) != 16 {
		t.Errorf("%d modules", len(modules))
	}
	a.is(modules[0], "status", "DONE")
	a.is(modules[1], "status", "OVERDUE")
}

// What if: a decision and its review count as if confirmed, a mentee as if
// promoted, and nothing of it is kept.
func TestWhatIfKeepsNothing(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Person("Ana", "L8")
	ilse := a.Mentee(ana, "Ilse", "L4", 12)
	self := id.Of(id.Person, ana.Person).String()
	q := `query($id: ID!, $i: SimulateInput!) { node(id: $id) { ... on Person { simulate(input: $i) { standing { metrics { metric { key } value records { id } } } eligibility { to { code } requirements { key verdict } } } } } }`
	before := a.bytes("Ana", metricsOf, map[string]any{"id": self})
	data := a.must("Ana", q, map[string]any{"id": self, "i": map[string]any{
		"records": []any{
			map[string]any{"from": "2026-01-10", "techDecision": map[string]any{"title": "Payments", "type": "BUILD_VS_BUY", "chosen": "BUY"}},
			map[string]any{"from": "2026-06-10", "outcomeReview": map[string]any{"metric": "cost", "baseline": 9, "target": 6, "actual": 5, "verdict": "POSITIVE"}},
		},
		"mentees":    []any{map[string]any{"person": id.Of(id.Person, ilse.Person).String(), "level": "L5", "on": "2026-11-01"}},
		"nomination": true,
	}})
	value := map[string]any{}
	for _, m := range at(t, data, "node.simulate.standing.metrics").([]any) {
		value[text(t, m, "metric.key")] = at(t, m, "value")
	}
	if value["build-vs-buy-decisions"] != 1.0 || value["mentee-advancement"] != 1.0 {
		t.Errorf("values: %v", value)
	}
	for _, r := range at(t, data, "node.simulate.eligibility.requirements").([]any) {
		if at(t, r, "key") == "nomination" && at(t, r, "verdict") != "PASS" {
			t.Error("a supposed nomination does not count")
		}
	}
	if after := a.bytes("Ana", metricsOf, map[string]any{"id": self}); string(after) != string(before) {
		t.Errorf("something is kept:\n%s\n%s", before, after)
	}
	wrong := a.ask("Ana", q, map[string]any{"id": self, "i": map[string]any{"mentees": []any{map[string]any{"person": id.Of(id.Person, ilse.Person).String(), "level": "L55", "on": "2026-11-01"}}}})
	if len(wrong.Errors) != 1 || wrong.Errors[0].Extensions.Code != "BAD_USER_INPUT" {
		t.Errorf("an unknown level: %+v", wrong)
	}
}

// How a candidate stands is live in a draft and frozen with the submission.
func TestHowACandidateStoodIsFrozen(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Candidate("Ana")
	a.Person("Sam", "L10", people.Steward)
	a.Person("Eva", "L8")
	a.Ready(ana)
	d := a.Open(ana)
	q := `query($id: ID!) { node(id: $id) { ... on Dossier { status standing { asOf metrics { metric { key } verdict value records { id } } indicators { key } } eligibility { asOf verdict to { code } requirements { key verdict } } explanations { requirement explanation } components { component { key } verdict explanation } } } }`
	vars := map[string]any{"id": d.String()}
	draft := a.must("Ana", q, vars)
	a.is(draft, "node.standing.asOf", "2026-11-24")
	a.is(draft, "node.eligibility.to.code", "L9")
	a.is(a.must("Sam", q, vars), "node", nil)
	explained := a.do("Ana", "explainRequirement", "dossier { explanations { requirement explanation explainedAt } }", map[string]any{"dossier": d.String(), "requirement": "product-surfaces-owned", "explanation": "One company so far."})
	a.is(explained, "dossier.explanations.0.explanation", "One company so far.")
	a.is(a.try("Ana", "explainRequirement", "dossier { id }", map[string]any{"dossier": d.String(), "requirement": "no-such", "explanation": "x"}), "problem.__typename", "Invalid")
	a.Submit(ana, d)
	frozen := a.bytes("Ana", q, vars)
	if string(frozen) != string(a.bytes("Sam", q, vars)) {
		t.Error("a steward sees another standing than the candidate")
	}
	a.Eligible(ana)
	a.Advance(24 * time.Hour)
	if later := a.bytes("Ana", q, vars); string(later) != string(frozen) {
		t.Errorf("what was frozen changed:\n%s\n%s", frozen, later)
	}
	a.is(a.must("Eva", q, vars), "node", nil)
	next := a.must("Ana", q, map[string]any{"id": a.Open(ana).String()})
	a.is(next, "node.standing.metrics.0.verdict", "PASS")
	for _, c := range at(t, next, "node.components").([]any) {
		if at(t, c, "component.key") == "founder-references" && at(t, c, "verdict") != "PASS" {
			t.Errorf("two founders testify, without a document: %v", c)
		}
	}
}
