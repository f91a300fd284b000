package problem_test

import (
	"errors"
	"strings"
	"testing"

	"dossier/internal/fault"
	"dossier/internal/problem"
)

func TestTexts(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		what, text, says string
		optional         bool
	}{
		{"plain", "Two lines,\r\n\tone tab: ä, \U0001f600.", "", false},
		{"empty", "", "input.note: is empty", false},
		{"nothing but space", " \n\t ", "input.note: is empty", false},
		{"empty where it may be", "", "", true},
		{"as long as may be", strings.Repeat("ä", 40), "", false},
		{"one too long", strings.Repeat("ä", 41), "has 41 characters; 40 are allowed", false},
		{"a NUL", "a\x00b", "control character", false},
		{"an escape", "a\x1b[31m", "control character", true},
		{"half a character", "caf\xc3", "not valid UTF-8", false},
	} {
		var l problem.List
		if tc.optional {
			l.OptionalText("note", tc.text, 40)
		} else {
			l.Text("note", tc.text, 40)
		}
		if err := l.Err(); (err == nil) != (tc.says == "") || err != nil && !strings.Contains(err.Error(), tc.says) {
			t.Errorf("%s: %v, want %q", tc.what, err, tc.says)
		}
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	text := func(s string) *string { return &s }
	for _, tc := range []struct {
		key  *string
		good bool
	}{
		{nil, true}, {text("phone-17"), true}, {text(strings.Repeat("k", 64)), true},
		{text(""), false}, {text(strings.Repeat("k", 65)), false}, {text("a\x00"), false}, {text("a\xff"), false},
	} {
		var l problem.List
		if l.Key(tc.key); (l.Err() == nil) != tc.good {
			t.Errorf("%v: %v", tc.key, l.Err())
		}
	}
}

func TestAFaultOfAValueIsItsField(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		err  error
		says string
	}{
		{fault.New(fault.NotFound, "there is no ladder %q", "x"), `input.ladder: there is no ladder "x"`},
		{fault.Wrap(fault.Invalid, errors.New("secret"), "name one of a, b"), "input.ladder: name one of a, b"},
	} {
		if p, ok := errors.AsType[*problem.Invalid](problem.Of("ladder", tc.err)); !ok || p.Message() != tc.says {
			t.Errorf("%v became %v", tc.err, p)
		}
	}
	for _, err := range []error{nil, errors.New("plain"), fault.New(fault.Unavailable, "away")} {
		if got := problem.Of("ladder", err); got != err {
			t.Errorf("%v became %v", err, got)
		}
	}
}
