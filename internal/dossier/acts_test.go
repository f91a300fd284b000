package dossier_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

func refusal[T error](t *testing.T, err error) T {
	t.Helper()
	r, ok := errors.AsType[T](err)
	if !ok {
		t.Fatalf("got %v, want a %T", err, r)
	}
	return r
}

func see(t *testing.T, w *testworld.World, v *people.Viewer, d id.ID) *dossier.Dossier {
	t.Helper()
	found, err := w.Dossiers.ByIDs(t.Context(), v, []uuid.UUID{d.UUID})
	if err != nil {
		t.Fatal(err)
	}
	return found[d.UUID]
}

func TestOpenNeedsTheNextLevel(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	for name, tc := range map[string]struct{ level, to, says string }{
		"two levels up": {"L8", "L10", "not the level after it"},
		"unknown level": {"L8", "L99", "no level"},
		"no rank":       {"", "L9", "you hold no level"},
		"undescribed":   {"L3", "L4", "does not say what the step"},
	} {
		v := w.Person(name, tc.level, people.Candidate)
		_, err := w.Acts.Open(ctx, v, dossier.Opening{To: tc.to}, w.Now)
		if r := refusal[*dossier.Invalid](t, err); r.Fields[0].Path != "input.to" || !strings.Contains(r.Message(), tc.says) {
			t.Errorf("%s: %v", name, r)
		}
	}
	other := "other-ladder"
	_, err := w.Acts.Open(ctx, w.Candidate("Ana"), dossier.Opening{To: "L9", Ladder: &other}, w.Now)
	if r := refusal[*dossier.Invalid](t, err); r.Fields[0].Path != "input.ladder" {
		t.Errorf("unknown ladder: %v", r)
	}
}

func TestSaveKeepsEveryTextByteForByte(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	v := w.Candidate("Ana")
	d := w.Open(v)
	body := "# A\r\n\u200bZwölf caf\u0065\u0301 \u00a0 \U0001f600\r\n\tend  "
	doc := w.Save(v, d, "mentee-network", "Mentees", body)
	one, two := 1, 2
	if _, err := w.Acts.Save(ctx, v, dossier.Saving{Dossier: d, Document: &doc, Component: "mentee-network", Title: "Mentees", Body: "second", BaseVersion: &one}, w.Now); err != nil {
		t.Fatal(err)
	}
	_, err := w.Acts.Save(ctx, v, dossier.Saving{Dossier: d, Document: &doc, Component: "mentee-network", Title: "Mentees", Body: "third", BaseVersion: &one}, w.Now)
	if s := refusal[*dossier.Stale](t, err); s.CurrentVersion != 2 || s.Document == nil || s.Document.Version != 2 {
		t.Errorf("stale: %+v", s)
	}
	// The answer to the second save was lost; sending it again does no harm.
	if _, err := w.Acts.Save(ctx, v, dossier.Saving{Dossier: d, Document: &doc, Component: "mentee-network", Title: "Mentees", Body: "second", BaseVersion: &one}, w.Now); err != nil {
		t.Errorf("the same save again: %v", err)
	}
	if _, err := w.Acts.Save(ctx, v, dossier.Saving{Dossier: d, Document: &doc, Component: "mentee-network", Title: "Mentees", Body: "third", BaseVersion: &two}, w.Now); err != nil {
		t.Fatal(err)
	}
	bodies, err := w.Dossiers.Bodies(ctx, v, []dossier.BodyKey{{doc.UUID, 1}, {doc.UUID, 2}, {doc.UUID, 3}, {doc.UUID, 4}})
	if err != nil {
		t.Fatal(err)
	}
	want := map[dossier.BodyKey]string{{doc.UUID, 1}: body, {doc.UUID, 2}: "second", {doc.UUID, 3}: "third"}
	for k, text := range want {
		if bodies[k] != text {
			t.Errorf("version %d reads %q, want %q", k.Version, bodies[k], text)
		}
	}
	if len(bodies) != 3 {
		t.Errorf("%d texts, want 3", len(bodies))
	}
}

func TestTheSameKeyGivesTheFirstAnswerForADay(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	v := w.Candidate("Ana")
	key := "phone-17"
	in := dossier.Opening{To: "L9", Key: &key}
	first, err := w.Acts.Open(ctx, v, in, w.Now)
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.Acts.Open(ctx, v, in, w.Now.Add(23*time.Hour))
	if err != nil || again != first {
		t.Errorf("within a day: %v, %v, want %v", again, err, first)
	}
	if other, err := w.Acts.Open(ctx, w.Candidate("Ben"), in, w.Now); err != nil || other == first {
		t.Errorf("another person's key: %v, %v", other, err)
	}
	later, err := w.Acts.Open(ctx, v, in, w.Now.Add(25*time.Hour))
	if err != nil || later == first {
		t.Errorf("after a day: %v, %v", later, err)
	}
	long := strings.Repeat("k", 65)
	_, err = w.Acts.Open(ctx, v, dossier.Opening{To: "L9", Key: &long}, w.Now)
	refusal[*dossier.Invalid](t, err)

	d := id.Of(id.Dossier, first)
	save := dossier.Saving{Dossier: d, Component: "mentee-network", Title: "A", Body: "b", Key: &key}
	var wg sync.WaitGroup
	made := make([]uuid.UUID, 8)
	for i := range made {
		wg.Go(func() { made[i], _ = w.Acts.Save(ctx, v, save, w.Now) })
	}
	wg.Wait()
	for _, m := range made {
		if m != made[0] || m == uuid.Nil {
			t.Fatalf("eight saves at once with one key made %v", made)
		}
	}
	save.Body = "other"
	if _, err := w.Acts.Save(ctx, v, save, w.Now); fault.KindOf(err) != fault.Conflict {
		t.Errorf("the key with another request: %v", err)
	}
}

func TestSubmitFreezesOnceAndOnlyWhatIsComplete(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	v := w.Candidate("Ana")
	d := w.Open(v)
	in := dossier.DossierInput{Dossier: d}
	w.Save(v, d, "mentee-network", "Mentees", "Two of five advanced.")
	w.Ready(v)
	w.Explain(v, d)
	if r := refusal[*dossier.Incomplete](t, w.Acts.Submit(ctx, v, in, w.Now)); len(r.Missing) != 4 {
		t.Errorf("missing: %v", r)
	}
	w.Fill(v, d)
	if err := w.Acts.Submit(ctx, v, in, w.Now); err != nil {
		t.Fatal(err)
	}
	got := see(t, w, v, d)
	if got.Status != dossier.Submitted || got.RevisionID == nil || !got.SubmittedAt.Equal(w.Now) {
		t.Errorf("after submission: %+v", got)
	}
	if len(w.Rung) != 1 {
		t.Errorf("%d analyses were rung for, want 1", len(w.Rung))
	}
	if r := refusal[*dossier.WrongState](t, w.Acts.Submit(ctx, v, in, w.Now)); r.Status != dossier.Submitted {
		t.Errorf("submitting twice: %v", r)
	}
	_, err := w.Acts.Save(ctx, v, dossier.Saving{Dossier: d, Component: "mentee-network", Title: "Late", Body: "late"}, w.Now)
	refusal[*dossier.WrongState](t, err)

	second := w.Open(v)
	w.Fill(v, second)
	if r := refusal[*dossier.AlreadyUnderReview](t, w.Acts.Submit(ctx, v, dossier.DossierInput{Dossier: second}, w.Now)); r.Dossier.UUID != d.UUID {
		t.Errorf("a second dossier: %v", r)
	}
	if err := w.Acts.Withdraw(ctx, v, in, w.Now); err != nil {
		t.Fatal(err)
	}
	if err := w.Acts.Submit(ctx, v, dossier.DossierInput{Dossier: second}, w.Now); err != nil {
		t.Errorf("after the first was withdrawn: %v", err)
	}
	refusal[*dossier.WrongState](t, w.Acts.Withdraw(ctx, v, in, w.Now))
}

func TestTwoDossiersSubmittedAtOnce(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	v := w.Candidate("Ana")
	drafts := []id.ID{w.Open(v), w.Open(v)}
	errs := make([]error, 2)
	var wg sync.WaitGroup
	for _, d := range drafts {
		w.Fill(v, d)
	}
	ctx := context.WithoutCancel(t.Context())
	for i, d := range drafts {
		wg.Go(func() { errs[i] = w.Acts.Submit(ctx, v, dossier.DossierInput{Dossier: d}, w.Now) })
	}
	wg.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("exactly one must be submitted: %v, %v", errs[0], errs[1])
	}
	if errs[0] == nil {
		errs[0] = errs[1]
	}
	refusal[*dossier.AlreadyUnderReview](t, errs[0])
}

func TestNobodySeesAnothersDraft(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana, ben := w.Candidate("Ana"), w.Candidate("Ben")
	steward := w.Person("Sam", "", people.Steward)
	d := w.Open(ana)
	doc := w.Save(ana, d, "mentee-network", "Mentees", "first")
	for name, v := range map[string]*people.Viewer{"another candidate": ben, "a steward": steward, "nobody": nil} {
		if see(t, w, v, d) != nil {
			t.Errorf("%s sees the draft", name)
		}
		documents, _ := w.Dossiers.DocumentsByIDs(ctx, v, []uuid.UUID{doc.UUID})
		bodies, _ := w.Dossiers.Bodies(ctx, v, []dossier.BodyKey{{doc.UUID, 1}})
		list, err := w.Dossiers.List(ctx, v, dossier.Filter{}, page.Request{First: 10})
		if err != nil {
			t.Fatal(err)
		}
		n, _ := list.TotalCount(ctx)
		if len(documents)+len(bodies)+len(list.Edges)+n != 0 {
			t.Errorf("%s sees %d documents, %d texts, %d dossiers of %d", name, len(documents), len(bodies), len(list.Edges), n)
		}
		if v == nil {
			continue
		}
		one := 1
		_, err = w.Acts.Save(ctx, v, dossier.Saving{Dossier: d, Document: &doc, Component: "mentee-network", Title: "x", Body: "x", BaseVersion: &one}, w.Now)
		for act, err := range map[string]error{
			"save": err, "submit": w.Acts.Submit(ctx, v, dossier.DossierInput{Dossier: d}, w.Now),
			"withdraw": w.Acts.Withdraw(ctx, v, dossier.DossierInput{Dossier: d}, w.Now),
		} {
			if !errors.Is(err, fault.ErrNotFound) {
				t.Errorf("%s may %s: %v", name, act, err)
			}
		}
	}
}

// A steward reads what was submitted, never what came after or before.
func TestAStewardReadsTheSubmittedTextAlone(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana := w.Candidate("Ana")
	steward := w.Person("Sam", "", people.Steward)
	d := w.Open(ana)
	doc := w.Save(ana, d, "mentee-network", "Mentees", "private first thoughts")
	one := 1
	if _, err := w.Acts.Save(ctx, ana, dossier.Saving{Dossier: d, Document: &doc, Component: "mentee-network", Title: "Mentees", Body: "as submitted", BaseVersion: &one}, w.Now); err != nil {
		t.Fatal(err)
	}
	dropped := w.Save(ana, d, "industry-recognition", "Dropped", "dropped")
	if _, err := w.Acts.Remove(ctx, ana, dropped, w.Now); err != nil {
		t.Fatal(err)
	}
	w.Submit(ana, d)
	bodies, err := w.Dossiers.Bodies(ctx, steward, []dossier.BodyKey{{doc.UUID, 1}, {doc.UUID, 2}, {dropped.UUID, 1}})
	if err != nil || len(bodies) != 1 || bodies[dossier.BodyKey{Document: doc.UUID, Version: 2}] != "as submitted" {
		t.Errorf("texts: %v, %v", bodies, err)
	}
	documents, err := w.Dossiers.DocumentsOf(ctx, steward, []uuid.UUID{d.UUID})
	if err != nil || len(documents[d.UUID]) != 6 {
		t.Errorf("%d documents, %v, want 6", len(documents[d.UUID]), err)
	}
	if err := w.Acts.Withdraw(ctx, ana, dossier.DossierInput{Dossier: d}, w.Now); err != nil {
		t.Fatal(err)
	}
	if see(t, w, steward, d) != nil {
		t.Error("a steward sees a withdrawn dossier")
	}
}

func TestUnchangedTextIsFrozenOnce(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana := w.Candidate("Ana")
	d := w.Open(ana)
	doc := w.Save(ana, d, "mentee-network", "Mentees", "one")
	freeze := func() *dossier.Revision {
		tx, err := w.DB.Begin(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Commit(ctx)
		r, err := w.Acts.Freeze(ctx, tx, see(t, w, ana, d), w.Now)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	first := freeze()
	if again := freeze(); again.UUID != first.UUID || first.Number != 1 {
		t.Errorf("unchanged text: %+v and %+v", first, again)
	}
	one := 1
	if _, err := w.Acts.Save(ctx, ana, dossier.Saving{Dossier: d, Document: &doc, Component: "mentee-network", Title: "Mentees", Body: "two", BaseVersion: &one}, w.Now); err != nil {
		t.Fatal(err)
	}
	if r := freeze(); r.Number != 2 || r.Hash == first.Hash {
		t.Errorf("changed text: %+v", r)
	}
}

func TestListPagesByKey(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana := w.Candidate("Ana")
	var instants [][]uuid.UUID // newest first
	for _, n := range []int{3, 1, 2, 1} {
		var now []uuid.UUID
		for range n {
			now = append(now, w.Open(ana).UUID)
		}
		instants = append([][]uuid.UUID{now}, instants...)
		w.Advance(time.Minute)
	}
	var seen []uuid.UUID
	r := page.Request{First: 3}
	for pages := 0; ; pages++ {
		c, err := w.Dossiers.List(ctx, ana, dossier.Filter{Status: []dossier.Status{dossier.Draft}}, r)
		if err != nil || pages > 3 {
			t.Fatal(err, pages)
		}
		for _, e := range c.Edges {
			seen = append(seen, e.Node.UUID)
		}
		if !c.PageInfo.HasNextPage {
			break
		}
		next, err := page.NewRequest(nil, c.PageInfo.EndCursor)
		if err != nil {
			t.Fatal(err)
		}
		r.After = next.After
	}
	if len(seen) != 7 {
		t.Fatalf("%d dossiers in all pages, want 7", len(seen))
	}
	for _, now := range instants {
		for _, d := range now {
			if !slices.Contains(seen[:len(now)], d) {
				t.Errorf("%v is not where its age puts it", d)
			}
		}
		seen = seen[len(now):]
	}
}

func TestADraftMovesToTheNewestLadderVersion(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ana := w.Candidate("Ana")
	d := w.Open(ana)
	newer := w.Import(func(v *ladder.Version) { v.Label = "December 2026" })
	if see(t, w, ana, d).LadderVersion != w.Version.UUID {
		t.Error("a new version moved the draft by itself")
	}
	if err := w.Acts.UpdateLadder(t.Context(), ana, dossier.DossierInput{Dossier: d}, w.Now); err != nil {
		t.Fatal(err)
	}
	if see(t, w, ana, d).LadderVersion != newer.UUID {
		t.Error("the draft did not move")
	}
}
