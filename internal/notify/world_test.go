package notify_test

import (
	"flag"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/notify"
	"dossier/internal/page"
	"dossier/internal/panel"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

func TestMain(m *testing.M) {
	flag.Bool("update", false, "take the words as they are for right")
	flag.Parse()
	testworld.Main(m)
}

// house is a world with a submitted dossier, stewards and panelists.
type house struct {
	*testworld.World
	acts  *notify.Acts
	store *notify.Store

	ana, sten, sue, chair, ben, cem *people.Viewer
	dossier                         id.ID
}

func newHouse(t testing.TB) *house {
	w := testworld.New(t)
	h := &house{World: w, acts: &notify.Acts{DB: w.DB}, store: &notify.Store{DB: w.DB}}
	h.ana, h.sten, h.sue = w.Candidate("Ana Berg"), w.Person("Sten", "", people.Steward), w.Person("Sue", "", people.Steward)
	h.chair, h.ben, h.cem = w.Person("Chair", "L9", people.Panelist), w.Person("Ben", "L9", people.Panelist), w.Person("Cem", "L10", people.Panelist)
	h.dossier = w.Open(h.ana)
	w.Submit(h.ana, h.dossier)
	return h
}

// invite seats the chair and Ben.
func (h *house) invite() {
	h.T.Helper()
	sit := func(v *people.Viewer, r panel.Role) panel.SeatInput {
		return panel.SeatInput{Person: id.Of(id.Person, v.Person), Role: r}
	}
	_, err := h.Panels.Assemble(h.T.Context(), h.sten, panel.AssemblePanelInput{Dossier: h.dossier, Seats: []panel.SeatInput{sit(h.chair, panel.Chair), sit(h.ben, panel.Member)}}, h.Now)
	h.must(err)
}

// seat is the id of a person's seat.
func (h *house) seat(v *people.Viewer) id.ID {
	h.T.Helper()
	var key uuid.UUID
	h.must(h.DB.QueryRow(h.T.Context(), `select id from seat where person_id = $1`, v.Person).Scan(&key))
	return id.Of(id.Seat, key)
}

func (h *house) answer(v *people.Viewer, a panel.SeatAnswer) {
	h.T.Helper()
	in := panel.AnswerSeatInput{Seat: h.seat(v), Answer: a}
	if why := "I know the team."; a != panel.Acknowledge {
		in.Reason = &why
	}
	_, err := h.Panels.AnswerSeat(h.T.Context(), h.at(v), in, h.Now)
	h.must(err)
}

// conflict has the candidate say that somebody should not judge them; dismiss
// rules all of that away.
func (h *house) conflict(v *people.Viewer) {
	h.T.Helper()
	h.exec(`insert into conflict_declaration (id, by_person, about_person, reason, declared_at) values ($1, $2, $3, 'We are cousins.', $4)`, uuid.New(), h.ana.Person, v.Person, h.Now)
}

func (h *house) dismiss(v *people.Viewer) {
	h.T.Helper()
	h.exec(`insert into conflict_ruling (id, person_id, candidate_id, kind, key, verdict, reason, by_person, at)
		select gen_random_uuid(), $1, $2, 'DECLARED', c.id::text, 'DISMISSED', 'They are not.', $3, $4 from conflict_declaration c where c.about_person = $1`, v.Person, h.ana.Person, h.sten.Person, h.Now)
}

func (h *house) exec(sql string, args ...any) {
	h.T.Helper()
	_, err := h.DB.Exec(h.T.Context(), sql, args...)
	h.must(err)
}

// at is a viewer as of the world's time.
func (h *house) at(v *people.Viewer) *people.Viewer {
	h.T.Helper()
	now, err := h.People.Viewer(h.T.Context(), v.Person, h.Now)
	h.must(err)
	return now
}

func (h *house) named(name string) *people.Viewer {
	return map[string]*people.Viewer{"Ana": h.ana, "Sten": h.sten, "Sue": h.sue, "Chair": h.chair, "Ben": h.ben, "Cem": h.cem}[name]
}

// told are all notifications that a person reads, newest first, by pages of
// two; their count has to be the same.
func (h *house) told(v *people.Viewer) (all []*notify.Notification) {
	h.T.Helper()
	v = h.at(v)
	two := int32(2)
	for after := (*string)(nil); ; {
		r, err := page.NewRequest(&two, after)
		h.must(err)
		c, err := h.store.List(h.T.Context(), v, r)
		h.must(err)
		for _, e := range c.Edges {
			all = append(all, e.Node)
		}
		if c.PageInfo.HasNextPage {
			after = c.PageInfo.EndCursor
			continue
		}
		if n, err := c.TotalCount(h.T.Context()); err != nil || n != len(all) {
			h.T.Errorf("%d are counted and %d listed: %v", n, len(all), err)
		}
		return all
	}
}

func kinds(list []*notify.Notification) []notify.Kind {
	k := []notify.Kind{}
	for _, n := range list {
		k = append(k, n.Kind)
	}
	return k
}

func (h *house) must(err error) {
	h.T.Helper()
	if err != nil {
		h.T.Fatal(err)
	}
}
