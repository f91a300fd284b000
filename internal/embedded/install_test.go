package embedded

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func only(programs ...string) func(string) bool {
	return func(p string) bool {
		for _, q := range programs {
			if p == q {
				return true
			}
		}
		return false
	}
}

func TestHintIsOneLineToType(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		goos string
		root bool
		has  func(string) bool
		want string
	}{
		{"Debian as root", "linux", true, only("apt-get"), "`apt-get install -y postgresql`"},
		{"Debian as a user", "linux", false, only("apt-get"), "`sudo apt-get install -y postgresql`"},
		{"Fedora", "linux", false, only("dnf"), "`sudo dnf install -y postgresql-server postgresql-contrib`"},
		{"Alpine", "linux", true, only("apk"), "`apk add postgresql postgresql-contrib`"},
		{"a Mac", "darwin", false, only(), "`brew install postgresql@17`"},
		{"something else", "linux", false, only(), "install PostgreSQL 15 or newer"},
	} {
		if got := hint(tc.goos, tc.root, tc.has); !strings.Contains(got, tc.want) || !strings.Contains(got, "DATABASE_URL") || strings.Contains(got, "\n") {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestNothingIsInstalledThatWouldAsk(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		goos  string
		root  bool
		has   func(string) bool
		steps int
	}{
		{"Debian as root", "linux", true, only("apt-get"), 3},
		{"Debian as a user needs a password", "linux", false, only("apt-get", "sudo"), 0},
		{"Homebrew", "darwin", false, only("brew"), 1},
		{"Homebrew refuses root", "darwin", true, only("brew"), 0},
		{"Fedora", "linux", true, only("dnf"), 0},
	} {
		steps, err := installSteps(tc.goos, tc.root, tc.has, "conf")
		if len(steps) != tc.steps || (err == nil) != (tc.steps > 0) || err != nil && !errors.Is(err, ErrNoPostgres) {
			t.Errorf("%s: %d steps, %v; want %d steps", tc.name, len(steps), err, tc.steps)
		}
	}
}

func TestDebianInstallSaysWhatItDoesAndMakesNoCluster(t *testing.T) {
	bin := t.TempDir()
	script := "#!/bin/sh\necho \"ran $0 $* $DEBIAN_FRONTEND\"\n[ \"$1\" != \"$FAIL\" ]\n"
	if err := os.WriteFile(filepath.Join(bin, "apt-get"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	conf := filepath.Join(t.TempDir(), "postgresql-common", "createcluster.conf")
	steps, err := installSteps("linux", true, has, conf)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := run(t.Context(), &out, steps); err != nil {
		t.Fatal(err)
	}
	want := "apt-get update\nran " + bin + "/apt-get update noninteractive\n"
	if !strings.HasPrefix(out.String(), want) || !strings.Contains(out.String(), "install -y --no-install-recommends") || !strings.Contains(out.String(), conf) {
		t.Errorf("it said:\n%s", out.String())
	}
	if text, err := os.ReadFile(conf); err != nil || string(text) != "create_main_cluster = false\n" {
		t.Errorf("the setting is %q, %v", text, err)
	}

	t.Setenv("FAIL", "install")
	if err := run(t.Context(), &out, steps); err == nil || !strings.Contains(err.Error(), "exit status 1") || !strings.Contains(err.Error(), "apt-get install -y postgresql") {
		t.Errorf("a failed install gives %v, want the reason and the line to type", err)
	}
}

func TestAnAdministratorsClusterSettingIsKept(t *testing.T) {
	t.Parallel()
	conf := filepath.Join(t.TempDir(), "createcluster.conf")
	if err := os.WriteFile(conf, []byte("create_main_cluster = true\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := noMainCluster(conf); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(conf); err != nil || string(text) != "create_main_cluster = true\n" {
		t.Errorf("the setting is %q, %v", text, err)
	}
}

func TestDefaultDir(t *testing.T) {
	t.Setenv("HOME", "/home/someone")
	t.Setenv("XDG_DATA_HOME", "/data/of/someone")
	got := DefaultDir()
	if os.Geteuid() == 0 {
		if got != "/var/lib/dossier" {
			t.Errorf("as root %s", got)
		}
		return
	}
	if !strings.HasPrefix(got, "/data/of/someone") && !strings.HasPrefix(got, "/home/someone") {
		t.Errorf("got %s", got)
	}
}
