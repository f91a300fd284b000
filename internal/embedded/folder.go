package embedded

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// format is the layout of the base folder that this program writes. A change
// that an older program could not read makes it one more.
const format = 1

const formatFile = "dossier-format"

// What may lie in a folder before there is a server: the lock, and the key of
// a run on somebody else's server.
const (
	lockFile = "lock"
	keyFile  = "token.key"
)

// InUse says that another program holds the folder.
type InUse struct {
	Dir string
	PID int // of the program that holds it; 0 if it has not said yet
}

func (e *InUse) Error() string {
	who := "another Dossier"
	if e.PID > 0 {
		who = fmt.Sprintf("another Dossier (process %d)", e.PID)
	}
	return fmt.Sprintf("%s uses the folder %s: stop it first, or choose another folder", who, e.Dir)
}

// NewerData says that a newer program wrote the folder.
type NewerData struct {
	Dir    string
	Format int // what the folder has
	Known  int // the highest that this program can read
}

func (e *NewerData) Error() string {
	return fmt.Sprintf("the folder %s has data format %d but this program knows only %d: run a newer Dossier, or choose another folder", e.Dir, e.Format, e.Known)
}

// WrongMajor says that no installed server can open the cluster.
type WrongMajor struct {
	Dir   string
	Data  string // the version that made the cluster
	Found []string
}

func (e *WrongMajor) Error() string {
	return fmt.Sprintf("the data in %s was made by PostgreSQL %s but this machine has only %s: install PostgreSQL %s beside it, or set %s to its bin folder",
		e.Dir, e.Data, strings.Join(e.Found, ", "), e.Data, BinariesVar)
}

// folder is a base folder that this process holds.
type folder struct {
	dir  string
	lock *os.File
}

func (f *folder) path(name string) string { return filepath.Join(f.dir, name) }
func (f *folder) data() string            { return f.path("data") }

// release lets others have the folder.
func (f *folder) release() { f.lock.Close() }

// hold makes the folder if need be, takes it for this process and checks that
// it is one that this program may use.
func hold(dir string) (*folder, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find the data folder: %w", err)
	}
	// What leads there must stay open to the server's user, if it is another.
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return nil, fmt.Errorf("make the way to the data folder: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	// One name for one folder, by which a server left on it is recognised.
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return nil, fmt.Errorf("resolve the data folder: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the lock of the data folder: %w", err)
	}
	f := &folder{dir: dir, lock: lock}
	if err := f.claim(); err != nil {
		lock.Close()
		return nil, err
	}
	return f, nil
}

func (f *folder) claim() error {
	err := syscall.Flock(int(f.lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		text, _ := os.ReadFile(f.lock.Name())
		pid, _ := strconv.Atoi(strings.TrimSpace(string(text))) // 0 if it is not written yet
		return &InUse{Dir: f.dir, PID: pid}
	}
	if err != nil {
		return fmt.Errorf("lock the data folder %s: %w", f.dir, err)
	}
	if err := errors.Join(f.lock.Truncate(0), writeAt(f.lock, strconv.Itoa(os.Getpid())+"\n")); err != nil {
		return fmt.Errorf("write our process number to the lock: %w", err)
	}
	return f.checkFormat()
}

func writeAt(f *os.File, s string) error {
	_, err := f.WriteAt([]byte(s), 0)
	return err
}

// empty refuses a folder that holds what this program did not make: it would
// be given to the server's user.
func (f *folder) empty() error {
	list, err := os.ReadDir(f.dir)
	if err != nil {
		return fmt.Errorf("look into the data folder: %w", err)
	}
	for _, e := range list {
		if e.Name() != lockFile && e.Name() != keyFile {
			return fmt.Errorf("the folder %s holds %s, which Dossier did not make: choose an empty folder, or a new one", f.dir, e.Name())
		}
	}
	return nil
}

// checkFormat reads the format file and writes it in a new folder, before any
// data: a cluster without it is not ours.
func (f *folder) checkFormat() error {
	text, err := os.ReadFile(f.path(formatFile))
	if errors.Is(err, fs.ErrNotExist) {
		if err := f.empty(); err != nil {
			return err
		}
		if err := os.WriteFile(f.path(formatFile), []byte(strconv.Itoa(format)+"\n"), 0o644); err != nil {
			return fmt.Errorf("write the format of the data folder: %w", err)
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the format of the data folder: %w", err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || n < 1 {
		return fmt.Errorf("the file %s says %.40q where it should hold a number: restore it, or choose another folder", f.path(formatFile), text)
	}
	if n > format {
		return &NewerData{Dir: f.dir, Format: n, Known: format}
	}
	return nil
}

// binaries chooses the server for this folder: the one of the same major
// version as the cluster, or the preferred one for a new cluster.
func (f *folder) binaries(all []Binaries) (Binaries, error) {
	text, err := os.ReadFile(filepath.Join(f.data(), "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return all[0], nil
	}
	if err != nil {
		return Binaries{}, fmt.Errorf("read the version of the cluster: %w", err)
	}
	want := strings.TrimSpace(string(text))
	var found []string
	for _, b := range all {
		if strconv.Itoa(b.Major) == want {
			return b, nil
		}
		if !slices.Contains(found, b.Version) {
			found = append(found, b.Version)
		}
	}
	return Binaries{}, &WrongMajor{Dir: f.dir, Data: want, Found: found}
}
