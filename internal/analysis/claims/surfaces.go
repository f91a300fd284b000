package claims

import (
	"fmt"
	"slices"
	"strings"

	"dossier/internal/analysis"
)

// surfaceCount reads "I own three product surfaces", "I answer for all three",
// and that somebody has several surfaces at once that the records name.
func surfaceCount(s *sentence, f *analysis.Facts) (finding, bool) {
	named := namedSurfaces(s, f)
	charge := s.has(chargeWords()...)
	atOnce := s.has("at once", "at the same time", "at one and the same", "together", "simultaneously", "in parallel", "gleichzeitig", "zugleich", "parallel")
	counts := slices.DeleteFunc(s.numbers(), func(n number) bool { return n.value < 2 || n.value > 30 || n.times || s.measured(n) })
	if s.row || s.has(outageWords()...) || !charge && !(atOnce && named > 1) && !(named > 2 && len(counts) > 0) {
		return finding{}, false
	}
	at := slices.IndexFunc(counts, func(n number) bool { return s.followed(n, surfaceNouns()) })
	switch {
	case at >= 0 && charge:
		counts = counts[at:]
	case named > 1 && slices.ContainsFunc(counts, func(n number) bool { return n.value == named }), named > 1 && (charge && s.me() || atOnce):
		counts = []number{{value: named, bound: atLeast}}
	case len(counts) > 0 && charge && s.me() && everyOf(s, counts[0]) && known(s, f, counts[0].value):
	default:
		return finding{}, false
	}
	claimed := counts[0].value
	x := finding{metric: Surfaces, subject: "surfaces", value: -1}
	x.claimed = counted(claimed, in(s.lang, "surface", "Oberfläche"), in(s.lang, "surfaces", "Oberflächen"))
	all, shares := surfacesOf(s, f)
	if len(all) == 0 {
		x.verdict = analysis.Unverifiable
		return x, true
	}
	x.verdict = judge(claimed, len(all), counts[0].bound)
	if i := slices.IndexFunc(shares, func(share []string) bool { return len(share) == claimed }); i >= 0 {
		all, x.verdict = shares[i], analysis.Supported
	}
	x.recorded = fmt.Sprintf("%s (%s)", counted(len(all), in(s.lang, "surface", "Oberfläche"), in(s.lang, "surfaces", "Oberflächen")),
		strings.Join(all, ", "))
	return x, true
}

func surfaceNouns() []string {
	return []string{"surface", "product", "system", "app", "application", "platform", "portal", "service", "tool", "programme", "program",
		"site", "website", "module", "produkt", "oberfläche", "anwendung", "dienst", "programm", "werkzeug", "webseite", "modul"}
}

// followed reports whether one of some beginnings of words stands soon after a
// count.
func (s *sentence) followed(n number, stems []string) bool {
	const reach = 3
	for k := n.at + 1; k < min(len(s.words), n.at+1+reach); k++ {
		if _, _, ok := count(s.words[k], s.lang); ok {
			return false
		}
		for _, stem := range stems {
			if strings.HasPrefix(s.words[k], stem) {
				return true
			}
		}
	}
	return false
}

// everyOf reports whether a count means all of the things spoken of: "all
// three", "both", "three of them".
func everyOf(s *sentence, n number) bool {
	if isOneOf(s.words[n.at], "both", "beide", "beiden", "beides") {
		return true
	}
	return n.at > 0 && isOneOf(s.words[n.at-1], "all", "alle", "allen", "these", "the", "diese", "die")
}

// known reports whether an engagement has, or all that are held have, as many
// surfaces.
func known(s *sentence, f *analysis.Facts, n int) bool {
	all, shares := surfacesOf(s, f)
	return n == len(all) || slices.ContainsFunc(shares, func(share []string) bool { return len(share) == n })
}

// namedSurfaces counts the surfaces of one engagement that a sentence names.
func namedSurfaces(s *sentence, f *analysis.Facts) int {
	most := 0
	for _, e := range f.Engagements {
		n := 0
		for _, name := range e.Surfaces {
			if sameThing(s, name) {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// surfacesOf lists the surfaces of the engagements that a sentence speaks of,
// and the shares of them that it may mean: those held now, and those of each
// engagement.
func surfacesOf(s *sentence, f *analysis.Facts) (all []string, shares [][]string) {
	companies := s.companies(f)
	var held []string
	for _, e := range f.Engagements {
		if len(companies) > 0 && !slices.Contains(companies, e.Company) {
			continue
		}
		all = append(all, e.Surfaces...)
		shares = append(shares, e.Surfaces)
		if e.To == nil {
			held = append(held, e.Surfaces...)
		}
	}
	return all, append(shares, held)
}
