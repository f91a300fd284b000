package graph_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"

	"dossier/graph"
	"dossier/internal/people"
)

// operation is one operation of the contract, as its file has it.
type operation struct {
	text string
	doc  *ast.QueryDocument
	vars map[string]any
}

// contract reads every operation that front ends send.
func contract(t testing.TB) map[string]operation {
	t.Helper()
	files, err := filepath.Glob("testdata/contract/*.graphql")
	if err != nil || len(files) != 5 {
		t.Fatalf("the contract has %d files, %v", len(files), err)
	}
	raw, err := os.ReadFile("testdata/contract/variables.json")
	if err != nil {
		t.Fatal(err)
	}
	var vars map[string]map[string]any
	if err := json.Unmarshal(raw, &vars); err != nil {
		t.Fatal(err)
	}
	all := map[string]operation{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		doc, gerr := parser.ParseQuery(&ast.Source{Name: f, Input: string(text)})
		if gerr != nil {
			t.Fatal(gerr)
		}
		for i, op := range doc.Operations {
			end := len(text)
			if i+1 < len(doc.Operations) {
				end = doc.Operations[i+1].Position.Start
			}
			one := string(text[op.Position.Start:end])
			parsed, gerr := parser.ParseQuery(&ast.Source{Name: f, Input: one})
			if gerr != nil {
				t.Fatal(gerr)
			}
			all[op.Name] = operation{text: one, doc: parsed, vars: vars[op.Name]}
		}
	}
	return all
}

func undelivered(t testing.TB) []string {
	t.Helper()
	raw, err := os.ReadFile("testdata/undelivered.txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(raw))
}

func TestEveryDeliveredOperationIsValidAndNoOther(t *testing.T) {
	t.Parallel()
	schema := graph.Schema(&graph.Resolver{}).Schema()
	missing := undelivered(t)
	ops := contract(t)
	for name, op := range ops {
		errs := validator.ValidateWithRules(schema, op.doc, nil)
		if listed := slices.Contains(missing, name); listed && errs == nil {
			t.Errorf("%s is valid by now: take it off testdata/undelivered.txt", name)
		} else if !listed && errs != nil {
			t.Errorf("%s is not valid: %v", name, errs)
		}
		if !slices.Contains(missing, name) && !slices.Contains(graph.Operations(), name) {
			t.Errorf("%s is not among the operations that logs may name", name)
		}
	}
	for _, name := range missing {
		if _, ok := ops[name]; !ok {
			t.Errorf("testdata/undelivered.txt names %s, which the contract does not have", name)
		}
	}
}

// Where the originals of the copied files are at hand they must be the same.
func TestTheContractIsTheOriginal(t *testing.T) {
	t.Parallel()
	originals, err := filepath.Glob("../../shared/contract/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range originals {
		want, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join("testdata/contract", filepath.Base(f)))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs from its copy: %v", f, err)
		}
	}
}

// A front end may send a file as it is and name the operation that it means.
func TestAFileOfTheContractIsSentWhole(t *testing.T) {
	t.Parallel()
	a := serve(t)
	a.Person("Sam", "", people.Steward)
	text, err := os.ReadFile("testdata/contract/panel.graphql")
	if err != nil {
		t.Fatal(err)
	}
	r := a.request(t.Context(), "Sam", string(text), map[string]any{"first": 20})
	var body map[string]any
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		t.Fatal(err)
	}
	body["operationName"] = "ReviewQueue"
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(raw)), int64(len(raw))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	got, err := io.ReadAll(answer.Body)
	if err != nil || !bytes.Contains(got, []byte(`"reviewQueue":{`)) {
		t.Errorf("%s, %v", got, err)
	}
}
