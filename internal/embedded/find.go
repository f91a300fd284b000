package embedded

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// BinariesVar names the variable that says where the server's binaries are,
// ahead of every other place.
const BinariesVar = "DOSSIER_POSTGRES_BIN"

// ErrNoPostgres says that this machine has no PostgreSQL server; Hint tells
// the line to type.
var ErrNoPostgres = errors.New("no PostgreSQL server is installed on this machine")

// oldest is the first major version that knows everything the schema and the
// tests use (CREATE DATABASE ... STRATEGY).
const oldest = 15

// Binaries is a folder that holds a server and initdb of one version.
type Binaries struct {
	Dir     string
	Version string // as the server prints it, "15.18"
	Major   int
}

// Key names all that a new cluster depends on, for a cache of clusters: the
// version and the flags of initdb.
func (b Binaries) Key() string {
	h := fnv.New32a()
	fmt.Fprint(h, format, initdbFlags)
	return fmt.Sprintf("%s-%08x", b.Version, h.Sum32())
}

// places are the folders where package managers put servers.
var places = [...]string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/opt/homebrew/opt/postgresql@*/bin",
	"/usr/local/opt/postgresql@*/bin",
	"/opt/homebrew/bin",
	"/usr/local/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
	"/opt/local/lib/postgresql*/bin",
}

// FindPostgres returns the server to use: the one that BinariesVar names,
// else the newest one found. If there is none the error is ErrNoPostgres and
// says what to type.
func FindPostgres(ctx context.Context) (Binaries, error) {
	all, err := findAll(ctx)
	if err != nil {
		return Binaries{}, err
	}
	return all[0], nil
}

// findAll returns every usable server, the preferred one first.
func findAll(ctx context.Context) ([]Binaries, error) {
	if dir := os.Getenv(BinariesVar); dir != "" {
		b, err := probe(ctx, dir)
		if err != nil {
			return nil, fmt.Errorf("%s names %s, which has no usable PostgreSQL %d or newer: %w", BinariesVar, dir, oldest, err)
		}
		return []Binaries{b}, nil
	}
	var found []Binaries
	var old string
	for _, dir := range candidates(ctx) {
		b, err := probe(ctx, dir)
		switch {
		case err == nil:
			found = append(found, b)
		case b.Version != "" && b.Major < oldest:
			old = b.Version
		}
	}
	if len(found) == 0 {
		if old != "" {
			return nil, fmt.Errorf("%w that is new enough: found %s, need %d; %s", ErrNoPostgres, old, oldest, Hint())
		}
		return nil, fmt.Errorf("%w: %s", ErrNoPostgres, Hint())
	}
	slices.SortStableFunc(found, func(a, b Binaries) int { return cmp.Compare(b.Major, a.Major) })
	return found, nil
}

// candidates returns folders that may hold a server: where PATH's initdb
// really lies, where pg_config points, and the usual places. The same folder
// is returned once.
func candidates(ctx context.Context) []string {
	var dirs []string
	if path, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			path = real // next to a link to initdb there may be no server
		}
		dirs = append(dirs, filepath.Dir(path))
	}
	if out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	for _, pattern := range places {
		match, _ := filepath.Glob(pattern) // its only error is a bad pattern
		dirs = append(dirs, match...)
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(dirs, func(d string) bool {
		if real, err := filepath.EvalSymlinks(d); err == nil {
			d = real
		}
		defer func() { seen[d] = true }()
		return seen[d]
	})
}

// probe asks a folder's server for its version. pg_config and initdb may be
// there without a server, and a server may be there that does not run.
func probe(ctx context.Context, dir string) (Binaries, error) {
	if _, err := exec.LookPath(filepath.Join(dir, "initdb")); err != nil {
		return Binaries{}, fmt.Errorf("look for initdb: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return Binaries{}, fmt.Errorf("ask postgres for its version: %w", err)
	}
	version, major, err := parseVersion(string(out))
	if err != nil {
		return Binaries{}, err
	}
	b := Binaries{Dir: dir, Version: version, Major: major}
	if major < oldest {
		return b, fmt.Errorf("version %s is too old", version)
	}
	return b, nil
}

// parseVersion reads "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)".
func parseVersion(out string) (version string, major int, err error) {
	m := regexp.MustCompile(`\(PostgreSQL\) ((\d+)[0-9a-z.]*)`).FindStringSubmatch(out)
	if m == nil {
		return "", 0, fmt.Errorf("cannot read a version in %.80q", out)
	}
	major, err = strconv.Atoi(m[2])
	if err != nil {
		return "", 0, fmt.Errorf("cannot read a version in %.80q: %w", out, err)
	}
	return m[1], major, nil
}
