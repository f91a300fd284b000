package wire

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
)

func TestCheckText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, raw, path string
		offset          int // -1: good
	}{
		{"plain", `{"query":"{a}"}`, "", -1},
		{"umlauts and astral characters", `{"query":"Grüße 😀"}`, "", -1},
		{"a pair", `{"a":"\ud83d\ude00"}`, "", -1},
		{"a pair in capitals", `{"a":"\uD83D\uDE00"}`, "", -1},
		{"NUL is for the domain", `{"a":"\u0000"}`, "", -1},
		{"the replacement itself", `{"a":"\ufffd` + "\uFFFD" + `"}`, "", -1},
		{"an escaped backslash", `{"a":"\\ud800"}`, "", -1},
		{"high alone", `{"variables":{"input":{"body":"x\ud800y"}}}`, "variables.input.body", 32},
		{"high at the end", `{"a":"\ud800"}`, "a", 6},
		{"low alone", `{"a":"\udc00"}`, "a", 6},
		{"low before high", `{"a":"\udc00\ud800"}`, "a", 6},
		{"high twice", `{"a":"\ud800\ud800\udc00"}`, "a", 6},
		{"high then another escape", `{"a":"\ud800\n"}`, "a", 6},
		{"high then a character", `{"a":"\ud83d😀"}`, "a", 6},
		{"after a pair", `{"a":"\ud83d\ude00\ude00"}`, "a", 18},
		{"in an array", `{"a":[1,{"b":["x","\ud800"]}]}`, "a[1].b[1]", 19},
		{"the second key", `{"a":"x","b":{"c":1,"d":"\ud800"}}`, "b.d", 25},
		{"a key", `{"a":{"\ud800":1}}`, "a", 7},
		{"after a key", `{"Straße 7":{"c":"\ud800"}}`, "", 19},
		{"a byte of Latin 1", "{\"a\":\"gr\xfcn\"}", "a", 8},
		{"a cut character", "{\"a\":\"\xe2\x82\"}", "a", 6},
		{"an overlong slash", "{\"a\":\"\xc0\xaf\"}", "a", 6},
		{"a surrogate as bytes", "{\"a\":\"\xed\xa0\x80\"}", "a", 6},
		{"outside a string", "{\"a\":1}\xff", "", 7},
		{"at the top", `"\ud800"`, "", 1},
		{"no JSON at all", `\ud800`, "", -1},
		{"cut off in an escape", `{"a":"\ud83`, "", -1},
		{"cut off after a backslash", `{"a":"\`, "", -1},
		{"cut off between the halves", `{"a":"\ud83d\u`, "a", 6},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			bad := checkText([]byte(c.raw))
			switch {
			case bad == nil && c.offset >= 0:
				t.Errorf("nothing found, want byte %d", c.offset)
			case bad != nil && (bad.offset != c.offset || bad.path != c.path):
				t.Errorf("byte %d in %q, want byte %d in %q", bad.offset, bad.path, c.offset, c.path)
			}
		})
	}
}

// FuzzCheckText holds the check against what encoding/json does: for a text
// that is JSON the check finds something exactly if the decoder puts in a
// U+FFFD that was not written there.
func FuzzCheckText(f *testing.F) {
	for _, seed := range []string{
		`{"query":"{a}","variables":{"b":"\ud83d\ude00"}}`, `"\ud800"`, `["\udc00\ud800"]`, "\"\xff\"", `{"\ud800":"\\ud800"}`,
		`"\ufffd\uFFFD` + "\uFFFD" + `"`, `{"a":[{"b":"\u0000\""}],"c":null}`, "\"\xed\xa0\x80\"", `"\\\ud800"`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		bad := checkText(raw) // whatever the bytes, it must not panic
		if !json.Valid(raw) {
			return
		}
		if bad != nil && (bad.offset < 0 || bad.offset >= len(raw)) {
			t.Fatalf("byte %d of %d", bad.offset, len(raw))
		}
		replaced := decodedReplacements(t, raw) > writtenReplacements(raw)
		if replaced != (bad != nil) {
			t.Fatalf("encoding/json replaced something: %v; found: %v", replaced, bad)
		}
	})
}

// decodedReplacements counts U+FFFD in every string of a JSON text, keys too.
// Tokens are read one by one, since a map would drop a key that comes twice.
func decodedReplacements(t *testing.T, raw []byte) int {
	t.Helper()
	n := 0
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	for {
		token, err := d.Token()
		if err != nil {
			return n
		}
		if s, ok := token.(string); ok {
			n += strings.Count(s, string(utf8.RuneError))
		}
	}
}

// writtenReplacements counts the U+FFFD that a text really holds, as itself or
// as an escape, by walking it in the most plodding way.
func writtenReplacements(raw []byte) int {
	n := strings.Count(string(raw), string(utf8.RuneError))
	for i := 0; i+6 <= len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		if strings.EqualFold(string(raw[i:i+6]), `\ufffd`) && raw[i+1] == 'u' {
			n++
		}
		i++ // what follows a backslash is never the start of an escape
	}
	return n
}

func TestCheckLiterals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, query  string
		line, column int // 0: good
	}{
		{"none", `{a(b:"x")}`, 0, 0},
		{"a pair", `{a(b:"\ud83d\ude00")}`, 0, 0},
		{"braced", `{a(b:"\u{1F600}")}`, 0, 0},
		{"an escaped backslash", `{a(b:"\\ud800")}`, 0, 0},
		{"a block string", `{a(b:"""\ud800 " \""" \ud800""")}`, 0, 0},
		{"a comment", "# \"\\ud800\n{a}", 0, 0},
		{"an empty string before", `{a(b:"" c:"\ud83d\ude00")}`, 0, 0},
		{"high alone", `{a(b:"x\ud800")}`, 1, 8},
		{"low alone", `{a(b:"\udc00")}`, 1, 7},
		{"after a block string", `{a(b:"""x""" c:"\ud800")}`, 1, 17},
		{"on the third line", "{\n a\n ä(b:\"\\ud800\")}", 3, 7},
		{"after a comment", "# it's \"\n{a(b:\"\\ud800\")}", 2, 7},
		{"after a string cut off", "{a(b:\"x\n\"\\ud800\")}", 2, 2},
		{"cut off", `{a(b:"\`, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			err := checkLiterals(c.query)
			switch {
			case err == nil && c.line > 0:
				t.Error("nothing found")
			case err != nil && (err.Locations[0].Line != c.line || err.Locations[0].Column != c.column):
				t.Errorf("found at %v, want %d:%d", err.Locations[0], c.line, c.column)
			}
		})
	}
}

// FuzzCheckLiterals holds the check against the lexer: of a document that it
// takes, the check finds something exactly if a string came out with a U+FFFD
// that was not written.
func FuzzCheckLiterals(f *testing.F) {
	for _, seed := range []string{
		`{a(b:"\ud83d\ude00")}`, `"\ud800"`, `"\udc00\ud800" # "\ud800"`, `"""\ud800 \""" """ "\\ud800"`, "# \"\\ud800\r\"\\ud800\"", `"" "\u{1F600}"`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		found := checkLiterals(query) != nil // whatever the text, it must not panic
		if !utf8.ValidString(query) || strings.Contains(strings.ToLower(query), "fffd") || strings.ContainsRune(query, utf8.RuneError) {
			return
		}
		replaced := false
		for lex := lexer.New(&ast.Source{Input: query}); ; {
			token, err := lex.ReadToken()
			if err != nil {
				return
			}
			if token.Kind == lexer.EOF {
				break
			}
			replaced = replaced || token.Kind == lexer.String && strings.ContainsRune(token.Value, utf8.RuneError)
		}
		if replaced != found {
			t.Fatalf("the lexer replaced something: %v; found: %v", replaced, found)
		}
	})
}
