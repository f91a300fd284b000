package graph

import (
	"context"

	"github.com/google/uuid"

	"dossier/internal/ladder"
	"dossier/internal/notify"
	"dossier/internal/panel"
	"dossier/internal/panel/conflict"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
	"dossier/internal/people"
)

// panelLoaders are those of panels and what belongs to them.
type panelLoaders struct {
	panel          *loader[uuid.UUID, *panel.Panel]
	panelOf        *loader[uuid.UUID, *panel.Panel]
	seat           *loader[uuid.UUID, *panel.Seat]
	seatsOf        *loader[uuid.UUID, []*panel.Seat]
	queue          *loader[uuid.UUID, *panel.QueueEntry]
	unlocksOf      *loader[uuid.UUID, []*panel.Unlock]
	meeting        *loader[uuid.UUID, *panel.Session]
	meetingsOf     *loader[uuid.UUID, []*panel.Session]
	post           *loader[uuid.UUID, *panel.Post]
	review         *loader[uuid.UUID, *review.Review]
	reviewsOf      *loader[uuid.UUID, []*review.Review]
	changesOf      *loader[uuid.UUID, []*review.Change]
	preScoresOf    *loader[uuid.UUID, []*review.PreScore]
	panelOn        *loader[uuid.UUID, *panel.Panel] // by appeal
	feasibility    *loader[uuid.UUID, *conflict.Feasibility]
	pool           *loader[poolKey, *conflict.Pool]
	declaration    *loader[uuid.UUID, *conflict.Declaration]
	decision       *loader[uuid.UUID, *decide.Decision]
	decisionOf     *loader[uuid.UUID, *decide.Decision]
	missedBy       *loader[uuid.UUID, []*decide.Gap]
	appeal         *loader[uuid.UUID, *decide.Appeal]
	appealOf       *loader[uuid.UUID, *decide.Appeal]
	earlierGapsOf  *loader[uuid.UUID, []*decide.EarlierGap]
	entitlement    *loader[uuid.UUID, *decide.Entitlement]
	entitlementsOf *loader[onLadder, []*decide.Entitlement]
	notification   *loader[uuid.UUID, *notify.Notification]
}

// poolKey asks for how many could judge a person on the way to a level, the
// next one if empty.
type poolKey struct {
	onLadder
	to string
}

func (r *Resolver) panelLoaders(v *people.Viewer) panelLoaders {
	p, w, d := r.Panels, r.Reviews, r.Decisions
	return panelLoaders{
		panel:       through(v, p.ByIDs),
		panelOf:     through(v, p.OfDossiers),
		seat:        through(v, p.SeatsByIDs),
		seatsOf:     through(v, p.SeatsOf),
		queue:       through(v, p.QueueByIDs),
		unlocksOf:   through(v, p.UnlocksOf),
		meeting:     through(v, p.SessionsByIDs),
		meetingsOf:  through(v, p.SessionsOf),
		post:        through(v, p.PostsByIDs),
		review:      through(v, w.ByIDs),
		reviewsOf:   through(v, w.OfPanels),
		changesOf:   through(v, w.ChangesOf),
		preScoresOf: through(v, w.PreScoresOf),
		panelOn:     through(v, p.OfAppeals),
		feasibility: through(v, r.Conflicts.Feasibility),
		pool: &loader[poolKey, *conflict.Pool]{fetch: func(ctx context.Context, keys []poolKey) (map[poolKey]*conflict.Pool, error) {
			return r.pools(ctx, v, keys)
		}},
		declaration:   through(v, r.Conflicts.DeclarationsByIDs),
		decision:      through(v, d.DecisionsByIDs),
		decisionOf:    through(v, d.InForceOf),
		missedBy:      through(v, d.GapsOf),
		appeal:        through(v, d.AppealsByIDs),
		appealOf:      through(v, d.AppealsOf),
		earlierGapsOf: through(v, d.EarlierGapsOf),
		entitlement:   through(v, d.EntitlementsByIDs),
		entitlementsOf: perLadder(func(ctx context.Context, version *ladder.Version, persons []uuid.UUID) (map[uuid.UUID][]*decide.Entitlement, error) {
			return d.EntitlementsOf(ctx, v, persons, version.LadderID)
		}),
		notification: through(v, r.Notifications.ByIDs),
	}
}

// pools reads those on one ladder and to one level together.
func (r *Resolver) pools(ctx context.Context, v *people.Viewer, keys []poolKey) (map[poolKey]*conflict.Pool, error) {
	persons := map[poolKey][]uuid.UUID{}
	for _, k := range keys {
		of := poolKey{onLadder{version: k.version}, k.to}
		persons[of] = append(persons[of], k.person)
	}
	all := make(map[poolKey]*conflict.Pool, len(keys))
	for of, list := range persons {
		found, err := r.Conflicts.Pools(ctx, v, of.version, of.to, list)
		if err != nil {
			return nil, err
		}
		for person, p := range found {
			all[poolKey{onLadder{person, of.version}, of.to}] = p
		}
	}
	return all, nil
}
