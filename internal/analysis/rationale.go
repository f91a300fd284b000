package analysis

import (
	"fmt"
	"strings"

	"dossier/internal/ladder"
)

// rationale says in the document's language what the score rests on and what
// is missing. It holds the ladder's words and ours, never those of the text or
// of a model, so that nothing written in a document can speak through it.
func (w *criterionWork) rationale(in Input, b Basis, evidence []Evidence, leaves []LeafVerdict, lang string) string {
	p := phrasesFor(lang)
	score := b.Score()
	out := []string{fmt.Sprintf(p.scored, score, p.meaning(b))}
	var found, partly, missing []string
	for i, v := range leaves {
		about := about(&w.criterion.Leaves[i], lang)
		switch {
		case v.Verdict == Met:
			found = append(found, w.counted(in, p, about, evidence, v.Evidence))
		case v.Verdict == Partial:
			partly = append(partly, w.counted(in, p, about, evidence, v.Evidence))
		default:
			missing = append(missing, about)
		}
	}
	switch {
	case len(evidence) > 0:
	case b.Asserted:
		out = append(out, p.assertedOnly)
	case !w.picked.doubtful():
		out = append(out, p.nothing)
	}
	if len(evidence) == 0 && w.picked.doubtful() {
		out = append(out, p.invented(w.picked), p.open)
	}
	add := func(format string, parts []string) {
		if len(parts) > 0 {
			out = append(out, fmt.Sprintf(format, strings.Join(parts, p.listSep)))
		}
	}
	add(p.found, found)
	add(p.partly, partly)
	add(p.missing, missing)
	var against []int
	for i, e := range evidence {
		if e.Polarity == Contradicts {
			against = append(against, i)
		}
	}
	if len(against) > 0 {
		out = append(out, fmt.Sprintf(p.against, passages(in, p, evidence, against)))
	}
	if b.Refuted > 0 {
		out = append(out, p.refuted)
	}
	return strings.Join(out, " ")
}

// meaning says in words what the score of a basis means.
func (p *phrases) meaning(b Basis) string {
	score := b.Score()
	switch {
	case score == 0 && b.against() > 0:
		return p.unsupported
	case score == 1 && b.Core+b.Minor > 0:
		return p.little
	}
	return p.scores[score]
}

// about names what a leaf looks for.
func about(l *ladder.Leaf, lang string) string {
	for _, k := range []string{lang, ladder.DefaultLanguage} {
		if s := l.About[k]; s != "" {
			return s
		}
	}
	return l.Definition
}

// counted puts behind what a leaf looks for how many passages answer it.
func (w *criterionWork) counted(in Input, p phrases, about string, evidence []Evidence, cited []int) string {
	if len(cited) == 0 {
		return about
	}
	return about + " (" + passages(in, p, evidence, cited) + ")"
}

// passages counts passages and names the sections of the dossier that they
// stand in, by the ladder's titles.
func passages(in Input, p phrases, evidence []Evidence, cited []int) string {
	var sections []string
	seen := map[string]bool{}
	for _, i := range cited {
		d := in.Documents[evidence[i].Doc]
		title := d.Component
		if c := in.Level.Component(d.Component); c != nil && c.Title != "" {
			title = c.Title
		}
		if title != "" && !seen[title] {
			seen[title] = true
			sections = append(sections, title)
		}
	}
	count := fmt.Sprintf(p.passages, len(cited))
	if len(cited) == 1 {
		count = fmt.Sprintf(p.passage, 1)
	}
	if len(sections) == 0 {
		return count
	}
	return fmt.Sprintf(p.in, count, strings.Join(sections, p.and))
}
