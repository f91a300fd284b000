package analysis_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"dossier/internal/analysis"
	"dossier/internal/analysis/llm/fakellm"
	"dossier/internal/testworld"
)

// TestWhatAnAttemptUsedIsNotLost: an endpoint that asks for a long wait puts
// the job off; what was used is on the row, counts in the budget of the next
// attempt and in the result, with the calls.
func TestWhatAnAttemptUsedIsNotLost(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	busy := fakellm.TooMany("90")
	busy.Match = fakellm.Of(fakellm.Reduce)
	s := started(t, busy, fakellm.Oracle(fakellm.Label{Quote: leaver, Leaf: "cj.stage"}))
	work := worker(t, w, s)
	key := asked(t, w, "Ana", leaver)
	later, ok := errors.AsType[*analysis.RetryLater](attempt(t, w, work, key))
	if !ok || later.After.Seconds() < 60 {
		t.Fatalf("put off by %v", later)
	}
	first := row(t, w, key)
	if first.Usage.Calls != 2 || first.Usage.InputTokens == 0 || len(first.From.Calls) != 2 {
		t.Errorf("after the first attempt: %+v", first)
	}
	if err := attempt(t, w, work, key); err != nil {
		t.Fatal(err)
	}
	last := row(t, w, key)
	if n := len(s.Requests()); last.Usage.Calls != n || len(last.From.Calls) != n || last.Usage.InputTokens <= first.Usage.InputTokens || last.Degraded {
		t.Errorf("%d calls were made: %+v", n, last)
	}
}

// TestAttemptsShareABudget: a job may make three calls, of which two are gone
// when it comes back.
func TestAttemptsShareABudget(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	s := started(t, fakellm.Fault(429, "rate_limit_exceeded", "x"), fakellm.Oracle(fakellm.Label{Quote: leaver, Leaf: "cj.stage"}))
	work := worker(t, w, s)
	key := asked(t, w, "Ana", leaver)
	set(t, w, key, `usage = '{"calls":119,"inputTokens":1,"outputTokens":1,"cachedTokens":0}'`)
	if err := attempt(t, w, work, key); err != nil {
		t.Fatal(err)
	}
	got := row(t, w, key)
	if !got.Degraded || len(s.Requests()) > 1 || got.Usage.Calls > 120 || !strings.Contains(strings.Join(got.Reasons, ";"), "budget") {
		t.Errorf("%d requests: %+v", len(s.Requests()), got)
	}
}

// TestALadderHasADay: what one dossier has used up, the next does not get; the
// offline analyser finishes, and the result says why. The day after all is as
// before.
func TestALadderHasADay(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	s := started(t, fakellm.Oracle(fakellm.Label{Quote: leaver, Leaf: "cj.stage"}))
	work := worker(t, w, s)
	work.Daily = analysis.Usage{Calls: 1}
	key := asked(t, w, "Ana", leaver)
	if err := attempt(t, w, work, key); err != nil {
		t.Fatal(err)
	}
	got := row(t, w, key)
	if !got.Degraded || len(s.Requests()) != 1 || !slices.ContainsFunc(got.Reasons, func(r string) bool { return strings.Contains(r, "in a day was used up") }) {
		t.Errorf("%d requests: %+v", len(s.Requests()), got)
	}
	if n := scalar[int](t, w.DB, `select calls from model_day`); n != 1 {
		t.Errorf("%d calls are booked", n)
	}
	booked := scalar[int](t, w.DB, `select input_tokens from model_day`)
	if booked != got.Usage.InputTokens {
		t.Errorf("%d tokens are booked, %d were used", booked, got.Usage.InputTokens)
	}
	if _, err := w.DB.Exec(t.Context(), `update model_day set day = day - 1`); err != nil {
		t.Fatal(err)
	}
	work.Daily = analysis.Usage{Calls: 100, InputTokens: 1e6, OutputTokens: 1e6}
	next := asked(t, w, "Ben", leaver+" It paid.")
	if err := attempt(t, w, work, next); err != nil {
		t.Fatal(err)
	}
	if got := row(t, w, next); got.Degraded || got.Usage.Calls == 0 {
		t.Errorf("the day after: %+v", got)
	}
}

// TestADayIsNotOverspentTogether, whatever the limit that is reached.
func TestADayIsNotOverspentTogether(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	for _, tt := range []struct {
		name string
		most analysis.Usage
	}{
		{"calls", analysis.Usage{Calls: 7}}, {"tokens in", analysis.Usage{InputTokens: 79}}, {"tokens out", analysis.Usage{OutputTokens: 21}},
	} {
		if _, err := w.DB.Exec(t.Context(), `delete from model_day`); err != nil {
			t.Fatal(err)
		}
		d := analysis.Day{DB: w.DB, Ladder: w.Version.LadderID, Most: tt.most}
		var granted atomic.Int64
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				_, ok, err := d.Take(t.Context(), analysis.Usage{Calls: 1, InputTokens: 11, OutputTokens: 3})
				if err != nil {
					t.Error(err)
				}
				if ok {
					granted.Add(1)
				}
			})
		}
		wg.Wait()
		if granted.Load() != 7 {
			t.Errorf("%s: %d calls are granted, want 7", tt.name, granted.Load())
		}
	}
	d := analysis.Day{DB: w.DB, Ladder: w.Version.LadderID, Most: analysis.Usage{Calls: 10, InputTokens: 100}}
	if _, ok, err := d.Take(t.Context(), analysis.Usage{Calls: 1, InputTokens: 101}); ok || err != nil {
		t.Errorf("more than a day's worth: %v, %v", ok, err)
	}
	settle, ok, err := d.Take(t.Context(), analysis.Usage{Calls: 1, InputTokens: 23})
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	settle(t.Context(), analysis.Usage{})
	settle(t.Context(), analysis.Usage{Calls: 1, InputTokens: 3, OutputTokens: 2})
	room, err := d.Room(t.Context())
	if err != nil || room != (analysis.Usage{Calls: 2, InputTokens: 20, OutputTokens: -1}) {
		t.Errorf("room %+v, %v", room, err)
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := d.Take(stopped, analysis.Usage{Calls: 1}); err == nil {
		t.Error("a day that cannot be read grants calls")
	}
}
