package intake_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	calendar "dossier/internal/day"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/intake"
	"dossier/internal/record"
)

func (d *desk) export(person uuid.UUID) string {
	d.T.Helper()
	var b strings.Builder
	if err := intake.Export(d.T.Context(), d.DB, person, &b, d.Now); err != nil {
		d.T.Fatal(err)
	}
	if !json.Valid([]byte(b.String())) {
		d.T.Fatalf("no JSON: %s", b.String())
	}
	return b.String()
}

func TestAnExportIsReadByAnotherDatabase(t *testing.T) {
	t.Parallel()
	here, there := newDesk(t), newDesk(t)
	here.clean(source("org.json", org), source("outcome-reviews.jsonl", reviews))
	zineb := here.id("people", "zineb")
	out := here.export(zineb)
	r := there.clean(source("zineb.json", out))
	for table, want := range map[string]string{
		"people": "3 new", "identities": "1 new", "roles": "1 new", "ranks": "2 new", "pauses": "1 new", "companies": "1 new", "founders": "1 new",
		"surfaces": "2 new", "mentorships": "1 new", "tech-decisions": "1 new", "outcome-reviews": "1 new",
	} {
		if got := counts(r, table); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, want %s", table, got, want)
		}
	}
	same := `select count(*) from record r join person p on p.id = r.person_id left join person s on s.id = r.state_by where p.name = 'Zineb'
		and (r.kind = 'TECH_DECISION' and r.state = 'CONFIRMED' and s.name = 'Sverre' and jsonb_array_length(r.body -> 'affects') = 2
			or r.kind = 'OUTCOME_REVIEW' and r.body ->> 'actual' = '3.5' and r.about_id is not null)`
	if a, b := here.count(same), there.count(same); a != 2 || b != 2 {
		t.Errorf("%d and %d records stand as they were", a, b)
	}
	// What is exported again says the same, but for ids.
	ids := regexp.MustCompile(`"[A-Za-z0-9_-]{24}"|[0-9a-f-]{36}`)
	tables := func(s string) string { return ids.ReplaceAllString(s[:strings.Index(s, `"export"`)], "id") }
	if a, b := tables(out), tables(there.export(there.id("people", keyOf(t, out)))); a != b {
		t.Errorf("%s\n\nbecame\n\n%s", a, b)
	}
}

// What the owner said of their own decision comes out and goes in again as that.
func TestAnOwnersReviewIsClaimedInAnotherDatabase(t *testing.T) {
	t.Parallel()
	here, there := newDesk(t), newDesk(t)
	here.clean(source("org.json", org))
	zineb := here.id("people", "zineb")
	v, err := here.People.Viewer(t.Context(), zineb, here.Now)
	if err != nil {
		t.Fatal(err)
	}
	var decision uuid.UUID
	if err := here.DB.QueryRow(t.Context(), `select id from record where kind = 'TECH_DECISION'`).Scan(&decision); err != nil {
		t.Fatal(err)
	}
	about := id.Of(id.Record, decision)
	_, err = (&record.Acts{DB: here.DB, Ladders: here.Ladders, NewID: here.NewID}).Add(t.Context(), v, record.AddRecordInput{Record: record.RecordInput{
		About: &about, From: calendar.Day{Time: calendar.Date(2026, 1, 1)}, OutcomeReview: &record.OutcomeReview{Metric: "months to launch", Verdict: "POSITIVE"},
	}}, here.Now)
	if err != nil {
		t.Fatal(err)
	}
	there.clean(source("zineb.json", here.export(zineb)))
	own := `select count(*) from record where kind = 'OUTCOME_REVIEW' and made_by = person_id and provenance = 'SELF' and state = 'CLAIMED' and state_by is null`
	if a, b := here.count(own), there.count(own); a != 1 || b != 1 {
		t.Errorf("%d and %d of the owner's reviews are claimed, want 1 and 1", a, b)
	}
}

// keyOf is the key of the person in an export.
func keyOf(t *testing.T, out string) string {
	var v struct{ Export struct{ Of string } }
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		t.Fatal(err)
	}
	return v.Export.Of
}

func TestAnExportHoldsTextsAndNothingOfOthersButIDs(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clean(source("org.json", org), source("outcome-reviews.jsonl", reviews))
	v, err := d.People.Viewer(t.Context(), d.id("people", "zineb"), d.Now)
	if err != nil {
		t.Fatal(err)
	}
	open, err := d.Acts.Open(t.Context(), v, dossier.Opening{To: "L9"}, d.Now)
	if err != nil {
		t.Fatal(err)
	}
	in := dossier.Saving{Dossier: (&dossier.Dossier{UUID: open}).ID(), Component: "mentee-network", Title: "Mentees", Body: "I wrote this sentence."}
	if _, err := d.Acts.Save(t.Context(), v, in, d.Now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	own, others := d.export(v.Person), d.export(d.id("people", "sverre"))
	for _, want := range []string{"I wrote this sentence.", "Buy the payment service", "parental leave"} {
		if !strings.Contains(own, want) {
			t.Errorf("%q is not in the person's export", want)
		}
		if strings.Contains(others, want) {
			t.Errorf("%q is in the export of somebody else", want)
		}
	}
	var held struct {
		Export struct {
			Records []map[string]any `json:"records of others"`
			Audit   []map[string]any
		}
	}
	if err := json.Unmarshal([]byte(others), &held); err != nil {
		t.Fatal(err)
	}
	if len(held.Export.Records) != 2 || len(held.Export.Records[0]) != 1 || len(held.Export.Audit) == 0 {
		t.Errorf("who confirmed and reviewed has %v, and %d entries of the trail", held.Export.Records, len(held.Export.Audit))
	}
	if err := intake.Export(t.Context(), d.DB, uuid.New(), &strings.Builder{}, d.Now); fault.KindOf(err) != fault.NotFound {
		t.Errorf("an unknown person: %v", err)
	}
}

// Every column that refers to a person is exported; there is no exception.
func TestNothingThatRefersToAPersonIsForgotten(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	rows, err := d.DB.Query(t.Context(), `select c.conrelid::regclass::text, a.attname from pg_constraint c
		join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey) where c.contype = 'f' and c.confrelid = 'person'::regclass`)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		seen++
		if !intake.Holds(table, column) {
			t.Errorf("%s.%s refers to a person and is not exported", table, column)
		}
	}
	if err := rows.Err(); err != nil || seen < 20 {
		t.Errorf("only %d columns were looked at: %v", seen, err)
	}
	if intake.Holds("person", "nobody") {
		t.Error("a column that no section names passes for exported")
	}
	// Every section reads: a table or column that is gone is an error here.
	d.clean(source("people.csv", "key,name\na,A\n"))
	d.export(d.id("people", "a"))
}
