package dossier

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/ladder"
)

func level() *ladder.Level {
	return &ladder.Level{Code: "L8", Ordinal: 8, Promotion: &ladder.Promotion{To: "L9", Assessment: []ladder.Component{
		{Key: "portfolio", Title: "Portfolio", Minimum: 1},
		{Key: "references", Title: "References", Minimum: 2},
		{Key: "recognition", Title: "Recognition"},
	}}}
}

func TestCheckText(t *testing.T) {
	t.Parallel()
	one := 1
	document := id.Of(id.Document, uuid.UUID{1})
	good := Saving{Component: "portfolio", Title: "Two companies", Body: "# Text\r\n"}
	for name, tc := range map[string]struct {
		change func(*Saving)
		path   string
		says   string
	}{
		"good":               {func(*Saving) {}, "", ""},
		"empty body":         {func(s *Saving) { s.Body = "" }, "", ""},
		"largest body":       {func(s *Saving) { s.Body = strings.Repeat("a", MaxBody) }, "", ""},
		"unknown component":  {func(s *Saving) { s.Component = "essay" }, "input.component", "use one of portfolio, references, recognition"},
		"empty title":        {func(s *Saving) { s.Title = " \t " }, "input.title", "empty"},
		"unseen title":       {func(s *Saving) { s.Title = " \u200b\u00a0" }, "input.title", "empty"},
		"long title":         {func(s *Saving) { s.Title = strings.Repeat("ä", MaxTitle+1) }, "input.title", "201 characters"},
		"title of two lines": {func(s *Saving) { s.Title = "a\nb" }, "input.title", "line end"},
		"too large":          {func(s *Saving) { s.Body = strings.Repeat("a", MaxBody+1) }, "input.body", "1048577 bytes"},
		"NUL":                {func(s *Saving) { s.Body = "ab\x00c" }, "input.body", "NUL character at byte 2"},
		"invalid UTF-8":      {func(s *Saving) { s.Body = "aä\xff" }, "input.body", "at byte 3"},
		"U+FFFD is a letter": {func(s *Saving) { s.Body = "a\ufffdb" }, "", ""},
		"new with a version": {func(s *Saving) { s.BaseVersion = &one }, "input.baseVersion", "null for a new"},
		"old without one":    {func(s *Saving) { s.Document = &document }, "input.baseVersion", "must name"},
	} {
		in := good
		tc.change(&in)
		err := checkText(level(), in)
		if tc.path == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		refusal, ok := errors.AsType[*Invalid](err)
		if !ok || len(refusal.Fields) != 1 || refusal.Fields[0].Path != tc.path || !strings.Contains(refusal.Message(), tc.says) {
			t.Errorf("%s: got %v, want %s: ...%s...", name, err, tc.path, tc.says)
		}
	}
}

func TestCheckTextNamesEveryField(t *testing.T) {
	t.Parallel()
	err := checkText(level(), Saving{Component: "x", Body: "\x00"})
	refusal, _ := errors.AsType[*Invalid](err)
	if refusal == nil || len(refusal.Fields) != 3 {
		t.Errorf("got %v, want three fields", err)
	}
}

func TestMissing(t *testing.T) {
	t.Parallel()
	documents := []*Document{
		{ComponentKey: "portfolio", Words: 0}, // a document without text does not count
		{ComponentKey: "references", Words: 900},
		{ComponentKey: "recognition", Words: 5},
	}
	want := []MissingItem{
		{Key: "portfolio", Title: "Portfolio", Explanation: "0 documents with text, and at least 1 needed: add 1 more"},
		{Key: "references", Title: "References", Explanation: "1 document with text, and at least 2 needed: add 1 more"},
	}
	if diff := cmp.Diff(want, missing(Fills(level(), documents, nil))); diff != "" {
		t.Error(diff)
	}
	documents[0].Words = 1
	documents = append(documents, &Document{ComponentKey: "references", Words: 1})
	if m := missing(Fills(level(), documents, nil)); m != nil {
		t.Errorf("complete, but %v is missing", m)
	}
}

func TestRevisionHash(t *testing.T) {
	t.Parallel()
	a := Text{Document: uuid.UUID{1}, Component: "portfolio", Title: "A", Body: "one"}
	b := Text{Document: uuid.UUID{2}, Component: "portfolio", Title: "B", Body: "two"}
	base := revisionHash("v1", []Text{a, b})
	if base != revisionHash("v1", []Text{b, a}) {
		t.Error("the order in which documents are read changes the hash")
	}
	newer := a
	newer.Version = 7
	if base != revisionHash("v1", []Text{newer, b}) {
		t.Error("the version's number changes the hash, though the text is the same")
	}
	moved := b
	moved.Title, moved.Body = "Bt", "wo"
	other := []string{
		revisionHash("v2", []Text{a, b}),
		revisionHash("v1", []Text{a}),
		revisionHash("v1", []Text{a, moved}),
		revisionHash("v1", []Text{a, {Document: b.Document, Component: "references", Title: "B", Body: "two"}}),
	}
	if slices.Contains(other, base) || len(slices.Compact(slices.Sorted(slices.Values(other)))) != len(other) {
		t.Errorf("different texts share a hash: %v %v", base, other)
	}
}
