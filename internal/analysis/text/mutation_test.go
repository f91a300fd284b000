package text

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// tally counts what came of one kind of quote.
type tally struct{ tried, accepted int }

// TestMisquotes grounds at least 5,000 misquotes and as many true quotes that
// only look different, with pointers of which one in six is wrong.
func TestMisquotes(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(2026, 11))
	all := subjects(t, rng)
	bad := attempt(t, all, harmful(), func(s *subject, kind, quote string, g Grounding) {
		t.Errorf("%s: accepted %q (%s) as %q", kind, quote, g.Status, s.d.At(g.Spans[0]))
	})
	good := attempt(t, all, harmless(), nil)
	if bad.tried < 5000 {
		t.Errorf("only %d misquotes", bad.tried)
	}
	if share := float64(good.accepted) / float64(good.tried); share < 0.97 {
		t.Errorf("%.1f %% of true quotes accepted, less than 97 %%", 100*share)
	}
	t.Logf("%d of %d misquotes accepted; %d of %d true quotes (%.2f %%)", bad.accepted, bad.tried, good.accepted, good.tried,
		100*float64(good.accepted)/float64(good.tried))
}

// attempt grounds every subject changed in every way.
func attempt(t *testing.T, all []*subject, ways map[string]func(*subject) string, accepted func(*subject, string, string, Grounding)) tally {
	t.Helper()
	var kinds []string
	for k := range ways {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	var sum tally
	for _, kind := range kinds {
		var n tally
		for _, s := range all {
			quote := ways[kind](s)
			if quote == "" || accepted != nil && stands(s.d, quote) {
				continue
			}
			r := Ref{First: s.number, Last: s.number, Quote: quote}
			if s.rng.IntN(6) == 0 {
				r.First = s.window.First + s.rng.IntN(s.window.Last-s.window.First)
				r.Last = r.First + s.rng.IntN(3)
			}
			g, err := Ground(s.d, s.window, r, nil)
			n.tried++
			if err != nil {
				continue
			}
			n.accepted++
			checkGrounding(t, s, g)
			if accepted != nil {
				accepted(s, kind, quote, g)
			}
		}
		t.Logf("%-18s %5d of %5d accepted", kind, n.accepted, n.tried)
		sum.tried += n.tried
		sum.accepted += n.accepted
	}
	return sum
}

// stands reports whether a changed quote happens to be true: it is in the text
// word for word.
func stands(d *Document, quote string) bool {
	q := trimNormal(normaliseQuote(strings.ReplaceAll(quote, " ... ", " ")))
	return strings.Contains(" "+d.search().text+" ", " "+q.text+" ") || strings.Contains(d.search().text, q.text)
}

// checkGrounding holds a result to what is promised of it.
func checkGrounding(t *testing.T, s *subject, g Grounding) {
	t.Helper()
	bounds := Span{s.d.Sentences[s.window.First].Start, s.d.Sentences[s.window.Last-1].End}
	last := bounds.Start
	for _, x := range g.Spans {
		if x.Start < last || x.End <= x.Start || x.End > bounds.End {
			t.Fatalf("span %v outside %v or out of order", x, bounds)
		}
		last = x.End
	}
	if len(g.Spans) == 0 || g.Context.Start > g.Spans[0].Start || g.Context.End < last || g.Status == "" {
		t.Fatalf("grounding %+v is not whole", g)
	}
}

// TestGoldenQuotes grounds every labelled quote at its place, byte for byte.
func TestGoldenQuotes(t *testing.T) {
	t.Parallel()
	for _, b := range goldenBodies(t) {
		d := Read(b.text)
		for _, q := range b.quotes {
			err := errors.New("no window")
			var g Grounding
			for _, w := range Windows(d) {
				if g, err = Ground(d, w, Ref{First: w.First, Last: w.First, Quote: q.Quote}, nil); err == nil {
					break
				}
			}
			if err != nil || g.Status != Exact || d.At(g.Spans[0]) != q.Quote {
				t.Errorf("%s: %q: %+v, %v", b.name, q.Quote, g, err)
			}
		}
	}
}

// TestArticleDropped reports on quotes that lost an article, which the guard
// may refuse.
func TestArticleDropped(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 5))
	n := attempt(t, subjects(t, rng), map[string]func(*subject) string{"article dropped": func(s *subject) string {
		i := s.pick(func(i int, w string) bool {
			return i > 0 && slices.Contains([]string{"a", "the", "der", "die", "das", "eine"}, w)
		})
		if i < 0 || len(s.words) < 8 {
			return ""
		}
		return strings.Join(slices.Delete(slices.Clone(s.words), i, i+1), " ")
	}}, nil)
	if n.accepted*100 < n.tried*80 {
		t.Errorf("%s", fmt.Sprintf("%d of %d accepted", n.accepted, n.tried))
	}
}
