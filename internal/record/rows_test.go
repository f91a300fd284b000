package record_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/record"
)

// many makes records of a person as a file has them, of all kinds but reviews.
func (s *stage) many(owner uuid.UUID, n int) []record.Record {
	kinds := []record.Kind{record.KindDecision, record.KindOwnership, record.KindOnWatch, record.KindIncident, record.KindMeeting, record.KindTestimony}
	list := make([]record.Record, n)
	for i := range list {
		in := s.samples()[kinds[i%len(kinds)]]
		in.From = day.Day{Time: day.AddDays(on("2021-01-01").Time, i%1500)}
		in.To = nil
		r, err := in.Record("record", owner)
		s.ok(err)
		b := r.Common()
		b.UUID, b.Provenance, b.MadeAt, b.State = s.acts.NewID(), record.Import, s.Now, record.Claimed
		list[i] = r
	}
	return list
}

func TestRecordsOfPersons(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.insert(s.many(s.ana.Person, 40)...)
	s.insert(s.many(s.peer.Person, 7)...)
	correction := s.add(s.peer, s.sample(record.KindMeeting))
	_, err := s.correct(s.peer, correction, s.sample(record.KindMeeting))
	s.ok(err)
	s.ok(s.retract(s.peer, s.add(s.peer, s.sample(record.KindMeeting))))
	s.Counter.Reset()
	m, err := record.OfPersons(t.Context(), s.DB, []uuid.UUID{s.ana.Person, s.peer.Person, s.fin.Person})
	s.ok(err)
	if n := s.Counter.Count(); n != 1 {
		t.Errorf("%d statements: %q", n, s.Counter.SQL())
	}
	if len(m) != 3 || m[s.fin.Person] == nil || len(m[s.ana.Person]) != 40 || len(m[s.peer.Person]) != 8 {
		t.Errorf("%d lists, %d and %d records", len(m), len(m[s.ana.Person]), len(m[s.peer.Person]))
	}
	for p, list := range m {
		for i, r := range list {
			b := r.Common()
			if b.OwnerID != p || b.CompanyName != "Acme" || b.SupersededBy != nil || b.RetractedAt != nil {
				t.Errorf("%+v among the live ones of %v", b, p)
			}
			if i > 0 && b.From().Before(list[i-1].Common().From()) {
				t.Errorf("%s stands after %s", b.From(), list[i-1].Common().From())
			}
		}
	}
}

// A row's fields must not be those of the row before it.
func TestRowsShareNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	full := s.add(s.fin, func() record.RecordInput {
		in := s.samples()[record.KindTestimony]
		in.Person = ptr(who(s.ana))
		return in
	}())
	bare := s.add(s.ana, s.samples()[record.KindRecognition])
	m, err := record.OfPersons(t.Context(), s.DB, []uuid.UUID{s.ana.Person})
	s.ok(err)
	list := m[s.ana.Person]
	if len(list) != 2 || list[0].Common().UUID != full.UUID || list[1].Common().UUID != bare.UUID {
		t.Fatalf("%v", list)
	}
	a, b := list[0].Common(), list[1].Common()
	if *a.StateBy != s.fin.Person || *a.MadeBy != s.fin.Person || *b.MadeBy != s.ana.Person || a.To().Equal(*b.To()) {
		t.Errorf("rows share what they point at: %+v, %+v", a, b)
	}
	if b.StateBy != nil || b.StateAs != nil || b.StateAt != nil || b.CompanyID != nil || b.CompanyName != "" {
		t.Errorf("a row keeps what the one before it had: %+v", b)
	}
}

func TestInsertKeepsEveryFieldAndTheConstraints(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	at, as := s.Now.Add(-time.Hour), record.AsFounder
	old, fresh := s.many(s.ana.Person, 2)[0], s.many(s.ana.Person, 1)[0]
	*old.Common() = record.Base{
		UUID: s.acts.NewID(), OwnerID: s.ana.Person, Kind: record.KindDecision, CompanyID: &s.company.UUID, CompanyName: "Acme", Span: old.Common().Span,
		Provenance: record.Feed, MadeBy: &s.fin.Person, MadeAt: at, State: record.Confirmed, StateBy: &s.fin.Person, StateAs: &as, StateAt: &at,
		SupersededBy: &fresh.Common().UUID, RetractedAt: &at,
	}
	want := *old.Common()
	s.insert(old, fresh) // the older names the newer one
	if got := s.see(want.ID()); fmt.Sprintf("%+v", flat(got)) != fmt.Sprintf("%+v", flat(&want)) {
		t.Errorf("got  %+v\nwant %+v", flat(got), flat(&want))
	}
	for what, change := range map[string]func(*record.Base){
		"confirmed by its owner": func(b *record.Base) { b.State, b.StateBy = record.Confirmed, &s.ana.Person },
		"confirmed by nobody":    func(b *record.Base) { b.State = record.Confirmed },
		"of no known kind":       func(b *record.Base) { b.Kind = "BIRTHDAY" },
		"of no known company":    func(b *record.Base) { b.CompanyID = &s.ana.Person },
		"of no day":              func(b *record.Base) { b.Span.To = &b.Span.From },
		"from nowhere":           func(b *record.Base) { b.Provenance = "" },
	} {
		r := s.many(s.ana.Person, 1)[0]
		change(r.Common())
		tx, err := s.DB.Begin(t.Context())
		s.ok(err)
		if err := record.Insert(t.Context(), tx, r); fault.KindOf(err) == fault.Internal {
			t.Errorf("%s: %v", what, err)
		}
		s.ok(tx.Rollback(t.Context()))
	}
	for _, sql := range []string{`update record set body = '{}'`, `delete from record`, `update confirmation set note = ''`, `delete from confirmation`} {
		if _, err := s.DB.Exec(t.Context(), sql); err == nil && s.add(s.fin, s.samples()[record.KindRecognition]).Kind != 0 {
			if _, err := s.DB.Exec(t.Context(), sql); err == nil {
				t.Errorf("%s is done", sql)
			}
		}
	}
}

// flat is a base with what it points at.
func flat(b *record.Base) []any {
	list := []any{b.UUID, b.OwnerID, b.Kind, b.CompanyName, b.Span.From, b.Provenance, b.MadeAt, b.State}
	return append(list, *b.CompanyID, *b.Span.To, *b.MadeBy, *b.StateBy, *b.StateAs, *b.StateAt, *b.SupersededBy, *b.RetractedAt)
}

func BenchmarkOfPersons(b *testing.B) {
	s := newStage(b)
	persons := make([]uuid.UUID, 50)
	for i := range persons {
		persons[i] = s.Person(fmt.Sprintf("P%d", i), "").Person
		s.insert(s.many(persons[i], 1000)...)
	}
	s.Tx(func(tx pgx.Tx) error { _, err := tx.Exec(b.Context(), `analyze`); return err })
	b.ReportAllocs()
	for b.Loop() {
		m, err := record.OfPersons(b.Context(), s.DB, persons)
		if err != nil || len(m[persons[49]]) != 1000 {
			b.Fatal(len(m), err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	s := newStage(b)
	r := s.many(s.ana.Person, 1)[0]
	body, err := record.Encode(r)
	s.ok(err)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := record.Decode(*r.Common(), body); err != nil {
			b.Fatal(err)
		}
	}
}
