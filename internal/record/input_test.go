package record_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/record"
)

func TestAnInputBecomesARecord(t *testing.T) {
	t.Parallel()
	owner, company := uuid.UUID{1}, id.Of(id.Company, uuid.UUID{2})
	from, to := on("2024-02-29"), on("2024-03-31")
	for what, tc := range map[string]struct {
		in   record.RecordInput
		want record.Base
	}{
		"on a day":        {record.RecordInput{From: from, Meeting: &record.Meeting{}}, record.Base{Kind: record.KindMeeting, Span: day.Span{From: from.Time, To: ptr(day.Date(2024, 3, 1))}}},
		"lasting":         {record.RecordInput{From: from, OnWatch: &record.OnWatch{}}, record.Base{Kind: record.KindOnWatch, Span: day.Span{From: from.Time}}},
		"until":           {record.RecordInput{From: from, To: &to, OnWatch: &record.OnWatch{}}, record.Base{Kind: record.KindOnWatch, Span: day.Span{From: from.Time, To: &to.Time}}},
		"at a company":    {record.RecordInput{From: from, Company: &company, OnWatch: &record.OnWatch{}}, record.Base{Kind: record.KindOnWatch, Span: day.Span{From: from.Time}, CompanyID: &company.UUID}},
		"at another kind": {record.RecordInput{From: from, Company: &id.ID{Kind: id.Person, UUID: owner}, OnWatch: &record.OnWatch{}}, record.Base{Kind: record.KindOnWatch, Span: day.Span{From: from.Time}, CompanyID: &uuid.UUID{}}},
		"with a base of its own": {record.RecordInput{From: from, OnWatch: &record.OnWatch{Base: record.Base{State: record.Confirmed, MadeBy: &owner, Provenance: record.House}}},
			record.Base{Kind: record.KindOnWatch, Span: day.Span{From: from.Time}}},
	} {
		r, err := tc.in.Record("record", owner)
		if err != nil {
			t.Fatal(err)
		}
		tc.want.OwnerID = owner
		if d := cmp.Diff(&tc.want, r.Common()); d != "" {
			t.Errorf("%s: %s", what, d)
		}
	}
	_, err := (record.RecordInput{}).Record("records.2", owner)
	refused(t, "nothing", err, "records.2", "no kind")
}

// The same request is the same whatever became of its values: a founder who
// is named by a double is stored as the person that stays.
func TestAnInputStaysAsItWasSent(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	double := s.Person("Fin B.", "")
	s.merge(double, s.fin)
	in := s.samples()[record.KindTestimony]
	in.Testimony.Founder = double.Person
	add := record.AddRecordInput{Record: in, Key: ptr("once")}
	first := s.must(id.Record)(s.acts.Add(t.Context(), s.ana, add, s.Now))
	if again := s.must(id.Record)(s.acts.Add(t.Context(), s.ana, add, s.Now)); again != first || in.Testimony.Founder != double.Person {
		t.Errorf("%v and %v, by %v", first, again, in.Testimony.Founder)
	}
	found, err := s.store.ByIDs(t.Context(), s.ana, []uuid.UUID{first.UUID})
	s.ok(err)
	if got := found[first.UUID].(*record.Testimony).Founder; got != s.fin.Person {
		t.Errorf("the founder is stored as %v, want the one that stays", got)
	}
	s.ok(s.ask(s.ana, first, double))
	s.ok(s.answer(s.fin, first, record.Confirm, record.AsFounder))
	s.want("asked as the double, answered as the one that stays", first, record.Confirmed, record.AsFounder, true)
}

func TestTheSameKeyAtOnceAddsOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	in := s.sample(record.KindRecognition)
	made := make([]uuid.UUID, 6)
	done := make(chan int)
	for i := range made {
		go func() {
			var err error
			made[i], err = s.acts.Add(t.Context(), s.ana, record.AddRecordInput{Record: in, Key: ptr("k")}, s.Now)
			if err != nil {
				t.Error(err)
			}
			done <- i
		}()
	}
	for range made {
		<-done
	}
	for _, m := range made {
		if m != made[0] {
			t.Fatalf("one key made %v", made)
		}
	}
}

// A founder of the record's days stands for it, and so does one of today.
func TestAFounderOfThoseDaysOrOfToday(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	in := s.samples()[record.KindIncident] // 2025-03-03
	for what, tc := range map[string]struct {
		from string
		to   *day.Day
		ok   bool
	}{
		"before":              {"2024-01-01", ptr(on("2025-03-03")), false},
		"until the day after": {"2024-01-01", ptr(on("2025-03-04")), true},
		"later, not today":    {"2025-03-04", ptr(on("2026-11-24")), false},
		"today":               {"2025-03-04", ptr(on("2026-11-25")), true},
	} {
		v := s.Person(what, "", people.CompanyFounder)
		_, err := s.acts.AddFounder(t.Context(), s.stew, record.AddFounderInput{Company: s.company, Person: who(v), From: on(tc.from), To: tc.to}, s.Now)
		s.ok(err)
		r := s.add(s.ana, in)
		s.ok(s.ask(s.ana, r, v))
		if err := s.answer(v, r, record.Confirm, record.AsFounder); (err == nil) != tc.ok {
			t.Errorf("rule M1: a founder %s: %v", what, err)
		}
	}
}

// A view that begins now does not see tomorrow's: an act's own time decides.
func TestTheActsTimeDecides(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	in := s.sample(record.KindIncident)
	in.From = on("2026-11-25")
	add := func(now time.Time) error {
		_, err := s.acts.Add(t.Context(), s.ana, record.AddRecordInput{Record: in}, now)
		return err
	}
	refused(t, "an hour too early", add(time.Date(2026, 11, 24, 23, 0, 0, 0, time.UTC)), "record.from", "in the future")
	refused(t, "tomorrow in Auckland, today in UTC", add(time.Date(2026, 11, 25, 9, 0, 0, 0, time.FixedZone("NZDT", 13*3600))), "record.from", "in the future")
	s.ok(add(time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)))
}
