package graph_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"dossier/internal/id"
	"dossier/internal/people"
)

// fill puts ids in the place of "<person>" and the like.
func fill(v any, ids map[string]string) any {
	switch x := v.(type) {
	case string:
		if id, ok := ids[x]; ok {
			return id
		}
	case map[string]any:
		for k := range x {
			x[k] = fill(x[k], ids)
		}
	case []any:
		for i := range x {
			x[i] = fill(x[i], ids)
		}
	}
	return v
}

// runs sends operations of the contract as they stand in their files. A
// problem fails the test.
func (a *api) runs(ops map[string]operation, ids map[string]string) func(who, name string, change ...func(map[string]any)) any {
	return func(who, name string, change ...func(map[string]any)) any {
		a.T.Helper()
		vars, _ := fill(ops[name].vars, ids).(map[string]any)
		for _, c := range change {
			c(vars["input"].(map[string]any))
		}
		data := a.must(who, ops[name].text, vars)
		if p, ok := data.(map[string]any); ok {
			for _, payload := range p {
				if m, ok := payload.(map[string]any); ok && m["problem"] != nil {
					a.T.Fatalf("%s: %v", name, m["problem"])
				}
			}
		}
		return data
	}
}

// is checks what stands at a path of an answer.
func (a *api) is(data any, path string, want any) {
	a.T.Helper()
	if got := at(a.T, data, path); got != want {
		a.T.Errorf("%s = %v, want %v", path, got, want)
	}
}

// Every delivered operation runs as its file has it, over HTTP, in the order
// in which a candidate would send them.
func TestTheContractRuns(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ops := contract(t)
	ana := a.Candidate("Ana")
	a.Person("Sam", "L10", people.Steward)
	ids := map[string]string{}
	run := a.runs(ops, ids)
	is := a.is

	page := run("", "LadderPage")
	is(page, "ladder.slug", "ai-first-business-manager")
	is(page, "ladder.version.label", "February 2026")
	is(page, "ladder.version.publishedOn", nil)
	is(page, "level.title", "Lead Product Owner")
	is(page, "level.promotion.to.code", "L9")
	is(page, "level.promotion.minimumMonths", 36.0)
	is(page, "level.mentorship.slots", 5.0)
	is(page, "level.mentorship.referralCut.basisPoints", 700.0)
	if n := len(at(t, page, "level.rankingStandard").([]any)); n != 7 {
		t.Errorf("%d metrics", n)
	}

	me := run("Ana", "Me")
	is(me, "viewer.person.level.code", "L8")
	is(me, "viewer.roles.0", "CANDIDATE")
	if none := a.must("", ops["Me"].text, nil); at(t, none, "viewer") != nil {
		t.Error("nobody is signed in, but there is a viewer")
	}
	found := run("Sam", "People")
	is(found, "people.totalCount", 1.0)
	is(found, "people.edges.0.node.name", "Ana")

	opened := run("Ana", "OpenDossier")
	is(opened, "openDossier.dossier.status", "DRAFT")
	ids["<dossier>"] = at(t, opened, "openDossier.dossier.id").(string)
	body := "# Strategy\r\n\r\nIn March 2023 I moved five of our seven engineers to the agent console \U0001f600 for two quarters, because 83% of the farmers had no smartphone. " +
		"Repeat sales per farmer rose from 1.4 to 3.2 a season.\r\n\r\nWe bought payments from an outside provider in spring 2024, since two engineers could not maintain card handling.\r\n"
	saved := run("Ana", "SaveDocument", func(in map[string]any) { in["body"] = body })
	is(saved, "saveDocument.document.version", 1.0)
	is(saved, "saveDocument.document.body", body)
	ids["<document>"] = at(t, saved, "saveDocument.document.id").(string)
	is(run("Ana", "Dossier"), "node.components.0.verdict", "PASS")
	is(run("Ana", "DocumentText"), "node.body", body)

	asked := run("Ana", "RequestAnalysis")
	is(asked, "requestAnalysis.analysis.status", "QUEUED")
	first := at(t, asked, "requestAnalysis.analysis.id")
	is(run("Ana", "RequestAnalysis"), "requestAnalysis.analysis.id", first)
	is(run("Ana", "Analysis"), "node.analysis.status", "QUEUED")
	a.Analyse()
	result := run("Ana", "Analysis")
	is(result, "node.analysis.status", "SUCCEEDED")
	is(result, "node.analysis.stale", false)
	is(result, "node.analysis.usage.calls", 0.0)
	is(result, "node.analysis.provenance.ladderVersion", "February 2026")
	quotes := 0
	units := utf16.Encode([]rune(body))
	for _, f := range at(t, result, "node.analysis.findings").([]any) {
		for _, e := range at(t, f, "evidence").([]any) {
			quote := at(t, e, "quote").(string)
			start, end := int(at(t, e, "start").(float64)), int(at(t, e, "end").(float64))
			if got := string(utf16.Decode(units[start:end])); got != quote {
				t.Errorf("a browser would slice %q, the quote is %q", got, quote)
			}
			if got := body[int(at(t, e, "startByte").(float64)):int(at(t, e, "endByte").(float64))]; got != quote {
				t.Errorf("the bytes are %q, the quote is %q", got, quote)
			}
			ids["<evidence>"] = at(t, e, "id").(string)
			quotes++
		}
	}
	if quotes == 0 {
		t.Fatal("no evidence was found")
	}
	answered := run("Ana", "RespondToFinding")
	is(answered, "respondToFinding.evidence.response.verdict", "DISPUTE")

	a.Ready(ana)
	is(a.must("Ana", ops["SubmitDossier"].text, fill(ops["SubmitDossier"].vars, ids)), "submitDossier.problem.__typename", "Incomplete")
	draft, err := id.Parse(ids["<dossier>"])
	if err != nil {
		t.Fatal(err)
	}
	a.Explain(ana, draft)
	for _, c := range at(t, run("Ana", "Dossier"), "node.components").([]any) {
		if key := at(t, c, "component.key").(string); at(t, c, "verdict") == "FAIL" {
			run("Ana", "SaveDocument", func(in map[string]any) { in["component"], in["title"], in["body"] = key, key, "One page on "+key })
		}
	}
	is(run("Ana", "Analysis"), "node.analysis.stale", true)
	submitted := run("Ana", "SubmitDossier")
	is(submitted, "submitDossier.dossier.status", "SUBMITTED")
	if hash := at(t, submitted, "submitDossier.dossier.revision.hash").(string); len(hash) != 64 {
		t.Errorf("hash %q", hash)
	}
	a.Analyse()
	list := run("Sam", "Dossiers")
	is(list, "dossiers.totalCount", 1.0)
	is(list, "dossiers.edges.0.node.candidate.level.code", "L8")
	is(list, "dossiers.edges.0.node.analysis.status", "SUCCEEDED")
	for _, f := range at(t, list, "dossiers.edges.0.node.analysis.findings").([]any) {
		if at(t, f, "score") != nil {
			t.Error("a steward sees an advisory score")
		}
	}
	is(run("Ana", "WithdrawDossier"), "withdrawDossier.dossier.status", "WITHDRAWN")
	is(run("Sam", "Dossier"), "node", nil)
	if log := a.logged.String(); strings.Contains(log, "farmer") || strings.Contains(log, "Mentees") || !strings.Contains(log, "SubmitDossier") {
		t.Error("the log holds personal text, or nothing")
	}
}

// A mutation answers with what is so after it, also as the second of a request.
func TestTheSecondMutationOfARequestSeesTheFirst(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Candidate("Ana")
	d := a.Open(ana)
	one := a.Save(ana, d, "mentee-network", "One", "one")
	two := a.Save(ana, d, "mentee-network", "Two", "two")
	data := a.must("Ana", `mutation($a: ID!, $b: ID!) {
		a: removeDocument(input: {document: $a}) { dossier { documents { title } } }
		b: removeDocument(input: {document: $b}) { dossier { documents { title } } } }`, map[string]any{"a": one.String(), "b": two.String()})
	if n := len(at(t, data, "b.dossier.documents").([]any)); n != 0 {
		t.Errorf("after both are removed %d documents are left", n)
	}
	a.Fill(ana, d)
	data = a.must("Ana", `mutation($d: ID!) {
		a: submitDossier(input: {dossier: $d}) { dossier { status analysis { status } } }
		b: withdrawDossier(input: {dossier: $d}) { dossier { status analysis { status } } } }`, map[string]any{"d": d.String()})
	if at(t, data, "a.dossier.analysis.status") != "QUEUED" || at(t, data, "b.dossier.status") != "WITHDRAWN" || at(t, data, "b.dossier.analysis") != nil {
		t.Errorf("submitted and withdrawn: %v", data)
	}
}

// A refusal of one field leaves the others standing.
func TestARefusalBlanksItsFieldAlone(t *testing.T) {
	t.Parallel()
	a := serve(t)
	r := a.ask("", `{ viewer { id } ladder { slug } dossiers { totalCount } people { totalCount } }`, nil)
	if len(r.Errors) != 2 || !strings.Contains(string(r.Data), "ai-first-business-manager") {
		t.Errorf("%s %+v", r.Data, r.Errors)
	}
	a.Candidate("Ana")
	r = a.ask("Ana", `mutation { a: openDossier(input: {to: "L9"}) { dossier { id } } b: withdrawDossier(input: {dossier: "x"}) { dossier { id } } }`, nil)
	if len(r.Errors) != 1 || !strings.Contains(string(r.Data), `"a":{"dossier":{"id":"`) {
		t.Errorf("the id of what was opened is lost: %s", r.Data)
	}
}
