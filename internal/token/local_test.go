package token_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dossier/internal/fault"
	"dossier/internal/token"

	"github.com/go-jose/go-jose/v4"
)

func openLocal(t *testing.T, path string, c *clock) *token.Local {
	t.Helper()
	l, err := token.OpenLocal(path, c.now)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func issue(t *testing.T, l *token.Local, subject string, ttl time.Duration) string {
	t.Helper()
	raw, err := l.Issue(subject, ttl)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestLocalIssuesAndVerifies(t *testing.T) {
	t.Parallel()
	c := &clock{}
	path := filepath.Join(t.TempDir(), "key")
	raw := issue(t, openLocal(t, path, c), "ada", time.Hour)
	l := openLocal(t, path, c) // another process, the same key
	got, err := l.Verify(t.Context(), raw)
	if err != nil || got.Subject != "ada" || got.Issuer != token.LocalIssuer || !got.Expires.Equal(noon.Add(time.Hour+token.Skew)) {
		t.Errorf("%+v, %v", got, err)
	}
	c.advance(time.Hour + token.Skew + time.Second)
	_, err = l.Verify(t.Context(), raw)
	refusedAs(t, err, fault.Unauthenticated, "has expired", raw)
}

func TestLocalRefuses(t *testing.T) {
	t.Parallel()
	c := &clock{}
	l := openLocal(t, filepath.Join(t.TempDir(), "key"), c)
	other := openLocal(t, filepath.Join(t.TempDir(), "key"), c)
	raw := issue(t, other, "ada", time.Hour)
	_, err := l.Verify(t.Context(), raw)
	refusedAs(t, err, fault.Unauthenticated, "signature", raw)

	rs := sign(t, newKey(t, "", jose.RS256), jose.RS256, claimsAnd(c, token.LocalIssuer, map[string]any{"aud": token.LocalAudience}))
	_, err = l.Verify(t.Context(), rs)
	refusedAs(t, err, fault.Unauthenticated, "signature", rs)

	own := strings.Split(issue(t, l, "ada", time.Hour), ".")
	swapped := own[0] + "." + own[1] + "." + strings.Split(raw, ".")[2]
	_, err = l.Verify(t.Context(), swapped)
	refusedAs(t, err, fault.Unauthenticated, "signature", swapped)

	for _, bad := range []struct {
		subject string
		ttl     time.Duration
	}{{"", time.Hour}, {"ada", 0}, {"ada", -time.Second}} {
		if _, err := l.Issue(bad.subject, bad.ttl); err == nil {
			t.Errorf("Issue(%q, %v) gave a token", bad.subject, bad.ttl)
		}
	}
}

func TestKeyFileIsPrivateAndWhole(t *testing.T) {
	t.Parallel()
	c := &clock{}
	dir := t.TempDir()
	path := filepath.Join(dir, "key")
	var work sync.WaitGroup
	tokens := make([]string, 8)
	for i := range tokens { // eight starts at once agree on one key
		work.Go(func() {
			l, err := token.OpenLocal(path, c.now)
			if err != nil {
				t.Errorf("open: %v", err)
				return
			}
			tokens[i], err = l.Issue("ada", time.Hour)
			if err != nil {
				t.Errorf("issue: %v", err)
			}
		})
	}
	work.Wait()
	l := openLocal(t, path, c)
	for _, raw := range tokens {
		if _, err := l.Verify(t.Context(), raw); err != nil {
			t.Errorf("a token of another start: %v", err)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("%d files are left, want the key alone (%v)", len(left), err)
	}
}

func TestKeyFileFaults(t *testing.T) {
	t.Parallel()
	good := filepath.Join(t.TempDir(), "key")
	openLocal(t, good, &clock{})
	text, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, text string
		mode       os.FileMode
		want       string
	}{
		{"readable by others", string(text), 0o644, "chmod 600"},
		{"empty", "", 0o600, "no private key"},
		{"cut off", string(text[:len(text)/2]), 0o600, "no private key"},
		{"not a key inside", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", 0o600, "read the key"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "key")
			if err := os.WriteFile(path, []byte(c.text), c.mode); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, c.mode); err != nil {
				t.Fatal(err)
			}
			_, err := token.OpenLocal(path, time.Now)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
	if _, err := token.OpenLocal(filepath.Join(t.TempDir(), "no", "folder", "key"), time.Now); err == nil {
		t.Error("a key was made in a folder that is not there")
	}
}
