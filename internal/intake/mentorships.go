package intake

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/text/currency"

	"dossier/internal/day"
	"dossier/internal/mentoring"
	"dossier/internal/postgres"
)

type mentorshipRow struct {
	Key       string    `json:"key" must:"1"`
	Mentor    uuid.UUID `json:"mentor" ref:"people" must:"1"`
	Mentee    uuid.UUID `json:"mentee" ref:"people" must:"1"`
	Ladder    *string   `json:"ladder"`
	From      day.Day   `json:"from" must:"1"`
	To        *day.Day  `json:"to"`
	Purpose   *string   `json:"purpose"`
	EndReason *string   `json:"endReason"`
	Sessions  []day.Day `json:"sessions"`
	// Attestations are the mentor's word that the mentee approaches a level.
	Attestations []attestationRow `json:"attestations"`

	on uuid.UUID // the ladder
}

type attestationRow struct {
	Level  string  `json:"level" must:"1"`
	Reason string  `json:"reason" must:"1"`
	On     day.Day `json:"on" must:"1"`
}

type rateRow struct {
	Key      string    `json:"key" must:"1"`
	Person   uuid.UUID `json:"person" ref:"people" must:"1"`
	From     day.Day   `json:"from" must:"1"`
	Amount   int64     `json:"amount" must:"1"` // minor units
	Currency string    `json:"currency" must:"1"`
}

func checkMentorship(ctx context.Context, r *run, it *item, v *mentorshipRow) error {
	it.subject = &v.Mentee
	ladder, err := r.ladder(ctx, v.Ladder)
	if err != nil {
		return err
	}
	v.on = ladder.LadderID
	if v.Mentor == v.Mentee {
		r.fail(it, "mentee", "nobody mentors themselves; name somebody else")
	}
	if v.Purpose != nil && *v.Purpose != "OWNERSHIP_TRACK" {
		r.fail(it, "purpose", "%s is no purpose; use OWNERSHIP_TRACK or leave it out", quote(*v.Purpose))
	}
	if (v.EndReason != nil) != (v.To != nil) {
		r.fail(it, "endReason", "goes together with \"to\": give both or neither")
	}
	if ends := []string{"COMPLETED", "HAND_OVER", "STOPPED"}; v.EndReason != nil && !slices.Contains(ends, *v.EndReason) {
		r.fail(it, "endReason", "%s", unknown("reason", *v.EndReason, ends))
	}
	r.past(it, "from", v.From)
	r.days(it, v.From, v.To)
	if v.To != nil {
		r.past(it, "to", *v.To)
	}
	if len(v.Sessions) > 2000 {
		r.fail(it, "sessions", "holds %d days; 2,000 are allowed", len(v.Sessions))
	}
	for i, s := range v.Sessions {
		column := fmt.Sprintf("sessions.%d", i+1)
		r.past(it, column, s)
		if s.Before(v.From.Time) || v.To != nil && !s.Before(v.To.Time) {
			r.fail(it, column, "%s is not a day of the mentorship", s.Format(time.DateOnly))
		}
	}
	for i, a := range v.Attestations {
		path := fmt.Sprintf("attestations.%d.", i+1)
		if ladder.Level(a.Level) == nil {
			r.fail(it, path+"level", "the ladder has no level %s", quote(a.Level))
		}
		r.words(it, path+"reason", a.Reason, 2000)
		r.past(it, path+"on", a.On)
	}
	return nil
}

func storeMentorships(ctx context.Context, r *run, tx pgx.Tx, items []*item) error {
	var sessionIDs, of, readyIDs, readyOf []uuid.UUID
	var held, readyAt []time.Time
	var levels, reasons []string
	for _, it := range items {
		v := it.value.(*mentorshipRow)
		if it.was != nil {
			err := r.update(ctx, tx, it, "a mentorship keeps its two people and its first day, and once ended stays so; sessions, attestations and the end are added",
				`update mentorship set during = $5, end_reason = $6, status = $7, purpose = $8
				where id = $1 and mentor_id = $2 and mentee_id = $3 and lower(during) = $4 and status = 'ACTIVE'`,
				it.id, v.Mentor, v.Mentee, v.From.Time, span(v.From, v.To), v.EndReason, v.status(), v.Purpose)
			if err != nil {
				return err
			}
			if it.bad {
				continue
			}
		}
		for _, s := range v.Sessions {
			sessionIDs, of, held = append(sessionIDs, r.NewID()), append(of, it.id), append(held, s.Time)
		}
		for _, a := range v.Attestations {
			readyIDs, readyOf, levels = append(readyIDs, r.NewID()), append(readyOf, it.id), append(levels, a.Level)
			reasons, readyAt = append(reasons, a.Reason), append(readyAt, a.On.Time)
		}
	}
	columns := []string{"id", "mentor_id", "mentee_id", "ladder_id", "status", "purpose", "offered_by", "offered_at", "during", "end_reason"}
	err := insert(ctx, tx, "mentorship", columns, items, func(it *item) []any {
		v := it.value.(*mentorshipRow)
		return []any{it.id, v.Mentor, v.Mentee, v.on, v.status(), v.Purpose, v.Mentor, v.From.Time, span(v.From, v.To), v.EndReason}
	})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into mentoring_session (id, mentorship_id, held_on, recorded_by, recorded_at)
		select s.id, s.of, s.held, m.mentor_id, $4 from unnest($1::uuid[], $2::uuid[], $3::date[]) s (id, of, held)
		join mentorship m on m.id = s.of on conflict do nothing`, sessionIDs, of, held, r.now)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into readiness (id, mentorship_id, level, reason, attested_at)
		select a.* from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[]) a (id, of, level, reason, at)
		where not exists (select from readiness r where r.mentorship_id = a.of and r.level = a.level and r.attested_at = a.at)`,
		readyIDs, readyOf, levels, reasons, readyAt)
	return postgres.Fault(err, "import attestations")
}

func (v *mentorshipRow) status() mentoring.Status {
	if v.To != nil {
		return mentoring.Ended
	}
	return mentoring.Active
}

func checkRate(_ context.Context, r *run, it *item, v *rateRow) error {
	it.subject = &v.Person
	r.keeps(it, "a rate is not overwritten; import the new one under its own key, from the day on which it holds")
	if v.Amount < 0 {
		r.fail(it, "amount", "must not be negative")
	}
	if unit, err := currency.ParseISO(v.Currency); err != nil || unit.String() != v.Currency {
		r.fail(it, "currency", "%s is no currency; use its three letters of ISO 4217, as EUR", quote(v.Currency))
	}
	return nil
}

func storeRates(ctx context.Context, r *run, tx pgx.Tx, items []*item) error {
	return insert(ctx, tx, "monthly_rate", []string{"id", "person_id", "from_day", "amount", "currency", "recorded_at"}, items, func(it *item) []any {
		v := it.value.(*rateRow)
		return []any{it.id, v.Person, v.From.Time, v.Amount, v.Currency, r.now}
	})
}
