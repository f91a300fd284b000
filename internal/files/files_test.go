package files_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dossier/internal/fault"
	"dossier/internal/files"
)

const most = 1 << 20

// TestMain gives the client of S3 a key, and keeps it from asking elsewhere.
func TestMain(m *testing.M) {
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "key-of-test", "AWS_SECRET_ACCESS_KEY": "secret-of-test", "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
	} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

func open(t *testing.T, address string) *files.Store {
	t.Helper()
	s, err := files.Open(t.Context(), address, most)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func keep(t *testing.T, s *files.Store, data []byte) string {
	t.Helper()
	if err := s.Keep(t.Context(), data); err != nil {
		t.Fatal(err)
	}
	return files.Hash(data)
}

func TestWhatWasKeptIsReadByteForByte(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "a folder", "files")
	_, s3 := startBucket(t)
	for name, address := range map[string]string{"a folder": folder, "S3": s3} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, address)
			for _, data := range [][]byte{[]byte("%PDF-1.7\x00\xff"), {}, bytes.Repeat([]byte("x"), most)} {
				got, err := s.Read(t.Context(), keep(t, s, data))
				if err != nil || !bytes.Equal(got, data) {
					t.Errorf("%d bytes came back as %d, %v", len(data), len(got), err)
				}
			}
			if _, err := s.Read(t.Context(), files.Hash([]byte("never kept"))); err == nil || !strings.Contains(err.Error(), "is not in the store") {
				t.Errorf("a file that was never kept: %v", err)
			}
			for _, bad := range []string{"", "../../etc/passwd", strings.Repeat("A", 64), strings.Repeat("/", 64)} {
				if _, err := s.Read(t.Context(), bad); fault.KindOf(err) != fault.NotFound {
					t.Errorf("%q: %v", bad, err)
				}
			}
		})
	}
}

func TestAFileIsKeptOnce(t *testing.T) {
	t.Parallel()
	b, address := startBucket(t)
	s := open(t, address)
	keep(t, s, []byte("one"))
	keep(t, s, []byte("one"))
	keep(t, s, []byte("two"))
	if b.writes != 2 {
		t.Errorf("%d writes of two files", b.writes)
	}
	folder := t.TempDir()
	local := open(t, folder)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if err := local.Keep(context.Background(), []byte("at once")); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := count(t, folder); n != 1 {
		t.Errorf("%d files in the folder", n)
	}
}

func count(t *testing.T, folder string) (n int) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == folder {
			return err
		}
		info, err := e.Info()
		switch {
		case err != nil:
			return err
		case !e.IsDir():
			n++
		case info.Mode().Perm() != 0o700:
			t.Errorf("others may look into %s: %v", path, info.Mode())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAFileThatWasChangedIsNotHandedOut(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := open(t, folder)
	hash := keep(t, s, []byte("as it was"))
	if err := os.WriteFile(filepath.Join(folder, "sha256", hash[:2], hash), []byte("as it is not"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Read(t.Context(), hash); err == nil || !strings.Contains(err.Error(), "was changed") {
		t.Errorf("got %v", err)
	}
	b, address := startBucket(t)
	remote := open(t, address)
	hash = keep(t, remote, []byte("as it was"))
	b.mu.Lock()
	b.objects["sha256/"+hash[:2]+"/"+hash] = bytes.Repeat([]byte("y"), 3*most)
	b.mu.Unlock()
	if _, err := remote.Read(t.Context(), hash); err == nil || !strings.Contains(err.Error(), "was changed") {
		t.Errorf("from S3: %v", err)
	}
}

func TestAStoreThatFailsKeepsNothing(t *testing.T) {
	t.Parallel()
	b, address := startBucket(t)
	s := open(t, address)
	hash := keep(t, s, []byte("one"))
	b.mu.Lock()
	b.down = 403
	b.mu.Unlock()
	if err := s.Keep(t.Context(), []byte("two")); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("kept: %v", err)
	}
	if _, err := s.Read(t.Context(), hash); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("read: %v", err)
	}
	b.mu.Lock()
	b.down, b.cut = 0, true
	b.mu.Unlock()
	if _, err := s.Read(t.Context(), hash); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("an answer that ends early: %v", err)
	}

	folder := filepath.Join(t.TempDir(), "files")
	local := open(t, folder)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := local.Keep(gone, []byte("never")); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("given up: %v", err)
	}
	if n := count(t, folder); n != 0 {
		t.Errorf("%d files are left of one that was given up", n)
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "s3://", "ftp://host/x", "http://host/x", "mem://", "gs://bucket", "s3://bucket?unknown=1"} {
		if s, err := files.Open(t.Context(), bad, most); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q opens %v, %v", bad, s, err)
		}
	}
	open(t, "file://"+t.TempDir())
}
