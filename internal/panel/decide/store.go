package decide

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"dossier/internal/access"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Store reads decisions and what came of them through a viewer's eyes: every
// statement carries the condition that package access gives for the viewer.
type Store struct {
	DB postgres.DB
}

const decisions = `select %s x.id, x.panel_id, x.dossier_id, q.appeal_id, x.revision_id, d.ladder_version_id, d.from_level, x.outcome, x.rationale, x.components,
		case when d.candidate_id = @viewer then '[]' else x.votes end as votes, case when d.candidate_id <> @viewer then x.decided_by end as decided_by,
		x.decided_at, x.released_at, x.effective_on, x.reversed_at, x.reversal
	from decision x join dossier d on d.id = x.dossier_id join panel q on q.id = x.panel_id where `

const readDecisions = "read decisions"

// DecisionsByIDs finds the decisions that the viewer may see.
func (s *Store) DecisionsByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Decision, error) {
	where, args := access.Rows(v, access.SeeDecision)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, readDecisions, func(d *Decision) uuid.UUID { return d.UUID },
		fmt.Sprintf(decisions, "")+`x.id = any(@ids) and `+where, args)
}

// InForceOf finds the last decision on each dossier that the viewer may see:
// an appeal's stands over the first.
func (s *Store) InForceOf(ctx context.Context, v *people.Viewer, dossiers []uuid.UUID) (map[uuid.UUID]*Decision, error) {
	where, args := access.Rows(v, access.SeeDecision)
	args["ids"] = dossiers
	return postgres.ByKey(ctx, s.DB, readDecisions, func(d *Decision) uuid.UUID { return d.DossierID },
		fmt.Sprintf(decisions, "distinct on (x.dossier_id)")+`x.dossier_id = any(@ids) and `+where+` order by x.dossier_id, q.appeal_id nulls last`, args)
}

// GapsOf lists the gaps of decisions that the viewer may see, by number. Every
// decision asked for has an entry.
func (s *Store) GapsOf(ctx context.Context, v *people.Viewer, decisions []uuid.UUID) (map[uuid.UUID][]*Gap, error) {
	where, args := access.Rows(v, access.SeeDecision)
	return postgres.ListsByKey(ctx, s.DB, "read a decision's gaps", decisions, func(g *Gap) uuid.UUID { return g.DecisionID }, `
		select z.decision_id, z.number, d.ladder_version_id, d.from_level, z.criterion, z.text, z.closed_by
		from decision_gap z join decision x on x.id = z.decision_id join dossier d on d.id = x.dossier_id
		where z.decision_id = any(@ids) and `+where+` order by z.number`, args)
}

const appeals = `select l.id, l.dossier_id, l.decision_id, l.ground, l.statement, l.filed_at,
		case when l.withdrawn_at is not null then 'WITHDRAWN' when x.released_at is not null then 'RELEASED'
			when x.id is not null and d.candidate_id <> @viewer then 'DECIDED' when q.id is not null then 'IN_REVIEW' else 'FILED' end as status
	from appeal l join dossier d on d.id = l.dossier_id left join panel q on q.appeal_id = l.id left join decision x on x.panel_id = q.id where `

// AppealsByIDs finds the appeals that the viewer may see.
func (s *Store) AppealsByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Appeal, error) {
	where, args := access.Rows(v, access.SeeAppeal)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read appeals", func(a *Appeal) uuid.UUID { return a.UUID }, appeals+`l.id = any(@ids) and `+where, args)
}

// AppealsOf finds the appeal of each dossier that has one which the viewer may
// see.
func (s *Store) AppealsOf(ctx context.Context, v *people.Viewer, dossiers []uuid.UUID) (map[uuid.UUID]*Appeal, error) {
	where, args := access.Rows(v, access.SeeAppeal)
	args["ids"] = dossiers
	return postgres.ByKey(ctx, s.DB, "read appeals", func(a *Appeal) uuid.UUID { return a.DossierID }, appeals+`l.dossier_id = any(@ids) and `+where, args)
}

// EarlierGapsOf lists what dossiers that the viewer may see have to answer, by
// number. Every dossier asked for has an entry.
func (s *Store) EarlierGapsOf(ctx context.Context, v *people.Viewer, dossiers []uuid.UUID) (map[uuid.UUID][]*EarlierGap, error) {
	where, args := access.Rows(v, access.SeeDossier)
	return postgres.ListsByKey(ctx, s.DB, "read earlier gaps", dossiers, func(g *EarlierGap) uuid.UUID { return g.DossierID }, `
		select z.dossier_id, z.decision_id, z.number, z.ladder_version_id, z.from_level, z.criterion, z.text, z.closed_by, z.released_at, z.answer, z.answered_at
		from earlier_gap z join dossier d on d.id = z.dossier_id
		where z.dossier_id = any(@ids) and `+where+` order by z.number`, args)
}

// An entitlement ends on the day on which its decision is reversed; one that
// had not begun by then was never held.
const entitlements = `select e.id, e.person_id, e.ladder_id, y.ladder_version_id, e.level, e.unlock, e.entitlement, lower(e.during) as from_day,
		least(upper(e.during), (z.reversed_at at time zone 'UTC')::date) as to_day
	from entitlement e join person p on p.id = e.person_id join decision z on z.id = e.decision_id join dossier y on y.id = z.dossier_id
	where (z.reversed_at is null or lower(e.during) < (z.reversed_at at time zone 'UTC')::date) and `

// EntitlementsByIDs finds the entitlements that the viewer may see.
func (s *Store) EntitlementsByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Entitlement, error) {
	where, args := access.Rows(v, access.SeePerson)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read entitlements", func(e *Entitlement) uuid.UUID { return e.UUID }, entitlements+`e.id = any(@ids) and `+where, args)
}

// EntitlementsOf lists what persons were opened on a ladder, oldest first. They
// are public, as ranks are. Every person asked for has an entry.
func (s *Store) EntitlementsOf(ctx context.Context, v *people.Viewer, persons []uuid.UUID, ladder uuid.UUID) (map[uuid.UUID][]*Entitlement, error) {
	where, args := access.Rows(v, access.SeePerson)
	args["ladder"] = ladder
	return postgres.ListsByKey(ctx, s.DB, "read entitlements", persons, func(e *Entitlement) uuid.UUID { return e.PersonID },
		entitlements+`e.person_id = any(@ids) and e.ladder_id = @ladder and `+where+` order by lower(e.during), e.id`, args)
}
