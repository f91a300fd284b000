package claims

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/analysis"
)

// level reads "l5" as 5, 0 for none.
func level(w string) int {
	digits, ok := strings.CutPrefix(w, "l")
	if !ok || len(digits) > 2 {
		return 0
	}
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}

// mentees reads the level of a named mentee, or how many mentees have reached
// a level.
func mentees(s *sentence, f *analysis.Facts) (finding, bool) {
	levels := levelsOf(s)
	if len(levels) == 0 {
		return advanced(s, f)
	}
	claimed := slices.Max(levels)
	if m := menteeOf(s, f); m != nil {
		return named(s, m, claimed, levels)
	}
	about := s.has(guidedWords()...) || s.has("of the", "of my", "von meinen", "meiner mentees") || strings.HasSuffix(s.doc.Component, "mentee-network")
	reached := s.has("l5", "l6", "l7", "l4", "l3") && s.has("above", "better", "higher", "beyond", "reached", "made", "or up", "or more", "oder mehr", "oder höher", "oder darüber", "erreicht", "mindestens", "aufwärts", "up", "now at", "ready",
		"is at", "are at", "at l", "stand at", "stands at", "auf l", "bei l", "höher")
	if !about || !reached || s.row {
		return finding{}, false
	}
	n, ok := howMany(s)
	if !ok {
		return finding{}, false
	}
	have := 0
	var who []string
	for _, m := range f.Mentees {
		if level(lower(m.Level)) >= claimed {
			have++
			who = append(who, m.Name+" "+m.Level)
		}
	}
	x := finding{metric: Advancement, subject: fmt.Sprintf("L%d", claimed), value: n.value}
	x.claimed = fmt.Sprintf(in(s.lang, "%s at L%d or above", "%s auf L%d oder höher"),
		counted(n.value, in(s.lang, "mentee", "Mentee"), in(s.lang, "mentees", "Mentees")), claimed)
	x.recorded = strconv.Itoa(have)
	if len(who) > 0 {
		x.recorded += " (" + strings.Join(who, ", ") + ")"
	}
	x.verdict = judge(n.value, have, n.bound)
	if len(f.Mentees) == 0 {
		x.verdict, x.recorded = analysis.Unverifiable, ""
	}
	return x, true
}

// howMany reads how many persons a sentence speaks of; "none of the three" are
// none.
func howMany(s *sentence) (number, bool) {
	if s.has("none of", "not one of", "neither of", "no one of", "keiner", "keine von", "keine der", "niemand") {
		return number{bound: exactly}, true
	}
	if isOneOf(s.words[0], "she", "he", "they", "sie", "er") {
		return number{}, false // goes on about one of them
	}
	counts := slices.DeleteFunc(s.numbers(), s.measured)
	if len(counts) == 0 || counts[0].value > 40 {
		return number{}, false
	}
	return counts[0], true
}

func levelsOf(s *sentence) []int {
	var out []int
	for _, w := range s.words {
		if n := level(w); n > 0 {
			out = append(out, n)
		}
	}
	return out
}

// menteeOf finds the recorded mentee whom a sentence names, or the heading
// above it when the sentence goes on about that person.
func menteeOf(s *sentence, f *analysis.Facts) *analysis.Mentee {
	for i := range f.Mentees {
		if names(s.view, f.Mentees[i].Name) {
			return &f.Mentees[i]
		}
	}
	if slices.ContainsFunc(s.words, func(w string) bool { return isOneOf(w, "she", "he", "they", "sie", "er") }) {
		last := s.heading[strings.LastIndex(s.heading, "\n")+1:]
		for i := range f.Mentees {
			if names(last, f.Mentees[i].Name) {
				return &f.Mentees[i]
			}
		}
	}
	return nil
}

// named compares the level that a text gives a person with the record.
func named(s *sentence, m *analysis.Mentee, claimed int, levels []int) (finding, bool) {
	if len(levels) == 1 && (s.negated() || s.has("path to", "towards", "from", "who was", "came in", "when i took", "started at", "put on")) {
		return finding{}, false
	}
	x := finding{metric: Advancement, value: -1}
	x.claimed = fmt.Sprintf(in(s.lang, "%s at L%d", "%s auf L%d"), m.Name, claimed)
	x.recorded = fmt.Sprintf(in(s.lang, "%s, %s, before %s", "%s, %s, zuvor %s"), m.Name, m.Level, m.Previous)
	switch have := level(lower(m.Level)); {
	case claimed == have:
		x.verdict = analysis.Supported
	case claimed > have:
		x.verdict = analysis.Overstated
	default:
		x.verdict = analysis.Understated
	}
	return x, true
}

// advanced reads how many mentees have been promoted, without a level.
func advanced(s *sentence, f *analysis.Facts) (finding, bool) {
	network := strings.HasSuffix(s.doc.Component, "mentee-network")
	if s.row || !network && !s.has(guidedWords()...) {
		return finding{}, false
	}
	n, ok := howMany(s)
	if !ok {
		return finding{}, false
	}
	if !s.has(roseWords()...) {
		return guided(s, f, n)
	}
	if s.negated() && n.value > 0 {
		return finding{}, false
	}
	x := finding{metric: Advancement, subject: "advanced", value: n.value}
	x.claimed = fmt.Sprintf(in(s.lang, "%s promoted", "%s befördert"),
		counted(x.value, in(s.lang, "mentee", "Mentee"), in(s.lang, "mentees", "Mentees")))
	if len(f.Mentees) == 0 {
		x.verdict = analysis.Unverifiable
		return x, true
	}
	have := 0
	var who []string
	for _, m := range f.Mentees {
		if level(lower(m.Level)) > level(lower(m.Previous)) {
			have++
			who = append(who, fmt.Sprintf("%s %s → %s", m.Name, m.Previous, m.Level))
		}
	}
	x.recorded = strings.TrimSpace(strconv.Itoa(have) + " " + strings.Join(who, ", "))
	x.verdict = judge(x.value, have, n.bound)
	return x, true
}

// guided reads how many mentees there are: "the persons under guidance are
// two", "I mentor seven people".
func guided(s *sentence, f *analysis.Facts, n number) (finding, bool) {
	named := 0
	for _, m := range f.Mentees {
		if names(s.view, m.Name) {
			named++
		}
	}
	near := n.at+1 < len(s.words) && isOneOf(s.words[n.at+1], "mentees", "people", "persons", "pupils", "learners", "trainees", "protégés", "colleagues",
		"menschen", "personen", "leute", "kollegen", "schützlinge", "nachwuchskräfte")
	if s.negated() || n.value == 0 || n.times || !(s.has(guidedWords()...) && near) && (named < 2 || named != n.value) {
		return finding{}, false
	}
	x := finding{metric: Advancement, subject: "mentees", value: n.value}
	x.claimed = counted(n.value, in(s.lang, "mentee", "Mentee"), in(s.lang, "mentees", "Mentees"))
	if len(f.Mentees) == 0 {
		x.verdict = analysis.Unverifiable
		return x, true
	}
	x.recorded = counted(len(f.Mentees), in(s.lang, "mentee", "Mentee"), in(s.lang, "mentees", "Mentees"))
	x.verdict = judge(n.value, len(f.Mentees), n.bound)
	return x, true
}
