package files_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/fault"
	"dossier/internal/files"
)

// old lists the files that are older than a day.
func old(t *testing.T, s *files.Store) (hashes []string) {
	t.Helper()
	for hash, err := range s.Old(t.Context(), time.Now().Add(-24*time.Hour)) {
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, hash)
	}
	slices.Sort(hashes)
	return hashes
}

func TestOldFilesAreListedAndRemoved(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	b, address := startBucket(t)
	for name, c := range map[string]struct {
		address string
		// age makes files old, or a name that the store did not give.
		age func(path string)
	}{
		"a folder": {folder, func(path string) {
			path = filepath.Join(folder, filepath.FromSlash(path))
			if _, err := os.Stat(path); err != nil {
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Error(err)
				}
				if err := os.WriteFile(path, []byte("other"), 0o600); err != nil {
					t.Error(err)
				}
			}
			if err := os.Chtimes(path, time.Time{}, time.Now().Add(-25*time.Hour)); err != nil {
				t.Error(err)
			}
		}},
		"S3": {address, func(path string) {
			b.mu.Lock()
			defer b.mu.Unlock()
			if b.objects[path] == nil {
				b.objects[path] = []byte("other")
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, c.address)
			if got := old(t, s); len(got) != 0 {
				t.Errorf("an empty store has %v", got)
			}
			one, two, young := keep(t, s, []byte("one")), keep(t, s, []byte("two")), keep(t, s, []byte("young"))
			at := func(hash string) string { return "sha256/" + hash[:2] + "/" + hash }
			b.mu.Lock()
			b.fresh = map[string]bool{at(young): true}
			b.mu.Unlock()
			// What stands beside them and is not the store's: a file by another
			// name, in another place; and what is left of a write.
			strangers := []string{"sha256/readme", "sha256/ff/" + one, "sha256/" + one[:2] + "/" + one + ".txt", "other/" + one[:2] + "/" + one}
			left := at(two) + ".18a2b3c4d5e6f708.tmp"
			for _, path := range append(strangers, at(one), at(two), left) {
				c.age(path)
			}
			want := []string{one, two}
			slices.Sort(want)
			if got := old(t, s); !slices.Equal(got, want) {
				t.Errorf("old are %v, want %v", got, want)
			}
			for range 2 { // one that is not there is removed already
				if err := s.Remove(t.Context(), one); err != nil {
					t.Error(err)
				}
			}
			if got := old(t, s); !slices.Equal(got, []string{two}) {
				t.Errorf("after %s is removed, old are %v", one, got)
			}
			if _, err := s.Read(t.Context(), young); err != nil {
				t.Errorf("the young one: %v", err)
			}
			if _, err := s.Read(t.Context(), one); err == nil {
				t.Error("what was removed can be read")
			}
			there := func(path string) bool {
				if name == "S3" {
					b.mu.Lock()
					defer b.mu.Unlock()
					return b.objects[path] != nil
				}
				_, err := os.Stat(filepath.Join(folder, filepath.FromSlash(path)))
				return err == nil
			}
			for _, path := range strangers {
				if !there(path) {
					t.Errorf("%s is not the store's, and gone", path)
				}
			}
			if there(left) {
				t.Error("what is left of a write stays")
			}
			for _, bad := range []string{"", "..", strings.Repeat("/", 64)} {
				if err := s.Remove(t.Context(), bad); fault.KindOf(err) != fault.NotFound {
					t.Errorf("remove %q: %v", bad, err)
				}
			}
		})
	}
	b.mu.Lock()
	b.down = 403
	b.mu.Unlock()
	s := open(t, address)
	if err := s.Remove(t.Context(), files.Hash(nil)); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("removed from a store that is down: %v", err)
	}
	for hash, err := range s.Old(t.Context(), time.Now()) {
		if hash != "" || fault.KindOf(err) != fault.Unavailable {
			t.Errorf("listed of a store that is down: %q, %v", hash, err)
		}
	}
}
