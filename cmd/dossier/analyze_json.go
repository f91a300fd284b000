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

// writeJSON writes a result in the words of the API.
func writeJSON(w io.Writer, in analysis.Input, res analysis.Result) error {
	offsets := make([]*text.Offsets, len(in.Documents))
	at := func(p analysis.Place) place {
		if offsets[p.Doc] == nil {
			offsets[p.Doc] = text.NewOffsets(in.Documents[p.Doc].Body)
		}
		o := offsets[p.Doc]
		return place{Document: name(in, p), Line: lineOf(in, p), StartByte: p.Start, EndByte: p.End, Start: o.UTF16(p.Start), End: o.UTF16(p.End)}
	}
	type evidence struct {
		place
		Quote    string            `json:"quote"`
		Polarity analysis.Polarity `json:"polarity"`
		Strength analysis.Strength `json:"strength"`
		Why      string            `json:"why"`
	}
	type gap struct {
		Severity    analysis.Severity `json:"severity"`
		Reason      string            `json:"reason"`
		Description string            `json:"description"`
		Suggestion  string            `json:"suggestion"`
		Near        *place            `json:"near"`
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
	}
	type claim struct {
		place
		Quote       string                `json:"quote"`
		Metric      *string               `json:"metric"`
		Claimed     string                `json:"claimed"`
		Recorded    string                `json:"recorded"`
		Verdict     analysis.ClaimVerdict `json:"verdict"`
		Explanation string                `json:"explanation"`
	}
	type anomaly struct {
		place
		Kind        string `json:"kind"`
		Description string `json:"description"`
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
	}{
		Analyser: res.Analyser, Ladder: in.Level.Version().Slug, Version: in.Level.Version().Label, Level: in.Level.Code,
		Degraded: res.Degraded, Reasons: append([]string{}, res.Reasons...), Usage: res.Usage,
		Findings: []finding{}, Claims: []claim{}, Anomalies: []anomaly{},
	}
	for _, f := range res.Findings {
		r := finding{Criterion: f.Criterion, Assessed: f.Assessed, Score: f.Score, Rationale: f.Rationale, Evidence: []evidence{}, Gaps: []gap{},
			Confidence: confidence{f.Confidence.Level, append([]string{}, f.Confidence.Reasons...)}}
		for _, e := range f.Evidence {
			r.Evidence = append(r.Evidence, evidence{at(e.Place), e.Quote, e.Polarity, e.Strength, e.Why})
		}
		for _, g := range f.Gaps {
			var near *place
			if g.Near != nil {
				n := at(*g.Near)
				near = &n
			}
			r.Gaps = append(r.Gaps, gap{g.Severity, g.Reason, g.Description, g.Suggestion, near})
		}
		out.Findings = append(out.Findings, r)
	}
	for _, c := range res.Claims {
		metric := &c.Metric
		if c.Metric == "" {
			metric = nil
		}
		out.Claims = append(out.Claims, claim{at(c.Place), c.Quote, metric, c.Claimed, c.Recorded, c.Verdict, c.Explanation})
	}
	for _, a := range res.Anomalies {
		out.Anomalies = append(out.Anomalies, anomaly{at(a.Place), a.Kind, a.Description})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}
