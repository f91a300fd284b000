package wire_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dossier/graph/wire"
)

// bomb is n fragments, each spreading the next one twice: 2^n fields.
func bomb(n int) string {
	var b strings.Builder
	b.WriteString("{item{...f0}}")
	for i := range n {
		fmt.Fprintf(&b, " fragment f%d on Item{a:item{...f%d} b:item{...f%d}}", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment f%d on Item{id}", n)
	return b.String()
}

// flatBomb is the same without depth: every fragment stands in one set.
func flatBomb(n int) string {
	var b strings.Builder
	b.WriteString("{item{...f0}}")
	for i := range n {
		fmt.Fprintf(&b, " fragment f%d on Item{...f%d ...f%d}", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment f%d on Item{id}", n)
	return b.String()
}

func nested(n int) string {
	return "{" + strings.Repeat("item{", n-1) + "id" + strings.Repeat("}", n-1) + "}"
}

func repeat(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format+" ", i)
	}
	return b.String()
}

// TestLimits has each limit twice: at it and one over it.
func TestLimits(t *testing.T) {
	t.Parallel()
	s := start(t, func(o *wire.Options) { o.Limits.Complexity = 1 << 40 })
	const over = "COMPLEXITY_LIMIT_EXCEEDED"
	for _, c := range []struct {
		name, document, code, says string
	}{
		{"depth at", nested(15), "", ""},
		{"depth over", nested(16), over, "15 levels"},
		{"aliases at", "{item{" + repeat(30, "a%d:id") + "}}", "", ""},
		{"aliases over", "{item{" + repeat(31, "a%d:id") + "}}", over, "30 aliases"},
		{"aliases over by fragments", "{a:item{...f} b:item{...f}} fragment f on Item{" + repeat(15, "a%d:id") + "}", over, "30 aliases"},
		{"directives at", "{hello" + strings.Repeat(" ...@include(if:true){hello}", 4) + " item{" + repeat(23, "a%d:id @include(if:true)@skip(if:false)") + "}}", "", ""},
		{"directives over", "{hello" + strings.Repeat(" ...@include(if:true){hello}", 4) + " item{" + repeat(24, "a%d:id @include(if:true)@skip(if:false)") + "}}", over, "50 directives"},
		{"fields 406", fives("id name"), "", ""},
		{"fields 531", fives("id name broken"), over, "500 fields"},
		{"root fields at", "{" + repeat(20, "a%d:hello") + "}", "", ""},
		{"root fields over", "{" + repeat(21, "a%d:hello") + "}", over, "20 root fields"},
		{"root fields over by a fragment", "{...f ...g} fragment f on Query{" + repeat(11, "a%d:hello") + "} fragment g on Query{" + repeat(10, "b%d:hello") + "}", over, "20 root fields"},
		{"one key at", "{" + strings.Repeat("hello ", 5) + "}", "", ""},
		{"one key over", "{" + strings.Repeat("hello ", 6) + "}", over, "one response key"},
		{"one key over in a fragment", "{...f ...f hello} fragment f on Query{hello hello hello}", over, "one response key"},
		{"operations at", repeat(19, "query q%d{hello}") + "query x{hello}", "BAD_USER_INPUT", "not found"},
		{"operations over", repeat(21, "query q%d{hello}"), over, "20 operations"},
		{"variables at", "query(" + repeat(50, "$v%d:String") + "){hello}", "BAD_USER_INPUT", "is never used"},
		{"variables over", "query(" + repeat(51, "$v%d:String") + "){hello}", over, "50 variables"},
		{"fragments over", "{hello}" + repeat(51, "fragment f%d on Query{hello}"), over, "50 fragments"},
		{"tokens over", "{hello" + strings.Repeat("@skip(if:true)", 400) + "}", "BAD_USER_INPUT", "token limit"},
		{"text over", "{hello #" + strings.Repeat("x", 64<<10) + "\n}", over, "65536 bytes"},
		{"text at", "{hello #" + strings.Repeat("x", 64<<10-10) + "\n}", "", ""},
		{"introspection at", "{__schema{queryType{name}} __type(name:\"Item\"){name}}", "", ""},
		{"introspection over", "{a:__typename __schema{queryType{name}} b:__schema{queryType{name}} c:__type(name:\"Item\"){name}}", over, "__schema or __type"},
		{"a cycle", "{item{...a}} fragment a on Item{item{...b}} fragment b on Item{item{...a}}", "BAD_USER_INPUT", "Cannot spread fragment"},
		{"a spread of nothing", "{...nope}", "BAD_USER_INPUT", "Unknown fragment"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := s.do(t, request{body: query(c.document)})
			if c.code == "" {
				if len(r.Errors) > 0 {
					t.Errorf("refused: %s", r.Body)
				}
				return
			}
			if len(r.Errors) == 0 || r.Errors[0].Extensions.Code != c.code || !strings.Contains(r.Errors[0].Message, c.says) || r.HasData {
				t.Errorf("want %s %q: %.400s", c.code, c.says, r.Body)
			}
		})
	}
}

// fives is 1 + 5 + 25 + 125 objects with the fields in each of the last.
func fives(fields string) string {
	five := func(next string) string { return "{" + strings.Repeat("item{..."+next+"} ", 5) + "}" }
	return "{item{...a}} fragment a on Item" + five("b") + " fragment b on Item" + five("c") +
		" fragment c on Item" + five("d") + " fragment d on Item{" + fields + "}"
}

// TestBombsAreQuick sends what brings down servers that count naively.
func TestBombsAreQuick(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	for name, document := range map[string]string{
		"27 fragments, each twice":       bomb(27),
		"49 fragments, each twice, flat": flatBomb(49),
		"braces":                         strings.Repeat("{a", 3<<20),
		"brackets":                       "{hello(name:" + strings.Repeat("[", 60<<10),
		"braces of the lexer":            strings.Repeat("{", 60<<10),
		"one field 900 times":            "{item{" + strings.Repeat("id ", 900) + "}}",
		"introspection in circles":       "{__schema{types{fields{type{fields{type{fields{type{fields{name}}}}}}}}}",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			r := s.do(t, request{body: query(document)})
			if len(r.Errors) == 0 || r.HasData {
				t.Errorf("not refused: %.300s", r.Body)
			}
			took := time.Since(began)
			t.Logf("refused in %v: %s", took, r.Errors[0].Message)
			if took > time.Minute { // the bomb takes hours; a busy machine is no bomb
				t.Errorf("it took %v", took)
			}
		})
	}
}

func TestComplexity(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	r := s.do(t, request{body: query("{items(first:100){items(first:100){items(first:100){id}}}}")})
	if len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "COMPLEXITY_LIMIT_EXCEEDED" || r.HasData {
		t.Errorf("a million items: %.300s", r.Body)
	}
	if n := s.Resolver.Resolved.Load(); n != 0 {
		t.Errorf("%d items were made before it was refused", n)
	}
	r = s.do(t, request{body: query("{items(first:20){items(first:20){id}}}")})
	if len(r.Errors) != 0 {
		t.Errorf("400 items: %.300s", r.Body)
	}
}

func TestErrorsAreCapped(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	r := s.do(t, request{body: query("{fails{broken}}")})
	if len(r.Errors) != 5 || !r.HasData {
		t.Errorf("%d errors of 10 fields, want 5", len(r.Errors))
	}
	r = s.do(t, request{body: query("{" + repeat(20, "nope%d") + "}")})
	if len(r.Errors) != 5 {
		t.Errorf("%d errors of a document, want 5", len(r.Errors))
	}
}

// TestToolsMayIntrospect sends what a query page asks for: every type with its
// fields, arguments and wrappers, as deep as such tools go.
func TestToolsMayIntrospect(t *testing.T) {
	t.Parallel()
	const wrappers = 9
	ref := strings.Repeat("kind name ofType{", wrappers) + "kind name" + strings.Repeat("}", wrappers)
	document := `query IntrospectionQuery{__schema{description queryType{name kind} mutationType{name kind} subscriptionType{name kind}
		types{...Type} directives{name description isRepeatable locations args(includeDeprecated:true){...Input}}}}
		fragment Type on __Type{kind name description specifiedByURL isOneOf
			fields(includeDeprecated:true){name description args(includeDeprecated:true){...Input} type{...Ref} isDeprecated deprecationReason}
			inputFields(includeDeprecated:true){...Input} interfaces{...Ref}
			enumValues(includeDeprecated:true){name description isDeprecated deprecationReason} possibleTypes{...Ref}}
		fragment Input on __InputValue{name description type{...Ref} defaultValue isDeprecated deprecationReason}
		fragment Ref on __Type{` + ref + "}"
	r := start(t, nil).do(t, request{body: query(document)})
	if len(r.Errors) != 0 || !strings.Contains(r.Body, `"name":"Subscription"`) {
		t.Errorf("%.500s", r.Body)
	}
}
