package postgres_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dossier/internal/embedded/pgtest"
	"dossier/internal/fault"
	"dossier/internal/postgres"
)

// guarded is a server that asks the role, and nobody else, for a password.
func guarded(t *testing.T) *pgtest.Private {
	t.Helper()
	dir, err := os.MkdirTemp("/var/tmp", "dossier-test-hba-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	file := filepath.Join(dir, "hba")
	if err := os.WriteFile(file, []byte("local all dossier_runtime scram-sha-256\nlocal all all trust\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil { // the server has a user of its own
		t.Fatal(err)
	}
	return pgtest.Server(t, "hba_file="+file)
}

func TestTheRoleSignsInWithItsPassword(t *testing.T) {
	t.Parallel()
	s := guarded(t)
	runtime := func(password string) string { return as(t, s.DSN(), postgres.Runtime, password, "") }
	refused := func(when, password string) {
		t.Helper()
		_, err := postgres.Open(t.Context(), runtime(password), postgres.Options{Role: postgres.Runtime})
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "refuses the user or the password") {
			t.Errorf("%s: %v", when, err)
		}
	}
	refused("before it may", "correct-horse")
	for _, weak := range []string{"", "short", "with a space", "pässwörter", "line\nbreak!"} {
		if err := postgres.LetRuntimeIn(t.Context(), s.DSN(), weak); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "8 or more letters") {
			t.Errorf("the password %q: %v", weak, err)
		}
	}
	for _, password := range []string{"correct-horse", "another'; drop role x; --", "correct-horse"} {
		if err := postgres.LetRuntimeIn(t.Context(), s.DSN(), strings.ReplaceAll(password, " ", "")); err != nil {
			t.Fatal(err)
		}
		must(t, open(t, runtime(strings.ReplaceAll(password, " ", ""))), "select 1")
		refused("a wrong password", "wrong-horse")
	}
	must(t, open(t, runtime("correct-horse")), entry)
	if _, _, err := postgres.Migrate(t.Context(), runtime("correct-horse")); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "name the owner of the tables") {
		t.Errorf("migrate as the role: %v", err)
	}
}

// Who migrates may have few rights; what a superuser must do is said so that
// it can be pasted.
func TestMigrateWithoutTheRightToMakeRoles(t *testing.T) {
	t.Parallel()
	s := guarded(t)
	super, err := postgres.Open(t.Context(), s.DSN(), postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer super.Close()
	must(t, super, "create role plain login")
	must(t, super, "create database plain owner plain")
	must(t, super, "drop owned by dossier_runtime")
	must(t, super, "drop role dossier_runtime")
	dsn := as(t, s.DSN(), "plain", "", "plain")
	told := func() string {
		t.Helper()
		_, _, err := postgres.Migrate(t.Context(), dsn)
		said := regexp.MustCompile("as a superuser run `([^`]+)`, then migrate again").FindStringSubmatch(fmt.Sprint(err))
		if said == nil || fault.KindOf(err) != fault.Invalid {
			t.Fatalf("migrate: %v", err)
		}
		return said[1]
	}
	both := `create role dossier_runtime; grant dossier_runtime to "plain"`
	if got := told(); got != both {
		t.Errorf("without the role: %s", got)
	}
	must(t, super, "create role dossier_runtime")
	if got := told(); got != `grant dossier_runtime to "plain"` {
		t.Errorf("with the role: %s", got)
	}
	if _, err := postgres.Open(t.Context(), dsn, postgres.Options{Role: postgres.Runtime}); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "run `grant dossier_runtime to \"plain\"`") {
		t.Errorf("a user who is no member: %v", err)
	}
	must(t, super, told())
	if from, to, err := postgres.Migrate(t.Context(), dsn); from != 0 || to != postgres.Latest() || err != nil {
		t.Fatalf("from %d to %d, %v", from, to, err)
	}
	must(t, open(t, dsn), entry)
	if err := postgres.LetRuntimeIn(t.Context(), dsn, "correct-horse"); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "as a superuser run `alter role dossier_runtime login`") {
		t.Errorf("a password by one who may set none: %v", err)
	}

	// The right to make roles is enough.
	must(t, super, "drop database plain with (force)")
	must(t, super, "drop role dossier_runtime")
	must(t, super, "alter role plain createrole")
	must(t, super, "create database plain owner plain")
	if _, _, err := postgres.Migrate(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	if err := postgres.LetRuntimeIn(t.Context(), dsn, "correct-horse"); err != nil {
		t.Error(err)
	}
	must(t, open(t, as(t, s.DSN(), postgres.Runtime, "correct-horse", "plain")), entry)
}
