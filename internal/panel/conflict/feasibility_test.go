package conflict_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/panel/conflict"
	"dossier/internal/people"
)

func (o *world) feasibility(v *people.Viewer, dossiers ...uuid.UUID) map[uuid.UUID]*conflict.Feasibility {
	o.T.Helper()
	found, err := o.store.Feasibility(o.T.Context(), v, dossiers)
	if err != nil {
		o.T.Fatal(err)
	}
	return found
}

// S10: who could hold a seat by role and level, who of them has no conflict,
// and whether that is enough.
func TestFeasibility(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.Person("Low", "L8", people.Panelist)
	o.Person("Plain", "L9")
	former := o.Person("Former", "L9", people.Panelist)
	o.do(`update role_grant set during = daterange(lower(during), '2026-11-24') where person_id = @former`, "former", former.Person)
	corrected := o.Person("Corrected", "L9", people.Panelist)
	o.do(`update rank_record set superseded_at = @now where person_id = @of`, "of", corrected.Person)
	zoe := o.Person("Zoe", "L10", people.Panelist)
	says := func(available, of int, v ladder.Verdict, guest bool, words string) *conflict.Feasibility {
		t.Helper()
		f := o.feasibility(o.sten, o.dossier.UUID)[o.dossier.UUID]
		if f.Quorum != 2 || f.Available != available || len(f.Candidates) != of || f.Verdict != v || f.GuestNeeded != guest ||
			f.Explanation != fmt.Sprintf("%d of the %d who could hold a seat by role and level have no conflict with the candidate; the quorum is 2%s", available, of, words) {
			t.Errorf("%+v", f)
		}
		return f
	}
	f := says(2, 2, ladder.Pass, false, "")
	if f.Candidates[0].PersonID != o.pia.Person || f.Candidates[0].Level != "L9" || f.Candidates[1].PersonID != zoe.Person || f.Candidates[1].Level != "L10" {
		t.Errorf("by name: %+v, %+v", f.Candidates[0], f.Candidates[1])
	}
	o.declare(zoe, o.ana, "We are cousins.")
	f = says(1, 2, ladder.Fail, true, ", so a guest is needed")
	if c := f.Candidates[1].Conflicts; len(f.Candidates[0].Conflicts) != 0 || len(c) != 1 || c[0].Kind != conflict.Declared || !strings.Contains(c[0].Explanation(), "cousins") {
		t.Errorf("why not: %+v", c)
	}
	o.declare(o.ana, o.pia, "We are cousins.")
	says(0, 2, ladder.Fail, true, ", so a guest is needed, and nobody can be the chair")
	// What is lifted or over stands in nobody's way.
	o.must(o.sten, o.one(o.pia), conflict.Dismiss, conflict.Dismissed)
	o.do(`insert into mentorship (id, mentor_id, mentee_id, ladder_id, status, offered_by, offered_at, during) values (@id, @pia, @ana, @ladder, 'ENDED', @pia, @now, '[2020-01-01,2023-11-24)')`)
	f = says(1, 2, ladder.Fail, true, ", so a guest is needed")
	if len(f.Candidates[0].Conflicts) != 0 {
		t.Errorf("not in force: %+v", f.Candidates[0].Conflicts)
	}
	// Who has been promoted and is a panelist could not judge themselves.
	o.promote(o.ana)
	says(1, 2, ladder.Fail, true, ", so a guest is needed")
}

// promote makes somebody an L9 who judges.
func (o *world) promote(v *people.Viewer) {
	o.do(`update rank_record set level = 'L9' where person_id = @of`, "of", v.Person)
	o.do(`insert into role_grant (id, person_id, role, during) values (@id, @of, 'PANELIST', '[2020-01-01,)')`, "of", v.Person)
}

// What a ladder says otherwise is so: another role, another level, no guests.
func TestFeasibilityFollowsTheLadder(t *testing.T) {
	t.Parallel()
	o := open(t)
	strict := o.Import(func(v *ladder.Version) {
		v.Label = "strict"
		for i := range v.Policy {
			if v.Policy[i].Key == "panel" {
				v.Policy[i].Values["members"], v.Policy[i].Values["memberLevel"], v.Policy[i].Values["guestsAllowed"] = "STEWARD", "L10", false
			}
		}
	})
	exec(t, o.World, `update dossier set ladder_version_id = '`+strict.UUID.String()+`'`, nil)
	o.Person("Tess", "L10", people.Steward)
	o.Person("Nine", "L9", people.Steward)
	f := o.feasibility(o.sten, o.dossier.UUID)[o.dossier.UUID]
	if f.Available != 1 || f.Verdict != ladder.Fail || f.GuestNeeded || strings.Contains(f.Explanation, "guest") {
		t.Errorf("%+v", f)
	}
}

func TestWhoSeesWhoCouldSit(t *testing.T) {
	t.Parallel()
	o := open(t)
	draft, cleo := o.file(o.Candidate("Dora"), "DRAFT"), o.Person("Cleo", "L9", people.Steward)
	o.declare(cleo, o.ana, "We are cousins.")
	house, steward := o.Person("Hedda", "L10", people.HouseFounder), *o.ana
	steward.Roles = people.Roles()
	for name, tc := range map[string]struct {
		v          *people.Viewer
		sits, whys bool
	}{
		"a steward": {o.sten, true, true}, "a conflicted one": {cleo, false, false}, "the candidate": {o.ana, false, false}, "the candidate, a steward": {&steward, false, false},
		"a panelist": {o.pia, false, false}, "a house founder": {house, false, true}, "nobody": {nil, false, false},
	} {
		f := o.feasibility(tc.v, o.dossier.UUID, draft.UUID)
		if len(f) != map[bool]int{true: 1, false: 0}[tc.sits] || f[draft.UUID] != nil {
			t.Errorf("%s sees who could sit on %d", name, len(f))
		}
		found, err := o.store.Between(t.Context(), tc.v, o.dossier.UUID, []uuid.UUID{cleo.Person, o.pia.Person})
		if err != nil || (found != nil) != tc.whys || tc.whys && (len(found[cleo.Person]) != 1 || len(found[o.pia.Person]) != 0) {
			t.Errorf("%s sees why: %v, %v", name, found, err)
		}
	}
}

// The same counts before a nomination, for who may nominate by the ladder's
// rule and for nobody else.
func TestPools(t *testing.T) {
	t.Parallel()
	o := open(t)
	ten, house, zoe := o.Person("Ten", "L10"), o.Person("Hedda", "L8", people.HouseFounder), o.Person("Zoe", "L9", people.Panelist)
	o.declare(zoe, o.ana, "We are cousins.")
	bo := o.Candidate("Bo")
	of := []uuid.UUID{o.ana.Person, bo.Person, o.pia.Person, house.Person, ten.Person}
	for name, tc := range map[string]struct {
		v    *people.Viewer
		to   string
		want string
	}{
		"an L10":                     {ten, "", "Ana 1 FAIL; Bo 2 PASS; Hedda 2 PASS"},
		"for the level that is next": {ten, "L9", "Ana 1 FAIL; Bo 2 PASS; Hedda 2 PASS"},
		"for another level":          {ten, "L10", ""},
		"a house founder, at L8 too": {house, "L9", "Ana 1 FAIL; Bo 2 PASS"},
		"an L9":                      {zoe, "L9", ""},
		"a steward":                  {o.sten, "L9", ""},
		"the person themselves":      {o.ana, "L9", ""},
		"nobody":                     {nil, "L9", ""},
	} {
		pools, err := o.store.Pools(t.Context(), tc.v, o.Version, tc.to, of)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i, who := range []string{"Ana", "Bo", "Pia", "Hedda", "Ten"} {
			if p := pools[of[i]]; p != nil {
				got = append(got, fmt.Sprintf("%s %d %s", who, p.Available, p.Verdict))
			}
		}
		if s := strings.Join(got, "; "); s != tc.want {
			t.Errorf("%s: %q, want %q", name, s, tc.want)
		}
	}
}

// However many dossiers, people and conflicts there are, it takes as many
// statements.
func TestStatements(t *testing.T) {
	t.Parallel()
	o := open(t)
	count := func(what string, want int, do func() error) {
		t.Helper()
		o.Counter.Reset()
		if err := do(); err != nil {
			t.Fatal(err)
		}
		if got := o.Counter.Count(); got != want {
			t.Errorf("%s: %d statements, want %d: %q", what, got, want, o.Counter.SQL())
		}
	}
	ten, dossiers, of := o.Person("Ten", "L10"), []uuid.UUID{o.dossier.UUID}, []uuid.UUID{o.ana.Person}
	for round := range 2 {
		count("feasibility", 3, func() error { o.feasibility(o.sten, dossiers...); return nil })
		count("pools", 3, func() error { _, err := o.store.Pools(t.Context(), ten, o.Version, "L9", of); return err })
		count("between", 3, func() error { _, err := o.store.Between(t.Context(), o.sten, dossiers[0], of); return err })
		for i := range 5 {
			v := o.Candidate(fmt.Sprint("Candidate ", round, i))
			p := o.Person(fmt.Sprint("Panelist ", round, i), "L9", people.Panelist)
			o.declare(p, v, "We are cousins.")
			o.declare(v, o.pia, "We are cousins.")
			dossiers, of = append(dossiers, o.file(v, "SUBMITTED").UUID), append(of, v.Person)
		}
	}
}

// What was done as a double is done by the person that stays: their nomination
// and their declarations stand in the way, their rulings on their own count
// for nothing, and who is asked about by the double's id is found.
func TestDoubles(t *testing.T) {
	t.Parallel()
	o := open(t)
	double := o.Person("P.", "", people.Steward)
	o.declare(o.ana, o.pia, "We shared a flat.")
	c := o.one(o.pia)
	o.must(double, c, conflict.Waive, conflict.Proposed)
	o.must(o.sten, c, conflict.Waive, conflict.Waived)
	o.do(`insert into nomination (id, nominee_id, nominator_id, ladder_id, from_level, to_level, standing, relation, since, money, reason_not_to_promote, offered_at, expires_at, status)
		values (@id, @ana, @double, @ladder, 'L8', 'L9', 'L10', '', '2020-01-01', '', '', '2026-05-01', '2027-05-01', 'OFFERED')`, "double", double.Person)
	third := o.Person("Pi", "", people.Steward)
	o.declare(third, o.ana, "We were partners.")
	o.merge(double, o.pia)
	o.merge(third, o.pia)
	found := o.between(o.pia)
	if len(found) != 3 {
		t.Fatalf("%d conflicts, want three", len(found))
	}
	for _, c := range found {
		if !c.InForce || c.PersonID != o.pia.Person {
			t.Errorf("%s is %s with %d waivers", c.Explanation(), c.State, c.Waivers)
		}
	}
	byDouble, err := o.store.Between(t.Context(), o.sten, o.dossier.UUID, []uuid.UUID{double.Person, third.Person})
	if err != nil || len(byDouble[double.Person]) != 3 || len(byDouble[third.Person]) != 3 {
		t.Errorf("asked by the doubles' ids: %v, %v", byDouble, err)
	}
	if got := o.check(double.Person); got == nil || len(got.Conflicts) != 3 {
		t.Errorf("checked by the double's id: %v", got)
	}
	// What is ruled of a double binds the person that stays.
	var nominated *conflict.Conflict
	for _, c := range found {
		if c.Kind == conflict.Nominator {
			nominated = c
		}
	}
	nominated.PersonID = double.Person
	o.must(o.sten, nominated, conflict.Dismiss, conflict.Dismissed)
	if refused(t, second(o.acts.Declare(t.Context(), o.pia, conflict.DeclareConflictInput{About: id.Of(id.Person, double.Person), Reason: "x"}, o.Now)), "about") == "" {
		t.Error("one declares of oneself")
	}
	// Two who become one have no conflict with each other but that they are one.
	o.declare(o.sven, o.ana, "We are cousins.")
	o.merge(o.sven, o.ana)
	if got := o.check(o.sven.Person); got == nil || len(got.Conflicts) != 1 || got.Conflicts[0].Kind != conflict.Self {
		t.Errorf("the candidate's double: %v", got)
	}
}

// Days are the UTC days of the request.
func TestAConflictEndsWithItsDay(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.do(`insert into mentorship (id, mentor_id, mentee_id, ladder_id, status, offered_by, offered_at, during) values (@id, @pia, @ana, @ladder, 'ENDED', @pia, @now, '[2020-01-01,2024-02-29)')`)
	for _, tc := range []struct {
		on   string
		want bool
	}{{"2027-02-27", true}, {"2027-02-28", false}} {
		o.Now = date(tc.on).Add(-1)
		if day.Of(o.Now).After(date(tc.on)) || !o.one(o.pia).InForce {
			t.Errorf("the evening before %s: over", tc.on)
		}
		o.Now = date(tc.on)
		if got := o.one(o.pia).InForce; got != tc.want {
			t.Errorf("on %s: in force %v, want %v", tc.on, got, tc.want)
		}
	}
}
