package claims

import (
	"fmt"
	"strings"

	"dossier/internal/analysis"
)

// phrases are what the package says of its own accord, in one language.
type phrases struct {
	supported, overstated, understated, unverifiable, asOf, elsewhere string
}

func phrasesFor(lang string) phrases {
	if lang == "de" {
		return phrases{
			supported:    "Der Text sagt: %s. Die Aufzeichnungen%s zeigen dasselbe: %s.",
			overstated:   "Der Text sagt: %s. Die Aufzeichnungen%s tragen das nicht: %s.",
			understated:  "Der Text sagt: %s. Die Aufzeichnungen%s zeigen mehr: %s.",
			unverifiable: "Der Text sagt: %s. Dazu ist nichts aufgezeichnet.",
			asOf:         " (Stand %s)",
			elsewhere:    "An anderer Stelle steht: %s.",
		}
	}
	return phrases{
		supported:    "The text says: %s. The records%s show the same: %s.",
		overstated:   "The text says: %s. The records%s do not bear it out: %s.",
		understated:  "The text says: %s. The records%s show more: %s.",
		unverifiable: "The text says: %s. Nothing is recorded to compare it with.",
		asOf:         " (as of %s)",
		elsewhere:    "Elsewhere the text says: %s.",
	}
}

// explain tells both sides of a claim.
func (f *finding) explain(facts *analysis.Facts) string {
	p := phrasesFor(f.sentence.lang)
	asOf := ""
	if facts.AsOf != nil {
		asOf = fmt.Sprintf(p.asOf, facts.AsOf.Format("2006-01-02"))
	}
	var s string
	switch f.verdict {
	case analysis.Supported:
		s = fmt.Sprintf(p.supported, f.claimed, asOf, f.recorded)
	case analysis.Overstated:
		s = fmt.Sprintf(p.overstated, f.claimed, asOf, f.recorded)
	case analysis.Understated:
		s = fmt.Sprintf(p.understated, f.claimed, asOf, f.recorded)
	default:
		s = fmt.Sprintf(p.unverifiable, f.claimed)
	}
	return strings.TrimSpace(s + " " + f.note)
}

// in picks the words of a language.
func in(lang, en, de string) string {
	if lang == "de" {
		return de
	}
	return en
}

// counted writes a number with what is counted, in the singular for one.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
