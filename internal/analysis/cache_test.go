package analysis

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
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

// TestMemory: of many that want the same one asks; what may not be kept is
// asked for again, one after another.
func TestMemory(t *testing.T) {
	t.Parallel()
	for _, keep := range []bool{true, false} {
		var m Memory
		k := KeyOf("k")
		if has, err := m.Has(t.Context(), k); has || err != nil {
			t.Fatalf("empty memory has something: %v", err)
		}
		var asked, open, most atomic.Int64
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				v, err := m.Answer(t.Context(), k, func(context.Context) ([]byte, bool, error) {
					asked.Add(1)
					most.Store(max(most.Load(), open.Add(1)))
					defer open.Add(-1)
					return []byte("first"), keep, nil
				})
				if string(v) != "first" || err != nil {
					t.Errorf("%q, %v", v, err)
				}
			})
		}
		wg.Wait()
		want := int64(8)
		if keep {
			want = 1
		}
		if has, _ := m.Has(t.Context(), k); has != keep || asked.Load() != want || most.Load() != 1 || m.Len() != int(min(want, 1)*b(keep)) {
			t.Errorf("keep %v: asked %d times, %d at once, %d kept", keep, asked.Load(), most.Load(), m.Len())
		}
	}
}

func b(v bool) int64 {
	if v {
		return 1
	}
	return 0
}

// TestMemoryLetsTheNextAsk after an error, and a waiter leave with its context.
func TestMemoryLetsTheNextAsk(t *testing.T) {
	t.Parallel()
	var m Memory
	k := KeyOf("k")
	failed := errors.New("no")
	asking, release := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		_, err := m.Answer(t.Context(), k, func(context.Context) ([]byte, bool, error) {
			close(asking)
			<-release
			return nil, true, failed
		})
		if !errors.Is(err, failed) {
			t.Error(err)
		}
	})
	<-asking
	gone, cancel := context.WithCancelCause(t.Context())
	cancel(failed)
	if _, err := m.Answer(gone, k, nil); !errors.Is(err, failed) {
		t.Errorf("a waiter without a context: %v", err)
	}
	wg.Go(func() {
		v, err := m.Answer(t.Context(), k, func(context.Context) ([]byte, bool, error) { return []byte("second"), true, nil })
		if string(v) != "second" || err != nil {
			t.Errorf("%q, %v", v, err)
		}
	})
	close(release)
	wg.Wait()
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
