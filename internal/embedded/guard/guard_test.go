package guard_test

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"dossier/internal/embedded/guard"
)

// keeper is set in the environment of the child that plays the process which
// gets killed; it names the folder that its guard must remove.
const keeper = "DOSSIER_TEST_GUARD_KEEPER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(keeper); dir != "" {
		c, err := guard.Start(guard.Process{Args: []string{"sleep", "600"}, Dir: "/", Log: os.Stderr, Remove: dir, Signal: "TERM"})
		if err != nil {
			panic(err)
		}
		_, _ = os.Stdout.WriteString(strconv.Itoa(c.PID) + "\n")
		<-c.Exited()
		return
	}
	os.Exit(m.Run())
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

func waitUntil(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !cond(); {
		if time.Now().After(end) {
			t.Fatalf("not within 30 s: %s", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func TestKillOfTheParentEndsTheServerAndRemovesTheFolder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "with a space")
	if err := os.MkdirAll(filepath.Join(dir, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), keeper+"="+dir)
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil || !alive(pid) {
		t.Fatalf("the server %q does not run: %v", line, err)
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait()
	waitUntil(t, "the server ends", func() bool { return !alive(pid) })
	waitUntil(t, "the folder is removed", func() bool {
		_, err := os.Stat(dir)
		return errors.Is(err, os.ErrNotExist)
	})
}

func TestStopKillAndAnEndOfItsOwn(t *testing.T) {
	t.Parallel()
	start := func(t *testing.T, args ...string) *guard.Child {
		t.Helper()
		c, err := guard.Start(guard.Process{Args: args, Dir: "/", Log: os.Stderr, Signal: "TERM"})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.Kill)
		return c
	}
	deaf := filepath.Join(t.TempDir(), "deaf")
	for _, tc := range []struct {
		name string
		args []string
		end  func(*guard.Child)
		code int
	}{
		{"stop asks politely", []string{"sleep", "600"}, func(c *guard.Child) { c.Stop(time.Minute) }, 128 + 15},
		{"stop loses patience", []string{"sh", "-c", `trap "" TERM; : >"$0"; exec sleep 600`, deaf}, func(c *guard.Child) {
			waitUntil(t, "the server is deaf", func() bool { _, err := os.Stat(deaf); return err == nil })
			c.Stop(200 * time.Millisecond)
		}, 128 + 9},
		{"kill", []string{"sleep", "600"}, func(c *guard.Child) { c.Kill() }, 128 + 9},
		{"kill after the end", []string{"true"}, func(c *guard.Child) { <-c.Exited(); c.Kill() }, 0},
		{"ends by itself", []string{"sh", "-c", "exit 7"}, func(c *guard.Child) { <-c.Exited() }, 7},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := start(t, tc.args...)
			tc.end(c)
			select {
			case <-c.Exited():
			case <-time.After(30 * time.Second):
				t.Fatal("the server still runs")
			}
			code := 0
			if exit, ok := errors.AsType[*exec.ExitError](c.Err()); ok {
				code = exit.ExitCode()
			}
			if code != tc.code || alive(c.PID) {
				t.Errorf("exit code %d, want %d; alive %v", code, tc.code, alive(c.PID))
			}
		})
	}
}

func TestACommandThatIsNotThere(t *testing.T) {
	t.Parallel()
	c, err := guard.Start(guard.Process{Args: []string{"/no/such/program"}, Dir: "/", Log: os.Stderr})
	if err != nil {
		t.Fatal(err)
	}
	<-c.Exited()
	if exit, ok := errors.AsType[*exec.ExitError](c.Err()); !ok || exit.ExitCode() != 127 {
		t.Errorf("ended with %v, want exit code 127", c.Err())
	}
	if _, err := guard.Start(guard.Process{Args: []string{"true"}, Dir: "/no/such/folder", Log: os.Stderr}); err == nil {
		t.Error("a folder that is not there: no error")
	}
}
