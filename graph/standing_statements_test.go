package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/testworld"
)

// How many SQL statements standing and eligibility may take, sign-in and all:
// of one person however much is recorded, and of a page of fifty.
const (
	maxOfOne  = 6
	maxOfPage = 8
)

// busy records so many decisions of a person, with a review of each second one.
func (a *api) busy(v *people.Viewer, n int) {
	a.T.Helper()
	from := day.AddMonths(day.Of(a.Now), -12)
	to := day.AddDays(from, 1)
	base := func(k record.Kind, about *uuid.UUID) record.Base {
		return record.Base{
			UUID: a.NewID(), OwnerID: v.Person, Kind: k, AboutID: about, Span: day.Span{From: from, To: &to},
			Provenance: record.Self, MadeBy: &v.Person, MadeAt: a.Now, State: record.Claimed,
		}
	}
	list := make([]record.Record, 0, n)
	for i := range n {
		if i%2 == 1 {
			list = append(list, &record.OutcomeReview{Base: base(record.KindOutcomeReview, &list[i-1].Common().UUID), Metric: "cost", Verdict: "POSITIVE"})
			continue
		}
		list = append(list, &record.TechDecision{Base: base(record.KindDecision, nil), Title: fmt.Sprint("Decision ", i), Type: "BUILD_VS_BUY", Chosen: "BUY"})
	}
	a.Tx(func(tx pgx.Tx) error { return record.Insert(a.T.Context(), tx, list...) })
}

func TestStandingTakesAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	a := serve(t)
	op := contract(t)["Standing"]
	var counts []int
	for _, n := range []int{1, 1000} {
		v := a.Person(fmt.Sprint("With ", n), "L8")
		a.busy(v, n)
		a.Counter.Reset()
		data := a.must(fmt.Sprint("With ", n), op.text, map[string]any{"id": id.Of(id.Person, v.Person).String(), "to": "L9", "asOf": "2026-03-01"})
		if got := len(at(t, data, "node.standing.metrics").([]any)); got != 7 {
			t.Errorf("%d metrics", got)
		}
		counts = append(counts, a.statements())
	}
	t.Logf("%v statements for 1 and 1,000 records", counts)
	if counts[0] != counts[1] || counts[1] > maxOfOne {
		t.Errorf("%v statements for 1 and 1,000 records, at most %d are allowed:\n%s", counts, maxOfOne, strings.Join(a.Counter.SQL(), "\n---\n"))
	}
}

// BenchmarkStanding asks for the standing of somebody of whom 1,000 records
// are kept, over HTTP.
func BenchmarkStanding(b *testing.B) {
	a := serve(b)
	v := a.Person("Ana", "L8")
	a.busy(v, 1000)
	op, vars := contract(b)["Standing"], map[string]any{"id": id.Of(id.Person, v.Person).String(), "to": "L9", "asOf": "2026-03-01"}
	for b.Loop() {
		a.must("Ana", op.text, vars)
	}
}

func TestAPageOfPeopleTakesAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	a := serve(t)
	a.Person("Sam", "L10", people.Steward)
	made := 0
	for what, tc := range map[string]struct {
		fields string
		most   int
	}{
		"standing and eligibility": {`standing { asOf metrics { metric { key } verdict value } } eligibility { verdict eligibleOn requirements { key verdict } }`, maxOfPage},
		"records that count":       {`standing { metrics { records { __typename id } } }`, maxOfPage},
		"profile":                  {`level { code } ranks { level { code } from } tenure { months } mentor { mentor { name } since } mentorshipSlots { total used } mentees { mentee { name level { code } } }`, 15},
		"self-evaluation":          {`selfEvaluation { checklist { key history { id } } }`, maxOfPage},
		"curriculum":               {`curriculumProgress { module { key } status }`, maxOfPage},
		"rates and pauses":         {`monthlyRates { from } pauses { id }`, maxOfPage},
	} {
		var counts []int
		for _, rows := range []int{1, 50} {
			for ; made < rows; made++ {
				v := a.Person(fmt.Sprintf("P%03d", made), "L8")
				a.busy(v, 4)
				a.Mentee(v, fmt.Sprintf("Mentee %03d", made), "L5", 10)
			}
			a.Counter.Reset()
			data := a.must("Sam", `query($n: Int!) { people(first: $n, filter: {name: "P", level: "L8"}) { edges { node { id name `+tc.fields+` } } } }`, map[string]any{"n": rows})
			if got := len(at(t, data, "people.edges").([]any)); got != rows {
				t.Errorf("%s: %d rows, want %d", what, got, rows)
			}
			counts = append(counts, a.statements())
		}
		t.Logf("%s: %v statements for 1 and 50 people", what, counts)
		if counts[0] != counts[1] || counts[1] > tc.most {
			t.Errorf("%s: %v statements for 1 and 50 people, at most %d are allowed:\n%s", what, counts, tc.most, strings.Join(a.Counter.SQL(), "\n---\n"))
		}
	}
}

// Records with all that hangs below them, of one person.
func TestAPageOfRecordsTakesAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	a := serve(t)
	sizes := []int{2, 50, 100}
	persons := map[int]*people.Viewer{}
	for _, n := range sizes {
		name := fmt.Sprint("With ", n)
		v := a.Person(name, "L8")
		founder := a.Person("Founder of "+name, "", people.CompanyFounder)
		company, surfaces := a.Company(name, []*people.Viewer{founder}, "one "+name, "two "+name)
		var decision uuid.UUID
		for i := range n {
			if i%2 == 0 {
				decision = a.Record(v, &record.TechDecision{Title: "d", Type: "OTHER", Chosen: "x", Affects: surfaces}, testworld.At(company))
				continue
			}
			a.Record(v, &record.OutcomeReview{Metric: "m", Verdict: "MIXED"}, testworld.At(company), testworld.About(decision))
		}
		persons[n] = v
	}
	for what, tc := range map[string]struct {
		fields string
		most   int
	}{
		"who and what":  {`kind state from to owner { name } about { id kind } madeBy { name } supersededBy { id }`, 7},
		"confirmations": {`confirmations { state of { name } by { name } capacity note at }`, 7},
		"companies":     {`company { name surfaces { name } founders { person { name } } }`, 9},
		"surfaces":      {`... on TechDecision { affects { name company { name } } }`, 7},
	} {
		q := `query($id: ID!, $n: Int!) { node(id: $id) { ... on Person { records(first: $n) { totalCount edges { node { __typename id ` + tc.fields + ` } } } } } }`
		var counts []int
		for _, n := range sizes {
			a.Counter.Reset()
			data := a.must(fmt.Sprint("With ", n), q, map[string]any{"id": id.Of(id.Person, persons[n].Person).String(), "n": n})
			if got := len(at(t, data, "node.records.edges").([]any)); got != n {
				t.Errorf("%s: %d records, want %d", what, got, n)
			}
			counts = append(counts, a.statements())
		}
		t.Logf("%s: %v statements for %v records", what, counts, sizes)
		if counts[0] != counts[1] || counts[1] != counts[2] || counts[2] > tc.most {
			t.Errorf("%s: %v statements for %v records, at most %d are allowed:\n%s", what, counts, sizes, tc.most, strings.Join(a.Counter.SQL(), "\n---\n"))
		}
	}
}
