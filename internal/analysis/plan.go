package analysis

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
)

// Planner is an Analyser that can say beforehand what its work may cost. What
// it says is an estimate; what holds is the budget itself.
type Planner interface {
	// Price is about what reading a window costs; nothing for one whose answer
	// is kept.
	Price(ctx context.Context, in MapInput) Usage
	// Room is what may be spent on reading windows, and Judging what one
	// judgement of each of n criteria costs.
	Room(ctx context.Context) Usage
	Judging(n int) Usage
	// Suggesting is what wording the suggestions costs.
	Suggesting() Usage
}

// reasonTooLong says why the fallback reads a window.
const reasonTooLong = "the dossier is longer than the budget for the model; the parts that promise least were read offline"

// plan compares what the run may cost with what may be spent. Where that is not
// enough for all, the suggestions go first; where not all can be judged three
// times, all is judged once; where not even all can be
// read, the model reads the windows in which the fallback finds most, a word,
// and the fallback the rest.
func (r *run) plan(ctx context.Context) error {
	p, ok := r.analyser.(Planner)
	if !ok || r.o.Fallback == nil {
		return nil
	}
	prices := make([]Usage, len(r.work))
	var all Usage
	for i := range r.work {
		w := &r.work[i]
		prices[i] = p.Price(ctx, r.mapInput(w, r.docs[w.doc].Windows[w.window]))
		all = all.plus(prices[i])
	}
	room := p.Room(ctx)
	most := all.plus(p.Judging(judgements * len(r.in.Level.PanelCriteria)))
	r.single = !most.within(room)
	r.unsuggested = !most.plus(p.Suggesting()).within(room)
	if all.within(room) {
		return nil
	}
	order, err := r.densest(ctx)
	if err != nil {
		return err
	}
	var spent Usage
	for _, i := range order {
		if next := spent.plus(prices[i]); next.within(room) {
			spent = next
		} else {
			r.work[i].passed = reasonTooLong
		}
	}
	return nil
}

// within reports whether u is no more than most in any count.
func (u Usage) within(most Usage) bool {
	return u.Calls <= most.Calls && u.InputTokens <= most.InputTokens && u.OutputTokens <= most.OutputTokens
}

// densest orders the windows by how much the fallback finds in them, a word,
// most first; of equals the first in the text.
func (r *run) densest(ctx context.Context) ([]int, error) {
	found := make([]int, len(r.work)) // passages in ten thousand words
	err := r.each(ctx, StageMap, len(r.work), func(ctx context.Context, i int) error {
		w := &r.work[i]
		window := r.docs[w.doc].Windows[w.window]
		out, err := r.o.Fallback.Map(ctx, r.mapInput(w, window))
		if err == nil {
			found[i] = len(out.Items) * 10_000 / max(window.Words, 1)
		}
		return context.Cause(ctx)
	})
	order := make([]int, len(r.work))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(found[b], found[a]) })
	return order, err
}

// secondOpinion gives the score that the fallback alone would give each
// criterion of the same dossier. It is for comparison only and enters nothing.
func (r *run) secondOpinion(ctx context.Context) map[string]int {
	scores := map[string]int{}
	if r.o.Fallback == nil {
		return scores
	}
	res, err := Run(ctx, r.in, Options{Analyser: r.o.Fallback, Claims: r.o.Claims, Concurrency: r.o.Concurrency})
	if err != nil {
		if r.o.Log != nil && ctx.Err() == nil {
			r.o.Log.LogAttrs(ctx, slog.LevelWarn, "no second opinion", slog.Any("error", err))
		}
		return scores
	}
	for _, f := range res.Findings {
		if f.Score != nil {
			scores[f.Criterion] = *f.Score
		}
	}
	return scores
}
