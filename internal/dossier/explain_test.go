package dossier_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

func TestWhatCanBeExplained(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ana := w.Candidate("Ana")
	d := w.Open(ana)
	for name, tc := range map[string]struct {
		requirement, explanation, path, says string
	}{
		"what stops (R1)":             {"minimum-months", "Nearly there.", "input.requirement", "use one of product-surfaces-owned"},
		"what is only shown (S11a)":   {"tenure-in-the-system", "Came late.", "input.requirement", "use one of"},
		"nothing that is asked":       {"juggling", "No balls.", "input.requirement", "juggling"},
		"no text (M1)":                {"product-surfaces-owned", " \n ", "input.explanation", "is empty"},
		"too long a text (M1)":        {"product-surfaces-owned", strings.Repeat("ä", dossier.MaxExplanation+1), "input.explanation", "4000 are allowed"},
		"a NUL character (M1)":        {"product-surfaces-owned", "a\x00b", "input.explanation", "control character"},
		"what is no text at all (M1)": {"product-surfaces-owned", "a\xffb", "input.explanation", "UTF-8"},
	} {
		err := w.Acts.ExplainRequirement(t.Context(), ana, dossier.Explaining{Dossier: d, Requirement: tc.requirement, Explanation: tc.explanation}, w.Now)
		if r := refusal[*dossier.Invalid](t, err); len(r.Fields) != 1 || r.Fields[0].Path != tc.path || !strings.Contains(r.Message(), tc.says) {
			t.Errorf("%s: %v", name, r)
		}
	}
	longest := strings.Repeat("ä", dossier.MaxExplanation)
	if err := w.Acts.ExplainRequirement(t.Context(), ana, dossier.Explaining{Dossier: d, Requirement: "infrastructure-health", Explanation: longest}, w.Now); err != nil {
		t.Errorf("the longest that is allowed: %v", err)
	}
}

func TestTheNewestExplanationIsShownAndAllAreKept(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	ana, steward := w.Candidate("Ana"), w.Person("Sam", "", people.Steward)
	d := w.Open(ana)
	explain := func(text string) error {
		return w.Acts.ExplainRequirement(ctx, ana, dossier.Explaining{Dossier: d, Requirement: "infrastructure-health", Explanation: text}, w.Now)
	}
	for _, text := range []string{"first", "second", "second"} {
		if err := explain(text); err != nil {
			t.Fatal(err)
		}
		w.Advance(1e9)
	}
	shown := func(v *people.Viewer) (texts []string) {
		m, err := w.Dossiers.Explanations(ctx, v, []uuid.UUID{d.UUID})
		if err != nil || m[d.UUID] == nil {
			t.Fatal(m, err)
		}
		for _, e := range m[d.UUID] {
			texts = append(texts, e.Explanation)
		}
		return texts
	}
	var kept int
	if err := w.DB.QueryRow(ctx, `select count(*) from requirement_explanation`).Scan(&kept); err != nil || kept != 2 {
		t.Errorf("%d are kept, want 2; %v", kept, err)
	}
	if got := shown(ana); !slices.Equal(got, []string{"second"}) {
		t.Errorf("shown: %q", got)
	}
	if got := shown(steward); got != nil {
		t.Errorf("a steward reads a draft's: %q", got)
	}
	w.Submit(ana, d)
	if got, want := shown(steward), shown(ana); len(want) != 7 || !slices.Equal(got, want) {
		t.Errorf("of a submitted one a steward reads %q, its candidate %q", got, want)
	}
	if r := refusal[*dossier.WrongState](t, explain("too late")); r.Status != dossier.Submitted {
		t.Errorf("after submission: %v", r)
	}
}

func TestNobodyExplainsForAnother(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	d := w.Open(w.Candidate("Ana"))
	for _, v := range []*people.Viewer{w.Candidate("Ben"), w.Person("Sam", "", people.Steward)} {
		err := w.Acts.ExplainRequirement(t.Context(), v, dossier.Explaining{Dossier: d, Requirement: "infrastructure-health", Explanation: "x"}, w.Now)
		if !errors.Is(err, fault.ErrNotFound) {
			t.Errorf("%v: %v", v.Roles, err)
		}
	}
}
