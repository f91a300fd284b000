package decide

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/audit"
	"dossier/internal/day"
	"dossier/internal/dossier"
	"dossier/internal/ladder"
	"dossier/internal/notify"
	"dossier/internal/panel/review"
	"dossier/internal/people"
	"dossier/internal/problem"
)

// Release tells a decision, and returns its id. With a promotion, the rank
// that the candidate holds ends, the next begins, and what the ladder opens
// with it is the candidate's. Problems: WrongState, Invalid, PanelRule.
func (a *Acts) Release(ctx context.Context, v *people.Viewer, in ReleaseDecisionInput, now time.Time) (decision uuid.UUID, err error) {
	err = a.inTx(ctx, "release a decision", func(tx pgx.Tx) error {
		d, err := lockDecided(ctx, tx, v, in.Dossier, "release its decision", dossier.Decided)
		if err != nil {
			return err
		}
		t, err := waiting(ctx, tx, d)
		if err != nil {
			return err
		}
		decision = t.UUID
		if t.Outcome != review.Promote && in.EffectiveOn != nil {
			return problem.One("effectiveOn", "the decision does not promote, so nothing takes effect; leave it out")
		}
		detail := []string{"dossier", d.ID().String(), "outcome", string(t.Outcome)}
		if t.Outcome == review.Promote {
			if err := a.promote(ctx, tx, v, d, t, in.EffectiveOn, now); err != nil {
				return err
			}
			detail = append(detail, "rank", t.Rank.String(), "effectiveOn", t.EffectiveOn.Format(time.DateOnly))
		} else if t.Gaps == 0 {
			return because("the decision does not promote and has no gaps: its chair has to say with addDecisionGaps what is missing and what would close it")
		}
		if _, err := tx.Exec(ctx, `update decision set released_by = $2, released_at = $3, effective_on = $4, rank_id = $5 where id = $1`,
			t.UUID, v.Person, now, t.EffectiveOn, t.Rank); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update dossier set status = 'RELEASED' where id = $1 and status = 'DECIDED'`, d.UUID); err != nil {
			return err
		}
		if err := a.tell(ctx, tx, d, notify.Note{Key: "released/" + t.UUID.String(), Kind: notify.Released, Dossier: d.UUID, Object: t.ID()}, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "releaseDecision", t.ID(), d.CandidateID, detail...))
	})
	return decision, err
}

// waiting is the decision on a dossier that waits for its release.
func waiting(ctx context.Context, tx pgx.Tx, d *dossier.Dossier) (*taken, error) {
	all, err := decisionsOf(ctx, tx, d)
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		if t.ReleasedAt == nil {
			return t, nil
		}
	}
	return nil, &dossier.WrongState{Status: d.Status, Act: "release its decision", Needs: string(dossier.Decided)}
}

// tell notes what happened for the candidate and for stewards, each once.
func (a *Acts) tell(ctx context.Context, tx pgx.Tx, d *dossier.Dossier, n notify.Note, now time.Time) error {
	candidate := n
	candidate.Person = d.CandidateID
	if err := notify.Add(ctx, tx, a.NewID, now, candidate); err != nil {
		return err
	}
	return notify.AddForStewards(ctx, tx, a.NewID, now, n)
}

// promote ends the rank that the candidate holds, begins the next, and grants
// what the ladder opens with it.
func (a *Acts) promote(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *dossier.Dossier, t *taken, on *day.Day, now time.Time) error {
	from, err := effective(on, *d.SubmittedAt, now)
	if err != nil {
		return err
	}
	version, level, err := a.level(ctx, tx, d)
	if err != nil {
		return err
	}
	store := &people.Store{DB: tx}
	ranks, err := ranksOf(ctx, tx, d, version)
	if err != nil {
		return err
	}
	held, err := closing(ranks, d, from)
	if err != nil {
		return err
	}
	if err := store.CloseRank(ctx, tx, held.UUID, from); err != nil {
		return err
	}
	made, cause := a.NewID(), people.Decision
	if t.Appeal != nil {
		cause = people.Appeal
	}
	if err := store.AddRank(ctx, tx, made, d.CandidateID, people.Rank{
		Ladder: version.LadderID, Level: d.ToLevel, From: from, Cause: cause, RecordedBy: &v.Person, RecordedAt: now,
	}); err != nil {
		return err
	}
	for _, u := range opened(level) {
		if _, err := tx.Exec(ctx, `insert into entitlement (id, person_id, ladder_id, level, unlock, entitlement, during, decision_id)
			values ($1, $2, $3, $4, $5, $6, daterange($7, null), $8)`,
			a.NewID(), d.CandidateID, version.LadderID, d.ToLevel, u.key, u.word, from, t.UUID); err != nil {
			return err
		}
	}
	t.Rank, t.EffectiveOn = &made, &from
	return nil
}

// ranksOf are the candidate's ranks on the dossier's ladder; nobody else
// changes them until the transaction ends.
func ranksOf(ctx context.Context, tx pgx.Tx, d *dossier.Dossier, version *ladder.Version) ([]people.Rank, error) {
	if _, err := tx.Exec(ctx, `select from person where id = $1 for no key update`, d.CandidateID); err != nil {
		return nil, err
	}
	return (&people.Store{DB: tx}).Ranks(ctx, tx, d.CandidateID, version.LadderID)
}

// effective is the first day of a rank: today, unless another is asked for
// that is neither before the submission nor more than a year ahead.
func effective(on *day.Day, submitted, now time.Time) (time.Time, error) {
	today, first := day.Of(now), day.Of(submitted)
	last := day.AddMonths(today, 12)
	switch {
	case on == nil:
		return today, nil
	case on.Before(first):
		return today, problem.One("effectiveOn", "is before the dossier was submitted; give %s or a later day", first.Format(time.DateOnly))
	case on.After(last):
		return today, problem.One("effectiveOn", "is more than a year ahead; give %s or an earlier day", last.Format(time.DateOnly))
	}
	return on.Time, nil
}

// closing is the rank that ends on a day: that of the level which the dossier
// leads from, begun before and without an end.
func closing(ranks []people.Rank, d *dossier.Dossier, on time.Time) (*people.Rank, error) {
	for i, r := range ranks {
		if r.Level == d.FromLevel && r.To == nil && r.From.Before(on) {
			return &ranks[i], nil
		}
	}
	return nil, because("the candidate does not hold %s on %s any more, without an end, so no rank of %s can follow it", d.FromLevel, on.Format(time.DateOnly), d.ToLevel)
}

type unlock struct{ key, word string }

// opened are the unlocks of a level that are kept as entitlements: those for
// which the ladder has a word. Slots and the cut follow from the level that is
// held, and would only repeat it.
func opened(level *ladder.Level) (list []unlock) {
	for _, u := range level.Unlocks {
		word, ok := level.ReadingOf("unlock-" + u.Key).String("entitlement")
		if ok && word != "MENTEE_SLOTS" && word != "REFERRAL" {
			list = append(list, unlock{u.Key, word})
		}
	}
	return list
}
