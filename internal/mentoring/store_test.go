package mentoring_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/mentoring"
	"dossier/internal/page"
	"dossier/internal/people"
)

func TestListPagesNewestFirst(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	mira, ida := h.Person("Mira", "L8"), h.Person("Ida", "L9")
	outsider := h.Person("Otto", "")
	var made []uuid.UUID // newest first
	for i := range 5 {
		m := h.pair(mira, h.Person(fmt.Sprint("Mentee ", i), "L2"))
		made = append([]uuid.UUID{m.UUID}, made...)
		h.Advance(time.Minute)
	}
	offered := h.offer(ida, h.Person("Mentee 5", "L2"))
	var seen []uuid.UUID
	r := page.Request{First: 2}
	for {
		c, err := h.store.List(ctx, outsider, mentoring.Filter{}, r)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range c.Edges {
			seen = append(seen, e.Node.UUID)
		}
		if n, err := c.TotalCount(ctx); n != 5 || err != nil {
			t.Errorf("%d in all, %v", n, err)
		}
		if !c.PageInfo.HasNextPage || len(seen) > 5 {
			break
		}
		next, err := page.NewRequest(nil, c.PageInfo.EndCursor)
		if err != nil {
			t.Fatal(err)
		}
		r.After = next.After
	}
	if !slices.Equal(seen, made) {
		t.Errorf("%v, want %v", seen, made)
	}
	for name, tc := range map[string]struct {
		v    *people.Viewer
		in   mentoring.Filter
		want int
	}{
		"all that one may see":  {ida, mentoring.Filter{}, 6},
		"by status":             {ida, mentoring.Filter{Status: []mentoring.Status{mentoring.Offered}}, 1},
		"by mentor":             {ida, mentoring.Filter{Mentor: ptr(person(mira))}, 5},
		"by mentee":             {ida, mentoring.Filter{Mentee: ptr(person(mira))}, 0},
		"others' offers":        {mira, mentoring.Filter{Mentor: ptr(person(ida))}, 0},
		"nobody sees anything":  {nil, mentoring.Filter{}, 0},
		"a malformed id":        {ida, mentoring.Filter{Mentor: &id.ID{}}, 0},
		"two statuses together": {ida, mentoring.Filter{Status: []mentoring.Status{mentoring.Offered, mentoring.Active}}, 6},
	} {
		c, err := h.store.List(ctx, tc.v, tc.in, page.Request{First: 100})
		if err != nil || len(c.Edges) != tc.want {
			t.Errorf("%s: %d, %v, want %d", name, len(c.Edges), err, tc.want)
		}
	}
	bad := page.Request{First: 2, After: &page.Key{Sort: "x", ID: offered.UUID}}
	if _, err := h.store.List(ctx, ida, mentoring.Filter{}, bad); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a cursor of another list: %v", err)
	}
}

func TestMentorsAndMenteesOfMany(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	mira, leo, kim := h.Person("Mira", "L8"), h.Person("Leo", "L4"), h.Person("Kim", "L5")
	old := h.pair(mira, leo)
	h.Advance(24 * time.Hour)
	if err := h.end(mira, old, mentoring.Stopped); err != nil {
		t.Fatal(err)
	}
	ida := h.Person("Ida", "L9")
	now, other := h.pair(ida, leo), h.pair(mira, kim)
	h.offer(mira, h.Person("Uwe", "L1"))
	keys := []people.LevelKey{h.key(mira), h.key(leo), h.key(kim), h.key(ida), {Person: leo.Person, Ladder: uuid.Max}}

	h.Counter.Reset()
	mentors, err := h.store.ActiveMentorOf(ctx, kim, keys)
	if err != nil || len(mentors) != 2 || mentors[h.key(leo)].UUID != now.UUID || mentors[h.key(kim)].MentorID != mira.Person {
		t.Errorf("mentors: %v, %v", mentors, err)
	}
	given, err := h.store.GivenBy(ctx, leo, keys)
	if g := given[h.key(mira)]; err != nil || len(given) != 5 || len(g) != 2 || g[0].UUID != other.UUID || g[1].UUID != old.UUID || given[h.key(kim)] == nil {
		t.Errorf("mentees: %v, %v", given, err)
	}
	if _, err := h.store.Slots(ctx, leo, keys, h.Now); err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.Cares(ctx, leo, []uuid.UUID{old.UUID, now.UUID, other.UUID}, h.Now); err != nil {
		t.Fatal(err)
	}
	if n := h.Counter.Count(); n != 4 {
		t.Errorf("%d statements, want one for each read:\n%v", n, h.Counter.SQL())
	}
	if s, err := h.store.Slots(ctx, nil, keys, h.Now); len(s) != 0 || err != nil {
		t.Errorf("nobody counts slots: %v, %v", s, err)
	}
}
