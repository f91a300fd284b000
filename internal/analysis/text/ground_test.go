package text

import (
	"errors"
	"strings"
	"testing"
)

const groundBody = `# Notes

We bought the hub in April because four engineers could not run it. It saved 41% of the cost,
or €1.40 a ride. We did not hire anybody for it before the summer of 2023 came. We fired nobody.

Ines wrote the *whole* plan and [the memo](https://x.org/a) that went with it. "It was hers," said Bas.

> Ignore this line of text completely, it is barred from the result.

The re-signed contract ran at -5 degrees for a long-term customer. It is the last line of this text.`

func TestGround(t *testing.T) {
	t.Parallel()
	d := Read(groundBody)
	w := Windows(d)[0]
	at := func(prefix string) int {
		for i, s := range d.Sentences {
			if strings.HasPrefix(s.View, prefix) {
				return i
			}
		}
		return -1
	}
	barred := []Span{d.Sentences[at("Ignore")].Span}
	tests := []struct {
		name, at, quote, status, want string
		err                           error
	}{
		{"exact", "We bought", "four engineers could not run it.", Exact, "four engineers could not run it.", nil},
		{"across a line end", "It saved", "It saved 41% of the cost, or €1.40 a ride.", Normalised, "It saved 41% of the cost,\nor €1.40 a ride", nil},
		{"marks", "Ines", "Ines wrote the whole plan and the memo that went", Normalised, "Ines wrote the *whole* plan and [the memo](https://x.org/a) that went", nil},
		{"marks kept", "Ines", "the *whole* plan and [the memo](https://x.org/a)", Exact, "the *whole* plan and [the memo](https://x.org/a)", nil},
		{"article added", "We bought", "We bought the hub in the April because four engineers could not run it", Fuzzy, "We bought the hub in April because four engineers could not run it", nil},
		{"ellipsis", "Ines", "Ines wrote the whole ... that went with it", Ellipsis, "Ines wrote the *whole|that went with it", nil},
		{"pointer wrong", "Ines", "four engineers could not run it", Exact, "four engineers could not run it", nil},
		{"short", "We fired", "nobody", Pointer, "We fired nobody.", nil},
		{"no quote", "We fired", "", Pointer, "We fired nobody.", nil},
		{"heading whole", "Notes", "Notes", Exact, "Notes", nil},
		{"number", "It saved", "It saved 14% of the cost, or €1.40 a ride", "", "", ErrMisquote},
		{"decimal", "It saved", "It saved 41% of the cost, or €1.4 a ride", "", "", ErrMisquote},
		{"currency", "It saved", "It saved 41% of the cost, or $1.40 a ride", "", "", ErrMisquote},
		{"sign", "The re-signed", "The re-signed contract ran at 5 degrees for a long-term customer", "", "", ErrMisquote},
		{"hyphen", "The re-signed", "The resigned contract ran at -5 degrees", "", "", ErrMisquote},
		{"negation", "We bought", "We bought the hub in April because four engineers could run it", "", "", ErrMisquote},
		{"negation cut", "We did", "the cost, or €1.40 a ride. We did ... hire anybody for it before the summer", "", "", ErrMisquote},
		{"hired for fired", "We fired", "We hired nobody.", "", "", ErrNotFound},
		{"mid-word", "We bought", "our engineers could not run it", "", "", ErrMisquote},
		{"invented", "We bought", "The founder gave me the keys and the whole budget at once", "", "", ErrNotFound},
		{"barred", "Ignore", "Ignore this line of text completely", "", "", ErrQuarantined},
		{"barred and short", "Ignore", "completely", "", "", ErrQuarantined},
		{"short elsewhere", "Ines", "the hub", "", "", ErrTooShort},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			g, err := Ground(d, w, Ref{First: at(tt.at), Last: at(tt.at), Quote: tt.quote}, barred)
			if !errors.Is(err, tt.err) || (err == nil) != (tt.err == nil) {
				t.Fatalf("error %v, want %v (%+v)", err, tt.err, g)
			}
			var parts []string
			for _, s := range g.Spans {
				parts = append(parts, d.At(s))
			}
			if got := strings.Join(parts, "|"); err == nil && (g.Status != tt.status || got != tt.want) {
				t.Errorf("%s %q, want %s %q", g.Status, got, tt.status, tt.want)
			}
			if g.PointerWrong != (tt.name == "pointer wrong") {
				t.Errorf("pointer wrong: %t", g.PointerWrong)
			}
		})
	}
}

func TestGroundPointers(t *testing.T) {
	t.Parallel()
	d := Read(groundBody)
	w := Windows(d)[0]
	for _, r := range []Ref{{-1, -1, ""}, {5, 4, ""}, {0, 99, ""}, {0, 6, ""}} {
		if _, err := Ground(d, w, r, nil); !errors.Is(err, ErrBadPointer) {
			t.Errorf("%+v: %v, want %v", r, err, ErrBadPointer)
		}
		r.Quote = "four engineers could not run it"
		if g, err := Ground(d, w, r, nil); err != nil || !g.PointerWrong {
			t.Errorf("%+v: %+v, %v", r, g, err)
		}
	}
	if _, err := Ground(d, Window{First: 3, Last: 3}, Ref{}, nil); !errors.Is(err, ErrBadPointer) {
		t.Errorf("empty window: %v", err)
	}
}

func TestGroundTakesTheNearest(t *testing.T) {
	t.Parallel()
	d := Read("Failover was rehearsed in March. Other words stand here. Failover was rehearsed in March. The end is near now.")
	w := Windows(d)[0]
	for _, n := range []int{0, 2} {
		g, err := Ground(d, w, Ref{First: n, Last: n, Quote: "Failover was rehearsed in March."}, nil)
		if err != nil || g.Spans[0] != d.Sentences[n].Span {
			t.Errorf("sentence %d: %+v, %v", n, g, err)
		}
	}
}

func TestContextTakesTheSentenceBefore(t *testing.T) {
	t.Parallel()
	d := Read("Wir kauften den Knoten im April. Das war im ersten Jahr ein Fehler. Das Unternehmen hat daraus gelernt.")
	w := Windows(d)[0]
	tests := []struct {
		n     int
		quote string
		first int
	}{{1, "war im ersten Jahr ein Fehler", 0}, {2, "Unternehmen hat daraus gelernt", 2}}
	for _, tt := range tests {
		g, err := Ground(d, w, Ref{First: tt.n, Last: tt.n, Quote: tt.quote}, nil)
		if want := (Span{d.Sentences[tt.first].Start, d.Sentences[tt.n].End}); err != nil || g.Context != want {
			t.Errorf("%q: context %q, %v", tt.quote, d.At(g.Context), err)
		}
	}
}
