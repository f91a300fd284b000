package embedded_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/internal/embedded"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestFoldersThatAreRefused(t *testing.T) {
	t.Parallel()
	dir := cluster(t)
	for _, tc := range []struct {
		name    string
		prepare func()
		want    string
		is      func(error) bool
	}{
		{"a newer format", func() { write(t, filepath.Join(dir, "dossier-format"), "2\n") }, "run a newer Dossier",
			func(err error) bool {
				newer, ok := errors.AsType[*embedded.NewerData](err)
				return ok && newer.Format == 2 && newer.Known == 1 && newer.Dir == dir
			}},
		{"a format that is no number", func() { write(t, filepath.Join(dir, "dossier-format"), "one\n") }, "should hold a number", nil},
		{"a cluster that is not ours", func() { _ = os.Remove(filepath.Join(dir, "dossier-format")) }, "which Dossier did not make", nil},
		{"another major version", func() {
			write(t, filepath.Join(dir, "dossier-format"), "1\n")
			write(t, filepath.Join(dir, "data", "PG_VERSION"), "9\n")
		}, "made by PostgreSQL 9 but this machine has only", func(err error) bool {
			wrong, ok := errors.AsType[*embedded.WrongMajor](err)
			return ok && wrong.Data == "9" && len(wrong.Found) > 0
		}},
	} {
		tc.prepare()
		_, err := embedded.Start(t.Context(), embedded.Options{Dir: dir})
		if err == nil || !strings.Contains(err.Error(), tc.want) || tc.is != nil && !tc.is(err) {
			t.Errorf("%s: got %v, want %q", tc.name, err, tc.want)
		}
	}
}

func TestAFileWhereTheFolderShouldBe(t *testing.T) {
	t.Parallel()
	file := filepath.Join(scratch(t), "file")
	write(t, file, "")
	for _, dir := range []string{file, filepath.Join(file, "below")} {
		if _, err := embedded.Start(t.Context(), embedded.Options{Dir: dir}); err == nil {
			t.Errorf("%s: started", dir)
		}
	}
}

func TestAPrivateHome(t *testing.T) {
	t.Parallel()
	home := filepath.Join(scratch(t), "home")
	if err := os.Mkdir(home, 0o700); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(home, "dossier")
	pg, err := embedded.Start(t.Context(), embedded.Options{Dir: dir})
	if os.Geteuid() != 0 { // it is our own home
		if err != nil {
			t.Fatal(err)
		}
		pg.Stop()
		return
	}
	closed, ok := errors.AsType[*embedded.Unreachable](err)
	if !ok || closed.At != home || !strings.Contains(err.Error(), "/var/lib/dossier") {
		t.Errorf("got %v, want *Unreachable at %s and a better place", err, home)
	}
}

// A folder of somebody's own files is not taken over.
func TestAFolderWithOtherFilesIsLeftAlone(t *testing.T) {
	t.Parallel()
	dir := scratch(t)
	file := filepath.Join(dir, "letter.txt")
	write(t, file, "dear")
	for _, fresh := range []bool{false, true} {
		_, err := embedded.Start(t.Context(), embedded.Options{Dir: dir, Fresh: fresh})
		if err == nil || !strings.Contains(err.Error(), "letter.txt, which Dossier did not make") {
			t.Errorf("fresh %v: %v", fresh, err)
		}
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != "dear" {
		t.Errorf("the file: %q, %v", text, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "data")); err == nil {
		t.Error("a cluster was made beside it")
	}
}

func TestAHalfMadeClusterIsMadeAgain(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(scratch(t), "base")
	if err := os.MkdirAll(filepath.Join(dir, "data.tmp", "base"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "dossier-format"), "1\n") // which is written before the cluster
	write(t, filepath.Join(dir, "data.tmp", "PG_VERSION"), "15\n")
	pg := start(t, dir)
	if got := query(t, pg, "select 'works'"); got != "works" {
		t.Errorf("got %s", got)
	}
}
