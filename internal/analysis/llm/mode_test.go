package llm

import (
	"slices"
	"strings"
	"testing"

	"dossier/internal/analysis"
	"dossier/internal/analysis/llm/fakellm"
)

func TestProbe(t *testing.T) {
	t.Parallel()
	oracle := fakellm.Oracle(labels()...)
	is := func(format string) func(*fakellm.Request) bool {
		return func(r *fakellm.Request) bool { return r.Format() == format }
	}
	refuse := func(format string) fakellm.Rule {
		r := fakellm.Rule{Match: is(format), Status: 400}
		r.Body = `{"error":{"message":"response_format ` + format + ` is not supported","type":"invalid_request_error"}}`
		return r
	}
	ignores := fakellm.Rule{Match: fakellm.Both(fakellm.Of(fakellm.Probe), fakellm.Says("prose")), Content: fakellm.Text("The sea is wide.")}
	rambles := fakellm.Rule{Match: fakellm.Both(fakellm.Of(fakellm.Probe), is("json_object")), Content: fakellm.Text("I think: sea")}
	wraps := fakellm.Oracle(labels()...)
	wraps.Content = fakellm.Verbose(wraps.Content)
	tests := []struct {
		name  string
		rules []fakellm.Rule
		want  Mode
		// probes is how many calls it takes to find out.
		probes int
	}{
		{"able", []fakellm.Rule{oracle}, ModeSchema, 2},
		{"ignores the schema", []fakellm.Rule{ignores, oracle}, ModeObject, 3},
		{"refuses the schema", []fakellm.Rule{refuse("json_schema"), oracle}, ModeObject, 3},
		{"refuses both", []fakellm.Rule{refuse("json_schema"), refuse("json_object"), wraps}, ModeText, 3},
		{"rambles", []fakellm.Rule{ignores, rambles, oracle}, ModeText, 3},
		{"is busy at first", []fakellm.Rule{fakellm.TooMany("0"), oracle}, ModeSchema, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := start(t, tt.rules...)
			c := client(t, s, func(o *Options) { o.Mode = "" })
			for range 2 {
				res := run(t, input(caseStudy), analysis.Options{Analyser: c})
				if got := scores(res); !slices.Equal(got, []int{2, 0}) || res.Provenance.Mode != string(tt.want) {
					t.Errorf("mode %q, scores %v, %q", res.Provenance.Mode, got, res.Reasons)
				}
			}
			if n := s.Count(fakellm.Probe); n != tt.probes {
				t.Errorf("%d probes, want %d", n, tt.probes)
			}
		})
	}
}

// TestContextTooSmall: an endpoint that drops the front of a long prompt
// without a word is found out and not asked again.
func TestContextTooSmall(t *testing.T) {
	t.Parallel()
	forgets := fakellm.Rule{Match: fakellm.Says("password"), Content: fakellm.Text(`{"word":"harbour"}`)}
	s := start(t, forgets, fakellm.Oracle(labels()...))
	c := client(t, s, func(o *Options) { o.Mode = "" })
	fallback := finder(t)
	for range 2 {
		res := run(t, input(caseStudy), analysis.Options{Analyser: c, Fallback: fallback})
		if !res.Degraded || !strings.HasPrefix(res.Reasons[0], reasonContext) {
			t.Errorf("%q", res.Reasons)
		}
	}
	if n := len(s.Requests()); n != 2 {
		t.Errorf("%d requests", n)
	}
}

// TestModeIsLoweredInUse where the endpoint changes its mind.
func TestModeIsLoweredInUse(t *testing.T) {
	t.Parallel()
	refuse := fakellm.Rule{
		Match: func(r *fakellm.Request) bool { return r.Format() == "json_schema" }, Status: 400,
		Body: `{"error":{"message":"response_format: json_schema is not supported"}}`,
	}
	s := start(t, refuse, fakellm.Oracle(labels()...))
	res := run(t, input(caseStudy), analysis.Options{Analyser: client(t, s)})
	if got := scores(res); !slices.Equal(got, []int{2, 0}) || res.Degraded || res.Provenance.Mode != string(ModeObject) {
		t.Errorf("scores %v, mode %s, %q", got, res.Provenance.Mode, res.Reasons)
	}
}

func TestOptions(t *testing.T) {
	t.Parallel()
	good := Options{URL: "http://127.0.0.1:1/v1", Model: "m", Secret: []byte("s")}
	if _, err := New(good); err != nil {
		t.Errorf("good options: %v", err)
	}
	for name, change := range map[string]func(*Options){
		"no address":  func(o *Options) { o.URL = "" },
		"no host":     func(o *Options) { o.URL = "file:///etc/passwd" },
		"no model":    func(o *Options) { o.Model = "" },
		"no secret":   func(o *Options) { o.Secret = nil },
		"a bad mode":  func(o *Options) { o.Mode = "xml" },
		"a bad URL":   func(o *Options) { o.URL = "http://[" },
		"no protocol": func(o *Options) { o.URL = "api.example.org/v1" },
	} {
		o := good
		change(&o)
		if _, err := New(o); err == nil || strings.Contains(err.Error(), o.URL) && o.URL != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
