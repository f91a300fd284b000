// Package graphiql serves GraphiQL, a page for writing queries in a browser,
// from files embedded in the program: nothing is fetched from elsewhere, and
// the page's policy forbids it. It knows the path /graphql and nothing of the
// schema.
//
// Four files in assets come from packages of the npm registry, unchanged but
// for gzip, fetched with
//
//	npm pack graphiql@3.8.3 react@18.3.1 react-dom@18.3.1
//
// They are graphiql.min.js and graphiql.min.css of graphiql, and
// umd/react.production.min.js and umd/react-dom.production.min.js of the
// other two. Their licences stand beside them (both of React's packages have
// the same one), and a test pins their SHA-256. The other files are our own.
package graphiql

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"fmt"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

//go:embed assets
var assets embed.FS

// policy lets the page load its own files and speak to its own origin, and
// nothing else. GraphiQL's dialogs write style elements at run time, whose text
// depends on the window's size, so that no hash can name them; its fonts are
// data URLs.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
	"font-src data:; img-src data:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Handler serves the page at / and its files under /graphiql/. Every other
// path is answered 404, so that it can be the last route of a server.
func Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		serve(w, r, "index.html")
	})
	mux.HandleFunc("GET /graphiql/{name}", func(w http.ResponseWriter, r *http.Request) {
		serve(w, r, r.PathValue("name"))
	})
	return mux
}

// serve writes an asset, compressed where it is stored so and the client
// takes it.
func serve(w http.ResponseWriter, r *http.Request, name string) {
	kind := mediaType(name)
	body, packed, err := read(name)
	if kind == "" || err != nil {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	// The files change with the program alone: ask again, get 304.
	h.Set("Cache-Control", "no-cache")
	sum := sha256.Sum256(body)
	if packed {
		h.Set("Vary", "Accept-Encoding")
		if !acceptsGzip(r.Header) {
			unpack(w, body)
			return
		}
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", fmt.Sprintf(`"%x"`, sum[:12]))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// mediaType returns the type of a file that is served, "" for those that only
// stand beside them.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".graphql":
		return "application/graphql; charset=utf-8"
	}
	return ""
}

// read returns an asset as it is stored, and whether that is gzip.
func read(name string) (body []byte, packed bool, err error) {
	if body, err = assets.ReadFile("assets/" + name + ".gz"); err == nil {
		return body, true, nil
	}
	body, err = assets.ReadFile("assets/" + name)
	return body, false, err
}

// unpack writes what a gzip file holds. A client that goes away is the only
// way it can fail, and then nobody is left to tell.
func unpack(w io.Writer, packed []byte) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return
	}
	_, _ = io.Copy(w, z)
}

// acceptsGzip says whether a request takes gzip: named, or by *, and not with
// a quality of zero.
func acceptsGzip(h http.Header) bool {
	star := false
	for part := range strings.SplitSeq(strings.Join(h.Values("Accept-Encoding"), ","), ",") {
		coding, params, _ := strings.Cut(part, ";")
		_, q, found := strings.Cut(params, "q=")
		weight, err := strconv.ParseFloat(strings.TrimSpace(q), 64)
		taken := !found || err == nil && weight > 0
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "gzip", "x-gzip":
			return taken
		case "*":
			star = taken
		}
	}
	return star
}
