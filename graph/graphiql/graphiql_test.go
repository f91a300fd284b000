package graphiql

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// get asks the handler and returns its answer as a client without any
// transparent decompression sees it.
func get(t *testing.T, method, target string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) []byte {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func unzip(t *testing.T, b []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	b, err = io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// What came from the registry is what upstream published, whether or not the
// client takes gzip.
func TestUpstreamFiles(t *testing.T) {
	t.Parallel()
	for name, sum := range map[string]string{
		"graphiql.min.js":             "22faab94067b695e5f7959619fbe686ebcc8955002a0c97d986bcbba4ad4bc2c",
		"graphiql.min.css":            "b1868247f8e0502cd869e581f5f3cb55b334862e7f51b1d6cbace11059b9adc2",
		"react.production.min.js":     "d949f1c3687aedadcedac85261865f29b17cd273997e7f6b2bfc53b2f9d4c4dd",
		"react-dom.production.min.js": "35f4f974f4b2bcd44da73963347f8952e341f83909e4498227d4e26b98f66f0d",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, accept := range []string{"gzip, br", "identity"} {
				r := get(t, "GET", "/graphiql/"+name, "Accept-Encoding", accept)
				b := body(t, r)
				packed := r.Header.Get("Content-Encoding") == "gzip"
				if packed != (accept != "identity") {
					t.Errorf("Accept-Encoding %q: Content-Encoding %q", accept, r.Header.Get("Content-Encoding"))
				}
				if r.Header.Get("Vary") != "Accept-Encoding" {
					t.Errorf("Vary is %q", r.Header.Get("Vary"))
				}
				if packed {
					b = unzip(t, b)
				}
				if got := sha256.Sum256(b); hex.EncodeToString(got[:]) != sum {
					t.Errorf("Accept-Encoding %q: SHA-256 %x, want %s", accept, got, sum)
				}
			}
		})
	}
}

// Every stored file is pinned above, is a licence, or is our own text.
func TestNothingElseIsEmbedded(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(assets, "assets/*")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, path.Base(f))
	}
	want := "LICENSE.graphiql LICENSE.react default.graphql graphiql.min.css.gz graphiql.min.js.gz " +
		"index.html page.css page.js react-dom.production.min.js.gz react.production.min.js.gz"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("assets hold\n%s\nwant\n%s", got, want)
	}
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		method, target string
		status         int
		kind           string
	}{
		{"GET", "/", 200, "text/html; charset=utf-8"},
		{"HEAD", "/", 200, "text/html; charset=utf-8"},
		{"GET", "/graphiql/page.js", 200, "text/javascript; charset=utf-8"},
		{"GET", "/graphiql/page.css", 200, "text/css; charset=utf-8"},
		{"GET", "/graphiql/default.graphql", 200, "application/graphql; charset=utf-8"},
		{"POST", "/", 405, ""},
		{"GET", "/index.html", 404, ""},
		{"GET", "/graphiql/LICENSE.react", 404, ""},
		{"GET", "/graphiql/graphiql.min.js.gz", 404, ""},
		{"GET", "/graphiql/absent.js", 404, ""},
		{"GET", "/graphiql/..%2fgraphiql.go", 404, ""},
		{"GET", "/elsewhere", 404, ""},
	} {
		r := get(t, c.method, c.target)
		if r.StatusCode != c.status {
			t.Errorf("%s %s: status %d, want %d", c.method, c.target, r.StatusCode, c.status)
		}
		if c.kind != "" && r.Header.Get("Content-Type") != c.kind {
			t.Errorf("%s %s: type %q, want %q", c.method, c.target, r.Header.Get("Content-Type"), c.kind)
		}
	}
}

func TestAskingAgain(t *testing.T) {
	t.Parallel()
	first := get(t, "GET", "/graphiql/graphiql.min.js", "Accept-Encoding", "gzip")
	tag := first.Header.Get("ETag")
	if tag == "" || first.Header.Get("Cache-Control") != "no-cache" {
		t.Fatalf("ETag %q, Cache-Control %q", tag, first.Header.Get("Cache-Control"))
	}
	again := get(t, "GET", "/graphiql/graphiql.min.js", "Accept-Encoding", "gzip", "If-None-Match", tag)
	if again.StatusCode != http.StatusNotModified {
		t.Errorf("status %d, want 304", again.StatusCode)
	}
}

// The page names only files of its own that exist, holds no script or style
// in line, and its policy allows nothing from elsewhere.
func TestNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	r := get(t, "GET", "/")
	page := string(body(t, r))
	links := regexp.MustCompile(`(?:src|href)="([^"]*)"`).FindAllStringSubmatch(page, -1)
	if len(links) != 7 {
		t.Errorf("the page has %d links, want 7", len(links))
	}
	for _, l := range links {
		if l[1] == "data:," {
			continue
		}
		if got := get(t, "GET", "/"+l[1]).StatusCode; got != 200 || strings.Contains(l[1], ":") {
			t.Errorf("link %q: status %d", l[1], got)
		}
	}
	if m := regexp.MustCompile(`<style|<script[^>]*>[^<]|style="|\son\w+="`).FindString(page); m != "" {
		t.Errorf("the page has a script or style in line: %q", m)
	}
	policy := r.Header.Get("Content-Security-Policy")
	for directive := range strings.SplitSeq(policy, "; ") {
		for _, source := range strings.Fields(directive)[1:] {
			switch source {
			case "'none'", "'self'", "data:":
			case "'unsafe-inline'":
				if !strings.HasPrefix(directive, "style-src ") {
					t.Errorf("policy allows more than styles in line: %s", directive)
				}
			default:
				t.Errorf("policy allows %s: %s", source, directive)
			}
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none'; ") {
		t.Errorf("policy is open by default: %s", policy)
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"} {
		if got := r.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

// Fonts and pictures of the style sheet are inside it.
func TestStyleSheetFetchesNothing(t *testing.T) {
	t.Parallel()
	css := body(t, get(t, "GET", "/graphiql/graphiql.min.css", "Accept-Encoding", "identity"))
	urls := regexp.MustCompile(`url\((.{0,12})`).FindAllSubmatch(css, -1)
	if len(urls) == 0 {
		t.Error("the style sheet holds no fonts")
	}
	for _, u := range urls {
		if !bytes.HasPrefix(u[1], []byte("data:")) {
			t.Errorf("the style sheet fetches %q", u[1])
		}
	}
	if bytes.Contains(css, []byte("@import")) {
		t.Error("the style sheet imports another")
	}
}

func TestAcceptsGzip(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]bool{
		"":                         false,
		"gzip":                     true,
		"GZIP":                     true,
		"br, gzip;q=0.5":           true,
		"gzip;q=0":                 false,
		"gzip; q=0.000, *":         false,
		"*":                        true,
		"*;q=0":                    false,
		"identity;q=1, *;q=0":      false,
		"br;q=1.0, deflate, *;q=1": true,
		"gzip;q=none":              false,
		"xgzip":                    false,
	} {
		if got := acceptsGzip(http.Header{"Accept-Encoding": {accept}}); got != want {
			t.Errorf("Accept-Encoding %q: %t, want %t", accept, got, want)
		}
	}
	if !acceptsGzip(http.Header{"Accept-Encoding": {"br", "gzip"}}) {
		t.Error("a second Accept-Encoding line is not read")
	}
}

// The query that the page opens with is one that the server answers.
func TestDefaultQuery(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../*.graphql")
	if err != nil {
		t.Fatal(err)
	}
	var sources []*ast.Source
	for _, f := range append(files, "../../schema.graphql") {
		sdl, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, &ast.Source{Name: f, Input: string(sdl)})
	}
	schema, err := gqlparser.LoadSchema(sources...)
	if err != nil {
		t.Fatal(err)
	}
	query := string(body(t, get(t, "GET", "/graphiql/default.graphql")))
	if _, err := gqlparser.LoadQueryWithRules(schema, query, rules.NewDefaultRules()); err != nil {
		t.Errorf("default query: %v", err)
	}
}
