package standing

import (
	"fmt"
	"slices"

	"dossier/internal/ladder"
	"dossier/internal/people"
)

// outside asks for what stands outside the panel's decision: each component
// that it does not decide on, as a measure of its key. One that the ladder does
// not read only shows. Rule R4.
func (s step) outside() (list []*Requirement) {
	if s.level.Promotion == nil {
		return nil
	}
	for _, c := range s.level.Promotion.Assessment {
		if !c.Decided {
			p := s.level.ReadingOf(c.Key)
			list = append(list, s.requirement(c.Key, p, ladder.Info, s.ask(c.Key, p)))
		}
	}
	return list
}

// metrics shows the ranking standard; a shortfall has to be explained. Rules
// M1 to M7.
func (s step) metrics() (list []*Requirement) {
	for _, m := range s.level.RankingStandard {
		p := s.level.ReadingOf(m.Key)
		list = append(list, s.requirement(m.Key, p, ladder.Explain, s.ask(m.Key, p)))
	}
	return list
}

// assessment tells that the panel decides on the components. A policy that is
// "measuredAt" the decision cannot stop a submission and only shows. Rule R3.
func (s step) assessment() []*Requirement {
	if s.level.Promotion == nil {
		return nil
	}
	const key = "qualification-assessment"
	n := len(s.level.Promotion.Decided())
	r := result{
		verdict: ladder.Unknown,
		text:    fmt.Sprintf("The panel decides on %s once a dossier is submitted.", count(n, "component")),
	}
	p := s.level.ReadingOf(key)
	q := s.requirement(key, p, ladder.Info, r)
	if at, ok := p.String("measuredAt"); !ok || at == "decision" {
		q.Kind = ladder.Info
	}
	return []*Requirement{q}
}

// system is the reading of the time in the system, and whether it stops this
// step: that from its "gateFrom" to its "gateTo".
func (s step) system() (*ladder.Policy, bool) {
	p := s.level.ReadingOf("tenure-in-the-system")
	from, _ := p.String("gateFrom")
	to, _ := p.String("gateTo")
	return p, p != nil && from == s.level.Code && to == s.to
}

// inSystem are the ranks that count for it: "importedCount" says whether those
// from before this system do.
func (s step) inSystem(p *ladder.Policy) []people.Rank {
	if imported, ok := p.Bool("importedCount"); !ok || imported {
		return s.f.Ranks
	}
	return slices.DeleteFunc(slices.Clone(s.f.Ranks), func(r people.Rank) bool { return r.Cause == people.Import })
}

// tenure asks for "months" of active time at any level, of the policy
// "tenure-in-the-system". Rule S11a.
func (s step) tenure() []*Requirement {
	p, hard := s.system()
	need, ok := p.Int("months")
	if !ok {
		return nil
	}
	ranks := s.inSystem(p)
	have := ActiveMonths(ranks, s.f.Pauses, "", s.asOf)
	r := result{
		verdict: ladder.Pass,
		text:    fmt.Sprintf("%s in the system by %s, of %d.", count(have, "active month"), date(s.asOf), need),
	}
	imported := slices.DeleteFunc(slices.Clone(ranks), func(r people.Rank) bool { return r.Cause != people.Import })
	if n := ActiveMonths(imported, s.f.Pauses, "", s.asOf); n > 0 {
		r.text += fmt.Sprintf(" %s of them come from before the system.", count(n, "month"))
	}
	if have < need {
		r.verdict = ladder.Fail
		r.missing = count(need-have, "more active month") + "."
		if on := AttainedOn(ranks, s.f.Pauses, "", need, s.asOf); on != nil {
			r.missing = fmt.Sprintf("%s: they are reached on %s.", count(need-have, "more active month"), date(*on))
		}
	}
	q := s.requirement("tenure-in-the-system", p, ladder.Info, r)
	if hard {
		q.Kind = ladder.Hard
	}
	return []*Requirement{q}
}

// skipped shows the levels that were never held. Rule W3.
func (s step) skipped() []*Requirement {
	const key = "skipped-levels"
	p := s.level.ReadingOf(key)
	if p == nil {
		return nil
	}
	r := result{verdict: ladder.Pass, text: "Every level below " + s.level.Code + " was held."}
	held := slices.DeleteFunc(slices.Clone(s.f.Ranks), func(r people.Rank) bool { return r.From.After(s.asOf) })
	if never := Skipped(held, s.v, s.level); len(never) > 0 {
		r = result{verdict: ladder.Fail, text: "Levels never held: " + list(never) + ". They are shown, not held against anybody."}
	}
	return []*Requirement{s.requirement(key, p, ladder.Info, r)}
}

// selfEvaluation asks that the person answered every item of the checklist
// and, where the policy "skills" says "answered", every AI skill. Rules C1 to
// C9 and A1 to A7.
func (s step) selfEvaluation() []*Requirement {
	const key = "self-evaluation"
	var items []string
	for _, e := range s.level.SelfEvaluation {
		items = append(items, e.Key)
	}
	if asked, _ := s.level.ReadingOf("skills").Bool("answered"); asked {
		for _, e := range s.level.AISkills {
			items = append(items, e.Key)
		}
	}
	if len(items) == 0 {
		return nil
	}
	open := slices.DeleteFunc(slices.Clone(items), func(key string) bool { return s.answer(key) != nil })
	r := result{verdict: ladder.Pass, text: fmt.Sprintf("%d of %s are answered.", len(items)-len(open), count(len(items), "item"))}
	if len(open) > 0 {
		r.verdict, r.missing = ladder.Fail, "Answer "+list(open)+"."
	}
	return []*Requirement{s.requirement(key, s.level.ReadingOf(key), ladder.Info, r)}
}

// overall is FAIL without the level or while something that stops is not met,
// UNKNOWN while that cannot be said or something has to be explained, and for
// a level whose step the ladder does not describe.
func (s step) overall(list []*Requirement) ladder.Verdict {
	if !s.held() {
		return ladder.Fail
	}
	verdict := ladder.Pass
	if s.level.Promotion == nil {
		verdict = ladder.Unknown
	}
	for _, r := range list {
		switch {
		case r.Kind == ladder.Hard && r.Verdict == ladder.Fail:
			return ladder.Fail
		case r.Kind != ladder.Info && r.Verdict != ladder.Pass:
			verdict = ladder.Unknown
		}
	}
	return verdict
}
