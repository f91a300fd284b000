package panel_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/page"
	"dossier/internal/panel"
	"dossier/internal/people"
)

// queue is what a person has still to review, page by page.
func (h *house) queue(v *people.Viewer, size int) (entries []*panel.QueueEntry) {
	h.T.Helper()
	r := page.Request{First: size}
	for {
		list, err := h.store.Queue(h.T.Context(), h.at(v), r)
		h.must(err)
		for _, e := range list.Edges {
			entries = append(entries, e.Node)
		}
		if !list.PageInfo.HasNextPage {
			n, err := list.TotalCount(h.T.Context())
			h.must(err)
			if n != len(entries) {
				h.T.Errorf("%d entries are counted and %d read", n, len(entries))
			}
			return entries
		}
		first := int32(size)
		r, err = page.NewRequest(&first, list.PageInfo.EndCursor)
		h.must(err)
	}
}

func TestTheQueueIsSoonestFirst(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	due := func(on string) func(*panel.AssemblePanelInput) {
		return func(in *panel.AssemblePanelInput) { in.DueOn = date(on) }
	}
	var want []id.ID
	for _, on := range []string{"2027-01-09", "2026-12-02", "2026-12-20", "2026-12-02", "2026-12-20"} {
		h.assemble(due(on))
		want = append(want, h.d)
		h.another()
	}
	order := []id.ID{want[1], want[3], want[2], want[4], want[0]}
	for size := 1; size <= 6; size++ {
		var got []id.ID
		for _, q := range h.queue(h.ben, size) {
			got = append(got, id.Of(id.Dossier, q.DossierID))
			if q.PersonID != h.ben.Person || q.To != "L9" || q.CandidateID == uuid.Nil || q.Status != panel.Invited || q.ID().Kind != id.QueueEntry {
				t.Errorf("an entry is %+v", q)
			}
		}
		if !slices.Equal(got, order) {
			t.Errorf("in pages of %d: %v, want %v", size, got, order)
		}
	}
	if got := h.queue(h.cem, 10); len(got) > 0 {
		t.Errorf("who has no seat has %d to review", len(got))
	}
	if _, err := h.store.Queue(t.Context(), h.ben, page.Request{First: 2, After: &page.Key{Sort: "soon"}}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a cursor of another list: %v", err)
	}
}

func TestWhatIsInTheQueue(t *testing.T) {
	t.Parallel()
	for what, tc := range map[string]struct {
		do func(h *house, p id.ID)
		in bool
	}{
		"invited":      {func(*house, id.ID) {}, true},
		"acknowledged": {func(h *house, _ id.ID) { h.must(h.answer(h.ben, panel.Acknowledge)) }, true},
		"abstained":    {func(h *house, _ id.ID) { h.must(h.answer(h.ben, panel.Abstain)) }, false},
		"recused":      {func(h *house, _ id.ID) { h.must(h.answer(h.ben, panel.Recuse)) }, false},
		"scored":       {func(h *house, _ id.ID) { h.must(h.answer(h.ben, panel.Acknowledge)); h.score(h.ben) }, false},
		"replaced":     {func(h *house, _ id.ID) { h.must(h.replace(h.ben, h.cem, nil)) }, false},
		"suspended":    {func(h *house, _ id.ID) { h.declare(h.ana, h.ben) }, false},
		"dismissed":    {func(h *house, _ id.ID) { h.dismiss(h.declare(h.ana, h.ben), h.ben) }, true},
		"decided":      {func(h *house, p id.ID) { h.decide(p, h.chair, nil) }, false},
		"released":     {func(h *house, p id.ID) { h.decide(p, h.chair, h.sten) }, false},
		"withdrawn": {func(h *house, _ id.ID) {
			h.exec(`update dossier set status = 'WITHDRAWN', withdrawn_at = $2 where id = $1`, h.d.UUID, h.Now)
		}, false},
		"to score again": {func(h *house, _ id.ID) {
			for _, v := range []*people.Viewer{h.chair, h.ben} {
				h.must(h.answer(v, panel.Acknowledge))
			}
			h.score(h.ben)
			h.must(h.unlock(h.chair))
		}, true},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			p := h.assemble()
			seat := h.seat(h.ben)
			tc.do(h, p)
			if got := h.queue(h.ben, 10); (len(got) == 1) != tc.in {
				t.Errorf("the queue is %v", got)
			}
			found, err := h.store.QueueByIDs(t.Context(), h.at(h.ben), []uuid.UUID{seat.UUID})
			h.must(err)
			if (found[seat.UUID] != nil) != tc.in {
				t.Errorf("by its id the entry is %v", found[seat.UUID])
			}
			others, err := h.store.QueueByIDs(t.Context(), h.at(h.sten), []uuid.UUID{seat.UUID})
			h.must(err)
			if len(others) > 0 {
				t.Error("an entry of somebody else is found")
			}
		})
	}
}

func TestAnAppealIsInTheQueue(t *testing.T) {
	t.Parallel()
	h, _, _, appeal, _ := appealed(t)
	p, err := h.hear(appeal, sits(h.cem, panel.Chair), sits(h.panelist("Dan"), panel.Member))
	h.must(err)
	if got := h.queue(h.cem, 10); len(got) != 1 || got[0].PanelID != p.UUID {
		t.Errorf("the queue is %v", got)
	}
	h.decide(p, h.cem, nil)
	if got := h.queue(h.cem, 10); len(got) > 0 {
		t.Errorf("once decided the queue is %v", got)
	}
}

// However many there are, they cost the same.
func TestStatements(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	cost := map[string][]int{}
	count := func(what string, fn func() error) {
		h.Counter.Reset()
		h.must(fn())
		cost[what] = append(cost[what], h.Counter.Count())
	}
	var dossiers, panels []uuid.UUID
	for range 3 {
		p := h.acknowledged()
		h.schedule(h.ben)
		h.must(h.unlock(h.chair))
		dossiers, panels = append(dossiers, h.d.UUID), append(panels, p.UUID)
		v := h.at(h.ben)
		count("queue", func() error { _, err := h.store.Queue(ctx, v, page.Request{First: 100}); return err })
		count("panels", func() error { _, err := h.store.OfDossiers(ctx, v, dossiers); return err })
		count("seats", func() error { _, err := h.store.SeatsOf(ctx, v, panels); return err })
		count("sessions", func() error { _, err := h.store.SessionsOf(ctx, v, dossiers); return err })
		count("unlocks", func() error { _, err := h.store.UnlocksOf(ctx, v, dossiers); return err })
		h.Advance(15 * 24 * time.Hour)
		h.must(h.closeOf(h.chair, portfolio))
		count("care", func() error { return h.acts.Care(ctx, h.Now) })
		h.another()
	}
	for what, n := range cost {
		most := 1
		if what == "care" {
			most = 14
		}
		if slices.Max(n) > most {
			t.Errorf("%s costs %v statements, %d at most:\n%s", what, n, most, strings.Join(h.Counter.SQL(), "\n"))
		}
	}
}
