package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"dossier/internal/dossier"
	"dossier/internal/extract"
	"dossier/internal/files"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

// upload asks with a file as the variable $file.
func (a *api) upload(name, query, fileName string, file []byte) reply {
	a.T.Helper()
	return a.send(name, map[string]any{"query": query, "variables": map[string]any{"file": nil}}, fileName, file)
}

func (a *api) send(name string, operations any, fileName string, file []byte) reply {
	a.T.Helper()
	ops, err := json.Marshal(operations)
	if err != nil {
		a.T.Fatal(err)
	}
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for _, part := range []struct{ name, text string }{{"operations", string(ops)}, {"map", `{"0":["variables.file"]}`}} {
		if err := form.WriteField(part.name, part.text); err != nil {
			a.T.Fatal(err)
		}
	}
	to, err := form.CreateFormFile("0", fileName)
	if err == nil {
		_, err = to.Write(file)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		a.T.Fatal(err)
	}
	req := a.request(a.T.Context(), name, "", nil)
	req.Body, req.ContentLength = io.NopCloser(&b), int64(b.Len())
	req.Header.Set("Content-Type", form.FormDataContentType())
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		a.T.Fatal(err)
	}
	defer res.Body.Close()
	var r reply
	if err := json.NewDecoder(res.Body).Decode(&r); err != nil {
		a.T.Fatal(err)
	}
	return r
}

// uploads asks for uploadDocument; errors fail the test.
func (a *api) uploads(name, input, fileName string, file []byte) any {
	a.T.Helper()
	r := a.upload(name, `mutation($file: Upload!) { uploadDocument(input: {`+input+`, file: $file}) {
		document { id version body source { fileName mediaType bytes hash pages path } }
		problem { __typename message ... on UnreadableFile { reason } ... on Invalid { fields { path } } ... on Stale { currentVersion } } } }`, fileName, file)
	if len(r.Errors) > 0 {
		a.T.Fatalf("%+v", r.Errors)
	}
	var data any
	if err := json.Unmarshal(r.Data, &data); err != nil {
		a.T.Fatal(err)
	}
	return at(a.T, data, "uploadDocument")
}

// fetch asks for an original.
func (a *api) fetch(name, path string) (*http.Response, []byte) {
	a.T.Helper()
	req, err := http.NewRequestWithContext(a.T.Context(), http.MethodGet, strings.TrimSuffix(a.url, "/graphql")+path, nil)
	if err != nil {
		a.T.Fatal(err)
	}
	if name != "" {
		req.Header.Set("Authorization", "Bearer "+a.token(name))
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		a.T.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		a.T.Fatal(err)
	}
	return res, body
}

// A candidate uploads a DOCX, reads its text, has it analysed and hands it in;
// whoever may see the text may fetch the file, and nobody else.
func TestADocumentAsPeopleHaveIt(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Candidate("Ana")
	a.Candidate("Ben")
	a.Person("Sam", "L10", people.Steward)
	d := a.Open(ana)
	file := testworld.DOCX("In March 2023 I moved five of our seven engineers to the agent console for two quarters, because 83% of the farmers had no smartphone.",
		"Repeat sales per farmer rose from 1.4 to 3.2 a season.")
	input := fmt.Sprintf(`dossier: %q, component: "technical-strategy-portfolio", title: "Two companies"`, d)
	saved := a.uploads("Ana", input, `Größe "1".docx`, file)
	a.is(saved, "problem", nil)
	a.is(saved, "document.body", "In March 2023 I moved five of our seven engineers to the agent console for two quarters, because 83% of the farmers had no smartphone.\n\n"+
		"Repeat sales per farmer rose from 1.4 to 3.2 a season.")
	a.is(saved, "document.source.fileName", `Größe "1".docx`)
	a.is(saved, "document.source.mediaType", extract.DOCX)
	a.is(saved, "document.source.bytes", float64(len(file)))
	a.is(saved, "document.source.hash", files.Hash(file))
	path := at(t, saved, "document.source.path").(string)

	res, body := a.fetch("Ana", path)
	if res.StatusCode != 200 || !bytes.Equal(body, file) {
		t.Errorf("the original: %d, %d bytes of %d", res.StatusCode, len(body), len(file))
	}
	for name, want := range map[string]string{
		"Content-Type": extract.DOCX, "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "private, no-cache",
		"Content-Disposition": "attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe%20%221%22.docx",
	} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	status := func(when string, want map[string]int) {
		t.Helper()
		for name, code := range want {
			if res, body := a.fetch(name, path); res.StatusCode != code || code == 404 && string(body) != "not found\n" {
				t.Errorf("%s: %q is answered %d %.50s, want %d", when, name, res.StatusCode, body, code)
			}
		}
	}
	status("a draft", map[string]int{"Ana": 200, "Ben": 404, "Sam": 404, "": 404})

	a.must("Ana", `mutation($d: ID!) { requestAnalysis(input: {dossier: $d}) { analysis { id } } }`, map[string]any{"d": d.String()})
	a.Analyse()
	found := a.must("Ana", `query($d: ID!) { node(id: $d) { ... on Dossier { analysis { status findings { evidence { quote } } } } } }`, map[string]any{"d": d.String()})
	a.is(found, "node.analysis.status", "SUCCEEDED")
	quotes := 0
	for _, f := range at(t, found, "node.analysis.findings").([]any) {
		for _, e := range at(t, f, "evidence").([]any) {
			if quotes++; !strings.Contains(at(t, saved, "document.body").(string), at(t, e, "quote").(string)) {
				t.Errorf("%v is quoted and does not stand in the text", e)
			}
		}
	}
	if quotes == 0 {
		t.Error("nothing of the file is quoted")
	}

	a.Ready(ana)
	a.Fill(ana, d)
	if err := a.Acts.Submit(t.Context(), ana, dossier.DossierInput{Dossier: d}, a.Now); err != nil {
		t.Fatal(err)
	}
	status("submitted", map[string]int{"Ana": 200, "Ben": 404, "Sam": 200, "": 404})
	if strings.Contains(a.logged.String(), "farmer") {
		t.Error("the log holds the text")
	}
}

func TestWhereThereIsNoOriginal(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Candidate("Ana")
	d := a.Open(ana)
	typed := a.Save(ana, d, "mentee-network", "M", "typed")
	for _, path := range []string{
		"/documents/" + typed.String() + "/versions/1/original", "/documents/" + typed.String() + "/versions/99999999999/original",
		"/documents/" + typed.String() + "/versions/x/original", "/documents/x/versions/1/original", "/documents/" + d.String() + "/versions/1/original",
	} {
		if res, _ := a.fetch("Ana", path); res.StatusCode != 404 {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	node := a.must("Ana", `query($d: ID!) { node(id: $d) { ... on Document { source { hash } none: source(version: 7) { hash } } } }`, map[string]any{"d": typed.String()})
	a.is(node, "node.source", nil)
	a.is(node, "node.none", nil)

	lost := a.uploads("Ana", fmt.Sprintf(`dossier: %q, component: "mentee-network", title: "M"`, d), "a.docx", testworld.DOCX("text"))
	a.Uploads() // a store that does not hold it
	if res, body := a.fetch("Ana", at(t, lost, "document.source.path").(string)); res.StatusCode != 500 || strings.Contains(string(body), "sha") {
		t.Errorf("a file that is lost: %d %s", res.StatusCode, body)
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Candidate("Ana")
	d := a.Open(ana)
	doc := a.Save(ana, d, "mentee-network", "M", "typed")
	a.Save(ana, d, "mentee-network", "N", "typed")
	good := testworld.DOCX("text")
	for name, c := range map[string]struct {
		more   string
		file   []byte
		path   string
		want   any
		saying string
	}{
		"plain text":      {"", []byte("# Text"), "problem.reason", "UNSUPPORTED", "plain text"},
		"damaged":         {"", good[:len(good)/2], "problem.reason", "DAMAGED", "save it again"},
		"password":        {"", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 512)...), "problem.reason", "ENCRYPTED", "password"},
		"no text":         {"", testworld.DOCX(" "), "problem.reason", "NO_TEXT", "OCR"},
		"too large":       {"", make([]byte, extract.MaxFile+1), "problem.reason", "TOO_LARGE", "20 MiB"},
		"no base version": {fmt.Sprintf(", document: %q", doc), good, "problem.fields.0.path", "input.baseVersion", ""},
	} {
		input := fmt.Sprintf(`dossier: %q, component: "mentee-network", title: "M"`, d) + c.more
		got := a.uploads("Ana", input, "x.pdf", c.file)
		a.is(got, "document", nil)
		a.is(got, c.path, c.want)
		if m := at(t, got, "problem.message").(string); !strings.Contains(m, c.saying) {
			t.Errorf("%s: %s", name, m)
		}
	}
	r := a.ask("Ana", `mutation($i: UploadDocumentInput!) { uploadDocument(input: $i) { document { id } } }`,
		map[string]any{"i": map[string]any{"dossier": d.String(), "component": "mentee-network", "title": "M", "file": "no file"}})
	if len(r.Errors) == 0 || r.Errors[0].Extensions.Code != "BAD_USER_INPUT" {
		t.Errorf("a text in the place of a file: %+v", r)
	}
}
