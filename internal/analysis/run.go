package analysis

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Options says what does the work of a run.
type Options struct {
	Analyser Analyser
	// Fallback reads the windows and judges the criteria that the Analyser
	// could not. Without it they stay unread and the coverage says so.
	Fallback Analyser
	// Claims compares what the text says with the facts; nil for no claims.
	Claims ClaimChecker
	// Progress is told how far the run is, one call at a time; nil for nobody.
	Progress func(Progress)
	// Terms are what an Analyser that is a Starter may do.
	Terms
	// Concurrency is how many windows or criteria are worked on at once; from
	// 1, 0 means 4.
	Concurrency int
	// Explain has the analyser say how it weighed what it picked and passed.
	Explain bool
	// Log is told of failures that no analyser explains; nil for nobody.
	Log *slog.Logger
}

const defaultConcurrency = 4

// Run analyses a dossier. For an Analyser that gives the same answers it gives
// the same result to the byte, whatever the order in which answers arrive.
//
// The error is that of ctx, an *RetryLater when the work has to wait, or a
// fault for a text that cannot be read. Failures of the Analyser are no error:
// the fallback finishes and the result says so. Beside an error the result
// holds what was used so far, with the calls, and nothing else.
func Run(ctx context.Context, in Input, o Options) (Result, error) {
	r := &run{in: in, o: o, analyser: o.Analyser}
	if s, ok := o.Analyser.(Starter); ok {
		r.analyser = s.Start(o.Terms)
	}
	if r.o.Concurrency < 1 {
		r.o.Concurrency = defaultConcurrency
	}
	steps := []func(context.Context) error{r.read, r.plan, r.mapWindows, r.ground, r.checkClaims, r.reduce, r.find, r.suggest}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return Result{Usage: r.usage, Provenance: Provenance{Calls: r.analyser.Provenance().Calls}}, err
		}
	}
	return r.result(), nil
}

// run is one analysis on its way.
type run struct {
	in       Input
	o        Options
	analyser Analyser

	docs []Read // in the order of their refs
	lang string
	// names are the words of the dossier that name persons.
	names []string
	// rubric is the hash of the questions.
	rubric string
	work   []mapWork // one for each window, in the order of docs

	grounded []Grounded
	pointed  []GroundedClaim
	dropped  int // items without a passage
	// barred holds, by leaf, whether text that may not be evidence was offered.
	barred map[string]bool
	// picked counts, by leaf, what the analyser pointed at, not the fallback.
	picked map[string]Picked

	claims    []Claim
	anomalies []Anomaly
	criteria  []criterionWork
	findings  []Finding // one for each of criteria
	// suggestions is nil where nobody was to be asked.
	suggestions *Suggestions

	telling sync.Mutex // held while progress is told; guards done
	done    int

	mu       sync.Mutex // guards what follows
	usage    Usage
	reasons  map[string]int
	degraded bool
	fellBack bool

	words, wordsRead int

	// single is true where the budget is too small to judge anything twice.
	single bool
	// unsuggested is true where it is too small to word suggestions.
	unsuggested bool
	// second holds the scores that the fallback alone would give, by criterion,
	// once somebody asked for them.
	second func() map[string]int
}

// each calls f for 0 to n-1, a bounded number at once, and tells the progress
// of a stage. The first *RetryLater with the longest wait, or else any other
// error, stops the rest.
func (r *run) each(ctx context.Context, stage Stage, n int, f func(context.Context, int) error) error {
	r.done = 0
	r.tell(stage, 0, n)
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(r.o.Concurrency)
	for i := range n {
		g.Go(func() error {
			if err := gctx.Err(); err != nil {
				return err
			}
			if err := f(gctx, i); err != nil {
				return err
			}
			r.telling.Lock()
			defer r.telling.Unlock()
			r.done++
			r.tell(stage, r.done, n)
			return nil
		})
	}
	err := g.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

func (r *run) tell(stage Stage, done, total int) {
	if r.o.Progress != nil {
		r.o.Progress(Progress{Stage: stage, Done: done, Total: total})
	}
}

// spend adds to what the run has used.
func (r *run) spend(u Usage) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.usage = r.usage.plus(u)
}

// fail notes that the analyser could not do a part, and returns the error if
// it is one that stops the run.
func (r *run) fail(ctx context.Context, err error) (string, error) {
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	if later, ok := errors.AsType[*RetryLater](err); ok {
		return "", later
	}
	if f, ok := errors.AsType[*Failed](err); ok {
		return f.Reason, nil
	}
	if r.o.Log != nil {
		r.o.Log.LogAttrs(ctx, slog.LevelError, "analyser failed without a reason", slog.Any("error", err))
	}
	return "the answer could not be used", nil
}

// note counts a reason why not all was read as it should be.
func (r *run) note(reason string, degraded, fellBack bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.reasons == nil {
		r.reasons = map[string]int{}
	}
	r.reasons[reason]++
	r.degraded = r.degraded || degraded
	r.fellBack = r.fellBack || fellBack
}

// coverage is the share of words that were read by anybody.
func (r *run) coverage() float64 {
	if r.words == 0 {
		return 1
	}
	return float64(r.wordsRead) / float64(r.words)
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
