package analysis

import (
	"context"
	"errors"
	"slices"

	"dossier/internal/analysis/text"
)

// Bounds of what is taken from one answer, whatever it holds.
const (
	maxItems  = 200
	maxClaims = 60
	maxLeft   = 64
)

// mapWork is one window and what analysers found in it.
type mapWork struct {
	doc, window int // index into run.docs, and into its Windows
	readings    []reading
	wordsRead   int
	// passed is why the analyser is not asked about the window, empty where it
	// is.
	passed string
}

// reading is what one analyser found in one run of blocks.
type reading struct {
	window    text.Window
	items     []Item
	claims    []ClaimItem
	addressed []int
	passed    []Weighing
	fallback  bool // read in the analyser's place
}

// mapWindows asks the analyser for each window, and the fallback for what the
// analyser leaves.
func (r *run) mapWindows(ctx context.Context) error {
	err := r.each(ctx, StageMap, len(r.work), func(ctx context.Context, i int) error {
		return r.mapWindow(ctx, &r.work[i])
	})
	if err != nil {
		return err
	}
	for i := range r.work {
		r.wordsRead += r.work[i].wordsRead
	}
	return nil
}

func (r *run) mapWindow(ctx context.Context, w *mapWork) error {
	window := r.docs[w.doc].Windows[w.window]
	var out MapOutput
	var err error
	if w.passed == "" {
		out, err = r.analyser.Map(ctx, r.mapInput(w, window))
		r.spend(out.Usage)
	}
	left := out.Left
	if w.passed != "" {
		left = []Left{{Window: window, Reason: w.passed}}
	} else if err != nil {
		reason, stop := r.fail(ctx, err)
		if stop != nil {
			return stop
		}
		left = []Left{{Window: window, Reason: reason}}
	} else if r.o.Fallback != nil && len(out.Items) > 0 && !r.vouched(&r.docs[w.doc], window, out.Items) {
		left = []Left{{Window: window, Reason: "nothing that the model pointed at stands in the text"}}
	} else {
		w.add(window, out, false)
	}
	w.wordsRead = window.Words
	for _, l := range left[:min(len(left), maxLeft)] {
		if !inside(l.Window, window) {
			continue
		}
		unread, err := r.mapLeft(ctx, w, l)
		if err != nil {
			return err
		}
		w.wordsRead -= unread
	}
	w.wordsRead = max(w.wordsRead, 0)
	return nil
}

// vouched reports whether one at least of the items is about a question that
// there is and quotes what stands in the window. An answer of which nothing
// holds is no answer, and must not pass for a text in which there is nothing.
func (r *run) vouched(d *Read, w text.Window, items []Item) bool {
	leaves := r.leaves()
	return slices.ContainsFunc(items, func(i Item) bool {
		if !leaves[i.Leaf] || !i.sound() || len(i.Quote) > maxQuote {
			return false
		}
		_, err := text.Ground(d.Text, w, text.Ref{First: i.First, Last: i.Last, Quote: i.Quote}, d.Excluded)
		return err == nil || errors.Is(err, text.ErrQuarantined)
	})
}

// mapLeft has the fallback read what the analyser left, and returns how many
// words stay unread.
func (r *run) mapLeft(ctx context.Context, w *mapWork, l Left) (unread int, err error) {
	if r.o.Fallback == nil {
		r.note(l.Reason, !l.Unreadable, false)
		return l.Window.Words, nil
	}
	r.note(l.Reason, true, true)
	out, err := r.o.Fallback.Map(ctx, r.mapInput(w, l.Window))
	r.spend(out.Usage)
	if err != nil {
		_, stop := r.fail(ctx, err)
		return l.Window.Words, stop
	}
	w.add(l.Window, out, true)
	for _, u := range out.Left[:min(len(out.Left), maxLeft)] {
		if inside(u.Window, l.Window) {
			r.note(u.Reason, !u.Unreadable, false)
			unread += u.Window.Words
		}
	}
	return min(unread, l.Window.Words), nil
}

func (r *run) mapInput(w *mapWork, window text.Window) MapInput {
	d := &r.docs[w.doc]
	return MapInput{
		Level: r.in.Level, Title: d.Title, Component: d.Component, Doc: d.Text, Language: d.Language,
		Window: window, Excluded: d.Excluded, Names: r.names, Explain: r.o.Explain,
	}
}

// add keeps a bounded part of an answer.
func (w *mapWork) add(window text.Window, out MapOutput, fallback bool) {
	w.readings = append(w.readings, reading{
		window:    window,
		items:     out.Items[:min(len(out.Items), maxItems)],
		claims:    out.Claims[:min(len(out.Claims), maxClaims)],
		addressed: out.Addressed[:min(len(out.Addressed), maxItems)],
		passed:    out.Passed,
		fallback:  fallback,
	})
}

// inside reports whether a is a run of sentences of b.
func inside(a, b text.Window) bool {
	return a.First >= b.First && a.Last <= b.Last && a.First < a.Last && a.Words >= 0
}
