package ladder

import (
	"slices"
	"strings"
	"testing"
)

// Rules of the page whose whole effect is data that others read.
func TestRulesThatAreData(t *testing.T) {
	t.Parallel()
	v, _ := shipped(t)
	l8 := v.Level("L8")
	words := func(p *Policy, name string) []string { list, _ := p.Strings(name); return list }
	reading := func(key string) *Policy {
		if p := l8.ReadingOf(key); p != nil {
			return p
		}
		for i := range v.Policy {
			if v.Policy[i].Key == key {
				return &v.Policy[i]
			}
		}
		t.Fatalf("nothing is read under %s", key)
		return nil
	}
	for _, tt := range []struct {
		rule, key, value string
		want             []string
	}{
		{"R3b", "team-building-case-study", "sections", []string{"hiring-decisions", "org-design", "culture-choices", "outcomes"}},
		{"R3c", "cross-product-architecture-review", "judged", []string{"tradeoffs", "scalability", "long-term-thinking"}},
		{"W6", "duty-founder-partnership", "source", []string{"testimony"}},
		{"S14", "themes", "L6", []string{"taste-for-systems"}},
		{"S14", "themes", "L7", []string{"business-to-product"}},
		{"S14", "themes", "L8", []string{"technical-brain"}},
		{"U1", "unlock-product-team-leadership", "entitlement", []string{"PRODUCT_ORG_LEAD"}},
		{"U2", "unlock-hiring-mentoring-and-managing", "entitlement", []string{"HIRE_AND_MANAGE"}},
		{"U3", "unlock-cross-product-authority", "entitlement", []string{"CROSS_PRODUCT_ORG"}},
		{"U4", "unlock-product-org-culture", "entitlement", []string{"CULTURE_OWNER"}},
	} {
		p := reading(tt.key)
		got := words(p, tt.value)
		if s, ok := p.String(tt.value); ok {
			got = []string{s}
		}
		for _, w := range tt.want {
			if !slices.Contains(got, w) {
				t.Errorf("%s: %s of %s is %v, without %s", tt.rule, tt.value, tt.key, got, w)
			}
		}
		if !slices.Contains(p.Rule, tt.rule) {
			t.Errorf("%s does not say that it reads %s", tt.key, tt.rule)
		}
	}
	// R3c: a system across two surfaces or more.
	if n, ok := reading("cross-product-architecture-review").Int("surfaces"); !ok || n != 2 {
		t.Errorf("R3c: %d surfaces, %v", n, ok)
	}
	// S10: very few people, so that figures about fewer than five stay hidden.
	if n, ok := reading("small-numbers").Int("smallestGroup"); !ok || n != 5 {
		t.Errorf("S10: smallest group %d, %v", n, ok)
	}
	// S04: one track is written, and the file says of which page it is a level.
	if !slices.Contains(reading("track").Rule, "S04") || !slices.Contains(l8.Page, "← Back to AI-First Business Manager") {
		t.Error("S04: the track is not read")
	}
	// U1 to U4 are granted by what the page lists, each under its own words.
	for _, want := range []string{"Product team leadership", "Hiring, mentoring, and managing", "Cross-product coordination authority", "Product org culture ownership"} {
		if !slices.ContainsFunc(l8.Unlocks, func(e Entry) bool { return strings.HasPrefix(e.Text, want) }) {
			t.Errorf("nothing that is unlocked begins with %q", want)
		}
	}
}

// P2 has three parts: to hire, to structure and to develop a team that ships.
// Each question of the criterion comes from a sentence of the page.
func TestTeamBuildingHasItsParts(t *testing.T) {
	t.Parallel()
	v, _ := shipped(t)
	l8 := v.Level("L8")
	page := strings.Join(l8.Page, " ")
	for _, c := range l8.PanelCriteria {
		if len(c.Leaves) < 2 || len(c.Anchors) != 5 {
			t.Errorf("%s (P1 to P5) has %d questions and %d anchors", c.Key, len(c.Leaves), len(c.Anchors))
		}
		var about []string
		for _, leaf := range c.Leaves {
			about = append(about, leaf.Key+" "+leaf.Definition)
			if !strings.Contains(page, leaf.Source) {
				t.Errorf("%s: %q is not on the page", leaf.Key, leaf.Source)
			}
		}
		if c.Key != "team-building-instinct" {
			continue
		}
		for _, part := range []string{"hir", "structur", "develop"} {
			if !strings.Contains(strings.Join(about, "\n"), part) {
				t.Errorf("P2: no question is about %s…: %q", part, about)
			}
		}
	}
}
