package graph_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	sdl "github.com/vektah/gqlparser/v2/ast"
)

// seen is what everybody finds in fields of one object: a value ("ok"), none
// ("null"), an empty list, a count; or that the object is "absent", as it is
// to who is not signed in.
type seen struct{ object, of, fields, want string }

// guardedFields is written from the house's rules on who sees what.
func guardedFields() []seen {
	return []seen{
		{"<Ana>", "Person", "id name level ranks tenure mentor mentorshipSlots mentees", "ok: *"},
		{"<Ana>", "Person", "standing eligibility simulate selfEvaluation curriculumProgress pauses", "ok: Ana Sam Nominator; null: *"},
		{"<Ana>", "Person", "records", "7: Ana Sam Nominator; 1: Carl Max Gina; 0: *"},
		{"<Ana>", "Person", "monthlyRates", "ok: Ana Hugo; null: *"},
		{"<pause>", "Pause", "id from to reason", "ok: Ana Sam Nominator; absent: *"},
		{"<answer>", "SelfAnswer", "id answer note answeredAt", "ok: Ana Sam Nominator; absent: *"},
		{"<answer>", "SelfAnswer", "evidence", "empty: Ana Sam Nominator; absent: *"},

		{"<submitted>", "Dossier", "id status candidate ladder from to components documents revision analysis standing eligibility explanations createdAt submittedAt", "ok: Ana Sam; absent: *"},
		{"<submitted>", "Dossier", "withdrawnAt", "null: Ana Sam; absent: *"},
		{"<draft>", "Dossier", "id status components documents analysis standing eligibility", "ok: Ana; absent: *"},
		{"<draft>", "Dossier", "explanations", "empty: Ana; absent: *"},
		{"<withdrawn>", "Dossier", "id status withdrawnAt", "ok: Ana; absent: *"},
		{"<text>", "Document", "id component title body words version createdAt updatedAt", "ok: Ana Sam; absent: *"},
		{"<text>", "Document", "source", "null: Ana Sam; absent: *"},
		{"<document>", "Document", "source", "ok: Ana; absent: *"},
		{"<draft text>", "Document", "id title body", "ok: Ana; absent: *"},
		{"<revision>", "Revision", "id number hash createdAt documents", "ok: Ana Sam; absent: *"},
		{"<draft revision>", "Revision", "id documents", "ok: Ana; absent: *"},

		{"<analysis>", "Analysis", "id status stale degraded revision provenance usage findings claims anomalies createdAt", "ok: Ana Sam; absent: *"},
		{"<analysis>", "Analysis", "progress failure", "null: Ana Sam; absent: *"},
		{"<analysis>", "Analysis", "staleReasons degradedReasons", "empty: Ana Sam; absent: *"},
		{"<analysis>", "Analysis", "gaps", "ok: Ana; empty: Sam; absent: *"},
		{"<draft analysis>", "Analysis", "id findings gaps", "ok: Ana; absent: *"},
		{"<finding>", "Finding", "id criterion assessed evidence", "ok: Ana Sam; absent: *"},
		{"<finding>", "Finding", "score confidence rationale", "ok: Ana; null: Sam; absent: *"},
		{"<finding>", "Finding", "gaps", "ok: Ana; empty: Sam; absent: *"},
		{"<draft finding>", "Finding", "id evidence gaps", "ok: Ana; absent: *"},
		{"<evidence>", "Evidence", "id quote", "ok: Ana Sam; absent: *"},
		{"<draft evidence>", "Evidence", "id quote", "ok: Ana; absent: *"},
		{"<gap>", "Gap", "id description", "ok: Ana; absent: *"},
		{"<draft gap>", "Gap", "id description", "ok: Ana; absent: *"},

		{"<above>", "Mentorship", "id mentor mentee status since offeredBy offeredAt", "ok: *"},
		{"<above>", "Mentorship", "purpose until endReason handOver", "null: *"},
		{"<above>", "Mentorship", "sessions adherence attestations", "ok: Ana Mia Sam; null: *"},
		{"<above>", "Mentorship", "warnings", "empty: Ana Mia Sam; null: *"},
		{"<above>", "Mentorship", "agreement", "ok: Ana Mia Hugo; null: *"},
		{"<below>", "Mentorship", "sessions attestations", "empty: Ana Tom Sam; null: *"},
		{"<below>", "Mentorship", "agreement", "ok: Ana Tom Hugo; null: *"},
		{"<offer>", "Mentorship", "id mentor mentee status offeredBy", "ok: Ana Lena; absent: *"},
		{"<offer>", "Mentorship", "sessions attestations warnings", "empty: Ana Lena; absent: *"},
		{"<money>", "ReferralAgreement", "id mentorship mentor mentee basisPoints months currency status offeredAt acceptedAt statement", "ok: Ana Tom Hugo; absent: *"},
		{"<money>", "ReferralAgreement", "endedOn", "null: Ana Tom Hugo; absent: *"},
		{"<terms>", "ReferralAgreement", "id statement", "ok: Ana Mia Hugo; absent: *"},

		{"<asked>", "Record", "id kind owner company from to provenance madeBy madeAt state confirmations", "ok: Ana Sam Nominator Carl; absent: *"},
		{"<asked>", "Record", "about supersededBy retractedAt", "null: Ana Sam Nominator Carl; absent: *"},
		{"<made>", "Record", "id", "ok: Ana Sam Nominator Max; absent: *"},
		{"<made>", "Record", "about", "ok: Ana Sam Nominator; null: Max; absent: *"},
		{"<wrong>", "Record", "id", "ok: Ana Sam Nominator Carl; absent: *"},
		{"<wrong>", "Record", "supersededBy", "ok: Ana Sam Nominator; null: Carl; absent: *"},
		{"<plain>", "Record", "id", "ok: Ana Sam Nominator; absent: *"},
		{"<offered>", "Nomination", "id nominee nominator from to relation since money reasonNotToPromote status offeredAt expiresAt", "ok: Ana Otto Sam; absent: *"},
		{"<offered>", "Nomination", "records", "ok: Ana Sam; empty: Otto; absent: *"},
		{"<offered>", "Nomination", "answeredAt", "null: Ana Otto Sam; absent: *"},
		{"<expired>", "Nomination", "id", "ok: Ana Elsa Sam; absent: *"},
		{"<taken back>", "Nomination", "id", "ok: Ana Wim Sam; absent: *"},

		{"viewer", "Viewer", "id person", "ok: *"},
		{"viewer", "Viewer", "roles", "ok: Ana Ben Hugo Fred Gina Sam; empty: *"},
		{"viewer", "Viewer", "confirmations", "1: Carl Gina; 0: *"},
		{"<confirmation>", "Confirmation", "id state of by at", "ok: Ana Sam Nominator Carl; absent: *"},
		{"<confirmation>", "Confirmation", "capacity note", "null: Ana Sam Nominator Carl; absent: *"},
		{"<link>", "ConfirmationLink", "id expiresAt", "ok: Sam; absent: *"},
		{"<session>", "MentoringSession", "id on recordedBy", "ok: Ana Mia Sam; absent: *"},
		{"<accrual>", "StatementEntry", "id month monthIndex base activeDays monthDays amount reversed explanation runningTotal", "ok: Ana Tom Hugo; absent: *"},
		{"<accrual>", "StatementEntry", "reason", "null: Ana Tom Hugo; absent: *"},
	}
}

func TestEveryGuardedFieldByEverybody(t *testing.T) {
	t.Parallel()
	schema, table := executable(), guardedFields()
	written := slices.Concat(table, heardFields(), toldFields())
	for _, of := range []string{
		"Person", "Pause", "SelfAnswer", "Dossier", "Document", "Revision", "Analysis", "Finding", "Mentorship", "ReferralAgreement", "Record", "Nomination", "Viewer",
		"Confirmation", "ConfirmationLink", "MentoringSession", "StatementEntry", "Panel", "Seat", "Review", "Post", "PanelSession", "ReviewQueueEntry", "Decision",
		"Appeal", "Entitlement", "ConflictDeclaration", "Notification",
	} {
		for _, f := range schema.Types[of].Fields {
			if !slices.ContainsFunc(written, func(s seen) bool { return s.of == of && slices.Contains(strings.Fields(s.fields), f.Name) }) {
				t.Errorf("%s.%s: who sees it is not written down here", of, f.Name)
			}
		}
	}
	worlds := map[string]*cast{"Ana": castFor(t, "Ana"), "Asa": castFor(t, "Asa")}
	for name := range personas() {
		c := worlds["Ana"]
		if name == "Asa" {
			c = worlds[name]
		}
		c.finds(t, name, table)
	}
}

// finds asks for all fields of a table.
func (c *cast) finds(t *testing.T, name string, table []seen) {
	t.Helper()
	schema := executable()
	for _, s := range table {
		want, err := expected(s.want+"; absent: nobody Stranger", name)
		if err != nil {
			t.Fatalf("%s: %v", s.object, err)
		}
		found := c.find(t, schema, name, s)
		for _, f := range strings.Fields(s.fields) {
			got := "absent"
			if found != nil {
				got = said(found[f])
			}
			if got != want {
				t.Errorf("%s %s.%s: %q is told %s, want %s", s.object, s.of, f, name, got, want)
			}
		}
	}
}

// find reads fields of an object, nil if it is absent.
func (c *cast) find(t *testing.T, s *sdl.Schema, name string, o seen) map[string]any {
	t.Helper()
	fields := ""
	for _, name := range strings.Fields(o.fields) {
		f := s.Types[o.of].Fields.ForName(name)
		if fields += " " + name; f.Arguments.ForName("input") != nil {
			fields += "(input: {})"
		}
		fields += selection(s, f)
	}
	query := `{ found: node(id: "` + o.object + `") { ... on ` + o.of + ` {` + fields + ` } } }`
	if o.object == "viewer" {
		query = `{ found: viewer {` + fields + ` } }`
	}
	r := c.ask(name, c.fills(query), nil)
	if len(r.Errors) > 0 {
		t.Fatalf("%s: %+v", query, r.Errors)
	}
	var data struct{ Found map[string]any }
	if err := json.Unmarshal(r.Data, &data); err != nil {
		t.Fatal(err)
	}
	return data.Found
}
