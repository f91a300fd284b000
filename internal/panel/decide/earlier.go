package decide

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/problem"
)

// MaxAnswer is how many characters the answer to a gap may have.
const MaxAnswer = 4000

// AnswerEarlierGap says in a draft what became of a gap of the candidate's last
// decision on the same step. A later answer is shown in place of an earlier
// one, and both are kept. Problems: WrongState, Invalid.
func (a *Acts) AnswerEarlierGap(ctx context.Context, v *people.Viewer, in AnswerEarlierGapInput, now time.Time) error {
	decision, ok := in.Decision.Row(id.Decision)
	if !ok {
		return fault.ErrNotFound
	}
	return a.inTx(ctx, "answer an earlier gap", func(tx pgx.Tx) error {
		d, err := dossier.LockFor(ctx, tx, v, in.Dossier, access.Appeal)
		if err != nil {
			return err
		}
		if d.Status != dossier.Draft {
			return &dossier.WrongState{Status: d.Shown(v), Act: "answer an earlier gap", Needs: string(dossier.Draft)}
		}
		var gaps, named int
		var was *string
		if err := tx.QueryRow(ctx, `select count(*), count(*) filter (where number = $3::bigint), max(answer) filter (where number = $3)
			from earlier_gap where dossier_id = $1 and decision_id = $2`, d.UUID, decision, in.Number).Scan(&gaps, &named, &was); err != nil {
			return err
		}
		if gaps == 0 {
			return fault.ErrNotFound
		}
		var l problem.List
		if named == 0 {
			l.Add("number", "the decision has no gap %d; its gaps are numbered from 1 to %d", in.Number, gaps)
		}
		l.Text("answer", in.Answer, MaxAnswer)
		if err := l.Err(); err != nil {
			return err
		}
		if was != nil && *was == in.Answer {
			return nil
		}
		if _, err := tx.Exec(ctx, `insert into gap_answer (id, dossier_id, decision_id, number, answer, answered_at) values ($1, $2, $3, $4, $5, $6)`,
			a.NewID(), d.UUID, decision, in.Number, in.Answer, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "answerEarlierGap", d.ID(), d.CandidateID, "decision", in.Decision.String(), "number", fmt.Sprint(in.Number)))
	})
}
