package embedded_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"dossier/internal/embedded"
)

// keeper is set in the environment of the child that plays the program which
// gets killed; it names its base folder.
const keeper = "DOSSIER_TEST_EMBEDDED_KEEPER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(keeper); dir != "" {
		pg, err := embedded.Start(context.Background(), embedded.Options{Dir: dir})
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(pg.PID())
		<-pg.Exited()
		return
	}
	code := m.Run()
	if dir, err := made(); err == nil {
		os.RemoveAll(filepath.Dir(dir))
	}
	os.Exit(code)
}

// made makes one cluster, of which tests take copies: a copy takes a tenth of
// the time. TestMain removes it.
var made = sync.OnceValues(func() (string, error) {
	root, err := os.MkdirTemp("/var/tmp", "dossier-embedded-")
	if err != nil {
		return "", err
	}
	if err := os.Chmod(root, 0o755); err != nil {
		return "", err
	}
	dir := filepath.Join(root, "base")
	return dir, embedded.Init(context.Background(), embedded.Options{Dir: dir})
})

// scratch is a folder that the server's user can enter, unlike t.TempDir for
// root.
func scratch(t testing.TB) string {
	t.Helper()
	root, err := os.MkdirTemp("/var/tmp", "dossier-embedded-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(root); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
	root, err = filepath.EvalSymlinks(root) // errors name the folder so
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// cluster returns a base folder with a cluster that was never started.
func cluster(t testing.TB) string {
	t.Helper()
	from, err := made()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(scratch(t), "base")
	if out, err := exec.Command("cp", "-a", from, dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return dir
}

func start(t *testing.T, dir string) *embedded.Postgres {
	t.Helper()
	pg, err := embedded.Start(t.Context(), embedded.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pg.Stop)
	return pg
}

// query runs one statement and returns its one value, if it has one.
func query(t *testing.T, pg *embedded.Postgres, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), pg.DSN())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	rows, err := conn.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return strings.Join(got, " ")
}

func waitUntil(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !cond(); {
		if time.Now().After(end) {
			t.Fatalf("not within a minute: %s", what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// alive tells whether a process runs; one that ended but was not yet waited
// for by its parent counts as ended.
func alive(pid int) bool {
	if err := syscall.Kill(pid, 0); err != nil {
		return false
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err != nil || !strings.Contains(string(stat), ") Z ")
}
