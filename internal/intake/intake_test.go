package intake_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/intake"
	"dossier/internal/testworld"
)

// desk is a world with an importer.
type desk struct {
	*testworld.World
	im *intake.Importer
}

func newDesk(t *testing.T) *desk {
	w := testworld.New(t)
	return &desk{w, &intake.Importer{DB: w.DB, NewID: w.NewID}}
}

// source is a file in memory.
func source(name, text string) intake.Source {
	return intake.Source{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

func (d *desk) take(o intake.Options, sources ...intake.Source) *intake.Report {
	d.T.Helper()
	r, err := d.im.Import(d.T.Context(), sources, o, d.Now)
	if err != nil {
		d.T.Fatal(err)
	}
	return r
}

// clean imports what must be in order.
func (d *desk) clean(sources ...intake.Source) *intake.Report {
	d.T.Helper()
	r := d.take(intake.Options{}, sources...)
	if len(r.Bad) > 0 || !r.Written {
		d.T.Fatalf("not clean: %v", said(r))
	}
	return r
}

func said(r *intake.Report) string {
	var b strings.Builder
	_ = r.Text(&b)
	return b.String()
}

func (d *desk) count(sql string, args ...any) (n int) {
	d.T.Helper()
	if err := d.DB.QueryRow(d.T.Context(), sql, args...).Scan(&n); err != nil {
		d.T.Fatal(err)
	}
	return n
}

func (d *desk) id(kind, key string) (u uuid.UUID) {
	d.T.Helper()
	if err := d.DB.QueryRow(d.T.Context(), `select object_id from imported where kind = $1 and key = $2`, kind, key).Scan(&u); err != nil {
		d.T.Fatal(err)
	}
	return u
}

// counts are those of one table, as "2 new 0 changed 1 unchanged 0 bad".
func counts(r *intake.Report, table string) string {
	for _, c := range r.Tables {
		if c.Table == table {
			return fmt.Sprintf("%d new %d changed %d unchanged %d bad", c.New, c.Changed, c.Unchanged, c.Bad)
		}
	}
	return "none"
}

// org is a small organisation, with every table but the reviews.
const org = `{
	"tech-decisions": [
		{"key": "d1", "person": "zineb", "company": "fjordlast", "from": "2025-02-01", "provenance": "IMPORT", "title": "Buy the payment service",
		 "type": "BUILD_VS_BUY", "options": ["BUILD", "BUY"], "chosen": "BUY", "contexts": ["burn-rate"],
		 "costs": {"engineering": {"amount": 1200000, "currency": "NOK"}, "infrastructure": {"amount": 0, "currency": "NOK"},
		           "opportunity": {"amount": 0, "currency": "NOK"}, "timeToMarketMonths": 2},
		 "affects": ["berths", "pilot"], "confirmed_by": "sverre", "confirmed_as": "FOUNDER", "confirmed_on": "2026-01-10"}],
	"people": [
		{"key": "zineb", "name": "Zineb"}, {"key": "sverre", "name": "Sverre"}, {"key": "hakon", "name": "Håkon"}, {"key": "guest", "name": "A guest"}],
	"identities": [{"key": "zineb", "person": "zineb", "issuer": "https://login.example.org", "subject": "z1"}],
	"roles": [{"key": "zineb-c", "person": "zineb", "role": "CANDIDATE", "from": "2020-01-01"}],
	"ranks": [
		{"key": "z7", "person": "zineb", "level": "L7", "from": "2020-01-01", "to": "2023-02-01", "attestedBy": "sverre"},
		{"key": "z8", "person": "zineb", "level": "L8", "from": "2023-02-01"},
		{"key": "h5", "person": "hakon", "level": "L5", "from": "2024-02-01"}],
	"pauses": [{"key": "leave", "person": "zineb", "from": "2024-01-01", "to": "2024-03-01", "reason": "parental leave"}],
	"companies": [{"key": "fjordlast", "name": "Fjordlast", "country": "NO"}],
	"founders": [{"key": "f", "company": "fjordlast", "person": "sverre", "from": "2019-01-01"}],
	"surfaces": [
		{"key": "berths", "company": "fjordlast", "name": "Berths", "from": "2020-01-01"},
		{"key": "pilot", "company": "fjordlast", "name": "Pilot's app", "from": "2021-01-01"}],
	"dependencies": [{"key": "x", "surface": "pilot", "on": "berths", "kind": "DATA"}],
	"mentorships": [{"key": "m", "mentor": "zineb", "mentee": "hakon", "from": "2025-01-01", "purpose": "OWNERSHIP_TRACK",
		"sessions": ["2025-01-10", "2025-02-10"], "attestations": [{"level": "L7", "reason": "He decides alone.", "on": "2026-02-01"}]}],
	"monthly-rates": [{"key": "r", "person": "hakon", "from": "2025-01-01", "amount": 650000, "currency": "NOK"}]
}`

const reviews = `{"key":"o1","person":"zineb","about":"d1","from":"2025-11-01","provenance":"IMPORT","made_by":"sverre","metric":"months to launch","baseline":9,"target":4,"actual":3.5,"verdict":"POSITIVE","engineeringMonthsSaved":6}
`

func TestEveryTableIsWrittenOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	// The reviews come first on the command line and last in the database.
	sources := []intake.Source{source("outcome-reviews.jsonl", reviews), source("org.json", org)}
	first := d.clean(sources...)
	if got := counts(first, "people"); got != "4 new 0 changed 0 unchanged 0 bad" {
		t.Errorf("people: %s", got)
	}
	for table, want := range map[string]int{
		"person": 4, "identity": 1, "role_grant": 1, "rank_record": 3, "tenure_pause": 1, "company": 1, "company_founder": 1, "surface": 2,
		"surface_dependency": 1, "mentorship": 1, "mentoring_session": 2, "readiness": 1, "monthly_rate": 1, "record": 2, "confirmation": 1,
		"imported": 19, "audit": 19,
	} {
		if got := d.count(`select count(*) from ` + table); got != want {
			t.Errorf("%s has %d rows, want %d", table, got, want)
		}
	}
	if n := d.count(`select count(*) from audit where act = 'import' and subject = $1`, d.id("people", "zineb")); n < 5 {
		t.Errorf("%d entries of the trail are about the candidate", n)
	}
	again := d.clean(sources...)
	for _, c := range again.Tables {
		if c.New+c.Changed+c.Bad > 0 || c.Unchanged == 0 {
			t.Errorf("again: %+v", *c)
		}
	}
	if n := d.count(`select count(*) from audit`); n != 19 {
		t.Errorf("the trail has %d entries after the same import again, want 19", n)
	}
}

func TestWhatChangedIsChangedAsItsAreaAllows(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clean(source("org.json", org), source("outcome-reviews.jsonl", reviews))
	old := d.id("tech-decisions", "d1")
	d.Now = d.Now.Add(time.Hour)
	change := strings.NewReplacer(`"name": "A guest"`, `"name": "Somebody"`, `"name": "Fjordlast"`, `"name": "Fjordlast AS"`,
		`"2025-02-10"]`, `"2025-02-10", "2025-03-10"], "to": "2026-03-01", "endReason": "COMPLETED"`,
		`"Buy the payment service"`, `"Buy the payment service, and keep the ledger"`,
		`"role": "CANDIDATE", "from": "2020-01-01"`, `"role": "CANDIDATE", "from": "2020-01-01", "to": "2026-11-01"`)
	// The review stands about the decision that holds.
	r := d.clean(source("org.json", change.Replace(org)), source("outcome-reviews.jsonl", reviews))
	for _, table := range []string{"people", "companies", "mentorships", "tech-decisions", "roles", "outcome-reviews"} {
		if got := counts(r, table); !strings.Contains(got, "0 new 1 changed") {
			t.Errorf("%s: %s", table, got)
		}
	}
	now := d.id("tech-decisions", "d1")
	for sql, want := range map[string]int{
		`select count(*) from person where name = 'Somebody'`:                                                      1,
		`select count(*) from company where name = 'Fjordlast AS'`:                                                 1,
		`select count(*) from mentoring_session`:                                                                   3,
		`select count(*) from readiness`:                                                                           1,
		`select count(*) from mentorship where status = 'ENDED' and upper(during) = '2026-03-01'`:                  1,
		`select count(*) from record where id = '` + old.String() + `' and superseded_by = '` + now.String() + `'`: 1,
		`select count(*) from record where superseded_by is null and about_id = '` + now.String() + `'`:            1,
		`select count(*) from record where superseded_by is null and kind = 'OUTCOME_REVIEW'`:                      1,
		`select count(*) from role_grant where upper(during) = '2026-11-01'`:                                       1,
	} {
		if got := d.count(sql); got != want {
			t.Errorf("%s: %d, want %d", sql, got, want)
		}
	}
	for name, change := range map[string]*strings.Replacer{
		"correctRank":                    strings.NewReplacer(`"level": "L8"`, `"level": "L9"`),
		"rate is not overwritten":        strings.NewReplacer(`650000`, `700000`),
		"liftPause":                      strings.NewReplacer(`"to": "2024-03-01"`, `"to": "2024-04-01"`),
		"is not moved":                   strings.NewReplacer(`"subject": "z1"`, `"subject": "z2"`),
		"keeps its two people":           strings.NewReplacer(`"mentor": "zineb", "mentee": "hakon"`, `"mentor": "sverre", "mentee": "hakon"`),
		"only the days of a role":        strings.NewReplacer(`"role": "CANDIDATE"`, `"role": "PANELIST"`),
		"not overwritten":                strings.NewReplacer(`"kind": "DATA"`, `"kind": "USERS"`),
		"stays with its company":         strings.NewReplacer(`"companies": [`, `"companies": [{"key": "other", "name": "Other"},`, `"key": "berths", "company": "fjordlast"`, `"key": "berths", "company": "other"`),
		"only the last day of a founder": strings.NewReplacer(`"from": "2019-01-01"`, `"from": "2018-01-01"`),
	} {
		r := d.take(intake.Options{}, source("org.json", change.Replace(org)))
		if r.Written || !strings.Contains(said(r), name) || !strings.Contains(said(r), "came in before with other values") {
			t.Errorf("%s: %s", name, said(r))
		}
	}
}

func TestARecordThatWasCorrectedElsewhereIsLeftAlone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clean(source("org.json", org))
	if _, err := d.DB.Exec(t.Context(), `update record set retracted_at = now()`); err != nil {
		t.Fatal(err)
	}
	r := d.take(intake.Options{}, source("org.json", strings.ReplaceAll(org, "Buy the", "Rent the")))
	if r.Written || !strings.Contains(said(r), "was corrected or retracted since") {
		t.Error(said(r))
	}
}

// as names the table of a source.
func (d *desk) as(s intake.Source, table string) intake.Source {
	s.Table = table
	return s
}
