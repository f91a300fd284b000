// Package send sends notifications, by mail and by webhook. The tables
// notification_message and notification_delivery say what is to be sent, is
// tried, and was; a worker claims one message at a time for the length of a
// lease, writes it through its recipient's eyes at that moment, and settles
// it. What was settled is never sent again. If a worker is lost between
// sending and settling, that message is sent once more under the same id, by
// which the other side can know it.
package send

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/notify"
	"dossier/internal/people"
)

// maxAttempts is how often a message is tried, over about six hours.
const maxAttempts = 10

// Channel is a way to people: Mail or Webhook.
type Channel interface {
	// Name is MAIL or WEBHOOK.
	Name() string
	// Personal is whether people choose when they are told by it; else each
	// notification is told at once.
	Personal() bool
	// Deliver sends a letter and returns nil once the other side has it. Its
	// error is a *Failure.
	Deliver(ctx context.Context, l *Letter) error
}

// Failure is why a letter could not be delivered. It holds nothing that people
// or servers wrote.
type Failure struct {
	// Class is a word or two, as "timeout" or "smtp 550".
	Class string
	// Final is whether to try again is of no use.
	Final bool
	// Down is whether others would fail as well.
	Down bool
}

func (f *Failure) Error() string { return "deliver a letter: " + f.Class }

// Outcome is how a message ended.
type Outcome string

// The outcomes. Dropped is what nobody was left to be told of.
const (
	Sent    Outcome = "SENT"
	Dropped Outcome = "DROPPED"
	Failed  Outcome = "FAILED"
)

// Sender sends what is due by one channel. Run as many as there are workers.
type Sender struct {
	DB      *pgxpool.Pool
	Channel Channel
	// Public is the address of the organisation's pages, empty for no links.
	Public string
	NewID  func() uuid.UUID
	Now    func() time.Time
	// Every is how often it looks, Limit how long one letter may take, Lease
	// how long a message is held: longer than Limit.
	Every, Limit, Lease time.Duration
	Log                 *slog.Logger
	// Ended hears of each message that is settled.
	Ended func(channel string, o Outcome)
}

// Run sends until ctx ends. A letter that is on its way then has a moment to
// arrive.
func (s *Sender) Run(ctx context.Context) {
	t := time.NewTicker(s.Every)
	defer t.Stop()
	for {
		if err := s.Round(ctx); err != nil && ctx.Err() == nil {
			s.Log.ErrorContext(ctx, "notifications are not sent", "channel", s.Channel.Name(), "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

// Round plans what is new and sends what is due, until nothing is or the other
// side is down.
func (s *Sender) Round(ctx context.Context) error {
	if err := s.plan(ctx, s.Now()); err != nil {
		return err
	}
	for ctx.Err() == nil {
		m, err := s.claim(ctx, s.Now())
		if m == nil || err != nil {
			return err
		}
		if down, err := s.try(ctx, m); down || err != nil {
			return err
		}
	}
	return nil
}

// grace is how long a letter may still take once the sender is told to stop.
const grace = 3 * time.Second

// try writes and delivers a message that is claimed. It reports whether others
// would fail as well.
func (s *Sender) try(ctx context.Context, m *message) (down bool, err error) {
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Limit)
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })()
	if m.Attempts > maxAttempts { // others were lost while they tried
		return false, s.end(ctx, m, Failed, "attempts", nil)
	}
	l, err := s.write(within, m)
	if err != nil {
		return false, err
	}
	if l == nil {
		return false, s.end(ctx, m, Dropped, "", nil)
	}
	err = s.Channel.Deliver(within, l)
	if err == nil {
		told := make([]uuid.UUID, len(l.Notes))
		for i, n := range l.Notes {
			told[i] = n.UUID
		}
		return false, s.end(ctx, m, Sent, "", told)
	}
	f, ok := errors.AsType[*Failure](err)
	if !ok {
		f = &Failure{Class: "unknown"}
	}
	s.Log.WarnContext(ctx, "a notification is not delivered", "channel", s.Channel.Name(), "message", m.UUID, "attempt", m.Attempts, "class", f.Class)
	if f.Final || m.Attempts == maxAttempts {
		return f.Down, s.end(ctx, m, Failed, f.Class, nil)
	}
	return f.Down, s.postpone(context.WithoutCancel(ctx), m, f.Class, s.Now().Add(backoff(m.Attempts)))
}

func (s *Sender) end(ctx context.Context, m *message, o Outcome, class string, told []uuid.UUID) error {
	if err := s.settle(context.WithoutCancel(ctx), m, o, class, told, s.Now()); err != nil {
		return err
	}
	s.Ended(s.Channel.Name(), o)
	return nil
}

// backoff is how long to wait after a number of attempts: a minute, doubled
// each time, two hours at most.
func backoff(attempts int) time.Duration {
	return min(time.Minute<<min(attempts-1, 10), 2*time.Hour)
}

// Letter is what goes out at once.
type Letter struct {
	// ID is the same however often it is tried.
	ID      uuid.UUID
	Person  uuid.UUID
	Email   string // for a personal channel
	Subject string
	Text    string
	At      time.Time
	// Notes are what it tells of, oldest first.
	Notes []*notify.Notification
}

// write makes the letter of a message, of what the person may see now and
// still stands; nil if that is nothing, or the person wants none.
func (s *Sender) write(ctx context.Context, m *message) (*Letter, error) {
	now := s.Now()
	v, err := (&people.Store{DB: s.DB}).Viewer(ctx, m.Person, now)
	if err != nil {
		return nil, err
	}
	store := &notify.Store{DB: s.DB}
	l := &Letter{ID: m.UUID, Person: m.Person, At: now}
	if s.Channel.Personal() {
		settings, err := store.Settings(ctx, v)
		if err != nil || settings.Email == nil || settings.Mode == notify.Off {
			return nil, err
		}
		l.Email = *settings.Email
	}
	found, err := store.ByIDs(ctx, v, m.Carries)
	if err != nil {
		return nil, err
	}
	for _, n := range found {
		if n.Stands {
			l.Notes = append(l.Notes, n)
		}
	}
	if len(l.Notes) == 0 {
		return nil, nil
	}
	slices.SortFunc(l.Notes, func(a, b *notify.Notification) int {
		if c := a.MadeAt.Compare(b.MadeAt); c != 0 {
			return c
		}
		return slices.Compare(a.UUID[:], b.UUID[:])
	})
	l.Subject, l.Text = words(l.Notes, s.Public)
	return l, nil
}
