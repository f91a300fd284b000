package offline

import (
	"strings"

	"dossier/internal/analysis"
)

// mostAsserted bounds the assertions of a criterion in one window.
const mostAsserted = 2

// sayings are the words with which a criterion is claimed without an instance.
// They only ever tell "asserted" from "not spoken of".
func sayings() map[string][]string {
	return map[string][]string{
		"company-level-judgment": {"company-level", "whole company", "judgment", "judgement", "strategic", "strategy", "strateg",
			"urteilsvermögen", "unternehmerisch", "ganzheitlich"},
		"team-building-instinct": {"team build", "team-build", "instinct", "teams", "culture", "hire for", "talent",
			"teamaufbau", "kultur", "mitarbeitend"},
		"founder-trust-at-scale": {"trust", "co-founder", "founder", "vertrau", "mitgründ", "augenhöhe"},
		"long-term-thinking": {"long-term", "long term", "decade", "generations", "durable", "future-proof", "infinite",
			"langfristig", "nachhaltig", "weitsicht", "weitblick", "jahrzehnt", "generationen"},
		"generosity": {"generosity", "generous", "mentor", "develop people", "future leaders", "giving back", "servant leader",
			"großzügig", "weitergeben", "fördere", "wertschätz"},
	}
}

// assertions points at sentences that claim a criterion and tell nothing: they
// are no evidence.
func (a *Analyser) assertions(in analysis.MapInput, units Units) []analysis.Item {
	claims := sayings()
	buzz, belief := a.family["buzz"], a.family["belief"]
	var out []analysis.Item
	for i := range in.Level.PanelCriteria {
		c := &in.Level.PanelCriteria[i]
		said := 0
		for k := range units {
			u := &units[k]
			if said == mostAsserted || len(c.Leaves) == 0 {
				break
			}
			if !u.families.has(buzz) && !u.families.has(belief) || u.signals.has(sigNumber) || u.signals.has(sigQuestion) {
				continue
			}
			text := strings.Join(u.words, " ")
			if !containsAny(text, claims[c.Key]) {
				continue
			}
			said++
			out = append(out, analysis.Item{
				First: u.first, Last: u.last, Quote: in.Doc.At(units.Span(in.Doc, k)), Actor: analysis.ActorUnclear,
				Stance: analysis.StanceAsserts, Strength: analysis.Minor, Leaf: c.Leaves[0].Key,
				Signals: a.traits(u.families, u.signals, in.Component),
			})
		}
	}
	return out
}

func containsAny(text string, parts []string) bool {
	for _, p := range parts {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}
