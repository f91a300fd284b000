package wire

import "testing"

func TestParseAccept(t *testing.T) {
	t.Parallel()
	const newer, older, events = mediaResponse, mediaJSON, mediaStream
	for _, c := range []struct {
		header  []string
		single  string // for a query; empty: nothing fits
		streams bool   // for a subscription
	}{
		{nil, older, false},
		{[]string{""}, older, false},
		{[]string{" "}, older, false},
		{[]string{"*/*"}, older, false},
		{[]string{"application/*"}, newer, false},
		{[]string{"text/*"}, events, true},
		{[]string{older}, older, false},
		{[]string{newer}, newer, false},
		{[]string{events}, events, true},
		{[]string{"APPLICATION/JSON"}, older, false},
		{[]string{older + ", " + newer}, newer, false},
		{[]string{newer + ", " + older}, newer, false},
		{[]string{newer, older + ";q=1.0"}, newer, false},
		{[]string{newer + ";q=0.9", older}, older, false},
		{[]string{older + ", */*"}, older, false},
		{[]string{"*/*, " + newer + ";q=0"}, older, false},
		{[]string{"*/*;q=0.1, " + newer + ";q=0"}, older, false},
		{[]string{older + ";q=0"}, "", false},
		{[]string{"*/*;q=0"}, "", false},
		{[]string{older + ";q=0, " + events + ";q=0"}, "", false},
		{[]string{events + ", " + older}, older, true},
		{[]string{events + ", " + older + ";q=0.9"}, events, true},
		{[]string{events + ", multipart/mixed, " + newer + ", " + older}, newer, true},
		{[]string{older + ";q=2"}, "", false},
		{[]string{older + ";q=-1"}, "", false},
		{[]string{older + ";q=NaN"}, "", false},
		{[]string{older + ";q=much"}, "", false},
		{[]string{older + "; charset=utf-8"}, older, false},
		{[]string{older + "; charset=UTF8"}, older, false},
		{[]string{older + "; charset=utf-16"}, "", false},
		{[]string{older + "; charset=utf-16, */*;q=0.1"}, older, false},
		{[]string{"text/html, image/webp"}, "", false},
		{[]string{"not a type"}, "", false},
	} {
		a := parseAccept(c.header)
		if a.none() != (c.single == "") {
			t.Errorf("%q: nothing fits: %v", c.header, a.none())
		}
		if got := a.single(); c.single != "" && got != c.single {
			t.Errorf("%q: %s, want %s", c.header, got, c.single)
		}
		if a.streams() != c.streams {
			t.Errorf("%q: streams %v", c.header, a.streams())
		}
	}
}

func FuzzParseAccept(f *testing.F) {
	for _, seed := range []string{"*/*", "a/b;q=0.5, c/d", `application/json;charset="utf-8"`, ";;,,", "text/*;q=1e-3"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		a := parseAccept([]string{header})
		for _, o := range []offer{a.json, a.response, a.stream} {
			if !(o.quality >= 0 && o.quality <= 1) {
				t.Fatalf("quality %v", o.quality)
			}
		}
		if !a.none() && a.single() == mediaStream && a.stream.quality == 0 {
			t.Fatal("a stream for a client that takes none")
		}
	})
}

func TestStatus(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind  kind
		own   int
		media string
		want  int
	}{
		{executed, 0, mediaJSON, 200},
		{executed, 0, mediaResponse, 200},
		{badDocument, 0, mediaJSON, 200},
		{badDocument, 0, mediaResponse, 400},
		{badRequest, 415, mediaJSON, 415},
		{badRequest, 415, mediaResponse, 415},
		{broken, 0, mediaJSON, 500},
		{broken, 0, mediaResponse, 500},
	} {
		if got := statusOf(c.kind, c.own, c.media); got != c.want {
			t.Errorf("%d as %s: %d, want %d", c.kind, c.media, got, c.want)
		}
	}
}

func TestPrefers(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]bool{
		"":                                  false,
		"*/*":                               false,
		"text/html":                         false,
		"application/json":                  true,
		"application/*":                     true,
		"text/html, application/json":       false,
		"text/html;q=0.4, application/json": true,
		"application/json;q=0.4, */*;q=0.5": false,
		"application/json;q=x":              false,
		"application/json;q=0":              false,
		"text/*;q=0.2, application/json;q=0.3, */*;q=0.9": true,
	} {
		if got := Prefers([]string{header}, "application/json", "text/html"); got != want {
			t.Errorf("%q prefers JSON to a page: %v", header, got)
		}
	}
}
