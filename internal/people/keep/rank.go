package keep

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/audit"
	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// CorrectRank stores a rank as it was, in place of the one that was wrong or
// where one was missing, and returns its id. It mends what was recorded and
// promotes nobody: a level above all that the person holds or held is refused.
// Problems: Invalid.
func (a *Acts) CorrectRank(ctx context.Context, v *people.Viewer, in CorrectRankInput, now time.Time) (made uuid.UUID, err error) {
	if err := check(in.From, in.To, in.Reason, in.Key, now); err != nil {
		return uuid.Nil, err
	}
	once := postgres.Once{Person: v.Person, Mutation: "correctRank", Key: in.Key, Request: in}
	err = a.inTx(ctx, "correct a rank", func(tx pgx.Tx) error {
		person, err := lock(ctx, tx, v, in.Person)
		if err != nil {
			return err
		}
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		version, err := a.level(ctx, tx, in)
		if err != nil {
			return err
		}
		store := &people.Store{DB: tx}
		ranks, err := store.Ranks(ctx, tx, person, version.LadderID)
		if err != nil {
			return err
		}
		if promotes(version, ranks, in.Level) {
			return problem.One("level", "%s is above every level held so far, and a promotion is a panel's decision; a level that was held elsewhere comes in by dossier import or dossier grant, attested", in.Level)
		}
		detail := []string{"level", in.Level}
		if in.Supersedes != nil {
			wrong, err := standing(ctx, tx, ranks, person, *in.Supersedes)
			if err != nil {
				return err
			}
			if err := store.Supersede(ctx, tx, wrong, now); err != nil {
				return err
			}
			ranks = slices.DeleteFunc(ranks, func(r people.Rank) bool { return r.UUID == wrong })
			detail = append(detail, "supersedes", wrong.String())
		}
		rank := people.Rank{
			Ladder: version.LadderID, Level: in.Level, From: in.From.Time, To: end(in.To), Cause: people.Correction,
			RecordedBy: &v.Person, RecordedAt: now, Reason: &in.Reason,
		}
		for _, r := range ranks {
			if _, shared := r.Span().And(rank.Span()); shared {
				return problem.One("from", "%s is held %s, and these days overlap; choose other days, or give that rank as supersedes", r.Level, days(r.Span()))
			}
		}
		made = a.NewID()
		if err := store.AddRank(ctx, tx, made, person, rank); err != nil {
			return err
		}
		if err := once.Remember(ctx, tx, made, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "correctRank", id.Of(id.Rank, made), person, detail...))
	})
	if postgres.Constraint(err) == "ranks_do_not_overlap" {
		return uuid.Nil, problem.One("from", "another rank was recorded over these days at this moment; read the ranks again")
	}
	return made, err
}

// level finds the ladder whose level is named.
func (a *Acts) level(ctx context.Context, tx pgx.Tx, in CorrectRankInput) (*ladder.Version, error) {
	version, err := a.Ladders.CurrentIn(ctx, tx, in.Ladder)
	if err != nil {
		return nil, problem.Of("ladder", err)
	}
	if version.Level(in.Level) == nil {
		return nil, problem.One("level", "%s has no level %.20q", version.Title, in.Level)
	}
	return version, nil
}

// promotes tells whether a level is above all that are in force, the one to
// supersede among them.
func promotes(v *ladder.Version, ranks []people.Rank, level string) bool {
	to := v.Level(level).Ordinal
	return !slices.ContainsFunc(ranks, func(r people.Rank) bool {
		l := v.Level(r.Level)
		return l != nil && l.Ordinal >= to
	})
}

// standing finds the rank to supersede. One of somebody else is refused as
// absent; one that was superseded before can be mended.
func standing(ctx context.Context, tx pgx.Tx, ranks []people.Rank, person uuid.UUID, supersedes id.ID) (uuid.UUID, error) {
	key, ok := supersedes.Row(id.Rank)
	if !ok {
		return uuid.Nil, fault.ErrNotFound
	}
	if slices.ContainsFunc(ranks, func(r people.Rank) bool { return r.UUID == key }) {
		return key, nil
	}
	if err := tx.QueryRow(ctx, `select id from rank_record where id = $1 and person_id = $2`, key, person).Scan(&key); err != nil {
		return uuid.Nil, postgres.Fault(err, "find a rank")
	}
	return uuid.Nil, problem.One("supersedes", "this rank is of another ladder or was corrected already; read the person's ranks again")
}

// check refuses days and texts that no rank or pause can have.
func check(from day.Day, to *day.Day, reason string, key *string, now time.Time) error {
	var l problem.List
	l.Key(key)
	l.Text("reason", reason, MaxReason)
	switch {
	case from.After(day.Of(now)):
		l.Add("from", "%s is still to come; record what has begun", from.Format(time.DateOnly))
	case from.Before(day.Date(1970, 1, 1)):
		l.Add("from", "%s is before 1970; check the year", from.Format(time.DateOnly))
	}
	if to != nil && !to.After(from.Time) {
		l.Add("to", "is not after from; give the first day on which it was over, or leave it out while it lasts")
	}
	return l.Err()
}

func end(d *day.Day) *time.Time {
	if d == nil {
		return nil
	}
	return &d.Time
}

// days says when in words.
func days(s day.Span) string {
	if s.To == nil {
		return "from " + s.From.Format(time.DateOnly) + " on"
	}
	return "from " + s.From.Format(time.DateOnly) + " to " + s.To.Format(time.DateOnly) + ", the first day after it"
}
