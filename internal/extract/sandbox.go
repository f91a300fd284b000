package extract

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"

	"dossier/internal/fault"
)

// InsideCommand is the argument by which the program is told to be the inside
// of a sandbox: it then calls Inside and does nothing else.
const InsideCommand = "extract-inside"

// Sandbox reads files, each in a process of its own.
type Sandbox struct {
	// Cache is a folder of this program's own in which PDFium is kept
	// compiled. Without one each PDF waits some seconds for that.
	Cache string
	// Timeout is the longest time for one file; zero means two minutes.
	Timeout time.Duration
	// Turns bounds how many run at once, as NewTurns makes it.
	Turns chan struct{}
}

// NewTurns lets n files be read at a time; others wait.
func NewTurns(n int) chan struct{} { return make(chan struct{}, n) }

// answer is what the inside says.
type answer struct {
	Text       *Text           `json:"text,omitempty"`
	Unreadable *UnreadableFile `json:"unreadable,omitempty"`
	Failed     string          `json:"failed,omitempty"`
}

// Read reads a file. A file that cannot be read is refused by an
// *UnreadableFile; another error is not the file's.
func (s *Sandbox) Read(ctx context.Context, file []byte) (*Text, error) {
	if len(file) > MaxFile {
		return nil, unreadable(TooLarge, "the file has more than 20 MiB: make its pictures smaller, or split it")
	}
	select {
	case s.Turns <- struct{}{}:
		defer func() { <-s.Turns }()
	case <-ctx.Done():
		return nil, fault.Wrap(fault.Unavailable, ctx.Err(), "other files are being read: try again soon")
	}
	timeout := s.Timeout
	if timeout == 0 {
		timeout = 2 * time.Minute
	}
	within, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	out, err := s.run(within, file)
	var a answer
	switch {
	case ctx.Err() != nil:
		return nil, fault.Wrap(fault.Unavailable, ctx.Err(), "reading the file was given up")
	case err != nil && !exited(err):
		return nil, fmt.Errorf("start the reader of files: %w", err)
	case err != nil: // killed, or out of memory
		return nil, tooComplex()
	}
	if err := json.Unmarshal(out, &a); err != nil {
		return nil, tooComplex()
	}
	switch {
	case a.Unreadable != nil:
		return nil, a.Unreadable
	case a.Text == nil || len(a.Text.Body) > MaxText:
		return nil, fmt.Errorf("read a file: %s", a.Failed)
	}
	return a.Text, nil
}

// exited says whether a process began, and ended badly.
func exited(err error) bool {
	_, ok := errors.AsType[*exec.ExitError](err)
	return ok || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, exec.ErrWaitDelay) || errors.Is(err, syscall.EPIPE)
}

// run runs the inside. It gets no environment, since that may hold secrets,
// and all that it starts is killed with it.
func (s *Sandbox) run(ctx context.Context, file []byte) ([]byte, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self, InsideCommand, s.Cache)
	cmd.Env = []string{"GOMEMLIMIT=384MiB", "GOGC=400", "GOTRACEBACK=none"}
	cmd.Dir = "/"
	cmd.Stdin = bytes.NewReader(file)
	out := &capped{most: 4*MaxText + 1<<20}
	cmd.Stdout = out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	err = cmd.Run()
	return out.Bytes(), err
}

// capped keeps so many bytes and refuses more.
type capped struct {
	bytes.Buffer
	most int
}

// Write refuses what would be too much.
func (c *capped) Write(b []byte) (int, error) {
	if c.Len()+len(b) > c.most {
		return 0, errors.New("the answer is too long")
	}
	return c.Buffer.Write(b)
}
