package mentoring_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/embedded/pgtest"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/mentoring"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/testworld"
)

// house is a world with what this package works on.
type house struct {
	*testworld.World
	acts  *mentoring.Acts
	store *mentoring.Store
}

func newHouse(t testing.TB) *house {
	w := testworld.New(t)
	return &house{
		World: w,
		acts:  &mentoring.Acts{DB: w.DB, Ladders: w.Ladders, NewID: func() uuid.UUID { return uuid.Must(uuid.NewV7()) }},
		store: &mentoring.Store{DB: w.DB, Versions: w.Ladders},
	}
}

func person(v *people.Viewer) id.ID { return id.Of(id.Person, v.Person) }

// offer has the mentor offer a mentorship.
func (h *house) offer(mentor, mentee *people.Viewer) id.ID {
	h.T.Helper()
	to := person(mentee)
	made, err := h.acts.Offer(h.T.Context(), mentor, mentoring.OfferInput{Mentee: &to}, h.Now)
	if err != nil {
		h.T.Fatal(err)
	}
	return id.Of(id.Mentorship, made)
}

func (h *house) answer(v *people.Viewer, m id.ID, a mentoring.Answer) error {
	return h.acts.Answer(h.T.Context(), v, mentoring.AnswerInput{Mentorship: m, Answer: a}, h.Now)
}

// pair has both accept.
func (h *house) pair(mentor, mentee *people.Viewer) id.ID {
	h.T.Helper()
	m := h.offer(mentor, mentee)
	if err := h.answer(mentee, m, mentoring.Accept); err != nil {
		h.T.Fatal(err)
	}
	return m
}

// end ends a mentorship.
func (h *house) end(v *people.Viewer, m id.ID, why mentoring.EndReason) error {
	return h.acts.End(h.T.Context(), v, mentoring.EndInput{Mentorship: m, Reason: why}, h.Now)
}

// see is a mentorship through somebody's eyes.
func (h *house) see(v *people.Viewer, m id.ID) *mentoring.Mentorship {
	h.T.Helper()
	found, err := h.store.ByIDs(h.T.Context(), v, []uuid.UUID{m.UUID})
	if err != nil {
		h.T.Fatal(err)
	}
	return found[m.UUID]
}

// exec runs a statement.
func (h *house) exec(sql string, args ...any) {
	h.T.Helper()
	h.Tx(func(tx pgx.Tx) error {
		_, err := tx.Exec(h.T.Context(), sql, args...)
		return err
	})
}

// refuses has the owner of the tables try statements, none of which may go
// through.
func (h *house) refuses(statements ...string) {
	h.T.Helper()
	owner := pgtest.Owner(h.T, h.DB)
	for _, sql := range statements {
		if _, err := owner.Exec(h.T.Context(), sql); fault.KindOf(postgres.Fault(err, "try")) != fault.Conflict {
			h.T.Errorf("%s: %v", sql, err)
		}
	}
}

// promote closes a person's rank and opens the next on a day.
func (h *house) promote(v *people.Viewer, level string, on time.Time) {
	h.T.Helper()
	h.exec(`update rank_record set during = daterange(lower(during), $2::date) where person_id = $1 and upper_inf(during)`, v.Person, on)
	h.exec(`insert into rank_record (id, person_id, ladder_id, level, during, cause) values ($1, $2, $3, $4, daterange($5::date, null), 'DECISION')`,
		h.NewID(), v.Person, h.Version.LadderID, level, on)
}

// pause records leave.
func (h *house) pause(v *people.Viewer, from, to time.Time) {
	h.T.Helper()
	h.exec(`insert into tenure_pause (id, person_id, during, reason, recorded_at) values ($1, $2, daterange($3::date, $4::date), 'leave', $5)`, h.NewID(), v.Person, from, to, h.Now)
}

func (h *house) key(v *people.Viewer) people.LevelKey {
	return people.LevelKey{Person: v.Person, Ladder: h.Version.LadderID}
}

func (h *house) today() time.Time { return day.Of(h.Now) }

func refusal[T error](t testing.TB, err error) T {
	t.Helper()
	r, ok := errors.AsType[T](err)
	if !ok {
		t.Fatalf("got %v, want a %T", err, r)
	}
	return r
}

func date(s string) time.Time {
	t, err := day.Parse(s)
	if err != nil {
		panic(err)
	}
	return t
}

func ptr[T any](v T) *T { return &v }
