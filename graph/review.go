package graph

import (
	"context"

	"dossier/graph/gen"
	"dossier/graph/model"
	"dossier/internal/analysis"
	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/panel/review"
	"dossier/internal/people"
)

type (
	reviewResolver  struct{ *Resolver }
	scoreResolver   struct{ *Resolver }
	summaryResolver struct{ *Resolver }
)

// Review answers what a review does not hold itself.
func (r *Resolver) Review() gen.ReviewResolver { return reviewResolver{r} }

// ReviewScore answers what a score does not hold itself.
func (r *Resolver) ReviewScore() gen.ReviewScoreResolver { return scoreResolver{r} }

// CriterionSummary answers what a summary does not hold itself.
func (r *Resolver) CriterionSummary() gen.CriterionSummaryResolver { return summaryResolver{r} }

// SaveReview keeps a draft.
func (m mutation) SaveReview(ctx context.Context, in review.SaveReviewInput) (*gen.SaveReviewPayload, error) {
	key, err := m.ReviewActs.Save(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.SaveReviewPayload)
	p.Review, p.Problem, err = changed(ctx, reviewsOf, key, err)
	return p, err
}

// SubmitReview hands a review in.
func (m mutation) SubmitReview(ctx context.Context, in review.SubmitReviewInput) (*gen.SubmitReviewPayload, error) {
	key, err := m.ReviewActs.Submit(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.SubmitReviewPayload)
	p.Review, p.Problem, err = changed(ctx, reviewsOf, key, err)
	return p, err
}

// AmendReview changes a review that is handed in.
func (m mutation) AmendReview(ctx context.Context, in review.AmendReviewInput) (*gen.AmendReviewPayload, error) {
	key, err := m.ReviewActs.Amend(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.AmendReviewPayload)
	p.Review, p.Problem, err = changed(ctx, reviewsOf, key, err)
	return p, err
}

// Reviewer is whose review it is. Seats are read first, so that their holders
// are read once.
func (reviewResolver) Reviewer(ctx context.Context, w *review.Review) (*people.Person, error) {
	if _, err := all(ctx, request(ctx).loaders.seatsOf, w.PanelID); err != nil {
		return nil, err
	}
	return person(ctx, w.ReviewerID)
}

// Revision is what was reviewed.
func (reviewResolver) Revision(ctx context.Context, w *review.Review) (*dossier.Revision, error) {
	return find(ctx, request(ctx).loaders.revision, w.RevisionID)
}

// Scores are what the review says of each criterion.
func (r reviewResolver) Scores(ctx context.Context, w *review.Review) ([]*model.ReviewScore, error) {
	list := []*model.ReviewScore{}
	level, err := r.judged(ctx, w)
	if level == nil || err != nil {
		return list, err
	}
	for _, s := range w.Body.Scores {
		list = append(list, &model.ReviewScore{
			Criterion: level.Criterion(s.Criterion), Score: s.Score, Unscored: s.Unscored, Reason: s.Reason, NoEvidence: s.NoEvidence, Cited: s.Evidence,
		})
	}
	return list, nil
}

// Aspects are what the review says of what the page names for components.
func (r reviewResolver) Aspects(ctx context.Context, w *review.Review) ([]*model.AspectScore, error) {
	list := []*model.AspectScore{}
	level, err := r.judged(ctx, w)
	if level == nil || err != nil {
		return list, err
	}
	for _, a := range w.Body.Aspects {
		component := level.Component(a.Component)
		for _, of := range component.Aspects() {
			if of.Key == a.Aspect {
				list = append(list, &model.AspectScore{Aspect: a, Part: component, Of: of})
			}
		}
	}
	return list, nil
}

// judged is the level whose criteria a review names, nil if what it says is
// not for the viewer.
func (r reviewResolver) judged(ctx context.Context, w *review.Review) (*ladder.Level, error) {
	if w.Body == nil {
		return nil, nil
	}
	return r.level(ctx, id.Part(id.Level, w.LadderVersion, w.Level))
}

// Recommendation is what the review says should come of it.
func (reviewResolver) Recommendation(_ context.Context, w *review.Review) (*review.Recommendation, error) {
	if w.Body == nil {
		return nil, nil
	}
	return w.Body.Recommendation, nil
}

// Changes are what was changed after it was submitted.
func (reviewResolver) Changes(ctx context.Context, w *review.Review) ([]*review.Change, error) {
	return all(ctx, request(ctx).loaders.changesOf, w.UUID)
}

// Evidence is what the score rests on.
func (scoreResolver) Evidence(ctx context.Context, s *model.ReviewScore) ([]*analysis.StoredEvidence, error) {
	return allOf(ctx, request(ctx).loaders.evidence, s.Cited)
}

// PreScore is the advisory score.
func (summaryResolver) PreScore(ctx context.Context, s *model.CriterionSummary) (*int32, error) {
	list, err := all(ctx, request(ctx).loaders.preScoresOf, s.Dossier)
	for _, p := range list {
		if p.Criterion == s.Criterion && p.Score != nil {
			advises(ctx, p.Analysis, p.Own)
			score := int32(*p.Score)
			return &score, err
		}
	}
	return nil, err
}
