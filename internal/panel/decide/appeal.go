package decide

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/day"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/notify"
	"dossier/internal/panel/review"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// MaxStatement is how many characters an appeal's statement may have.
const MaxStatement = 8000

// FileAppeal is the candidate's appeal against the first decision on their
// dossier, once and in time, and returns its id. Problems: WrongState, Invalid,
// AppealClosed, PanelRule.
func (a *Acts) FileAppeal(ctx context.Context, v *people.Viewer, in FileAppealInput, now time.Time) (made uuid.UUID, err error) {
	var l problem.List
	l.Key(in.Key)
	l.Text("statement", in.Statement, MaxStatement)
	if err := l.Err(); err != nil {
		return uuid.Nil, err
	}
	once := postgres.Once{Person: v.Person, Mutation: "fileAppeal", Key: in.Key, Request: in}
	err = a.inTx(ctx, "appeal a decision", func(tx pgx.Tx) error {
		d, err := dossier.LockFor(ctx, tx, v, in.Dossier, access.Appeal)
		if err != nil {
			return err
		}
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		all, err := decisionsOf(ctx, tx, d)
		if err != nil {
			return err
		}
		if d.Status != dossier.Released || len(all) == 0 {
			return &dossier.WrongState{Status: d.Shown(v), Act: "appeal its decision", Needs: string(dossier.Released)}
		}
		_, level, err := a.level(ctx, tx, d)
		if err != nil {
			return err
		}
		if err := appealable(level, all[0], in.Ground, now); err != nil {
			return err
		}
		made = a.NewID()
		tag, err := tx.Exec(ctx, `insert into appeal (id, dossier_id, decision_id, ground, statement, filed_at) values ($1, $2, $3, $4, $5, $6)
			on conflict on constraint decision_is_appealed_once do nothing`, made, d.UUID, all[0].UUID, in.Ground, in.Statement, now)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return because("the decision was appealed before, and an appeal is heard once")
		}
		told := notify.Note{Key: "appeal/" + made.String(), Kind: notify.AppealFiled, Dossier: d.UUID, Object: id.Of(id.Appeal, made)}
		if err := notify.AddForStewards(ctx, tx, a.NewID, now, told); err != nil {
			return err
		}
		if err := once.Remember(ctx, tx, made, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "fileAppeal", id.Of(id.Appeal, made), d.CandidateID, "decision", all[0].ID().String(), "ground", in.Ground))
	})
	return made, err
}

// appealable refuses an appeal against a decision that promotes or is reversed,
// on another ground than the ladder lists, or after the ladder's number of
// days, the last of which counts to its end in UTC.
func appealable(level *ladder.Level, t *taken, ground string, now time.Time) error {
	policy := level.ReadingOf("appeal")
	days, ok := policy.Int("days")
	grounds, _ := policy.Strings("grounds")
	switch {
	case !ok || len(grounds) == 0:
		return because("the ladder knows no appeal")
	case t.Outcome == review.Promote:
		return because("the decision promotes, and there is nothing to appeal")
	case t.ReversedAt != nil:
		return because("the decision is reversed, and there is nothing to appeal")
	case !slices.Contains(grounds, ground):
		return problem.One("ground", "%.60q is no ground of an appeal; use one of %s", ground, strings.Join(grounds, ", "))
	}
	if end := day.AddDays(day.Of(*t.ReleasedAt), days+1); !now.Before(end) {
		return &AppealClosed{Deadline: end.Add(-time.Second)}
	}
	return nil
}

// WithdrawAppeal takes an appeal back, by its candidate, until a panel is
// assembled to hear it. Problems: WrongState.
func (a *Acts) WithdrawAppeal(ctx context.Context, v *people.Viewer, in WithdrawAppealInput, now time.Time) (uuid.UUID, error) {
	key, ok := in.Appeal.Row(id.Appeal)
	if !ok {
		return uuid.Nil, fault.ErrNotFound
	}
	return key, a.inTx(ctx, "withdraw an appeal", func(tx pgx.Tx) error {
		where, args := access.Rows(v, access.SeeAppeal)
		args["id"] = key
		var of uuid.UUID
		if err := tx.QueryRow(ctx, `select l.dossier_id from appeal l where l.id = @id and `+where, args).Scan(&of); err != nil {
			return err
		}
		d, err := dossier.LockFor(ctx, tx, v, id.Of(id.Dossier, of), access.Appeal)
		if err != nil {
			return err
		}
		var withdrawn, heard bool
		if err := tx.QueryRow(ctx, `select withdrawn_at is not null, exists (select from panel q where q.appeal_id = $1) from appeal where id = $1`, key).Scan(&withdrawn, &heard); err != nil {
			return err
		}
		switch {
		case withdrawn:
			return &dossier.WrongState{Status: d.Shown(v), Why: "the appeal is withdrawn already"}
		case heard:
			return &dossier.WrongState{Status: d.Shown(v), Why: "a panel hears the appeal already; it can no longer be withdrawn"}
		}
		if _, err := tx.Exec(ctx, `update appeal set withdrawn_at = $2 where id = $1`, key, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "withdrawAppeal", in.Appeal, d.CandidateID))
	})
}
