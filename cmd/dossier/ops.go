package main

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"dossier/internal/postgres"
)

// ops adds the paths that operators and orchestrators ask: alive, ready,
// metrics.
func (a *app) ops(mux *http.ServeMux) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, health{Status: "alive"}) })
	mux.HandleFunc("GET /readyz", a.readyz)
	mux.Handle("GET /metrics", a.metrics.handler())
}

// health is the answer of /healthz and /readyz.
type health struct {
	Status   string `json:"status"`
	Database string `json:"database,omitempty"`
	Redis    string `json:"redis,omitempty"`
}

// readyz is whether requests can be served: that needs Postgres at the right
// schema. Without Redis work is only found later, so that is "degraded".
func (a *app) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	h, status := health{Status: "ready", Database: "ok", Redis: "ok"}, http.StatusOK
	if _, err := a.queue.Depth(ctx); err != nil {
		h.Status, h.Redis = "degraded", "cannot be reached; queued work waits for it"
	}
	if err := postgres.Current(ctx, a.pool); err != nil {
		h.Status, h.Database, status = "unavailable", "cannot be reached or is at another schema version", http.StatusServiceUnavailable
		a.log.WarnContext(r.Context(), "not ready", "error", err)
	}
	answer(w, status, h)
}

func answer(w http.ResponseWriter, status int, h health) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(h) // the client is gone
}
