package record_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/record"
)

func TestCompaniesAndTheirSurfaces(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := t.Context()
	pt := s.must(id.Company)(s.acts.AddCompany(ctx, s.ana, record.AddCompanyInput{Name: "Zebra", Country: ptr("PT"), Key: ptr("z")}, s.Now))
	if again := s.must(id.Company)(s.acts.AddCompany(ctx, s.ana, record.AddCompanyInput{Name: "Zebra", Country: ptr("PT"), Key: ptr("z")}, s.Now)); again != pt {
		t.Errorf("the same key made %v and %v", pt, again)
	}
	found, err := s.store.Companies(ctx, []uuid.UUID{pt.UUID, s.company.UUID, uuid.New()})
	if err != nil || len(found) != 2 || found[pt.UUID].Name != "Zebra" || *found[pt.UUID].Country != "PT" || found[s.company.UUID].Country != nil || found[pt.UUID].ID() != pt {
		t.Errorf("%v, %v", found, err)
	}
	for what, tc := range map[string]struct {
		in         record.AddCompanyInput
		path, says string
	}{
		"a name that is taken": {record.AddCompanyInput{Name: "Acme"}, "name", "is taken"},
		"no name":              {record.AddCompanyInput{}, "name", "is empty"},
		"no country":           {record.AddCompanyInput{Name: "X", Country: ptr("XX")}, "country", "ISO 3166-1"},
		"a group of countries": {record.AddCompanyInput{Name: "X", Country: ptr("EU")}, "country", "ISO 3166-1"},
		"small letters":        {record.AddCompanyInput{Name: "X", Country: ptr("pt")}, "country", "ISO 3166-1"},
	} {
		_, err := s.acts.AddCompany(ctx, s.ana, tc.in, s.Now)
		refused(t, what, err, tc.path, tc.says)
	}
	for what, tc := range map[string]struct {
		in         record.AddSurfaceInput
		path, says string
	}{
		"a name that is taken": {record.AddSurfaceInput{Company: s.company, Name: "Console", From: on("2024-01-01")}, "name", "is taken"},
		"no name":              {record.AddSurfaceInput{Company: s.company, From: on("2024-01-01")}, "name", "is empty"},
		"tomorrow":             {record.AddSurfaceInput{Company: s.company, Name: "X", From: on("2026-11-25")}, "from", "in the future"},
		"ends before":          {record.AddSurfaceInput{Company: s.company, Name: "X", From: on("2024-01-01"), To: ptr(on("2023-01-01"))}, "to", "not after from"},
	} {
		_, err := s.acts.AddSurface(ctx, s.ana, tc.in, s.Now)
		refused(t, "rule W1: "+what, err, tc.path, tc.says)
	}
	_, err = s.acts.AddSurface(ctx, s.ana, record.AddSurfaceInput{Company: s.console, Name: "X", From: on("2024-01-01")}, s.Now)
	absent(t, "a surface of a surface", err)
	_, err = s.acts.AddSurface(ctx, s.ana, record.AddSurfaceInput{Company: id.Of(id.Company, uuid.New()), Name: "X", From: on("2024-01-01")}, s.Now)
	absent(t, "a surface of nothing", err)
	of, err := s.store.SurfacesOf(ctx, []uuid.UUID{s.company.UUID, pt.UUID})
	if err != nil || len(of[s.company.UUID]) != 2 || of[s.company.UUID][0].Name != "Billing" || of[pt.UUID] == nil || of[s.company.UUID][1].ID() != s.console {
		t.Errorf("%v, %v", of, err)
	}
}

func TestSurfacesDependOnEachOther(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	add := func(a, b id.ID, k record.DependencyKind) error {
		_, err := s.acts.AddDependency(t.Context(), s.ana, record.AddSurfaceDependencyInput{Surface: a, On: b, Kind: k}, s.Now)
		return err
	}
	s.ok(add(s.console, s.billing, record.Data))
	s.ok(add(s.console, s.billing, record.Users))
	refused(t, "rule W5: twice", add(s.console, s.billing, record.Data), "kind", "recorded already")
	refused(t, "rule W5: no kind", add(s.console, s.billing, "MONEY"), "kind", "one of INFRASTRUCTURE, DATA, USERS")
	refused(t, "rule W5: itself", add(s.console, s.console, record.Data), "on", "not another surface")
	refused(t, "rule W5: another company's", add(s.console, s.foreign, record.Data), "on", "of the same company")
	absent(t, "nothing", add(s.console, s.company, record.Data))
	of, err := s.store.DependenciesOf(t.Context(), []uuid.UUID{s.console.UUID, s.billing.UUID})
	if err != nil || len(of[s.console.UUID]) != 2 || of[s.billing.UUID] == nil || of[s.console.UUID][0].OnSurface != s.billing.UUID {
		t.Errorf("rule A4: %v, %v", of, err)
	}
}

func TestFoundersAreAddedByOthersAndMayRecord(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	add := func(v *people.Viewer, in record.AddFounderInput) error {
		if in.From.IsZero() {
			in.From = on("2024-01-01")
		}
		_, err := s.acts.AddFounder(t.Context(), v, in, s.Now)
		return err
	}
	holds := func(p *people.Viewer) bool {
		t.Helper()
		v, err := s.People.Viewer(t.Context(), p.Person, s.Now)
		s.ok(err)
		return v.Is(people.CompanyFounder)
	}
	refused(t, "oneself", add(s.stew, record.AddFounderInput{Company: s.company, Person: who(s.stew)}), "person", "is yourself")
	refused(t, "twice", add(s.stew, record.AddFounderInput{Company: s.company, Person: who(s.fin)}), "from", "overlaps")
	refused(t, "tomorrow", add(s.stew, record.AddFounderInput{Company: s.other, Person: who(s.fin), From: on("2027-01-01")}), "from", "in the future")
	absent(t, "of nothing", add(s.stew, record.AddFounderInput{Company: s.console, Person: who(s.fin)}))
	absent(t, "nobody", add(s.stew, record.AddFounderInput{Company: s.other, Person: s.company}))
	s.ok(add(s.stew, record.AddFounderInput{Company: s.other, Person: who(s.peer), To: ptr(on("2025-01-01"))}))
	if holds(s.peer) {
		t.Error("a former founder may record")
	}
	double := s.Person("Ana B.", "")
	s.merge(double, s.ana)
	s.ok(add(s.stew, record.AddFounderInput{Company: s.other, Person: who(double)}))
	if !holds(s.ana) {
		t.Error("a founder may not record")
	}
	of, err := s.store.FoundersOf(t.Context(), []uuid.UUID{s.other.UUID, s.company.UUID})
	if err != nil || len(of[s.company.UUID]) != 2 || len(of[s.other.UUID]) != 2 {
		t.Fatalf("%v, %v", of, err)
	}
	for _, f := range of[s.other.UUID] {
		if f.PersonID == s.peer.Person != (f.To != nil) || f.PersonID != s.peer.Person && f.PersonID != s.ana.Person {
			t.Errorf("founder %+v", f)
		}
	}
}

func TestAPersonWithoutAnAccountConfirmsByALink(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	p := s.must(id.Person)(s.acts.AddPerson(t.Context(), s.stew, record.AddPersonInput{Name: "Ferdinand"}, s.Now))
	founder := &people.Viewer{Person: p.UUID}
	s.found(s.other, founder)
	in := s.samples()[record.KindTestimony]
	in.Company, in.Testimony.Founder = &s.other, p.UUID
	r := s.add(s.ana, in)
	l, err := s.link(r, founder)
	s.ok(err)
	s.ok(s.follow(l.Token, record.Confirm, record.AsFounder))
	if !s.see(r).ByFounder() {
		t.Error("rule R3d: the testimony does not count")
	}
	_, err = s.acts.AddPerson(t.Context(), s.stew, record.AddPersonInput{Name: "\n"}, s.Now)
	if err == nil {
		t.Error("a person without a name")
	}
}

func TestCompaniesAreListedByName(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	for _, name := range []string{"zeta", "Ärger", "100%"} {
		s.must(id.Company)(s.acts.AddCompany(t.Context(), s.ana, record.AddCompanyInput{Name: name}, s.Now))
	}
	for filter, want := range map[string][]string{"": {"100%", "Acme", "Ärger", "Other", "zeta"}, "E": {"Acme", "Ärger", "Other", "zeta"}, "%": {"100%"}, "_": nil} {
		var got []string
		for r := (page.Request{First: 2}); ; {
			c, err := s.store.ListCompanies(t.Context(), record.CompanyFilter{Name: filter}, r)
			s.ok(err)
			if n, err := c.TotalCount(t.Context()); err != nil || n != len(want) {
				t.Errorf("%q: %d counted, %v", filter, n, err)
			}
			for _, e := range c.Edges {
				got = append(got, e.Node.Name)
			}
			if !c.PageInfo.HasNextPage || len(got) > 9 {
				break
			}
			next, err := page.NewRequest(nil, c.PageInfo.EndCursor)
			s.ok(err)
			r.After = next.After
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", filter, got, want)
		}
	}
}
