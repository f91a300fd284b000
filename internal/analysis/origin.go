package analysis

import "time"

// Origin is what an analysis came from, as its viewer is told. What is not
// known, or is not of this analyser, is nil or empty.
type Origin struct {
	Analyser                          string
	Fallback                          *string
	Model, Endpoint, Mode, Parameters *string
	Fingerprint                       *string
	PromptVersion                     *string
	RubricHash                        *string
	DocumentHashes                    []string
	Steps                             []Step
	Limits                            []string
	Suggestions                       *Suggestions
	Coverage                          *float64
	StartedAt, FinishedAt             *time.Time
	Of                                *Analysis
}

// Step is a step of the pipeline, or of an analyser, and its version.
type Step struct {
	Step    string
	Version int
}

// Provenance is what the analysis came from.
func (a *Analysis) Provenance() *Origin {
	p := a.From()
	o := &Origin{
		Of: a, Analyser: a.AnalyserName, Fallback: some(p.Fallback), Model: some(p.Model), Endpoint: some(p.Endpoint), Mode: some(p.Mode),
		Parameters: some(p.Params), Fingerprint: some(p.Fingerprint), PromptVersion: some(p.PromptVersion), RubricHash: some(p.RubricHash),
		DocumentHashes: p.DocumentsHash, Limits: p.Limits, Suggestions: p.Suggestions, StartedAt: a.StartedAt, FinishedAt: a.FinishedAt,
	}
	for _, step := range sortedKeys(p.Versions) {
		o.Steps = append(o.Steps, Step{step, p.Versions[step]})
	}
	if a.Status == Succeeded {
		o.Coverage = &p.Coverage
	}
	return o
}

// Why says why none was given, nil where some were or could have been.
func (s *Suggestions) Why() *string { return some(s.Left) }

func some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
