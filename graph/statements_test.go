package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"dossier/internal/id"
	"dossier/internal/people"
)

// maxStatements is how many SQL statements a page of dossiers with findings
// may take, sign-in included.
const maxStatements = 8

func TestAPageOfDossiersTakesAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	a := serve(t)
	op := contract(t)["Dossiers"]
	a.Person("Sam", "L10", people.Steward)
	own := a.Candidate("Own")
	counts := map[string][]int{}
	made := 0
	for _, rows := range []int{1, 50, 100} {
		for ; made < rows; made++ {
			c := a.Candidate(fmt.Sprintf("Candidate %03d", made))
			a.Submit(c, a.Open(c))
			d := a.Open(own)
			a.Save(own, d, "mentee-network", "Mentees", fmt.Sprintf("Dana (L3) was promoted to L%d in March 2025 and now leads the console.", made))
			if _, err := a.Requests.Request(t.Context(), own, request(d), a.Now); err != nil {
				t.Fatal(err)
			}
		}
		a.Analyse()
		for who, filter := range map[string]any{"Sam": map[string]any{"status": "SUBMITTED"}, "Own": nil} {
			a.Counter.Reset()
			data := a.must(who, op.text, map[string]any{"first": 100, "filter": filter})
			if got := len(at(t, data, "dossiers.edges").([]any)); got != rows {
				t.Errorf("%s: %d rows, want %d", who, got, rows)
			}
			if n := len(at(t, data, "dossiers.edges.0.node.analysis.findings").([]any)); n != 5 {
				t.Errorf("%s: %d findings, want 5", who, n)
			}
			n := a.statements()
			counts[who] = append(counts[who], n)
			if n > maxStatements {
				t.Errorf("%s: %d rows took %d statements, at most %d are allowed:\n%s", who, rows, n, maxStatements, strings.Join(a.Counter.SQL(), "\n---\n"))
			}
		}
	}
	for who, c := range counts {
		t.Logf("%s: %v statements for 1, 50 and 100 rows", who, c)
		if c[0] != c[1] || c[1] != c[2] {
			t.Errorf("%s: the number of statements depends on the number of rows: %v", who, c)
		}
	}
}

func TestNodesTakeAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Candidate("Ana")
	count := func(of func(int) id.ID, n int) int {
		ids := idsOf(n, of)
		a.Counter.Reset()
		a.must("Ana", `query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, map[string]any{"ids": ids})
		return a.statements()
	}
	drafts := idsOf(100, func(int) id.ID { return a.Open(ana) })
	for what, of := range map[string]func(int) id.ID{
		"ladders that do not exist":     func(int) id.ID { return id.Of(id.Ladder, a.NewID()) },
		"levels of such":                func(int) id.ID { return id.Part(id.Level, a.NewID(), "L8") },
		"persons that do not exist":     func(int) id.ID { return id.Of(id.Person, a.NewID()) },
		"records that do not exist":     func(int) id.ID { return id.Of(id.Record, a.NewID()) },
		"nominations that do not exist": func(int) id.ID { return id.Of(id.Nomination, a.NewID()) },
		"mentorships that do not exist": func(int) id.ID { return id.Of(id.Mentorship, a.NewID()) },
		"companies that do not exist":   func(int) id.ID { return id.Of(id.Company, a.NewID()) },
		"panels that do not exist":      func(int) id.ID { return id.Of(id.Panel, a.NewID()) },
		"reviews that do not exist":     func(int) id.ID { return id.Of(id.Review, a.NewID()) },
		"decisions that do not exist":   func(int) id.ID { return id.Of(id.Decision, a.NewID()) },
		"dossiers": func(i int) id.ID {
			d, err := id.Parse(drafts[i])
			if err != nil {
				t.Fatal(err)
			}
			return d
		},
	} {
		if one, many := count(of, 1), count(of, 100); one != many {
			t.Errorf("%s: %d statements for one, %d for a hundred", what, one, many)
		}
	}
}

// statements counts those since the last reset, without what opens a
// connection.
func (a *api) statements() (n int) {
	for _, sql := range a.Counter.SQL() {
		if !strings.HasPrefix(sql, "set role") {
			n++
		}
	}
	return n
}

func idsOf(n int, of func(int) id.ID) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = of(i).String()
	}
	return ids
}
