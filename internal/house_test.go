// Package internal_test holds the house to its plan: which package may import
// which, and how long a file may grow.
package internal_test

import (
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rule says what a package and those below it must not import; the longest
// prefix that fits decides. Test files and test helpers are free.
type rule struct {
	pkg string
	// only lists all of ours that it may import; nil for all but never.
	only  []string
	never []string
}

const (
	access   = "dossier/internal/access"
	analysis = "dossier/internal/analysis"
	audit    = "dossier/internal/audit"
	cases    = "dossier/internal/dossier"
	days     = "dossier/internal/day"
	extract  = "dossier/internal/extract"
	facts    = "dossier/internal/facts"
	fault    = "dossier/internal/fault"
	files    = "dossier/internal/files"
	id       = "dossier/internal/id"
	ladder   = "dossier/internal/ladder"
	mentor   = "dossier/internal/mentoring"
	nominate = "dossier/internal/nomination"
	notify   = "dossier/internal/notify"
	page     = "dossier/internal/page"
	panel    = "dossier/internal/panel"
	people   = "dossier/internal/people"
	postgres = "dossier/internal/postgres"
	problem  = "dossier/internal/problem"
	record   = "dossier/internal/record"
	selfeval = "dossier/internal/selfevaluation"
	standing = "dossier/internal/standing"
	text     = "dossier/internal/analysis/text"
)

var none = []string{}

func rules() []rule {
	return []rule{
		{pkg: "dossier/cmd", never: none},
		{pkg: "dossier/graph", never: []string{postgres, "dossier/internal/queue", "dossier/internal/embedded", "dossier/internal/analysis/llm", "dossier/internal/analysis/offline", "github.com/jackc", "github.com/redis"}},
		{pkg: "dossier/graph/wire", only: []string{fault}},
		{pkg: "dossier/graph/graphiql", only: none},
		{pkg: "dossier/graph/packet", only: none},
		{pkg: "dossier/graph/model", only: []string{cases, id, ladder, mentor, nominate, notify, page, panel, people, record, selfeval, standing, "dossier/internal/panel/review", "dossier/internal/panel/decide"}},
		{pkg: id, only: none},
		{pkg: fault, only: none},
		{pkg: page, only: none},
		{pkg: postgres, only: []string{fault, page}},
		{pkg: days, only: none},
		{pkg: problem, only: []string{fault}},
		{pkg: extract, only: []string{fault}},
		{pkg: files, only: []string{fault}},
		{pkg: audit, only: []string{fault, id, postgres}},
		{pkg: "dossier/internal/queue", only: none},
		{pkg: "dossier/internal/token", only: []string{fault}},
		{pkg: people, only: []string{audit, days, fault, id, page, postgres, problem}},
		{pkg: "dossier/internal/people/keep", only: []string{access, audit, days, fault, id, ladder, people, postgres, problem}},
		{pkg: access, only: []string{people}},
		{pkg: ladder, only: []string{fault, id, postgres}},
		{pkg: record, only: []string{access, audit, days, fault, id, ladder, page, people, postgres, problem}},
		{pkg: mentor, only: []string{access, audit, days, fault, id, ladder, page, people, postgres, problem}},
		{pkg: nominate, only: []string{access, audit, days, fault, id, ladder, page, people, postgres, problem, record, standing}},
		{pkg: selfeval, only: []string{access, audit, days, fault, id, ladder, page, people, postgres, problem, record}},
		{pkg: notify, only: []string{access, audit, fault, id, page, people, postgres, problem, notify}},
		{pkg: panel, only: []string{access, audit, cases, days, fault, id, ladder, mentor, nominate, notify, page, people, postgres, problem, "dossier/internal/panel/conflict"}},
		{pkg: "dossier/internal/panel/conflict", only: []string{access, audit, days, fault, id, ladder, page, people, postgres, problem}},
		{pkg: "dossier/internal/panel/advice", only: []string{audit, id, people, postgres}},
		{pkg: "dossier/internal/panel/review", only: []string{access, analysis, audit, cases, days, fault, id, ladder, notify, page, panel, people, postgres, problem}},
		{pkg: "dossier/internal/panel/decide", only: []string{access, analysis, audit, cases, days, fault, id, ladder, notify, page, panel, people, postgres, problem, "dossier/internal/panel/review"}},
		{pkg: "dossier/internal/panel/calibrate", only: []string{access, days, fault, id, ladder, people, postgres, problem, "dossier/internal/panel/review", "dossier/internal/panel/decide"}},
		// Pure rules: types alone, no store.
		{pkg: standing, only: []string{days, id, ladder, mentor, people, record, selfeval}},
		{pkg: facts, only: []string{access, analysis, days, fault, id, ladder, mentor, people, postgres, record, selfeval, standing}},
		{pkg: "dossier/internal/intake", never: []string{"dossier/graph", "dossier/internal/queue", "dossier/internal/embedded"}},
		{pkg: cases, only: []string{access, audit, days, extract, fault, files, id, ladder, page, people, postgres, problem, record, standing}},
		{pkg: analysis, only: []string{access, audit, cases, fault, id, ladder, people, postgres, problem, text}},
		{pkg: text, only: none},
		{pkg: "dossier/internal/analysis/offline", only: []string{analysis, fault, ladder, text, "dossier/internal/analysis/claims", "dossier/internal/analysis/offline"}},
		{pkg: "dossier/internal/analysis/offline/fit", never: none},
		{pkg: "dossier/internal/analysis/claims", only: []string{analysis, ladder, text}},
		{pkg: "dossier/internal/analysis/llm", only: []string{analysis, fault, ladder, text, "dossier/internal/analysis/llm"}},
		{pkg: "dossier/internal/analysis/eval", only: []string{analysis, ladder, text, "dossier/internal/analysis/offline", "dossier/internal/analysis/claims", "dossier/ladders"}},
		{pkg: "dossier/internal/analysis/eval/counterfactual", only: []string{analysis, ladder, text, "dossier/internal/analysis/eval"}},
		{pkg: "dossier/internal/embedded", only: []string{postgres, fault, "dossier/internal/embedded", "dossier/internal/embedded/guard"}},
		{pkg: "dossier/internal/sample", only: []string{days, people}},
		{pkg: "dossier/internal/testworld", never: none},
		{pkg: "dossier/ladders", only: none},
	}
}

func within(pkg, prefix string) bool { return pkg == prefix || strings.HasPrefix(pkg, prefix+"/") }

func (r rule) allows(imported string) bool {
	if r.only != nil && within(imported, "dossier") {
		return slices.Contains(r.only, imported)
	}
	return !slices.ContainsFunc(r.never, func(n string) bool { return within(imported, n) })
}

// generated and fetched files are not held to the length of a file.
func exempt(path string) bool {
	return strings.Contains(path, "/gen/") || strings.HasSuffix(path, "_gen.go")
}

func sources(t *testing.T, visit func(path string, test bool)) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && (e.Name() == "testdata" || strings.HasPrefix(e.Name(), ".") && e.Name() != "..") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ".go") {
			visit(path, strings.HasSuffix(path, "_test.go"))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhoImportsWhom(t *testing.T) {
	t.Parallel()
	looked := 0
	sources(t, func(path string, test bool) {
		rel, err := filepath.Rel("..", path)
		if err != nil || test {
			return
		}
		pkg := "dossier/" + filepath.ToSlash(filepath.Dir(rel))
		var fits rule
		for _, r := range rules() {
			if within(pkg, r.pkg) && len(r.pkg) > len(fits.pkg) {
				fits = r
			}
		}
		if fits.pkg == "" {
			t.Errorf("%s: package %s has no rule in internal/house_test.go", rel, pkg)
			return
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			t.Error(err)
			return
		}
		for _, imp := range f.Imports {
			looked++
			if name, _ := strconv.Unquote(imp.Path.Value); name != pkg && !fits.allows(name) {
				t.Errorf("%s: %s may not import %s", rel, fits.pkg, name)
			}
		}
	})
	if looked < 300 {
		t.Errorf("only %d imports were looked at", looked)
	}
}

func TestNoFileIsTooLong(t *testing.T) {
	t.Parallel()
	sources(t, func(path string, _ bool) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Error(err)
		}
		if n := bytes.Count(text, []byte("\n")); n > 400 && !exempt(filepath.ToSlash(path)) {
			t.Errorf("%s has %d lines; 400 are allowed: it holds more than one thing", path, n)
		}
	})
}
