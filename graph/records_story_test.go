package graph_test

import (
	"strings"
	"testing"

	"dossier/internal/id"
	"dossier/internal/people"
)

// do sends a mutation of one input and returns its payload; errors fail the
// test, and so does a problem unless one is wanted.
func (a *api) do(who, mutation, selection string, input map[string]any) any {
	a.T.Helper()
	p := a.try(who, mutation, selection, input)
	if problem := at(a.T, p, "problem"); problem != nil {
		a.T.Fatalf("%s: %v", mutation, problem)
	}
	return p
}

func (a *api) try(who, mutation, selection string, input map[string]any) any {
	a.T.Helper()
	return at(a.T, a.must(who, mutationOf(mutation, selection), map[string]any{"i": input}), mutation)
}

func mutationOf(mutation, selection string) string {
	return "mutation($i: " + strings.ToUpper(mutation[:1]) + mutation[1:] + "Input!) { " + mutation + "(input: $i) { " + selection + " problem { __typename message } } }"
}

func text(t testing.TB, v any, path string) string {
	t.Helper()
	s, ok := at(t, v, path).(string)
	if !ok {
		t.Fatalf("%s is %v, no text", path, at(t, v, path))
	}
	return s
}

const metricsOf = `query($id: ID!) { node(id: $id) { ... on Person { standing { metrics { metric { key } verdict value explanation records { __typename id } } } } } }`

// metric is one of a person's metrics.
func (a *api) metric(who, person, key string) any {
	a.T.Helper()
	for _, m := range at(a.T, a.must(who, metricsOf, map[string]any{"id": person}), "node.standing.metrics").([]any) {
		if at(a.T, m, "metric.key") == key {
			return m
		}
	}
	a.T.Fatalf("there is no metric %s", key)
	return nil
}

// From a first record to a metric that passes: the meeting and its feedback
// are claimed, somebody without an account is asked, and answers by a link.
func TestARecordIsConfirmedByALink(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Person("Ana", "L8", people.Candidate)
	a.Person("Sam", "L10", people.Steward)
	a.Person("Eva", "L8")
	self := id.Of(id.Person, ana.Person).String()

	company := a.do("Sam", "addCompany", "company { id name country }", map[string]any{"name": "Koelpad", "country": "NL"})
	a.is(company, "company.country", "NL")
	at1 := text(t, company, "company.id")
	surface := text(t, a.do("Sam", "addSurface", "surface { id company { name } }", map[string]any{"company": at1, "name": "logger", "from": "2020-01-01"}), "surface.id")
	other := text(t, a.do("Sam", "addSurface", "surface { id }", map[string]any{"company": at1, "name": "web app", "from": "2020-01-01"}), "surface.id")
	a.is(a.do("Sam", "addSurfaceDependency", "surface { dependsOn { on { name } kind } }", map[string]any{"surface": surface, "on": other, "kind": "DATA"}), "surface.dependsOn.0.on.name", "web app")
	bea := text(t, a.do("Sam", "addPerson", "person { id name }", map[string]any{"name": "Bea"}), "person.id")
	a.is(a.do("Sam", "addFounder", "company { founders { person { name } from to } }", map[string]any{"company": at1, "person": bea, "from": "2020-01-01"}), "company.founders.0.person.name", "Bea")

	add := `record { __typename id kind state provenance from to owner { name } madeBy { name } company { name surfaces { name } } about { id __typename } ... on Meeting { topics } }`
	meeting := a.do("Ana", "addRecord", add, map[string]any{"record": map[string]any{
		"company": at1, "from": "2026-10-01", "meeting": map[string]any{"type": "BOARD", "topics": []string{"TECH_STRATEGY"}, "role": "PRESENTER", "audience": "the board"},
	}})
	a.is(meeting, "record.__typename", "Meeting")
	a.is(meeting, "record.to", "2026-10-02")
	a.is(meeting, "record.provenance", "SELF")
	a.is(meeting, "record.company.surfaces.0.name", "logger")
	held := text(t, meeting, "record.id")
	said := a.do("Ana", "addRecord", add, map[string]any{"record": map[string]any{
		"about": held, "from": "2026-10-02", "meetingFeedback": map[string]any{"clarity": 5, "confidence": 4, "plainness": 4, "heldTheRoom": 5, "withoutSlides": true},
	}})
	a.is(said, "record.about.id", held)
	feedback := text(t, said, "record.id")
	if v := at(t, a.metric("Ana", self, "investor-communication"), "verdict"); v == "PASS" {
		t.Error("her own word counts")
	}
	a.is(a.try("Ana", "answerConfirmation", "record { id }", map[string]any{"record": feedback, "answer": "CONFIRM", "capacity": "ATTENDEE"}), "problem.__typename", "Invalid")

	tokens := map[string]string{}
	for _, r := range []string{held, feedback} {
		asked := a.do("Ana", "requestConfirmation", "record { state confirmations { state of { name } by { name } note } }", map[string]any{"record": r, "of": bea, "note": "you were there"})
		a.is(asked, "record.state", "REQUESTED")
		a.is(asked, "record.confirmations.0.of.name", "Bea")
		link := a.do("Sam", "issueConfirmationLink", "link { id expiresAt } token", map[string]any{"record": r, "person": bea})
		a.is(link, "link.expiresAt", "2026-12-08T09:30:00Z")
		tokens[r] = text(t, link, "token")
	}
	show := `query($t: String!) { confirmationLink(token: $t) { person owner company kind from to statement capacities expiresAt } }`
	request := a.must("", show, map[string]any{"t": tokens[feedback]})
	a.is(request, "confirmationLink.person", "Bea")
	a.is(request, "confirmationLink.owner", "Ana")
	a.is(request, "confirmationLink.kind", "MEETING_FEEDBACK")
	a.is(request, "confirmationLink.capacities.0", "FOUNDER")
	a.is(request, "confirmationLink.capacities.1", "ATTENDEE")
	a.is(a.try("", "answerConfirmationLink", "answered", map[string]any{"token": tokens[feedback], "answer": "CONFIRM", "capacity": "COLLEAGUE"}), "problem.message", "input.capacity: says nothing of such a record; answer as FOUNDER or ATTENDEE")
	for _, r := range []string{held, feedback} {
		a.is(a.do("", "answerConfirmationLink", "answered", map[string]any{"token": tokens[r], "answer": "CONFIRM", "capacity": "ATTENDEE"}), "answered", true)
		a.is(a.must("", show, map[string]any{"t": tokens[r]}), "confirmationLink", nil)
	}
	a.is(a.must("", show, map[string]any{"t": "nonsense"}), "confirmationLink", nil)
	if r := a.ask("", mutationOf("answerConfirmationLink", "answered"), map[string]any{"i": map[string]any{"token": tokens[held], "answer": "DISPUTE", "capacity": "ATTENDEE", "note": "x"}}); len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "NOT_FOUND" {
		t.Errorf("a link that was used: %+v", r)
	}

	passed := a.metric("Ana", self, "investor-communication")
	a.is(passed, "verdict", "PASS")
	if n := len(at(t, passed, "records").([]any)); n == 0 {
		t.Error("no records count")
	}
	node := `query($id: ID!) { node(id: $id) { __typename id ... on Record { state confirmations { state by { name } capacity } } } }`
	seen := a.must("Ana", node, map[string]any{"id": feedback})
	a.is(seen, "node.state", "CONFIRMED")
	a.is(seen, "node.confirmations.1.by.name", "Bea")
	a.is(seen, "node.confirmations.1.capacity", "ATTENDEE")
	a.is(a.must("Eva", node, map[string]any{"id": feedback}), "node", nil)
	a.is(a.must("", node, map[string]any{"id": feedback}), "node", nil)
}

// What one is asked to confirm waits until it is answered; the owner disputes
// what others recorded, and a correction takes the place of what was wrong.
func TestAskedAnsweredCorrectedRetracted(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Person("Ana", "L8")
	ben := a.Person("Ben", "L8")
	a.Person("Sam", "L10", people.Steward)
	talk := map[string]any{"from": "2026-10-01", "recognition": map[string]any{"type": "SPEAKING", "title": "Small teams", "url": "https://example.org/talk", "topics": []string{"TECH_LEADERSHIP"}}}
	first := text(t, a.do("Ana", "addRecord", "record { id }", map[string]any{"record": talk, "key": "one"}), "record.id")
	if again := text(t, a.do("Ana", "addRecord", "record { id }", map[string]any{"record": talk, "key": "one"}), "record.id"); again != first {
		t.Error("the same key gives another record")
	}
	waiting := `{ viewer { confirmations { totalCount edges { node { id owner { name } } } } } }`
	a.is(a.must("Ben", waiting, nil), "viewer.confirmations.totalCount", 0.0)
	a.do("Ana", "requestConfirmation", "record { id }", map[string]any{"record": first, "of": id.Of(id.Person, ben.Person).String()})
	data := a.must("Ben", waiting, nil)
	a.is(data, "viewer.confirmations.edges.0.node.id", first)
	a.is(data, "viewer.confirmations.edges.0.node.owner.name", "Ana")
	answered := a.do("Ben", "answerConfirmation", "record { state confirmations { state } }", map[string]any{"record": first, "answer": "CONFIRM", "capacity": "PEER"})
	a.is(answered, "record.state", "CONFIRMED")
	a.is(a.must("Ben", waiting, nil), "viewer.confirmations.totalCount", 0.0)

	corrected := map[string]any{"from": "2026-10-02", "recognition": map[string]any{"type": "SPEAKING", "title": "Small teams, whole products", "url": "https://example.org/talk", "topics": []string{"TECH_LEADERSHIP"}}}
	second := text(t, a.do("Ana", "addRecord", "record { id }", map[string]any{"record": corrected, "supersedes": first}), "record.id")
	node := `query($id: ID!) { node(id: $id) { ... on Recognition { title supersededBy { id } retractedAt } } }`
	a.is(a.must("Ana", node, map[string]any{"id": first}), "node.supersededBy.id", second)
	a.is(a.must("Ben", node, map[string]any{"id": first}), "node.supersededBy", nil) // not for who was asked about the first
	list := `query($id: ID!, $f: RecordFilter) { node(id: $id) { ... on Person { records(filter: $f) { totalCount edges { node { id } } } } } }`
	mine := func(who string, f map[string]any) any {
		return at(t, a.must(who, list, map[string]any{"id": id.Of(id.Person, ana.Person).String(), "f": f}), "node.records.totalCount")
	}
	for name, tc := range map[string]struct {
		filter map[string]any
		want   float64
	}{
		"what stands":          {nil, 1},
		"all":                  {map[string]any{"includeSuperseded": true}, 2},
		"of a kind":            {map[string]any{"kind": "RECOGNITION"}, 1},
		"of another kind":      {map[string]any{"kind": []string{"MEETING", "INCIDENT"}}, 0},
		"by state":             {map[string]any{"state": "CLAIMED"}, 1},
		"confirmed":            {map[string]any{"state": "CONFIRMED", "includeSuperseded": true}, 1},
		"of days before":       {map[string]any{"to": "2026-10-02"}, 0},
		"of a day and later":   {map[string]any{"from": "2026-10-02"}, 1},
		"of a company":         {map[string]any{"company": "x"}, 0},
		"about a record":       {map[string]any{"about": first}, 0},
		"to somebody: nothing": {map[string]any{"state": "DECLINED"}, 0},
	} {
		if got := mine("Ana", tc.filter); got != tc.want {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
	if got := mine("Ben", map[string]any{"includeSuperseded": true}); got != 1.0 {
		t.Errorf("who confirmed one sees %v", got)
	}

	by := text(t, a.do("Sam", "addRecord", "record { id provenance madeBy { name } }", map[string]any{"record": map[string]any{
		"person": id.Of(id.Person, ana.Person).String(), "from": "2026-09-01", "recognition": map[string]any{"type": "PEER", "title": "Prize", "url": "https://example.org/prize", "topics": []string{"STRATEGY"}},
	}}), "record.id")
	disputed := a.do("Ana", "answerConfirmation", "record { state confirmations { state note } }", map[string]any{"record": by, "answer": "DISPUTE", "capacity": "PEER", "note": "it was another's"})
	a.is(disputed, "record.state", "DISPUTED")
	gone := a.do("Ana", "retractRecord", "record { retractedAt }", map[string]any{"record": second, "reason": "It did not take place."})
	a.is(gone, "record.retractedAt", "2026-11-24T09:30:00Z")
}
