package claims

import (
	"fmt"
	"strings"

	"dossier/internal/analysis"
)

// coFounder reads that the candidate is, or was, a technical co-founder: in
// the candidate's words, or in those of a referee.
func coFounder(s *sentence, f *analysis.Facts) (finding, bool) {
	if !s.inside("co-founder", "cofounder", "mitgründer") || s.row || s.doc.Component != "founder-references" && !s.has("i ", "i'm", "me", "my", "ich", "mich") {
		return finding{}, false
	}
	x := finding{metric: Founders, value: -1, claimed: in(s.lang, "technical co-founder", "technische Mitgründerrolle")}
	if strings.HasSuffix(s.doc.Component, "references") {
		return refereeSays(s, f, x)
	}
	if s.negated() && !s.has("did not know", "not only") {
		return finding{}, false
	}
	want := 1
	for _, n := range s.numbers() {
		want = max(want, n.value)
	}
	if want > 1 {
		x.claimed = fmt.Sprintf(in(s.lang, "technical co-founder of %d companies", "technische Mitgründerrolle bei %d Unternehmen"), want)
	}
	var said []string
	confirmed, founders := 0, 0
	for _, r := range f.References {
		if r.Standing != "founder" {
			continue
		}
		founders++
		said = append(said, fmt.Sprintf("%s (%s): %s", r.Name, r.Company, r.Confirms))
		if confirms(r) {
			confirmed++
		}
	}
	x.recorded = strings.Join(said, "; ")
	switch {
	case founders == 0:
		x.verdict = analysis.Unverifiable
	case confirmed >= want:
		x.verdict = analysis.Supported
	default:
		x.verdict = analysis.Overstated
	}
	return x, true
}

// refereeSays compares a referee's words with what was recorded of them.
func refereeSays(s *sentence, f *analysis.Facts, x finding) (finding, bool) {
	for _, r := range f.References {
		if !names(s.heading, r.Name) && !names(s.view, r.Name) {
			continue
		}
		denies := s.negated() && !s.has("didn't have", "did not have", "never had", "i had one", "nicht hatte")
		x.recorded = fmt.Sprintf("%s (%s): %s", r.Name, r.Company, r.Confirms)
		if denies {
			x.claimed = in(s.lang, "no technical co-founder", "keine technische Mitgründerrolle")
		}
		x.verdict = analysis.Supported
		if confirms(r) == denies {
			x.verdict = analysis.Overstated
			if denies {
				x.verdict = analysis.Understated
			}
		}
		return x, true
	}
	return finding{}, false
}

func confirms(r analysis.Reference) bool {
	c := lower(r.Confirms)
	return strings.Contains(c, "co-founder") || strings.Contains(c, "cofounder") || strings.Contains(c, "mitgründer")
}

// names reports whether a lower-case text holds the surname, or else the first
// name, of a person.
func names(view, person string) bool {
	parts := strings.Fields(lower(person))
	if len(parts) == 0 {
		return false
	}
	for _, w := range wordsOf(view) {
		w = strings.TrimSuffix(w, "'s")
		if w == parts[len(parts)-1] || w == parts[0] && len(parts[0]) > 2 && parts[0] != "dr" {
			return true
		}
	}
	return false
}
