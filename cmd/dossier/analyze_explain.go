package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/analysis"
	"dossier/internal/ladder"
)

// decimal writes ten-thousandths in full, so that sums can be checked by hand.
func decimal(n int64) string {
	s := strings.TrimRight(fmt.Sprintf("%d.%04d", max(n, -n)/10_000, max(n, -n)%10_000), "0")
	s = strings.TrimSuffix(s, ".")
	if n < 0 {
		s = "-" + s
	}
	return s
}

// signed is decimal with a plus where it adds.
func signed(n int64) string {
	if n >= 0 {
		return "+" + decimal(n)
	}
	return decimal(n)
}

// number writes a count, or half of one.
func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// picked says how a passage was found and why it was picked.
func (p *paper) picked(n int, e analysis.Evidence) {
	p.wrap("      ", dim, fmt.Sprintf("Passage %d: for %s, %s, quote found %s.", n, e.Leaf, strings.ToLower(string(e.Strength)), e.Grounding))
	for i, w := range e.Weighed {
		if len(e.Weighed) > 1 {
			p.wrap("      ", dim, fmt.Sprintf("Sentence %d:", i+1))
		}
		p.sums("      · ", w)
	}
}

// sums writes out what a sentence was decided by.
func (p *paper) sums(mark string, w analysis.Weighing) {
	for _, s := range w.Sums {
		answer := ""
		if s.Least != nil {
			answer = ", no"
			if s.Total >= *s.Least {
				answer = ", yes"
			}
			answer += fmt.Sprintf(" (yes from %s)", decimal(*s.Least))
		}
		sum, terms := s.Bias, []string{"bias " + signed(s.Bias)}
		for _, t := range s.Terms {
			sum += t.Adds
			times := ""
			if t.Value != 10_000 {
				times = fmt.Sprintf("%s × %s = ", decimal(t.Weight), decimal(t.Value))
			}
			terms = append(terms, t.Signal+" "+times+signed(t.Adds))
		}
		if sum != s.Total {
			answer += ", cut off from " + decimal(sum)
		}
		p.wrap(mark, dim, fmt.Sprintf("%s %s%s: %s.", s.Question, decimal(s.Total), answer, strings.Join(terms, "; ")))
	}
	if w.RuledOut != "" {
		p.wrap(mark, dim, "Not picked whatever it weighs: "+w.RuledOut+".")
	}
}

// closes says which question a gap is, and what answering it would gain.
func (p *paper) closes(g analysis.Gap, score int) {
	gain := fmt.Sprintf("the score would stay %d", score)
	if g.ScoreIfMet > score {
		gain = fmt.Sprintf("the score would be %d, not %d", g.ScoreIfMet, score)
	}
	p.wrap("      ", dim, fmt.Sprintf("For %s: %s. Were it met by one more core passage, %s.", g.Leaf, strings.ReplaceAll(g.Reason, "_", " "), gain))
}

// account says how a finding came about, step by step.
func (p *paper) account(in analysis.Input, c *ladder.Criterion, f analysis.Finding) {
	a := f.Account
	p.wrap("  = ", "", "How it came about")
	for i, l := range f.Leaves {
		p.wrap("      ", dim, leafLine(c.Leaves[i], l, a.Votes, i))
	}
	switch {
	case len(a.Votes) > 1:
		p.wrap("      ", dim, fmt.Sprintf("Judged %d times, as %s; most votes decide, ties go down.", len(a.Votes), a.Again))
	case a.Again != "":
		p.wrap("      ", dim, "Judged once, although "+a.Again+".")
	case a.Once != "":
		p.wrap("      ", dim, "Judged once: "+a.Once+".")
	}
	if a.Fallback {
		p.wrap("      ", dim, "Judged by the offline analyser in the model's place.")
	}
	if a.Basis != nil {
		p.rules(*a.Basis)
	}
	p.wrap("      ", dim, fmt.Sprintf("Confidence %s. %s", strings.ToLower(string(f.Confidence.Level)), strings.Join(f.Confidence.Reasons, " ")))
	for _, x := range a.Aside {
		p.wrap("  ~ ", "", fmt.Sprintf("Found and set aside, %s, for %s: %s.", where(in, x.Place), x.Leaf, x.Why))
	}
	for _, w := range a.Passed {
		p.wrap("  ~ ", "", fmt.Sprintf("Not picked, %s: “%s”", where(in, w.Place), in.Documents[w.Doc].Body[w.Start:w.End]))
		w.Sums = w.Sums[len(w.Sums)-1:]
		p.sums("      · ", w)
	}
}

// leafLine says how a question was answered.
func leafLine(leaf ladder.Leaf, v analysis.LeafVerdict, votes [][]analysis.Verdict, at int) string {
	gate := ""
	if leaf.Gate {
		gate = ", a gate"
	}
	s := fmt.Sprintf("%s (weight %d%s): %s", leaf.Key, leaf.Weight, gate, spoken(v.Verdict))
	if len(v.Evidence) > 0 {
		var cited []string
		for _, n := range v.Evidence {
			cited = append(cited, strconv.Itoa(n+1))
		}
		s += ", by " + strings.Join(cited, ", ")
	}
	if v.For+v.Against > 0 {
		s += fmt.Sprintf("; worth %d for, %d against (met from %d on, if more than against)", v.For, v.Against, v.Least)
	}
	if v.Reason != "" {
		s += "; " + strings.ReplaceAll(v.Reason, "_", " ")
	}
	if len(votes) > 1 {
		var said []string
		for _, vote := range votes {
			said = append(said, spoken(vote[at]))
		}
		s += "; votes " + strings.Join(said, ", ")
	}
	return s
}

func spoken(v analysis.Verdict) string { return strings.ReplaceAll(string(v), "_", " ") }

// rules replays a score.
func (p *paper) rules(b analysis.Basis) {
	score := b.Score()
	p.wrap("      ", dim, fmt.Sprintf("In favour %d core and %d minor passages, against %d and %d; figures that records refute: %d.",
		b.Core, b.Minor, b.AgainstCore, b.AgainstMinor, b.Refuted))
	for _, r := range b.Rules() {
		line := fmt.Sprintf("Rule “%s” allows %d", r.Name, r.Allows)
		for _, a := range r.Asks {
			if a.Score == r.Allows && a.Met() {
				line += " for " + needs(a)
				break
			}
		}
		for i, a := range r.Next(score) {
			joint := "; "
			if i > 0 {
				joint = "; or "
			}
			line += fmt.Sprintf("%s%d asks for %s", joint, a.Score, needs(a))
		}
		p.wrap("      ", dim, line+".")
	}
	p.wrap("      ", dim, fmt.Sprintf("The least of these is the score: %d.", score))
}

// needs says what is asked, and what there is.
func needs(a analysis.Ask) string {
	var out []string
	for _, n := range a.Needs {
		bound := map[string]string{">=": "%s or more", "<=": "at most %s", "<": "less than %s"}[n.Sign]
		out = append(out, fmt.Sprintf("%s: "+bound+" (there: %s)", n.What, number(n.Want), number(n.Have)))
	}
	return strings.Join(out, ", ")
}

// compared says what a claim was compared with, and by which rule.
func (p *paper) compared(c analysis.Claim) {
	recorded := c.Recorded
	if recorded == "" {
		recorded = "nothing"
	}
	against := ""
	if c.Criterion != "" && c.Verdict == analysis.Overstated {
		against = fmt.Sprintf(" It weighs against %s.", c.Criterion)
	}
	p.wrap("      ", dim, fmt.Sprintf("Text: %s. Records: %s. %s, by comparing %s.%s", c.Claimed, recorded, c.Verdict, c.Rule, against))
}

// origin says what a result came from.
func (p *paper) origin(res analysis.Result) {
	v := res.Provenance
	p.line("%s", p.in(bold, "What it came from"))
	say := func(name, value string) {
		if value != "" {
			p.wrap("  ", dim, name+": "+value)
		}
	}
	say("analyser", res.Analyser)
	say("model", v.Model)
	say("endpoint", v.Endpoint)
	say("fingerprint", v.Fingerprint)
	say("prompts or weights", v.PromptVersion)
	say("answers in", v.Mode)
	say("parameters", v.Params)
	say("in the analyser's place", v.Fallback)
	say("questions", v.RubricHash)
	for _, step := range slices.Sorted(maps.Keys(v.Versions)) {
		say("version of "+step, strconv.Itoa(v.Versions[step]))
	}
	if res.Dropped > 0 {
		say("dropped", fmt.Sprintf("%d, pointed at by the analyser, that do not stand in the text or may not be evidence", res.Dropped))
	}
	say("text read", fmt.Sprintf("%.4g %%", 100*v.Coverage))
	classes := map[string]int{}
	for _, c := range v.Calls {
		classes[c.Question+", "+c.Class]++
	}
	for _, k := range slices.Sorted(maps.Keys(classes)) {
		say("calls for "+k, strconv.Itoa(classes[k]))
	}
	if res.Usage.Calls > 0 {
		u := res.Usage
		say("used", fmt.Sprintf("%d calls, %d tokens sent (%d of them cached), %d answered", u.Calls, u.InputTokens, u.CachedTokens, u.OutputTokens))
	}
	if g := v.Suggestions; g != nil {
		s := fmt.Sprintf("%d worded by the model, %d of its refused, as they could supply a fact", g.Worded, g.Refused)
		if g.Left != "" {
			s = "the ladder's own: " + g.Left
		}
		say("suggestions", s)
	}
	for _, h := range v.DocumentsHash {
		say("document", h)
	}
	for _, l := range v.Limits {
		say("limit", l)
	}
	p.wrap("  ", dim, "A signal adds its weight times its value; where no value is shown it is 1. Signals without a weight add nothing and are left out.")
	p.line("")
}
