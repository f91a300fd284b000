package standing

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The guide for authors names measures and indicators that there are, with the
// values that they cannot do without, and the shipped ladder's are among them.
func TestGuideNamesWhatIsComputed(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../docs/ladders.md")
	if err != nil {
		t.Fatal(err)
	}
	_, guide, _ := strings.Cut(string(b), "| measure |")
	measures, _, _ := strings.Cut(guide, "| policy |")
	bold := regexp.MustCompile(`\*\*(\w+)\*\*`)
	rows := regexp.MustCompile("(?m)^\\| `([a-z-]+)`[^|]*\\| (.*) \\|$").FindAllStringSubmatch(measures, -1)
	for _, row := range rows {
		m, ok := measureOf(row[1])
		if row[1] == "skill-" {
			m, ok = measureOf("skill-any")
		}
		var needs []string
		for _, n := range bold.FindAllStringSubmatch(row[2], -1) {
			needs = append(needs, n[1])
		}
		if got := strings.Join(append(m.numbers, m.levels...), " "); !ok || got != strings.Join(needs, " ") {
			t.Errorf("%s: known %v, needs %s, and the guide says %v", row[1], ok, got, needs)
		}
	}
	if len(rows) != 17 {
		t.Errorf("the guide names %d measures, want 17", len(rows))
	}
	v, _ := shipped(t)
	for _, l := range v.Levels {
		for _, p := range l.Policy {
			if name, ok := p.String("indicator"); ok {
				if _, known := figureOf(name); !known || !strings.Contains(guide, "`"+name+"`") {
					t.Errorf("%s: %s is known: %v, or the guide does not name it", p.Key, name, known)
				}
			}
		}
	}
}
