package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"dossier/internal/embedded/guard"
)

// settings are the server's. The data is the user's own, so everything that
// protects it (fsync) keeps its default. It listens on a socket in a folder
// that only its user can enter: no port to race for and no password.
var settings = [...]string{
	"listen_addresses=",
	"port=5432",
	"unix_socket_permissions=0700",
	"max_connections=100",
	"log_checkpoints=off",
	"log_timezone=UTC",
	"timezone=UTC",
}

// socketPrefix begins the name of every socket folder.
const socketPrefix = "/tmp/dossier-pg-"

// maxLog is the size from which the server's log starts anew.
const maxLog = 4 << 20

// errShared is met when a server is started right after another was killed:
// one of its backends has not gone yet. It passes.
var errShared = errors.New("the memory of an earlier server is still in use")

// launch starts the server and waits until it is ready.
func (p *Postgres) launch(ctx context.Context, bin Binaries, o Options) error {
	if err := clearPID(ctx, p.folder.data()); err != nil {
		return err
	}
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); ; {
		proc, err := p.process(bin, o)
		if err == nil {
			err = p.launchOnce(ctx, proc)
		}
		if err != nil && o.Socket == "" {
			_ = os.RemoveAll(p.socket) // there may have been no guard to do it
		}
		if err == nil || !errors.Is(err, errShared) || time.Now().After(end) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-tick.C:
		}
	}
}

// process makes the folder for the socket and the server's command line.
func (p *Postgres) process(bin Binaries, o Options) (guard.Process, error) {
	cred := serverUser(p.folder.data())
	p.socket = o.Socket
	remove := o.Remove
	if p.socket == "" {
		// Not in the data folder: a socket's path may have 103 bytes at most.
		dir, err := os.MkdirTemp(filepath.Split(socketPrefix))
		if err != nil {
			return guard.Process{}, fmt.Errorf("make a folder for the socket: %w", err)
		}
		p.socket = dir
		if remove == "" {
			remove = dir
		}
	}
	if err := give(p.socket, cred); err != nil {
		return guard.Process{}, err
	}
	args := []string{filepath.Join(bin.Dir, "postgres"), "-D", p.folder.data()}
	for _, s := range slices.Concat(settings[:], []string{"unix_socket_directories=" + p.socket}, o.Settings) {
		args = append(args, "-c", s)
	}
	return guard.Process{Args: args, Dir: p.folder.dir, User: cred, Remove: remove}, nil
}

func (p *Postgres) launchOnce(ctx context.Context, proc guard.Process) error {
	log, err := openLog(p.LogFile())
	if err != nil {
		return err
	}
	defer log.Close() // the child has its own handle
	at, err := log.Seek(0, 2)
	if err != nil {
		return fmt.Errorf("find the end of the server's log: %w", err)
	}
	proc.Log = log
	p.child, err = guard.Start(proc)
	if err != nil {
		return err
	}
	if err := p.await(ctx, at); err != nil {
		p.child.Stop(patience)
		return err
	}
	return nil
}

func openLog(path string) (*os.File, error) {
	mode := os.O_APPEND
	if st, err := os.Stat(path); err == nil && st.Size() > maxLog {
		mode = os.O_TRUNC | os.O_APPEND
	}
	log, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|mode, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the server's log: %w", err)
	}
	return log, nil
}

// await waits until our own child answers and the database is there. That a
// server answers is not enough: it could be another one on the same folder.
func (p *Postgres) await(ctx context.Context, logStart int64) error {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		err := p.createDatabase(ctx)
		if err == nil && readPostmaster(p.folder.data()).pid == p.child.PID {
			return nil
		}
		if pg, refused := errors.AsType[*pgconn.PgError](err); refused && pg.Code != "57P03" {
			return fmt.Errorf("make the database: %w", err)
		}
		select {
		case <-p.child.Exited():
			return p.startError(logStart)
		case <-ctx.Done():
			return fmt.Errorf("wait for postgres to answer: %w", ctx.Err())
		case <-tick.C:
		}
	}
}

// startError makes an error of what the server wrote before it ended.
func (p *Postgres) startError(logStart int64) error {
	text, err := os.ReadFile(p.LogFile())
	if err != nil {
		return fmt.Errorf("postgres did not start (%w) and its log cannot be read: %w", p.child.Err(), err)
	}
	said := string(text[min(logStart, int64(len(text))):])
	if strings.Contains(said, "pre-existing shared memory block") {
		return fmt.Errorf("start postgres: %w", errShared)
	}
	return fmt.Errorf("postgres did not start: %s (all of it in %s)", lastLines(said), p.LogFile())
}

// createDatabase makes the database "dossier" where it is missing.
func (p *Postgres) createDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, p.dsn("postgres"))
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var there bool
	err = conn.QueryRow(ctx, "select exists (select from pg_database where datname = 'dossier')").Scan(&there)
	if err != nil || there {
		return err
	}
	_, err = conn.Exec(ctx, "create database dossier")
	return err
}
