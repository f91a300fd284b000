package sample

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dossier/internal/day"
	"dossier/internal/people"
)

func TestPeople(t *testing.T) {
	t.Parallel()
	s := mustLoad(t)
	if n := len(s.People); n < 50 || n > 60 {
		t.Errorf("%d people, want 50 to 60", n)
	}
	seen := map[string]bool{}
	for _, p := range s.People {
		if p.Key == "" || p.Name == "" || seen[p.Key] || seen[p.Name] {
			t.Errorf("person %q, %q: key or name is empty or taken", p.Key, p.Name)
		}
		seen[p.Key], seen[p.Name] = true, true
		if strings.Trim(p.Key, "abcdefghijklmnopqrstuvwxyz-") != "" {
			t.Errorf("key %q has other signs than a to z and -", p.Key)
		}
		if p.Persona != "" && !slices.Contains(Personas(), p.Persona) {
			t.Errorf("%s: unknown persona %q", p.Key, p.Persona)
		}
		if len(p.Roles) == 0 || p.Persona != "" && p.Look == "" {
			t.Errorf("%s has no role, or plays a part and has nothing to look at", p.Key)
		}
		for _, r := range p.Roles {
			if !slices.Contains(people.Roles(), r.Role) || r.FromMonthsAgo <= 0 {
				t.Errorf("%s: role %+v", p.Key, r)
			}
		}
	}
}

// A person holds one level at a time, in rising order, and the last one still.
func TestRanks(t *testing.T) {
	t.Parallel()
	levels := []string{"L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9", "L10"}
	for _, p := range mustLoad(t).People {
		last, ends := -1, 1<<20
		for i, r := range p.Ranks {
			level := slices.Index(levels, r.Level)
			if level <= last {
				t.Errorf("%s: %s is unknown or does not rise", p.Key, r.Level)
			}
			if r.Cause != "IMPORT" {
				t.Errorf("%s: %s has cause %q", p.Key, r.Level, r.Cause)
			}
			if r.FromMonthsAgo > ends {
				t.Errorf("%s: %s begins before the rank below ends", p.Key, r.Level)
			}
			if open := r.ToMonthsAgo == nil; open != (i == len(p.Ranks)-1) {
				t.Errorf("%s: only the last rank is open, %s is open: %t", p.Key, r.Level, open)
			} else if !open {
				if *r.ToMonthsAgo >= r.FromMonthsAgo || *r.ToMonthsAgo < 0 {
					t.Errorf("%s: %s ends before it begins", p.Key, r.Level)
				}
				ends = *r.ToMonthsAgo
			}
			last = level
		}
	}
}

func TestPersonas(t *testing.T) {
	t.Parallel()
	s := mustLoad(t)
	holds := func(p *Person, r people.Role) bool {
		return slices.ContainsFunc(p.Roles, func(x Role) bool { return x.Role == r })
	}
	level := func(p *Person) string {
		if len(p.Ranks) == 0 {
			return ""
		}
		return p.Ranks[len(p.Ranks)-1].Level
	}
	for _, c := range []struct {
		persona string
		role    people.Role
		level   string
	}{
		{"candidate", people.Candidate, "L8"},
		{"mentor", people.Panelist, "L10"},
		{"company-founder", people.CompanyFounder, ""},
		{"house-founder", people.HouseFounder, ""},
		{"l10", people.Panelist, "L10"},
		{"chair", people.Panelist, "L9"},
		{"panelist", people.Panelist, "L9"},
		{"steward", people.Steward, "L7"},
		{"conflicted-panelist", people.Panelist, "L9"},
	} {
		n := 0
		for i := range s.People {
			if p := &s.People[i]; p.Persona == c.persona {
				n++
				if !holds(p, c.role) || level(p) != c.level {
					t.Errorf("%s is %s with level %q, want %s with %q", c.persona, p.Key, level(p), c.role, c.level)
				}
			}
		}
		if n != 1 {
			t.Errorf("%d people play %s, want 1", n, c.persona)
		}
	}
	if len(Personas()) != 9 {
		t.Errorf("%d personas, want 9", len(Personas()))
	}
	conflicted := s.Persona("conflicted-panelist")
	if !slices.ContainsFunc(s.Companies, func(c Company) bool { return slices.Contains(c.Founders, conflicted.Key) }) {
		t.Error("the conflicted panelist founded no company")
	}
}

// Whatever the day, the candidate may submit: over 40 months at L8, of which
// the first submission was three before, and over ten years on the ladder, as
// do those who have submitted.
func TestCandidatesAreEligible(t *testing.T) {
	t.Parallel()
	s := mustLoad(t)
	keys := []string{s.Persona("candidate").Key}
	for _, d := range s.Dossiers {
		if d.State == Submitted {
			keys = append(keys, d.Candidate)
		}
	}
	if len(keys) != 7 {
		t.Fatalf("candidate and submitters are %v, want seven", keys)
	}
	for _, key := range keys {
		ranks := s.Person(key).Ranks
		months := 0
		for _, r := range ranks {
			to := 0
			if r.ToMonthsAgo != nil {
				to = *r.ToMonthsAgo
			}
			months += r.FromMonthsAgo - to
		}
		if l8 := ranks[len(ranks)-1]; l8.Level != "L8" || l8.FromMonthsAgo <= 40 || months <= 120 {
			t.Errorf("%s: %d months on the ladder, last rank %+v", key, months, l8)
		}
	}
	for today := day.Date(2027, 12, 1); today.Year() == 2027 || today.Month() < 4; today = day.AddDays(today, 1) {
		l8 := day.AddMonths(today, -s.Person(keys[0]).Ranks[5].FromMonthsAgo)
		if day.AddMonths(l8, 36).After(today) {
			t.Errorf("on %v the candidate has held L8 since %v only", today, l8)
		}
	}
}

func TestCompanies(t *testing.T) {
	t.Parallel()
	s := mustLoad(t)
	if n := len(s.Companies); n < 10 || n > 12 {
		t.Errorf("%d companies, want 10 to 12", n)
	}
	founded := map[string]bool{}
	for _, c := range s.Companies {
		if c.Key == "" || c.Name == "" || c.About == "" || len(c.Country) != 2 || len(c.Founders) == 0 {
			t.Errorf("company %+v is incomplete", c)
		}
		for _, f := range c.Founders {
			founded[f] = true
			if s.Person(f) == nil {
				t.Errorf("%s: founder %q is nobody", c.Key, f)
			}
		}
		mentioned := slices.ContainsFunc(s.Dossiers, func(d Dossier) bool {
			return slices.ContainsFunc(d.Documents, func(x Document) bool { return strings.Contains(x.Body, c.Name) })
		})
		if !mentioned {
			t.Errorf("no dossier speaks of %s", c.Name)
		}
	}
	for _, p := range s.People {
		role := slices.ContainsFunc(p.Roles, func(r Role) bool { return r.Role == people.CompanyFounder })
		if role != founded[p.Key] {
			t.Errorf("%s: company founder by role %t, by company %t", p.Key, role, founded[p.Key])
		}
	}
}

func TestDossiers(t *testing.T) {
	t.Parallel()
	s := mustLoad(t)
	components := []string{
		"technical-strategy-portfolio", "team-building-case-study", "cross-product-architecture-review",
		"founder-references", "mentee-network", "industry-recognition",
	}
	candidate := s.Persona("candidate").Key
	states := map[State]int{}
	read := map[string]bool{}
	for _, d := range s.Dossiers {
		states[d.State]++
		if s.Person(d.Candidate) == nil || d.To != "L9" || d.BegunDaysAgo < 3 {
			t.Errorf("dossier of %q to %q, begun %d days ago", d.Candidate, d.To, d.BegunDaysAgo)
		}
		if d.Candidate == candidate && d.State != Draft {
			t.Errorf("the candidate has a dossier that is %s", d.State)
		}
		var has []string
		for _, doc := range d.Documents {
			has = append(has, doc.Component)
			name := d.Candidate + "/" + doc.File
			read[name] = true
			if !slices.Contains(components, doc.Component) || doc.Title == "" {
				t.Errorf("%s: component %q, title %q", name, doc.Component, doc.Title)
			}
			if !utf8.ValidString(doc.Body) || strings.ContainsAny(doc.Body, "\x00\ufffd") {
				t.Errorf("%s is not clean UTF-8", name)
			}
			if n := len(strings.Fields(doc.Body)); n < 100 || n > 1500 {
				t.Errorf("%s has %d words, want 100 to 1,500", name, n)
			}
		}
		complete := !slices.ContainsFunc(components, func(c string) bool { return !slices.Contains(has, c) })
		if (d.Candidate == candidate || d.State == Submitted) && !complete {
			t.Errorf("%s dossier of %s lacks a component: has %v", d.State, d.Candidate, has)
		}
	}
	if states[Draft] != 3 || states[Submitted] != 6 || states[Withdrawn] != 1 {
		t.Errorf("states are %v", states)
	}
	files, err := fs.Glob(data, "data/documents/*/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if name := strings.TrimPrefix(f, "data/documents/"); !read[name] {
			t.Errorf("%s is in no dossier", name)
		}
	}
}
