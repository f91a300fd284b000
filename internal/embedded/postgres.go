package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"dossier/internal/embedded/guard"
)

// Options say how to run a server.
type Options struct {
	Dir      string       // base folder, made if need be; DefaultDir() if empty
	Log      *slog.Logger // tells what happens; may be nil
	Settings []string     // server settings as "name=value", over the ones below
	Socket   string       // folder of the socket, short and there already; a new one in /tmp if empty
	Fresh    bool         // throw away what the folder holds and start over
	Remove   string       // a folder removed once the server has ended, however we end; for tests
}

// Postgres is a running private server.
type Postgres struct {
	child   *guard.Child
	folder  *folder
	socket  string
	version string
}

// Init makes the cluster in a base folder without starting it.
func Init(ctx context.Context, o Options) error {
	f, _, err := prepare(ctx, o)
	if err != nil {
		return err
	}
	f.release()
	return nil
}

// prepare takes the folder and sees to it that it has a cluster.
func prepare(ctx context.Context, o Options) (*folder, Binaries, error) {
	all, err := findAll(ctx)
	if err != nil {
		return nil, Binaries{}, err
	}
	if o.Dir == "" {
		o.Dir = DefaultDir()
	}
	f, err := hold(o.Dir)
	if err != nil {
		return nil, Binaries{}, err
	}
	if o.Fresh {
		if err := os.RemoveAll(f.data()); err != nil {
			f.release()
			return nil, Binaries{}, fmt.Errorf("throw away the old data: %w", err)
		}
	}
	bin, err := f.ready(ctx, all)
	if err != nil {
		f.release()
		return nil, Binaries{}, err
	}
	return f, bin, nil
}

func (f *folder) ready(ctx context.Context, all []Binaries) (Binaries, error) {
	bin, err := f.binaries(all)
	if err != nil {
		return bin, err
	}
	cred := serverUser(f.data())
	if err := give(f.dir, cred); err != nil {
		return bin, err
	}
	if err := reach(f.dir, cred); err != nil {
		return bin, err
	}
	if _, err := os.Stat(f.data()); err == nil {
		return bin, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return bin, fmt.Errorf("look at the cluster: %w", err)
	}
	return bin, f.initdb(ctx, bin, cred)
}

// initdbFlags are the same on every machine, and so is the order of text,
// whatever the locale: byte by byte.
var initdbFlags = [...]string{"-U", "dossier", "-A", "trust", "-E", "UTF8", "--locale=C"}

// initdb makes the cluster beside its place and moves it there, so that a
// half-made one is never taken for whole.
func (f *folder) initdb(ctx context.Context, bin Binaries, cred *syscall.Credential) error {
	tmp := f.path("data.tmp")
	if err := os.RemoveAll(tmp); err != nil {
		return fmt.Errorf("remove a half-made cluster: %w", err)
	}
	cmd := exec.CommandContext(ctx, filepath.Join(bin.Dir, "initdb"), append(initdbFlags[:], "-D", tmp)...)
	cmd.Dir = f.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: cred}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("make a cluster with initdb in %s: %w: %s", f.dir, err, lastLines(string(out)))
	}
	if err := os.Rename(tmp, f.data()); err != nil {
		return fmt.Errorf("move the new cluster to its place: %w", err)
	}
	return nil
}

// Start starts a server on the base folder and returns once it answers and
// has the database "dossier". The context bounds the start alone. Errors to
// expect: ErrNoPostgres, *InUse, *NewerData, *WrongMajor, *Unreachable.
func Start(ctx context.Context, o Options) (*Postgres, error) {
	began := time.Now()
	f, bin, err := prepare(ctx, o)
	if err != nil {
		return nil, err
	}
	p := &Postgres{folder: f, version: bin.Version}
	if err := p.launch(ctx, bin, o); err != nil {
		f.release()
		return nil, err
	}
	if o.Log != nil {
		o.Log.Info("private postgres runs", "folder", f.dir, "version", bin.Version, "pid", p.child.PID, "took", time.Since(began).Round(time.Millisecond))
	}
	return p, nil
}

// DSN is the address of the database, as postgres.Open takes it.
func (p *Postgres) DSN() string { return p.dsn("dossier") }

func (p *Postgres) dsn(database string) string {
	q := url.Values{"host": {p.socket}, "sslmode": {"disable"}}
	return "postgres://dossier@/" + database + "?" + q.Encode()
}

// PID is the process of the server.
func (p *Postgres) PID() int { return p.child.PID }

// Version is the server's, as "15.18".
func (p *Postgres) Version() string { return p.version }

// Exited is closed once the server has ended, by Stop or by itself.
func (p *Postgres) Exited() <-chan struct{} { return p.child.Exited() }

// LogFile is where the server writes what it has to say.
func (p *Postgres) LogFile() string { return p.folder.path("postgres.log") }

// Stop ends the server in good order and lets others have the folder. It may
// be called more than once.
func (p *Postgres) Stop() {
	p.child.Stop(patience)
	p.folder.release()
}

// Kill ends the server as a crash would.
func (p *Postgres) Kill() {
	p.child.Kill()
	p.folder.release()
}

// lastLines keeps the end of a server's output, where the reason stands.
func lastLines(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[max(0, len(lines)-5):], "; ")
}
