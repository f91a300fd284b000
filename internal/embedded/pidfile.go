package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// patience is how long a server may take to end in good order before it is
// killed; the next start then replays its log.
const patience = 30 * time.Second

// postmaster is what a server writes to postmaster.pid about itself.
type postmaster struct {
	pid    int    // line 1; 0 if there is no file or no number
	socket string // line 5, the folder of its socket
}

func readPostmaster(data string) postmaster {
	text, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return postmaster{}
	}
	lines := strings.Split(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil {
		return postmaster{}
	}
	p := postmaster{pid: pid}
	if len(lines) > 4 {
		p.socket = lines[4]
	}
	return p
}

// clearPID makes way for a new server under our lock on the folder. A server
// of this cluster that still runs is an orphan whose owner is gone, or is
// just shutting down: it is stopped. A pid that is now another program's
// would keep Postgres from starting, so the file is removed, and with it a
// socket folder of ours that no guard has removed.
func clearPID(ctx context.Context, data string) error {
	left := readPostmaster(data)
	if left.pid > 1 && serves(ctx, left.pid, data) {
		if err := stopOrphan(ctx, left.pid, data); err != nil {
			return err
		}
	}
	if strings.HasPrefix(left.socket, socketPrefix) && filepath.Clean(left.socket) == left.socket {
		_ = os.RemoveAll(left.socket) // nothing depends on its being gone
	}
	err := os.Remove(filepath.Join(data, "postmaster.pid"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove a left-over postmaster.pid: %w", err)
	}
	return nil
}

func stopOrphan(ctx context.Context, pid int, data string) error {
	if err := syscall.Kill(pid, syscall.SIGINT); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("stop the server %d that an earlier run left: %w", pid, err)
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); serves(ctx, pid, data); {
		if time.Now().After(end) {
			_ = syscall.Kill(pid, syscall.SIGKILL)
			end = end.Add(patience)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for the server %d that an earlier run left: %w", pid, ctx.Err())
		case <-tick.C:
		}
	}
	return nil
}

// serves tells whether a process is a Postgres that runs on this cluster.
func serves(ctx context.Context, pid int, data string) bool {
	args := commandLine(ctx, pid)
	return strings.Contains(args, "postgres") && strings.Contains(args+" ", " "+data+" ")
}

// commandLine returns the arguments of a process, separated by spaces, or ""
// if there is no such process. /proc is asked first: a slim container has no
// ps.
func commandLine(ctx context.Context, pid int) string {
	if runtime.GOOS == "linux" {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		if err != nil {
			return ""
		}
		return strings.TrimRight(strings.ReplaceAll(string(text), "\x00", " "), " ")
	}
	out, err := exec.CommandContext(ctx, "ps", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
