package audit

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/id"
)

func TestOnlyWordsThatNameThingsAreTaken(t *testing.T) {
	t.Parallel()
	key := uuid.Must(uuid.Parse("0192b3a0-7c4e-7b1a-8f00-000000000001"))
	for value, want := range map[string]bool{
		// What an entry may hold.
		id.Of(id.Dossier, key).String(): true,
		id.Part(id.Criterion, key, "L8/company-level-judgment-"+strings.Repeat("k", 50)).String(): true,
		key.String():             true,
		strings.Repeat("9f", 32): true,
		"IN_REVIEW":              true,
		"L8":                     true,
		"0":                      true,
		"-12":                    true,
		"7.25":                   true,
		"2026-11-24":             true,
		"mentee-network":         true,
		"offline":                true,
		// What a person could have written.
		"":                        false,
		"Ana Obi":                 false,
		"Ana":                     false,
		"ana obi":                 false,
		"ana@example.org":         false,
		"https://example.org":     false,
		"Ｌ8":                      false,
		"naïve":                   false,
		"ok\n":                    false,
		"a\x00":                   false,
		"<b>":                     false,
		"7,25":                    false,
		"1.2.3":                   false,
		strings.Repeat("a", 161):  false,
		"AQIBjwCp5sN1zYeXKzU6U9y": false, // an id that was cut off
	} {
		err := By(key, "submitDossier", id.ID{}, key, "name", value).check()
		if (err == nil) != want {
			t.Errorf("the value %q: %v, want taken %v", value, err, want)
		}
		if err != nil && value != "" && strings.Contains(err.Error(), value) {
			t.Errorf("the error repeats what it refuses: %v", err)
		}
	}
	for _, name := range []string{"", "Ana Obi", "a b", "ä", "x-y", strings.Repeat("a", 161)} {
		if err := By(key, "submitDossier", id.ID{}, key, name, "OK").check(); err == nil {
			t.Errorf("a detail named %q is taken", name)
		}
		if err := By(key, name, id.ID{}, key).check(); err == nil && len(name) <= maxWord {
			t.Errorf("an act named %q is taken", name)
		}
	}
	if err := By(key, "submitDossier", id.ID{}, key, "one", "OK", "two").check(); err == nil || !strings.Contains(err.Error(), "the detail two") {
		t.Errorf("a name without a value: %v", err)
	}
}

func TestByPairsNamesAndValues(t *testing.T) {
	t.Parallel()
	actor, subject := uuid.UUID{1}, uuid.UUID{2}
	e := By(actor, "act", id.Of(id.Record, uuid.UUID{3}), subject, "a", "1", "b", "2")
	if *e.Actor != actor || *e.Subject != subject || e.Act != "act" || e.Object.UUID != (uuid.UUID{3}) || len(e.Detail) != 2 || e.Detail["a"] != "1" || e.Detail["b"] != "2" {
		t.Errorf("got %+v", e)
	}
}

// The hash of a row is what stands in databases that were written before: it
// may never come out otherwise.
func TestTheHashOfARowIsFixed(t *testing.T) {
	t.Parallel()
	e := By(uuid.UUID{1}, "submitDossier", id.Of(id.Dossier, uuid.UUID{2}), uuid.UUID{3}, "revision", "AQ", "b", "X")
	r := start().next(e, time.Date(2026, 11, 24, 9, 30, 0, 123456789, time.FixedZone("", 3600)))
	const want = "1:e3397b08cf1adaea608f993461de837a554a5c0456150ae89c31c4beb17c33d0"
	if got := (Head{Seq: r.Seq, Hash: r.Hash}).String(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if r.At.Location() != time.UTC || r.At.Nanosecond() != 123456000 {
		t.Errorf("the time is %v; a database keeps microseconds", r.At)
	}
}

func TestHeadsAreReadAsTheyArePrinted(t *testing.T) {
	t.Parallel()
	hash := strings.Repeat("0f", 32)
	h, err := ParseHead("12:" + hash)
	if err != nil || h.Seq != 12 || h.String() != "12:"+hash {
		t.Errorf("%v, %v", h, err)
	}
	for _, bad := range []string{"", "12", "12:", ":" + hash, "x:" + hash, "-1:" + hash, "12:" + hash[1:], "12:" + hash + "00", "12:" + hash[2:] + "zz", "12 " + hash, "12:" + hash + "\n"} {
		if _, err := ParseHead(bad); err == nil || !strings.Contains(err.Error(), "is no head of a trail") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
