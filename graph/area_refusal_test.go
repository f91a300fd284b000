package graph_test

import (
	"maps"
	"strings"
	"testing"

	"dossier/graph"
	"dossier/internal/id"
	"dossier/internal/people"
)

// refusal is a mutation that names what is not there.
type refusal struct {
	selection string
	input     map[string]any
	ids       map[string]id.Kind // the fields that name something
	plain     string             // the code for who holds no role
}

// Each mutation of the areas as nobody, as somebody without the role, and as
// somebody who holds every role and names what does not exist.
func TestEachMutationRefusesAlike(t *testing.T) {
	t.Parallel()
	a := serve(t)
	a.Person("All", "L10", people.Roles()...)
	a.Person("Eva", "L3")
	unknown := map[id.Kind]string{}
	for _, k := range []id.Kind{id.Person, id.Record, id.Company, id.Surface, id.Nomination, id.Mentorship, id.Agreement, id.Accrual, id.Rank, id.Pause, id.ConfirmationLink, id.Dossier, id.Seat, id.PanelSession, id.Appeal, id.Decision} {
		unknown[k] = id.Of(k, a.NewID()).String()
	}
	tests := map[string]refusal{
		"correctRank":             {"rank { id }", in("level", "L8", "from", "2020-01-01", "reason", "r"), ids("person", id.Person), "FORBIDDEN"},
		"addPause":                {"pause { id }", in("from", "2020-01-01", "reason", "r"), ids("person", id.Person), "FORBIDDEN"},
		"liftPause":               {"person { id }", in(), ids("pause", id.Pause), "FORBIDDEN"},
		"addCompany":              {"company { id }", in("name", "Koelpad"), nil, "FORBIDDEN"},
		"addSurface":              {"surface { id }", in("name", "web", "from", "2020-01-01"), ids("company", id.Company), "FORBIDDEN"},
		"addSurfaceDependency":    {"surface { id }", in("kind", "DATA"), ids("surface", id.Surface, "on", id.Surface), "FORBIDDEN"},
		"addFounder":              {"company { id }", in("from", "2020-01-01"), ids("company", id.Company, "person", id.Person), "FORBIDDEN"},
		"addPerson":               {"person { id }", in("name", "Bea"), nil, "FORBIDDEN"},
		"retractRecord":           {"record { id }", in("reason", "r"), ids("record", id.Record), "NOT_FOUND"},
		"requestConfirmation":     {"record { id }", in(), ids("record", id.Record, "of", id.Person), "NOT_FOUND"},
		"answerConfirmation":      {"record { id }", in("answer", "CONFIRM", "capacity", "PEER"), ids("record", id.Record), "NOT_FOUND"},
		"issueConfirmationLink":   {"token", in(), ids("record", id.Record, "person", id.Person), "FORBIDDEN"},
		"revokeConfirmationLink":  {"revoked", in(), ids("link", id.ConfirmationLink), "FORBIDDEN"},
		"nominate":                {"nomination { id }", in("to", "L9", "relation", "r", "since", "2020-01-01", "money", "none", "records", []string{}, "reasonNotToPromote", "r"), ids("nominee", id.Person), "NOT_FOUND"},
		"answerNomination":        {"nomination { id }", in("answer", "ACCEPT"), ids("nomination", id.Nomination), "NOT_FOUND"},
		"withdrawNomination":      {"nomination { id }", in(), ids("nomination", id.Nomination), "NOT_FOUND"},
		"offerMentorship":         {"mentorship { id }", in(), ids("mentee", id.Person), "NOT_FOUND"},
		"answerMentorship":        {"mentorship { id }", in("answer", "ACCEPT"), ids("mentorship", id.Mentorship), "NOT_FOUND"},
		"withdrawMentorshipOffer": {"mentorship { id }", in(), ids("mentorship", id.Mentorship), "NOT_FOUND"},
		"endMentorship":           {"mentorship { id }", in("reason", "STOPPED"), ids("mentorship", id.Mentorship), "NOT_FOUND"},
		"recordSession":           {"mentorship { id }", in("on", "2026-01-01"), ids("mentorship", id.Mentorship), "NOT_FOUND"},
		"attestReadiness":         {"mentorship { id }", in("level", "L7", "reason", "r"), ids("mentorship", id.Mentorship), "NOT_FOUND"},
		"offerReferral":           {"agreement { id }", in("currency", "EUR"), ids("mentorship", id.Mentorship), "NOT_FOUND"},
		"answerReferral":          {"agreement { id }", in("answer", "ACCEPT"), ids("agreement", id.Agreement), "NOT_FOUND"},
		"reverseAccrual":          {"reversed", in("reason", "r"), ids("accrual", id.Accrual), "FORBIDDEN"},
		"setMonthlyRate":          {"person { id }", in("from", "2020-01-01", "amount", map[string]any{"amount": 1, "currency": "EUR"}), ids("person", id.Person), "FORBIDDEN"},
		"explainRequirement":      {"dossier { id }", in("requirement", "r", "explanation", "e"), ids("dossier", id.Dossier), "FORBIDDEN"},
	}
	maps.Copy(tests, panelRefusals())
	for mutation, tc := range tests {
		query := mutationOf(mutation, tc.selection)
		with := func(value func(id.Kind) string) map[string]any {
			full := map[string]any{}
			for k, v := range tc.input {
				full[k] = v
			}
			for field, kind := range tc.ids {
				full[field] = value(kind)
			}
			return map[string]any{"i": full}
		}
		code := func(who string, vars map[string]any) string {
			if r := a.ask(who, query, vars); len(r.Errors) > 0 {
				return r.Errors[0].Extensions.Code + ": " + r.Errors[0].Message
			}
			return "none"
		}
		absent := with(func(k id.Kind) string { return unknown[k] })
		if got := code("", absent); !strings.HasPrefix(got, "UNAUTHENTICATED") {
			t.Errorf("%s by nobody: %s", mutation, got)
		}
		if got := code("Eva", absent); !strings.HasPrefix(got, tc.plain) {
			t.Errorf("%s without a role: %s, want %s", mutation, got, tc.plain)
		}
		if tc.ids == nil {
			continue
		}
		for what, vars := range map[string]map[string]any{
			"unknown ids": absent, "malformed ids": with(func(id.Kind) string { return "x" }),
			"ids of another kind": with(func(k id.Kind) string { return id.Of(id.Ladder, a.Version.UUID).String() }),
		} {
			if got := code("All", vars); got != "NOT_FOUND: not found" {
				t.Errorf("%s with %s: %s", mutation, what, got)
			}
		}
	}
	// These two need no id, and addRecord's are the viewer's own by default.
	others := []string{"addRecord", "answerConfirmationLink", "answerSelfEvaluation", "noteProgress", "setNotifications"}
	seen := []string{"openDossier", "saveDocument", "uploadDocument", "removeDocument", "submitDossier", "withdrawDossier", "updateDossierLadder", "requestAnalysis", "respondToFinding"}
	if all := len(graph.Schema(&graph.Resolver{}).Schema().Mutation.Fields); all != len(tests)+len(others)+len(seen) {
		t.Errorf("the schema has %d mutations, %d are tested here or named", all, len(tests)+len(others)+len(seen))
	}
	for _, mutation := range []struct{ name, selection string }{{"addRecord", "record { id }"}, {"answerSelfEvaluation", "answer { id }"}, {"noteProgress", "progress { status }"}, {"setNotifications", "settings { email }"}} {
		input := map[string]map[string]any{
			"addRecord":            in("record", in("from", "2026-01-01", "engagement", in("title", "Lead"))),
			"answerSelfEvaluation": in("item", "x", "answer", "YES"), "noteProgress": in("module", "x", "status", "DONE"), "setNotifications": in(),
		}[mutation.name]
		if r := a.ask("", mutationOf(mutation.name, mutation.selection), map[string]any{"i": input}); len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "UNAUTHENTICATED" {
			t.Errorf("%s by nobody: %+v", mutation.name, r)
		}
	}
}

func in(pairs ...any) map[string]any {
	m := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

func ids(pairs ...any) map[string]id.Kind {
	m := map[string]id.Kind{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1].(id.Kind)
	}
	return m
}

// What a person can mend is a problem that names the field.
func TestWhatCanBeMendedIsAProblem(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Person("Ana", "L8")
	ilse := a.Person("Ilse", "L5")
	a.Person("All", "L10", people.Roles()...)
	mentee := id.Of(id.Person, ilse.Person).String()
	company, surfaces := a.Company("Koelpad", nil, "web")
	at1 := id.Of(id.Company, company).String()
	surface := id.Of(id.Surface, surfaces[0]).String()
	record := func(kind string, body map[string]any, more ...any) map[string]any {
		return in("record", in(append([]any{"from", "2026-01-01", kind, body}, more...)...))
	}
	for name, tc := range map[string]struct {
		who, mutation, selection string
		input                    map[string]any
		says                     string
	}{
		"no kind":               {"Ana", "addRecord", "record { id }", in("record", in("from", "2026-01-01")), "input.record"},
		"two kinds":             {"Ana", "addRecord", "record { id }", record("engagement", in("title", "x"), "incidentReview", in("preventable", false, "reason", "r")), "more than one"},
		"a day to come":         {"Ana", "addRecord", "record { id }", in("record", in("from", "2027-01-01", "engagement", in("title", "x"))), "input.record.from"},
		"backwards":             {"Ana", "addRecord", "record { id }", record("engagement", in("title", "x"), "to", "2025-01-01"), "input.record.to"},
		"no title":              {"Ana", "addRecord", "record { id }", record("engagement", in("title", " ")), "title"},
		"a scale of six":        {"Ana", "addRecord", "record { id }", record("meetingFeedback", in("clarity", 6, "confidence", 1, "plainness", 1, "heldTheRoom", 1, "withoutSlides", true)), "input.record"},
		"an unknown currency":   {"Ana", "addRecord", "record { id }", record("artefact", in("type", "portfolio-model", "title", "t", "scenario", in("change", "c", "shipsSoonerMonths", 1, "cost", in("amount", 1, "currency", "EURO")))), "currency"},
		"negative money":        {"Ana", "addRecord", "record { id }", record("artefact", in("type", "portfolio-model", "title", "t", "scenario", in("change", "c", "shipsSoonerMonths", 1, "cost", in("amount", -1, "currency", "EUR")))), "amount"},
		"a long key":            {"Ana", "addRecord", "record { id }", in("key", strings.Repeat("k", 65), "record", in("from", "2026-01-01", "engagement", in("title", "x"))), "input.key"},
		"a country of none":     {"All", "addCompany", "company { id }", in("name", "x", "country", "Portugal"), "input.country"},
		"a company that is":     {"All", "addCompany", "company { id }", in("name", "Koelpad"), "input.name"},
		"a surface that is":     {"All", "addSurface", "surface { id }", in("company", at1, "name", "web", "from", "2020-01-01"), "input.name"},
		"depends on itself":     {"All", "addSurfaceDependency", "surface { id }", in("surface", surface, "on", surface, "kind", "DATA"), "input.on"},
		"a person without name": {"All", "addPerson", "person { id }", in("name", ""), "input.name"},
		"mentor of nobody":      {"Ana", "offerMentorship", "mentorship { id }", in(), "exactly one of mentor and mentee"},
		"mentor of the same":    {"Ilse", "offerMentorship", "mentorship { id }", in("mentee", id.Of(id.Person, ana.Person).String()), "input.mentee"},
		"a rate below nothing":  {"All", "setMonthlyRate", "person { id }", in("person", mentee, "from", "2026-01-01", "amount", in("amount", -1, "currency", "EUR")), "input.amount.amount"},
		"an item of none":       {"Ana", "answerSelfEvaluation", "answer { id }", in("item", "x", "answer", "YES"), "input.item"},
		"a module of none":      {"Ana", "noteProgress", "progress { status }", in("module", "x", "status", "IN_PROGRESS"), "input.module"},
		"done with nothing":     {"Ana", "noteProgress", "progress { status }", in("module", "product-portfolio-management", "status", "DONE"), "input.artefact"},
	} {
		p := a.try(tc.who, tc.mutation, tc.selection, tc.input)
		if at(t, p, "problem") == nil || at(t, p, "problem.__typename") != "Invalid" || !strings.Contains(text(t, p, "problem.message"), tc.says) {
			t.Errorf("%s: %v, want Invalid ...%s...", name, p, tc.says)
		}
	}
}
