package dossier_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"dossier/internal/audit"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/files"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

// aged makes a file that is kept look as if it were kept so long ago.
func aged(t *testing.T, folder, hash string, age time.Duration) {
	t.Helper()
	if err := os.Chtimes(filepath.Join(folder, "sha256", hash[:2], hash), time.Time{}, time.Now().Add(-age)); err != nil {
		t.Fatal(err)
	}
}

func TestFilesThatNoTextNamesAreRemovedAfterADay(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	folder := w.Uploads()
	ana := w.Candidate("Ana")
	named := testworld.DOCX("I moved the team.")
	if _, err := w.Acts.Upload(ctx, ana, dossier.Uploading{Dossier: w.Open(ana), Component: "mentee-network", Title: "Mentees", FileName: "a.docx", File: named}, w.Now); err != nil {
		t.Fatal(err)
	}
	orphans := dossier.Orphans{DB: w.DB, Files: w.Acts.Files}
	// What a process leaves that dies between keeping a file and the commit.
	for _, f := range []string{"yesterday's", "today's"} {
		if err := w.Acts.Files.Keep(ctx, []byte(f)); err != nil {
			t.Fatal(err)
		}
	}
	aged(t, folder, files.Hash(named), 48*time.Hour)
	aged(t, folder, files.Hash([]byte("yesterday's")), 25*time.Hour)
	aged(t, folder, files.Hash([]byte("today's")), 23*time.Hour)
	for i, want := range []int{1, 0} {
		if n, err := orphans.Sweep(ctx, time.Now().Add(-24*time.Hour)); n != want || err != nil {
			t.Errorf("sweep %d removed %d, want %d; %v", i, n, want, err)
		}
	}
	for f, stays := range map[string]bool{string(named): true, "yesterday's": false, "today's": true} {
		if _, err := w.Acts.Files.Read(ctx, files.Hash([]byte(f))); (err == nil) != stays {
			t.Errorf("%.12q stays: %v, want %v", f, err == nil, stays)
		}
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if n, err := orphans.Sweep(gone, time.Now()); n != 0 || err == nil {
		t.Errorf("a sweep that is told to stop removed %d, %v", n, err)
	}
}

// waits polls until so many sessions wait for an advisory lock.
func waits(t *testing.T, w *testworld.World, want int) {
	t.Helper()
	until := time.Now().Add(20 * time.Second)
	for {
		var n int
		if err := w.DB.QueryRow(t.Context(), `select count(*) from pg_locks where locktype = 'advisory' and not granted
			and database = (select oid from pg_database where datname = current_database())`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n >= want {
			return
		}
		if time.Now().After(until) {
			t.Fatalf("%d sessions wait for a lock, want %d", n, want)
		}
		time.Sleep(time.Millisecond)
	}
}

// An upload that has not come to its commit may still name an old file: the
// sweep waits for it, and then leaves the file or takes it.
func TestTheSweepWaitsForUploads(t *testing.T) {
	t.Parallel()
	for name, commits := range map[string]bool{"that commit": true, "that are given up": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := testworld.New(t)
			folder := w.Uploads()
			ana := w.Candidate("Ana")
			file := testworld.DOCX("I moved the team.")
			hash := files.Hash(file)
			if err := w.Acts.Files.Keep(t.Context(), file); err != nil { // by one that died before its commit
				t.Fatal(err)
			}
			aged(t, folder, hash, 48*time.Hour)
			in := dossier.Uploading{Dossier: w.Open(ana), Component: "mentee-network", Title: "Mentees", FileName: "a.docx", File: file}
			// The trail is the last that an act writes: there another holds it up.
			hold, err := w.DB.Begin(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = hold.Rollback(context.Background()) }()
			if err := audit.Append(t.Context(), hold, w.Now, audit.By(ana.Person, "withdrawDossier", in.Dossier, ana.Person)); err != nil {
				t.Fatal(err)
			}
			ctx, give := context.WithCancel(t.Context())
			defer give()
			uploaded := make(chan error, 1)
			go func() {
				_, err := w.Acts.Upload(ctx, ana, in, w.Now)
				uploaded <- err
			}()
			waits(t, w, 1)
			type swept struct {
				n   int
				err error
			}
			done := make(chan swept, 1)
			go func() {
				n, err := (&dossier.Orphans{DB: w.DB, Files: w.Acts.Files}).Sweep(t.Context(), time.Now().Add(-24*time.Hour))
				done <- swept{n, err}
			}()
			waits(t, w, 2)
			if _, err := w.Acts.Files.Read(t.Context(), hash); err != nil {
				t.Errorf("the file went while an upload named it: %v", err)
			}
			if !commits {
				give()
			}
			if err := hold.Commit(t.Context()); err != nil {
				t.Fatal(err)
			}
			err = <-uploaded
			s := <-done
			_, read := w.Acts.Files.Read(t.Context(), hash)
			if commits && (err != nil || s.n != 0 || s.err != nil || read != nil) {
				t.Errorf("upload %v, %d removed, %v; read %v", err, s.n, s.err, read)
			}
			if !commits && (err == nil || s.n != 1 || s.err != nil || read == nil) {
				t.Errorf("given up %v, %d removed, %v; read %v", err, s.n, s.err, read)
			}
		})
	}
}

// However uploads and sweeps fall together, each text that names a file has it.
func TestSweepsNeverTakeAFileThatATextNames(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	w.Uploads()
	type writer struct {
		*people.Viewer
		dossier id.ID
	}
	var writers []writer
	for i := range 4 {
		v := w.Candidate(fmt.Sprintf("Writer %d", i))
		writers = append(writers, writer{v, w.Open(v)})
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var sweeps sync.WaitGroup
	removed := 0
	sweeps.Go(func() {
		for ctx.Err() == nil {
			// Every file is old to it.
			n, err := (&dossier.Orphans{DB: w.DB, Files: w.Acts.Files}).Sweep(ctx, time.Now().Add(time.Hour))
			if removed += n; err != nil && ctx.Err() == nil {
				t.Error(err)
			}
		}
	})
	var all sync.WaitGroup
	for _, v := range writers {
		all.Go(func() {
			for k := range 6 {
				file := testworld.DOCX(fmt.Sprintf("Shared %d.", k))           // the same for all of them
				again(t, func() error { return w.Acts.Files.Keep(ctx, file) }) // and one that dies before its commit
				again(t, func() error {
					_, err := w.Acts.Upload(ctx, v.Viewer, dossier.Uploading{Dossier: v.dossier, Component: "mentee-network", Title: fmt.Sprint(k), FileName: "a.docx", File: file}, w.Now)
					return err
				})
			}
		})
	}
	all.Wait()
	stop()
	sweeps.Wait()
	rows, err := w.DB.Query(t.Context(), `select encode(hash, 'hex') from document_source`)
	if err != nil {
		t.Fatal(err)
	}
	named, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(named) != 24 {
		t.Fatalf("%d files are named, %v", len(named), err)
	}
	for _, hash := range named {
		if _, err := w.Acts.Files.Read(t.Context(), hash); err != nil {
			t.Errorf("a text names a file that is gone: %v", err)
		}
	}
	t.Logf("%d files were removed meanwhile", removed)
}

// again does what a sweep to which every file is old has cut off in the middle
// of a write: nothing was saved, and the writer is told to try again.
func again(t *testing.T, do func() error) {
	t.Helper()
	err := do()
	for range 100 {
		if fault.KindOf(err) != fault.Unavailable {
			break
		}
		err = do()
	}
	if err != nil {
		t.Error(err)
	}
}
