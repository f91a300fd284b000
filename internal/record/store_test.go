package record_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/record"
)

var firstPage = page.Request{First: page.Max}

// insert stores records as a file's are.
func (s *stage) insert(records ...record.Record) {
	s.T.Helper()
	s.Tx(func(tx pgx.Tx) error { return record.Insert(s.T.Context(), tx, records...) })
}

func ids(c *record.Connection) (list []uuid.UUID) {
	for _, e := range c.Edges {
		list = append(list, e.Node.Common().UUID)
	}
	return list
}

func TestWhoSeesARecord(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	r := s.add(s.ana, s.sample(record.KindOwnership))
	sees := func(v *people.Viewer) bool {
		t.Helper()
		found, err := s.store.ByIDs(t.Context(), v, []uuid.UUID{r.UUID, uuid.New()})
		s.ok(err)
		list, err := s.store.List(t.Context(), v, s.ana.Person, record.Filter{}, firstPage)
		s.ok(err)
		n, err := list.TotalCount(t.Context())
		s.ok(err)
		if len(found) != len(list.Edges) || n != len(list.Edges) {
			t.Errorf("%d by id, %d in the list, %d counted", len(found), len(list.Edges), n)
		}
		return len(found) == 1
	}
	for who, want := range map[*people.Viewer]bool{s.ana: true, s.stew: true, s.peer: false, s.fin: false, nil: false} {
		if got := sees(who); got != want {
			t.Errorf("%+v sees it: %v", who, got)
		}
	}
	s.ok(s.ask(s.ana, r, s.fin))
	if !sees(s.fin) {
		t.Error("who is asked does not see what")
	}
}

func TestAskedListsWhatWaits(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	asked := func() []uuid.UUID {
		t.Helper()
		c, err := s.store.Asked(t.Context(), s.fin, firstPage)
		s.ok(err)
		if n, err := c.TotalCount(t.Context()); err != nil || n != len(c.Edges) {
			t.Errorf("%d counted, %v", n, err)
		}
		return ids(c)
	}
	one, two := s.add(s.ana, s.sample(record.KindOwnership)), s.add(s.ana, s.sample(record.KindIncident))
	s.ok(s.ask(s.ana, one, s.fin))
	s.ok(s.ask(s.ana, two, s.fin))
	s.ok(s.ask(s.ana, two, s.peer))
	if got := asked(); !slices.Equal(got, []uuid.UUID{two.UUID, one.UUID}) {
		t.Errorf("asked %v, want the newest first", got)
	}
	s.ok(s.answer(s.peer, two, record.Confirm, record.AsPeer))
	if got := asked(); len(got) != 2 {
		t.Errorf("what another answered waits no more: %v", got)
	}
	s.ok(s.answer(s.fin, two, record.Decline, record.AsFounder))
	if got := asked(); !slices.Equal(got, []uuid.UUID{one.UUID}) {
		t.Errorf("what was answered waits: %v", got)
	}
	s.ok(s.ask(s.ana, two, s.fin))
	if got := asked(); len(got) != 2 {
		t.Errorf("what was asked again does not wait: %v", got)
	}
	s.ok(s.retract(s.ana, one))
	s.ok(s.retract(s.ana, two))
	if got := asked(); len(got) != 0 {
		t.Errorf("what was retracted waits: %v", got)
	}
	if c, err := s.store.Asked(t.Context(), nil, firstPage); err != nil || len(c.Edges) != 0 {
		t.Errorf("nobody is asked %v, %v", c, err)
	}
}

func TestListsAreFilteredAndPaged(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	owned := s.add(s.ana, s.sample(record.KindOwnership)) // since 2024-01-01
	coverage := s.add(s.ana, s.sample(record.KindIncidentCoverage))
	decision := s.add(s.ana, s.sample(record.KindDecision)) // on 2025-03-03
	review := s.samples()[record.KindOutcomeReview]
	review.About = &decision
	reviewed := s.add(s.fin, review)
	talk := s.add(s.ana, s.sample(record.KindRecognition)) // 2025-03-03
	gone := s.add(s.ana, s.sample(record.KindMeeting))
	s.ok(s.retract(s.ana, gone))
	for what, tc := range map[string]struct {
		filter record.Filter
		want   []id.ID
	}{
		"all, newest first": {record.Filter{}, []id.ID{reviewed, talk, decision, coverage, owned}},
		"by kind":           {record.Filter{Kind: []record.Kind{record.KindDecision, record.KindRecognition}}, []id.ID{talk, decision}},
		"by state":          {record.Filter{State: []record.State{record.Confirmed}}, []id.ID{reviewed}},
		"by company":        {record.Filter{Company: &s.other}, nil},
		"by no company":     {record.Filter{Company: &id.ID{}}, nil},
		"by what":           {record.Filter{About: &decision}, []id.ID{reviewed}},
		"from a day":        {record.Filter{From: ptr(on("2025-01-01"))}, []id.ID{reviewed, talk, decision, owned}},
		"from the last day": {record.Filter{From: ptr(on("2024-12-31"))}, []id.ID{reviewed, talk, decision, coverage, owned}},
		"to a day":          {record.Filter{To: ptr(on("2025-03-03"))}, []id.ID{coverage, owned}},
		"between":           {record.Filter{From: ptr(on("2025-03-03")), To: ptr(on("2025-03-04"))}, []id.ID{talk, decision, owned}},
		"with what is gone": {record.Filter{IncludeSuperseded: true, Kind: []record.Kind{record.KindMeeting}}, []id.ID{gone}},
	} {
		var want, paged []uuid.UUID
		for _, r := range tc.want {
			want = append(want, r.UUID)
		}
		slices.SortStableFunc(want, func(a, b uuid.UUID) int { // within a day by id
			if x, y := s.see(id.Of(id.Record, a)), s.see(id.Of(id.Record, b)); !x.From().Equal(y.From()) {
				return y.From().Compare(x.From())
			}
			return slices.Compare(b[:], a[:])
		})
		for r := (page.Request{First: 2}); ; {
			c, err := s.store.List(t.Context(), s.ana, s.ana.Person, tc.filter, r)
			s.ok(err)
			if n, err := c.TotalCount(t.Context()); err != nil || n != len(want) {
				t.Errorf("%s: %d counted, %v", what, n, err)
			}
			paged = append(paged, ids(c)...)
			if !c.PageInfo.HasNextPage || len(paged) > 9 {
				break
			}
			next, err := page.NewRequest(nil, c.PageInfo.EndCursor)
			s.ok(err)
			r.After = next.After
		}
		if !slices.Equal(paged, want) {
			t.Errorf("%s: %v, want %v", what, paged, want)
		}
	}
	_, err := s.store.List(t.Context(), s.ana, s.ana.Person, record.Filter{}, page.Request{First: 1, After: &page.Key{Sort: "yesterday"}})
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("a cursor of another list: %v", err)
	}
}
