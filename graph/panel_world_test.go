package graph_test

import (
	"strings"
	"testing"

	"dossier/internal/id"
	"dossier/internal/people"
)

// court is a dossier of Ana's that can be submitted, and who can judge it.
type court struct {
	*api
	ana *people.Viewer
	// ids are what stands in the contract's variables as "<dossier>" and the
	// like, and persons by name.
	ids map[string]string
}

// newCourt makes the world around a candidate with further roles.
func newCourt(t testing.TB, roles ...people.Role) *court {
	t.Helper()
	c := &court{api: serve(t), ids: map[string]string{}}
	c.ana = c.Person("Ana", "L8", append(roles, people.Candidate)...)
	c.ids["Ana"] = id.Of(id.Person, c.ana.Person).String()
	for _, name := range []string{"Sam", "Stu", "Sue"} {
		c.Person(name, "L10", people.Steward)
	}
	for _, name := range []string{"Cleo", "Dev", "Eli", "Fay"} {
		c.join(name)
	}
	d := c.Open(c.ana)
	c.Fill(c.ana, d)
	c.ids["<dossier>"] = d.String()
	return c
}

// join adds somebody who could sit.
func (c *court) join(name string) *people.Viewer {
	v := c.Person(name, "L9", people.Panelist)
	c.ids[name] = id.Of(id.Person, v.Person).String()
	return v
}

// run sends an operation of the contract as its file has it.
func (c *court) run(who, operation string, change ...func(map[string]any)) any {
	c.T.Helper()
	return c.runs(contract(c.T), c.ids)(who, operation, change...)
}

// refused is the Problem that an operation is answered with.
func (c *court) refused(who, operation string, change func(map[string]any)) any {
	c.T.Helper()
	op := contract(c.T)[operation]
	vars := fill(op.vars, c.ids).(map[string]any)
	change(vars["input"].(map[string]any))
	for _, payload := range c.must(who, op.text, vars).(map[string]any) {
		if p := at(c.T, payload, "problem"); p != nil {
			return p
		}
	}
	c.T.Fatalf("%s is not refused", operation)
	return nil
}

// seated is the input of who sits, as "Cleo CHAIR".
func (c *court) seated(seats ...string) func(map[string]any) {
	return func(in map[string]any) {
		var list []any
		for _, s := range seats {
			name, role, _ := strings.Cut(s, " ")
			list = append(list, map[string]any{"person": c.ids[name], "role": role})
		}
		in["seats"] = list
	}
}

// assemble seats a panel, and has everybody on it acknowledge.
func (c *court) assemble(change func(map[string]any), seats ...string) {
	c.T.Helper()
	p := at(c.T, c.run("Sam", "AssemblePanel", c.seated(seats...), change), "assemblePanel.panel")
	c.ids["<panel>"] = text(c.T, p, "id")
	for _, s := range at(c.T, p, "seats").([]any) {
		name := text(c.T, s, "person.name")
		c.ids["<seat>"] = text(c.T, s, "id")
		c.ids[name+"'s seat"] = c.ids["<seat>"]
		c.is(c.run(name, "AnswerSeat"), "answerSeat.seat.status", "ACKNOWLEDGED")
	}
}

// judge saves and submits somebody's review of what is submitted now.
func (c *court) judge(who, recommendation string) {
	c.T.Helper()
	for _, f := range at(c.T, c.run(who, "Analysis"), "node.analysis.findings").([]any) {
		if list := at(c.T, f, "evidence").([]any); len(list) > 0 {
			c.ids["<evidence>"] = text(c.T, list[0], "id")
		}
	}
	c.is(c.run(who, "SaveReview", func(in map[string]any) { in["recommendation"] = recommendation }), "saveReview.review.status", "DRAFT")
	c.is(c.run(who, "SubmitReview"), "submitReview.review.status", "SUBMITTED")
}

// view is the dossier of PanelView.
func (c *court) view(who string) any {
	c.T.Helper()
	return at(c.T, c.run(who, "PanelView"), "node")
}

// count is how many are in a list of an answer.
func (c *court) count(data any, path string, want int) {
	c.T.Helper()
	if got := len(at(c.T, data, path).([]any)); got != want {
		c.T.Errorf("%s: %d, want %d", path, got, want)
	}
}

// readings are how often somebody's reading of advice is kept, in its table and
// on the trail.
func (c *court) readings(who string) (rows, entries int) {
	c.T.Helper()
	person, err := id.Parse(c.ids[who])
	if err == nil {
		err = c.DB.QueryRow(c.T.Context(), `select (select count(*) from advice_reading z join seat s on s.id = z.seat_id where s.person_id = $1),
			(select count(*) from audit where act = 'readAdvice' and actor = $1)`, person.UUID).Scan(&rows, &entries)
	}
	if err != nil {
		c.T.Fatal(err)
	}
	return rows, entries
}
