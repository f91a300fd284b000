package sample

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// shingles returns every run of n words of a text, in small letters and
// without signs.
func shingles(text string, n int) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	var runs []string
	for i := 0; i+n <= len(words); i++ {
		runs = append(runs, strings.Join(words[i:i+n], " "))
	}
	return runs
}

func TestShingles(t *testing.T) {
	t.Parallel()
	got := shingles("One, TWO «three»\n- four", 3)
	if want := []string{"one two three", "two three four"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := shingles("one two", 3); got != nil {
		t.Errorf("got %q from a text too short", got)
	}
}

// The sample is our own story: no eight words in a row of it stand in the
// texts that the analysis is measured on, else a measure would be flattered
// by what a developer looks at every day.
func TestNothingSharedWithGoldenTexts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../analysis/testdata/golden/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden texts: %v, %v", files, err)
	}
	golden := map[string]string{}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var d struct {
			Documents []struct{ Title, Body string }
		}
		if err := json.Unmarshal(b, &d); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, doc := range d.Documents {
			for _, run := range shingles(doc.Title+"\n"+doc.Body, 8) {
				golden[run] = filepath.Base(file)
			}
		}
	}
	if len(golden) < 5000 {
		t.Errorf("only %d runs in the golden texts", len(golden))
	}
	check := func(name, text string) {
		for _, run := range shingles(text, 8) {
			if file, ok := golden[run]; ok {
				t.Errorf("%s shares with %s: %q", name, file, run)
			}
		}
	}
	for _, d := range mustLoad(t).Dossiers {
		for _, doc := range d.Documents {
			check(d.Candidate+"/"+doc.File, doc.Title+"\n"+doc.Body)
		}
	}
	check("docs/example-case-study.md", exampleText(t))
}
