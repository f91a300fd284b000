package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	sdl "github.com/vektah/gqlparser/v2/ast"

	"dossier/graph/gen"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

// asked is a root field as somebody asks for it, and who is told what: "ok",
// "null", the count of a list, an error's code or a Problem's type. A star is
// whoever is signed in and not named, everyone includes who is not. Ann is
// Ana, and so is Asa where she is not named. Who is not signed in is
// UNAUTHENTICATED unless named.
type asked struct{ field, call, want string }

// rootFields is written from the house's rules on who sees what and who does
// what, not from the code. The fields are asked for in this order, by each
// persona in a world of their own.
func rootFields() []asked {
	return []asked{
		{"node", `(id: "<draft>")`, "ok: Ana; null: everyone"},
		{"nodes", `(ids: ["<draft>"])`, "ok: Ana; null: everyone"},
		{"viewer", ``, "ok: *; null: nobody Stranger"},
		{"ladder", ``, "ok: everyone"},
		{"level", `(code: "L8")`, "ok: everyone"},
		{"people", ``, "17: *"},
		{"dossiers", ``, "4: Ana; 1: Sam; 0: *"},
		{"companies", ``, "2: *"},
		{"nominations", ``, "4: Ana Sam; 1: Nominator Otto Elsa Wim; 0: *"},
		{"mentorships", ``, "5: Ana; 4: Lena Otto; 3: *"},
		{"agreements", ``, "2: Ana Hugo; 1: Mia Tom; 0: *"},
		{"confirmationLink", `(token: "open")`, "ok: everyone"},
		{"confirmationLink", `(token: "closed")`, "null: everyone"},
		{"analysisProgress", `<draft>`, "ok: Ana; NOT_FOUND: *"},
		{"analysisProgress", `<submitted>`, "ok: Ana Sam; NOT_FOUND: *"},
		{"analysisProgress", `<withdrawn>`, "nothing: Ana; NOT_FOUND: *"},

		{"openDossier", `to: "L9"`, "ok: Ana Ben; FORBIDDEN: *"},
		{"requestAnalysis", `dossier: "<draft>"`, "ok: Ana; NOT_FOUND: Ben Sam; FORBIDDEN: *"},
		{"requestAnalysis", `dossier: "<submitted>"`, "WrongState: Ana Sam; NOT_FOUND: Ben; FORBIDDEN: *"},
		{"saveDocument", `dossier: "<draft>", component: "mentee-network", title: "T", body: "b"`, "ok: Ana; NOT_FOUND: Ben; FORBIDDEN: *"},
		{"saveDocument", `dossier: "<submitted>", component: "mentee-network", title: "T", body: "b"`, "WrongState: Ana; NOT_FOUND: Ben; FORBIDDEN: *"},
		{"uploadDocument", `dossier: "<draft>", component: "mentee-network", title: "T", file: $file`, "ok: Ana; NOT_FOUND: Ben; FORBIDDEN: *"},
		{"uploadDocument", `dossier: "<submitted>", component: "mentee-network", title: "T", file: $file`, "WrongState: Ana; NOT_FOUND: Ben; FORBIDDEN: *"},
		{"removeDocument", `document: "<document>"`, "ok: Ana; NOT_FOUND: Ben; FORBIDDEN: *"},
		{"explainRequirement", `dossier: "<draft>", requirement: "team-structure-decisions", explanation: "e"`, "ok: Ana; NOT_FOUND: Ben; FORBIDDEN: *"},
		{"updateDossierLadder", `dossier: "<draft>"`, "ok: Ana; NOT_FOUND: Ben; FORBIDDEN: *"},
		{"submitDossier", `dossier: "<draft>"`, "AlreadyUnderReview: Ana; NOT_FOUND: Ben; FORBIDDEN: *"},
		{"withdrawDossier", `dossier: "<other>"`, "ok: Ana; NOT_FOUND: Ben; FORBIDDEN: *"},
		{"respondToFinding", `evidence: "<evidence>", verdict: AGREE`, "ok: Ana; NOT_FOUND: Ben; FORBIDDEN: *"},

		{"correctRank", `person: "<Ana>", level: "L7", from: "2020-01-01", to: "2021-01-01", reason: "r"`, "ok: Sam; NOT_FOUND: Asa; FORBIDDEN: *"},
		{"addPause", `person: "<Ana>", from: "2023-06-01", to: "2023-07-01", reason: "r"`, "ok: Sam; NOT_FOUND: Asa; FORBIDDEN: *"},
		{"liftPause", `pause: "<pause>"`, "ok: Sam; NOT_FOUND: Asa; FORBIDDEN: *"},
		{"addCompany", `name: "New"`, "ok: Sam Asa; FORBIDDEN: *"},
		{"addSurface", `company: "<company>", name: "New", from: "2024-01-01"`, "ok: Sam Asa; FORBIDDEN: *"},
		{"addSurfaceDependency", `surface: "<surface>", on: "<surface 2>", kind: DATA`, "ok: Sam Asa; FORBIDDEN: *"},
		{"addFounder", `company: "<elsewhere>", person: "<Lena>", from: "2024-01-01"`, "ok: Sam Asa Hugo; FORBIDDEN: *"},
		{"addPerson", `name: "New"`, "ok: Sam Asa; FORBIDDEN: *"},

		{"addRecord", `record: {person: "<Ana>", company: "<company>", from: "2024-01-01", engagement: {title: "Lead"}}`, "ok: Ana Sam Fred; NOT_FOUND: *"},
		{"addRecord", `record: {about: "<decision>", from: "2026-01-01", outcomeReview: {metric: "cost", verdict: MIXED}}`, "ok: Ana Sam Fred; NOT_FOUND: *"},
		{"retractRecord", `record: "<made>", reason: "r"`, "ok: Max; NOT_FOUND: *"},
		{"requestConfirmation", `record: "<plain>", of: "<Ben>"`, "ok: Ana Sam; NOT_FOUND: *"},
		{"answerConfirmation", `record: "<asked>", answer: CONFIRM, capacity: PEER`, "ok: Carl; Invalid: Ana Sam; NOT_FOUND: *"},
		{"issueConfirmationLink", `record: "<plain>", person: "<Gina>"`, "ok: Sam; NOT_FOUND: Asa; FORBIDDEN: *"},
		{"revokeConfirmationLink", `link: "<link 2>"`, "ok: Sam; NOT_FOUND: Asa; FORBIDDEN: *"},
		{"answerConfirmationLink", `token: "closed", answer: CONFIRM, capacity: PEER`, "NOT_FOUND: everyone"},
		{"answerConfirmationLink", `token: "open", answer: CONFIRM, capacity: PEER`, "ok: everyone"},

		{"nominate", `nominee: "<Ana>", to: "L9", relation: "r", since: "2024-01-01", money: "none", records: ["<plain>", "<decision>", "<right>"], reasonNotToPromote: "x"`,
			"ok: Mia Lena Hugo Elsa Wim; AlreadyNominated: Nominator Otto; Invalid: *"},
		{"answerNomination", `nomination: "<offered>", answer: ACCEPT`, "ok: Ana; NOT_FOUND: *"},
		{"withdrawNomination", `nomination: "<offered>"`, "ok: Otto; NOT_FOUND: *"},

		{"offerMentorship", `mentee: "<Ben>"`, "ok: Mia Nominator Otto Elsa Wim Lena Hugo; Invalid: *"},
		{"answerMentorship", `mentorship: "<offer>", answer: DECLINE`, "ok: Ana; Invalid: Lena; NOT_FOUND: *"},
		{"withdrawMentorshipOffer", `mentorship: "<offer 2>"`, "ok: Otto; Invalid: Ana; NOT_FOUND: *"},
		{"recordSession", `mentorship: "<above>", on: "2026-11-03"`, "ok: Ana Mia; NOT_FOUND: *"},
		{"attestReadiness", `mentorship: "<below>", level: "L6", reason: "r"`, "ok: Ana; NOT_FOUND: *"},
		{"offerReferral", `mentorship: "<second>", currency: "EUR"`, "ok: Ana; NOT_FOUND: *"},
		{"answerReferral", `agreement: "<terms>", answer: DECLINE`, "ok: Ana; NOT_FOUND: *"},
		{"endMentorship", `mentorship: "<second>", reason: COMPLETED`, "ok: Ana; NOT_FOUND: *"},
		{"reverseAccrual", `accrual: "<accrual>", reason: "r"`, "ok: Hugo; FORBIDDEN: *"},
		{"setMonthlyRate", `person: "<Ana>", from: "2026-11-01", amount: {amount: 1, currency: "EUR"}`, "ok: Hugo; FORBIDDEN: *"},

		{"answerSelfEvaluation", `item: "<item>", answer: NO`, "ok: Ana Ben; Invalid: *"},
		{"noteProgress", `module: "<module>", status: IN_PROGRESS`, "ok: Ana Ben; Invalid: *"},
	}
}

func TestEveryRootFieldByEverybody(t *testing.T) {
	t.Parallel()
	table := rootFields()
	written := slices.Concat(table, heardRootFields())
	schema := executable()
	for _, root := range []*sdl.Definition{schema.Query, schema.Mutation, schema.Subscription} {
		for _, f := range root.Fields {
			if !strings.HasPrefix(f.Name, "__") && !slices.ContainsFunc(written, func(a asked) bool { return a.field == f.Name }) {
				t.Errorf("%s.%s: who may ask for it is not written down here", root.Name, f.Name)
			}
		}
	}
	for name, is := range personas() {
		t.Run(is, func(t *testing.T) {
			t.Parallel()
			castFor(t, name).tells(t, name, table)
			// Nor does what is not for them change what they may do.
			g := castFor(t, name).garden()
			for _, s := range hidden(name) {
				s.plant(g)
			}
			g.tells(t, name, table)
		})
	}
}

// tells asks for all fields of a table.
func (c *cast) tells(t *testing.T, name string, table []asked) {
	t.Helper()
	schema := executable()
	for _, a := range table {
		want, err := expected(a.want, name)
		if err != nil {
			t.Fatalf("%s: %v", a.field, err)
		}
		if got := c.outcome(t, name, schema, a); got != want {
			t.Errorf("%s %s: %s is told %s, want %s", a.field, a.call, name, got, want)
		}
	}
}

// castFor is the world in which a persona asks.
func castFor(t testing.TB, name string) *cast {
	if name == "Asa" {
		return newCast(t, name, people.Steward)
	}
	return newCast(t, "Ana")
}

// executable is the schema that requests are run against.
func executable() *sdl.Schema { return gen.NewExecutableSchema(gen.Config{}).Schema() }

// expected reads the cell of a persona: the outcome of the first of who they
// are that is named.
func expected(want, name string) (string, error) {
	as := []string{name}
	switch name {
	case "Ann", "Asa":
		as = append(as, "Ana", "*")
	case "":
		as = []string{"nobody"}
	case "Stranger":
	default:
		as = append(as, "*")
	}
	named := map[string]string{}
	for _, cell := range strings.Split(want, "; ") {
		outcome, who, _ := strings.Cut(cell, ": ")
		for _, w := range strings.Fields(who) {
			if w != "*" && w != "everyone" && w != "nobody" && personas()[w] == "" && hearers()[w] == "" {
				return "", fmt.Errorf("there is nobody called %q", w)
			}
			if _, twice := named[w]; twice {
				return "", fmt.Errorf("%s is named twice", w)
			}
			named[w] = outcome
		}
	}
	for _, a := range append(as, "everyone") {
		if outcome, ok := named[a]; ok {
			return outcome, nil
		}
	}
	if slices.Contains(as, "*") {
		return "", fmt.Errorf("%s is not named", name)
	}
	return "UNAUTHENTICATED", nil
}

// fills puts ids in the place of "<draft>" and the like.
func (c *cast) fills(text string) string {
	for as, key := range c.ids {
		text = strings.ReplaceAll(text, as, key)
	}
	return text
}

// outcome asks for a root field and says what came of it.
func (c *cast) outcome(t *testing.T, name string, s *sdl.Schema, a asked) string {
	t.Helper()
	if s.Subscription.Fields.ForName(a.field) != nil {
		return c.first(t, name, a)
	}
	query := ""
	if f := s.Query.Fields.ForName(a.field); f != nil {
		query = "{ " + a.field + a.call + selection(s, f) + " }"
	} else {
		f := s.Mutation.Fields.ForName(a.field)
		fields := ""
		for _, p := range s.Types[f.Type.Name()].Fields {
			fields += " " + p.Name + selection(s, p)
		}
		query = "mutation { " + a.field + "(input: {" + a.call + "}) {" + fields + " } }"
	}
	var r reply
	if strings.Contains(query, "$file") {
		r = c.upload(name, "mutation($file: Upload!) "+strings.TrimPrefix(c.fills(query), "mutation"), "a.docx", testworld.DOCX("text"))
	} else {
		r = c.ask(name, c.fills(query), nil)
	}
	if len(r.Errors) > 0 {
		return r.Errors[0].Extensions.Code
	}
	var data map[string]any
	if err := json.Unmarshal(r.Data, &data); err != nil {
		t.Fatal(err)
	}
	return said(data[a.field])
}

// said is the outcome that a value shows.
func said(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case []any:
		if len(v) == 0 {
			return "empty"
		}
		return said(v[0])
	case map[string]any:
		if n, ok := v["totalCount"].(float64); ok {
			return fmt.Sprint(n)
		}
		problem, payload := v["problem"]
		if !payload {
			return "ok"
		}
		if p, ok := problem.(map[string]any); ok {
			return p["__typename"].(string)
		}
		for _, x := range v {
			if x != nil && x != false {
				return "ok"
			}
		}
		return "nothing"
	}
	return "ok"
}

// selection asks for what tells whether a field has a value.
func selection(s *sdl.Schema, f *sdl.FieldDefinition) string {
	def := s.Types[f.Type.Name()]
	switch {
	case !def.IsCompositeType():
		return ""
	case def.Fields.ForName("totalCount") != nil:
		return " { totalCount }"
	}
	return " { __typename }"
}

// first is the outcome of a subscription's first event.
func (c *cast) first(t *testing.T, name string, a asked) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	e, sent := <-c.overSSE(ctx, t, name, `subscription($dossier: ID!) { `+a.field+`(dossier: $dossier) { status } }`, id.Of(id.Dossier, c.rows[a.call]))
	switch {
	case ctx.Err() != nil:
		t.Fatalf("%s sends nothing and does not end", a.field)
	case !sent:
		return "nothing"
	case len(e.Errors) == 0:
		return "ok"
	}
	return e.status()
}
