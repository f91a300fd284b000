package send_test

import (
	"context"
	"encoding/base64"
	"errors"
	"net"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/notify"
	"dossier/internal/notify/send"
)

func letter() *send.Letter {
	return &send.Letter{
		ID: uuid.MustParse("0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"), Email: "ben@example.org", Subject: "Deine Prüfung", At: time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC),
		Text: "Ana Berg, 李雷.\n.\nbehind a dot\n\n",
	}
}

func deliver(t *testing.T, s *smtpServer, scheme, more string, within time.Duration) error {
	t.Helper()
	m, err := send.NewMail(s.address(scheme, more), "Dossier <dossier@example.org>")
	if err != nil {
		t.Fatal(err)
	}
	m.Roots = s.roots
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	return m.Deliver(ctx, letter())
}

func TestAMailArrivesWhole(t *testing.T) {
	t.Parallel()
	for what, tc := range map[string]struct {
		change       func(*smtpServer)
		scheme, more string
		secure       bool
	}{
		"by STARTTLS":                   {func(*smtpServer) {}, "smtp", "", true},
		"by TLS from the start":         {func(s *smtpServer) { s.wrapped = true }, "smtps", "", true},
		"in the clear where it is told": {func(s *smtpServer) { s.starttls = false }, "smtp", "?starttls=never", false},
		"in the clear where it must":    {func(s *smtpServer) { s.starttls = false }, "smtp", "?starttls=optional", false},
		"by TLS where it may":           {func(*smtpServer) {}, "smtp", "?starttls=optional", true},
		"though the server hangs up":    {func(s *smtpServer) { s.script["RSET"], s.script["QUIT"] = "", "" }, "smtp", "", true},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			s := serve(t, tc.change)
			if err := deliver(t, s, tc.scheme, tc.more, 10*time.Second); err != nil {
				t.Fatal(err)
			}
			got := s.got()
			if len(got) != 1 || got[0].secure != tc.secure || !strings.HasPrefix(got[0].from, "FROM:<dossier@example.org>") || got[0].to != "TO:<ben@example.org>" {
				t.Fatalf("got %+v", got)
			}
			m, err := mail.ReadMessage(strings.NewReader(got[0].data))
			if err != nil {
				t.Fatal(err)
			}
			for header, want := range map[string]string{
				"Message-Id": "<0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b@example.org>", "To": "<ben@example.org>", "From": `"Dossier" <dossier@example.org>`,
				"Subject": "=?UTF-8?q?Deine_Pr=C3=BCfung?=", "Auto-Submitted": "auto-generated", "Date": "Tue, 24 Nov 2026 09:30:00 +0000", "Content-Type": "text/plain; charset=UTF-8",
			} {
				if got := m.Header.Get(header); got != want {
					t.Errorf("%s: %q, want %q", header, got, want)
				}
			}
			if !strings.Contains(got[0].data, "Ana Berg, =E6=9D=8E=E9=9B=B7.") || !strings.Contains(got[0].data, "setNotifications") {
				t.Errorf("the text is not whole: %s", got[0].data)
			}
		})
	}
}

func TestTheServerIsSignedInTo(t *testing.T) {
	t.Parallel()
	for _, wrapped := range []bool{false, true} {
		s := serve(t, func(s *smtpServer) { s.wrapped = wrapped })
		scheme := map[bool]string{false: "smtp", true: "smtps"}[wrapped]
		m, err := send.NewMail(scheme+"://ana:p%40ss@"+s.listener.Addr().String(), "dossier@example.org")
		if err != nil {
			t.Fatal(err)
		}
		m.Roots = s.roots
		if err := m.Deliver(t.Context(), letter()); err != nil {
			t.Fatal(err)
		}
		if got, want := s.got()[0].auth, "PLAIN "+base64.StdEncoding.EncodeToString([]byte("\x00ana\x00p@ss")); got != want {
			t.Errorf("%s: signed in by %q, want %q", scheme, got, want)
		}
	}
}

// How a server fails decides whether the letter is tried again, and whether
// others are tried before.
func TestHowMailServersFail(t *testing.T) {
	t.Parallel()
	for what, tc := range map[string]struct {
		change  func(*smtpServer)
		more    string
		failure send.Failure
	}{
		"no such recipient":           {func(s *smtpServer) { s.script["RCPT"] = "550 no such person as Ben" }, "", send.Failure{Class: "smtp 550", Final: true}},
		"recipient later":             {func(s *smtpServer) { s.script["RCPT"] = "450 later" }, "", send.Failure{Class: "smtp 450"}},
		"text refused":                {func(s *smtpServer) { s.script["."] = "554 spam" }, "", send.Failure{Class: "smtp 554", Final: true}},
		"text later":                  {func(s *smtpServer) { s.script["."] = "452 full" }, "", send.Failure{Class: "smtp 452"}},
		"sender refused":              {func(s *smtpServer) { s.script["MAIL"] = "553 who are you" }, "", send.Failure{Class: "smtp 553"}},
		"no STARTTLS":                 {func(s *smtpServer) { s.starttls = false }, "", send.Failure{Class: "tls", Down: true}},
		"a stranger's certificate":    {func(s *smtpServer) { _, s.roots = certificate(t) }, "", send.Failure{Class: "tls", Down: true}},
		"password refused":            {func(s *smtpServer) { s.script["AUTH"] = "535 no" }, "user:pass@", send.Failure{Class: "smtp 535", Down: true}},
		"no password in the clear":    {func(s *smtpServer) { s.starttls = false }, "user:pass@?starttls=never", send.Failure{Class: "lost", Down: true}},
		"hangs up before the end":     {func(s *smtpServer) { s.script["."] = "" }, "", send.Failure{Class: "lost", Down: true}},
		"hangs up at once":            {func(s *smtpServer) { s.script["EHLO"], s.script["HELO"] = "", "" }, "", send.Failure{Class: "lost", Down: true}},
		"never greets":                {func(s *smtpServer) { s.hang = "EHLO" }, "", send.Failure{Class: "timeout", Down: true}},
		"never takes":                 {func(s *smtpServer) { s.hang = "RCPT" }, "", send.Failure{Class: "timeout", Down: true}},
		"not TLS where it must be":    {func(*smtpServer) {}, "smtps", send.Failure{Class: "tls", Down: true}},
		"TLS where it must not be at": {func(s *smtpServer) { s.wrapped = true }, "", send.Failure{Class: "timeout", Down: true}},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			s := serve(t, tc.change)
			scheme, more := "smtp", ""
			address := s.listener.Addr().String()
			if user, rest, ok := strings.Cut(tc.more, "@"); ok {
				address, more = user+"@"+address, rest
			} else if tc.more != "" {
				scheme = tc.more
			}
			m, err := send.NewMail(scheme+"://"+address+more, "dossier@example.org")
			if err != nil {
				t.Fatal(err)
			}
			m.Roots = s.roots
			within := 10 * time.Second
			if tc.failure.Class == "timeout" {
				within = 300 * time.Millisecond
			}
			ctx, cancel := context.WithTimeout(t.Context(), within)
			defer cancel()
			began := time.Now()
			failed, ok := errors.AsType[*send.Failure](m.Deliver(ctx, letter()))
			if !ok || *failed != tc.failure {
				t.Errorf("got %+v, want %+v", failed, tc.failure)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
			if len(s.got()) != 0 {
				t.Error("a mail was taken nevertheless")
			}
		})
	}
}

func TestNobodyListens(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	m, err := send.NewMail("smtp://"+address, "dossier@example.org")
	if err != nil {
		t.Fatal(err)
	}
	if failed, ok := errors.AsType[*send.Failure](m.Deliver(t.Context(), letter())); !ok || *failed != (send.Failure{Class: "connect", Down: true}) {
		t.Errorf("got %+v", failed)
	}
}

func TestSettingsOfMailThatAreRefused(t *testing.T) {
	t.Parallel()
	for what, tc := range map[string]struct{ server, from, want string }{
		"no scheme":         {"mail.example.org:25", "a@example.org", "give it as smtp://"},
		"another scheme":    {"https://mail.example.org", "a@example.org", "give it as smtp://"},
		"no host":           {"smtp://:25", "a@example.org", "give it as smtp://"},
		"a path":            {"smtp://mail.example.org/x", "a@example.org", "give it as smtp://"},
		"a port that is 0":  {"smtp://mail.example.org:0", "a@example.org", "give 1 to 65535"},
		"a word too many":   {"smtp://mail.example.org?tls=no", "a@example.org", "starttls=required, optional or never"},
		"another word":      {"smtp://mail.example.org?starttls=maybe", "a@example.org", "starttls=required, optional or never"},
		"STARTTLS in TLS":   {"smtps://mail.example.org?starttls=never", "a@example.org", "starttls=required, optional or never"},
		"no sender":         {"smtp://mail.example.org", "", "as Dossier <dossier@example.org>"},
		"a sender in lines": {"smtp://mail.example.org", "a@example.org\r\nBcc: x@example.org", "as Dossier <dossier@example.org>"},
		"a secret is kept":  {"smtp://user:s3cret@mail.example.org:99999", "a@example.org", "give 1 to 65535"},
	} {
		_, err := send.NewMail(tc.server, tc.from)
		if err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// The whole way, over a socket: act, plan, claim, text, mail, settled.
func TestFromTheActToTheMailbox(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.set(h.ben, notify.AtOnce, "ben@example.org")
	h.invite()
	s := serve(t, func(*smtpServer) {})
	m, err := send.NewMail(s.address("smtp", ""), "Dossier <dossier@example.org>")
	h.must(err)
	m.Roots = s.roots
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); h.sender(m).Run(ctx) }()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for deadline := time.Now().Add(20 * time.Second); len(h.ledger()["Ben"]) == 0 || h.ledger()["Ben"][0].outcome == ""; {
		if time.Now().After(deadline) {
			t.Fatal("nothing came")
		}
		<-look.C
	}
	cancel()
	<-done
	got := s.got()
	if len(got) != 1 || !strings.Contains(got[0].data, "Ana Berg's promotion to L9") || h.ledger()["Ben"][0] != (row{"SENT", 1, ""}) {
		t.Errorf("got %+v; %+v", got, h.ledger())
	}
}
