package send

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/postgres"
)

// message is one that this sender has claimed.
type message struct {
	UUID     uuid.UUID
	Person   uuid.UUID // for a double, the one that stays
	Attempts int
	Carries  []uuid.UUID // notifications
}

// claim takes the message that is due longest, so that no other tries it
// before the lease ends; nil if none is due.
func (s *Sender) claim(ctx context.Context, now time.Time) (*message, error) {
	var m message
	err := s.DB.QueryRow(ctx, `
		update notification_message m set claimed_until = $3, attempts = attempts + 1
		where m.id = (select id from notification_message
			where channel = $1 and settled_at is null and next_at <= $2 and (claimed_until is null or claimed_until <= $2)
			order by next_at, id limit 1 for update skip locked)
		returning m.id, (select coalesce(p.same_as, p.id) from person p where p.id = m.person_id), m.attempts, array(select y.notification_id from notification_delivery y where y.message_id = m.id)`,
		s.Channel.Name(), now, now.Add(s.Lease)).Scan(&m.UUID, &m.Person, &m.Attempts, &m.Carries)
	if err == pgx.ErrNoRows {
		return nil, nil
	}
	return &m, postgres.Fault(err, "claim a message")
}

// settle ends a message, unless another has claimed it since.
func (s *Sender) settle(ctx context.Context, m *message, o Outcome, class string, told []uuid.UUID, now time.Time) error {
	_, err := s.DB.Exec(ctx, `
		with ended as (update notification_message set settled_at = @now, outcome = @outcome, error = nullif(@class, ''), claimed_until = null
			where id = @id and attempts = @attempts and settled_at is null returning id)
		update notification_delivery y set told = true from ended e where y.message_id = e.id and y.notification_id = any(@told)`,
		pgx.NamedArgs{"id": m.UUID, "attempts": m.Attempts, "now": now, "outcome": o, "class": class, "told": told})
	return postgres.Fault(err, "settle a message")
}

// postpone gives a message back until a time, unless another has claimed it.
func (s *Sender) postpone(ctx context.Context, m *message, class string, until time.Time) error {
	_, err := s.DB.Exec(ctx, `update notification_message set next_at = $3, error = $4, claimed_until = null where id = $1 and attempts = $2 and settled_at is null`,
		m.UUID, m.Attempts, until, class)
	return postgres.Fault(err, "postpone a message")
}

// Waiting is how many messages of each channel are due, and how long the
// oldest has been, over all workers.
func Waiting(ctx context.Context, db postgres.DB, now time.Time) (map[string]Backlog, error) {
	rows, err := db.Query(ctx, `select channel, count(*), min(next_at) from notification_message where settled_at is null and next_at <= $1 group by channel`, now)
	if err != nil {
		return nil, postgres.Fault(err, "count what waits to be sent")
	}
	m := map[string]Backlog{"MAIL": {}, "WEBHOOK": {}}
	var channel string
	var n int
	var oldest time.Time
	_, err = pgx.ForEachRow(rows, []any{&channel, &n, &oldest}, func() error {
		m[channel] = Backlog{Due: n, Oldest: now.Sub(oldest)}
		return nil
	})
	return m, postgres.Fault(err, "count what waits to be sent")
}

// Backlog is what is due and not sent.
type Backlog struct {
	Due    int
	Oldest time.Duration
}
