package pgtest_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dossier/internal/embedded/pgtest"
)

// player is set in the environment of children of this test binary: "test"
// makes one run an ordinary test, "hang" one that must be killed.
const player = "DOSSIER_TEST_PGTEST_PLAYER"

// TestPlayed is the ordinary test that children run; in the parent it is one
// more test with a database.
func TestPlayed(t *testing.T) {
	pool := pgtest.Pool(t)
	var n int
	if err := pool.QueryRow(t.Context(), "select count(*) from person").Scan(&n); err != nil || n != 0 {
		t.Errorf("%d persons, %v", n, err)
	}
	if os.Getenv(player) == "hang" {
		fmt.Println("hangs")
		select {}
	}
}

func child(ctx context.Context, role string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestPlayed$")
	cmd.Env = append(os.Environ(), player+"="+role)
	return cmd
}

// folders are the clusters that a process has made.
func folders(t *testing.T, pid int) []string {
	t.Helper()
	var dirs []string
	for _, place := range []string{"/var/tmp", "/dev/shm"} {
		found, err := filepath.Glob(fmt.Sprintf("%s/dossier-test-%d-*", place, pid))
		if err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, found...)
	}
	return dirs
}

func waitUntilGone(t *testing.T, pid int) {
	t.Helper()
	for end := time.Now().Add(time.Minute); len(folders(t, pid)) > 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("a minute after its end a test binary has left %v", folders(t, pid))
		}
	}
}

func TestSeveralTestBinariesAtOnceLeaveNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	var children []*exec.Cmd
	var outs []*strings.Builder
	for range 3 {
		c, out := child(ctx, "test"), &strings.Builder{}
		c.Stdout, c.Stderr = out, out
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		children, outs = append(children, c), append(outs, out)
	}
	for i, c := range children {
		if err := c.Wait(); err != nil {
			t.Errorf("%v: %s", err, outs[i])
		}
		waitUntilGone(t, c.Process.Pid)
	}
}

func TestAKilledTestBinaryLeavesNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	c := child(ctx, "hang")
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "hangs\n" {
		t.Fatalf("the child says %q, %v", line, err)
	}
	if n := len(folders(t, c.Process.Pid)); n != 1 {
		t.Errorf("%d clusters of the child, want 1", n)
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait()
	waitUntilGone(t, c.Process.Pid)
}

func TestWithoutPostgresTheLineToTypeIsTold(t *testing.T) {
	t.Parallel()
	c := child(t.Context(), "test")
	// With the variable set no other place is looked at.
	c.Env = append(c.Env, "DOSSIER_POSTGRES_BIN="+t.TempDir())
	out, err := c.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "--- FAIL") || !strings.Contains(string(out), "no usable PostgreSQL") {
		t.Errorf("%v: %s", err, out)
	}
}
