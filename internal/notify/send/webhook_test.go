package send_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dossier/internal/id"
	"dossier/internal/notify"
	"dossier/internal/notify/send"
)

const secret = "a secret of enough length"

// hook starts a server and the webhook that posts to it.
func hook(t *testing.T, answer http.HandlerFunc) *send.Webhook {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	w, err := send.NewWebhook(s.URL, secret)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func note() *send.Letter {
	l := letter()
	l.Notes = []*notify.Notification{{Kind: notify.Decided, To: "L9", MadeAt: l.At}}
	return l
}

// The whole way: every person's notification is posted once, signed, in words
// of what that person may see.
func TestFromTheActToTheWebhook(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.invite()
	h.conflict(h.cem)
	type post struct {
		head http.Header
		text []byte
	}
	var posts []post
	w := hook(t, func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		posts = append(posts, post{r.Header, text})
		w.WriteHeader(http.StatusAccepted)
	})
	s := h.sender(w)
	h.round(s)
	h.round(s)
	if len(posts) != 2 {
		t.Fatalf("%d posts, want one for each of two who may see it", len(posts))
	}
	keys := map[string]bool{}
	for _, p := range posts {
		keys[p.head.Get(send.KeyHeader)] = true
		if got, want := p.head.Get(send.SignatureHeader), "sha256="+send.Sign([]byte(secret), p.head.Get(send.TimestampHeader), p.text); got != want {
			t.Errorf("signed %q, want %q", got, want)
		}
		var got map[string]any
		h.must(json.Unmarshal(p.text, &got))
		if got["kind"] != "SEAT_INVITED" || got["dossier"] != nil || got["madeAt"] != "2026-11-24T09:30:00Z" || !strings.Contains(got["text"].(string), "Ana Berg's promotion to L9") {
			t.Errorf("posted %s", p.text)
		}
		if n, err := id.Parse(got["person"].(string)); err != nil || n.UUID == h.cem.Person {
			t.Errorf("posted to %v, %v", n, err)
		}
		if len(got) != 7 {
			t.Errorf("posted %d fields: %s", len(got), p.text)
		}
	}
	if len(keys) != 2 {
		t.Errorf("two posts share a key: %v", keys)
	}
	if got := h.ledger()["Cem"]; len(got) != 1 || got[0].outcome != "DROPPED" {
		t.Errorf("for who has a conflict: %+v", got)
	}
}

// The signature is a fixed function: what is computed here with another tool,
// printf '1700000000.{}' | openssl dgst -sha256 -hmac 'a secret of enough length'.
func TestTheSignatureIsHMAC(t *testing.T) {
	t.Parallel()
	if got, want := send.Sign([]byte(secret), "1700000000", []byte("{}")), "ee23b92584c73450c54ad797e973e03024407c3f6bd915b5e8b60f29a7077a00"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestHowWebhooksFail(t *testing.T) {
	t.Parallel()
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	for what, tc := range map[string]struct {
		answer  http.HandlerFunc
		failure *send.Failure
	}{
		"taken":             {status(204), nil},
		"not understood":    {status(400), &send.Failure{Class: "http 400", Final: true}},
		"gone":              {status(410), &send.Failure{Class: "http 410", Final: true}},
		"too slow":          {status(408), &send.Failure{Class: "http 408", Down: true}},
		"too many":          {status(429), &send.Failure{Class: "http 429", Down: true}},
		"broken":            {status(500), &send.Failure{Class: "http 500", Down: true}},
		"away":              {status(503), &send.Failure{Class: "http 503", Down: true}},
		"not changed":       {status(304), &send.Failure{Class: "http 304", Down: true}},
		"hangs up":          {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, &send.Failure{Class: "connect", Down: true}},
		"never answers":     {func(_ http.ResponseWriter, r *http.Request) { _, _ = io.ReadAll(r.Body); <-r.Context().Done() }, &send.Failure{Class: "timeout", Down: true}},
		"heads without end": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("x", 100<<10)) }, &send.Failure{Class: "connect", Down: true}},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w := hook(t, tc.answer)
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			err := w.Deliver(ctx, note())
			failed, ok := errors.AsType[*send.Failure](err)
			if ok != (tc.failure != nil) || ok && *failed != *tc.failure || !ok && err != nil {
				t.Errorf("got %v, want %+v", err, tc.failure)
			}
		})
	}
}

// An answer without end is not read to its end.
func TestALongAnswerIsCutOff(t *testing.T) {
	t.Parallel()
	wrote := make(chan int, 1)
	w := hook(t, func(w http.ResponseWriter, _ *http.Request) {
		n, err := 0, error(nil)
		for some := make([]byte, 64<<10); err == nil && n < 1<<30; {
			var m int
			m, err = w.Write(some)
			n += m
		}
		wrote <- n
	})
	if err := w.Deliver(t.Context(), note()); err != nil {
		t.Fatal(err)
	}
	if n := <-wrote; n > 64<<20 {
		t.Errorf("%d bytes were taken", n)
	}
}

// Where a webhook points elsewhere, nothing is sent there.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	asked := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	t.Cleanup(other.Close)
	for _, code := range []int{301, 302, 303, 307, 308} {
		w := hook(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, code) })
		if failed, ok := errors.AsType[*send.Failure](w.Deliver(t.Context(), note())); !ok || !failed.Down || failed.Final {
			t.Errorf("%d: got %+v", code, failed)
		}
	}
	if asked {
		t.Error("a redirect was followed")
	}
}

func TestNoWebhookListens(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	w, err := send.NewWebhook("http://"+l.Addr().String(), secret)
	if err != nil {
		t.Fatal(err)
	}
	if failed, ok := errors.AsType[*send.Failure](w.Deliver(t.Context(), note())); !ok || *failed != (send.Failure{Class: "connect", Down: true}) {
		t.Errorf("got %+v", failed)
	}
}

func TestSettingsOfAWebhookThatAreRefused(t *testing.T) {
	t.Parallel()
	for what, tc := range map[string]struct{ address, secret, want string }{
		"no scheme":      {"example.org/hook", secret, "https://example.org/hooks/dossier"},
		"another scheme": {"file:///etc/passwd", secret, "https://example.org/hooks/dossier"},
		"no host":        {"https:///hook", secret, "https://example.org/hooks/dossier"},
		"no secret":      {"https://example.org/hook", "", "a secret of 16 characters"},
		"a short one":    {"https://example.org/hook", "s3cret", "a secret of 16 characters"},
	} {
		if _, err := send.NewWebhook(tc.address, tc.secret); err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", what, err)
		}
	}
}
