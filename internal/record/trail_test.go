package record_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/record"
)

// line is what the trail says of an act.
type line struct {
	act     string
	actor   uuid.UUID
	object  string
	subject uuid.UUID // uuid.Nil for nobody
}

// trail reads what was written since the last look.
func (s *stage) trail(seen *int64) (lines []line) {
	s.T.Helper()
	rows, err := s.DB.Query(s.T.Context(), `select seq, act, actor, object, coalesce(subject, $2) from audit where seq > $1 order by seq`, *seen, uuid.Nil)
	s.ok(err)
	for rows.Next() {
		var l line
		s.ok(rows.Scan(seen, &l.act, &l.actor, &l.object, &l.subject))
		lines = append(lines, l)
	}
	s.ok(rows.Err())
	return lines
}

func TestEveryActIsInTheTrail(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := t.Context()
	var seen int64
	s.trail(&seen)
	expect := func(act string, by *people.Viewer, object id.ID, subject uuid.UUID) {
		t.Helper()
		want := []line{{act, by.Person, object.String(), subject}}
		if got := s.trail(&seen); !slices.Equal(got, want) {
			t.Errorf("%s leaves %+v, want %+v", act, got, want)
		}
	}
	company := s.must(id.Company)(s.acts.AddCompany(ctx, s.ana, record.AddCompanyInput{Name: "Trail"}, s.Now))
	expect("addCompany", s.ana, company, uuid.Nil)
	surface := s.surface(company, "Map")
	expect("addSurface", s.stew, surface, uuid.Nil)
	_, err := s.acts.AddDependency(ctx, s.ana, record.AddSurfaceDependencyInput{Surface: s.console, On: s.billing, Kind: record.Users}, s.Now)
	s.ok(err)
	expect("addSurfaceDependency", s.ana, s.console, uuid.Nil)
	p := s.must(id.Person)(s.acts.AddPerson(ctx, s.stew, record.AddPersonInput{Name: "Gerda"}, s.Now))
	expect("addPerson", s.stew, p, uuid.Nil)
	s.found(company, s.fin)
	expect("addFounder", s.stew, company, uuid.Nil)

	r := s.add(s.ana, s.sample(record.KindOwnership))
	expect("addRecord", s.ana, r, s.ana.Person)
	corrected, err := s.correct(s.ana, r, s.sample(record.KindOwnership))
	s.ok(err)
	expect("addRecord", s.ana, corrected, s.ana.Person)
	s.ok(s.ask(s.stew, corrected, s.flo))
	expect("requestConfirmation", s.stew, corrected, s.ana.Person)
	s.ok(s.answer(s.flo, corrected, record.Decline, record.AsFounder))
	expect("answerConfirmation", s.flo, corrected, s.ana.Person)
	l, err := s.link(corrected, s.fin)
	s.ok(err)
	expect("issueConfirmationLink", s.stew, l.Link.ID(), s.ana.Person)
	s.ok(s.follow(l.Token, record.Confirm, record.AsFounder))
	expect("answerConfirmationLink", s.fin, l.Link.ID(), s.ana.Person)
	other, err := s.link(corrected, s.flo)
	s.ok(err)
	s.trail(&seen)
	_, err = s.acts.RevokeLink(ctx, s.stew, record.RevokeConfirmationLinkInput{Link: other.Link.ID()}, s.Now)
	s.ok(err)
	expect("revokeConfirmationLink", s.stew, other.Link.ID(), s.ana.Person)
	s.ok(s.retract(s.ana, corrected))
	expect("retractRecord", s.ana, corrected, s.ana.Person)

	// The trail holds no words of a person, and no token.
	var text string
	s.ok(s.DB.QueryRow(ctx, `select coalesce(string_agg(a::text, ''), '') from audit a where detail::text ~* $1`, l.Token+"|another day|this surface|gerda").Scan(&text))
	if text != "" {
		t.Errorf("the trail says %s", text)
	}
}

// rows counts what acts may leave behind.
func (s *stage) rows() (n int) {
	s.T.Helper()
	s.ok(s.DB.QueryRow(s.T.Context(), `select (select count(*) from record) + (select count(*) from confirmation) + (select count(*) from confirmation_link)
		+ (select count(*) from company) + (select count(*) from company_founder) + (select count(*) from surface) + (select count(*) from surface_dependency)
		+ (select count(*) from person) + (select count(*) from role_grant) + (select count(*) from audit) + (select count(*) from idempotency_key)`).Scan(&n))
	return n
}

func TestARefusedActLeavesNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := t.Context()
	r := s.add(s.ana, s.sample(record.KindOwnership))
	s.ok(s.ask(s.ana, r, s.peer))
	l, err := s.link(r, s.fin)
	s.ok(err)
	before := s.rows()
	for what, err := range map[string]error{
		"a correction of another kind": func() error { _, err := s.correct(s.ana, r, s.sample(record.KindIncident)); return err }(),
		"a record of another": func() error {
			in := s.sample(record.KindIncident)
			in.Person = ptr(who(s.ana))
			_, err := s.acts.Add(ctx, s.peer, record.AddRecordInput{Record: in, Key: ptr("k")}, s.Now)
			return err
		}(),
		"an answer as a founder":     s.answer(s.peer, r, record.Confirm, record.AsFounder),
		"a link answered as a house": s.follow(l.Token, record.Confirm, record.AsHouse),
		"a link to the owner":        func() error { _, err := s.link(r, s.ana); return err }(),
		"a company that is there": func() error {
			_, err := s.acts.AddCompany(ctx, s.ana, record.AddCompanyInput{Name: "Acme", Key: ptr("k")}, s.Now)
			return err
		}(),
		"a founder again": func() error {
			_, err := s.acts.AddFounder(ctx, s.stew, record.AddFounderInput{Company: s.company, Person: who(s.fin), From: on("2024-01-01")}, s.Now)
			return err
		}(),
	} {
		if err == nil {
			t.Errorf("%s is taken", what)
		}
	}
	if after := s.rows(); after != before {
		t.Errorf("%d rows before, %d after what was refused", before, after)
	}
	if !s.holds(l.Token) {
		t.Error("a refused answer used the link up")
	}
}

func TestReadsTakeOneStatement(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	var records []uuid.UUID
	for _, k := range record.Kinds() {
		records = append(records, s.add(s.ana, s.sample(k)).UUID)
	}
	companies := []uuid.UUID{s.company.UUID, s.other.UUID}
	for what, read := range map[string]func() error{
		"records by id": func() error { _, err := s.store.ByIDs(t.Context(), s.ana, records); return err },
		"a list": func() error {
			_, err := s.store.List(t.Context(), s.ana, s.ana.Person, record.Filter{}, firstPage)
			return err
		},
		"what is asked": func() error { _, err := s.store.Asked(t.Context(), s.fin, firstPage); return err },
		"confirmations": func() error { _, err := s.store.Confirmations(t.Context(), records); return err },
		"companies":     func() error { _, err := s.store.Companies(t.Context(), companies); return err },
		"surfaces":      func() error { _, err := s.store.SurfacesOf(t.Context(), companies); return err },
		"founders":      func() error { _, err := s.store.FoundersOf(t.Context(), companies); return err },
	} {
		s.Counter.Reset()
		s.ok(read())
		if n := s.Counter.Count(); n != 1 {
			t.Errorf("%s: %d statements: %q", what, n, s.Counter.SQL())
		}
	}
}
