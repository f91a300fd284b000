package intake_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/internal/id"
	"dossier/internal/intake"
)

func TestJSONLinesMayMixTables(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.clean(source("all.ndjson", `{"table":"ranks","key":"r","person":"a","level":"L3","from":"2024-01-01"}
{"table":"people","key":"a","name":"A"}

{"name":"B","key":"b","table":"people"}`))
	if counts(r, "people") != "2 new 0 changed 0 unchanged 0 bad" || counts(r, "ranks") != "1 new 0 changed 0 unchanged 0 bad" {
		t.Error(said(r))
	}
}

// What is in the database already is named by its id, as the API shows it.
func TestRowsMayNameWhatIsThereByItsID(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v := d.Person("Ada", "L8")
	r := d.clean(source("pauses.csv", "key,person,from,to,reason\np,"+id.Of(id.Person, v.Person).String()+",2025-01-01,2025-02-01,leave\n"))
	if counts(r, "pauses") != "1 new 0 changed 0 unchanged 0 bad" || d.count(`select count(*) from tenure_pause where person_id = $1`, v.Person) != 1 {
		t.Error(said(r))
	}
	// A row whose key is the id of what is there changes nothing.
	r = d.clean(source("people.csv", "key,name\n"+id.Of(id.Person, v.Person).String()+",Another\n"))
	if counts(r, "people") != "0 new 0 changed 1 unchanged 0 bad" || d.count(`select count(*) from person where name = 'Another'`) != 0 {
		t.Error(said(r))
	}
	for _, other := range []string{id.Of(id.Company, v.Person).String(), id.Of(id.Person, d.NewID()).String(), "Ada", ""} {
		r := d.take(intake.Options{}, source("pauses.csv", "key,person,from,to,reason\nq,"+other+",2025-05-01,2025-06-01,leave\n"))
		if r.BadRows() != 1 {
			t.Errorf("%q was taken for a person: %s", other, said(r))
		}
	}
}

func TestAStoppedImportLeavesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx, stop := context.WithCancel(t.Context())
	d.im.Progress = func(_ string, rows int) {
		if rows >= 2000 {
			stop()
		}
	}
	_, err := d.im.Import(ctx, []intake.Source{peopleFile(5000, -1)}, intake.Options{}, d.Now)
	if !errors.Is(err, context.Canceled) || d.count(`select count(*) from person`)+d.count(`select count(*) from imported`)+d.count(`select count(*) from audit`) != 0 {
		t.Errorf("%v, with %d people", err, d.count(`select count(*) from person`))
	}
}

func TestAFileThatBreaksOffIsSaid(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	gone := errors.New("the disk is gone")
	whole := peopleFile(5000, -1)
	s := intake.Source{Name: "people.csv", Open: func() (io.ReadCloser, error) {
		text, err := whole.Open()
		return io.NopCloser(io.MultiReader(text, failing{gone})), err
	}}
	if _, err := d.im.Import(t.Context(), []intake.Source{s}, intake.Options{}, d.Now); err == nil || !strings.Contains(err.Error(), "people.csv: cannot be read: the disk is gone") {
		t.Error(err)
	}
	if n := d.count(`select count(*) from person`); n != 0 {
		t.Errorf("%d people", n)
	}
}

type failing struct{ error }

func (f failing) Read([]byte) (int, error) { return 0, f.error }

func TestFilesOnDisk(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := filepath.Join(t.TempDir(), "list.tsv")
	if err := os.WriteFile(path, []byte("\ufeffName\tKEY\r\n\"Ä \"\"B\"\"\"\ta\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.clean(intake.File(path, "people"))
	if n := d.count(`select count(*) from person where name = 'Ä "B"'`); n != 1 {
		t.Errorf("%d people", n)
	}
	if err := os.Chmod(path, 0); err != nil || os.Geteuid() == 0 {
		return // root reads everything
	}
	if _, err := d.im.Import(t.Context(), []intake.Source{intake.File(path, "people")}, intake.Options{}, d.Now); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Error(err)
	}
}
