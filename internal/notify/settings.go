package notify

import (
	"context"
	"fmt"
	"net/mail"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/audit"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// Mode is when a person gets mails.
type Mode string

// The modes.
const (
	AtOnce Mode = "AT_ONCE"
	Daily  Mode = "DAILY"
	Off    Mode = "OFF"
)

// maxEmail is the longest address that SMTP carries (RFC 5321, 4.5.3.1.3).
const maxEmail = 254

// Settings is where and when a person gets mails. Nobody else reads it.
type Settings struct {
	Email *string `db:"email"`
	Mode  Mode    `db:"mode"`
	// Zone and Hour are when the digest of a day is sent.
	Zone string `db:"zone"`
	Hour int    `db:"hour"`
}

// SetNotificationsInput is the input of Set. It replaces the settings whole.
type SetNotificationsInput struct {
	Email *string
	Mode  Mode
	Zone  string
	Hour  int
}

// Default is what holds for who has set nothing: no address, hence no mails.
func Default() Settings { return Settings{Mode: Daily, Zone: "UTC", Hour: 7} }

// Settings reads the viewer's own.
func (s *Store) Settings(ctx context.Context, v *people.Viewer) (*Settings, error) {
	all, err := postgres.Rows[Settings](ctx, s.DB, "read the settings of notifications",
		`select email, mode, zone, hour from notification_setting where person_id = @viewer`, pgx.NamedArgs{"viewer": v.Person})
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		d := Default()
		return &d, nil
	}
	return all[0], nil
}

// Acts is what a person can do about their notifications.
type Acts struct {
	DB *pgxpool.Pool
}

// Set says where and when the viewer gets mails. It counts for what happens
// from then on; an address that is taken away, or OFF, for what waits as well.
// Problems: Invalid.
func (a *Acts) Set(ctx context.Context, v *people.Viewer, in SetNotificationsInput, now time.Time) error {
	if err := in.check(); err != nil {
		return err
	}
	return postgres.Fault(postgres.InTx(ctx, a.DB, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `insert into notification_setting (person_id, email, mode, zone, hour, changed_at) values ($1, $2, $3, $4, $5, $6)
			on conflict (person_id) do update set email = excluded.email, mode = excluded.mode, zone = excluded.zone, hour = excluded.hour, changed_at = excluded.changed_at`,
			v.Person, in.Email, in.Mode, in.Zone, in.Hour, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "setNotifications", id.Of(id.Person, v.Person), v.Person, "mode", string(in.Mode)))
	}), "set notifications")
}

func (in SetNotificationsInput) check() error {
	var l problem.List
	if in.Email != nil {
		checkEmail(&l, *in.Email)
	} else if in.Mode == AtOnce {
		l.Add("email", "is missing, and mails need one; give an address, or choose OFF")
	}
	if in.Mode != AtOnce && in.Mode != Daily && in.Mode != Off {
		l.Add("mode", "%.20q is no mode; use AT_ONCE, DAILY or OFF", in.Mode)
	}
	if _, err := zoneOf(in.Zone); err != nil {
		l.Add("zone", "%.60q is no time zone; name one of the tz database, as Europe/Oslo", in.Zone)
	}
	if in.Hour < 0 || in.Hour > 23 {
		l.Add("hour", "%d is no hour of a day; give 0 to 23", in.Hour)
	}
	return l.Err()
}

// addressForm is one plain address: no name, comment, quotes or address of a
// machine, so that nothing of it can stand for more in a mail's head.
const addressForm = `^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])$`

func checkEmail(l *problem.List, email string) {
	if n := len(email); n > maxEmail {
		l.Add("email", "has %d characters; an address has %d at most", n, maxEmail)
		return
	}
	plain := regexp.MustCompile(addressForm).MatchString(email)
	if a, err := mail.ParseAddress(email); !plain || err != nil || a.Name != "" || a.Address != email {
		l.Add("email", "is not one plain address; write it as ana@example.org, without a name, quotes or spaces")
	}
}

// zoneOf finds a zone of the tz database.
func zoneOf(name string) (*time.Location, error) {
	if name == "" || name == "Local" || len(name) > 64 || strings.ContainsRune(name, 0) {
		return nil, fmt.Errorf("%.60q is no zone of the tz database", name)
	}
	return time.LoadLocation(name)
}

// breaks is true of what may end a line, or change how what follows is shown.
func breaks(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}
