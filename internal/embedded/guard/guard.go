// Package guard runs a server as a child that cannot outlive this process.
// The server stands under a small shell that reads from a pipe held open by
// us: end of file, for whatever reason this process ends (kill -9 included),
// makes the shell interrupt the server, wait for it and tidy up. It works for
// a server run as another user, from a test binary, and on macOS; it knows
// nothing of the servers themselves.
package guard

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// script is the guard. $1 is a folder to remove at the end (or empty), $2 the
// signal that stops the server politely; the rest is the server's command
// line. A subshell watches the pipe, so that the guard also ends, and says so
// by its own exit, when the server ends by itself.
const script = `exec 3<&0 </dev/null
rm=$1 sig=$2; shift 2
"$@" 3<&- >&2 & p=$!
echo $p; exec >&2
{ read -r _ <&3; kill -"$sig" $p 2>/dev/null; } & w=$!
exec 3<&-
wait $p; rc=$?
kill $w 2>/dev/null
[ -z "$rm" ] || { cd /; rm -rf -- "$rm"; }
exit $rc`

// Process says what to run.
type Process struct {
	Args   []string            // the command and its arguments
	Dir    string              // working folder; the user below must be able to enter it
	User   *syscall.Credential // nil: run as ourselves
	Log    *os.File            // takes what the server prints
	Remove string              // a folder removed once the server has ended; empty: none
	Signal string              // the polite way to stop, as in kill -Signal; empty: INT
}

// Child is a running server under its guard.
type Child struct {
	PID    int // of the server, not of its guard
	cmd    *exec.Cmd
	pipe   io.Closer
	exited chan struct{}
	err    error
}

// Start starts the process and returns once its pid is known.
func Start(p Process) (*Child, error) {
	sig := p.Signal
	if sig == "" {
		sig = "INT"
	}
	cmd := exec.Command("/bin/sh", append([]string{"-c", script, "guard", p.Remove, sig}, p.Args...)...)
	cmd.Dir, cmd.Stderr = p.Dir, p.Log
	// A group of its own keeps a terminal's Ctrl-C from reaching the server
	// before us.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: p.User}
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("make the guard's pipe: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("make the guard's pipe: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", p.Args[0], err)
	}
	line, readErr := bufio.NewReader(out).ReadString('\n')
	c := &Child{cmd: cmd, pipe: pipe, exited: make(chan struct{})}
	c.PID, err = strconv.Atoi(strings.TrimSpace(line))
	if readErr != nil || err != nil {
		pipe.Close()
		return nil, fmt.Errorf("start %s: the guard did not report a pid: %v, %v", p.Args[0], readErr, cmd.Wait())
	}
	go func() {
		c.err = cmd.Wait()
		close(c.exited)
	}()
	return c, nil
}

// Exited is closed once the server has ended and its guard has tidied up.
func (c *Child) Exited() <-chan struct{} { return c.exited }

// Err tells how the server ended; it may be asked once Exited is closed.
func (c *Child) Err() error { return c.err }

// Stop asks the server to end and waits. A server that has not ended after
// patience is killed.
func (c *Child) Stop(patience time.Duration) {
	c.pipe.Close()
	select {
	case <-c.exited:
	case <-time.After(patience):
		c.Kill()
	}
}

// Kill ends the server at once, as kill -9 does, and waits for the guard to
// tidy up.
func (c *Child) Kill() {
	select {
	case <-c.exited: // its pid may be another's by now
	default:
		_ = syscall.Kill(c.PID, syscall.SIGKILL)
		<-c.exited
	}
	c.pipe.Close()
}
