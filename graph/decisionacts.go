package graph

import (
	"context"

	"dossier/graph/gen"
	"dossier/internal/panel/decide"
)

// DecidePromotion records what the panel decides.
func (m mutation) DecidePromotion(ctx context.Context, in decide.DecidePromotionInput) (*gen.DecidePromotionPayload, error) {
	key, err := m.DecisionActs.DecidePromotion(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.DecidePromotionPayload)
	p.Decision, p.Problem, err = changed(ctx, decisionsOf, key, err)
	return p, err
}

// AddDecisionGaps says what would close the distance.
func (m mutation) AddDecisionGaps(ctx context.Context, in decide.AddDecisionGapsInput) (*gen.AddDecisionGapsPayload, error) {
	key, err := m.DecisionActs.AddGaps(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.AddDecisionGapsPayload)
	p.Decision, p.Problem, err = changed(ctx, decisionsOf, key, err)
	return p, err
}

// ReleaseDecision puts a decision in force.
func (m mutation) ReleaseDecision(ctx context.Context, in decide.ReleaseDecisionInput) (*gen.ReleaseDecisionPayload, error) {
	key, err := m.DecisionActs.Release(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.ReleaseDecisionPayload)
	if p.Decision, p.Problem, err = changed(ctx, decisionsOf, key, err); p.Decision != nil && err == nil {
		p.Dossier, err = find(ctx, request(ctx).loaders.dossier, p.Decision.DossierID)
	}
	return p, err
}

// ReverseDecision takes a released decision back.
func (m mutation) ReverseDecision(ctx context.Context, in decide.ReverseDecisionInput) (*gen.ReverseDecisionPayload, error) {
	key, err := m.DecisionActs.Reverse(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.ReverseDecisionPayload)
	if p.Decision, p.Problem, err = changed(ctx, decisionsOf, key, err); p.Decision != nil && err == nil {
		p.Dossier, err = find(ctx, request(ctx).loaders.dossier, p.Decision.DossierID)
	}
	return p, err
}

// FileAppeal appeals a decision.
func (m mutation) FileAppeal(ctx context.Context, in decide.FileAppealInput) (*gen.FileAppealPayload, error) {
	key, err := m.DecisionActs.FileAppeal(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.FileAppealPayload)
	p.Appeal, p.Problem, err = changed(ctx, appealsOf, key, err)
	return p, err
}

// WithdrawAppeal takes an appeal back.
func (m mutation) WithdrawAppeal(ctx context.Context, in decide.WithdrawAppealInput) (*gen.WithdrawAppealPayload, error) {
	key, err := m.DecisionActs.WithdrawAppeal(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.WithdrawAppealPayload)
	p.Appeal, p.Problem, err = changed(ctx, appealsOf, key, err)
	return p, err
}

// AnswerEarlierGap says what became of an earlier decision's gap.
func (m mutation) AnswerEarlierGap(ctx context.Context, in decide.AnswerEarlierGapInput) (*gen.AnswerEarlierGapPayload, error) {
	err := m.DecisionActs.AnswerEarlierGap(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.AnswerEarlierGapPayload)
	p.Dossier, p.Problem, err = changed(ctx, dossiersOf, in.Dossier.UUID, err)
	return p, err
}
