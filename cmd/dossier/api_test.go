package main

import (
	"encoding/json"
	"net/http/httptest"
	"testing"
	"time"

	"dossier/graph"
	"dossier/graph/wire"
	"dossier/internal/sample"
	"dossier/internal/token"
)

// api serves a seeded sample at the time at which it was made.
type api struct {
	url  string
	keys *token.Local
	data *sample.Sample
}

func (s *seeder) api(t *testing.T) *api {
	t.Helper()
	s.resolver.Now = func() time.Time { return s.now }
	keys, err := token.OpenLocal(t.TempDir()+"/key", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	data, err := sample.Load()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer((&graph.Server{Resolver: s.resolver, Tokens: keys, Log: s.log}).Handler(wire.Options{}))
	t.Cleanup(server.Close)
	return &api{server.URL, keys, data}
}

// ask asks as a persona, or as a person of the sample by key.
func (a *api) ask(t *testing.T, who, query string) []byte {
	t.Helper()
	return []byte(a.send(t, who, query, `{}`))
}

// send is ask with variables, as JSON.
func (a *api) send(t *testing.T, who, query, variables string) string {
	t.Helper()
	if p := a.data.Persona(who); p != nil {
		who = p.Key
	}
	raw, err := a.keys.Issue(who, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return post(t, a.url, raw, map[string]any{"query": query, "variables": json.RawMessage(variables)})
}
