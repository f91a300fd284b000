package claims

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"dossier/internal/analysis"
	"dossier/internal/analysis/text"
)

// sentence is one sentence or table row, ready to be read for claims.
type sentence struct {
	doc   *analysis.Read
	span  text.Span
	words []string
	view  string // lower case
	lang  string
	// before is the view of the sentence before, in the same block.
	before string
	// asked is the question that a short sentence answers, "" for none.
	asked string
	// heading is the path of headings, lower case, and heading block text.
	heading string
	row     bool
}

// sentences reads a document. Quarantined text, headings and questions make no
// claims.
func sentences(d *analysis.Read) []sentence {
	var out []sentence
	asked := ""
	for i := 0; i < len(d.Text.Sentences); {
		s := d.Text.Sentences[i]
		b := d.Text.Blocks[s.Block]
		last := i
		if b.Kind == text.Row {
			last = b.Last - 1
		}
		span := text.Span{Start: s.Start, End: d.Text.Sentences[last].End}
		skip := b.Kind == text.Heading || b.Kind == text.Code || b.Kind == text.Comment || b.Header || len(b.Path) == 0 && b.Kind == text.Heading
		if !skip && !slices.ContainsFunc(d.Excluded, span.Overlaps) {
			x := sentence{doc: d, span: span, lang: d.Language, row: b.Kind == text.Row, heading: lower(strings.Join(b.Path, "\n"))}
			var view strings.Builder
			for k := i; k <= last; k++ {
				view.WriteString(d.Text.Sentences[k].View + " ")
			}
			x.view = expanded(lower(strings.TrimSpace(view.String())))
			x.words = wordsOf(unnumbered(x.view))
			if i > b.First && !x.row {
				x.before = expanded(lower(d.Text.Sentences[i-1].View))
			}
			question := strings.HasSuffix(strings.TrimRight(x.view, "*_ \"“”"), "?")
			if len(x.words) > 0 && !question {
				if len(x.words) <= shortAnswer {
					x.asked = asked
				}
				out = append(out, x)
			}
			switch {
			case question:
				asked = x.view
			case len(x.words) > 1: // "A." is no answer
				asked = ""
			}
		}
		i = last + 1
	}
	return out
}

// unnumbered cuts the number of a paragraph off, as in "**28.** The persons".
func unnumbered(view string) string {
	s := strings.TrimLeft(view, "*_( ")
	rest := strings.TrimLeft(s, "0123456789")
	if len(rest) < len(s) && len(rest) > 1 && (rest[0] == '.' || rest[0] == ')') && (rest[1] < '0' || rest[1] > '9') {
		return rest
	}
	return view
}

// shortAnswer is the longest answer, in words, that needs its question to be
// understood.
const shortAnswer = 16

func lower(s string) string {
	return strings.ReplaceAll(strings.ToLower(norm.NFC.String(s)), "’", "'")
}

// expanded writes contractions out, as a lower-case text would without them.
func expanded(view string) string {
	if !strings.Contains(view, "'") {
		return view
	}
	return strings.NewReplacer("can't", "cannot", "won't", "will not", "shan't", "shall not", "n't", " not", "i'm", "i am", "'ve", " have", "'ll", " will",
		"i'd", "i had", "we'd", "we had", "'re", " are").Replace(view)
}

// wordsOf splits a lower-case text into words; a plus after a figure stays.
func wordsOf(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '-' && r != '+'
	})
}

// has reports whether the sentence holds one of some words or beginnings of
// words; a phrase is looked for as it stands.
func (s *sentence) has(any ...string) bool {
	return slices.ContainsFunc(any, func(a string) bool {
		if strings.Contains(a, " ") {
			return strings.Contains(s.view, a)
		}
		return slices.ContainsFunc(s.words, func(w string) bool { return strings.HasPrefix(w, a) })
	})
}

// speaks is has, or the question that the sentence answers does.
func (s *sentence) speaks(any ...string) bool {
	if s.has(any...) {
		return true
	}
	q := sentence{view: s.asked, words: wordsOf(s.asked)}
	return s.asked != "" && q.has(any...)
}

// inside reports whether a part of a word stands in the sentence, as German
// compounds need.
func (s *sentence) inside(any ...string) bool {
	return slices.ContainsFunc(any, func(a string) bool { return strings.Contains(s.view, a) })
}

// numbers are the counts of the sentence.
func (s *sentence) numbers() []number { return numbers(s.words, s.lang) }

// years are the years that the sentence names.
func (s *sentence) years() []int {
	var out []int
	for _, w := range s.words {
		if y := year(w); y > 0 {
			out = append(out, y)
		}
	}
	return out
}

// negated reports whether the sentence denies something.
func (s *sentence) negated() bool {
	return slices.ContainsFunc(s.words, func(w string) bool {
		return isOneOf(w, "no", "not", "never", "none", "neither", "zero", "without", "nobody", "nicht", "kein", "keine",
			"keinen", "keinem", "keinerlei", "keines", "weder", "keiner", "nie", "niemals", "cannot", "null")
	})
}

// asks reports whether the sentence tells of a question and, as far as its
// marks show, of no answer.
func (s *sentence) asks() bool {
	for i, w := range s.words {
		if !isOneOf(w, "ask", "asks", "asked", "asking", "fragen", "fragt", "fragte", "fragten", "gefragt") {
			continue
		}
		for _, c := range s.words[i+1 : min(i+3, len(s.words))] {
			if isOneOf(c, "whether", "if", "ob") {
				_, rest, _ := strings.Cut(s.view, " "+c+" ")
				return !strings.ContainsAny(rest, ",:;–—")
			}
		}
	}
	return false
}

// hypothetical reports whether the sentence is a plan or a wish.
func (s *sentence) hypothetical() bool {
	return s.has("plan to", "hope to", "would like", "i will ", "möchte", "werde ", "i hope", "going to", "next year", "künftig", "may be ", "might ", "würde ", "if all goes")
}

// me reports whether the sentence speaks of the candidate, as candidates do:
// in the first person, or as a form has it.
func (s *sentence) me() bool {
	return slices.ContainsFunc(s.words, func(w string) bool {
		return isOneOf(w, "i", "me", "my", "mine", "ich", "mir", "mich", "mein", "meine", "meiner", "meinem", "meinen",
			"applicant", "candidate", "undersigned", "unterzeichner", "unterzeichnerin", "unterzeichnete", "antragsteller", "antragstellerin", "bewerberin", "bewerber")
	})
}

// companies are the recorded companies that the sentence, or else nothing,
// names.
func (s *sentence) companies(f *analysis.Facts) []string {
	var out []string
	for _, e := range f.Engagements {
		head, _, _ := strings.Cut(lower(e.Company), " ")
		if len(head) > 2 && head != "the" && strings.Contains(s.view, head) && !slices.Contains(out, e.Company) {
			out = append(out, e.Company)
		}
	}
	return out
}
