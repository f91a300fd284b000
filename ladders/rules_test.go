package ladders_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dossier/internal/ladder"
	"dossier/ladders"
)

// Every rule that the shipped ladder's policy reads is named by a test that
// proves what follows from it. The test that the ladder holds the whole page
// names every rule too, and does not count.
func TestEveryRuleIsProved(t *testing.T) {
	t.Parallel()
	v, err := ladder.Load(ladders.Default())
	if err != nil {
		t.Fatal(err)
	}
	var rules []string
	for _, p := range v.Policy {
		rules = append(rules, p.Rule...)
	}
	for _, l := range v.Levels {
		for _, p := range l.Policy {
			rules = append(rules, p.Rule...)
		}
	}
	id := regexp.MustCompile(`\b[A-Z]\d+(\.\d+|[a-e])?\b`)
	named := map[string]bool{}
	err = filepath.WalkDir("..", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "ladder/page_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, name := range id.FindAllString(string(text), -1) {
			named[name] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(rules)
	for _, rule := range slices.Compact(rules) {
		if !named[rule] {
			t.Errorf("no test names %s", rule)
		}
	}
	if len(rules) < 80 {
		t.Errorf("only %d rules were looked for", len(rules))
	}
}
