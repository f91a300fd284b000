package intake_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"dossier/internal/audit"
	"dossier/internal/id"
	"dossier/internal/intake"
	"dossier/internal/people"
)

// A candidate's export holds the panel, and neither who sits on it, nor what
// they say, nor a decision before it is released; each judge's holds their own.
func TestAnExportTellsACandidateNothingOfTheirJudges(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana, ben, sam := d.Candidate("Ana"), d.Person("Ben", "L9", people.Panelist), d.Person("Sam", "", people.Steward)
	of := d.Open(ana)
	d.Submit(ana, of)
	panel, seat, review, decision := d.NewID(), d.NewID(), d.NewID(), d.NewID()
	d.Tx(func(tx pgx.Tx) error {
		if _, err := tx.Exec(t.Context(), `insert into panel (id, dossier_id, quorum, reveal, due_at, zone, assembled_by, assembled_at) values ($1, $2, 1, 'WITH_SUBMISSION', $3, 'UTC', $4, $3)`,
			panel, of.UUID, d.Now, sam.Person); err != nil {
			return err
		}
		if _, err := tx.Exec(t.Context(), `insert into seat (id, panel_id, dossier_id, person_id, role, status, alias, due_at, invited_by, invited_at) values ($1, $2, $3, $4, 'CHAIR', 'SCORED', 'Reviewer Q', $5, $6, $5)`,
			seat, panel, of.UUID, ben.Person, d.Now, sam.Person); err != nil {
			return err
		}
		if _, err := tx.Exec(t.Context(), `insert into review (id, panel_id, dossier_id, seat_id, person_id, submission_id, revision_id, status, body, number, created_at, saved_at, submitted_at)
			select $1, $2, id, $3, $4, submission_id, revision_id, 'SUBMITTED', '{"recommendation": "NOT_YET"}', 1, $5, $5, $5 from dossier where id = $6`, review, panel, seat, ben.Person, d.Now, of.UUID); err != nil {
			return err
		}
		if _, err := tx.Exec(t.Context(), `insert into decision (id, panel_id, dossier_id, submission_id, revision_id, outcome, rationale, components, votes, pre_scores, decided_by, decided_at)
			select $1, $2, id, submission_id, revision_id, 'NOT_YET', 'It is too early.', '[]', '[]', '{}', $3, $4 from dossier where id = $5`, decision, panel, ben.Person, d.Now, of.UUID); err != nil {
			return err
		}
		return audit.Append(t.Context(), tx, d.Now,
			audit.By(ben.Person, "submitReview", id.Of(id.Review, review), ana.Person, "recommendation", "NOT_YET"),
			audit.By(ben.Person, "decidePromotion", id.Of(id.Decision, decision), ana.Person, "outcome", "NOT_YET"))
	})
	own, judge := d.export(ana.Person), d.export(ben.Person)
	for _, secret := range []string{ben.Person.String(), seat.String(), review.String(), decision.String(), "submitReview", "decidePromotion", "NOT_YET", "It is too early.", "Reviewer Q"} {
		if strings.Contains(own, secret) {
			t.Errorf("the candidate's export holds %q", secret)
		}
	}
	for _, said := range []string{panel.String(), "submitDossier"} {
		if !strings.Contains(own, said) {
			t.Errorf("the candidate's export lacks %q", said)
		}
	}
	for _, said := range []string{seat.String(), review.String(), decision.String(), "NOT_YET", "Reviewer Q"} {
		if !strings.Contains(judge, said) {
			t.Errorf("the judge's export lacks %q", said)
		}
	}
	if strings.Contains(judge, "It is too early.") {
		t.Error("the judge's export holds the text of a decision on somebody else")
	}
	d.Tx(func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), `update decision set released_by = $2, released_at = $3 where id = $1`, decision, sam.Person, d.Now)
		return err
	})
	if own = d.export(ana.Person); !strings.Contains(own, "It is too early.") || strings.Contains(own, ben.Person.String()) {
		t.Error("once released, the candidate's export lacks the decision, or says who decided")
	}
}

// Every act of a panel's area is either a judge's, or one that its candidate
// may know of.
func TestEveryActOfPanelsIsKeptFromTheCandidateOrNot(t *testing.T) {
	t.Parallel()
	open := []string{"releaseDecision", "reverseDecision", "fileAppeal", "withdrawAppeal", "answerEarlierGap"}
	form := regexp.MustCompile(`audit\.By\(v\.Person, "(\w+)"|Act: "(\w+)"|"(\w+Review)", now\)`)
	found := map[string]bool{}
	err := fs.WalkDir(os.DirFS("../panel"), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile("../panel/" + path)
		for _, m := range form.FindAllStringSubmatch(string(text), -1) {
			found[m[1]+m[2]+m[3]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for act := range found {
		if slices.Contains(open, act) == slices.Contains(intake.OfJudges(), act) {
			t.Errorf("%s: say whether the candidate may know of it", act)
		}
	}
	for _, act := range append(open, intake.OfJudges()...) {
		if !found[act] {
			t.Errorf("%s: no act of a panel is called so", act)
		}
	}
}
