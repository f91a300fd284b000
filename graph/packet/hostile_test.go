package packet

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// hostile is text that would do something to a page that took it for markup,
// or turn what stands around it.
const hostile = "</style><script>alert(1)</script><img src=x onerror=alert(1)>\"'`{{.}}\u202Egnp.exe\u2066\u200F<!-- --></title></textarea>\x01\u2028"

// strings of the recorded answers that are the server's own words or numbers.
func ours() *regexp.Regexp {
	return regexp.MustCompile(`^([A-Z_]+|[0-9TZ:.+-]+|[A-Za-z0-9_-]{24,})$`)
}

// infect puts hostile text behind every string that somebody could have written.
func infect(v any) any {
	switch x := v.(type) {
	case map[string]any:
		for k := range x {
			x[k] = infect(x[k])
		}
	case []any:
		for i := range x {
			x[i] = infect(x[i])
		}
	case string:
		if !ours().MatchString(x) {
			return x + hostile
		}
	}
	return v
}

// Whatever is written anywhere stands on the page as text: no element, no
// attribute and no style is there that is not the page's own, and nothing turns
// the direction of what is beside it.
func TestHostileTextIsInert(t *testing.T) {
	t.Parallel()
	for _, reader := range []string{"candidate", "member", "judged", "steward", "chair", "released"} {
		clean := recorded(t, reader)
		sick := answers{}
		for operation, data := range clean {
			var v any
			if err := json.Unmarshal(data, &v); err != nil {
				t.Fatal(err)
			}
			raw, err := json.Marshal(infect(v))
			if err != nil {
				t.Fatal(err)
			}
			sick[operation] = raw
		}
		page, _ := printed(t, clean)
		bad, _ := printed(t, sick)
		if n := strings.Count(bad, "gnp.exe"); n < 50 {
			t.Fatalf("%s: only %d texts are hostile", reader, n)
		}
		tags := regexp.MustCompile(`<[!/a-zA-Z][^>]*>`)
		names := regexp.MustCompile(`^</?[a-z0-9]+|^<!doctype`)
		count := func(page string) map[string]int {
			m := map[string]int{}
			for _, tag := range tags.FindAllString(page, -1) {
				m[names.FindString(tag)]++
			}
			return m
		}
		for tag, n := range count(bad) {
			if n != count(page)[tag] {
				t.Errorf("%s: %s stands there %d times, and %d without hostile text", reader, tag, n, count(page)[tag])
			}
		}
		for _, not := range []string{"<script", "<img", " onerror=\"", "\u202E", "\u2066", "\u2028", "\x01", "ZgotmplZ", "style=\""} {
			if strings.Contains(bad, not) {
				t.Errorf("%s: %q is on the page", reader, not)
			}
		}
		if !strings.Contains(bad, "[U&#43;202E]gnp.exe[U&#43;2066]") {
			t.Errorf("%s: what was hidden is not shown", reader)
		}
	}
}

// A text of a mebibyte, all of it marked, is printed whole.
func TestALongText(t *testing.T) {
	t.Parallel()
	a := recorded(t, "candidate")
	body := strings.Repeat("<b>&\n", 1<<20/5)
	var v map[string]any
	if err := json.Unmarshal(a["Packet"], &v); err != nil {
		t.Fatal(err)
	}
	v["node"].(map[string]any)["revision"].(map[string]any)["documents"].([]any)[0].(map[string]any)["body"] = body
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	a["Packet"] = raw
	page, data := printed(t, a)
	if n := strings.Count(page, "&lt;b&gt;&amp;\n"); n < 1<<20/5-50 { // but where a passage begins
		t.Errorf("%d of %d lines are there", n, 1<<20/5)
	}
	if !strings.Contains(data, `\u003cb\u003e\u0026\n`) {
		t.Error("the JSON does not hold the text")
	}
}

func TestWhatIsNotSeenIsShown(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]words{
		"plain, größer, 😀\n\tnext\r\n": "plain, größer, 😀\n\tnext\r\n",
		"a\u202Eb":                     "a[U+202E]b",
		"a\u0000b\u0007":               "a[U+0000]b[U+0007]",
		"tag\U000E0041":                "tag[U+E0041]",
		"👩\u200d🚀 می\u200cخواهم":       "👩\u200d🚀 می\u200cخواهم", // joiners are part of writing
	} {
		if got := seen(given); got != want {
			t.Errorf("%q is shown as %q, want %q", given, got, want)
		}
	}
}

// The page says which stylesheet it may use, and holds that one to the byte.
func TestThePolicyNamesTheStylesheet(t *testing.T) {
	t.Parallel()
	page, _ := printed(t, recorded(t, "candidate"))
	_, rest, _ := strings.Cut(page, "<style>")
	inside, _, found := strings.Cut(rest, "</style>")
	if !found || inside != style {
		t.Error("the page holds another stylesheet than the one whose hash is in the policy")
	}
	for _, not := range []string{"<script", "<link", "http://", "https://", "url(", "@import", " src=", " style="} {
		if strings.Contains(page, not) {
			t.Errorf("%q is on the page", not)
		}
	}
}

// Each link leads to an anchor of the page, and no anchor is there twice.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	for _, reader := range []string{"candidate", "member", "judged", "steward", "chair", "released"} {
		page, _ := printed(t, recorded(t, reader))
		ids := map[string]int{}
		for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			if ids[m[1]]++; ids[m[1]] > 1 {
				t.Errorf("%s: %q is there twice", reader, m[1])
			}
		}
		links := regexp.MustCompile(` (?:href="#|aria-labelledby=")([^"]*)"`).FindAllStringSubmatch(page, -1)
		for _, m := range links {
			if ids[m[1]] == 0 {
				t.Errorf("%s: a link leads to %q, which is not there", reader, m[1])
			}
		}
		if len(links) < 20 {
			t.Errorf("%s: only %d links", reader, len(links))
		}
	}
}
