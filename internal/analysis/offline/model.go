package offline

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed weights.json
var weightsFile []byte

// Weights are what was fitted, as whole numbers times 10,000. The command
// that fits them is go run ./internal/analysis/offline/fit.
type Weights struct {
	// Passage says whether a passage is an instance at all.
	Passage Model `json:"passage"`
	// Criteria says for which criteria it speaks.
	Criteria map[string]Model `json:"criteria"`
	// Against says whether it speaks against them.
	Against Model `json:"against"`
	// Strong says whether a score would rest on it.
	Strong Model `json:"strong"`
	// Threshold is the least score of a passage that is picked.
	Threshold int64 `json:"threshold"`
}

// Model is a logistic model: a bias and weights by the name of a feature.
type Model struct {
	Bias    int64            `json:"bias"`
	Weights map[string]int64 `json:"weights"`
}

// linear is a Model with its weights in the order of the features.
type linear struct {
	bias    int64
	weights []int64
}

func (m Model) bind(names []string) (linear, error) {
	l := linear{bias: m.Bias, weights: make([]int64, len(names))}
	known := 0
	for i, n := range names {
		if w, ok := m.Weights[n]; ok {
			l.weights[i] = w
			known++
		}
	}
	if known != len(m.Weights) {
		return l, fmt.Errorf("bind weights: %d of %d are for unknown features", len(m.Weights)-known, len(m.Weights))
	}
	return l, nil
}

// most bounds a score, so that one passage cannot outweigh all around it.
const most = 6 * One

// score is the sum of bias and weighted features: the logarithm of the odds.
func (l linear) score(v Vector) int64 {
	sum := l.bias
	for _, e := range v {
		sum += l.adds(e)
	}
	return max(-most, min(most, sum))
}

// adds is what a feature adds to the sum.
func (l linear) adds(e Entry) int64 { return l.weights[e.Feature] * e.Value / One }

// parseWeights reads the fitted weights.
func parseWeights(b []byte) (Weights, error) {
	var w Weights
	if err := json.Unmarshal(b, &w); err != nil {
		return w, fmt.Errorf("read weights: %w", err)
	}
	return w, nil
}
