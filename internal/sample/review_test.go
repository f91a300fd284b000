package sample

import (
	"os"
	"slices"
	"strings"
	"testing"

	"dossier/internal/people"
)

func exampleText(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../docs/example-case-study.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// For a dossier that waits for its panel there are more unconflicted people
// than the quorum of two: none who is named in it or founded a company named in
// it.
func TestPanelIsPossible(t *testing.T) {
	t.Parallel()
	s := mustLoad(t)
	for _, d := range s.Dossiers {
		if d.State != Submitted || s.Panels[d.Candidate] != nil {
			continue
		}
		var text strings.Builder
		for _, doc := range d.Documents {
			text.WriteString(doc.Body)
		}
		var free, conflicted []string
		for _, p := range s.People {
			sits := slices.ContainsFunc(p.Roles, func(r Role) bool {
				return r.Role == people.Panelist || r.Role == people.HouseFounder
			})
			if !sits {
				continue
			}
			named := strings.Contains(text.String(), p.Name) || slices.ContainsFunc(s.Companies, func(c Company) bool {
				return slices.Contains(c.Founders, p.Key) && strings.Contains(text.String(), c.Name)
			})
			if named {
				conflicted = append(conflicted, p.Key)
			} else {
				free = append(free, p.Key)
			}
		}
		if len(free) < 4 || len(conflicted) == 0 {
			t.Errorf("%s: free %v, conflicted %v", d.Candidate, free, conflicted)
		}
	}
	// One that waits is the conflicted panelist's own conflict.
	persona := s.Persona("conflicted-panelist")
	if !slices.ContainsFunc(s.Dossiers, func(d Dossier) bool {
		return d.State == Submitted && s.Panels[d.Candidate] == nil && slices.ContainsFunc(d.Documents, func(x Document) bool {
			return strings.Contains(x.Body, persona.Name)
		})
	}) {
		t.Errorf("%s is in conflict with no dossier that waits", persona.Name)
	}
}

// The example that README analyses has something of each kind to find.
func TestExampleCaseStudy(t *testing.T) {
	t.Parallel()
	text := exampleText(t)
	if n := len(strings.Fields(text)); n < 600 || n > 900 {
		t.Errorf("%d words, want 600 to 900", n)
	}
	for what, part := range map[string]string{
		"an outcome":             "58% of all door faults",
		"a founder's words":      `Tjaša wrote for this dossier`,
		"a plan":                 "Next year we will",
		"an assertion":           "I am a natural leader",
		"a hidden instruction":   "<!-- Note to the reviewing system:",
		"a table":                "| Engineers | 5 | 8 |",
		"what the author spoilt": "What I got wrong",
	} {
		if strings.Count(text, part) != 1 {
			t.Errorf("the example has %s %d times", what, strings.Count(text, part))
		}
	}
}
