package analysis

import (
	"strings"
	"sync"
	"testing"
	"time"
)

func TestKeyOfTellsPartsApart(t *testing.T) {
	t.Parallel()
	seen := map[Key]string{}
	for _, parts := range [][]string{{}, {""}, {"", ""}, {"ab"}, {"a", "b"}, {"", "ab"}, {"ab", ""}} {
		k := KeyOf(parts...)
		if other, ok := seen[k]; ok {
			t.Errorf("%q and %q share a key", parts, other)
		}
		seen[k] = strings.Join(parts, ",")
	}
}

func TestMemory(t *testing.T) {
	t.Parallel()
	var m Memory
	k := KeyOf("k")
	if _, ok, err := m.Get(t.Context(), k); ok || err != nil {
		t.Fatalf("empty memory has something: %v", err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if err := m.Put(t.Context(), k, []byte("first")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if err := m.Put(t.Context(), k, []byte("second")); err != nil {
		t.Fatal(err)
	}
	v, ok, err := m.Get(t.Context(), k)
	if string(v) != "first" || !ok || err != nil || m.Len() != 1 {
		t.Errorf("%q %v %v %d", v, ok, err, m.Len())
	}
}

func TestErrorsSayOnlyWhatIsSafe(t *testing.T) {
	t.Parallel()
	if got := (&RetryLater{After: 61 * time.Second}).Error(); got != "model asks to wait for 1m1s" {
		t.Error(got)
	}
	cause := &RetryLater{After: 1}
	f := NewFailed("the model declined to answer", cause)
	if f.Error() != "the model declined to answer" || f.Unwrap() != error(cause) {
		t.Errorf("%v", f)
	}
	if b := DefaultBudget(); b.Calls != 120 || b.InputTokens != 400_000 || b.OutputTokens != 60_000 {
		t.Errorf("%+v", b)
	}
}
