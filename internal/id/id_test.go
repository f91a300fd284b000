package id

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestRoundTrip(t *testing.T) {
	u := uuid.MustParse("0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")
	for _, want := range []ID{Of(Person, u), Part(Level, u, "L8"), Part(Criterion, u, "L8/generosity")} {
		got, err := Parse(want.String())
		if err != nil || got != want {
			t.Errorf("Parse(%q) = %v, %v, want %v", want.String(), got, err, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	good := Of(Person, uuid.UUID{}).String()
	for _, s := range []string{"", "x", good + "=", good[:10], good + "\n", "\n" + good, Of(0, uuid.UUID{}).String(), Of(200, uuid.UUID{}).String(), "<person>"} {
		if got, err := Parse(s); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", s, got)
		}
	}
}

func TestMakerIsVersion7AndOrdered(t *testing.T) {
	now := time.UnixMilli(0x0193a1b2c3d4)
	m := Maker{Now: func() time.Time { return now }, Rand: bytes.NewReader(make([]byte, 64))}
	a := m.New()
	now = now.Add(time.Millisecond)
	b := m.New()
	if a.Version() != 7 || a.Variant() != uuid.RFC4122 {
		t.Errorf("version %v, variant %v", a.Version(), a.Variant())
	}
	if a.String() != "0193a1b2-c3d4-7000-8000-000000000000" || bytes.Compare(a[:], b[:]) >= 0 {
		t.Errorf("a = %v, b = %v", a, b)
	}
}
