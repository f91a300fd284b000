package analysis

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"dossier/internal/analysis/text"
)

func TestDegraded(t *testing.T) {
	t.Parallel()
	in := Input{Level: level(), Documents: []Document{strong()}}
	declined := NewFailed("the model declined to answer", errors.New("cause"))
	refuse := func(MapInput) (MapOutput, error) { return MapOutput{Usage: Usage{Calls: 2}}, declined }
	leave := func(in MapInput) (MapOutput, error) {
		return MapOutput{Left: []Left{{Window: in.Window, Reason: "blocked"}}}, nil
	}
	partly := func(in MapInput) (MapOutput, error) {
		w := in.Window
		w.First = w.Last - 1
		w.Words /= 2
		return MapOutput{Left: []Left{{Window: w, Reason: "blocked"}}}, nil
	}
	cannot := func(ReduceInput) (ReduceOutput, error) { return ReduceOutput{}, errors.New("secret text of the model") }
	invent := func(in MapInput) (MapOutput, error) {
		return MapOutput{Items: []Item{
			{First: in.Window.First, Last: in.Window.First, Quote: "We won four prizes for it.", Leaf: "j.stage", Stance: StanceSupports, Strength: Core},
			{First: in.Window.First, Last: in.Window.First, Quote: in.Doc.At(in.Doc.Sentences[in.Window.First].Span), Leaf: "no.such", Stance: StanceSupports},
		}}, nil
	}
	silent := func(ReduceInput) (ReduceOutput, error) { return ReduceOutput{}, nil }
	tests := []struct {
		name     string
		m        *mapper
		fallback Analyser
		analyser string
		score    int // of the first criterion, -1 for not assessed
		reasons  string
		covered  bool
	}{
		{"window by the fallback", &mapper{mapFn: refuse}, &tagged{}, "mixed", 3, "the model declined to answer", true},
		{"window by nobody", &mapper{mapFn: refuse}, nil, "mapper@1", -1, "the model declined to answer", false},
		{"window that the fallback cannot read", &mapper{mapFn: refuse}, &mapper{mapFn: refuse}, "mixed", -1, "the model declined to answer", false},
		{"window left to the fallback", &mapper{mapFn: leave}, &tagged{}, "mixed", 3, "blocked", true},
		{"window that both leave", &mapper{mapFn: leave}, &mapper{mapFn: leave}, "mixed", -1, "blocked (2 times)", false},
		{"nothing but inventions", &mapper{mapFn: invent}, &tagged{}, "mixed", 3, "nothing that the model pointed at stands in the text", true},
		{"questions without an answer", &mapper{reduceFn: silent}, &tagged{}, "mixed", 3, "the model left questions of a criterion unanswered", true},
		{"half left", &mapper{mapFn: partly}, nil, "mapper@1", -1, "blocked", false},
		{"criteria by the fallback", &mapper{reduceFn: cannot}, &tagged{}, "mixed", 3, "the answer could not be used (2 times)", true},
		{"criteria by nobody", &mapper{reduceFn: cannot}, nil, "mapper@1", -1, "the answer could not be used (2 times)", true},
		{"criteria that the fallback cannot judge", &mapper{reduceFn: cannot}, &mapper{reduceFn: cannot}, "mixed", -1, "the answer could not be used (2 times)", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			res := mustRun(t, in, Options{Analyser: tt.m, Fallback: tt.fallback})
			if !res.Degraded || strings.Join(res.Reasons, "|") != tt.reasons || res.Analyser != tt.analyser {
				t.Errorf("degraded %v %q by %s", res.Degraded, res.Reasons, res.Analyser)
			}
			if (res.Provenance.Coverage == 1) != tt.covered {
				t.Errorf("coverage %v", res.Provenance.Coverage)
			}
			f := res.Findings[0]
			switch {
			case tt.score < 0:
				if f.Assessed || f.Score != nil || !strings.HasPrefix(f.Rationale, "Not assessed: ") || f.Confidence.Level != ConfidenceLow {
					t.Errorf("finding %+v", f)
				}
			case !f.Assessed || *f.Score != tt.score:
				t.Errorf("finding %+v, want score %d", f, tt.score)
			}
		})
	}
}

// TestPartlyRead scores what was found in the half that was read, and is less
// sure of it.
func TestPartlyRead(t *testing.T) {
	t.Parallel()
	second := Document{Ref: "b", Body: body("A second text about the weather.")}
	in := Input{Level: level(), Documents: []Document{strong(), second}}
	fake := &tagged{}
	m := &mapper{mapFn: func(in MapInput) (MapOutput, error) {
		if strings.HasPrefix(in.Doc.Body, "A second") {
			return MapOutput{}, NewFailed("the model declined to answer", nil)
		}
		return fake.Map(t.Context(), in)
	}}
	res := mustRun(t, in, Options{Analyser: m})
	if f := res.Findings[0]; !f.Assessed || *f.Score != 3 || f.Confidence.Reasons[1] != english().notAllRead {
		t.Errorf("%+v", f)
	}
	// Nothing was found for the second criterion, but too much is unread to
	// say that there is nothing.
	if f := res.Findings[1]; f.Assessed {
		t.Errorf("%+v", f)
	}
}

func TestInside(t *testing.T) {
	t.Parallel()
	whole := text.Window{First: 2, Last: 9}
	for w, want := range map[[2]int]bool{{2, 9}: true, {3, 4}: true, {1, 4}: false, {3, 10}: false, {4, 4}: false, {5, 4}: false} {
		if got := inside(text.Window{First: w[0], Last: w[1]}, whole); got != want {
			t.Errorf("%v: %v", w, got)
		}
	}
}

// TestUnreadable: text in a language that an analyser cannot read is no
// failure of the analyser; it lowers the coverage and is named.
func TestUnreadable(t *testing.T) {
	t.Parallel()
	m := &mapper{mapFn: func(in MapInput) (MapOutput, error) {
		return MapOutput{Left: []Left{{Window: in.Window, Reason: "language", Unreadable: true}}}, nil
	}}
	res := mustRun(t, Input{Level: level(), Documents: []Document{strong()}}, Options{Analyser: m})
	if res.Degraded || len(res.Reasons) != 1 || res.Provenance.Coverage != 0 || res.Findings[0].Assessed {
		t.Errorf("degraded %v, %q, coverage %v, %+v", res.Degraded, res.Reasons, res.Provenance.Coverage, res.Findings[0])
	}
}

// TestUnexplainedFailure goes to the log and not to people.
func TestUnexplainedFailure(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	m := &mapper{reduceFn: func(ReduceInput) (ReduceOutput, error) { return ReduceOutput{}, errors.New("index out of range") }}
	o := Options{Analyser: m, Fallback: &tagged{}, Log: slog.New(slog.NewTextHandler(&log, nil))}
	res := mustRun(t, Input{Level: level(), Documents: []Document{strong()}}, o)
	if !strings.Contains(log.String(), "index out of range") || strings.Contains(strings.Join(res.Reasons, ""), "index") {
		t.Errorf("log %q, reasons %q", log.String(), res.Reasons)
	}
}
