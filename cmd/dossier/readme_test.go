package main

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"dossier/internal/analysis/offline"
)

var update = flag.Bool("update", false, "write into the README what the program says")

// settings lists every setting that has a variable, with the commands that
// read it.
func settings() string {
	var c cli
	parser := newParser(&c, streams{}, func(int) {})
	type setting struct{ flag, value, help, commands string }
	byEnv := map[string]*setting{}
	var walk func(n *kong.Node, path string)
	walk = func(n *kong.Node, path string) {
		for _, f := range n.Flags {
			for _, env := range f.Envs {
				s := byEnv[env]
				if s == nil {
					value := f.Default
					if value != "" {
						value = "`" + value + "`"
					}
					s = &setting{flag: "--" + f.Name, value: value, help: f.Help}
					byEnv[env] = s
				}
				if s.commands != "" {
					s.commands += ", "
				}
				s.commands += path
			}
		}
		for _, child := range n.Children {
			walk(child, strings.TrimSpace(path+" "+child.Name))
		}
	}
	for _, f := range parser.Model.Flags {
		for _, env := range f.Envs {
			byEnv[env] = &setting{flag: "--" + f.Name, help: f.Help, commands: "all"}
		}
	}
	for _, child := range parser.Model.Children {
		walk(child, child.Name)
	}
	var b strings.Builder
	b.WriteString("| variable | flag | default | what | commands |\n|---|---|---|---|---|\n")
	names := make([]string, 0, len(byEnv))
	for env := range byEnv {
		names = append(names, env)
	}
	slices.Sort(names)
	for _, env := range names {
		s := byEnv[env]
		fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s | %s |\n", env, s.flag, s.value, s.help, s.commands)
	}
	return b.String()
}

// readme is the README, whose parts between marks are the program's own words.
const readme = "../../README.md"

// agrees compares a part of the README with what the program says, or writes
// it there.
func agrees(t *testing.T, mark, want string) {
	t.Helper()
	agreesIn(t, readme, mark, want)
}

// agreesIn is agrees for another file that is kept so.
func agreesIn(t *testing.T, file, mark, want string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	between := regexp.MustCompile(`(?s)(<!-- ` + mark + ` -->\n).*?(<!-- end of ` + mark + ` -->)`)
	if !between.Match(raw) {
		t.Fatalf("%s has no place for %s", filepath.Base(file), mark)
	}
	text := between.ReplaceAllString(string(raw), "${1}"+strings.ReplaceAll(want, "$", "$$")+"${2}")
	switch {
	case text == string(raw):
	case *update:
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("the %s of %s are not what the program says now: run make gen", mark, filepath.Base(file))
	}
}

func TestReadmeSettings(t *testing.T) { agrees(t, "settings", settings()) }

func TestReadmeAnalysis(t *testing.T) {
	var out, errs bytes.Buffer
	if code := run([]string{"analyze", "../../docs/example-case-study.md"}, streams{strings.NewReader(""), &out, &errs}); code != 0 {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	blocks := strings.Split(strings.TrimSpace(out.String()), "\n\n")
	shown := []string{blocks[0], "…"}
	for _, b := range blocks[1:] {
		if strings.HasPrefix(b, "Figures that records") || strings.HasPrefix(b, "! ") {
			shown = append(shown, b)
		}
	}
	text := "    $ dossier analyze docs/example-case-study.md\n"
	for _, line := range strings.Split(strings.Join(append(shown, blocks[len(blocks)-1]), "\n\n"), "\n") {
		text += strings.TrimRight("    "+line, " ") + "\n"
	}
	agrees(t, "analysis", text)
}

// TestReadmeQuality keeps the figures of the offline analyser what its report
// says.
func TestReadmeQuality(t *testing.T) {
	a, err := offline.New()
	if err != nil {
		t.Fatal(err)
	}
	r := a.Report()
	var b strings.Builder
	fmt.Fprintf(&b, "Measured on %s, in hundredths: %d dossiers left out / %d unseen.\n\n", r.Date, r.LeftOut.Dossiers, r.Unseen.Dossiers)
	b.WriteString("| | evidence F1 | polarity ignored | core recall | within 1 | kappa | gap recall | gaps each |\n|---|---|---|---|---|---|---|---|\n")
	row := func(name string, x, y offline.Measured) {
		fmt.Fprintf(&b, "| %s | %d / %d | %d / %d | %d / %d | %d / %d | %d / %d | %d / %d | %.1f / %.1f |\n", name, x.F1, y.F1, x.AnySignF1, y.AnySignF1,
			x.CoreRecall, y.CoreRecall, x.Within1, y.Within1, x.Kappa, y.Kappa, x.GapRecall, y.GapRecall,
			float64(x.Gaps)/100, float64(y.Gaps)/100)
	}
	for _, key := range slices.Sorted(maps.Keys(r.LeftOut.Criteria)) {
		row(key, r.LeftOut.Criteria[key], r.Unseen.Criteria[key])
	}
	row("all (micro)", r.LeftOut.All, r.Unseen.All)
	fmt.Fprintf(&b, "\nClaims answered as labelled: %d / %d; contradicted claims found: %d / %d. Invented quotes: %d / %d; "+
		"injections that succeeded: %d of %d; criteria lifted by another trick: %d of %d.\n",
		r.LeftOut.Claims, r.Unseen.Claims, r.LeftOut.Contradicted, r.Unseen.Contradicted, r.LeftOut.Fabricated, r.Unseen.Fabricated,
		r.LeftOut.Injected, r.LeftOut.Injections, r.LeftOut.Lifted, r.LeftOut.Lifts)
	agrees(t, "quality", b.String())
}
