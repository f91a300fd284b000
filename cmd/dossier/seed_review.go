package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"dossier/internal/analysis"
	"dossier/internal/ladder"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
	"dossier/internal/people"
	"dossier/internal/sample"
)

// review saves a member's and hands it in where the sample says so. A passage
// that the analysis did not find is not cited.
func (h *hearing) review(ctx context.Context, v *people.Viewer, r *sample.Review, at time.Time) error {
	in := review.SaveReviewInput{Dossier: h.dossier, Recommendation: (*review.Recommendation)(r.Recommendation)}
	for _, s := range r.Scores {
		one := review.ScoreInput{Criterion: s.Criterion, Score: s.Score, Unscored: (*review.Unscored)(s.Unscored), Reason: &s.Reason}
		for _, words := range s.Cites {
			if i := slices.IndexFunc(h.found, func(e *analysis.StoredEvidence) bool { return strings.Contains(e.Quote, words) }); i >= 0 {
				one.Evidence = append(one.Evidence, h.found[i].ID())
			}
		}
		none := len(one.Evidence) == 0
		one.NoEvidence = &none
		in.Scores = append(in.Scores, one)
	}
	for _, a := range r.Aspects {
		in.Aspects = append(in.Aspects, review.AspectInput{Component: a.Component, Aspect: a.Aspect, Score: a.Score, Note: &a.Note})
	}
	if _, err := h.resolver.ReviewActs.Save(ctx, v, in, at); err != nil || !r.Submit {
		return err
	}
	_, err := h.resolver.ReviewActs.Submit(ctx, v, review.SubmitReviewInput{Dossier: h.dossier}, at.Add(5*time.Minute))
	return err
}

// decision is the chair's, as the API takes it.
func (h *hearing) decision(d *sample.Decision) decide.DecidePromotionInput {
	in := decide.DecidePromotionInput{Dossier: h.dossier, Outcome: review.Recommendation(d.Outcome), Rationale: d.Rationale}
	for _, c := range d.Components {
		note := &c.Note
		if c.Note == "" {
			note = nil
		}
		in.Components = append(in.Components, decide.ComponentVerdictInput{Component: c.Component, Verdict: ladder.Verdict(c.Verdict), Note: note})
	}
	for _, g := range d.Gaps {
		in.Gaps = append(in.Gaps, decide.DecisionGapInput(g))
	}
	return in
}
