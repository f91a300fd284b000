package graph

import (
	"context"

	"dossier/graph/gen"
	"dossier/graph/model"
	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/panel"
	"dossier/internal/panel/decide"
	"dossier/internal/people"
)

type (
	decidedResolver     struct{ *Resolver }
	missedResolver      struct{ *Resolver }
	earlierResolver     struct{ *Resolver }
	appealResolver      struct{ *Resolver }
	entitlementResolver struct{ *Resolver }
)

// Decision answers what a decision does not hold itself.
func (r *Resolver) Decision() gen.DecisionResolver { return decidedResolver{r} }

// DecisionGap answers what a decision's gap does not hold itself.
func (r *Resolver) DecisionGap() gen.DecisionGapResolver { return missedResolver{r} }

// EarlierGap answers what an earlier gap does not hold itself.
func (r *Resolver) EarlierGap() gen.EarlierGapResolver { return earlierResolver{r} }

// Appeal answers what an appeal does not hold itself.
func (r *Resolver) Appeal() gen.AppealResolver { return appealResolver{r} }

// Entitlement answers what an entitlement does not hold itself.
func (r *Resolver) Entitlement() gen.EntitlementResolver { return entitlementResolver{r} }

// Entitlements are what decisions opened to the person.
func (personResolver) Entitlements(ctx context.Context, p *people.Person, slug *string) ([]*decide.Entitlement, error) {
	list, _, found, err := ofPerson(ctx, func(l *loaders) *loader[onLadder, []*decide.Entitlement] { return l.entitlementsOf }, p, slug)
	if !found {
		return []*decide.Entitlement{}, err
	}
	return list, err
}

// Decision is the last one that the viewer may see.
func (dossierResolver) Decision(ctx context.Context, d *dossier.Dossier) (*decide.Decision, error) {
	return find(ctx, request(ctx).loaders.decisionOf, d.UUID)
}

// Appeal is the candidate's, against the first decision.
func (dossierResolver) Appeal(ctx context.Context, d *dossier.Dossier) (*decide.Appeal, error) {
	return find(ctx, request(ctx).loaders.appealOf, d.UUID)
}

// EarlierGaps are those of the candidate's last decision to the same level.
func (dossierResolver) EarlierGaps(ctx context.Context, d *dossier.Dossier) ([]*decide.EarlierGap, error) {
	return all(ctx, request(ctx).loaders.earlierGapsOf, d.UUID)
}

// Appeal is what the panel hears.
func (panelResolver) Appeal(ctx context.Context, p *panel.Panel) (*decide.Appeal, error) {
	return ifAny(ctx, request(ctx).loaders.appeal, p.AppealID)
}

// Components are the verdicts on the components that are decided on.
func (r decidedResolver) Components(ctx context.Context, d *decide.Decision) ([]*model.ComponentVerdict, error) {
	list := []*model.ComponentVerdict{}
	for _, c := range d.Components {
		of, err := r.component(ctx, d.LadderVersion, d.Level, c.Component)
		if err != nil {
			return nil, err
		}
		list = append(list, &model.ComponentVerdict{Component: c, Of: of})
	}
	return list, nil
}

// Gaps are what would close the distance.
func (decidedResolver) Gaps(ctx context.Context, d *decide.Decision) ([]*decide.Gap, error) {
	return all(ctx, request(ctx).loaders.missedBy, d.UUID)
}

// DecidedBy is the chair, nil for the candidate.
func (decidedResolver) DecidedBy(ctx context.Context, d *decide.Decision) (*people.Person, error) {
	return ifAny(ctx, request(ctx).loaders.person, d.DecidedBy)
}

// Criterion is what the gap is in.
func (r missedResolver) Criterion(ctx context.Context, g *decide.Gap) (*ladder.Criterion, error) {
	return r.criterion(ctx, g.LadderVersion, g.Level, g.CriterionKey)
}

// Criterion is what the gap is in.
func (r earlierResolver) Criterion(ctx context.Context, g *decide.EarlierGap) (*ladder.Criterion, error) {
	return r.criterion(ctx, g.LadderVersion, g.Level, g.CriterionKey)
}

// Decision is the earlier decision's id.
func (earlierResolver) Decision(_ context.Context, g *decide.EarlierGap) (*id.ID, error) {
	of := id.Of(id.Decision, g.DecisionID)
	return &of, nil
}

// Decision is what is appealed.
func (appealResolver) Decision(ctx context.Context, a *decide.Appeal) (*decide.Decision, error) {
	return find(ctx, request(ctx).loaders.decision, a.DecisionID)
}

// Panel is who hears it.
func (appealResolver) Panel(ctx context.Context, a *decide.Appeal) (*panel.Panel, error) {
	return find(ctx, request(ctx).loaders.panelOn, a.UUID)
}

// Level is what opened it.
func (r entitlementResolver) Level(ctx context.Context, e *decide.Entitlement) (*ladder.Level, error) {
	return r.level(ctx, id.Part(id.Level, e.LadderVersion, e.LevelCode))
}
