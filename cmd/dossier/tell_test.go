package main

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"

	"dossier/internal/fault"
	"dossier/internal/notify"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

func TestSettingsOfNotificationsThatAreRefused(t *testing.T) {
	t.Parallel()
	for what, tc := range map[string]struct {
		t    telling
		want string
	}{
		"no sender":      {telling{SMTPURL: "smtp://mail.example.org"}, "--smtp-url with --mail-from needs an address that mails come from"},
		"no server":      {telling{SMTPURL: "mail.example.org", MailFrom: "a@example.org"}, "--smtp-url with --mail-from is no address of a mail server"},
		"no secret":      {telling{WebhookURL: "https://example.org/hook"}, "--webhook-url with --webhook-secret needs a secret"},
		"no host":        {telling{PublicURL: "ladder"}, "--public-url is no address of pages"},
		"another scheme": {telling{PublicURL: "javascript://x"}, "--public-url is no address of pages"},
	} {
		_, err := tc.t.channels()
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", what, err, tc.want)
		}
	}
	if all, err := (telling{}).channels(); len(all) != 0 || err != nil {
		t.Errorf("with nothing set up: %v, %v", all, err)
	}
}

// What a worker sends by a webhook is counted; without one nothing is queued.
func TestAWorkerPostsNotifications(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ana := w.Candidate("Ana")
	sten := w.Person("Sten", "", people.Steward)
	d := w.Open(ana)
	w.Submit(ana, d)
	w.Tx(func(tx pgx.Tx) error { // in the time of the clock that the worker has
		return notify.Add(t.Context(), tx, uuid.New, now(), notify.Note{Key: "a", Person: sten.Person, Kind: notify.Resubmitted, Dossier: d.UUID})
	})
	posted := make(chan string, 10)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		posted <- string(text)
	}))
	t.Cleanup(server.Close)
	a := &app{pool: w.DB, log: slog.New(slog.DiscardHandler), newID: uuid.New}
	a.metrics = newMetrics(a)
	for _, tc := range []struct {
		telling
		want float64
	}{{telling{}, 0}, {telling{WebhookURL: server.URL, WebhookSecret: "a secret of enough length"}, 1}} {
		tell, err := a.tell(tc.telling, 10*time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
		ended := make(chan struct{})
		go func() { defer close(ended); tell(ctx) }()
		if tc.want > 0 {
			select {
			case text := <-posted:
				if !strings.Contains(text, "Ana's promotion to L9") {
					t.Errorf("posted %s", text)
				}
			case <-ctx.Done():
				t.Fatal("nothing is posted")
			}
		}
		stop() // what is on its way is settled before it ends
		<-ended
		if got := counted(t, a.metrics.messages); got != tc.want {
			t.Errorf("%v posts are counted, want %v", got, tc.want)
		}
		queued := 0
		if err := w.DB.QueryRow(t.Context(), `select count(*) from notification_message`).Scan(&queued); err != nil || queued != int(tc.want) {
			t.Errorf("%d messages are queued, want %v: %v", queued, tc.want, err)
		}
	}
}

// counted is the sum of a counter over its labels.
func counted(t *testing.T, c prometheus.Collector) (n float64) {
	t.Helper()
	r := prometheus.NewRegistry()
	r.MustRegister(c)
	families, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			n += m.GetCounter().GetValue()
		}
	}
	return n
}
