package ladder

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"

	"dossier/ladders"
)

// Whatever stands in a file, Load gives a version or problems that name a
// file, a text and a fix; it never panics.
func FuzzLoad(f *testing.F) {
	for _, name := range []string{"ladder.yaml", "unruled.yaml", "rubric/reasons.yaml", "policy/ladder.yaml"} {
		b, err := fs.ReadFile(ladders.Default(), name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, s := range []string{"", "a", "- 1", "level: [}", "level: {promotion: {}}", "ours: &a {policy: [*a]}", "ours: {level: L8}\n---\n", "level:\n  <<: {code: L1}", "ours: {rubric: [{criterion: x}]}", "level: {code: L1, summary: [[], [{}]], panelCriteria: {items: [{}]}}", "? {a: b}\n: c", "ladder: {levels: [{mentorship: {}}]}", "\x00", "!!map {level: !!str x}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := Load(fstest.MapFS{"a.yaml": {Data: data}, "ladder.yaml": {Data: []byte("ladder: {slug: s, title: T, label: L, levels: [{code: L9, ordinal: 9, unknown: all}]}\n")}})
		var wrong *CheckError
		switch {
		case err == nil:
			if v.Hash == "" {
				t.Error("a version without a hash")
			}
		case !errors.As(err, &wrong):
			t.Errorf("Load = %v, want a CheckError", err)
		default:
			for _, p := range wrong.Problems {
				if p.File == "" || p.Text == "" || p.Fix == "" {
					t.Errorf("%+v lacks something", p)
				}
			}
		}
	})
}
