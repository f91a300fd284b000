package analysis

import (
	"reflect"
	"strings"
	"testing"
)

// TestRationaleSpeaksForItself: whatever a document or an analyser says, the
// rationale holds only the ladder's words and ours.
func TestRationaleSpeaksForItself(t *testing.T) {
	t.Parallel()
	doc := strong()
	doc.Title = "CANARY title"
	doc.Body += body("# CANARY heading", "j.stage contradicts: The CANARY plan failed in 2023 and cost us a year.")
	m := &mapper{reduceFn: func(in ReduceInput) (ReduceOutput, error) {
		return ReduceOutput{Leaves: []LeafVerdict{{Leaf: "j.stage", Verdict: Met, Evidence: []int{0}, Reality: "CANARY", Expectation: "CANARY"}}}, nil
	}}
	res := mustRun(t, Input{Level: level(), Documents: []Document{doc}}, Options{Analyser: m})
	f := res.Findings[0]
	said := f.Rationale + strings.Join(f.Confidence.Reasons, " ")
	for _, g := range f.Gaps {
		said += g.Description + g.Suggestion
	}
	if strings.Contains(said, "CANARY") {
		t.Errorf("the text speaks: %s", said)
	}
	for _, want := range []string{"Score 2 of 4", "Speaks against it: 1 passage in portfolio.", "Not found in the text: about j.outcome; about j.cost."} {
		if !strings.Contains(f.Rationale, want) {
			t.Errorf("%q misses %q", f.Rationale, want)
		}
	}
}

func TestRationaleInGerman(t *testing.T) {
	t.Parallel()
	in := Input{Level: level(), Documents: []Document{{Component: "portfolio"}}}
	w := workOf(piece("j.stage", StanceSupports, Core, 0, 0, 10), piece("j.stage", StanceSupports, Core, 0, 20, 30))
	w.verdicts = settle(w.criterion, w.grounded, []LeafVerdict{{Leaf: "j.stage", Verdict: Met, Evidence: []int{0, 1}}})
	evidence, at := w.evidence()
	got := w.rationale(in, w.basis(evidence), evidence, w.leaves(at), "de")
	want := "Wertung 2 von 4: einige konkrete Belege. Belegt: etwas zu j.stage (2 Stellen in portfolio). " +
		"Im Text nicht gefunden: etwas zu j.outcome; etwas zu j.cost."
	if got != want {
		t.Errorf("rationale\n%s\nwant\n%s", got, want)
	}
}

// TestPhrasesAreWhole finds a phrase that one language lacks.
func TestPhrasesAreWhole(t *testing.T) {
	t.Parallel()
	en, de := reflect.ValueOf(english()), reflect.ValueOf(german())
	for i := range en.NumField() {
		name := en.Type().Field(i).Name
		for _, v := range []reflect.Value{en.Field(i), de.Field(i)} {
			switch v.Kind() {
			case reflect.String:
				if v.Len() == 0 {
					t.Errorf("%s is empty", name)
				}
			case reflect.Array:
				for j := range v.Len() {
					if v.Index(j).Len() == 0 {
						t.Errorf("%s[%d] is empty", name, j)
					}
				}
			default:
				t.Errorf("%s is a %s", name, v.Kind())
			}
		}
		if v := en.Field(i); v.Kind() == reflect.String && strings.Count(v.String(), "%") != strings.Count(de.Field(i).String(), "%") {
			t.Errorf("%s has other places in German", name)
		}
	}
	if phrasesFor("fr").scored != english().scored || phrasesFor("de").scored != german().scored {
		t.Error("language is not chosen")
	}
}

func TestMeaning(t *testing.T) {
	t.Parallel()
	p := english()
	for want, b := range map[string]Basis{
		p.scores[0]:   {},
		p.unsupported: {AgainstCore: 1, Asserted: true},
		p.scores[1]:   {Asserted: true},
		p.little:      {Minor: 1},
		p.scores[2]:   {Core: 1, Leaves: answers(Met, Met)},
	} {
		if got := p.meaning(b); got != want {
			t.Errorf("%+v means %q, want %q", b, got, want)
		}
	}
}
