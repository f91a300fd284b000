package send

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/notify"
	"dossier/internal/postgres"
)

const (
	// horizon is how old a notification may be and still be sent: who turns a
	// channel on is not sent what is long past.
	horizon = 7 * 24 * time.Hour
	// batch is how many notifications are planned in one transaction.
	batch = 500
)

// planned is a notification that no message of a channel carries yet.
type planned struct {
	UUID   uuid.UUID   `db:"id"`
	Person uuid.UUID   `db:"person_id"`
	Email  *string     `db:"email"`
	Mode   notify.Mode `db:"mode"`
	Zone   string      `db:"zone"`
	Hour   int         `db:"hour"`
}

// plan gives each new notification a message that is to carry it: of its own,
// or the digest of a day.
func (s *Sender) plan(ctx context.Context, now time.Time) error {
	for {
		n, err := s.planBatch(ctx, now)
		if err != nil || n < batch {
			return err
		}
	}
}

func (s *Sender) planBatch(ctx context.Context, now time.Time) (n int, err error) {
	err = postgres.InTx(ctx, s.DB, func(tx pgx.Tx) error {
		all, err := s.unplanned(ctx, tx, now)
		if err != nil {
			return err
		}
		n = len(all)
		for _, p := range all {
			var message *uuid.UUID
			if message, err = s.messageFor(ctx, tx, p, now); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `insert into notification_delivery (notification_id, channel, message_id) values ($1, $2, $3)`, p.UUID, s.Channel.Name(), message); err != nil {
				return err
			}
		}
		return nil
	})
	return n, postgres.Fault(err, "plan what is to be sent")
}

// unplanned finds what no message carries yet. One plans for a channel at a
// time.
func (s *Sender) unplanned(ctx context.Context, tx pgx.Tx, now time.Time) ([]*planned, error) {
	if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtextextended('plan ' || $1, 0))`, s.Channel.Name()); err != nil {
		return nil, err
	}
	d := notify.Default()
	return postgres.Rows[planned](ctx, tx, "find what is to be sent", `
		select n.id, coalesce(p.same_as, p.id) as person_id, t.email,
			coalesce(t.mode, @mode) as mode, coalesce(t.zone, @zone) as zone, coalesce(t.hour, @hour) as hour
		from notification n join person p on p.id = n.person_id left join notification_setting t on t.person_id = coalesce(p.same_as, p.id)
		where n.made_at > @since and not exists (select from notification_delivery y where y.notification_id = n.id and y.channel = @channel)
		order by n.made_at, n.id limit @limit`,
		pgx.NamedArgs{"channel": s.Channel.Name(), "since": now.Add(-horizon), "limit": batch, "mode": d.Mode, "zone": d.Zone, "hour": d.Hour})
}

// messageFor is the message that is to carry a notification, nil for none.
func (s *Sender) messageFor(ctx context.Context, tx pgx.Tx, p *planned, now time.Time) (*uuid.UUID, error) {
	id := s.NewID()
	if s.Channel.Personal() && (p.Email == nil || p.Mode == notify.Off) {
		return nil, nil
	}
	if !s.Channel.Personal() || p.Mode == notify.AtOnce {
		_, err := tx.Exec(ctx, `insert into notification_message (id, channel, person_id, next_at) values ($1, $2, $3, $4)`, id, s.Channel.Name(), p.Person, now)
		return &id, err
	}
	// A digest that was tried already takes nothing more: the next day's does.
	for from := now; ; {
		on, at := nextDigest(p.Zone, p.Hour, from)
		err := tx.QueryRow(ctx, `insert into notification_message as m (id, channel, person_id, digest_on, next_at) values ($1, $2, $3, $4, $5)
			on conflict on constraint one_digest_a_day do update set next_at = m.next_at where m.attempts = 0 and m.settled_at is null returning id`,
			id, s.Channel.Name(), p.Person, on, at).Scan(&id)
		if err != pgx.ErrNoRows {
			return &id, err
		}
		from = at
	}
}

// nextDigest is the first time after an instant at which the clocks of a zone
// strike the hour, and the day of it there. An unknown zone is UTC.
func nextDigest(zone string, hour int, after time.Time) (day string, at time.Time) {
	l, err := time.LoadLocation(zone)
	if err != nil {
		l = time.UTC
	}
	y, m, d := after.In(l).Date()
	for at = time.Date(y, m, d, hour, 0, 0, 0, l); !at.After(after); d++ {
		at = time.Date(y, m, d+1, hour, 0, 0, 0, l)
	}
	return at.Format(time.DateOnly), at.UTC()
}
