package analysis

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"dossier/internal/ladder"
)

// Sampler is an Analyser whose answers may differ from one time to the next,
// so that asking again where a score hangs in the balance is worth its price.
type Sampler interface {
	// Samples is how often to judge such a criterion in all.
	Samples() int
}

// reduce has each criterion judged from its passages.
func (r *run) reduce(ctx context.Context) error {
	criteria := r.in.Level.PanelCriteria
	r.criteria = make([]criterionWork, len(criteria))
	for i := range criteria {
		r.criteria[i] = r.gather(&criteria[i])
	}
	r.second = sync.OnceValue(func() map[string]int { return r.secondOpinion(ctx) })
	return r.each(ctx, StageReduce, len(criteria), func(ctx context.Context, i int) error {
		return r.judge(ctx, &r.criteria[i])
	})
}

// gather collects what is known of a criterion before it is judged.
func (r *run) gather(c *ladder.Criterion) criterionWork {
	w := criterionWork{criterion: c, quarantined: map[string]bool{}}
	leaves := make(map[string]int, len(c.Leaves))
	for i, l := range c.Leaves {
		leaves[l.Key] = i
	}
	w.grounded, w.left = r.passagesOf(leaves)
	offered := map[string]bool{}
	for _, g := range w.grounded {
		offered[g.Leaf] = true
		refuted, confirmed := r.borne(g.Place)
		w.refuted = append(w.refuted, refuted)
		w.confirmed = append(w.confirmed, confirmed || testimony(g.Component))
	}
	w.denied = r.denied(c.Key, w.grounded)
	for key := range leaves {
		w.quarantined[key] = r.barred[key] && !offered[key]
		w.picked = w.picked.plus(r.picked[key])
	}
	return w
}

// judge asks for the answers to a criterion's leaves; more than once where one
// answer could change the score and another sample can tell.
func (r *run) judge(ctx context.Context, w *criterionWork) error {
	first, err := r.sample(ctx, w, 0)
	if err != nil {
		return err
	}
	all := [][]LeafVerdict{first}
	w.verdicts, w.samples, w.agreement, w.votes = first, 1, 1, votesOf(all)
	s, ok := r.analyser.(Sampler)
	if !ok || w.fallback || s.Samples() < 2 {
		return nil
	}
	if r.single {
		w.once = "the budget is too small to judge anything twice"
		return nil
	}
	if w.again = r.hangs(w); w.again == "" {
		return nil
	}
	for n := 1; n < min(s.Samples(), judgements); n++ {
		out, err := r.analyser.Reduce(ctx, ReduceInput{Criterion: w.criterion, Evidence: w.grounded, Sample: n, Names: r.names})
		r.spend(out.Usage)
		if err != nil {
			// One judgement is enough to go on with.
			if _, stop := r.fail(ctx, err); stop != nil {
				return stop
			}
			break
		}
		all = append(all, settle(w.criterion, w.grounded, out.Leaves))
	}
	w.verdicts = majority(all)
	w.samples, w.agreement, w.votes = len(all), agreementOf(all, w.verdicts), votesOf(all)
	return nil
}

// farApart is how far the fallback's score lies from the analyser's where one
// judgement is not enough to go by.
const farApart = 2

// hangs says why a criterion's score hangs in the balance: its weight is near a
// threshold, a gate rests on one passage, or the fallback, left to itself, comes
// to quite another score. It says nothing where the score does not.
func (r *run) hangs(w *criterionWork) string {
	if len(w.grounded) == 0 {
		return "" // there is nothing that could be judged otherwise
	}
	evidence, _ := w.evidence()
	b := w.basis(evidence)
	if b.Near(boundaryMargin) {
		return fmt.Sprintf("%d hundredths of the questions are answered, near a threshold", b.Weight())
	}
	if restsOnOne(w.criterion, w.verdicts) {
		return "a gate rests on one passage"
	}
	if other, there := r.second()[w.criterion.Key]; there && (other-b.Score() >= farApart || b.Score()-other >= farApart) {
		return fmt.Sprintf("the fallback alone comes to %d, this analyser to %d", other, b.Score())
	}
	return ""
}

// answered reports whether every leaf of the criterion has an answer.
func answered(c *ladder.Criterion, leaves []LeafVerdict) bool {
	given := map[string]bool{}
	for _, v := range leaves {
		given[v.Leaf] = true
	}
	return !slices.ContainsFunc(c.Leaves, func(l ladder.Leaf) bool { return !given[l.Key] })
}

// sample is the n-th judgement, by the fallback if the analyser fails.
func (r *run) sample(ctx context.Context, w *criterionWork, n int) ([]LeafVerdict, error) {
	in := ReduceInput{Criterion: w.criterion, Evidence: w.grounded, Sample: n, Names: r.names}
	out, err := r.analyser.Reduce(ctx, in)
	r.spend(out.Usage)
	if err == nil && r.o.Fallback != nil && len(w.grounded) > 0 && !answered(w.criterion, out.Leaves) {
		err = NewFailed("the model left questions of a criterion unanswered", nil)
	}
	if err == nil {
		return settle(w.criterion, w.grounded, out.Leaves), nil
	}
	reason, stop := r.fail(ctx, err)
	if stop != nil {
		return nil, stop
	}
	r.note(reason, true, r.o.Fallback != nil)
	if r.o.Fallback == nil {
		w.unjudged = true
		return settle(w.criterion, nil, nil), nil
	}
	w.fallback = true
	out, err = r.o.Fallback.Reduce(ctx, in)
	r.spend(out.Usage)
	if err != nil {
		if _, stop := r.fail(ctx, err); stop != nil {
			return nil, stop
		}
		w.unjudged = true
	}
	return settle(w.criterion, w.grounded, out.Leaves), nil
}
