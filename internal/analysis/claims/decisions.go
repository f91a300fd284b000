package claims

import (
	"fmt"
	"slices"
	"strings"

	"dossier/internal/analysis"
	"dossier/internal/analysis/text"
)

// tallyOf counts decisions by outcome.
func tallyOf(decisions []analysis.TechDecision) (positive, negative, pending int) {
	for _, d := range decisions {
		switch d.Outcome {
		case "positive":
			positive++
		case "negative":
			negative++
		default:
			pending++
		}
	}
	return positive, negative, pending
}

// decisionCount reads "five of the six decisions came out positive", "all
// four build-or-buy decisions", "six build-versus-buy calls".
func decisionCount(s *sentence, f *analysis.Facts) (finding, bool) {
	about := s.speaks("build-or-buy", "build-vs-buy", "build-versus-buy", "build or buy", "build versus buy", "build vs buy", "buy-or-build",
		"make-or-buy", "bought or made", "made or bought", "bought or built", "built or bought", "buy or make", "buy or build", "whether to build", "whether to buy", "build it or buy", "make or buy", "kauf oder bau", "kauf und eigenbau", "selbst bauen oder",
		"eigenentwicklung oder", "kauf oder eigen", "bauen oder kaufen",
		"kaufen oder bauen", "eigenbau oder", "outcome review", "bau oder kauf", "gebaut oder gekauft", "gekauft oder gebaut") ||
		s.has("build") && s.has("buy") && nouns(s) || s.has("bauen") && s.has("kaufen") && nouns(s)
	good := wentWell(s)
	about = about || good && s.has("on review", "after review", "at review", "in review", "at the review", "have been reviewed", "durchsicht", "nachschau", "rückschau", "bei der prüfung", "nachprüfung")
	log := nouns(s) && (good || s.has("documented", "recorded", "reviewed", "protokolliert", "dokumentiert", "aufgezeichnet", "geprüft"))
	if !about && !log || s.row {
		return finding{}, false
	}
	counts := slices.DeleteFunc(s.numbers(), func(n number) bool { return n.value > 60 || n.value == 0 || s.measured(n) || !nearNoun(s, n, about) })
	if len(counts) == 0 {
		if !good || !everyOne(s) || !about && !s.has("log", "protokoll") {
			return finding{}, false
		}
		counts = []number{{value: len(f.Decisions), bound: exactly}}
	}
	x := finding{metric: Decisions, subject: "decisions", value: -1}
	positive, negative, pending := tallyOf(f.Decisions)
	total := len(f.Decisions)
	if total == 0 {
		x.claimed = fmt.Sprintf("%d %s", counts[0].value, in(s.lang, "decisions", "Entscheidungen"))
		x.verdict = analysis.Unverifiable
		return x, true
	}
	x.recorded = fmt.Sprintf(in(s.lang, "%d decisions: %d positive, %d negative, %d pending", "%d Entscheidungen: %d positiv, %d negativ, %d offen"),
		total, positive, negative, pending)
	if !good {
		x.value = counts[0].value
		x.claimed = counted(x.value, in(s.lang, "decision", "Entscheidung"), in(s.lang, "decisions", "Entscheidungen"))
		x.verdict = judge(x.value, total, counts[0].bound)
		return x, true
	}
	all, well := shares(counts)
	x.value = all
	x.claimed = fmt.Sprintf(in(s.lang, "%d of %d decisions came out well", "%d von %d Entscheidungen gingen gut aus"), well, all)
	reviewed := positive + negative
	switch {
	case well == positive && (all == total || all == reviewed):
		x.verdict = analysis.Supported
	case well > positive || all > total:
		x.verdict = analysis.Overstated
	default:
		x.verdict = analysis.Understated
	}
	return x, true
}

// nouns reports whether a sentence speaks of decisions.
func nouns(s *sentence) bool {
	return s.speaks(decisionNouns()...)
}

func decisionNouns() []string {
	return []string{"decision", "entries", "calls", "choices", "purchase", "verdicts", "resolution", "items in the register", "rulings", "entscheidung", "einträge", "vorgäng", "beschlüsse", "beschlüssen", "käufe", "weichenstellung"}
}

// wentWell reports whether a sentence calls something a success.
func wentWell(s *sentence) bool {
	return s.has(goodWords()...)
}

func everyOne(s *sentence) bool { return s.has("all", "every", "each", "alle", "jede", "sämtliche") }

// nearNoun reports whether a count stands near the word that it counts, and is
// not the "one" of "one of my colleagues".
func nearNoun(s *sentence, n number, anywhere bool) bool {
	if n.value == 1 {
		return false
	}
	if anywhere || s.asked != "" {
		return true
	}
	if s.followed(n, goodWords()) {
		return true
	}
	const reach = 8
	for k := max(0, n.at-reach); k < min(len(s.words), n.at+reach+1); k++ {
		for _, stem := range decisionNouns() {
			if strings.HasPrefix(s.words[k], stem) {
				return true
			}
		}
	}
	return false
}

// shares reads how many of how many: "five of the six", "all four", "of the
// four three turned out well".
func shares(counts []number) (all, well int) {
	all, well = counts[0].value, counts[0].value
	for _, c := range counts[1:min(len(counts), 2)] {
		all, well = max(all, c.value), min(well, c.value)
	}
	return all, well
}

func choiceOf(s *sentence) string {
	switch {
	case s.has("open source", "open-source", "self-hosted", "quelloffen"):
		return "open-source"
	case s.has("bought", "buy ", "licensed", "license", "outside provider", "external provider", "bought-in", "rented", "subscribed",
		"switched to", "signed with ", "signed for", "signed a", "eingekauft", "outsourced", "gekauft", "zugekauft", "kauften", "eingekauft", "from a vendor", "from a bureau", "took a service", "take a service"):
		return "buy"
	case s.has("built", "build ", "wrote our own", "in-house", "ourselves", "selbst gebaut", "selbst entwickelt", "eigenbau", "gebaut", "our own"):
		return "build"
	}
	return ""
}

// decisionEvent reads a single decision with its year, as "in spring 2024 we
// moved payments to an outside provider".
func decisionEvent(s *sentence, f *analysis.Facts) (finding, bool) {
	years := s.years()
	choice := choiceOf(s)
	if len(years) == 0 || choice == "" || s.row {
		return finding{}, false
	}
	for _, d := range f.Decisions {
		if len(d.Date) < 4 || !slices.Contains(years, year(d.Date[:4])) || !sameThing(s, thingOf(d.Title)) {
			continue
		}
		x := finding{metric: Decisions, value: -1}
		x.claimed = fmt.Sprintf(in(s.lang, "%s: %s in %s", "%s: %s im Jahr %s"), d.Title, spoken(s.lang, choice), d.Date[:4])
		x.recorded = fmt.Sprintf("%s %s, %s, %s, %s", d.ID, d.Title, spoken(s.lang, d.Choice), d.Date, outcome(s.lang, d.Outcome))
		x.verdict = analysis.Supported
		if d.Choice != choice {
			x.verdict = analysis.Overstated
		}
		return x, true
	}
	return finding{}, false
}

// thingOf is the title of a decision without the words for how the thing was
// had, which many a sentence shares that speaks of another thing.
func thingOf(title string) string {
	return strings.Join(slices.DeleteFunc(wordsOf(lower(title)), func(w string) bool {
		return slices.ContainsFunc([]string{"buy", "bought", "build", "built", "made", "make", "chose", "choice", "decision", "licen", "rent", "outside", "external",
			"outsourc", "provider", "vendor", "supplier", "in-house", "ourselves", "kauf", "gekauft", "bau", "gebaut", "eigen", "selbst", "anbieter",
			"extern", "entscheidung"}, func(stem string) bool { return strings.HasPrefix(w, stem) })
	}), " ")
}

// sameThing reports whether a sentence names what a title names: shares a word
// with it that means something by itself.
func sameThing(s *sentence, title string) bool {
	for _, w := range wordsOf(lower(title)) {
		stem := strings.TrimSuffix(w, "s")
		if len(stem) >= 4 && !text.StopWord(w) && s.inside(stem[:max(4, len(stem)-2)]) {
			return true
		}
	}
	return false
}

func spoken(lang, choice string) string {
	switch choice {
	case "buy":
		return in(lang, "bought", "gekauft")
	case "build":
		return in(lang, "built", "gebaut")
	case "open-source":
		return in(lang, "open source", "quelloffen")
	case "no-build":
		return in(lang, "left alone", "unterlassen")
	}
	return choice
}

func outcome(lang, o string) string {
	switch o {
	case "positive":
		return in(lang, "positive", "positiv")
	case "negative":
		return in(lang, "negative", "negativ")
	}
	return in(lang, "pending", "offen")
}
