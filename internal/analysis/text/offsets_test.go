package text

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestOffsets(t *testing.T) {
	t.Parallel()
	body := "Größe 🚀 e\u0301."
	o := NewOffsets(body)
	tests := []struct {
		name                string
		byte, units, points int
	}{
		{"start", 0, 0, 0},
		{"after ö", 4, 3, 3},
		{"before the rocket", 8, 6, 6},
		{"after the rocket", 12, 8, 7},
		{"end", len(body), 12, 11},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if u, p := o.UTF16(tt.byte), o.CodePoint(tt.byte); u != tt.units || p != tt.points {
				t.Errorf("%d units and %d points, want %d and %d", u, p, tt.units, tt.points)
			}
			if a, b := o.FromUTF16(tt.units), o.FromCodePoint(tt.points); a != tt.byte || b != tt.byte {
				t.Errorf("bytes %d and %d, want %d", a, b, tt.byte)
			}
		})
	}
}

func TestOffsetsOutside(t *testing.T) {
	t.Parallel()
	o := NewOffsets("a🚀")
	if got := o.UTF16(3); got != 1 {
		t.Errorf("inside the rocket: %d units, want 1", got)
	}
	if got := o.FromUTF16(2); got != 1 {
		t.Errorf("inside the pair: byte %d, want 1", got)
	}
	if a, b := o.UTF16(-5), o.UTF16(99); a != 0 || b != 3 {
		t.Errorf("outside: %d and %d, want 0 and 3", a, b)
	}
	if got := NewOffsets("").UTF16(0); got != 0 {
		t.Errorf("empty body: %d", got)
	}
}

func TestOffsetsAgreeWithCounting(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := strings.Repeat(rapid.StringN(0, 60, -1).Draw(t, "body"), 1+rapid.IntRange(0, 20).Draw(t, "times"))
		o := NewOffsets(body)
		at := rapid.IntRange(0, len(body)).Draw(t, "at")
		for at < len(body) && !utf8.RuneStart(body[at]) {
			at++
		}
		runes := []rune(body[:at])
		if got := o.CodePoint(at); got != len(runes) {
			t.Fatalf("%d code points before byte %d, want %d", got, at, len(runes))
		}
		units := len(utf16.Encode(runes))
		if got := o.UTF16(at); got != units {
			t.Fatalf("%d units before byte %d, want %d", got, at, units)
		}
		if a, b := o.FromUTF16(units), o.FromCodePoint(len(runes)); a != at || b != at {
			t.Fatalf("bytes %d and %d, want %d", a, b, at)
		}
	})
}
