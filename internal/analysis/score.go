package analysis

import "dossier/internal/ladder"

// The thresholds of the scale, in hundredths of a criterion's weight, and the
// least evidence that each score asks for. A score needs both: breadth, the
// weight of the questions that are answered, and depth, the passages that
// answer them. Contradictions then cap it.
const (
	weightSome        = 40
	weightStrong      = 65
	weightExceptional = 85

	// A question answered partly counts half of its weight.
	fullWeight = 2
	halfWeight = 1

	// A core passage weighs as much as two minor ones.
	coreValue  = 2
	minorValue = 1
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
	if b.Core+b.Minor == 0 {
		if b.Asserted && b.against() == 0 {
			return 1
		}
		return 0
	}
	return max(1, min(b.breadth(), b.depth(), b.limit()))
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

// breadth is the score that the answered questions allow.
func (b Basis) breadth() int {
	partly, fully := b.gates()
	switch w := b.Weight(); {
	case w >= weightExceptional && fully && b.Independent && b.Corroborated:
		return 4
	case w >= weightStrong && partly:
		return 3
	case w >= weightSome:
		return 2
	}
	return 1
}

// gates reports whether all gates are at least partly, and fully, met.
func (b Basis) gates() (partly, fully bool) {
	partly, fully = true, true
	for _, l := range b.Leaves {
		if !l.Gate {
			continue
		}
		fully = fully && l.Verdict == Met
		partly = partly && (l.Verdict == Met || l.Verdict == Partial)
	}
	return partly, fully
}

// depth is the score that the number of passages allows.
func (b Basis) depth() int {
	all := b.Core + b.Minor
	switch {
	case b.Core >= 4 && all >= 5:
		return 4
	case b.Core >= 2 && all >= 3:
		return 3
	case b.Core >= 1 || b.Minor >= 2:
		return 2
	}
	return 1
}

// limit is the score that contradictions allow: 2 where they reach a third of
// the support, 1 where they are more than twice the support.
func (b Basis) limit() int {
	support := b.Core*coreValue + b.Minor*minorValue
	switch against := b.against(); {
	case against > 2*support:
		return 1
	case 3*against >= support:
		return 2
	}
	return 4
}

// against is the weight of what contradicts the criterion.
func (b Basis) against() int {
	return b.AgainstCore*coreValue + (b.AgainstMinor+b.Refuted)*minorValue
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
	for _, t := range [...]int{weightSome, weightStrong, weightExceptional} {
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
