package embedded_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// program starts a child that runs a server on the folder, and returns it and
// the server's pid.
func program(t *testing.T, dir string) (*exec.Cmd, int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), keeper+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatalf("the program says %q", line)
	}
	return cmd, pid
}

func kill(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

func TestKillOfTheProgramLeavesNoServer(t *testing.T) {
	t.Parallel()
	dir := cluster(t)
	cmd, pid := program(t, dir)
	if !alive(pid) {
		t.Fatal("the server does not run")
	}
	kill(t, cmd.Process.Pid)
	began := time.Now()
	waitUntil(t, "the server ends", func() bool { return !alive(pid) })
	t.Logf("the server ended %v after its program was killed", time.Since(began))
}

func TestAStartRightAfterAKill(t *testing.T) {
	t.Parallel()
	dir := cluster(t)
	for range 3 {
		cmd, pid := program(t, dir)
		kill(t, cmd.Process.Pid)
		_ = cmd.Wait()
		pg := start(t, dir) // while the guard may still be stopping the other
		if alive(pid) || pg.PID() == pid {
			t.Fatal("two servers on one folder")
		}
		pg.Stop()
	}
}

func TestAnOrphanWithoutAGuardIsStopped(t *testing.T) {
	t.Parallel()
	dir := cluster(t)
	cmd, pid := program(t, dir)
	parents := parents(t)
	guard := parents[pid]
	if guard == 0 || parents[guard] != cmd.Process.Pid {
		t.Fatalf("the guard of %d is %d, which is no child of %d", pid, guard, cmd.Process.Pid)
	}
	// First the half of the guard that watches, then the one that waits.
	for child, parent := range parents {
		if parent == guard && child != pid {
			kill(t, child)
		}
	}
	kill(t, guard)
	kill(t, cmd.Process.Pid)
	_ = cmd.Wait()
	if !alive(pid) {
		t.Fatal("the server ended, so nothing is tested")
	}
	text, err := os.ReadFile(filepath.Join(dir, "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	socket := strings.Split(string(text), "\n")[4]
	if _, err := os.Stat(socket); err != nil {
		t.Fatal(err)
	}
	pg := start(t, dir)
	if alive(pid) || pg.PID() == pid {
		t.Error("the orphan still runs")
	}
	if _, err := os.Stat(socket); err == nil {
		t.Error("the orphan's socket folder is still there")
	}
}

// parents returns the parent of every process, from /proc or, where there is
// none, from ps.
func parents(t *testing.T) map[int]int {
	t.Helper()
	found := map[int]int{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // it has just ended
		}
		// pid (name) state parent ...; the name may hold anything.
		_, rest, _ := strings.Cut(string(text), " (")
		rest = rest[strings.LastIndex(rest, ") ")+2:]
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		found[pid], _ = strconv.Atoi(strings.Fields(rest)[1])
	}
	if len(found) > 0 {
		return found
	}
	out, err := exec.Command("ps", "-A", "-o", "pid=,ppid=").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		var pid, parent int
		if _, err := fmt.Sscan(line, &pid, &parent); err != nil {
			t.Fatal(err)
		}
		found[pid] = parent
	}
	return found
}
