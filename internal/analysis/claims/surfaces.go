package claims

import (
	"fmt"
	"slices"
	"strings"

	"dossier/internal/analysis"
)

// surfaceCount reads "I own three product surfaces", "I own all three".
func surfaceCount(s *sentence, f *analysis.Facts) (finding, bool) {
	names := s.has("surface", "products", "product line", "produkte", "oberfläche", "anwendungen") || s.inside("produktoberfläche", "produktfläche")
	own := s.has("i own", "i have owned", "owned", "verantworte", "owner of", "responsible for", "in my charge", "i run", "i lead",
		"i look after", "look after", "under me", "are mine", "under my", "leite ich", "ich leite", "ich führe", "betreue", "in meiner verantwortung",
		"gehören mir", "i manage", "ownership of", "in my care")
	pointsBack := own && s.has("all") && strings.Contains(s.before, "surface") || own && s.has("alle") && strings.Contains(s.before, "oberfläche")
	if pointsBack && !names {
		names = true
	}
	counts := s.numbers()
	if !names || !own || len(counts) == 0 || counts[0].value == 0 || counts[0].value > 30 {
		return finding{}, false
	}
	claimed := counts[0].value
	x := finding{metric: Surfaces, subject: "surfaces", value: -1}
	x.claimed = counted(claimed, in(s.lang, "surface", "Oberfläche"), in(s.lang, "surfaces", "Oberflächen"))
	total, current, single := surfacesOf(s, f)
	if len(total) == 0 {
		x.verdict = analysis.Unverifiable
		return x, true
	}
	x.recorded = fmt.Sprintf("%s (%s)", counted(len(total), in(s.lang, "surface", "Oberfläche"), in(s.lang, "surfaces", "Oberflächen")),
		strings.Join(total, ", "))
	x.verdict = judge(claimed, len(total), counts[0].bound)
	if claimed == current || slices.Contains(single, claimed) {
		x.verdict = analysis.Supported
	}
	return x, true
}

// surfacesOf lists the surfaces of the engagements that a sentence speaks of,
// how many are held now, and how many each engagement has.
func surfacesOf(s *sentence, f *analysis.Facts) (all []string, current int, single []int) {
	companies := s.companies(f)
	for _, e := range f.Engagements {
		if len(companies) > 0 && !slices.Contains(companies, e.Company) {
			continue
		}
		all = append(all, e.Surfaces...)
		single = append(single, len(e.Surfaces))
		if e.To == nil {
			current += len(e.Surfaces)
		}
	}
	return all, current, single
}
