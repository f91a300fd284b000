package text

import (
	"cmp"
	"slices"
	"strings"
)

// enough is the weight of signals that bars text from being evidence: one that
// is strong by itself or two that are not. Honest documents say "I ignored
// previous advice" and "we rated the vendors 4/5", so one weak signal is
// reported to nobody.
const enough = 2

// Scan looks for what a reader should know of before believing the text:
// orders to the reader or to a machine, comments, characters and markup that
// hide text, made-up results, encoded text and repetition. It reads the words
// alone, so the same text always gives the same list, in order of place.
// Quarantined spans are whole sentences or blocks; nothing is taken out.
func Scan(d *Document) []Anomaly {
	s := &scanner{d: d}
	s.orders()
	s.comments()
	s.characters()
	s.markup()
	s.results()
	s.encoded()
	s.repeats()
	slices.SortStableFunc(s.found, func(a, b Anomaly) int {
		return cmp.Or(a.Start-b.Start, b.End-a.End, strings.Compare(a.Kind, b.Kind))
	})
	return slices.CompactFunc(s.found, func(later, earlier Anomaly) bool {
		return later.Kind == earlier.Kind && later.Quarantined == earlier.Quarantined && later.End <= earlier.End
	})
}

type scanner struct {
	d     *Document
	found []Anomaly
}

func (s *scanner) add(span Span, kind string, quarantined bool) {
	s.found = append(s.found, Anomaly{
		Span: span, Kind: kind, Quarantined: quarantined, Description: describe(kind, quarantined),
	})
}

// describe is the sentence that a person reads about a kind.
func describe(kind string, quarantined bool) string {
	var what string
	switch kind {
	case AddressedToReader:
		what = "The text gives orders to whoever or whatever reviews it."
	case HiddenComment:
		what = "A comment is hidden here that the rendered document does not show."
	case InvisibleText:
		what = "Characters or markup hide text here from a human reader."
	case BidiControl:
		what = "Control characters change the order in which the text is shown."
	case FakeResult:
		what = "The text imitates the result of an analysis."
	case RoleMarker:
		what = "The text imitates the marks by which a language model tells its roles apart."
	case Repeated:
		what = "The same words stand more than three times in this document; they count once."
	case Encoded:
		what = "A long encoded string stands here whose content cannot be read."
	}
	if quarantined {
		return what + " It is kept and shown, and cannot be evidence."
	}
	return what + " It is only reported."
}

// sentencesIn are the half-open numbers of the sentences that a span touches.
func (d *Document) sentencesIn(s Span) (first, last int) {
	first, _ = slices.BinarySearchFunc(d.Sentences, s.Start, func(x Sentence, at int) int { return x.End - 1 - at })
	last = first
	for last < len(d.Sentences) && d.Sentences[last].Start < s.End {
		last++
	}
	return first, last
}

// whole widens a span to the sentences that it touches.
func (d *Document) whole(s Span) Span {
	first, last := d.sentencesIn(s)
	if first < last {
		s.Start = min(s.Start, d.Sentences[first].Start)
		s.End = max(s.End, d.Sentences[last-1].End)
	}
	return s
}

// orders weighs the words of every sentence and quarantines what speaks to the
// reader, with the suspect sentences around it.
func (s *scanner) orders() {
	d := s.d
	// alert is set below a heading or behind a block that speaks to the
	// reader: there one weak signal is enough.
	alert := false
	for _, b := range d.Blocks {
		if b.First == b.Last {
			continue
		}
		if b.Kind == Heading {
			alert = false
		}
		weights, kind, total := s.weigh(b)
		limit := enough
		if alert {
			limit = 1
		}
		hits, suspects := 0, 0
		for _, w := range weights {
			if w >= limit {
				hits++
			}
			if w > 0 {
				suspects++
			}
		}
		if hits == 0 && total < enough+1 {
			continue
		}
		if hits == 0 {
			// Spread thinly over the block, or over the cells of a row.
			limit = 1
		}
		if b.Kind == Quote || b.Kind == Row || 2*suspects >= len(weights) {
			s.add(Span{d.Sentences[b.First].Start, d.Sentences[b.Last-1].End}, kind, true)
		} else {
			s.stretch(b, weights, limit, kind)
		}
		alert = alert || hits > 0
	}
}

// stretch quarantines from the first hit to the last one beside it, over
// suspect sentences and a single silent one in between.
func (s *scanner) stretch(b Block, weights []int, limit int, kind string) {
	for i := 0; i < len(weights); i++ {
		if weights[i] < limit {
			continue
		}
		from, to := i, i
		for from > 0 && weights[from-1] > 0 {
			from--
		}
		for j := i + 1; j < len(weights) && j <= to+2; j++ {
			if weights[j] > 0 {
				to = j
			}
		}
		s.add(Span{s.d.Sentences[b.First+from].Start, s.d.Sentences[b.First+to].End}, kind, true)
		i = to
	}
}

// weigh is the weight of each sentence of a block, of the block's different
// signals together, and the kind of anomaly that the heaviest one is.
func (s *scanner) weigh(b Block) (weights []int, kind string, total int) {
	kind = AddressedToReader
	var all signals
	for i := b.First; i < b.Last; i++ {
		sig := read(s.d.Sentences[i].View)
		weights = append(weights, sig.weight())
		all |= sig
		if sig&roleToken != 0 {
			kind = RoleMarker
		}
	}
	if b.Kind == Row && b.Last-b.First > 1 {
		// An order may be cut into cells: the row is read as one sentence too.
		var parts []string
		for _, x := range s.d.Sentences[b.First:b.Last] {
			parts = append(parts, x.View)
		}
		if w := read(strings.Join(parts, " ")).weight(); w >= enough {
			weights = append(weights, w)
		}
	}
	return weights, kind, all.weight()
}
