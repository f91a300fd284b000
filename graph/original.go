package graph

import (
	"bytes"
	"mime"
	"net/http"
	"strconv"
	"time"

	"dossier/graph/wire"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
)

// OriginalPattern is where Original is served.
const OriginalPattern = "GET /documents/{document}/versions/{version}/original"

// Original serves the files that texts were read out of, each to whoever may
// see that version of the text. To others it is as if there were none.
func (s *Server) Original(o wire.Options) http.Handler {
	return wire.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		source, data, err := s.original(r)
		if err != nil {
			s.refuseFile(w, r, err)
			return
		}
		h := w.Header()
		h.Set("Content-Type", source.MediaType)
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": source.FileName}))
		// What somebody uploaded is never shown as a page of this host.
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
		h.Set("Cache-Control", "private, no-cache")
		h.Set("ETag", `"`+source.Hash+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	}), s.options(o))
}

func (s *Server) original(r *http.Request) (*dossier.Source, []byte, error) {
	v, _ := r.Context().Value(viewerKey{}).(*people.Viewer)
	document, err := id.Parse(r.PathValue("document"))
	if err != nil {
		return nil, nil, fault.ErrNotFound
	}
	row, ok := document.Row(id.Document)
	version, err := strconv.ParseInt(r.PathValue("version"), 10, 32)
	if !ok || err != nil {
		return nil, nil, fault.ErrNotFound
	}
	key := dossier.BodyKey{Document: row, Version: int(version)}
	found, err := s.Resolver.Dossiers.Sources(r.Context(), v, []dossier.BodyKey{key})
	if err != nil {
		return nil, nil, err
	}
	source := found[key]
	if source == nil {
		return nil, nil, fault.ErrNotFound
	}
	data, err := s.Resolver.Acts.Files.Read(r.Context(), source.Hash)
	return source, data, err
}

func (s *Server) refuseFile(w http.ResponseWriter, r *http.Request, err error) {
	status := http.StatusInternalServerError
	switch fault.KindOf(err) {
	case fault.NotFound:
		status = http.StatusNotFound
	case fault.Unavailable:
		status = http.StatusServiceUnavailable
	}
	http.Error(w, s.present(r.Context(), err).Message, status)
}
