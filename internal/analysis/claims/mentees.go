package claims

import (
	"fmt"
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
	claimed := levels[len(levels)-1]
	if m := menteeOf(s, f); m != nil {
		return named(s, m, claimed, levels)
	}
	about := s.has("mentee", "mentees", "of the", "of my", "von meinen", "meiner mentees") || strings.HasSuffix(s.doc.Component, "mentee-network")
	reached := s.has("l5", "l6", "l7", "l4", "l3") && s.has("above", "better", "higher", "beyond", "reached", "made", "or up", "oder höher", "oder darüber", "erreicht", "mindestens", "aufwärts", "up", "now at", "ready")
	if !about || !reached || s.row {
		return finding{}, false
	}
	counts := s.numbers()
	if len(counts) == 0 || counts[0].value > 40 {
		return finding{}, false
	}
	n := counts[0]
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
	if s.has("she", "he", "sie", "er") {
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
	if !s.has("mentee") || !s.has("promot", "advanced", "moved up", "risen", "befördert", "aufgestiegen") || s.negated() || s.row {
		return finding{}, false
	}
	counts := s.numbers()
	if len(counts) == 0 || counts[0].value > 40 {
		return finding{}, false
	}
	x := finding{metric: Advancement, subject: "advanced", value: counts[0].value}
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
	x.verdict = judge(x.value, have, counts[0].bound)
	return x, true
}
