package graph_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"

	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/people"
)

// event is what a subscriber is sent, its status alone.
type event struct {
	Data struct {
		AnalysisProgress *struct {
			Status   string
			Progress *struct {
				Stage       string
				Done, Total int
			}
		}
	}
	Errors []struct{ Extensions struct{ Code string } }
}

func (e event) status() string {
	switch {
	case len(e.Errors) > 0:
		return e.Errors[0].Extensions.Code
	case e.Data.AnalysisProgress == nil:
		return ""
	}
	return e.Data.AnalysisProgress.Status
}

// overSSE follows a subscription as server-sent events. The channel is closed
// by the event "complete".
func (a *api) overSSE(ctx context.Context, t *testing.T, who, query string, d id.ID) <-chan event {
	req := a.request(ctx, who, query, map[string]any{"dossier": d.String()})
	req.Header.Set("Accept", "text/event-stream")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	events := make(chan event, 100)
	go func() {
		defer close(events)
		defer res.Body.Close()
		lines := bufio.NewScanner(res.Body)
		kind := ""
		for lines.Scan() {
			if k, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				kind = k
			}
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && kind == "next" {
				var e event
				if json.Unmarshal([]byte(data), &e) == nil {
					events <- e
				}
			}
			if kind == "complete" {
				return
			}
		}
	}()
	return events
}

// overWebSocket follows a subscription by graphql-transport-ws. The channel is
// closed by the message "complete".
func (a *api) overWebSocket(ctx context.Context, t *testing.T, who, query string, d id.ID) <-chan event {
	c, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(a.url, "http"), &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		t.Fatal(err)
	}
	type message struct {
		ID      string          `json:"id,omitempty"`
		Type    string          `json:"type"`
		Payload json.RawMessage `json:"payload,omitempty"`
	}
	send := func(m map[string]any) {
		if err := wsjson.Write(ctx, c, m); err != nil {
			t.Error(err)
		}
	}
	send(map[string]any{"type": "connection_init", "payload": map[string]any{"Authorization": "Bearer " + a.token(who)}})
	events := make(chan event, 100)
	go func() {
		defer close(events)
		defer c.CloseNow()
		for {
			var m message
			if wsjson.Read(ctx, c, &m) != nil {
				return
			}
			switch m.Type {
			case "connection_ack":
				send(map[string]any{"id": "1", "type": "subscribe", "payload": map[string]any{"query": query, "variables": map[string]any{"dossier": d.String()}}})
			case "next":
				var e event
				if json.Unmarshal(m.Payload, &e) == nil {
					events <- e
				}
			case "error":
				events <- event{Errors: []struct{ Extensions struct{ Code string } }{{struct{ Code string }{"NOT_FOUND"}}}}
				return
			case "complete":
				return
			}
		}
	}()
	return events
}

func TestProgressIsFollowedToItsEnd(t *testing.T) {
	t.Parallel()
	for _, transport := range []string{"SSE", "WebSocket"} {
		t.Run(transport, func(t *testing.T) {
			t.Parallel()
			a := serve(t)
			query := contract(t)["AnalysisProgress"].text
			ana := a.Candidate("Ana")
			d := a.Open(ana)
			a.Save(ana, d, "mentee-network", "Mentees", "Dana (L3) was promoted to L5 in March 2025.")
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			follow := a.overSSE
			if transport == "WebSocket" {
				follow = a.overWebSocket
			}
			events := follow(ctx, t, "Ana", query, d) // before there is anything to follow
			if _, err := a.Requests.Request(ctx, ana, request(d), a.Now); err != nil {
				t.Fatal(err)
			}
			first, ok := <-events
			if !ok || first.status() != "QUEUED" || first.Data.AnalysisProgress.Progress == nil {
				t.Fatalf("first event %+v, %v", first, ok)
			}
			a.Analyse()
			var seen []string
			for e := range events {
				seen = append(seen, e.status())
			}
			if ctx.Err() != nil || len(seen) == 0 || seen[len(seen)-1] != "SUCCEEDED" || slices.Contains(seen, "FAILED") {
				t.Errorf("events after the first: %v (%v)", seen, ctx.Err())
			}
			seen = nil
			for e := range follow(ctx, t, "Ana", query, d) {
				seen = append(seen, e.status())
			}
			if !slices.Equal(seen, []string{"SUCCEEDED"}) {
				t.Errorf("a finished analysis sends %v, want its state once", seen)
			}
		})
	}
}

func TestAReplacedAnalysisIsFollowedInItsPlace(t *testing.T) {
	t.Parallel()
	a := serve(t)
	query := contract(t)["AnalysisProgress"].text
	ana := a.Candidate("Ana")
	d := a.Open(ana)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	a.Save(ana, d, "mentee-network", "Mentees", "one")
	if _, err := a.Requests.Request(ctx, ana, request(d), a.Now); err != nil {
		t.Fatal(err)
	}
	events := a.overSSE(ctx, t, "Ana", query, d)
	if e := <-events; e.status() != "QUEUED" {
		t.Fatal(e)
	}
	a.Advance(time.Second)
	a.Save(ana, d, "mentee-network", "More", "two")
	if _, err := a.Requests.Request(ctx, ana, request(d), a.Now); err != nil {
		t.Fatal(err)
	}
	if e := <-events; e.status() != "QUEUED" {
		t.Errorf("the newer analysis reads %v", e)
	}
	if err := a.Acts.Withdraw(ctx, ana, dossier.DossierInput{Dossier: d}, a.Now); err != nil {
		t.Fatal(err)
	}
	var last event
	for e := range events {
		last = e
	}
	if last.status() != "CANCELLED" {
		t.Errorf("after withdrawal the last event reads %v", last)
	}
}

func TestASubscriptionIsRefusedAsAbsent(t *testing.T) {
	t.Parallel()
	a := serve(t)
	query := contract(t)["AnalysisProgress"].text
	d := a.Open(a.Candidate("Ana"))
	a.Candidate("Ben")
	a.Person("Sam", "L10", people.Steward)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for who, want := range map[string]string{"Ben": "NOT_FOUND", "Sam": "NOT_FOUND", "": "UNAUTHENTICATED"} {
		var seen []string
		for e := range a.overSSE(ctx, t, who, query, d) {
			seen = append(seen, e.status())
		}
		if !slices.Equal(seen, []string{want}) {
			t.Errorf("%q is sent %v, want %s", who, seen, want)
		}
	}
}

// A steward who loses the role in the middle of a stream is sent no more.
func TestAccessIsAskedAtEveryEvent(t *testing.T) {
	t.Parallel()
	a := serve(t)
	query := contract(t)["AnalysisProgress"].text
	ana := a.Candidate("Ana")
	sam := a.Person("Sam", "L10", people.Steward)
	d := a.Open(ana)
	a.Submit(ana, d)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	events := a.overSSE(ctx, t, "Sam", query, d)
	if e := <-events; e.status() != "QUEUED" {
		t.Fatal(e)
	}
	if _, err := a.DB.Exec(ctx, `delete from role_grant where person_id = $1`, sam.Person); err != nil {
		t.Fatal(err)
	}
	for e := range events {
		t.Errorf("an event after the role was lost: %+v", e)
	}
	if ctx.Err() != nil {
		t.Error("the stream did not end")
	}
}

// Of a withdrawn draft that was never analysed nothing can come any more.
func TestAStreamOfWhatCannotComeEnds(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Candidate("Ana")
	d := a.Open(ana)
	if err := a.Acts.Withdraw(t.Context(), ana, dossier.DossierInput{Dossier: d}, a.Now); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for e := range a.overSSE(ctx, t, "Ana", contract(t)["AnalysisProgress"].text, d) {
		t.Errorf("an event: %+v", e)
	}
	if ctx.Err() != nil {
		t.Error("the stream did not end")
	}
}
