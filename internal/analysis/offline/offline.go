// Package offline is the analyser that needs no model: it finds passages by
// families of words and by the form of sentences, in English and in German,
// and answers a criterion's questions from them. The same text gives the same
// answer to the byte on every machine: scores are whole numbers, nothing
// depends on time, chance or the order of a map.
//
// What it weighs is fitted on labelled dossiers and stands in weights.json,
// each weight under the name of what it weighs; how well it does on dossiers
// that it was not fitted on stands in report.json, and is what it says of
// itself. It reads what is stated and cannot tell whether it is true: that is
// the business of package claims. It misses what is said in words outside its
// lexicon, and it reads no other language.
package offline

import (
	"fmt"
	"maps"
	"slices"
)

// Analyser finds and judges without a model. It is safe for concurrent use.
type Analyser struct {
	names    []string
	family   map[string]int
	lexicons map[string]*lexicon

	passage  linear
	against  linear
	strong   linear
	criteria map[string]linear
	keys     []string // of criteria, sorted
	features []string // their names, by number

	needs     map[string]need
	threshold int64
	report    Report
}

// New reads the lexicon and the weights that the package holds.
func New() (*Analyser, error) {
	w, err := parseWeights(weightsFile)
	if err != nil {
		return nil, err
	}
	return With(w)
}

// With is New with other weights, for the command that fits them.
func With(w Weights) (*Analyser, error) {
	en, err := parseLexicon("en.txt", nil)
	if err != nil {
		return nil, err
	}
	de, err := parseLexicon("de.txt", en.names)
	if err != nil {
		return nil, err
	}
	a := &Analyser{
		names: en.names, family: map[string]int{}, lexicons: map[string]*lexicon{"en": en, "de": de},
		criteria: map[string]linear{}, threshold: w.Threshold,
	}
	if a.report, err = parseReport(reportFile); err != nil {
		return nil, err
	}
	if a.needs, err = parseLeaves(leavesFile); err != nil {
		return nil, err
	}
	for i, n := range a.names {
		a.family[n] = i
	}
	a.features = a.FeatureNames()
	a.keys = slices.Sorted(maps.Keys(w.Criteria))
	for key, m := range w.Criteria {
		if a.criteria[key], err = m.bind(a.features); err != nil {
			return nil, fmt.Errorf("criterion %s: %w", key, err)
		}
	}
	if a.passage, err = w.Passage.bind(a.features); err != nil {
		return nil, err
	}
	if a.against, err = w.Against.bind(a.features); err != nil {
		return nil, err
	}
	if a.strong, err = w.Strong.bind(a.features); err != nil {
		return nil, err
	}
	return a, nil
}
