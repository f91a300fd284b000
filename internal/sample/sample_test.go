package sample

import (
	"strings"
	"testing"
	"testing/fstest"
)

func mustLoad(t *testing.T) *Sample {
	t.Helper()
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What is wrong with a file is an error that names it, never a silent zero.
func TestLoadIsStrict(t *testing.T) {
	t.Parallel()
	good := func() fstest.MapFS {
		return fstest.MapFS{
			"people.yaml":              {Data: []byte("- {key: a, name: A}\n")},
			"companies.yaml":           {Data: []byte("- {key: c, name: C, founders: [a]}\n")},
			"dossiers.yaml":            {Data: []byte("- {candidate: a, to: L9, state: DRAFT, documents: [{component: x, title: T, file: t.md}]}\n")},
			"acts.yaml":                {Data: []byte("offers: [{mentor: a, mentee: b}]\n")},
			"history/a.yaml":           {Data: []byte("person: a\nprovenance: IMPORT\ntables: {meetings: [{key: m}], pauses: [{key: p}], mentorships: [{key: n}]}\n")},
			"documents/a/t.md":         {Data: []byte("one\r\ntwo\n")},
			"documents/a/unmentioned.": {Data: []byte("never read")},
		}
	}
	s, err := load(good())
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Dossiers[0].Documents[0].Body; got != "one\r\ntwo\n" {
		t.Errorf("body %q is not the file byte for byte", got)
	}
	if m, p, n := s.History["meetings"][0], s.History["pauses"][0], s.History["mentorships"][0]; m["person"] != "a" || m["provenance"] != "IMPORT" || p["person"] != "a" || len(p) != 2 || len(n) != 1 {
		t.Errorf("what a file says once is in %v, %v and %v", m, p, n)
	}
	for _, c := range []struct{ name, file, text, want string }{
		{"unknown field", "people.yaml", "- {key: a, nmae: A}", "people.yaml"},
		{"duplicate field", "people.yaml", "- {key: a, key: b}", "people.yaml"},
		{"wrong type", "people.yaml", "- {key: a, ranks: [{level: L8, fromMonthsAgo: soon}]}", "people.yaml"},
		{"body in place of a file", "dossiers.yaml", "- {candidate: a, documents: [{body: text}]}", "dossiers.yaml"},
		{"unknown field in history", "history/a.yaml", "persn: a", "history/a.yaml"},
		{"unknown field in acts", "acts.yaml", "offer: []", "acts.yaml"},
		{"unknown field in companies", "companies.yaml", "- {key: c, founder: a}", "companies.yaml"},
		{"absent document", "dossiers.yaml", "- {candidate: a, documents: [{title: Lost, file: lost.md}]}", `"Lost"`},
	} {
		fsys := good()
		fsys[c.file] = &fstest.MapFile{Data: []byte(c.text)}
		if _, err := load(fsys); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v does not name %s", c.name, err, c.want)
		}
	}
	for _, file := range []string{"people.yaml", "companies.yaml", "dossiers.yaml", "acts.yaml"} {
		fsys := good()
		delete(fsys, file)
		if _, err := load(fsys); err == nil || !strings.Contains(err.Error(), file) {
			t.Errorf("without %s: %v", file, err)
		}
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	s := mustLoad(t)
	if p := s.Person("nino-tsereshvili"); p == nil || p.Name != "Nino Tsereshvili" {
		t.Errorf("Person: %v", p)
	}
	if p := s.Person("nobody"); p != nil {
		t.Errorf("Person found %v for an unknown key", p)
	}
	if p := s.Persona("steward"); p == nil || p.Key != "perpetua-mwakyusa" {
		t.Errorf("Persona: %v", p)
	}
	if p := s.Persona(""); p != nil {
		t.Errorf("Persona found %v for no name", p)
	}
}
