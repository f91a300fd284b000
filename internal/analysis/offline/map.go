package offline

import (
	"context"
	"fmt"
	"strings"

	"dossier/internal/analysis"
	"dossier/internal/ladder"
)

// Name is the analyser's name and version. The version changes whenever the
// same text may give another answer.
func (a *Analyser) Name() string { return "offline@3" }

// Map picks the passages of one window. Text in a language other than English
// and German is left unread, and the reason says so.
func (a *Analyser) Map(ctx context.Context, in analysis.MapInput) (analysis.MapOutput, error) {
	if err := ctx.Err(); err != nil {
		return analysis.MapOutput{}, err
	}
	if a.lexicons[in.Language] == nil {
		return analysis.MapOutput{Left: []analysis.Left{{
			Window: in.Window, Reason: "the text is in a language that the offline analyser does not read", Unreadable: true,
		}}}, nil
	}
	units := a.Units(in.Doc, in.Window.First, in.Window.Last, in.Language, in.Excluded)
	var out analysis.MapOutput
	seen := a.look(units, in.Component)
	for _, p := range a.picks(in.Doc, seen) {
		c := in.Level.Criterion(p.Criterion)
		if c == nil {
			continue
		}
		item := a.item(in, c, units, p)
		if in.Explain {
			item.Weighed = a.weighed(in.Doc, seen, p)
		}
		out.Items = append(out.Items, item)
	}
	if in.Explain {
		out.Passed = a.passed(in.Doc, seen)
	}
	out.Items = append(out.Items, a.assertions(in, units)...)
	return out, nil
}

// item turns a pick into what the pipeline grounds.
func (a *Analyser) item(in analysis.MapInput, c *ladder.Criterion, units Units, p Pick) analysis.Item {
	var set families
	var form signals
	var words []string
	for i := p.From; i < p.To; i++ {
		set |= units[i].families
		form |= units[i].signals
		words = append(words, a.shown(&units[i], p.Criterion)...)
	}
	traits := a.traits(set, form, in.Component)
	item := analysis.Item{
		First: units[p.From].first, Last: units[p.To-1].last, Quote: quote(in, units, p),
		Actor: a.actor(set, in.Component), Stance: analysis.StanceSupports, Strength: analysis.Minor,
		Leaf: a.leafOf(c, traits), Signals: traits, Why: why(in.Language, words, form),
	}
	if p.Core {
		item.Strength = analysis.Core
	}
	switch {
	case p.Against:
		item.Stance = analysis.StanceContradicts
	case item.Actor == analysis.ActorOther:
		item.Stance = analysis.StanceAsserts
	case set.has(a.family["plan"]) && !set.has(a.family["done"]):
		item.Stance = analysis.StanceHypothetical
	}
	return item
}

func quote(in analysis.MapInput, units Units, p Pick) string {
	span := units.Span(in.Doc, p.From)
	span.End = units.Span(in.Doc, p.To-1).End
	return in.Doc.At(span)
}

// traits names the families and the signals of a passage.
func (a *Analyser) traits(set families, form signals, component string) []string {
	var out []string
	for i, n := range a.names {
		if set.has(i) {
			out = append(out, n)
		}
	}
	for i, n := range signalNames() {
		if form.has(signal(i)) {
			out = append(out, strings.ReplaceAll(n, " ", "-"))
		}
	}
	if strings.HasSuffix(component, "references") {
		out = append(out, inReferences)
	}
	return out
}

// actor says who did what a passage tells: in a reference the person spoken
// of, elsewhere the one who writes.
func (a *Analyser) actor(set families, component string) analysis.Actor {
	f := func(name string) bool { return set.has(a.family[name]) }
	referee := strings.HasSuffix(component, "references")
	switch {
	case referee && f("person"), !referee && f("me"):
		return analysis.ActorAuthor
	case f("other"):
		return analysis.ActorOther
	case f("we"):
		return analysis.ActorTeam
	}
	return analysis.ActorUnclear
}

// shown returns up to three phrases of the lexicon that a pick rests on, those
// that weigh most for the criterion.
func (a *Analyser) shown(u *Unit, criterion string) []string {
	l, m := a.layout(), a.criteria[criterion]
	var out []string
	used := map[int]bool{}
	for range 3 {
		best, weight := -1, int64(0)
		for i, p := range u.matches {
			if w := m.weights[l.family+p.family]; !used[i] && w > weight {
				best, weight = i, w
			}
		}
		if best < 0 {
			break
		}
		for i, p := range u.matches {
			if p.family == u.matches[best].family {
				used[i] = true
			}
		}
		p := u.matches[best]
		out = append(out, strings.Join(u.words[p.from:p.to], " "))
	}
	return out
}

// why says in a phrase what a pick rests on.
func why(lang string, words []string, form signals) string {
	rests, figure, change := "rests on “%s”", ", with a figure", ", before and after"
	if lang == "de" {
		rests, figure, change = "stützt sich auf „%s“", ", mit einer Zahl", ", mit vorher und nachher"
	}
	var b strings.Builder
	if len(words) > 0 {
		fmt.Fprintf(&b, rests, strings.Join(words[:min(len(words), 3)], ", "))
	}
	switch {
	case form.has(sigChange):
		b.WriteString(change)
	case form.has(sigNumber), form.has(sigPercent), form.has(sigMoney):
		b.WriteString(figure)
	}
	return strings.TrimPrefix(b.String(), ", ")
}
