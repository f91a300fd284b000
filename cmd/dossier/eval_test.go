package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dossier/internal/analysis/llm/fakellm"
)

// An analyser that finds what "he" did and not what "she" did is caught:
// --strict names the variants that moved scores, and how many.
func TestEvalStrictNamesTheVariantsThatMoveScores(t *testing.T) {
	t.Parallel()
	const deed = "Then he moved five of our seven engineers to the agent console in March 2023."
	dossier, err := json.Marshal(map[string]any{
		"id": "x-01", "about": "a deed of his", "language": "en", "ladder": "ai-first-business-manager", "from": "L8", "to": "L9",
		"records":   map[string]any{},
		"documents": []any{map[string]any{"key": "d1", "component": "technical-strategy-portfolio", "title": "Console", "body": "# Console\n\n" + deed + "\n"}},
		"labels":    map[string]any{}, "claims": []any{}, "adversarial": nil,
	})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "x-01.json"), dossier, 0o600); err != nil {
		t.Fatal(err)
	}
	s := fakellm.Start(fakellm.Oracle(fakellm.Label{Quote: deed, Leaf: "cj.stage"}))
	t.Cleanup(s.Close)
	eval := func(flags ...string) (int, string, string) {
		var out, errs bytes.Buffer
		args := append([]string{"eval", "--counterfactual", "--analyser", "llm", "--llm-url", s.Base(), "--llm-model", "small"}, append(flags, dir)...)
		code := run(args, streams{strings.NewReader(""), &out, &errs})
		return code, out.String(), errs.String()
	}
	code, out, errs := eval("--strict")
	if code != 1 || !regexp.MustCompile(`^dossier: 2 scores moved: he-she 1, they 1\n$`).MatchString(errs) {
		t.Errorf("exit %d, %q", code, errs)
	}
	if !strings.Contains(out, "he-she: x-01, company-level-judgment: ") {
		t.Errorf("the move is not listed:\n%s", out)
	}
	if code, _, errs := eval(); code != 0 || errs != "" {
		t.Errorf("without --strict: exit %d, %q", code, errs)
	}
}
