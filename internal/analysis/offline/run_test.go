package offline_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"dossier/internal/analysis"
	"dossier/internal/analysis/claims"
	"dossier/internal/analysis/eval"
	"dossier/internal/analysis/offline"
	"dossier/internal/ladder"
	"dossier/ladders"
)

func options(t testing.TB) (*ladder.Level, analysis.Options) {
	t.Helper()
	v, err := ladder.Load(ladders.Default())
	if err != nil {
		t.Fatal(err)
	}
	a, err := offline.New()
	if err != nil {
		t.Fatal(err)
	}
	return v.Level("L8"), analysis.Options{Analyser: a, Claims: claims.Checker{}}
}

func golden(t testing.TB) []eval.Dossier {
	t.Helper()
	d, err := eval.Load("../testdata/golden")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func input(l *ladder.Level, d *eval.Dossier) analysis.Input {
	in := analysis.Input{Level: l, Facts: d.Records}
	for _, doc := range d.Documents {
		in.Documents = append(in.Documents, analysis.Document{Ref: doc.Key, Component: doc.Component, Title: doc.Title, Body: doc.Body})
	}
	return in
}

func analyse(t testing.TB, in analysis.Input, o analysis.Options) analysis.Result {
	t.Helper()
	r, err := analysis.Run(t.Context(), in, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The same dossier gives the same bytes, a hundred times, on one processor or
// eight. Not parallel: it changes the number of processors.
func TestSameBytesEveryTime(t *testing.T) {
	level, o := options(t)
	dossiers := golden(t)
	var want []byte
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, processors := range []int{1, 2, 8} {
		runtime.GOMAXPROCS(processors)
		for n := range 34 {
			var got []byte
			for i := range dossiers {
				if n > 0 && i > 0 {
					break // the first dossier is the longest; the others once each
				}
				b, err := json.Marshal(analyse(t, input(level, &dossiers[i]), o))
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, b...)
			}
			if want == nil {
				want = got
			}
			if !bytes.HasPrefix(want, got) {
				t.Fatalf("another result on %d processors, run %d", processors, n)
			}
		}
	}
}

// On dossiers that the weights know, the figures must stay above these; how
// they are on unknown ones stands in report.json.
func TestGoldenFigures(t *testing.T) {
	t.Parallel()
	level, o := options(t)
	dossiers := golden(t)
	p, err := eval.Run(t.Context(), level, o, dossiers)
	if err != nil {
		t.Fatal(err)
	}
	r, err := eval.Score(dossiers, p)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		got   float64
		least float64
	}{
		{"F1", r.All.F1.Value, 0.58}, {"core recall", r.All.CoreRecall.Value, 0.75}, {"within 1", r.All.Within1.Value, 0.92},
		{"kappa", r.All.Kappa.Value, 0.65}, {"gap recall", r.All.GapRecall.Value, 0.45},
		{"claims", float64(r.ClaimsAgreed) / float64(r.Claims), 0.95},
		{"contradicted claims", float64(r.ContradictedFound) / float64(r.Contradicted), 0.95},
	} {
		if c.got < c.least {
			t.Errorf("%s: %.2f, at least %.2f\n%s", c.name, c.got, c.least, r.Table())
		}
	}
	if r.Fabricated+r.InjectionsSucceeded+r.Lifted > 0 || r.All.GapsPerCriterion.Value > 5 {
		t.Errorf("tricks, fabrications or too many gaps\n%s", r.Table())
	}
}

// Padding adds words, not scores: the slogans of the stuffed dossier put at
// the end of every document of a better one, and its own text again.
func TestPaddingDoesNotLift(t *testing.T) {
	t.Parallel()
	level, o := options(t)
	dossiers := golden(t)
	slogans := dossiers[1].Documents[0].Body
	slogans = slogans[:strings.Index(slogans, "## Strategic breadth")]
	for i := range dossiers {
		in := input(level, &dossiers[i])
		before := analyse(t, in, o)
		for k := range in.Documents {
			in.Documents[k].Body += "\n\n" + slogans + "\n\n" + strings.TrimPrefix(slogans, "# ")
		}
		after := analyse(t, in, o)
		for n, f := range after.Findings {
			if b := before.Findings[n]; b.Assessed && f.Assessed && *f.Score > max(*b.Score, 1) {
				t.Errorf("%s, %s: %d, padded %d", dossiers[i].ID, f.Criterion, *b.Score, *f.Score)
			}
		}
	}
}

func TestOtherLanguageIsNotAssessed(t *testing.T) {
	t.Parallel()
	level, o := options(t)
	body := strings.Repeat("Nous avons choisi d'acheter le service de paiement parce que la trésorerie ne couvrait que huit mois. ", 8)
	r := analyse(t, analysis.Input{Level: level, Documents: []analysis.Document{{Ref: "d", Component: "technical-strategy-portfolio", Body: body}}}, o)
	for _, f := range r.Findings {
		if f.Assessed || f.Score != nil || f.Rationale == "" {
			t.Errorf("%s: %+v", f.Criterion, f)
		}
	}
	if len(r.Reasons) == 0 {
		t.Error("no reason is given")
	}
}

// text of about n words made from a golden dossier.
func long(d *eval.Dossier, words int) []analysis.Document {
	var b strings.Builder
	for n := 0; ; n++ {
		for _, doc := range d.Documents {
			for _, part := range strings.SplitAfter(doc.Body, "\n\n") {
				// Each copy is told apart, or it would count as repeated text.
				fmt.Fprintf(&b, "%s", strings.ReplaceAll(part, "the ", fmt.Sprintf("the %c", 'a'+rune(n%26))))
				if words -= len(strings.Fields(part)); words <= 0 {
					return []analysis.Document{{Ref: "d", Component: d.Documents[0].Component, Title: "long", Body: b.String()}}
				}
			}
		}
	}
}

func BenchmarkRun(b *testing.B) {
	level, o := options(b)
	dossiers := golden(b)
	for _, words := range []int{1_000, 10_000, 30_000} {
		in := analysis.Input{Level: level, Documents: long(&dossiers[0], words)}
		b.Run(fmt.Sprintf("%dk", words/1000), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := analysis.Run(b.Context(), in, o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
