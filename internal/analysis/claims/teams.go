package claims

import (
	"fmt"
	"slices"
	"strings"

	"dossier/internal/analysis"
)

// beforeAfter reads figures before and after a change of a team and compares
// them with its measures.
func beforeAfter(s *sentence, f *analysis.Facts) (finding, bool) {
	if len(s.numbers()) < 2 || s.row {
		return finding{}, false
	}
	for _, c := range f.TeamChanges {
		for _, part := range strings.Split(c.Measure, ";") {
			measure := lower(part)
			lang := "en"
			if s.lang == "de" {
				lang = "de"
			}
			recorded := measures(measure, lang)
			shared := sharedWords(s, measure)
			if len(recorded) < 2 {
				continue
			}
			said := measures(s.view, s.lang)
			same := recorded[0] != recorded[1] && slices.Contains(said, recorded[0]) && slices.Contains(said, recorded[1])
			if shared == 0 && (!same || recorded[0]+recorded[1] < telling) {
				continue
			}
			if !same && (shared < 2 || !pair(s)) {
				continue
			}
			x := finding{metric: Teams, value: -1, verdict: analysis.Supported}
			x.claimed = fmt.Sprintf(in(s.lang, "%d before, %d after", "%d vorher, %d nachher"), said[0], said[len(said)-1])
			x.recorded = fmt.Sprintf("%s, %s: %s", c.Date, c.Change, strings.TrimSpace(part))
			if same {
				x.claimed = fmt.Sprintf(in(s.lang, "%d before, %d after", "%d vorher, %d nachher"), recorded[0], recorded[1])
			} else {
				x.verdict = analysis.Overstated
			}
			return x, true
		}
	}
	return finding{}, false
}

// telling is the least sum of two figures that hardly stand together by chance.
const telling = 12

// pair reports whether a sentence gives a figure before and one after: "from
// nine to four", "neun statt vier", "nine before, four after".
func pair(s *sentence) bool {
	counts := s.numbers()
	for i := 1; i < len(counts); i++ {
		a, b := counts[i-1], counts[i]
		if b.at-a.at > 6 {
			continue
		}
		between := s.words[a.at:b.at]
		opens := a.at > 0 && isOneOf(s.words[a.at-1], "from", "von") || a.at > 1 && isOneOf(s.words[a.at-2], "from", "von")
		for _, w := range between {
			if opens && isOneOf(w, "to", "auf") || isOneOf(w, "statt", "instead", "before", "vorher") {
				return true
			}
		}
	}
	return false
}

// measures are the figures of a text without its years.
func measures(view, lang string) []int {
	var out []int
	for _, n := range numbers(wordsOf(view), lang) {
		out = append(out, n.value)
	}
	return out
}

// sharedWords counts the words of a measure that a sentence holds too.
func sharedWords(s *sentence, measure string) int {
	n := 0
	for _, w := range wordsOf(measure) {
		if _, _, isCount := count(w, s.lang); isCount || year(w) > 0 || len(w) < 4 || isOneOf(w, "from", "measured", "after", "before", "within", "with", "days", "months", "month", "years", "weeks", "monat", "monate", "tage", "jahr", "they", "their", "quartal", "have", "were") {
			continue
		}
		if s.inside(w[:max(4, len(w)-2)]) {
			n++
		}
	}
	return n
}

// restructurings reads how many teams were built or changed.
func restructurings(s *sentence, f *analysis.Facts) (finding, bool) {
	if !s.has("restructur", "reorgani", "umstruktur", "umgebaut", "teamumbau") || s.row {
		return finding{}, false
	}
	counts := s.numbers()
	if len(counts) == 0 {
		return finding{}, false
	}
	n := counts[0]
	if !n.times && (n.at+1 >= len(s.words) || !isOneOf(s.words[n.at+1], "restructuring", "restructurings", "reorganisations", "teams", "team",
		"reorganizations", "reorganisation", "umstrukturierungen", "umstrukturierung")) {
		return finding{}, false
	}
	x := finding{metric: Teams, subject: "restructurings", value: n.value}
	x.claimed = counted(n.value, in(s.lang, "restructuring", "Umbau"), in(s.lang, "restructurings", "Umbauten"))
	if len(f.TeamChanges) == 0 {
		x.verdict = analysis.Unverifiable
		return x, true
	}
	var rows []string
	for _, c := range f.TeamChanges {
		rows = append(rows, fmt.Sprintf("%s %s (%s)", c.Date, c.Change, c.Outcome))
	}
	x.recorded = strings.Join(rows, "; ")
	x.verdict = judge(n.value, len(f.TeamChanges), n.bound)
	return x, true
}
