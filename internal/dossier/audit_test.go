package dossier_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/testworld"
)

// Each act on a dossier leaves one row in the trail, and what changed nothing,
// or was refused, none.
func TestEachActLeavesItsTrail(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana := w.Candidate("Ana")
	d := w.Open(ana)
	in := dossier.DossierInput{Dossier: d}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	key := "once"
	saving := dossier.Saving{Dossier: d, Component: "mentee-network", Title: "Mentees", Body: "one", Key: &key}
	saved, err := w.Acts.Save(ctx, ana, saving, w.Now)
	must(err)
	_, err = w.Acts.Save(ctx, ana, saving, w.Now)
	must(err)
	doc, one := id.Of(id.Document, saved), 1
	again := dossier.Saving{Dossier: d, Document: &doc, Component: "mentee-network", Title: "Mentees", Body: "one", BaseVersion: &one}
	_, err = w.Acts.Save(ctx, ana, again, w.Now)
	must(err)
	again.Body = "two"
	_, err = w.Acts.Save(ctx, ana, again, w.Now)
	must(err)
	_, err = w.Acts.Remove(ctx, ana, doc, w.Now)
	must(err)
	_, err = w.Acts.Remove(ctx, ana, doc, w.Now)
	must(err)
	must(w.Acts.UpdateLadder(ctx, ana, in, w.Now))
	w.Import(func(v *ladder.Version) { v.Label = "December 2026" })
	must(w.Acts.UpdateLadder(ctx, ana, in, w.Now))
	w.Ready(ana)
	refusal[*dossier.Incomplete](t, w.Acts.Submit(ctx, ana, in, w.Now))
	w.Fill(ana, d)
	must(w.Acts.Submit(ctx, ana, in, w.Now))
	must(w.Acts.Withdraw(ctx, ana, in, w.Now))

	rows, err := w.DB.Query(ctx, `select act, actor, subject, object, coalesce(detail ->> 'revision', '') from audit order by seq`)
	must(err)
	var acts []string
	var revision string
	for rows.Next() {
		var act, object, hash string
		var actor, subject uuid.UUID
		must(rows.Scan(&act, &actor, &subject, &object, &hash))
		if actor != ana.Person || subject != ana.Person {
			t.Errorf("%s: by %v on %v", act, actor, subject)
		}
		if _, err := id.Parse(object); err != nil {
			t.Errorf("%s: %v", act, err)
		}
		acts, revision = append(acts, act), revision+hash
	}
	must(rows.Err())
	want := []string{"openDossier", "saveDocument", "saveDocument", "removeDocument", "updateDossierLadder"}
	for range w.Version.Level("L8").Promotion.Decided() {
		want = append(want, "saveDocument")
	}
	for range w.Version.Level("L8").RankingStandard {
		want = append(want, "explainRequirement")
	}
	want = append(want, "submitDossier", "withdrawDossier")
	if !slices.Equal(acts, want) {
		t.Errorf("the trail: %q, want %q", acts, want)
	}
	r, err := w.Dossiers.RevisionsByIDs(ctx, ana, []uuid.UUID{*see(t, w, ana, d).RevisionID})
	must(err)
	for _, r := range r {
		if r.Hash != revision {
			t.Errorf("the trail names revision %q, submitted was %q", revision, r.Hash)
		}
	}
}
