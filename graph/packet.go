package graph

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"dossier/graph/packet"
	"dossier/graph/wire"
	"dossier/internal/fault"
	"dossier/internal/id"
)

// PacketPattern is where Packet is served.
const PacketPattern = "GET /dossiers/{dossier}/packet"

// Packet serves the whole case in one document, to whoever may see the
// dossier: what the schema gives them and no more. To others it is as if there
// were none. The form is that of the parameter format, html or json, or else
// the one that the client prefers.
func (s *Server) Packet(o wire.Options) http.Handler {
	o = s.options(o)
	o.Extensions = append(o.Extensions, perResponse{s})
	own := wire.Own(Schema(s.Resolver), packet.Document(), o)
	ask := func(ctx context.Context, operation string, variables map[string]any) (json.RawMessage, error) {
		r := own(ctx, operation, variables)
		switch {
		case r == nil:
			return nil, context.Cause(ctx)
		case len(r.Errors) > 0:
			return nil, r.Errors[0] // part of a case is none
		}
		return r.Data, nil
	}
	return wire.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		form, err := packetForm(r)
		if err == nil {
			err = s.packet(w, r, form, ask)
		}
		if err != nil {
			s.refusePacket(w, r, err)
		}
	}), o)
}

func packetForm(r *http.Request) (string, error) {
	switch form := r.URL.Query().Get("format"); form {
	case "html", "json":
		return form, nil
	case "":
		if wire.Prefers(r.Header.Values("Accept"), "application/json", "text/html") {
			return "json", nil
		}
		return "html", nil
	}
	return "", fault.New(fault.Invalid, "format: write html or json")
}

func (s *Server) packet(w http.ResponseWriter, r *http.Request, form string, ask packet.Ask) error {
	named, err := id.Parse(r.PathValue("dossier"))
	if _, ok := named.Row(id.Dossier); err != nil || !ok {
		return fault.ErrNotFound
	}
	p, err := packet.Print(r.Context(), ask, named.String(), s.Resolver.Now())
	if err != nil {
		return err
	}
	if p == nil {
		return fault.ErrNotFound
	}
	write, media := p.HTML, "text/html"
	if form == "json" {
		write, media = p.JSON, "application/json"
	}
	whole, err := write()
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", media+"; charset=utf-8")
	h.Set("Content-Security-Policy", packet.Policy())
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write(whole) // a client that has gone needs no answer
	return nil
}

func (s *Server) refusePacket(w http.ResponseWriter, r *http.Request, err error) {
	shown, ok := errors.AsType[*gqlerror.Error](err)
	if !ok { // else it is presented, and logged, already
		shown = s.present(r.Context(), err)
	}
	status := http.StatusInternalServerError
	switch c, _ := shown.Extensions["code"].(string); fault.Kind(c) {
	case fault.NotFound:
		status = http.StatusNotFound
	case fault.Invalid:
		status = http.StatusBadRequest
	case fault.Unavailable:
		status = http.StatusServiceUnavailable
	}
	http.Error(w, shown.Message, status)
}
