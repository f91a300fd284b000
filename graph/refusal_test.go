package graph_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"dossier/internal/analysis"
	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/token"
)

func request(d id.ID) analysis.RequestInput { return analysis.RequestInput{Dossier: d} }

func TestCodes(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Candidate("Ana")
	a.Candidate("Ben")
	a.Person("Sam", "L10", people.Steward)
	draft := a.Open(ana).String()
	open := `mutation($i: OpenDossierInput!) { openDossier(input: $i) { dossier { id } problem { __typename message } } }`
	submit := `mutation($d: ID!) { submitDossier(input: {dossier: $d}) { dossier { id } problem { __typename } } }`
	for name, tc := range map[string]struct {
		who, query string
		vars       map[string]any
		code       string
	}{
		"guarded field, nobody":         {"", `{ people { totalCount } }`, nil, "UNAUTHENTICATED"},
		"guarded field, no such person": {"Stranger", `{ people { totalCount } }`, nil, "UNAUTHENTICATED"},
		"public field, no such person":  {"Stranger", `{ viewer { id } ladder { slug } }`, nil, ""},
		"a role that is not held":       {"Sam", open, map[string]any{"i": map[string]any{"to": "L9"}}, "FORBIDDEN"},
		"somebody else's draft":         {"Ben", submit, map[string]any{"d": draft}, "NOT_FOUND"},
		"an id that does not exist":     {"Ben", submit, map[string]any{"d": id.Of(id.Dossier, ana.Person).String()}, "NOT_FOUND"},
		"an id of another kind":         {"Ana", submit, map[string]any{"d": ana.ID().String()}, "NOT_FOUND"},
		"a malformed id":                {"Ana", submit, map[string]any{"d": "x"}, "NOT_FOUND"},
		"node of a malformed id":        {"Ana", `{ node(id: "x") { id } }`, nil, ""},
		"page size":                     {"Ana", `{ people(first: 101) { totalCount } }`, nil, "BAD_USER_INPUT"},
		"cursor":                        {"Ana", `{ dossiers(after: "zz") { totalCount } }`, nil, "BAD_USER_INPUT"},
		"cursor of another list":        {"Ana", `{ dossiers(after: "AQAAAAAAAAAAAAAAAAAAAAB4") { totalCount } }`, nil, "BAD_USER_INPUT"},
		"unknown enum value":            {"Ana", `{ dossiers(filter: {status: NEW}) { totalCount } }`, nil, "BAD_USER_INPUT"},
		"unknown field":                 {"Ana", `{ persons { id } }`, nil, "BAD_USER_INPUT"},
		"unknown ladder":                {"Ana", `{ ladder(slug: "x") { id } level(code: "L99") { id } }`, nil, ""},
		"what if of a hundred":          {"Ana", `{ people(first: 100) { edges { node { simulate(input: {}) { standing { asOf } } } } } }`, nil, "COMPLEXITY_LIMIT_EXCEEDED"},
		"records of a hundred":          {"Ana", `{ people(first: 100) { edges { node { records { totalCount } } } } }`, nil, "COMPLEXITY_LIMIT_EXCEEDED"},
		"too much at once":              {"Ana", `{ a: dossiers(first: 100) { ...page } b: dossiers(first: 100) { ...page } } fragment page on DossierConnection { edges { node { components { documents { title body words component { key title } } } documents { title body words component { key title } } analysis { findings { evidence { document { component { key title text } } } } claims { document { component { key title text } } } } revision { number hash documents { version document { title words component { key title } } } } } } }`, nil, "COMPLEXITY_LIMIT_EXCEEDED"},
	} {
		r := a.ask(tc.who, tc.query, tc.vars)
		got := ""
		if len(r.Errors) > 0 {
			got = r.Errors[0].Extensions.Code
		}
		if got != tc.code {
			t.Errorf("%s: code %q (%+v), want %q", name, got, r.Errors, tc.code)
		}
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	a := serve(t)
	a.Candidate("Ana")
	other, err := token.OpenLocal(t.TempDir()+"/key", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	forged, _ := other.Issue("Ana", time.Hour)
	past, err := token.OpenLocal(t.TempDir()+"/key", func() time.Time { return time.Now().Add(-48 * time.Hour) })
	if err != nil {
		t.Fatal(err)
	}
	expired, _ := past.Issue("Ana", time.Hour)
	for name, raw := range map[string]string{"malformed": "abc", "forged": forged, "expired": expired} {
		req := a.request(t.Context(), "", `{ viewer { id } }`, nil)
		req.Header.Set("Authorization", "Bearer "+raw)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		var r reply
		if err := json.NewDecoder(res.Body).Decode(&r); err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusUnauthorized || len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "UNAUTHENTICATED" {
			t.Errorf("%s: %s %+v", name, res.Status, r.Errors)
		}
	}
}

func TestBadInputIsAProblemThatNamesTheField(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Candidate("Ana")
	d := a.Open(ana)
	doc := a.Save(ana, d, "mentee-network", "Mentees", "one")
	one := 1
	if _, err := a.Acts.Save(t.Context(), ana, dossier.Saving{Dossier: d, Document: &doc, Component: "mentee-network", Title: "Mentees", Body: "two", BaseVersion: &one}, a.Now); err != nil {
		t.Fatal(err)
	}
	save := `mutation($i: SaveDocumentInput!) { saveDocument(input: $i) { document { version } problem { __typename message
		... on Invalid { fields { path message } } ... on Stale { currentVersion document { version body } } ... on WrongState { status } } } }`
	open := `mutation($i: OpenDossierInput!) { openDossier(input: $i) { dossier { id } problem { __typename message ... on Invalid { fields { path } } } } }`
	input := func(change map[string]any) map[string]any {
		in := map[string]any{"dossier": d.String(), "component": "mentee-network", "title": "T", "body": "b"}
		for k, v := range change {
			in[k] = v
		}
		return map[string]any{"i": in}
	}
	for name, tc := range map[string]struct {
		query   string
		vars    map[string]any
		payload string
		typ     string
		says    string
	}{
		"unknown component": {save, input(map[string]any{"component": "essay"}), "saveDocument", "Invalid", "input.component"},
		"empty title":       {save, input(map[string]any{"title": ""}), "saveDocument", "Invalid", "input.title"},
		"NUL":               {save, input(map[string]any{"body": "a\x00"}), "saveDocument", "Invalid", "NUL character at byte 1"},
		"too large":         {save, input(map[string]any{"body": strings.Repeat("x", 1<<20+1)}), "saveDocument", "Invalid", "split the document"},
		"old version":       {save, input(map[string]any{"document": doc.String(), "baseVersion": 1}), "saveDocument", "Stale", "is at version 2"},
		"no such version":   {save, input(map[string]any{"document": doc.String(), "baseVersion": 7}), "saveDocument", "Invalid", "there is no version 7"},
		"unknown level":     {open, map[string]any{"i": map[string]any{"to": "L77"}}, "openDossier", "Invalid", "input.to"},
		"not the next":      {open, map[string]any{"i": map[string]any{"to": "L10"}}, "openDossier", "Invalid", "not the level after it"},
		"long key":          {open, map[string]any{"i": map[string]any{"to": "L9", "key": strings.Repeat("k", 65)}}, "openDossier", "Invalid", "input.key"},
	} {
		data := a.must("Ana", tc.query, tc.vars)
		p := at(t, data, tc.payload+".problem")
		if p == nil {
			t.Errorf("%s: no problem", name)
			continue
		}
		if at(t, p, "__typename") != tc.typ || !strings.Contains(at(t, p, "message").(string), tc.says) {
			t.Errorf("%s: %v, want %s ...%s...", name, p, tc.typ, tc.says)
		}
	}
	largest := a.must("Ana", save, input(map[string]any{"body": strings.Repeat("\x01", 1<<20)}))
	if p := at(t, largest, "saveDocument.problem"); p != nil {
		t.Errorf("a document of 1 MiB, six times that as JSON: %v", p)
	}
}

// encoding/json would replace these silently; the text would not be kept byte
// for byte.
func TestBrokenCharactersInTheBodyAreRefused(t *testing.T) {
	t.Parallel()
	a := serve(t)
	ana := a.Candidate("Ana")
	d := a.Open(ana)
	for name, body := range map[string]string{
		"unpaired surrogate": `a\ud800b`, "reversed pair": `a\udc00\ud800`, "invalid UTF-8": "a\xffb",
	} {
		raw := `{"query":"mutation($i: SaveDocumentInput!) { saveDocument(input: $i) { document { version } problem { message } } }","variables":{"i":{"dossier":"` +
			d.String() + `","component":"mentee-network","title":"T","body":"` + body + `"}}}`
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, a.url, strings.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Authorization", "Bearer "+a.token("Ana"))
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		var r reply
		if err := json.NewDecoder(res.Body).Decode(&r); err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "BAD_USER_INPUT" || !strings.Contains(r.Errors[0].Message, "body") {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if n := at(t, a.must("Ana", `query($d: ID!) { node(id: $d) { ... on Dossier { documents { id } } } }`, map[string]any{"d": d.String()}), "node.documents"); len(n.([]any)) != 0 {
		t.Errorf("something was saved: %v", n)
	}
}

// Two databases that differ only in what a viewer may not see give that
// viewer the same bytes: rows, counts, filters, cursors and errors alike.
func TestWhatIsHiddenLeavesNoTrace(t *testing.T) {
	t.Parallel()
	answers := func(more bool) [][]byte {
		a := serve(t)
		ana, ben := a.Candidate("Ana"), a.Candidate("Ben")
		a.Person("Sam", "L10", people.Steward)
		a.Submit(ana, a.Open(ana))
		own := a.Open(ben)
		a.Save(ben, own, "mentee-network", "Mentees", "My mentee Dana was promoted to L5 in March 2025.")
		a.Analyse()
		hidden := id.Of(id.Dossier, a.NewID()) // the next id to be made
		if more {
			secret := a.Open(ana)
			hidden = secret
			doc := a.Save(ana, secret, "mentee-network", "Secret", "I moved five engineers. Sales rose from 1 to 3.")
			if _, err := a.Requests.Request(t.Context(), ana, request(secret), a.Now); err != nil {
				t.Fatal(err)
			}
			a.Analyse()
			_ = doc
		}
		var all [][]byte
		for _, who := range []string{"", "Ben", "Sam"} {
			for _, q := range []string{
				`{ dossiers { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id status documents { title } analysis { status findings { score } } } } } }`,
				`{ dossiers(first: 1, filter: {status: [DRAFT, SUBMITTED]}) { totalCount pageInfo { hasNextPage endCursor } edges { cursor } } }`,
				`{ people { totalCount edges { cursor node { id name level { code } } } } }`,
				`{ node(id: "` + hidden.String() + `") { id } }`,
				`mutation { submitDossier(input: {dossier: "` + hidden.String() + `"}) { dossier { id } problem { message } } }`,
				`mutation { requestAnalysis(input: {dossier: "` + hidden.String() + `"}) { analysis { id } problem { message } } }`,
			} {
				all = append(all, bytes.ReplaceAll(a.bytes(who, q, nil), []byte(hidden.String()), nil))
			}
		}
		return all
	}
	without, with := answers(false), answers(true)
	for i := range without {
		if !bytes.Equal(without[i], with[i]) {
			t.Errorf("answer %d differs:\n%s\n%s", i, without[i], with[i])
		}
	}
}
