package eval

import (
	"context"
	"fmt"
	"strings"

	"dossier/internal/analysis"
	"dossier/internal/ladder"
)

// Run analyses each dossier by its documents and records, and returns what
// came out.
func Run(ctx context.Context, level *ladder.Level, o analysis.Options, dossiers []Dossier) ([]Prediction, error) {
	out := make([]Prediction, 0, len(dossiers))
	for i := range dossiers {
		p, err := one(ctx, level, o, &dossiers[i])
		if err != nil {
			return nil, fmt.Errorf("analyse dossier %s: %w", dossiers[i].ID, err)
		}
		out = append(out, p)
	}
	return out, nil
}

func one(ctx context.Context, level *ladder.Level, o analysis.Options, d *Dossier) (Prediction, error) {
	in := analysis.Input{Level: level, Facts: d.Records}
	for _, doc := range d.Documents {
		in.Documents = append(in.Documents, analysis.Document{
			Ref: doc.Key, Component: doc.Component, Title: doc.Title, Body: doc.Body,
		})
	}
	r, err := analysis.Run(ctx, in, o)
	if err != nil {
		return Prediction{}, err
	}
	return predict(d, r), nil
}

// predict writes a result in the words of a predictions file.
func predict(d *Dossier, r analysis.Result) Prediction {
	points := make([]func(int) int, len(d.Documents))
	for i, doc := range d.Documents {
		points[i] = Points(doc.Body)
	}
	span := func(p analysis.Place) (string, int, int) {
		return d.Documents[p.Doc].Key, points[p.Doc](p.Start), points[p.Doc](p.End)
	}
	out := Prediction{
		ID: d.ID, Analyser: r.Analyser, Findings: []Finding{}, Claims: []ClaimPrediction{}, Anomalies: []AnomalyPredicted{},
	}
	for _, f := range r.Findings {
		x := Finding{Criterion: f.Criterion, Rationale: f.Rationale, Evidence: []EvidencePredicted{}, Gaps: []GapPredicted{}}
		if f.Assessed {
			x.Score = f.Score
		}
		for _, e := range f.Evidence {
			p := EvidencePredicted{Quote: e.Quote, Polarity: strings.ToLower(string(e.Polarity))}
			p.Doc, p.Start, p.End = span(e.Place)
			x.Evidence = append(x.Evidence, p)
		}
		for _, g := range f.Gaps {
			x.Gaps = append(x.Gaps, GapPredicted{Text: strings.TrimSpace(g.Description + " " + g.Suggestion)})
		}
		out.Findings = append(out.Findings, x)
	}
	for _, c := range r.Claims {
		if c.Metric == "" {
			continue // no metric speaks of it
		}
		p := ClaimPrediction{Quote: c.Quote, Metric: c.Metric, Agrees: agrees(c.Verdict)}
		p.Doc, p.Start, p.End = span(c.Place)
		out.Claims = append(out.Claims, p)
	}
	for _, a := range r.Anomalies {
		p := AnomalyPredicted{Kind: a.Kind}
		p.Doc, p.Start, p.End = span(a.Place)
		out.Anomalies = append(out.Anomalies, p)
	}
	return out
}

// agrees is true or false where records speak of a claim, else nil. A claim
// of less than is recorded does not agree with the records either.
func agrees(v analysis.ClaimVerdict) *bool {
	yes, no := true, false
	switch v {
	case analysis.Supported:
		return &yes
	case analysis.Overstated, analysis.Understated:
		return &no
	}
	return nil
}
