package dossier

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
	"dossier/internal/standing"
)

// MaxExplanation is how many characters an explanation may have.
const MaxExplanation = 4000

// Explanation is what a candidate says about a requirement that is not met.
type Explanation struct {
	UUID        uuid.UUID `db:"id"`
	DossierID   uuid.UUID `db:"dossier_id"`
	Requirement string    `db:"requirement"`
	Explanation string    `db:"explanation"`
	ExplainedAt time.Time `db:"explained_at"`
}

// Explaining is the input of ExplainRequirement.
type Explaining struct {
	Dossier     id.ID
	Requirement string
	Explanation string
}

// ExplainRequirement says why a requirement of the viewer's draft that asks
// for an explanation is not met. A later explanation is shown in place of an
// earlier one, and both are kept. Problems: WrongState, Invalid.
func (a *Acts) ExplainRequirement(ctx context.Context, v *people.Viewer, in Explaining, now time.Time) error {
	return a.inTx(ctx, "explain a requirement", func(tx pgx.Tx) error {
		d, err := lockDraft(ctx, tx, v, in.Dossier, "explain a requirement")
		if err != nil {
			return err
		}
		version, level, err := a.level(ctx, tx, d)
		if err != nil {
			return err
		}
		if err := checkExplanation(version, level, in); err != nil {
			return err
		}
		made := a.NewID()
		tag, err := tx.Exec(ctx, `insert into requirement_explanation (id, dossier_id, requirement, explanation, explained_at)
			select $1, $2, $3, $4, $5 where $4 is distinct from (select explanation from requirement_explanation
				where dossier_id = $2 and requirement = $3 order by explained_at desc, id desc limit 1)`,
			made, d.UUID, in.Requirement, in.Explanation, now)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "explainRequirement", d.ID(), d.CandidateID, "requirement", in.Requirement))
	})
}

// checkExplanation refuses what the step does not ask to be explained, and a
// text that cannot be kept.
func checkExplanation(v *ladder.Version, l *ladder.Level, in Explaining) error {
	var fields problem.List
	if keys := explainable(v, l); !slices.Contains(keys, in.Requirement) {
		fields.Add("requirement", "%.60q is nothing that the step from %s asks to be explained; use one of %s", in.Requirement, l.Code, strings.Join(keys, ", "))
	}
	fields.Text("explanation", in.Explanation, MaxExplanation)
	return fields.Err()
}

// explainable are the requirements of the step that a candidate may explain.
func explainable(v *ladder.Version, l *ladder.Level) (keys []string) {
	for _, r := range standing.EligibilityFor(&standing.Facts{}, v, l, time.Time{}).Requirements {
		if r.Kind == ladder.Explain {
			keys = append(keys, r.Key)
		}
	}
	return keys
}

// Explanations lists the newest explanation for each requirement of dossiers
// that the viewer may see. Every dossier asked for has an entry.
func (s *Store) Explanations(ctx context.Context, v *people.Viewer, dossiers []uuid.UUID) (map[uuid.UUID][]*Explanation, error) {
	where, args := access.Rows(v, access.SeeDossier)
	return postgres.ListsByKey(ctx, s.DB, "read explanations", dossiers, func(e *Explanation) uuid.UUID { return e.DossierID }, `
		select distinct on (e.dossier_id, e.requirement) e.id, e.dossier_id, e.requirement, e.explanation, e.explained_at
		from requirement_explanation e join dossier d on d.id = e.dossier_id
		where e.dossier_id = any(@ids) and `+where+` order by e.dossier_id, e.requirement, e.explained_at desc, e.id desc`, args)
}
