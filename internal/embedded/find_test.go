package embedded

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// fakeServer makes a folder with an initdb and a postgres that says what it
// is told to.
func fakeServer(t *testing.T, says string) string {
	t.Helper()
	dir := t.TempDir()
	for name, script := range map[string]string{
		"initdb":   "#!/bin/sh\n",
		"postgres": "#!/bin/sh\n" + says + "\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestParseVersion(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		out, version string
		major        int
	}{
		{"postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n", "15.18", 15},
		{"postgres (PostgreSQL) 17.2\n", "17.2", 17},
		{"postgres (PostgreSQL) 18beta1\n", "18beta1", 18},
		{"postgres (PostgreSQL) 9.6.24", "9.6.24", 9},
		{"postgres (EnterpriseDB) x", "", 0},
		{"", "", 0},
	} {
		version, major, err := parseVersion(tc.out)
		if version != tc.version || major != tc.major || (err == nil) != (tc.major > 0) {
			t.Errorf("%q: %q, %d, %v", tc.out, version, major, err)
		}
	}
}

func TestTheVariableNamesTheServer(t *testing.T) {
	good := fakeServer(t, `echo "postgres (PostgreSQL) 16.1"`)
	t.Setenv(BinariesVar, good)
	bin, err := FindPostgres(t.Context())
	if err != nil || bin.Dir != good || bin.Version != "16.1" || bin.Major != 16 {
		t.Errorf("got %+v, %v", bin, err)
	}
	for _, tc := range []struct{ name, dir, want string }{
		{"too old", fakeServer(t, `echo "postgres (PostgreSQL) 12.3"`), "version 12.3 is too old"},
		{"does not run", fakeServer(t, "exit 1"), "exit status 1"},
		{"not a server", t.TempDir(), "look for initdb"},
	} {
		t.Setenv(BinariesVar, tc.dir)
		if _, err := FindPostgres(t.Context()); err == nil || !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), BinariesVar) {
			t.Errorf("%s: got %v, want %q", tc.name, err, tc.want)
		}
	}
}

func TestTheServerBehindALinkOnThePathIsFound(t *testing.T) {
	real := fakeServer(t, `echo "postgres (PostgreSQL) 99.1"`)
	links := t.TempDir()
	if err := os.Symlink(filepath.Join(real, "initdb"), filepath.Join(links, "initdb")); err != nil {
		t.Fatal(err)
	}
	t.Setenv(BinariesVar, "")
	t.Setenv("PATH", links+":"+os.Getenv("PATH"))
	bin, err := FindPostgres(t.Context()) // the newest, so ours
	if err != nil || bin.Major != 99 {
		t.Errorf("got %+v, %v", bin, err)
	}
	dirs := candidates(t.Context())
	slices.Sort(dirs)
	if len(slices.Compact(slices.Clone(dirs))) != len(dirs) {
		t.Errorf("a folder is asked twice: %v", dirs)
	}
}

func TestTheServerOfTheClustersOwnVersionIsChosen(t *testing.T) {
	t.Parallel()
	all := []Binaries{{Dir: "/17", Version: "17.2", Major: 17}, {Dir: "/15", Version: "15.18", Major: 15}}
	f := &folder{dir: t.TempDir()}
	if bin, err := f.binaries(all); err != nil || bin.Dir != "/17" {
		t.Errorf("no cluster yet: %+v, %v, want the preferred one", bin, err)
	}
	if err := os.Mkdir(f.data(), 0o700); err != nil {
		t.Fatal(err)
	}
	for version, want := range map[string]string{"15": "/15", "17": "/17", "16": ""} {
		if err := os.WriteFile(filepath.Join(f.data(), "PG_VERSION"), []byte(version+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		bin, err := f.binaries(all)
		if _, wrong := errors.AsType[*WrongMajor](err); bin.Dir != want || wrong != (want == "") {
			t.Errorf("a cluster of %s: %+v, %v", version, bin, err)
		}
	}
}
