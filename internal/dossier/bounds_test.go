package dossier_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/dossier"
	"dossier/internal/embedded/pgtest"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/testworld"
)

func TestADossierHasASizeAndAnAnswerToo(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana := w.Candidate("Ana")
	megabyte := strings.Repeat("x", dossier.MaxBody)
	var keys []dossier.BodyKey
	for range 4 {
		d := w.Open(ana)
		for range 10 {
			keys = append(keys, dossier.BodyKey{Document: w.Save(ana, d, "mentee-network", "Long", megabyte).UUID, Version: 1})
		}
		_, err := w.Acts.Save(ctx, ana, dossier.Saving{Dossier: d, Component: "mentee-network", Title: "More", Body: "x"}, w.Now)
		if r := refusal[*dossier.Invalid](t, err); r.Fields[0].Path != "input.body" || !strings.Contains(r.Message(), "10485760 are allowed") {
			t.Errorf("more than a dossier holds: %v", r)
		}
		one := 1
		last := id.Of(id.Document, keys[len(keys)-1].Document)
		if _, err := w.Acts.Save(ctx, ana, dossier.Saving{Dossier: d, Document: &last, Component: "mentee-network", Title: "Short", Body: "y", BaseVersion: &one}, w.Now); err != nil {
			t.Errorf("a text in a full dossier made shorter: %v", err)
		}
	}
	if bodies, err := w.Dossiers.Bodies(ctx, ana, keys[:32]); err != nil || len(bodies) != 32 {
		t.Errorf("32 texts of a mebibyte: %d, %v", len(bodies), err)
	}
	if _, err := w.Dossiers.Bodies(ctx, ana, keys[:33]); fault.KindOf(err) != fault.TooComplex {
		t.Errorf("33 texts of a mebibyte: %v", err)
	}
}

func TestADraftDoesNotMoveWhereItsDocumentsHaveNoPlace(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana := w.Candidate("Ana")
	d := w.Open(ana)
	doc := w.Save(ana, d, "industry-recognition", "My talk", "text")
	w.Import(func(v *ladder.Version) {
		v.Label = "December 2026"
		p := v.Level("L8").Promotion
		for i, c := range p.Assessment {
			if c.Key == "industry-recognition" {
				p.Assessment = append(p.Assessment[:i], p.Assessment[i+1:]...)
				break
			}
		}
	})
	move := func() error { return w.Acts.UpdateLadder(ctx, ana, dossier.DossierInput{Dossier: d}, w.Now) }
	if r := refusal[*dossier.Invalid](t, move()); r.Fields[0].Path != "input.dossier" || !strings.Contains(r.Message(), `"My talk"`) {
		t.Errorf("the refusal: %v", r)
	}
	if _, err := w.Acts.Remove(ctx, ana, doc, w.Now); err != nil {
		t.Fatal(err)
	}
	if err := move(); err != nil {
		t.Errorf("without the document: %v", err)
	}
}

func TestALevelThatIsNoLongerHeldIsNotLeft(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ana := w.Candidate("Ana")
	d := w.Open(ana)
	w.Fill(ana, d)
	if _, err := w.DB.Exec(t.Context(), `update rank_record set level = 'L9'`); err != nil {
		t.Fatal(err)
	}
	if r := refusal[*dossier.Invalid](t, w.Acts.Submit(t.Context(), ana, dossier.DossierInput{Dossier: d}, w.Now)); !strings.Contains(r.Message(), "you do not hold L8 today") {
		t.Errorf("the refusal: %v", r)
	}
}

// The unique index refuses a second submission; should the first be withdrawn
// meanwhile, the second did not happen all the same.
func TestASubmissionThatWasRolledBackIsNoSuccess(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana := w.Candidate("Ana")
	d := w.Open(ana)
	w.Fill(ana, d)
	if _, err := pgtest.Owner(t, w.DB).Exec(ctx, `create function refuse_once() returns trigger language plpgsql as $$
		begin raise exception 'taken' using errcode = 'unique_violation', constraint = 'one_dossier_under_review'; end $$;
		create trigger refuse_once before update of status on dossier for each row execute function refuse_once()`); err != nil {
		t.Fatal(err)
	}
	if err := w.Acts.Submit(ctx, ana, dossier.DossierInput{Dossier: d}, w.Now); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a submission that was rolled back: %v", err)
	}
	if len(w.Rung) != 0 || see(t, w, ana, d).Status != dossier.Draft {
		t.Error("something happened")
	}
}

func TestACandidateWhoComesTooLateIsToldSo(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ana := w.Candidate("Ana")
	d := w.Open(ana)
	w.Submit(ana, d)
	if _, err := w.DB.Exec(t.Context(), `update dossier set status = 'DECIDED'`); err != nil {
		t.Fatal(err)
	}
	if r := refusal[*dossier.WrongState](t, w.Acts.Withdraw(t.Context(), ana, dossier.DossierInput{Dossier: d}, w.Now)); r.Status != dossier.InReview || r.Message() != dossier.OnItsWay {
		t.Errorf("the refusal: %s, %s", r.Status, r.Message())
	}
	if got := see(t, w, ana, d).Status; got != dossier.InReview {
		t.Errorf("the candidate sees %s", got)
	}
}

// Keys of one person are no business of another's.
func TestOldKeysOfOthersAreNotWaitedFor(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	ana, ben := w.Candidate("Ana"), w.Candidate("Ben")
	key := "k"
	for _, v := range []*people.Viewer{ana, ben} {
		if _, err := w.Acts.Open(ctx, v, dossier.Opening{To: "L9", Key: &key}, w.Now); err != nil {
			t.Fatal(err)
		}
	}
	w.Advance(48 * time.Hour)
	tx, err := w.DB.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	if _, _, err := (postgres.Once{Person: ana.Person, Mutation: "openDossier", Key: &key}).First(ctx, tx, w.Now); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Acts.Open(ctx, ben, dossier.Opening{To: "L9", Key: &key}, w.Now); err != nil {
		t.Errorf("Ben waits for Ana: %v", err)
	}
}

// An act needs one connection: were it to wait for a second, as many acts as
// there are connections would wait for each other for ever.
func TestAsManyActsAsConnections(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	const acts = 40 // more than the pool has
	w.Acts.NewID = uuid.New
	w.Acts.Ladders = ladder.NewCatalog(w.DB) // with nothing in memory
	who := make([]*people.Viewer, acts)
	for i := range who {
		who[i] = w.Candidate(strings.Repeat("A", i+1))
	}
	errs := make(chan error, acts)
	for _, v := range who {
		go func() {
			key, err := w.Acts.Open(ctx, v, dossier.Opening{To: "L9"}, w.Now)
			if err == nil {
				_, err = w.Acts.Save(ctx, v, dossier.Saving{Dossier: id.Of(id.Dossier, key), Component: "mentee-network", Title: "T", Body: "b"}, w.Now)
			}
			errs <- err
		}()
	}
	for range acts {
		if err := <-errs; err != nil {
			t.Fatal(err)
		}
	}
}

func TestAMixOfProblemsInTheKeyOfAMutation(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana := w.Candidate("Ana")
	nul, line := "a\x00", "a\nb"
	for _, key := range []*string{&nul, &line} {
		_, err := w.Acts.Open(ctx, ana, dossier.Opening{To: "L9", Key: key}, w.Now)
		refusal[*dossier.Invalid](t, err)
	}
	_, err := w.Acts.Open(ctx, ana, dossier.Opening{To: "L9", Ladder: &nul}, w.Now)
	refusal[*dossier.Invalid](t, err)
	key := "k"
	first, err := w.Acts.Open(ctx, ana, dossier.Opening{To: "L9", Key: &key}, w.Now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Exec(ctx, `delete from rank_record`); err != nil {
		t.Fatal(err)
	}
	again, err := w.Acts.Open(ctx, ana, dossier.Opening{To: "L9", Key: &key}, w.Now)
	if err != nil || again != first {
		t.Errorf("the first answer again, though the rank is gone: %v, %v", again, err)
	}
	if _, err := w.Acts.Open(ctx, ana, dossier.Opening{To: "L9"}, w.Now); err == nil || errors.Is(err, pgx.ErrNoRows) {
		t.Errorf("without a rank: %v", err)
	}
}
