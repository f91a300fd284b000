package counterfactual

import (
	"strings"
	"unicode/utf8"

	"dossier/internal/analysis/eval"
)

// part is a stretch of a new body: a copy of bytes Start to End of the old
// one, or Text in their place. Text that stands in place of nothing was put
// in between.
type part struct {
	start, end int
	text       string
	copied     bool
}

// piece is a part by its places in the new and the old body, both in code
// points.
type piece struct {
	now, was eval.Span
	copied   bool
}

// compose writes a new body from parts of the old one.
func compose(body string, parts []part) (string, []piece) {
	var b strings.Builder
	points := func(at int) int { return utf8.RuneCountInString(body[:at]) }
	pieces := make([]piece, 0, len(parts))
	now := 0
	for _, p := range parts {
		text := p.text
		if p.copied {
			text = body[p.start:p.end]
		}
		b.WriteString(text)
		n := utf8.RuneCountInString(text)
		was := points(p.start)
		pieces = append(pieces, piece{
			now: eval.Span{Start: now, End: now + n}, copied: p.copied,
			was: eval.Span{Start: was, End: was + utf8.RuneCountInString(body[p.start:p.end])},
		})
		now += n
	}
	return b.String(), pieces
}

// edit is a replacement of bytes start to end.
type edit struct {
	start, end int
	text       string
}

// replaced makes parts of a body and its edits, which are in order and do not
// overlap.
func replaced(body string, edits []edit) []part {
	var parts []part
	at := 0
	for _, e := range edits {
		if e.start > at {
			parts = append(parts, part{start: at, end: e.start, copied: true})
		}
		parts = append(parts, part{start: e.start, end: e.end, text: e.text})
		at = e.end
	}
	if at < len(body) {
		parts = append(parts, part{start: at, end: len(body), copied: true})
	}
	return parts
}

// back returns the place in the old body of a span in the new one: from the
// first to the last code point that it shares with it. False where it shares
// none.
func (o origin) back(s eval.Span) (eval.Span, bool) {
	var out eval.Span
	found := false
	for _, p := range o.pieces {
		from, to := max(s.Start, p.now.Start), min(s.End, p.now.End)
		if from >= to || p.was.Start == p.was.End {
			continue
		}
		was := p.was
		if p.copied {
			was = eval.Span{Start: p.was.Start + from - p.now.Start, End: p.was.Start + to - p.now.Start}
		}
		if !found {
			out, found = was, true
			continue
		}
		out = eval.Span{Start: min(out.Start, was.Start), End: max(out.End, was.End)}
	}
	return out, found
}

// vary edits the text of every document, and with them titles and records by
// the same rule where records is not nil.
func vary(d *eval.Dossier, edits func(doc *eval.Document) []edit, records func(string) string) (Varied, error) {
	v := Varied{Dossier: *d}
	v.Dossier.Documents = nil
	for i := range d.Documents {
		doc := d.Documents[i]
		list := edits(&doc)
		body, pieces := compose(doc.Body, replaced(doc.Body, list))
		v.Changes += len(list)
		v.docs = append(v.docs, origin{key: doc.Key, pieces: pieces})
		doc.Body = body
		if records != nil {
			doc.Title = records(doc.Title)
		}
		v.Dossier.Documents = append(v.Dossier.Documents, doc)
	}
	if records == nil {
		return v, nil
	}
	var err error
	v.Dossier.Records, err = inRecords(d.Records, records)
	return v, err
}
