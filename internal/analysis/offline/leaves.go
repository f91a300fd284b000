package offline

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"dossier/internal/ladder"
)

//go:embed leaves.txt
var leavesFile string

// anyPassage is the group that every passage has.
const anyPassage = "*"

// inReferences is what a passage in the words of a referee has.
const inReferences = "in-references"

// need is what answers a leaf: groups that must all be there, each of them by
// any one of its names.
type need [][]string

// parseLeaves reads what answers each leaf.
func parseLeaves(text string) (map[string]need, error) {
	out := map[string]need{}
	for n, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		key, list, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("read leaves, line %d: no key", n+1)
		}
		var groups need
		for _, g := range strings.Split(list, "+") {
			var names []string
			for _, name := range strings.Split(g, "|") {
				names = append(names, strings.TrimSpace(name))
			}
			groups = append(groups, names)
		}
		out[key] = groups
	}
	return out, nil
}

// needOf is what answers a leaf; for one that has no line, any family of the
// words that define it.
func (a *Analyser) needOf(l *ladder.Leaf) need {
	if n, ok := a.needs[l.Key]; ok {
		return n
	}
	en := a.lexicons["en"]
	set, _ := en.find(en.plain(wordsOf(l.Definition + " " + l.Counts)))
	var names []string
	for i, n := range a.names {
		if set.has(i) && !common(n) {
			names = append(names, n)
		}
	}
	if len(names) == 0 {
		return need{{anyPassage}}
	}
	return need{names}
}

// common are families that nearly every sentence has.
func common(family string) bool {
	return slices.Contains([]string{"person", "me", "we", "not", "done", "because", "buzz", "scene", "ask", "other"}, family)
}

// answers reports whether a passage with these traits answers a leaf.
func (n need) answers(traits []string) bool {
	for _, group := range n {
		if !slices.ContainsFunc(group, func(name string) bool {
			return name == anyPassage || slices.Contains(traits, name)
		}) {
			return false
		}
	}
	return true
}

// leafOf chooses the question of a criterion that a passage answers best: the
// one that asks for most, the first of the ladder among equals.
func (a *Analyser) leafOf(c *ladder.Criterion, traits []string) string {
	best, most := "", -1
	for i := range c.Leaves {
		n := a.needOf(&c.Leaves[i])
		if !n.answers(traits) {
			continue
		}
		asks := len(n)
		if n[0][0] == anyPassage {
			asks = 0
		}
		if asks > most {
			best, most = c.Leaves[i].Key, asks
		}
	}
	if best == "" && len(c.Leaves) > 0 {
		return c.Leaves[0].Key
	}
	return best
}
