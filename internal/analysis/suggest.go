package analysis

import (
	"cmp"
	"context"
	"slices"

	"dossier/internal/ladder"
)

// Suggester is an Analyser that can also word what would close a gap. It is
// asked once, when all else is done, and what it says is shown only if it
// supplies no fact; else the ladder's own words stay.
type Suggester interface {
	Suggest(ctx context.Context, in SuggestInput) (SuggestOutput, error)
}

// SuggestInput is the gaps whose closing is worth most, first of all.
type SuggestInput struct {
	// Language is the one to suggest in, "en" or "de".
	Language string
	Gaps     []OpenGap
	// Names are those of MapInput.
	Names []string
}

// OpenGap is a question that is not met. Nothing in it comes from records.
type OpenGap struct {
	Leaf   *ladder.Leaf
	Reason string
	// Suggestion is the ladder's own.
	Suggestion string
	// Near is the passage closest to what is asked, "" where there is none.
	Near string
}

// SuggestOutput holds a suggestion for each gap, by index, "" for none.
type SuggestOutput struct {
	Texts []string
	Usage Usage
}

// Suggestions says what became of the suggestions that a model was asked for.
type Suggestions struct {
	// Worded were shown, Refused were not, because they could supply a fact.
	Worded  int `json:"worded"`
	Refused int `json:"refused"`
	// Left says why none was given.
	Left string `json:"left,omitempty"`
}

const (
	// mostSuggested is how many gaps a model words the suggestions of.
	mostSuggested = 6

	reasonSuggestionsCost = "the budget for the model was short; suggestions are the first to go"
	reasonSuggestionsWait = "the model asked to wait"
)

// openGap is a gap of a finding, as a model is asked about it.
type openGap struct {
	gap   *Gap
	gain  int
	asked OpenGap
}

// suggest has the analyser word the suggestions of the gaps that would raise a
// score most. Whatever goes wrong is no loss: every gap has the ladder's own.
func (r *run) suggest(ctx context.Context) error {
	s, able := r.analyser.(Suggester)
	open := r.openGaps()
	if !able || len(open) == 0 {
		return nil
	}
	r.suggestions = &Suggestions{}
	if r.unsuggested {
		r.suggestions.Left = reasonSuggestionsCost
		return nil
	}
	in := SuggestInput{Language: r.lang, Names: r.names}
	for _, o := range open {
		in.Gaps = append(in.Gaps, o.asked)
	}
	out, err := s.Suggest(ctx, in)
	r.spend(out.Usage)
	if err != nil {
		reason, stop := r.fail(ctx, err)
		if ctx.Err() != nil {
			return stop
		}
		r.suggestions.Left = cmp.Or(reason, reasonSuggestionsWait)
		return nil
	}
	vet := newVetting(r.in.Level, r.lang)
	for i, o := range open[:min(len(open), len(out.Texts))] {
		switch text := out.Texts[i]; {
		case text == "":
		case vet.allows(text, o.asked):
			o.gap.Suggestion = text
			r.suggestions.Worded++
		default:
			r.suggestions.Refused++
		}
	}
	return nil
}

// openGaps are the gaps to ask about, those that raise a score most first, and of
// equals those beside which there is a passage to start from. No
// record is told to a model: gaps that the records show are left out, and so
// are contradictions, which may be with a record.
func (r *run) openGaps() []openGap {
	var out []openGap
	for i := range r.findings {
		f, w := &r.findings[i], &r.criteria[i]
		if !f.Assessed {
			continue
		}
		for n := w.recorded; n < len(f.Gaps); n++ {
			g := &f.Gaps[n]
			if g.Reason == Contradicted || g.Reason == Quarantined {
				continue
			}
			asked := OpenGap{Leaf: &w.criterion.Leaves[place(w.criterion, g.Leaf)], Reason: g.Reason, Suggestion: g.Suggestion}
			if at := slices.IndexFunc(w.grounded, func(p Grounded) bool { return g.Near != nil && p.Place == *g.Near }); at >= 0 {
				asked.Near = w.grounded[at].Text
			}
			out = append(out, openGap{gap: g, gain: g.ScoreIfMet - *f.Score, asked: asked})
		}
	}
	slices.SortStableFunc(out, func(a, b openGap) int {
		return cmp.Or(cmp.Compare(b.gain, a.gain), -cmp.Compare(min(1, len(a.asked.Near)), min(1, len(b.asked.Near))))
	})
	return out[:min(len(out), mostSuggested)]
}
