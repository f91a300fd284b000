package offline

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"dossier/internal/analysis"
	"dossier/internal/analysis/text"
)

func mapText(t testing.TB, component, lang, body string) analysis.MapOutput {
	t.Helper()
	d := text.Read(body)
	out, err := analyser(t).Map(t.Context(), analysis.MapInput{
		Level: level(t), Component: component, Doc: d, Language: lang, Window: text.Windows(d)[0],
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// stanceOf finds what was said of a sentence for a criterion's leaves.
func stanceOf(out analysis.MapOutput, prefix, part string) analysis.Stance {
	for _, i := range out.Items {
		if strings.HasPrefix(i.Leaf, prefix) && strings.Contains(i.Quote, part) {
			return i.Stance
		}
	}
	return ""
}

func TestMapEnglish(t *testing.T) {
	t.Parallel()
	out := mapText(t, "technical-strategy-portfolio", "en", `# Portfolio

The valley is quiet in winter and the bakery opens at six.

The bank gave us eight months and the customers were leaving, so we decided against a payment service of our own and bought one for €9k a year. Churn fell from 9% to 4% within a year, and revenue per customer doubled.

I am a strategic visionary with outstanding company-level judgment.

We built our own reporting; nobody asked the customers whether they would pay for it, and it was switched off after a year.
`)
	for _, c := range []struct {
		leaf, part string
		want       analysis.Stance
	}{
		{"cj.", "decided against a payment service", analysis.StanceSupports},
		{"cj.", "nobody asked the customers", analysis.StanceContradicts},
		{"cj.", "strategic visionary", analysis.StanceAsserts},
		{"cj.", "bakery", ""},
	} {
		if got := stanceOf(out, c.leaf, c.part); got != c.want {
			t.Errorf("%q: %q, want %q", c.part, got, c.want)
		}
	}
	for _, i := range out.Items {
		if i.Stance == analysis.StanceSupports && (len(i.Signals) == 0 || i.Why == "") {
			t.Errorf("no explanation for %q: %+v", i.Quote, i)
		}
	}
}

func TestMapGerman(t *testing.T) {
	t.Parallel()
	out := mapText(t, "mentee-network", "de", `# Mentees

Wir treffen uns meist im Zug, und der Kaffee ist schlecht.

Reto habe ich 2021 die Konsole mit Budget und Kunden übergeben, und er ist seit 2024 L6.

Den Termin mit Levin habe ich dreimal abgesagt, weil mir anderes wichtiger war.
`)
	if got := stanceOf(out, "ge.", "Reto habe ich"); got != analysis.StanceSupports {
		t.Errorf("a hand-over: %q", got)
	}
	if got := stanceOf(out, "ge.", "dreimal abgesagt"); got != analysis.StanceContradicts {
		t.Errorf("neglect: %q", got)
	}
	if got := stanceOf(out, "", "Kaffee"); got != "" {
		t.Errorf("scenery: %q", got)
	}
}

func TestMapLeavesOtherLanguages(t *testing.T) {
	t.Parallel()
	out := mapText(t, "mentee-network", "", "Nous avons acheté le service de paiement en mars.\n")
	if len(out.Items) != 0 || len(out.Left) != 1 || out.Left[0].Reason == "" {
		t.Errorf("%+v", out)
	}
}

func TestMapNeverQuotesExcludedText(t *testing.T) {
	t.Parallel()
	d := text.Read("I bought the payment service for €9k a year instead of building one, as cash was short. Revenue doubled within a year.\n")
	in := analysis.MapInput{
		Level: level(t), Component: "technical-strategy-portfolio", Doc: d, Language: "en", Window: text.Windows(d)[0],
		Excluded: []text.Span{d.Sentences[0].Span},
	}
	out, err := analyser(t).Map(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range out.Items {
		if strings.Contains(i.Quote, "payment service") {
			t.Errorf("quoted: %q", i.Quote)
		}
	}
}

func TestActor(t *testing.T) {
	t.Parallel()
	a := analyser(t)
	set := func(names ...string) families {
		var f families
		for _, n := range names {
			f |= 1 << a.family[n]
		}
		return f
	}
	for _, c := range []struct {
		set       families
		component string
		want      analysis.Actor
	}{
		{set("me"), "technical-strategy-portfolio", analysis.ActorAuthor},
		{set("me"), "founder-references", analysis.ActorUnclear},
		{set("person"), "founder-references", analysis.ActorAuthor},
		{set("we"), "technical-strategy-portfolio", analysis.ActorTeam},
		{set("other"), "technical-strategy-portfolio", analysis.ActorOther},
		{set("person"), "mentee-network", analysis.ActorUnclear},
	} {
		if got := a.actor(c.set, c.component); got != c.want {
			t.Errorf("%b in %s: %s, want %s", c.set, c.component, got, c.want)
		}
	}
}

func TestStops(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	a := analyser(t)
	if _, err := a.Map(ctx, analysis.MapInput{}); !errors.Is(err, context.Canceled) {
		t.Errorf("map: %v", err)
	}
	if _, err := a.Reduce(ctx, analysis.ReduceInput{}); !errors.Is(err, context.Canceled) {
		t.Errorf("reduce: %v", err)
	}
}

func TestSaysWhatItIs(t *testing.T) {
	t.Parallel()
	a := analyser(t)
	p := a.Provenance()
	if a.Name() != "offline@3" || len(p.PromptVersion) != 12 {
		t.Errorf("%s %q", a.Name(), p.PromptVersion)
	}
	if !slices.ContainsFunc(p.Limits, func(s string) bool { return strings.Contains(s, a.Report().Date) }) || a.Report().Unseen.Dossiers < 5 {
		t.Errorf("limits %q of %+v", p.Limits, a.Report())
	}
}
