package graph_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/graph"
	"dossier/graph/wire"
	"dossier/internal/facts"
	"dossier/internal/mentoring"
	"dossier/internal/nomination"
	"dossier/internal/notify"
	"dossier/internal/panel"
	"dossier/internal/panel/advice"
	"dossier/internal/panel/calibrate"
	"dossier/internal/panel/conflict"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
	"dossier/internal/people/keep"
	"dossier/internal/record"
	"dossier/internal/selfevaluation"
	"dossier/internal/testworld"
	"dossier/internal/token"
)

// api is a server over a world, and whoever asks it.
type api struct {
	*testworld.World
	url      string
	tokens   *token.Local
	logged   *bytes.Buffer
	resolver *graph.Resolver
}

// ticking wakes subscribers every few milliseconds, as a notifier that lost
// every event would do every two seconds.
type ticking struct{}

func (ticking) Watch(ctx context.Context, _ uuid.UUID) <-chan struct{} {
	wake := make(chan struct{})
	go func() {
		defer close(wake)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				select {
				case wake <- struct{}{}:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return wake
}

func serve(t testing.TB) *api {
	t.Helper()
	w := testworld.New(t)
	w.Uploads()
	local, err := token.OpenLocal(filepath.Join(t.TempDir(), "key"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	a := &api{World: w, tokens: local, logged: new(bytes.Buffer)}
	s := &graph.Server{
		Resolver: &graph.Resolver{
			Ladders: w.Ladders, People: w.People, Dossiers: w.Dossiers, Acts: w.Acts, Analyses: w.Analyses,
			Requests: w.Requests, Watcher: ticking{}, Now: w.Clock,
			Pauses: &keep.Store{DB: w.DB}, Keep: &keep.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID},
			Facts: &facts.Store{DB: w.DB}, Records: &record.Store{DB: w.DB},
			RecordActs:  &record.Acts{DB: w.DB, Ladders: w.Ladders, People: w.People, NewID: w.NewID, Rand: rand.Reader},
			Nominations: &nomination.Store{DB: w.DB}, NominationActs: &nomination.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID},
			Mentorships: &mentoring.Store{DB: w.DB, Versions: w.Ladders}, MentoringActs: &mentoring.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID},
			SelfEvaluations: &selfevaluation.Store{DB: w.DB}, SelfEvaluationActs: &selfevaluation.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID},
			Panels: &panel.Store{DB: w.DB}, PanelActs: w.Panels,
			Reviews: &review.Store{DB: w.DB}, ReviewActs: &review.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID},
			Conflicts: &conflict.Store{DB: w.DB, Versions: w.Ladders}, ConflictActs: &conflict.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID},
			Decisions: &decide.Store{DB: w.DB}, DecisionActs: &decide.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID},
			Readings: &advice.Readings{DB: w.DB}, Calibrations: &calibrate.Store{DB: w.DB},
			Notifications: &notify.Store{DB: w.DB}, NotificationActs: &notify.Acts{DB: w.DB},
		},
		Tokens: local,
		Log:    slog.New(slog.NewJSONHandler(a.logged, nil)),
	}
	a.resolver = s.Resolver
	mux := http.NewServeMux()
	mux.Handle("/graphql", s.Handler(wire.Options{Introspection: true}))
	mux.Handle(graph.OriginalPattern, s.Original(wire.Options{}))
	mux.Handle(graph.PacketPattern, s.Packet(wire.Options{}))
	server := httptest.NewServer(wire.Middleware(s.Log, mux))
	t.Cleanup(server.Close)
	a.url = server.URL + "/graphql"
	return a
}

// token is a token for who signs in under a name; "" is nobody.
func (a *api) token(name string) string {
	if name == "" {
		return ""
	}
	raw, err := a.tokens.Issue(name, time.Hour)
	if err != nil {
		a.T.Fatal(err)
	}
	return raw
}

func (a *api) request(ctx context.Context, name, query string, vars any) *http.Request {
	a.T.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": vars})
	if err != nil {
		a.T.Fatal(err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.url, bytes.NewReader(body))
	if err != nil {
		a.T.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if name != "" {
		req.Header.Set("Authorization", "Bearer "+a.token(name))
	}
	return req
}

// bytes asks and returns the whole answer as it came.
func (a *api) bytes(name, query string, vars any) []byte {
	a.T.Helper()
	res, err := http.DefaultClient.Do(a.request(a.T.Context(), name, query, vars))
	if err != nil {
		a.T.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		a.T.Fatal(err)
	}
	return body
}

// reply is an answer.
type reply struct {
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct{ Code string }
	}
}

func (a *api) ask(name, query string, vars any) reply {
	a.T.Helper()
	var r reply
	body := a.bytes(name, query, vars)
	if err := json.Unmarshal(body, &r); err != nil {
		a.T.Fatalf("%v: %s", err, body)
	}
	return r
}

// must asks and returns the data; errors fail the test.
func (a *api) must(name, query string, vars any) any {
	a.T.Helper()
	r := a.ask(name, query, vars)
	if len(r.Errors) > 0 {
		a.T.Fatalf("%s: %+v", query, r.Errors)
	}
	var data any
	if err := json.Unmarshal(r.Data, &data); err != nil {
		a.T.Fatal(err)
	}
	return data
}

// at walks into decoded JSON by keys and indexes, as "dossiers.edges.0.node".
func at(t testing.TB, v any, path string) any {
	t.Helper()
	for _, key := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			next, ok := x[key]
			if !ok {
				t.Fatalf("%s: no %q in %v", path, key, x)
			}
			v = next
		case []any:
			i := int(key[0] - '0')
			if i >= len(x) {
				t.Fatalf("%s: %d elements", path, len(x))
			}
			v = x[i]
		default:
			t.Fatalf("%s: %q of %v", path, key, v)
		}
	}
	return v
}
