package advice_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/panel"
	"dossier/internal/panel/advice"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

// desk is a dossier on a panel of two, analysed.
type desk struct {
	*testworld.World
	readings   *advice.Readings
	ana, sam   *people.Viewer
	chair, ben *people.Viewer
	analysis   uuid.UUID
	seats      map[uuid.UUID]id.ID // by person
}

func newDesk(t *testing.T) *desk {
	w := testworld.New(t)
	d := &desk{World: w, readings: &advice.Readings{DB: w.DB}, seats: map[uuid.UUID]id.ID{}}
	d.ana, d.sam = w.Candidate("Ana"), w.Person("Sam", "", people.Steward)
	d.chair, d.ben = w.Person("Chair", "L9", people.Panelist), w.Person("Ben", "L9", people.Panelist)
	of := w.Open(d.ana)
	w.Submit(d.ana, of)
	w.Analyse()
	ctx := t.Context()
	if err := w.DB.QueryRow(ctx, `select id from analysis where dossier_id = $1`, of.UUID).Scan(&d.analysis); err != nil {
		t.Fatal(err)
	}
	in := panel.AssemblePanelInput{Dossier: of, Seats: []panel.SeatInput{
		{Person: id.Of(id.Person, d.chair.Person), Role: panel.Chair}, {Person: id.Of(id.Person, d.ben.Person), Role: panel.Member},
	}}
	if _, err := w.Panels.Assemble(ctx, d.sam, in, w.Now); err != nil {
		t.Fatal(err)
	}
	for _, v := range []*people.Viewer{d.chair, d.ben} {
		var seat uuid.UUID
		if err := w.DB.QueryRow(ctx, `select id from seat where person_id = $1`, v.Person).Scan(&seat); err != nil {
			t.Fatal(err)
		}
		d.seats[v.Person] = id.Of(id.Seat, seat)
		d.answer(v, panel.Acknowledge)
	}
	return d
}

func (d *desk) answer(v *people.Viewer, a panel.SeatAnswer) {
	d.T.Helper()
	in := panel.AnswerSeatInput{Seat: d.seats[v.Person], Answer: a}
	if why := "is a friend"; a != panel.Acknowledge {
		in.Reason = &why
	}
	if _, err := d.Panels.AnswerSeat(d.T.Context(), v, in, d.Now); err != nil {
		d.T.Fatal(err)
	}
}

func (d *desk) note(v *people.Viewer, analyses ...uuid.UUID) {
	d.T.Helper()
	if err := d.readings.Note(d.T.Context(), v, analyses, d.Now); err != nil {
		d.T.Error(err)
	}
}

// kept lists whose readings are in the table, and whose on the trail.
func (d *desk) kept() (rows, trail []string) {
	d.T.Helper()
	if err := d.DB.QueryRow(d.T.Context(), `select
		(select coalesce(array_agg(p.name order by p.name), '{}') from advice_reading z join seat s on s.id = z.seat_id join person p on p.id = s.person_id where z.analysis_id = $1),
		(select coalesce(array_agg(p.name order by p.name), '{}') from audit a join person p on p.id = a.actor
			where a.act = 'readAdvice' and a.subject = $2 and a.object = $3 and a.detail ->> 'seat' is not null)`,
		d.analysis, d.ana.Person, id.Of(id.Analysis, d.analysis).String()).Scan(&rows, &trail); err != nil {
		d.T.Fatal(err)
	}
	return rows, trail
}

func (d *desk) wants(names ...string) {
	d.T.Helper()
	if rows, trail := d.kept(); !slices.Equal(rows, names) || !slices.Equal(trail, names) {
		d.T.Errorf("kept of %v, on the trail of %v, want %v", rows, trail, names)
	}
}

func TestAReadingIsKeptOnceForEachSeat(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.wants()
	d.note(d.sam, d.analysis) // holds no seat
	d.note(d.ana, d.analysis)
	d.note(d.ben, d.NewID()) // is no analysis
	d.wants()
	d.note(d.ben, d.analysis)
	d.wants("Ben")
	d.Counter.Reset()
	d.note(d.ben, d.analysis)
	if n := d.Counter.Count(); n != 1 {
		t.Errorf("a second reading takes %d statements: %v", n, d.Counter.SQL())
	}
	d.note(d.chair, d.analysis)
	d.wants("Ben", "Chair")
}

func TestWhoRecusedThemselvesReadsNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.answer(d.ben, panel.Recuse)
	d.note(d.ben, d.analysis)
	d.wants()
}

func TestReadingsAtOnceAreOne(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { d.note(d.ben, d.analysis) })
	}
	all.Wait()
	d.wants("Ben")
}
