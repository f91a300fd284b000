package send_test

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/id"
	"dossier/internal/notify"
	"dossier/internal/notify/send"
	"dossier/internal/panel"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

func TestMain(m *testing.M) { testworld.Main(m) }

// house is a world in which the chair, Ben and Cem are invited to a panel.
type house struct {
	*testworld.World
	ana, sten, chair, ben, cem *people.Viewer
	dossier                    id.ID
}

func newHouse(t testing.TB) *house {
	w := testworld.New(t)
	h := &house{World: w}
	h.ana, h.sten = w.Candidate("Ana Berg"), w.Person("Sten", "", people.Steward)
	h.chair, h.ben, h.cem = w.Person("Chair", "L9", people.Panelist), w.Person("Ben", "L9", people.Panelist), w.Person("Cem", "L10", people.Panelist)
	h.dossier = w.Open(h.ana)
	w.Submit(h.ana, h.dossier)
	return h
}

// invite seats the panel, which tells its three members.
func (h *house) invite() {
	h.T.Helper()
	sit := func(v *people.Viewer, r panel.Role) panel.SeatInput {
		return panel.SeatInput{Person: id.Of(id.Person, v.Person), Role: r}
	}
	_, err := h.Panels.Assemble(h.T.Context(), h.sten, panel.AssemblePanelInput{Dossier: h.dossier, Seats: []panel.SeatInput{
		sit(h.chair, panel.Chair), sit(h.ben, panel.Member), sit(h.cem, panel.Member),
	}}, h.Now)
	h.must(err)
}

// note tells a person once more of a seat that they hold.
func (h *house) note(v *people.Viewer, k notify.Kind, key string) {
	h.T.Helper()
	var seat uuid.UUID
	h.must(h.DB.QueryRow(h.T.Context(), `select id from seat where person_id = $1`, v.Person).Scan(&seat))
	h.Tx(func(tx pgx.Tx) error {
		return notify.Add(h.T.Context(), tx, uuid.New, h.Now, notify.Note{Key: key, Person: v.Person, Kind: k, Dossier: h.dossier.UUID, Object: id.Of(id.Seat, seat)})
	})
}

func (h *house) set(v *people.Viewer, mode notify.Mode, email string) {
	h.T.Helper()
	in := notify.SetNotificationsInput{Mode: mode, Zone: "UTC", Hour: 12}
	if email != "" {
		in.Email = &email
	}
	h.must((&notify.Acts{DB: h.DB}).Set(h.T.Context(), v, in, h.Now))
}

// conflict has the candidate say that somebody should not judge them.
func (h *house) conflict(v *people.Viewer) {
	h.T.Helper()
	_, err := h.DB.Exec(h.T.Context(), `insert into conflict_declaration (id, by_person, about_person, reason, declared_at) values ($1, $2, $3, 'We are cousins.', $4)`,
		uuid.New(), h.ana.Person, v.Person, h.Now)
	h.must(err)
}

// sender sends by a channel on the world's clock.
func (h *house) sender(c send.Channel) *send.Sender {
	return &send.Sender{
		DB: h.DB, Channel: c, Public: "https://ladder.example.org", NewID: uuid.New, Now: h.Clock, Every: 5 * time.Millisecond,
		Limit: 5 * time.Second, Lease: time.Minute, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Ended: func(string, send.Outcome) {},
	}
}

func (h *house) round(s *send.Sender) {
	h.T.Helper()
	h.must(s.Round(h.T.Context()))
}

// ledger lists outcome, attempts and class of all messages, by person's name.
func (h *house) ledger() map[string][]row {
	h.T.Helper()
	rows, err := h.DB.Query(h.T.Context(), `select p.name, coalesce(m.outcome, ''), m.attempts, coalesce(m.error, '') from notification_message m join person p on p.id = m.person_id order by m.next_at, m.id`)
	h.must(err)
	all := map[string][]row{}
	var name string
	var r row
	_, err = pgx.ForEachRow(rows, []any{&name, &r.outcome, &r.attempts, &r.class}, func() error { all[name] = append(all[name], r); return nil })
	h.must(err)
	return all
}

type row struct {
	outcome  string
	attempts int
	class    string
}

func (h *house) must(err error) {
	h.T.Helper()
	if err != nil {
		h.T.Fatal(err)
	}
}

// box is a channel that keeps what it is given, and fails if told to.
type box struct {
	mu       sync.Mutex
	letters  []*send.Letter
	personal bool
	fail     func(l *send.Letter) error
}

func (b *box) Name() string   { return map[bool]string{true: "MAIL", false: "WEBHOOK"}[b.personal] }
func (b *box) Personal() bool { return b.personal }

func (b *box) Deliver(_ context.Context, l *send.Letter) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail != nil {
		if err := b.fail(l); err != nil {
			return err
		}
	}
	b.letters = append(b.letters, l)
	return nil
}
