package conflict_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/panel/conflict"
)

// A declaration stands between both, whoever made it and whoever is judged;
// its words are for stewards and its maker.
func TestDeclarations(t *testing.T) {
	t.Parallel()
	o := open(t)
	made := o.declare(o.pia, o.ana, "We are cousins.")
	if got := o.one(o.pia); got.Kind != conflict.Declared || !got.InForce || got.Reason == nil || *got.Reason != "We are cousins." {
		t.Errorf("%+v", got)
	}
	o.Advance(time.Hour)
	later := o.declare(o.pia, o.ana, "We were partners.")
	list, err := o.store.DeclarationsBy(t.Context(), o.pia)
	if err != nil || len(list) != 2 || list[0].ID() != later || list[1].ID() != made || list[1].AboutID != o.ana.Person || list[1].Reason != "We are cousins." {
		t.Errorf("%+v, %v", list, err)
	}
	for name, v := range map[string]*struct {
		n int
	}{"Ana": {0}, "Sten": {0}} {
		who := o.ana
		if name == "Sten" {
			who = o.sten
		}
		list, err := o.store.DeclarationsBy(t.Context(), who)
		byID, err2 := o.store.DeclarationsByIDs(t.Context(), who, []uuid.UUID{made.UUID})
		if err != nil || err2 != nil || len(list)+len(byID) != v.n {
			t.Errorf("%s reads %d and %d, %v, %v", name, len(list), len(byID), err, err2)
		}
	}
	if byID, err := o.store.DeclarationsByIDs(t.Context(), o.pia, []uuid.UUID{made.UUID, later.UUID}); err != nil || len(byID) != 2 {
		t.Errorf("its maker reads %v, %v", byID, err)
	}
	if list, err := o.store.DeclarationsBy(t.Context(), nil); err != nil || len(list) != 0 {
		t.Errorf("nobody reads %v, %v", list, err)
	}
}

// Who is refused a seat is told that there is a declaration, and its words only
// if they are their own.
func TestTheOtherSideDoesNotReadWhy(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.declare(o.ana, o.pia, "She owes me money.")
	for name, want := range map[string]bool{"Pia": false, "Ana": true, "Sten": true, "nosy": false} {
		v := o.sten
		switch name {
		case "Pia":
			v = o.pia
		case "Ana":
			v = o.ana
		case "nosy":
			v = o.Person("Nosy", "")
		}
		got, err := o.checkAs(v)
		if err != nil || got == nil || !strings.Contains(got.Message(), "Pia has a conflict with the candidate that one of the two declared on 2026-11-24") {
			t.Fatalf("%s: %v, %v", name, got, err)
		}
		if told := strings.Contains(got.Message(), "owes"); told != want || (got.Conflicts[0].Reason != nil) != want || len(got.Conflicts[0].Rulings) > 0 {
			t.Errorf("%s is told why: %v, want %v", name, told, want)
		}
	}
}

func TestWhatCannotBeDeclared(t *testing.T) {
	t.Parallel()
	o := open(t)
	long, key := strings.Repeat("x", 2001), strings.Repeat("k", 65)
	for name, tc := range map[string]struct {
		field string
		in    conflict.DeclareConflictInput
	}{
		"oneself":    {"about", conflict.DeclareConflictInput{About: person(o.pia), Reason: "x"}},
		"nothing":    {"reason", conflict.DeclareConflictInput{About: person(o.ana), Reason: "\n"}},
		"too much":   {"reason", conflict.DeclareConflictInput{About: person(o.ana), Reason: long}},
		"a NUL":      {"reason", conflict.DeclareConflictInput{About: person(o.ana), Reason: "a\x00"}},
		"a long key": {"key", conflict.DeclareConflictInput{About: person(o.ana), Reason: "x", Key: &key}},
	} {
		t.Log(name)
		refused(t, second(o.acts.Declare(t.Context(), o.pia, tc.in, o.Now)), tc.field)
	}
	for name, about := range map[string]id.ID{"a dossier": o.dossier, "nothing": {}, "an unknown person": id.Of(id.Person, uuid.UUID{9})} {
		notFound(t, name, second(o.acts.Declare(t.Context(), o.pia, conflict.DeclareConflictInput{About: about, Reason: "x"}, o.Now)))
	}
	o.declare(o.pia, o.ana, "We are cousins.")
	refused(t, second(o.acts.Declare(t.Context(), o.pia, conflict.DeclareConflictInput{About: person(o.ana), Reason: " We are cousins. "}, o.Now)), "reason")
	o.declare(o.pia, o.sten, "We are cousins.")
	o.do(`insert into conflict_declaration (id, by_person, about_person, reason, declared_at) select gen_random_uuid(), @pia, @ana, n::text, @now from generate_series(1, 198) n`)
	refused(t, second(o.acts.Declare(t.Context(), o.pia, conflict.DeclareConflictInput{About: person(o.ana), Reason: "One more."}, o.Now)), "about")
}

// The same key gives the first declaration again.
func TestDeclaredOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	key := "phone-1"
	in := conflict.DeclareConflictInput{About: person(o.ana), Reason: "We are cousins.", Key: &key}
	first, err := o.acts.Declare(t.Context(), o.pia, in, o.Now)
	again, err2 := o.acts.Declare(t.Context(), o.pia, in, o.Now)
	if err != nil || err2 != nil || first != again {
		t.Errorf("%v and %v, %v, %v", first, again, err, err2)
	}
	var entries int
	if err := o.DB.QueryRow(t.Context(), `select count(*) from audit where act = 'declareConflict' and actor = $1 and subject = $2`, o.pia.Person, o.ana.Person).Scan(&entries); err != nil || entries != 1 {
		t.Errorf("%d entries in the trail, %v", entries, err)
	}
}
