package access_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/embedded/pgtest"
	"dossier/internal/people"
)

var statuses = []string{"DRAFT", "SUBMITTED", "IN_REVIEW", "DECIDED", "RELEASED", "WITHDRAWN"}

func TestWhoMayWhat(t *testing.T) {
	t.Parallel()
	candidate, other := uuid.UUID{1}, uuid.UUID{2}
	steward := &people.Viewer{Person: other, Roles: []people.Role{people.Steward}}
	stewardOwn := &people.Viewer{Person: candidate, Roles: []people.Role{people.Candidate, people.Steward}}
	founder := &people.Viewer{Person: other, Roles: []people.Role{people.CompanyFounder, people.HouseFounder, people.Panelist}}
	own := &people.Viewer{Person: candidate, Roles: []people.Role{people.Candidate}}
	reviewed := []string{"SUBMITTED", "IN_REVIEW", "DECIDED", "RELEASED"}
	for _, tc := range []struct {
		who    string
		viewer *people.Viewer
		act    access.Act
		in     []string
	}{
		{"nobody", nil, access.SeeDossier, nil},
		{"its candidate", own, access.SeeDossier, statuses},
		{"its candidate", own, access.SeeDraft, statuses},
		{"its candidate", own, access.SeeAdvice, statuses},
		{"its candidate", own, access.Write, statuses},
		{"its candidate", own, access.AnalyseDraft, []string{"DRAFT"}},
		{"its candidate", own, access.AnalyseSubmitted, nil},
		{"a steward", steward, access.SeeDossier, reviewed},
		{"a steward", steward, access.SeeDraft, nil},
		{"a steward", steward, access.SeeAdvice, nil},
		{"a steward", steward, access.Write, nil},
		{"a steward", steward, access.Respond, nil},
		{"a steward", steward, access.AnalyseDraft, nil},
		{"a steward", steward, access.AnalyseSubmitted, []string{"SUBMITTED", "IN_REVIEW"}},
		{"a steward, own dossier", stewardOwn, access.SeeDossier, statuses},
		{"a steward, own dossier", stewardOwn, access.SeeAdvice, statuses},
		{"a founder", founder, access.SeeDossier, nil},
	} {
		for _, status := range statuses {
			want := false
			for _, s := range tc.in {
				want = want || s == status
			}
			if got := access.May(tc.viewer, tc.act, access.Case{Candidate: candidate, Status: status}); got != want {
				t.Errorf("%s may %s that is %s: %v, want %v", tc.who, tc.act, status, got, want)
			}
		}
	}
}

// The condition for WHERE and the answer to one question come from the same
// table; here both are asked for every act, relation, role and status.
func TestRowsAndMayAgree(t *testing.T) {
	t.Parallel()
	db := pgtest.Pool(t)
	candidate, other := uuid.UUID{1}, uuid.UUID{2}
	viewers := []*people.Viewer{nil}
	for _, p := range []uuid.UUID{candidate, other} {
		viewers = append(viewers, &people.Viewer{Person: p})
		for _, r := range people.Roles() {
			viewers = append(viewers, &people.Viewer{Person: p, Roles: []people.Role{r}})
		}
	}
	asked := 0
	for _, rule := range access.Policy() {
		if rule.Thing != access.ADossier {
			continue
		}
		for _, v := range viewers {
			for _, status := range statuses {
				where, args := access.Rows(v, rule.Act)
				args["candidate"], args["status"] = candidate, status
				var rows int
				err := db.QueryRow(t.Context(), `select count(*) from (select @candidate::uuid as candidate_id, @status::text as status) d where `+where, args).Scan(&rows)
				if err != nil && err != pgx.ErrNoRows {
					t.Fatalf("%s: %v", where, err)
				}
				if may := access.May(v, rule.Act, access.Case{Candidate: candidate, Status: status}); may != (rows == 1) {
					t.Errorf("viewer %+v may %s that is %s: %v, but WHERE finds %d rows", v, rule.Act, status, may, rows)
				}
				asked++
			}
		}
	}
	if asked < 500 {
		t.Errorf("only %d cases were asked", asked)
	}
}

func TestEveryTermSaysWhy(t *testing.T) {
	t.Parallel()
	for _, r := range access.Policy() {
		if len(r.Granted) == 0 {
			t.Errorf("nobody may %s", r.Act)
		}
		for _, term := range append(r.Denied, r.Granted...) {
			if term.Why == "" {
				t.Errorf("%s: %s has no reason", r.Act, fmt.Sprint(term))
			}
		}
	}
}
