package intake_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/audit"
	"dossier/internal/intake"
)

// people is a file of n people; the one with the number bad has no name.
func peopleFile(n, bad int) intake.Source {
	var b strings.Builder
	b.WriteString("key,name\n")
	for i := range n {
		name := fmt.Sprintf("Person %d", i)
		if i == bad {
			name = ""
		}
		fmt.Fprintf(&b, "p%d,%s\n", i, name)
	}
	return source("people.csv", b.String())
}

func TestOneBadRowAmongTenThousand(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	file := peopleFile(10_000, 4321)
	r := d.take(intake.Options{}, file)
	if r.Written || counts(r, "people") != "9999 new 0 changed 0 unchanged 1 bad" || !strings.Contains(said(r), "people.csv:4323: name: is missing") {
		t.Errorf("stop: %s", said(r))
	}
	if n := d.count(`select count(*) from person`); n != 0 {
		t.Errorf("stop wrote %d people", n)
	}
	if r := d.take(intake.Options{Skip: true, DryRun: true}, file); r.Written || d.count(`select count(*) from person`) != 0 {
		t.Errorf("a dry run wrote: %s", said(r))
	}
	r = d.take(intake.Options{Skip: true}, file)
	if !r.Written || len(r.Bad) != 1 || d.count(`select count(*) from person`) != 9999 || d.count(`select count(*) from audit`) != 9999 {
		t.Errorf("skip: %s", said(r))
	}
	if r := d.clean(peopleFile(10_000, -1)); counts(r, "people") != "1 new 0 changed 9999 unchanged 0 bad" {
		t.Errorf("mended: %s", said(r))
	}
}

// A row that only the database can refuse is found among many.
func TestWhatTheDatabaseRefusesIsFoundByHalves(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clean(peopleFile(1500, -1))
	var b strings.Builder
	b.WriteString("key,person,level,from,to\n")
	for i := range 1500 {
		fmt.Fprintf(&b, "r%d,p%d,L5,2024-01-01,\n", i, i)
		if i == 700 || i == 1400 {
			fmt.Fprintf(&b, "again%d,p%d,L6,2025-01-01,\n", i, i)
		}
	}
	r := d.take(intake.Options{Skip: true}, source("ranks.csv", b.String()))
	if !r.Written || counts(r, "ranks") != "1500 new 0 changed 0 unchanged 2 bad" {
		t.Error(said(r))
	}
	for _, want := range []string{"ranks.csv:703: the person holds another level", "ranks.csv:1404: the person holds another level"} {
		if !strings.Contains(said(r), want) {
			t.Errorf("want %q:\n%s", want, said(r))
		}
	}
	if n := d.count(`select count(*) from rank_record`); n != 1500 {
		t.Errorf("%d ranks", n)
	}
}

func TestReadingStopsAfterTooManyBadRows(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	text := "key,name\n" + strings.Repeat("k,\n", 5000)
	r := d.take(intake.Options{MaxBad: 10, Skip: true}, source("people.csv", text))
	if r.Written || !r.Cut || len(r.Bad) > 50 || !strings.Contains(said(r), "Reading stopped") {
		t.Errorf("%d said, cut %v: %s", len(r.Bad), r.Cut, said(r))
	}
}

func TestARowThatRefersToABadRowSaysSo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.take(intake.Options{Skip: true}, source("people.csv", "key,name\na,\nb,B\n"), source("roles.csv", "key,person,role,from\nx,a,PANELIST,2024-01-01\ny,b,PANELIST,2024-01-01\n"))
	if !strings.Contains(said(r), `roles.csv:2: person: the row "a" of people is bad itself`) || counts(r, "roles") != "1 new 0 changed 0 unchanged 1 bad" {
		t.Error(said(r))
	}
}

func TestTwoImportsAtOnceTakeTurns(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	imports := make(chan *intake.Report, 3)
	var wg sync.WaitGroup
	for range cap(imports) {
		im := &intake.Importer{DB: d.DB, NewID: uuid.New}
		wg.Go(func() {
			r, err := im.Import(t.Context(), []intake.Source{source("org.json", org), source("outcome-reviews.jsonl", reviews)}, intake.Options{}, d.Now)
			if err != nil {
				t.Error(err)
				return
			}
			imports <- r
		})
	}
	wg.Wait()
	close(imports)
	fresh := 0
	for r := range imports {
		if r.BadRows() > 0 || !r.Written {
			t.Error(said(r))
		}
		if strings.HasPrefix(counts(r, "people"), "4 new") {
			fresh++
		}
	}
	if fresh != 1 || d.count(`select count(*) from audit`) != 19 {
		t.Errorf("%d imports wrote, the trail has %d entries", fresh, d.count(`select count(*) from audit`))
	}
}

func TestAReportIsATable(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.take(intake.Options{}, source("people.csv", "key,name\n\"a, b\",\n"))
	var table, lines strings.Builder
	if err := r.CSV(&table); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(table.String())).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][0] != "people.csv" || rows[1][1] != "2" || rows[1][3] != "a, b" {
		t.Errorf("%v, %v", rows, err)
	}
	if err := r.JSONLines(&lines); err != nil {
		t.Fatal(err)
	}
	var bad intake.Bad
	if err := json.Unmarshal([]byte(lines.String()), &bad); err != nil || bad != r.Bad[0] {
		t.Errorf("%+v, %v", bad, err)
	}
}

// Whoever confirms as a double of the owner is the owner.
func TestNobodyConfirmsTheirOwnRecordAsTheirDouble(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clean(source("org.json", org))
	d.Tx(func(tx pgx.Tx) error {
		return d.People.Merge(t.Context(), tx, d.id("people", "guest"), d.id("people", "zineb"), d.Now)
	})
	r := d.take(intake.Options{}, source("engagements.jsonl", `{"key":"e","person":"zineb","company":"fjordlast","from":"2025-01-01","provenance":"IMPORT","title":"Lead","confirmedBy":"guest","confirmedAs":"PEER"}`))
	if r.Written || !strings.Contains(said(r), "nobody confirms their own record") {
		t.Error(said(r))
	}
	// What is imported for the double is the person's.
	d.clean(source("engagements.jsonl", `{"key":"e","person":"guest","company":"fjordlast","from":"2025-01-01","provenance":"IMPORT","title":"Lead"}`))
	if n := d.count(`select count(*) from record where kind = 'ENGAGEMENT' and person_id = $1`, d.id("people", "zineb")); n != 1 {
		t.Errorf("%d engagements are the person's", n)
	}
}

func TestTheTrailOfAnImportHolds(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clean(peopleFile(2500, -1))
	if r, err := audit.Verify(t.Context(), d.DB, nil, nil); err != nil || r.Broken != "" || r.Head.Seq != 2500 {
		t.Errorf("%+v, %v", r, err)
	}
}
