package panel_test

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/panel"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

// house is a world with a submitted dossier and people who may judge it.
type house struct {
	*testworld.World
	acts  *panel.Acts
	store *panel.Store

	ana, sten       *people.Viewer // candidate and steward
	chair, ben, cem *people.Viewer // panelists at L9 and above
	gus             *people.Viewer // from outside
	d               id.ID
}

func newHouse(t testing.TB) *house {
	w := testworld.New(t)
	h := &house{World: w, acts: &panel.Acts{DB: w.DB, Ladders: w.Ladders, NewID: newID, Rand: rand.NewChaCha8([32]byte{3})}, store: &panel.Store{DB: w.DB}}
	w.Acts.Panels = h.acts
	h.ana, h.sten = w.Candidate("Ana"), w.Person("Sten", "", people.Steward)
	h.chair, h.ben, h.cem = h.panelist("Chair"), h.panelist("Ben"), w.Person("Cem", "L10", people.Panelist)
	h.gus = w.Person("Gus", "")
	h.d = w.Open(h.ana)
	w.Submit(h.ana, h.d)
	return h
}

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

func (h *house) panelist(name string) *people.Viewer { return h.Person(name, "L9", people.Panelist) }

func person(v *people.Viewer) id.ID { return id.Of(id.Person, v.Person) }

func sits(v *people.Viewer, r panel.Role) panel.SeatInput {
	return panel.SeatInput{Person: person(v), Role: r}
}

// another puts the submitted dossier of another candidate in the place of the
// first.
func (h *house) another() {
	h.T.Helper()
	h.ana = h.Candidate("Ana " + newID().String())
	h.d = h.Open(h.ana)
	h.Submit(h.ana, h.d)
}

// input is a panel that nothing is wrong with.
func (h *house) input(change ...func(*panel.AssemblePanelInput)) panel.AssemblePanelInput {
	in := panel.AssemblePanelInput{Dossier: h.d, Seats: []panel.SeatInput{sits(h.chair, panel.Chair), sits(h.ben, panel.Member), sits(h.gus, panel.Guest)}}
	for _, c := range change {
		c(&in)
	}
	return in
}

func (h *house) assemble(change ...func(*panel.AssemblePanelInput)) id.ID {
	h.T.Helper()
	made, err := h.acts.Assemble(h.T.Context(), h.at(h.sten), h.input(change...), h.Now)
	h.must(err)
	return id.Of(id.Panel, made)
}

// acknowledged is a panel of the first three seats, all of which have said yes.
func (h *house) acknowledged(change ...func(*panel.AssemblePanelInput)) id.ID {
	h.T.Helper()
	p := h.assemble(change...)
	for _, v := range []*people.Viewer{h.chair, h.ben, h.gus} {
		h.must(h.answer(v, panel.Acknowledge))
	}
	return p
}

// at is a viewer as of the world's time.
func (h *house) at(v *people.Viewer) *people.Viewer {
	h.T.Helper()
	now, err := h.People.Viewer(h.T.Context(), v.Person, h.Now)
	h.must(err)
	return now
}

// seat is the id of a person's newest seat.
func (h *house) seat(v *people.Viewer) id.ID {
	h.T.Helper()
	var key uuid.UUID
	h.must(h.DB.QueryRow(h.T.Context(), `select id from seat where person_id = $1 order by invited_at desc, id desc limit 1`, v.Person).Scan(&key))
	return id.Of(id.Seat, key)
}

func (h *house) answer(v *people.Viewer, a panel.SeatAnswer) error {
	h.T.Helper()
	in := panel.AnswerSeatInput{Seat: h.seat(v), Answer: a}
	if a != panel.Acknowledge {
		in.Reason = ptr("I know the team.")
	}
	_, err := h.acts.AnswerSeat(h.T.Context(), h.at(v), in, h.Now)
	return err
}

// score submits a review of a person's seat, as package review does.
func (h *house) score(v *people.Viewer) {
	h.T.Helper()
	h.exec(`insert into review (id, panel_id, dossier_id, seat_id, person_id, submission_id, revision_id, status, body, created_at, saved_at, submitted_at)
		select $1, s.panel_id, s.dossier_id, s.id, s.person_id, d.submission_id, d.revision_id, 'SUBMITTED', '{}', $3, $3, $3
		from seat s join dossier d on d.id = s.dossier_id where s.id = $2`, newID(), h.seat(v).UUID, h.Now)
	h.exec(`update seat set status = 'SCORED' where id = $1`, h.seat(v).UUID)
}

// decide takes the decision of a panel, as package decide does, and releases
// it if told to.
func (h *house) decide(p id.ID, by *people.Viewer, releasedBy *people.Viewer) uuid.UUID {
	h.T.Helper()
	made := newID()
	h.exec(`insert into decision (id, panel_id, dossier_id, submission_id, revision_id, outcome, rationale, components, votes, pre_scores, decided_by, decided_at)
		select $1, q.id, d.id, d.submission_id, d.revision_id, 'NOT_YET', 'Too early.', '[]', '{}', '{}', $3, $4 from panel q join dossier d on d.id = q.dossier_id where q.id = $2`,
		made, p.UUID, by.Person, h.Now)
	h.exec(`update dossier set status = 'DECIDED' where id = $1 and status = 'IN_REVIEW'`, h.d.UUID)
	if releasedBy != nil {
		h.exec(`update decision set released_by = $2, released_at = $3 where id = $1`, made, releasedBy.Person, h.Now)
		h.exec(`update dossier set status = 'RELEASED' where id = $1`, h.d.UUID)
	}
	return made
}

// appeal files one against a decision, as package decide does.
func (h *house) appeal(decision uuid.UUID) id.ID {
	h.T.Helper()
	made := newID()
	h.exec(`insert into appeal (id, dossier_id, decision_id, ground, statement, filed_at) values ($1, $2, $3, 'PROCEDURE', 'I was not heard.', $4)`, made, h.d.UUID, decision, h.Now)
	return id.Of(id.Appeal, made)
}

// declare has a person say that there is a conflict with another.
func (h *house) declare(by, about *people.Viewer) uuid.UUID {
	h.T.Helper()
	made := newID()
	h.exec(`insert into conflict_declaration (id, by_person, about_person, reason, declared_at) values ($1, $2, $3, 'We are cousins.', $4)`, made, by.Person, about.Person, h.Now)
	return made
}

// dismiss rules a declared conflict away.
func (h *house) dismiss(declaration uuid.UUID, v *people.Viewer) {
	h.T.Helper()
	h.exec(`insert into conflict_ruling (id, person_id, candidate_id, kind, key, verdict, reason, by_person, at) values ($1, $2, $3, 'DECLARED', $4, 'DISMISSED', 'They are not.', $5, $6)`,
		newID(), v.Person, h.ana.Person, declaration.String(), h.sten.Person, h.Now)
}

func (h *house) status(v *people.Viewer) dossier.Status {
	h.T.Helper()
	found, err := h.Dossiers.ByIDs(h.T.Context(), h.at(v), []uuid.UUID{h.d.UUID})
	h.must(err)
	if found[h.d.UUID] == nil {
		return ""
	}
	return found[h.d.UUID].Status
}

// standing is where a person's newest seat stands, by its holder.
func (h *house) standing(v *people.Viewer) panel.SeatStatus {
	h.T.Helper()
	return h.see(v, h.seat(v)).Status
}

// see is a seat through somebody's eyes, nil if it is not for them.
func (h *house) see(v *people.Viewer, seat id.ID) *panel.Seat {
	h.T.Helper()
	found, err := h.store.SeatsByIDs(h.T.Context(), h.at(v), []uuid.UUID{seat.UUID})
	h.must(err)
	return found[seat.UUID]
}

// told lists the kinds of notifications that a person has, oldest first.
func (h *house) told(v *people.Viewer) []string {
	h.T.Helper()
	rows, err := h.DB.Query(h.T.Context(), `select kind from notification where person_id = $1 order by made_at, key`, v.Person)
	h.must(err)
	kinds, err := pgx.CollectRows(rows, pgx.RowTo[string])
	h.must(err)
	return kinds
}

// trail lists the acts of the audit trail on the candidate from a time on.
func (h *house) trail(since time.Time) []string {
	h.T.Helper()
	rows, err := h.DB.Query(h.T.Context(), `select act from audit where subject = $1 and at >= $2 order by seq`, h.ana.Person, since)
	h.must(err)
	acts, err := pgx.CollectRows(rows, pgx.RowTo[string])
	h.must(err)
	return acts
}

func (h *house) exec(sql string, args ...any) {
	h.T.Helper()
	h.Tx(func(tx pgx.Tx) error {
		_, err := tx.Exec(h.T.Context(), sql, args...)
		return err
	})
}

func (h *house) must(err error) {
	h.T.Helper()
	if err != nil {
		h.T.Fatal(err)
	}
}

func refusal[T error](t testing.TB, what string, err error) T {
	t.Helper()
	r, ok := errors.AsType[T](err)
	if !ok {
		t.Fatalf("%s: got %v, want a %T", what, err, r)
	}
	return r
}

func absent(t testing.TB, what string, err error) {
	t.Helper()
	if !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("%s: got %v, want not found", what, err)
	}
}

func ptr[T any](v T) *T { return &v }
