package analysis

import (
	"strings"
	"testing"

	"github.com/google/uuid"
)

// Each cause has a sentence of its own, and none is said without its cause.
func TestStaleReasons(t *testing.T) {
	t.Parallel()
	l := level()
	hash, err := l.RubricHash()
	if err != nil {
		t.Fatal(err)
	}
	one, two := uuid.New(), uuid.New()
	other := strings.Repeat("0", len(hash))
	for _, c := range []struct {
		name string
		x    Staleness
		want []string
	}{
		{"nothing changed", Staleness{Analysed: one, InForce: one, Rubric: &hash}, nil},
		{"not finished", Staleness{Analysed: one, InForce: one}, nil},
		{"text", Staleness{TextChanged: true, Analysed: one, InForce: one, Rubric: &hash}, []string{"text"}},
		{"a version with the same rubric", Staleness{Analysed: one, InForce: two, Rubric: &hash}, []string{"version"}},
		{"rubric", Staleness{Analysed: one, InForce: one, Rubric: &other}, []string{"rubric"}},
		{"all", Staleness{TextChanged: true, Analysed: one, InForce: two, Rubric: &other}, []string{"text", "version", "rubric"}},
	} {
		got, err := c.x.Reasons(l)
		if err != nil || got == nil || len(got) != len(c.want) {
			t.Errorf("%s: %q, %v", c.name, got, err)
			continue
		}
		for i, w := range c.want {
			if !strings.Contains(got[i], w) {
				t.Errorf("%s: %q does not speak of the %s", c.name, got[i], w)
			}
		}
	}
	if got, err := (&Staleness{Analysed: one, InForce: one, Rubric: &other}).Reasons(nil); err != nil || len(got) != 0 {
		t.Errorf("a level that the version in force lacks: %q, %v", got, err)
	}
}

// A change of any part of the rubric changes its hash; nothing else does.
func TestRubricHashFollowsTheRubric(t *testing.T) {
	t.Parallel()
	same, err := level().RubricHash()
	if err != nil {
		t.Fatal(err)
	}
	l := level()
	l.PanelCriteria[0].Leaves[0].Definition += "."
	changed, err := l.RubricHash()
	if err != nil || changed == same {
		t.Errorf("a reworded question leaves the hash as it is: %v", err)
	}
	l = level()
	l.Code = "L7"
	if renamed, _ := l.RubricHash(); renamed != same {
		t.Error("the level's code is no part of the rubric")
	}
}
