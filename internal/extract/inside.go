package extract

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"syscall"
	"time"
)

// The caps of the inside. Its own memory is bounded above what PDFium may use.
const (
	maxMemory  = 768 << 20 // bytes of data
	maxSeconds = 30        // of a processor, once PDFium is there
	nobody     = 65534
)

// Inside is the inside of a sandbox. It takes the file on standard input and
// writes an answer to standard output; args are those after InsideCommand. It
// returns the exit code.
func Inside(args []string, in io.Reader, out io.Writer) int {
	file, err := io.ReadAll(io.LimitReader(in, MaxFile+1))
	var a answer
	if err == nil && len(args) == 1 {
		a = inside(file, args[0])
	} else {
		a.Failed = "the inside of the sandbox was called wrongly"
	}
	if err := json.NewEncoder(out).Encode(a); err != nil {
		return 1
	}
	return 0
}

func inside(file []byte, cache string) answer {
	var r *pdfReader
	var err error
	if sniff(file) == PDF {
		r, err = openPDF(cache)
	}
	if err == nil {
		err = lock(maxSeconds)
	}
	var t *Text
	if err == nil {
		t, err = read(file, r)
	}
	if u, ok := errors.AsType[*UnreadableFile](err); ok {
		return answer{Unreadable: u}
	}
	if err != nil {
		return answer{Failed: err.Error()}
	}
	return answer{Text: t}
}

// lock takes from the process what reading a text does not need: to open
// files and sockets, to write files, memory and time without end, and the
// rights of root. It cannot be undone.
func lock(seconds uint64) error {
	// A process whose parent is gone has nobody to kill it. The first timer
	// also opens what the runtime waits with, which it could not do later.
	time.AfterFunc(5*time.Minute, func() { os.Exit(3) })
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return err
	}
	seconds += uint64(used.Utime.Sec + used.Stime.Sec)
	for _, l := range []struct {
		what int
		most uint64
	}{
		{syscall.RLIMIT_DATA, maxMemory},
		{syscall.RLIMIT_CPU, seconds},
		{syscall.RLIMIT_FSIZE, 0},
		{syscall.RLIMIT_CORE, 0},
		{syscall.RLIMIT_NOFILE, 0}, // those that are open stay
	} {
		if err := syscall.Setrlimit(l.what, &syscall.Rlimit{Cur: l.most, Max: l.most}); err != nil {
			return err
		}
	}
	if os.Geteuid() != 0 {
		return nil
	}
	for _, drop := range []func() error{
		func() error { return syscall.Setgroups(nil) },
		func() error { return syscall.Setgid(nobody) },
		func() error { return syscall.Setuid(nobody) },
	} {
		// The root of a container may be nobody else there, and may do little.
		if err := drop(); err != nil && !errors.Is(err, syscall.EPERM) && !errors.Is(err, syscall.EINVAL) {
			return err
		}
	}
	return nil
}
