package main

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dossier/internal/extract"
	"dossier/internal/fault"
	"dossier/internal/files"
	"dossier/internal/testworld"
)

// A worker sweeps by its ticker, from its start on, until it is told to stop.
func TestAWorkerSweepsFilesThatNoTextNames(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	folder := t.TempDir()
	store, err := files.Open(t.Context(), folder, extract.MaxFile)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	path := func(data string) string {
		h := files.Hash([]byte(data))
		return filepath.Join(folder, "sha256", h[:2], h)
	}
	keep := func(data string, age time.Duration) {
		t.Helper()
		if err := store.Keep(t.Context(), []byte(data)); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path(data), time.Time{}, time.Now().Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	gone := func(data string) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for {
			if _, err := os.Stat(path(data)); os.IsNotExist(err) {
				return
			}
			select {
			case <-ctx.Done():
				t.Fatalf("%s is not swept", data)
			case <-tick.C:
			}
		}
	}
	keep("young", time.Hour)
	keep("old at the start", 25*time.Hour)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	var logged bytes.Buffer
	a := &app{pool: w.DB, log: slog.New(slog.NewTextHandler(&logged, nil))}
	go func() {
		defer close(ended)
		a.sweep(ctx, store, 5*time.Millisecond, 24*time.Hour)
	}()
	gone("old at the start")
	keep("old later", 25*time.Hour)
	gone("old later")
	stop()
	<-ended
	if _, err := os.Stat(path("young")); err != nil {
		t.Errorf("the young file: %v", err)
	}
	if !strings.Contains(logged.String(), "files that no text names are removed") {
		t.Errorf("the log says %q", logged.String())
	}
}

// A worker without a store sweeps nothing, and one with a wrong address says so.
func TestAWorkerSweepsTheStoreThatIsNamedAlone(t *testing.T) {
	t.Parallel()
	a := new(app)
	sweep, err := a.sweepFiles(t.Context(), filing{})
	if err != nil {
		t.Fatal(err)
	}
	sweep(t.Context()) // returns at once, without a database
	if _, err := a.sweepFiles(t.Context(), filing{Files: "ftp://host/x"}); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "--files") {
		t.Errorf("a wrong address: %v", err)
	}
}

// The containers of API and worker have one store of files.
func TestComposeGivesOneStoreOfFiles(t *testing.T) {
	t.Parallel()
	for _, files := range []string{"", "s3://bucket?region=eu-central-1"} {
		env := required()
		if files != "" {
			env["DOSSIER_FILES"] = files
		}
		p, err := compose(t, env)
		if err != nil {
			t.Fatal(err)
		}
		at := map[string]string{}
		for _, name := range []string{"api", "worker"} {
			s := p.Services[name]
			if at[name] = "/data/files"; s.Environment["DOSSIER_FILES"] != nil { // as the Dockerfile has it
				at[name] = *s.Environment["DOSSIER_FILES"]
			}
			if len(s.Volumes) != 1 || s.Volumes[0].Source != "files" || s.Volumes[0].Target != "/data" {
				t.Errorf("%s keeps files in %+v", name, s.Volumes)
			}
		}
		if at["api"] != at["worker"] || files != "" && at["worker"] != files {
			t.Errorf("%q: %v", files, at)
		}
	}
}
