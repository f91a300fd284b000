package pgtest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestTheCacheIsMadeOnceHoweverManyAsk(t *testing.T) {
	t.Parallel()
	place, err := os.MkdirTemp(disk, "dossier-cache-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(place) })
	if err := os.Chmod(place, 0o755); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(place, "cache")
	type result struct {
		ready string
		made  os.FileInfo
		err   error
	}
	results := make(chan result)
	for range 4 {
		go func() {
			ready, err := cached(t.Context(), dir)
			st, statErr := os.Stat(filepath.Join(ready, "data", "PG_VERSION"))
			results <- result{ready, st, errors.Join(err, statErr)}
		}()
	}
	first := <-results
	if first.err != nil {
		t.Fatal(first.err)
	}
	for range 3 {
		r := <-results
		if r.err != nil || r.ready != first.ready || !os.SameFile(r.made, first.made) {
			t.Errorf("got %s, %v; want the one cluster %s", r.ready, r.err, first.ready)
		}
	}
}

func TestSweepRemovesOnlyWhatNobodyUses(t *testing.T) {
	t.Parallel()
	gone := 1<<22 - 5 // no process has this number: Linux counts to 1<<22 at most, others less
	folder := func(place string, pid int) string {
		dir := filepath.Join(place, fmt.Sprintf("%s%d-sweep", prefix, pid))
		if err := os.MkdirAll(filepath.Join(dir, "cluster"), 0o700); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.RemoveAll(dir) })
		return dir
	}
	dead, locked, ours := folder(place(), gone), folder(disk, gone-1), folder(disk, os.Getpid())
	lock := lockFile(t, filepath.Join(locked, "cluster", "lock"))
	sweep()
	for dir, want := range map[string]bool{dead: false, locked: true, ours: true} {
		if _, err := os.Stat(dir); (err == nil) != want {
			t.Errorf("%s: %v, want there %v", dir, err, want)
		}
	}
	lock.Close()
	sweep()
	if _, err := os.Stat(locked); err == nil {
		t.Error("a folder whose lock is free again stays")
	}
}

func lockFile(t *testing.T, path string) *os.File {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if !take(f) {
		t.Fatal("a new file is locked")
	}
	return f
}

func TestDatabase(t *testing.T) {
	t.Parallel()
	got := database("postgres://dossier@/dossier?host=%2Ftmp%2Fx&sslmode=disable", "test_1")
	if got != "postgres://dossier@/test_1?host=%2Ftmp%2Fx&sslmode=disable" {
		t.Errorf("got %s", got)
	}
}
