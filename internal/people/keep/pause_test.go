package keep_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/people/keep"
)

// leave is a pause of a person; to is empty while it lasts.
func (o *office) leave(person uuid.UUID, from, to string) keep.AddPauseInput {
	o.T.Helper()
	in := keep.AddPauseInput{Person: id.Of(id.Person, person), From: on(o.T.(*testing.T), from), Reason: "parental leave"}
	if to != "" {
		d := on(o.T.(*testing.T), to)
		in.To = &d
	}
	return in
}

func TestAPauseIsRecordedAndLifted(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := t.Context()
	ana := o.Person("Ana", "L8")
	store := &keep.Store{DB: o.DB}
	made, err := o.acts.AddPause(ctx, o.steward, o.leave(ana.Person, "2024-02-29", "2024-03-31"), o.Now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.acts.AddPause(ctx, o.steward, o.leave(ana.Person, "2024-03-31", ""), o.Now); err != nil {
		t.Errorf("a pause that begins where the last one ends: %v", err)
	}
	for _, tc := range []struct{ from, to, says string }{
		{"2024-03-30", "2024-03-31", "from 2024-02-29 to 2024-03-31, the first day after it"},
		{"2024-01-31", "2024-03-01", "from 2024-02-29 to 2024-03-31, the first day after it"},
		{"2025-01-01", "2025-02-01", "from 2024-03-31 on"},
	} {
		_, err := o.acts.AddPause(ctx, o.steward, o.leave(ana.Person, tc.from, tc.to), o.Now)
		refused(t, "a pause in another", err, "from", tc.says)
	}
	ids := []uuid.UUID{made, uuid.Max}
	for who, tc := range map[string]struct {
		v    *people.Viewer
		want int
	}{
		"nobody": {nil, 0}, "another": {o.Person("Ben", "L10", people.HouseFounder, people.Panelist), 0}, "the person": {ana, 1}, "a steward": {o.steward, 1},
	} {
		found, err := store.PausesByIDs(ctx, tc.v, ids)
		if err != nil || len(found) != tc.want {
			t.Errorf("%s finds %d, %v", who, len(found), err)
		}
		lists, err := store.PausesOf(ctx, tc.v, []uuid.UUID{ana.Person, uuid.Max})
		if err != nil || len(lists) != 2 || len(lists[ana.Person]) != 2*tc.want {
			t.Errorf("%s lists %v, %v", who, lists, err)
		}
	}
	pause := keep.LiftPauseInput{Pause: id.Of(id.Pause, made)}
	if person, err := o.acts.LiftPause(ctx, o.steward, pause, o.Now); person != ana.Person || err != nil {
		t.Errorf("lifted: %s, %v", person, err)
	}
	if _, err := o.acts.LiftPause(ctx, o.steward, pause, o.Now); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("lifted twice: %v", err)
	}
	if _, err := o.acts.AddPause(ctx, o.steward, o.leave(ana.Person, "2024-01-31", "2024-03-31"), o.Now); err != nil {
		t.Errorf("where the lifted one was: %v", err)
	}
	var kept, trail int
	if err := o.DB.QueryRow(ctx, `select (select count(*) from tenure_pause where id = $1 and lifted_at = $2), (select count(*) from audit where act in ('addPause', 'liftPause') and subject = $3)`,
		made, o.Now, ana.Person).Scan(&kept, &trail); err != nil || kept != 1 || trail != 4 {
		t.Errorf("%d kept, %d rows in the trail, %v", kept, trail, err)
	}
}

func TestWhatNoPauseCanBe(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := t.Context()
	ana := o.Person("Ana", "L8")
	good := o.leave(ana.Person, "2024-01-01", "2024-02-01")
	silent, long := good, good
	silent.Reason, long.Reason = "", strings.Repeat("ü", keep.MaxReason+1)
	for _, tc := range []struct {
		what string
		in   keep.AddPauseInput
		path string
		says string
	}{
		{"no day long", o.leave(ana.Person, "2024-01-01", "2024-01-01"), "to", "not after from"},
		{"tomorrow", o.leave(ana.Person, "2026-11-25", ""), "from", "still to come"},
		{"without a reason", silent, "reason", "is empty"},
		{"with a long one", long, "reason", "1001 characters"},
	} {
		_, err := o.acts.AddPause(ctx, o.steward, tc.in, o.Now)
		refused(t, tc.what, err, tc.path, tc.says)
	}
	made, err := o.acts.AddPause(ctx, o.steward, good, o.Now)
	if err != nil {
		t.Fatal(err)
	}
	own := good
	own.Person = id.Of(id.Person, o.steward.Person)
	lift := keep.LiftPauseInput{Pause: id.Of(id.Pause, made)}
	for what, act := range map[string]func() error{
		"the person records":   func() error { _, err := o.acts.AddPause(ctx, ana, good, o.Now); return err },
		"a steward, their own": func() error { _, err := o.acts.AddPause(ctx, o.steward, own, o.Now); return err },
		"the person lifts":     func() error { _, err := o.acts.LiftPause(ctx, ana, lift, o.Now); return err },
		"an unknown pause": func() error {
			_, err := o.acts.LiftPause(ctx, o.steward, keep.LiftPauseInput{Pause: id.Of(id.Pause, uuid.Max)}, o.Now)
			return err
		},
		"what is no pause": func() error {
			_, err := o.acts.LiftPause(ctx, o.steward, keep.LiftPauseInput{Pause: id.Of(id.Rank, made)}, o.Now)
			return err
		},
		"a malformed id": func() error { _, err := o.acts.LiftPause(ctx, o.steward, keep.LiftPauseInput{}, o.Now); return err },
	} {
		if err := act(); !errors.Is(err, fault.ErrNotFound) {
			t.Errorf("%s: %v, want not found", what, err)
		}
	}
}

func TestOverlappingPausesAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	ana := o.Person("Ana", "L8").Person
	var all sync.WaitGroup
	errs := make([]error, 4)
	for i, from := range []string{"2024-01-01", "2024-01-15", "2024-01-31", "2023-12-31"} {
		all.Go(func() { _, errs[i] = o.acts.AddPause(t.Context(), o.steward, o.leave(ana, from, "2024-02-29"), o.Now) })
	}
	all.Wait()
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
			continue
		}
		refused(t, "the slower one", err, "from", "overlap")
	}
	if done != 1 {
		t.Errorf("%d overlapping pauses", done)
	}
}
