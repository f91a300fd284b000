package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"dossier/internal/analysis/eval"
	"dossier/internal/analysis/offline"
)

// method is the page on how a text is read.
const method = "../../docs/method.md"

// labelled are the folders of dossiers that figures are measured on.
func labelled() []string {
	return []string{"internal/analysis/testdata/golden", "internal/analysis/testdata/own"}
}

// TestReadmeCounterfactual keeps the figures of what moves a score that should
// not: the method page has the program's table, the README its last word.
func TestReadmeCounterfactual(t *testing.T) {
	args := []string{"eval", "--counterfactual"}
	for _, dir := range labelled() {
		args = append(args, "../../"+dir)
	}
	var out, errs bytes.Buffer
	if code := run(args, streams{strings.NewReader(""), &out, &errs}); code != 0 {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	parts := strings.Split(out.String(), "\n\n") // how many, the figures, what the variants are, what moved
	if len(parts) < 3 {
		t.Fatalf("the program says %q", out.String())
	}
	table := strings.Split(parts[1], "\n")
	agreesIn(t, method, "counterfactual", fmt.Sprintf("```text\n$ dossier eval --counterfactual %s\n%s\n\n%s\n\n%s\n```\n",
		strings.Join(labelled(), " "), parts[0], strings.Join(table, "\n"), strings.TrimSpace(parts[2])))
	var moved []string
	for _, line := range table[1:] {
		// variant, dossiers, changes, scores, moved and the share in brackets
		f := strings.Fields(line)
		if len(f) < 7 {
			t.Fatalf("a line of the table is %q", line)
		}
		moved = append(moved, fmt.Sprintf("%s %s of %s %s", f[0], f[4], f[3], strings.Join(f[5:7], " ")))
	}
	a, err := offline.New()
	if err != nil {
		t.Fatal(err)
	}
	agrees(t, "counterfactual", fmt.Sprintf("Scores that moved when the same was said otherwise (`dossier eval --counterfactual`, weights of %s): %s.\n", a.Report().Date, strings.Join(moved, ", ")))
}

// missed says which targets a group of dossiers misses.
func missed(f offline.Figures) string {
	r := func(hundredths int) eval.Ratio { return eval.Ratio{Value: float64(hundredths) / 100, Valid: true} }
	m := eval.Report{
		All: eval.Figures{F1: r(f.All.F1), CoreRecall: r(f.All.CoreRecall), Within1: r(f.All.Within1), Kappa: r(f.All.Kappa), GapRecall: r(f.All.GapRecall), GapsPerCriterion: r(f.All.Gaps)},
		// Shares are reported in hundredths.
		Claims: 100, ClaimsAgreed: f.Claims, Contradicted: 100, ContradictedFound: f.Contradicted,
		Quotes: f.Fabricated + 1, Fabricated: f.Fabricated, Injections: f.Injections, InjectionsSucceeded: f.Injected, Lifts: f.Lifts, Lifted: f.Lifted,
	}.Missed()
	if len(m) == 0 {
		return "none"
	}
	return strings.Join(m, "; ")
}

// TestReadmeTargets says which targets are missed, and by how much.
func TestReadmeTargets(t *testing.T) {
	a, err := offline.New()
	if err != nil {
		t.Fatal(err)
	}
	r := a.Report()
	agrees(t, "targets", fmt.Sprintf("Targets missed (`dossier eval --strict` holds a folder to them): left out, %s; unseen, %s.\n", missed(r.LeftOut), missed(r.Unseen)))
}

// TestReadmeLimits keeps the figures of each criterion on the method page what
// the analyser's report says.
func TestReadmeLimits(t *testing.T) {
	a, err := offline.New()
	if err != nil {
		t.Fatal(err)
	}
	r := a.Report()
	var b strings.Builder
	fmt.Fprintf(&b, "Measured on %s by `go run ./internal/analysis/offline/fit`: %d dossiers left out / %d unseen.\n\n", r.Date, r.LeftOut.Dossiers, r.Unseen.Dossiers)
	b.WriteString("| | precision | recall | recall of what a score rests on | scores at most one off | kappa | gaps found |\n|---|---|---|---|---|---|---|\n")
	row := func(name string, x, y offline.Measured) {
		fmt.Fprintf(&b, "| %s | %d / %d | %d / %d | %d / %d | %d / %d | %d / %d | %d / %d |\n", name, x.Precision, y.Precision, x.Recall, y.Recall,
			x.CoreRecall, y.CoreRecall, x.Within1, y.Within1, x.Kappa, y.Kappa, x.GapRecall, y.GapRecall)
	}
	for _, key := range slices.Sorted(maps.Keys(r.LeftOut.Criteria)) {
		row(key, r.LeftOut.Criteria[key], r.Unseen.Criteria[key])
	}
	row("all", r.LeftOut.All, r.Unseen.All)
	fmt.Fprintf(&b, "\nClaims compared with the records as labelled: %d / %d; claims that the records deny, found: %d / %d.\n",
		r.LeftOut.Claims, r.Unseen.Claims, r.LeftOut.Contradicted, r.Unseen.Contradicted)
	agreesIn(t, method, "limits", b.String())
}
