package ladder

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// Every component of the assessment has a checklist whose items quote the page.
func TestComponentsHaveChecklists(t *testing.T) {
	t.Parallel()
	v, _ := shipped(t)
	words := essence(page(t))
	for _, c := range v.Level("L8").Promotion.Assessment {
		if len(c.Checklist) < 2 {
			t.Errorf("%s: %d items", c.Key, len(c.Checklist))
		}
		for _, i := range c.Checklist {
			if i.Text == "" || len(i.Rule) == 0 || !strings.Contains(words, essence(i.Source)) {
				t.Errorf("%s, %s: the page does not say %q", c.Key, i.Key, i.Source)
			}
		}
	}
}

// What the policy names as sections of a component stands in its checklist.
func TestChecklistsHoldThePolicysSections(t *testing.T) {
	t.Parallel()
	v, _ := shipped(t)
	l := v.Level("L8")
	looked := 0
	for _, p := range l.Policy {
		sections, _ := p.Values["sections"].([]any)
		c := l.Component(p.Key)
		if c == nil {
			continue
		}
		for _, s := range sections {
			looked++
			if !slices.ContainsFunc(c.Checklist, func(i ComponentItem) bool { return i.Key == s }) {
				t.Errorf("%s: the checklist lacks %v", p.Key, s)
			}
		}
	}
	if looked < 12 {
		t.Errorf("%d sections looked at", looked)
	}
}

func TestChecklistsAreChecked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ ours, want string }{
		"of no component": {"  level: A1\n  checklists:\n    nothing:\n      - {key: a, text: b, source: c}\n", `has no component "nothing"`},
		"of no level":     {"  checklists:\n    portfolio:\n      - {key: a, text: b, source: c}\n", "belongs to no level"},
		"without words":   {"  level: A1\n  checklists:\n    portfolio:\n      - {key: a, text: '', source: ' '}\n", "is empty"},
		"one key twice":   {"  level: A1\n  checklists:\n    portfolio:\n      - {key: a, text: b, source: c}\n      - {key: a, text: b, source: c}\n", `"a"`},
		"one more field":  {"  level: A1\n  checklists:\n    portfolio:\n      - {key: a, text: b, source: c, weight: 1}\n", "weight"},
	} {
		dir := small(t)
		dir["lists.yaml"] = &fstest.MapFile{Data: []byte("ours:\n" + c.ours)}
		problems, err := Check(dir)
		if err != nil {
			t.Fatal(err)
		}
		said := strings.Join(each(problems, Problem.String), "\n")
		if !strings.Contains(said, c.want) {
			t.Errorf("%s: check says %q, want %q", name, said, c.want)
		}
	}
	dir := small(t)
	for _, name := range []string{"one.yaml", "two.yaml"} {
		dir[name] = &fstest.MapFile{Data: []byte("ours:\n  level: A1\n  checklists:\n    portfolio:\n      - {key: a, text: b, source: c}\n")}
	}
	problems, err := Check(dir)
	if err != nil || !strings.Contains(strings.Join(each(problems, Problem.String), "\n"), `the checklist of "portfolio" is written in one.yaml too`) {
		t.Errorf("two checklists of one component: %v, %v", problems, err)
	}
}
