package counterfactual

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"dossier/internal/analysis/eval"
	"dossier/internal/analysis/text"
)

// pad puts a polite empty sentence behind every paragraph, and behind every
// second one a paragraph of another.
func pad(d *eval.Dossier, seed uint64) (Varied, string) {
	l, err := parseLists()
	if err != nil {
		return Varied{}, err.Error()
	}
	draw := rand.New(rand.NewPCG(seed, 0))
	v, err := vary(d, func(doc *eval.Document) []edit {
		read := text.Read(doc.Body)
		empty := l["pad-"+text.Language(read)]
		if len(empty) == 0 {
			return nil
		}
		sentence := func() string { return empty[draw.IntN(len(empty))] }
		var out []edit
		for i, b := range read.Blocks {
			if b.Kind != text.Paragraph || !strings.HasSuffix(read.At(b.Span), ".") {
				continue
			}
			put := " " + sentence()
			if i%2 == 1 {
				put += "\n\n" + sentence()
			}
			out = append(out, edit{b.End, b.End, put})
		}
		return out
	}, nil)
	if err != nil {
		return Varied{}, err.Error()
	}
	return v, ""
}

// shuffle gives the documents another order, and within a section paragraphs
// that stand next to each other, unless one leads to the next or points back.
func shuffle(d *eval.Dossier, seed uint64) (Varied, string) {
	draw := rand.New(rand.NewPCG(seed, 1))
	v := Varied{Dossier: *d}
	v.Dossier.Documents = nil
	order := turned(draw, len(d.Documents))
	if len(order) > 1 {
		v.Changes += len(order)
	}
	for at, i := range order {
		doc := d.Documents[i]
		body, pieces, moved := paragraphs(draw, doc.Body, speakers(d, &doc))
		v.docs = append(v.docs, origin{key: doc.Key, pieces: pieces})
		v.Changes += moved
		doc.Body = body
		// The analysis reads documents in the order of their keys.
		doc.Key = fmt.Sprintf("s%02d", at)
		v.Dossier.Documents = append(v.Dossier.Documents, doc)
	}
	return v, ""
}

// turned is an order of n that is not the one there was.
func turned(draw *rand.Rand, n int) []int {
	order := draw.Perm(n)
	if n > 1 && slices.IsSorted(order) {
		slices.Reverse(order)
	}
	return order
}

// speakers are the names of the referees of a document that holds testimonies,
// in lower case.
func speakers(d *eval.Dossier, doc *eval.Document) []string {
	var out []string
	if strings.HasSuffix(doc.Component, "references") {
		for _, r := range d.Records.References {
			out = append(out, strings.Fields(strings.ToLower(r.Name))...)
		}
	}
	return out
}

// paragraphs shuffles the paragraphs of a body and counts those that moved.
// Where a paragraph names one of the speakers, what follows may be their words,
// and the paragraphs beside it stay.
func paragraphs(draw *rand.Rand, body string, speakers []string) (string, []piece, int) {
	read := text.Read(body)
	var parts []part
	at, moved := 0, 0
	for i := 0; i < len(read.Blocks); {
		n := i
		for n < len(read.Blocks) && free(read, n) && (n == i || slices.Equal(read.Blocks[n].Path, read.Blocks[i].Path)) {
			n++
		}
		if n-i < 2 || names(read, i, n, speakers) {
			i = max(n, i+1)
			continue
		}
		order := turned(draw, n-i)
		for k, o := range order {
			place, from := read.Blocks[i+k].Span, read.Blocks[i+o].Span
			if place.Start > at {
				parts = append(parts, part{start: at, end: place.Start, copied: true})
			}
			parts = append(parts, part{start: from.Start, end: from.End, copied: true})
			at = place.End
			if k != o {
				moved++
			}
		}
		i = n
	}
	if at < len(body) {
		parts = append(parts, part{start: at, end: len(body), copied: true})
	}
	body, pieces := compose(body, parts)
	return body, pieces, moved
}

// names reports whether one of some blocks holds one of some lower-case words.
func names(d *text.Document, first, last int, words []string) bool {
	said := strings.FieldsFunc(strings.ToLower(d.At(text.Span{Start: d.Blocks[first].Start, End: d.Blocks[last-1].End})), func(r rune) bool {
		return !unicode.IsLetter(r) && r != '-'
	})
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(said, w) })
}

// free reports whether a block is a paragraph that stands for itself: it does
// not lead to what follows, nor open with a word that points back.
func free(d *text.Document, i int) bool {
	b := d.Blocks[i]
	if b.Kind != text.Paragraph || b.First == b.Last || strings.HasSuffix(d.At(b.Span), ":") {
		return false
	}
	word, _, _ := strings.Cut(strings.ToLower(d.Sentences[b.First].View), " ")
	switch strings.Trim(word, ",.;:") {
	case "this", "that", "it", "they", "these", "those", "he", "she", "both", "but", "so", "then", "however", "also", "and", "there", "later", "afterwards",
		"das", "dies", "diese", "dieser", "dieses", "er", "sie", "es", "beide", "aber", "dann", "danach", "deshalb", "dadurch", "doch", "und", "auch", "dort", "später":
		return false
	}
	return true
}
