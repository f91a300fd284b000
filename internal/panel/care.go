package panel

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/notify"
	"dossier/internal/postgres"
)

// watched is a seat of a panel that is judging.
type watched struct {
	Seat
	CandidateID   uuid.UUID `db:"candidate_id"`
	LadderVersion uuid.UUID `db:"ladder_version_id"`
	Level         string    `db:"from_level"`
	// Cause is the first conflict in force, kind and key, nil for none.
	Cause *string `db:"cause"`
	// Waiting is true while the candidate is to hand in again.
	Waiting bool `db:"waiting"`
}

// Care reminds who has not answered or scored, tells stewards of those who are
// late, and tells of seats that a conflict suspended, by the ladder's policy
// on panels. It is run from time to time, by any number of workers: each thing
// is told once.
func (a *Acts) Care(ctx context.Context, now time.Time) error {
	return a.inTx(ctx, "care for panels", func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtextextended('care for panels', 0))`); err != nil {
			return err
		}
		seats, err := watch(ctx, tx, now)
		if err != nil {
			return err
		}
		var holders, stewards []notify.Note
		var suspended []*watched
		versions := map[uuid.UUID]*ladder.Version{}
		for _, s := range seats {
			if versions[s.LadderVersion] == nil {
				if versions[s.LadderVersion], err = a.Ladders.ByIDIn(ctx, tx, s.LadderVersion); err != nil {
					return err
				}
			}
			if s.Cause != nil {
				suspended = append(suspended, s)
				holders, stewards = append(holders, s.note(notify.SeatSuspended)), append(stewards, s.note(notify.SeatSuspended))
				continue
			}
			remind, escalate := s.due(versions[s.LadderVersion].Level(s.Level), now)
			if remind > 0 {
				n := s.note(notify.SeatReminder)
				n.Key = fmt.Sprintf("%s/%d", n.Key, remind)
				holders = append(holders, n)
			}
			if escalate {
				stewards = append(stewards, s.note(notify.SeatOverdue))
			}
		}
		trail, err := untold(ctx, tx, suspended)
		if err != nil {
			return err
		}
		if err := notify.Add(ctx, tx, a.NewID, now, holders...); err != nil {
			return err
		}
		if err := notify.AddForStewards(ctx, tx, a.NewID, now, stewards...); err != nil || len(trail) == 0 {
			return err
		}
		return audit.Append(ctx, tx, now, trail...)
	})
}

// watch finds the seats of panels that are judging, but those replaced,
// recused or abstained.
func watch(ctx context.Context, tx pgx.Tx, now time.Time) ([]*watched, error) {
	return postgres.Rows[watched](ctx, tx, "find who is to judge", `
		select s.id, s.panel_id, s.dossier_id, s.person_id, s.role, s.status, s.due_at, q.zone, s.invited_at, s.answered_at, s.reason, false as replaced,
			d.candidate_id, d.ladder_version_id, d.from_level, c.cause,
			exists (select from component_unlock u where u.dossier_id = d.id and u.closed_at is null) as waiting
		from seat s join panel q on q.id = s.panel_id join dossier d on d.id = s.dossier_id
		left join lateral (select k.kind || '/' || k.key as cause from conflict k
			where k.ladder_version_id = d.ladder_version_id and k.candidate_id = d.candidate_id and k.person_id = s.person_id and k.kind <> 'SELF' and `+access.InForce+`
			order by 1 limit 1) c on true
		where s.ended_at is null and s.status in ('INVITED', 'ACKNOWLEDGED', 'SCORED') and `+judging+`
		order by s.id`, pgx.NamedArgs{"viewer_now": now})
}

// due says which reminder it is time for, 0 for none, and whether stewards are
// to be told. Days are those of the panel's zone.
func (s *watched) due(l *ladder.Level, now time.Time) (remind int, escalate bool) {
	if s.Status == Scored || s.Waiting {
		return 0, false
	}
	zone, err := zoneOf(s.DueZone)
	if err != nil {
		zone = time.UTC
	}
	past := func(days int) bool { return !now.Before(s.DueAt.In(zone).AddDate(0, 0, days)) }
	switch {
	case past(-number(l, "remindAgainDaysBefore", remindAgainDaysBefore)):
		remind = 2
	case past(-number(l, "remindDaysBefore", remindDaysBefore)):
		remind = 1
	}
	return remind, past(number(l, "escalateDaysAfter", escalateDaysAfter))
}

// note is what is told of a seat: once for each time that it is due, and once
// for each cause that suspends it.
func (s *watched) note(k notify.Kind) notify.Note {
	about := s.DueAt.UTC().Format(time.RFC3339)
	if s.Cause != nil {
		about = *s.Cause
	}
	kind := strings.ToLower(strings.ReplaceAll(string(k), "_", "-"))
	return notify.Note{Key: kind + "/" + s.UUID.String() + "/" + about, Person: s.PersonID, Kind: k, Dossier: s.DossierID, Object: s.ID()}
}

// untold is the trail of the suspensions that nobody was told of yet.
func untold(ctx context.Context, tx pgx.Tx, suspended []*watched) (trail []audit.Entry, err error) {
	keys := make([]string, len(suspended))
	for i, s := range suspended {
		keys[i] = s.note(notify.SeatSuspended).Key
	}
	var told []string
	if err := tx.QueryRow(ctx, `select coalesce(array_agg(key), '{}') from notification where key = any($1)`, keys).Scan(&told); err != nil {
		return nil, err
	}
	for i, s := range suspended {
		if !slices.Contains(told, keys[i]) {
			kind, _, _ := strings.Cut(*s.Cause, "/")
			trail = append(trail, audit.Entry{
				Act: "suspendSeat", Object: s.ID(), Subject: &s.CandidateID,
				Detail: map[string]string{"panel": id.Of(id.Panel, s.PanelID).String(), "conflict": kind},
			})
		}
	}
	return trail, nil
}
