package analysis

import "dossier/internal/ladder"

// A score asks for three things, and is the least of what they allow: enough
// in favour once what speaks against it is set off; the least evidence that the
// scale asks for; and, for the upper two, questions answered widely enough. The
// numbers were chosen by leaving labelled dossiers out.
const (
	// A core passage weighs as much as two minor ones, and half of what speaks
	// against is set off.
	coreValue  = 2
	minorValue = 1
	setOff     = 2
	topScore   = 4

	// The share of a criterion, in hundredths, that must be answered for the
	// upper scores. A question answered partly counts half of its weight.
	weightStrong      = 50
	weightExceptional = 75
	fullWeight        = 2
	halfWeight        = 1
)

// Basis is everything that a score is computed from.
type Basis struct {
	Leaves []LeafBasis
	// Core and Minor count the passages that support the criterion,
	// AgainstCore and AgainstMinor those that contradict it.
	Core, Minor               int
	AgainstCore, AgainstMinor int
	// Asserted is true where the text claims the criterion without an instance.
	Asserted bool
	// Refuted counts passages whose figure the records do not bear out. They
	// support nothing and weigh as minor contradictions.
	Refuted int
	// Independent is true where the support comes from two documents or from
	// several referees.
	Independent bool
	// Corroborated is true where a record or a referee confirms a passage.
	Corroborated bool
}

// LeafBasis is one question and its answer.
type LeafBasis struct {
	Weight  int
	Gate    bool
	Verdict Verdict
}

// Score computes the score, 0 to 4. It is pure arithmetic: no analyser gives
// or changes a score.
func (b Basis) Score() int {
	score := topScore
	for _, r := range b.Rules() {
		score = min(score, r.Allows)
	}
	return score
}

// Weight is the share of the criterion that is answered, in hundredths.
func (b Basis) Weight() int {
	sum := 0
	for _, l := range b.Leaves {
		switch l.Verdict {
		case Met:
			sum += l.Weight * fullWeight
		case Partial:
			sum += l.Weight * halfWeight
		}
	}
	return sum / fullWeight
}

// support is the weight of what supports the criterion.
func (b Basis) support() int { return b.Core*coreValue + b.Minor*minorValue }

// against is the weight of what contradicts the criterion.
func (b Basis) against() int {
	return b.AgainstCore*coreValue + (b.AgainstMinor+b.Refuted)*minorValue
}

// gatesOpen counts the gates that are not met.
func (b Basis) gatesOpen() int {
	n := 0
	for _, l := range b.Leaves {
		if l.Gate && l.Verdict != Met {
			n++
		}
	}
	return n
}

// IfMet is the score if the i-th question were met by one more core passage.
func (b Basis) IfMet(i int) int {
	c := b
	c.Leaves = append([]LeafBasis(nil), b.Leaves...)
	c.Leaves[i].Verdict = Met
	c.Core++
	return max(c.Score(), b.Score())
}

// Near reports whether the weight is within margin hundredths of a threshold,
// so that another reading of one question could change the score.
func (b Basis) Near(margin int) bool {
	w := b.Weight()
	for _, t := range [...]int{weightStrong, weightExceptional} {
		if w >= t-margin && w < t+margin {
			return true
		}
	}
	return false
}

// basisOf gathers a criterion's leaves, answered by verdicts in the order of
// the leaves.
func basisOf(c *ladder.Criterion, verdicts []LeafVerdict) Basis {
	b := Basis{Leaves: make([]LeafBasis, len(c.Leaves))}
	for i, l := range c.Leaves {
		b.Leaves[i] = LeafBasis{Weight: l.Weight, Gate: l.Gate, Verdict: verdicts[i].Verdict}
	}
	return b
}
