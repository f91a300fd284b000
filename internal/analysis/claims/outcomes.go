package claims

import (
	"fmt"
	"slices"
	"strings"

	"dossier/internal/analysis"
)

// success reads that one decision or one change of a team went well, and
// compares it with the outcome that is recorded. Only what the records deny is
// a claim here: success is too vague a word to be borne out.
func success(s *sentence, f *analysis.Facts) (finding, bool) {
	if s.row || s.negated() {
		return finding{}, false
	}
	if f, ok := changeWentWell(s, f); ok {
		return f, true
	}
	if !s.has("success", "paid off", "the right decision", "right call", "was right", "erfolg", "bewährt", "richtige entscheidung", "sound decision",
		"decision sound", "worked well", "gelungen", "vindicated", "came out well", "turned out well", "came good", "hat sich gelohnt", "ausgezahlt") {
		return finding{}, false
	}
	for _, d := range f.Decisions {
		if d.Outcome == "negative" && whole(s, d.Title) {
			return finding{
				metric: Decisions, value: -1, verdict: analysis.Overstated,
				claimed:  fmt.Sprintf(in(s.lang, "%s went well", "%s ging gut aus"), d.Title),
				recorded: fmt.Sprintf("%s %s, %s, %s", d.ID, d.Title, d.Date, outcome(s.lang, d.Outcome)),
			}, true
		}
	}
	return finding{}, false
}

// changeWentWell reads that a change of a team did good, and compares it with
// the outcome that is recorded. What the record bears out is a claim only where
// the sentence says which change it means.
func changeWentWell(s *sentence, f *analysis.Facts) (finding, bool) {
	good, shape := s.has(betterWords()...), s.has(shapeWords()...)
	for _, c := range f.TeamChanges {
		shared := sharedWords(s, lower(c.Change))
		dated := len(c.Date) >= 4 && slices.Contains(s.years(), year(c.Date[:4]))
		above := sentence{view: s.heading + "\n" + lower(s.doc.Title), lang: s.lang}
		spoken := shape && (dated || shared >= 2 || shared >= 1 && sharedWords(&above, lower(c.Change)) >= 1 || sharedWords(&above, lower(c.Change)) >= 2)
		if good && c.Outcome != "negative" && shape && (dated && shared >= 1 || shared >= 2) {
			return finding{
				metric: Teams, value: -1, verdict: analysis.Supported,
				claimed:  fmt.Sprintf(in(s.lang, "a change: %s", "ein Umbau: %s"), c.Change),
				recorded: fmt.Sprintf("%s, %s: %s", c.Date, outcome(s.lang, c.Outcome), c.Measure),
			}, true
		}
		if !good || !spoken && shared < 3 || c.Outcome != "negative" {
			continue
		}
		return finding{
			metric: Teams, value: -1, verdict: analysis.Overstated,
			claimed:  fmt.Sprintf(in(s.lang, "a success: %s", "ein Erfolg: %s"), c.Change),
			recorded: fmt.Sprintf("%s, %s: %s", c.Date, outcome(s.lang, c.Outcome), c.Measure),
		}, true
	}
	return finding{}, false
}

// whole reports whether a sentence holds every long word of a title.
func whole(s *sentence, title string) bool {
	n := 0
	for _, w := range wordsOf(lower(title)) {
		if len(w) < 4 {
			continue
		}
		if !s.inside(strings.TrimSuffix(w, "s")) {
			return false
		}
		n++
	}
	return n > 0
}

// founderCount reads how many founders have trusted the candidate.
func founderCount(s *sentence, f *analysis.Facts) (finding, bool) {
	if s.row || strings.HasSuffix(s.doc.Component, "references") || !s.has("trust", "partner", "rely", "relied", "call me", "vertrau", "verlass", "nennen mich") ||
		!s.has("me", "my", "mir", "mich") || s.inside("co-founder", "mitgründer") {
		return finding{}, false
	}
	for _, n := range s.numbers() {
		if n.at+1 >= len(s.words) || !isOneOf(s.words[n.at+1], "founders", "gründer", "gründern", "gründerinnen") {
			continue
		}
		var said []string
		for _, r := range f.References {
			if r.Standing == "founder" {
				said = append(said, fmt.Sprintf("%s (%s): %s", r.Name, r.Company, r.Confirms))
			}
		}
		x := finding{
			metric: Founders, subject: "founders", value: n.value, recorded: strings.Join(said, "; "),
			claimed: counted(n.value, in(s.lang, "founder", "Gründer"), in(s.lang, "founders", "Gründer")),
		}
		x.verdict = judge(n.value, len(said), n.bound)
		if len(said) == 0 {
			x.verdict = analysis.Unverifiable
		}
		return x, true
	}
	return finding{}, false
}
