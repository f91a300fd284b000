package wire_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"dossier/graph/wire"
	"dossier/internal/extract"
)

// part is one part of a form.
type part struct{ name, file, text string }

const (
	uploading = `{"query":"mutation($i:Files!){upload(input:$i)}","variables":{"i":{"title":"T","first":null,"more":[null,null]}}}`
	one       = `{"query":"mutation($i:Files!){upload(input:$i)}","variables":{"i":{"title":"T","first":null}}}`
)

// form writes parts as a browser does.
func form(t *testing.T, parts ...part) request {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		h := textproto.MIMEHeader{}
		disposition := fmt.Sprintf(`form-data; name=%q`, p.name)
		if p.file != "" {
			disposition += fmt.Sprintf(`; filename=%q`, p.file)
			h.Set("Content-Type", "application/pdf")
		}
		h.Set("Content-Disposition", disposition)
		to, err := w.CreatePart(h)
		if err == nil {
			_, err = to.Write([]byte(p.text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return request{body: b.String(), headers: map[string]string{"Content-Type": w.FormDataContentType(), "Authorization": "Bearer ada"}}
}

func TestFilesAreUploaded(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	r := s.do(t, form(t, part{"operations", "", uploading}, part{"map", "", `{"0":["variables.i.first"],"b":["variables.i.more.1","variables.i.more.0"]}`},
		part{"b", "b.pdf", "two\x00\xff"}, part{"0", "a.pdf", ""}))
	want := `[T a.pdf application/pdf "" T b.pdf application/pdf "two\x00\xff" T b.pdf application/pdf "two\x00\xff"]`
	if got := fmt.Sprint(r.Data["upload"]); r.Status != 200 || got != want {
		t.Errorf("%d %s, want %s", r.Status, r.Body, want)
	}
}

func TestFormsThatAreRefused(t *testing.T) {
	t.Parallel()
	s := start(t, func(o *wire.Options) { o.Limits.Upload = 2 << 20 })
	ops, places, file := part{"operations", "", one}, part{"map", "", `{"0":["variables.i.first"]}`}, part{"0", "a.pdf", "one"}
	maps := func(text string) request { return form(t, ops, part{"map", "", text}, file) }
	for name, c := range map[string]struct {
		request request
		status  int
		says    string
	}{
		"no parts":                  {form(t), 400, "operations is missing"},
		"parts in another order":    {form(t, places, ops, file), 400, "operations is missing"},
		"no map":                    {form(t, ops, file), 400, "map is missing"},
		"operations are not JSON":   {form(t, part{"operations", "", "{"}, places, file), 400, "not JSON"},
		"operations are a batch":    {form(t, part{"operations", "", "[" + one + "]"}, places, file), 400, "one JSON object"},
		"operations are not UTF-8":  {form(t, part{"operations", "", "{\"query\":\"\xff\"}"}, places, file), 200, "UTF-8"},
		"operations are too long":   {form(t, part{"operations", "", strings.Repeat(" ", 1<<20+1)}, places, file), 413, "1048576"},
		"a map that is a list":      {maps(`[]`), 400, "map must be"},
		"a map of nothing":          {maps(`{}`), 400, "map must be"},
		"a map of eleven":           {maps(`{"0":[],"1":[],"2":[],"3":[],"4":[],"5":[],"6":[],"7":[],"8":[],"9":[],"a":[]}`), 400, "map must be"},
		"no list of variables":      {maps(`{"0":"variables.i.first"}`), 400, "does not name"},
		"a variable that is none":   {maps(`{"0":["variables.i.second"]}`), 400, "not there"},
		"a variable that is set":    {maps(`{"0":["variables.i.title"]}`), 400, "not null"},
		"set twice":                 {maps(`{"0":["variables.i.first","variables.i.first"]}`), 400, "not null"},
		"a path that is none":       {maps(`{"0":["query"]}`), 400, "not there"},
		"a path that is a number":   {maps(`{"0":[7]}`), 400, "not there"},
		"a path beside the list":    {maps(`{"0":["variables.i.title.0"]}`), 400, "not there"},
		"a file that is missing":    {form(t, ops, places), 400, "not there"},
		"a file that is not mapped": {form(t, ops, places, part{"1", "b.pdf", "x"}), 400, "does not name"},
		"a file too many":           {form(t, ops, places, file, file), 400, "must end"},
		"a file that is too large":  {form(t, ops, places, part{"0", "a.pdf", strings.Repeat("x", 2<<20)}), 413, "a file may have 1 MiB; make its pictures smaller, split it"},
		"a form cut in its middle":  {cut(form(t, ops, places, file)), 400, "to its end"},
		"no boundary":               {with(form(t, ops, places, file), "Content-Type", "multipart/form-data"), 400, "boundary"},
		"nobody":                    {with(form(t, ops, places, file), "Authorization", ""), 401, "sign in"},
		"a bad token":               {with(form(t, ops, places, file), "Authorization", "Bearer mallory"), 401, ""},
		"by GET":                    {request{method: http.MethodGet, path: "/graphql", headers: map[string]string{"Content-Type": "multipart/form-data"}}, 400, "query is missing"},
		"a literal in the document": {form(t, part{"operations", "", `{"query":"mutation{upload(input:{title:\"T\",first:\"x\"})}","variables":{"i":null}}`}, part{"map", "", `{"0":["variables.i"]}`}, file), 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := s.do(t, c.request)
			if r.Status != c.status || len(r.Errors) == 0 || !strings.Contains(r.Errors[0].Message, c.says) {
				t.Errorf("%d %s", r.Status, r.Body)
			}
		})
	}
}

// What is cut off before it is read gets the limit that the file would have
// got; its sender is let send on, and so gets the answer.
func TestAFileTooLargeToBeReceived(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	large := part{"0", "a.pdf", strings.Repeat("x", 32<<20)}
	r := s.do(t, form(t, part{"operations", "", one}, part{"map", "", `{"0":["variables.i.first"]}`}, large))
	want := fmt.Sprintf("a file may have %d MiB;", extract.MaxFile>>20)
	if r.Status != http.StatusRequestEntityTooLarge || len(r.Errors) != 1 || !strings.Contains(r.Errors[0].Message, want) {
		t.Errorf("%d %s, want %q", r.Status, r.Body, want)
	}
}

func cut(r request) request {
	r.body = r.body[:len(r.body)-60]
	return r
}

func with(r request, name, value string) request {
	r.headers[name] = value
	return r
}

// An upload has longer than other requests, and an end too.
func TestAnUploadHasLongerThanOtherRequests(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		upload time.Duration
		ok     bool
	}{"long enough": {10 * time.Second, true}, "too short": {50 * time.Millisecond, false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startServer(t, impatient, func(o *wire.Options) { o.Times.Upload = c.upload })
			q := form(t, part{"operations", "", one}, part{"map", "", `{"0":["variables.i.first"]}`}, part{"0", "a.pdf", "slow"})
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/graphql", &slowly{text: q.body, pause: 400 * time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			for k, v := range q.headers {
				r.Header.Set(k, v)
			}
			client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
			res, err := client.Do(r)
			if err == nil {
				defer res.Body.Close()
			}
			if ok := err == nil && res.StatusCode == 200; ok != c.ok {
				t.Errorf("answered %v, %v", res, err)
			}
		})
	}
}

// slowly sends a text in two halves with a pause between.
type slowly struct {
	text  string
	sent  int
	pause time.Duration
}

func (s *slowly) Read(b []byte) (int, error) {
	if s.sent > 0 && s.pause > 0 {
		timer := time.NewTimer(s.pause)
		<-timer.C
		s.pause = 0
	}
	r := strings.NewReader(s.text[s.sent:])
	n, err := r.Read(b[:min(len(b), max(1, len(s.text)/2))])
	s.sent += n
	return n, err
}

func TestGuard(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	for authorization, status := range map[string]int{"": 200, "Bearer ada": 200, "Bearer mallory": 401, "Bearer down": 503} {
		r := s.do(t, request{method: http.MethodGet, path: "/guarded", headers: map[string]string{"Authorization": authorization}})
		if r.Status != status || status == 200 && r.Body != strings.TrimPrefix(authorization, "Bearer ") {
			t.Errorf("%q: %d %s", authorization, r.Status, r.Body)
		}
	}
}
