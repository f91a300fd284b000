package claims

import (
	"fmt"
	"slices"
	"strings"

	"dossier/internal/analysis"
)

// coFounder reads that the candidate is, or was, a technical co-founder: in
// the candidate's words, or in those of a referee.
func coFounder(s *sentence, f *analysis.Facts) (finding, bool) {
	// Who says that both do does not speak as one of them.
	referee := strings.HasSuffix(s.doc.Component, "references") && !(s.has("both ", "beide") && s.me() && s.inside(coFounderWords()...))
	whom := slices.ContainsFunc(s.words, func(w string) bool {
		return isOneOf(w, "she", "he", "her", "him", "his", "they", "them", "their", "sie", "er", "ihn", "ihm", "ihr", "you", "i")
	})
	answers := slices.ContainsFunc(s.words, func(w string) bool { return isOneOf(w, "yes", "no", "ja", "nein") })
	spoken := s.inside(coFounderWords()...) && (whom || !referee) ||
		answers && (strings.Contains(s.asked, "co-founder") || strings.Contains(s.asked, "mitgründer"))
	status := referee && whom && s.has(statusWords()...) && !s.inside("on paper", "auf dem papier")
	if !spoken && !status || s.row || !referee && !s.me() || s.asks() {
		return finding{}, false
	}
	x := finding{metric: Founders, value: -1, claimed: in(s.lang, "technical co-founder", "technische Mitgründerrolle")}
	if referee {
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

// coFounderWords say that somebody is as good as a founder.
func coFounderWords() []string {
	return []string{
		"co-founder", "cofounder", "co founder", "founder in all but", "as good as a founder", "like a founder", "second founder of", "third founder",
		"fellow founder", "founding partner", "mitgründer", "mitbegründer", "wie ein gründer", "wie eine gründerin",
	}
}

// refereeSays compares a referee's words with what was recorded of them.
func refereeSays(s *sentence, f *analysis.Facts, x finding) (finding, bool) {
	r := refereeOf(s, f)
	if r == nil {
		return finding{}, false
	}
	affirms := slices.ContainsFunc(s.words, func(w string) bool { return isOneOf(w, "yes", "ja") })
	employed := !s.inside(coFounderWords()...) && s.has(statusWords()...)
	if employed && confirms(*r) {
		return finding{}, false // the two do not exclude each other
	}
	denies := employed || s.negated() && !affirms && !s.has("did not have", "never had", "i had one", "nicht hatte", "not only", "nicht nur")
	x.recorded = fmt.Sprintf("%s (%s): %s", r.Name, r.Company, r.Confirms)
	if denies {
		x.claimed = in(s.lang, "no technical co-founder", "keine technische Mitgründerrolle")
	}
	x.verdict = analysis.Supported
	if confirms(*r) == denies {
		x.verdict = analysis.Overstated
		if denies {
			x.verdict = analysis.Understated
		}
	}
	return x, true
}

// refereeOf finds the recorded referee whose words a sentence is: named in it
// or in the headings above it, else the one last named before it, else the
// only one.
func refereeOf(s *sentence, f *analysis.Facts) *analysis.Reference {
	for _, where := range []string{s.heading, s.view} {
		for i := range f.References {
			if names(where, f.References[i].Name) {
				return &f.References[i]
			}
		}
	}
	above := lower(s.doc.Title + "\n" + s.doc.Body[:s.span.Start])
	var last *analysis.Reference
	at := -1
	for i := range f.References {
		parts := strings.Fields(lower(f.References[i].Name))
		if len(parts) == 0 {
			continue
		}
		if p := strings.LastIndex(above, parts[len(parts)-1]); p > at {
			last, at = &f.References[i], p
		}
	}
	if last == nil && len(f.References) == 1 {
		last = &f.References[0]
	}
	return last
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
