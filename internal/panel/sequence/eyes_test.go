package sequence_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"dossier/internal/analysis"
	"dossier/internal/dossier"
	"dossier/internal/page"
	"dossier/internal/panel"
	"dossier/internal/panel/conflict"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

// look reads everything through a viewer's eyes and compares it with what the
// house lets e see; e and v are one person, but where a test shows that the
// comparison can fail. seen counts what was shown, by its sort.
type look struct {
	ctx  context.Context
	v    *people.Viewer
	e    eye
	seen map[string]int
	bad  []string
	all  bool // not the first few that are wrong alone
	err  error
}

func (l *look) wrong(format string, args ...any) {
	if l.all || len(l.bad) < 5 {
		l.bad = append(l.bad, fmt.Sprintf(format, args...))
	}
}

// check compares which things of a sort are shown with which are for them.
func check[T, R any](l *look, sort string, all []R, key func(*R) uuid.UUID, may func(*R) bool,
	read func(context.Context, *people.Viewer, []uuid.UUID) (map[uuid.UUID]T, error)) map[uuid.UUID]T {
	ids := make([]uuid.UUID, len(all))
	for i := range all {
		ids[i] = key(&all[i])
	}
	shown, err := read(l.ctx, l.v, ids)
	l.err = cmp.Or(l.err, err)
	for i := range all {
		_, got := shown[ids[i]]
		if want := may(&all[i]); got != want {
			l.wrong("%s %s: shown %v, may be seen %v", sort, ids[i], got, want)
		}
	}
	l.seen[sort] += len(shown)
	return shown
}

// through looks with a viewer's eyes and says what is wrong.
func through(ctx context.Context, w *testworld.World, v *people.Viewer, e eye, seen map[string]int) ([]string, error) {
	l := &look{ctx: ctx, v: v, e: e, seen: seen}
	l.everything(w)
	return l.bad, l.err
}

func (l *look) everything(w *testworld.World) {
	l.dossiers(w)
	l.analyses(w)
	l.panels(w)
	l.reviews(w)
	l.decisions(w)
	l.conflicts(w)
}

func (l *look) dossiers(w *testworld.World) {
	e := l.e
	shown := check(l, "dossier", e.Dossiers, func(d *dossierRow) uuid.UUID { return d.ID }, e.seesDossier, w.Dossiers.ByIDs)
	for _, d := range shown {
		want := e.dossier(d.UUID).Status
		if want == "DECIDED" && d.CandidateID == e.person {
			want = "IN_REVIEW"
		}
		if string(d.Status) != want {
			l.wrong("dossier %s reads %s, want %s", d.UUID, d.Status, want)
		}
	}
	list, err := w.Dossiers.List(l.ctx, l.v, dossier.Filter{}, page.Request{First: 100})
	if err == nil && len(list.Edges) != len(shown) {
		l.wrong("%d dossiers are listed, %d are shown", len(list.Edges), len(shown))
	}
	l.err = cmp.Or(l.err, err)
	for _, d := range check(l, "document", e.Documents, func(x *heldRow) uuid.UUID { return x.ID }, func(x *heldRow) bool {
		d := e.dossier(x.Dossier)
		return e.seesDossier(d) && (e.own(d) || e.handedInAt(x.ID, 0))
	}, w.Dossiers.DocumentsByIDs) {
		if !e.own(e.dossier(d.DossierID)) && !e.handedInAt(d.UUID, d.Version) {
			l.wrong("document %s: a text that was not handed in is shown", d.UUID)
		}
	}
	check(l, "revision", e.Revisions, func(r *heldRow) uuid.UUID { return r.ID }, func(r *heldRow) bool {
		handedIn := slices.ContainsFunc(e.Submissions, func(s submissionRow) bool { return s.Revision == r.ID })
		d := e.dossier(r.Dossier)
		return e.seesDossier(d) && (e.own(d) || handedIn)
	}, w.Dossiers.RevisionsByIDs)
}

func (l *look) analyses(w *testworld.World) {
	e := l.e
	var all, visible []uuid.UUID
	for _, a := range e.Analyses {
		all = append(all, a.ID)
		if d := e.dossier(a.Dossier); e.seesDossier(d) && (e.own(d) || a.Submission != nil) {
			visible = append(visible, a.ID)
		}
	}
	shown, err := w.Analyses.ByIDs(l.ctx, l.v, all)
	l.err = cmp.Or(l.err, err)
	if len(shown) != len(visible) {
		l.wrong("analysis: %d are shown, %d may be seen", len(shown), len(visible))
	}
	findings, err := w.Analyses.FindingsOf(l.ctx, l.v, all)
	l.err = cmp.Or(l.err, err)
	for _, a := range e.Analyses {
		want := 0
		if slices.Contains(visible, a.ID) && e.seesAdvice(e.dossier(a.Dossier)) {
			want = a.Scored
		}
		if got := scores(findings[a.ID]); got != want {
			l.wrong("analysis %s: %d advisory scores are shown, %d may be seen", a.ID, got, want)
		}
		l.seen["advisory score"] += want
		l.seen["finding"] += len(findings[a.ID])
	}
	var dossiers []uuid.UUID
	for _, d := range e.Dossiers {
		dossiers = append(dossiers, d.ID)
	}
	advice, err := (&review.Store{DB: w.DB}).PreScoresOf(l.ctx, l.v, dossiers)
	l.err = cmp.Or(l.err, err)
	for of, list := range advice {
		if len(list) > 0 && !e.seesAdvice(e.dossier(of)) {
			l.wrong("dossier %s: its advice is shown", of)
		}
		l.seen["pre-score"] += len(list)
	}
}

func scores(list []*analysis.StoredFinding) (n int) {
	for _, f := range list {
		if f.Score != nil {
			n++
		}
	}
	return n
}

func (l *look) panels(w *testworld.World) {
	e, store := l.e, &panel.Store{DB: w.DB}
	check(l, "panel", e.Panels, func(p *panelRow) uuid.UUID { return p.ID }, e.seesPanel, store.ByIDs)
	for _, s := range check(l, "seat", e.Seats, func(s *seatRow) uuid.UUID { return s.ID }, e.seesSeat, store.SeatsByIDs) {
		if want := e.shown(e.seat(s.UUID)); string(s.Status) != want {
			l.wrong("seat %s reads %s, want %s", s.UUID, s.Status, want)
		}
		if s.Reason != nil && s.PersonID != e.person && !e.steward() {
			l.wrong("seat %s: another's reason is shown", s.UUID)
		}
	}
	check(l, "post", e.Posts, func(o *postRow) uuid.UUID { return o.ID }, func(o *postRow) bool { return e.seesPost(o.Panel, o.Seat, o.Dossier) }, store.PostsByIDs)
	for _, s := range check(l, "session", e.Sessions, func(s *sessionRow) uuid.UUID { return s.ID }, func(s *sessionRow) bool { return e.seesPanel(e.panel(s.Panel)) }, store.SessionsByIDs) {
		if want := s.HeldAt != nil && e.seesHeld(e.panel(s.PanelID)); (s.Notes != nil) != want || (len(s.Present) > 0) != want {
			l.wrong("session %s: its notes are shown %v, want %v", s.UUID, s.Notes != nil, want)
		}
	}
	queue, err := store.Queue(l.ctx, l.v, page.Request{First: 100})
	l.err = cmp.Or(l.err, err)
	if err != nil {
		return
	}
	if want := filter(e.Seats, e.waits); len(want) != len(queue.Edges) {
		l.wrong("%d reviews are queued, %d wait", len(queue.Edges), len(want))
	}
	for _, q := range queue.Edges {
		if !e.waits(e.seat(q.Node.UUID)) {
			l.wrong("seat %s is queued", q.Node.UUID)
		}
		l.seen["queue entry"]++
	}
}

func (l *look) reviews(w *testworld.World) {
	e, store := l.e, &review.Store{DB: w.DB}
	shown := check(l, "review", e.Reviews, func(w *reviewRow) uuid.UUID { return w.ID }, e.seesReview, store.ByIDs)
	for key, r := range shown {
		row := find(e.Reviews, func(w *reviewRow) bool { return w.ID == key })
		if may := e.readsReview(row); (r.Body != nil) != may {
			l.wrong("review %s: its text is shown %v, may be read %v", key, r.Body != nil, may)
		}
		if r.Body != nil {
			l.seen["review's text"]++
		}
	}
	var all []uuid.UUID
	for _, r := range e.Reviews {
		all = append(all, r.ID)
	}
	changes, err := store.ChangesOf(l.ctx, l.v, all)
	l.err = cmp.Or(l.err, err)
	for key, list := range changes {
		row := find(e.Reviews, func(w *reviewRow) bool { return w.ID == key })
		if want := max(0, row.Number-1); len(list) != want && e.readsReview(row) || len(list) > 0 && !e.readsReview(row) {
			l.wrong("review %s: %d changes are shown", key, len(list))
		}
		l.seen["change of a review"] += len(list)
	}
}

func (l *look) decisions(w *testworld.World) {
	e, store := l.e, &decide.Store{DB: w.DB}
	for _, x := range check(l, "decision", e.Decisions, func(x *decisionRow) uuid.UUID { return x.ID }, e.seesDecision, store.DecisionsByIDs) {
		if own := e.own(e.dossier(x.DossierID)); own && (len(x.Counted) > 0 || x.DecidedBy != nil) || !own && len(x.Counted) == 0 {
			l.wrong("decision %s: votes %v, by %v", x.UUID, x.Counted, x.DecidedBy)
		}
	}
	var all []uuid.UUID
	for _, x := range e.Decisions {
		all = append(all, x.ID)
	}
	gaps, err := store.GapsOf(l.ctx, l.v, all)
	l.err = cmp.Or(l.err, err)
	for _, x := range e.Decisions {
		want := filter(e.Gaps, func(g *gapRow) bool { return g.Decision == x.ID && e.seesDecision(&x) })
		if len(gaps[x.ID]) != len(want) {
			l.wrong("decision %s: %d gaps are shown, want %d", x.ID, len(gaps[x.ID]), len(want))
		}
		l.seen["gap"] += len(want)
	}
	check(l, "appeal", e.Appeals, func(a *appealRow) uuid.UUID { return a.ID }, e.seesAppeal, store.AppealsByIDs)
}

func (l *look) conflicts(w *testworld.World) {
	e, store := l.e, &conflict.Store{DB: w.DB, Versions: w.Ladders}
	check(l, "declaration", e.Declarations, func(d *declarationRow) uuid.UUID { return d.ID },
		func(d *declarationRow) bool { return e.same(d.By) == e.person }, store.DeclarationsByIDs)
	var people []uuid.UUID
	for _, p := range e.People {
		people = append(people, p.ID)
	}
	// One dossier is enough of a statement for each; which one it is goes round.
	if len(e.Dossiers) == 0 {
		return
	}
	d := &e.Dossiers[l.seen["dossier"]%len(e.Dossiers)]
	between, err := store.Between(l.ctx, l.v, d.ID, people)
	l.err = cmp.Or(l.err, err)
	if (between != nil) != e.seesConflicts(d) {
		l.wrong("dossier %s: its conflicts are shown %v", d.ID, between != nil)
	}
	for _, p := range slices.SortedFunc(maps.Keys(between), func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }) {
		want := 0
		for _, k := range e.causes(e.same(p), d.Candidate) {
			if e.same(p) != d.Candidate && e.stands(k, e.same(p), d.Candidate, e.now) {
				want++
			}
		}
		got := 0
		for _, c := range between[p] {
			if c.InForce && c.Kind != conflict.Self {
				got++
			}
		}
		if got != want {
			l.wrong("dossier %s: %d conflicts of %s, want %d", d.ID, got, p, want)
		}
		l.seen["conflict"] += got
	}
}
