package main

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/panel"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

// A worker looks after panels at once, and then again and again.
func TestPanelsAreCaredForAtEachInterval(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ana, sten := w.Candidate("Ana"), w.Person("Sten", "", people.Steward)
	d := w.Open(ana)
	w.Submit(ana, d)
	sit := []*people.Viewer{w.Person("Ben", "L9", people.Panelist), w.Person("Cem", "L9", people.Panelist)}
	if _, err := w.Panels.Assemble(t.Context(), sten, panel.AssemblePanelInput{Dossier: d, Seats: []panel.SeatInput{
		{Person: id.Of(id.Person, sit[0].Person), Role: panel.Chair}, {Person: id.Of(id.Person, sit[1].Person), Role: panel.Member},
	}}, w.Now); err != nil {
		t.Fatal(err)
	}
	a := &app{pool: w.DB, log: slog.New(slog.DiscardHandler), panels: w.Panels}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		a.care(ctx, 20*time.Millisecond)
	}()
	for _, v := range sit {
		if _, err := w.DB.Exec(t.Context(), `insert into conflict_declaration (id, by_person, about_person, reason, declared_at) values ($1, $2, $3, 'They are cousins.', $4)`,
			uuid.Must(uuid.NewV7()), v.Person, ana.Person, w.Now); err != nil {
			t.Fatal(err)
		}
		told, deadline := 0, time.Now().Add(30*time.Second)
		for ; told == 0; time.Sleep(10 * time.Millisecond) {
			if err := w.DB.QueryRow(t.Context(), `select count(*) from notification where person_id = $1 and kind = 'SEAT_SUSPENDED'`, v.Person).Scan(&told); err != nil {
				t.Fatal(err)
			}
			if time.Now().After(deadline) {
				t.Fatal("nobody is told of a suspended seat")
			}
		}
	}
	stop()
	<-ended
}
