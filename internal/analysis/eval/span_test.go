package eval

import (
	"strings"
	"testing"
)

func TestMatches(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		a, b Span
		want bool
	}{
		{"the same", Span{10, 40}, Span{10, 40}, true},
		{"half of the shorter", Span{0, 20}, Span{10, 110}, true},
		{"less than half", Span{0, 20}, Span{11, 111}, false},
		{"inside", Span{50, 70}, Span{0, 300}, true},
		{"touching", Span{0, 20}, Span{20, 40}, false},
		{"apart", Span{0, 20}, Span{30, 40}, false},
	} {
		if got := c.a.matches(c.b); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
		if got := c.b.matches(c.a); got != c.want {
			t.Errorf("%s, the other way: %v", c.name, got)
		}
	}
}

func TestHitGuards(t *testing.T) {
	t.Parallel()
	long := label{doc: "d1", polarity: Supports, places: []Span{{0, 100}}}
	short := label{doc: "d1", polarity: Supports, places: []Span{{5, 15}, {200, 210}}}
	for _, c := range []struct {
		name string
		l    label
		p    place
		want bool
	}{
		{"a sentence", long, place{Span{0, 90}, "d1", Supports}, true},
		{"too short to count", long, place{Span{0, 14}, "d1", Supports}, false},
		{"short, but a whole label", short, place{Span{5, 15}, "d1", Supports}, true},
		{"short, the second place", short, place{Span{200, 210}, "d1", Supports}, true},
		{"600 is allowed", long, place{Span{0, 600}, "d1", Supports}, true},
		{"601 is not", long, place{Span{0, 601}, "d1", Supports}, false},
		{"another document", long, place{Span{0, 90}, "d2", Supports}, false},
		{"another side", long, place{Span{0, 90}, "d1", Contradicts}, false},
	} {
		if got := c.l.hit(c.p); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	got := merge([]place{
		{Span{20, 60}, "d1", Supports}, {Span{0, 30}, "d1", Supports}, {Span{60, 80}, "d1", Supports},
		{Span{10, 50}, "d1", Contradicts}, {Span{0, 30}, "d2", Supports},
	})
	want := []place{
		{Span{10, 50}, "d1", Contradicts}, {Span{0, 60}, "d1", Supports}, {Span{60, 80}, "d1", Supports}, {Span{0, 30}, "d2", Supports},
	}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d: got %v, want %v", i, got[i], want[i])
		}
	}
	// Without polarity the two sides that overlap are one span.
	if n := len(merge(without(got))); n != 3 {
		t.Errorf("%d spans without polarity, want 3", n)
	}
}

func TestLocate(t *testing.T) {
	t.Parallel()
	d := Dossier{Documents: []Document{{Key: "d1", Body: "größer. größer. Ende."}}}
	if s, ok := d.locate("d1", "größer.", 8, 15); !ok || s != (Span{8, 15}) {
		t.Errorf("by offsets: %v %v", s, ok)
	}
	if s, ok := d.locate("d1", "größer.", 3, 9); !ok || s != (Span{0, 7}) {
		t.Errorf("by words where the offsets are wrong: %v %v", s, ok)
	}
	if _, ok := d.locate("d1", "kleiner.", 0, 8); ok {
		t.Error("a quote that stands nowhere was found")
	}
	if got := d.places("d1", "größer.", 2); len(got) != 1 || got[0] != (Span{8, 15}) {
		t.Errorf("second occurrence: %v", got)
	}
	if got := d.places("d1", "größer.", 3); got != nil {
		t.Errorf("third occurrence: %v", got)
	}
}

func TestPoints(t *testing.T) {
	t.Parallel()
	body := "aé😀b" + strings.Repeat("ü", 5)
	points := Points(body)
	for _, c := range [][2]int{{0, 0}, {3, 2}, {7, 3}, {len(body), 9}, {1, 1}} {
		if got := points(c[0]); got != c[1] {
			t.Errorf("byte %d: %d, want %d", c[0], got, c[1])
		}
	}
}
