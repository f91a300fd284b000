package analysis

import "dossier/internal/analysis/text"

// Shares of the confidence, in thousandths of one.
const (
	agreementShare = 450
	groundingShare = 300
	coverageShare  = 250

	// aloneAgreement stands for the agreement of a single judgement, which
	// has nothing to agree with. It keeps such a score from being called sure.
	aloneAgreement = 0.6

	// boundaryCost is taken off where one question answered otherwise would
	// change the score.
	boundaryCost = 250

	highFrom   = 850
	mediumFrom = 600

	// boundaryMargin, in hundredths of weight, is what counts as near.
	boundaryMargin = 6
)

// Support is everything that a confidence is computed from.
type Support struct {
	// Samples is how often the evidence was judged; Agreement is the share of
	// leaf answers that agree with the majority, used from two samples on.
	Samples   int
	Agreement float64
	// Groundings holds how each passage was found.
	Groundings []string
	// Coverage is the share of words that were read.
	Coverage float64
	// Near is true where the weight lies close to a threshold.
	Near bool
	// Fallback is true where the fallback judged in the analyser's place.
	Fallback bool
	// Picked counts what the analyser pointed at.
	Picked Picked
}

// Confidence computes how far a score can be relied on, and says why in
// phrases of the given language.
func (s Support) Confidence(lang string) Confidence {
	p := phrasesFor(lang)
	agreement := s.Agreement
	var reasons []string
	if s.Picked.doubtful() {
		reasons = append(reasons, p.invented(s.Picked))
	}
	if s.Samples < 2 {
		agreement = aloneAgreement
		reasons = append(reasons, p.judgedOnce)
	} else if agreement < 1 {
		reasons = append(reasons, p.samplesDiffer)
	}
	quality := groundingQuality(s.Groundings)
	total := int(agreement*agreementShare + quality*groundingShare + s.Coverage*coverageShare + 0.5)
	if len(s.Groundings) == 1 {
		reasons = append(reasons, p.onePassage)
	}
	if quality < 1 {
		reasons = append(reasons, p.looseQuotes)
	}
	if s.Coverage < 1 {
		reasons = append(reasons, p.notAllRead)
	}
	if s.Near {
		total -= boundaryCost
		reasons = append(reasons, p.nearBoundary)
	}
	if s.Fallback {
		reasons = append(reasons, p.judgedByFallback)
	}
	level := ConfidenceLow
	switch {
	case s.Picked.doubtful():
	case total >= highFrom:
		level = ConfidenceHigh
	case total >= mediumFrom:
		level = ConfidenceMedium
	}
	return Confidence{Level: level, Reasons: reasons}
}

// groundingQuality is the mean over passages; 1 where there are none, since
// then nothing is quoted wrongly.
func groundingQuality(groundings []string) float64 {
	if len(groundings) == 0 {
		return 1
	}
	sum := 0
	for _, g := range groundings {
		switch g {
		case text.Fuzzy:
			sum += 8
		case text.Pointer:
			sum += 5
		default:
			sum += 10
		}
	}
	return float64(sum) / float64(10*len(groundings))
}

// agreementOf is the share of answers, over all leaves and samples, that are
// the majority's.
func agreementOf(samples [][]LeafVerdict, majority []LeafVerdict) float64 {
	same, all := 0, 0
	for _, s := range samples {
		for i := range s {
			all++
			if s[i].Verdict == majority[i].Verdict {
				same++
			}
		}
	}
	if all == 0 {
		return 1
	}
	return float64(same) / float64(all)
}
