package main

import (
	"encoding/json"
	"io"

	"dossier/internal/analysis"
	"dossier/internal/analysis/text"
)

// place is a place for a machine: bytes of UTF-8 and UTF-16 code units.
type place struct {
	Document  string `json:"document"`
	Line      int    `json:"line"`
	StartByte int    `json:"startByte"`
	EndByte   int    `json:"endByte"`
	Start     int    `json:"start"`
	End       int    `json:"end"`
}

// writeJSON writes a result in the words of the API and, if asked, explains it.
func writeJSON(w io.Writer, in analysis.Input, res analysis.Result, explain bool) error {
	offsets := make([]*text.Offsets, len(in.Documents))
	at := func(p analysis.Place) place {
		if offsets[p.Doc] == nil {
			offsets[p.Doc] = text.NewOffsets(in.Documents[p.Doc].Body)
		}
		o := offsets[p.Doc]
		return place{Document: name(in, p), Line: lineOf(in, p), StartByte: p.Start, EndByte: p.End, Start: o.UTF16(p.Start), End: o.UTF16(p.End)}
	}
	x := explainer{at}
	type evidence struct {
		place
		Quote    string            `json:"quote"`
		Polarity analysis.Polarity `json:"polarity"`
		Strength analysis.Strength `json:"strength"`
		Why      string            `json:"why"`

		Explanation *explainedEvidence `json:"explanation,omitempty"`
	}
	type gap struct {
		Severity    analysis.Severity `json:"severity"`
		Reason      string            `json:"reason"`
		Description string            `json:"description"`
		Suggestion  string            `json:"suggestion"`
		Near        *place            `json:"near"`
		Explanation *explainedGap     `json:"explanation,omitempty"`
	}
	type confidence struct {
		Level   analysis.ConfidenceLevel `json:"level"`
		Reasons []string                 `json:"reasons"`
	}
	type finding struct {
		Criterion  string     `json:"criterion"`
		Assessed   bool       `json:"assessed"`
		Score      *int       `json:"score"`
		Confidence confidence `json:"confidence"`
		Rationale  string     `json:"rationale"`
		Evidence   []evidence `json:"evidence"`
		Gaps       []gap      `json:"gaps"`

		Explanation *explainedFinding `json:"explanation,omitempty"`
	}
	type claim struct {
		place
		Quote       string                `json:"quote"`
		Metric      *string               `json:"metric"`
		Claimed     string                `json:"claimed"`
		Recorded    string                `json:"recorded"`
		Verdict     analysis.ClaimVerdict `json:"verdict"`
		Explanation string                `json:"explanation"`
		Compared    *explainedClaim       `json:"compared,omitempty"`
	}
	type anomaly struct {
		place
		Kind        string            `json:"kind"`
		Description string            `json:"description"`
		Explanation *explainedAnomaly `json:"explanation,omitempty"`
	}
	out := struct {
		Analyser  string         `json:"analyser"`
		Ladder    string         `json:"ladder"`
		Version   string         `json:"version"`
		Level     string         `json:"level"`
		Degraded  bool           `json:"degraded"`
		Reasons   []string       `json:"degradedReasons"`
		Usage     analysis.Usage `json:"usage"`
		Findings  []finding      `json:"findings"`
		Claims    []claim        `json:"claims"`
		Anomalies []anomaly      `json:"anomalies"`

		Provenance *analysis.Provenance `json:"provenance,omitempty"`
	}{
		Analyser: res.Analyser, Ladder: in.Level.Version().Slug, Version: in.Level.Version().Label, Level: in.Level.Code,
		Degraded: res.Degraded, Reasons: append([]string{}, res.Reasons...), Usage: res.Usage,
		Findings: []finding{}, Claims: []claim{}, Anomalies: []anomaly{},
	}
	for _, f := range res.Findings {
		r := finding{Criterion: f.Criterion, Assessed: f.Assessed, Score: f.Score, Rationale: f.Rationale, Evidence: []evidence{}, Gaps: []gap{},
			Confidence: confidence{f.Confidence.Level, append([]string{}, f.Confidence.Reasons...)}}
		for _, e := range f.Evidence {
			shown := evidence{place: at(e.Place), Quote: e.Quote, Polarity: e.Polarity, Strength: e.Strength, Why: e.Why}
			if explain {
				shown.Explanation = x.evidence(e)
			}
			r.Evidence = append(r.Evidence, shown)
		}
		for _, g := range f.Gaps {
			var near *place
			if g.Near != nil {
				n := at(*g.Near)
				near = &n
			}
			shown := gap{Severity: g.Severity, Reason: g.Reason, Description: g.Description, Suggestion: g.Suggestion, Near: near}
			if explain {
				shown.Explanation = &explainedGap{g.Leaf, g.ScoreIfMet}
			}
			r.Gaps = append(r.Gaps, shown)
		}
		if explain {
			r.Explanation = x.finding(in.Level.Criterion(f.Criterion), f)
		}
		out.Findings = append(out.Findings, r)
	}
	for _, c := range res.Claims {
		metric := &c.Metric
		if c.Metric == "" {
			metric = nil
		}
		shown := claim{place: at(c.Place), Quote: c.Quote, Metric: metric, Claimed: c.Claimed, Recorded: c.Recorded, Verdict: c.Verdict, Explanation: c.Explanation}
		if explain {
			shown.Compared = &explainedClaim{c.Rule, c.Criterion}
		}
		out.Claims = append(out.Claims, shown)
	}
	for _, a := range res.Anomalies {
		shown := anomaly{place: at(a.Place), Kind: a.Kind, Description: a.Description}
		if explain {
			shown.Explanation = &explainedAnomaly{a.Quarantined}
		}
		out.Anomalies = append(out.Anomalies, shown)
	}
	if explain {
		out.Provenance = &res.Provenance
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}
