package claims

import "testing"

func TestNumbers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang, text string
		want       []number
	}{
		{"en", "Five of the six entries", []number{{value: 5, at: 0, bound: exactly}, {value: 6, at: 3, bound: exactly}}},
		{"en", "at least twenty-one teams", []number{{value: 21, at: 2, bound: atLeast}}},
		{"en", "3+ surfaces and a dozen calls", []number{{value: 3, at: 0, bound: atLeast}, {value: 12, at: 4, bound: exactly}}},
		{"en", "twice in 2023 at L5", []number{{value: 2, at: 0, times: true, bound: exactly}}},
		{"en", "ten times, about nine meetings", []number{{value: 10, at: 0, times: true, bound: exactly}, {value: 9, at: 3, times: true, bound: about}}},
		{"en", "fewer than 4 outages", []number{{value: 4, at: 2, bound: atMost}}},
		{"en", "both founders", []number{{value: 2, at: 0, bound: exactly}}},
		{"de", "dreimal vorgetragen", []number{{value: 3, at: 0, times: true, bound: exactly}}},
		{"de", "einundzwanzig Höfe", []number{{value: 21, at: 0, bound: exactly}}},
		{"de", "ein Ausfall, einer von fünf", []number{{value: 1, at: 2, bound: exactly}, {value: 5, at: 4, bound: exactly}}},
		{"de", "rund 40 Stopps, mindestens zwei", []number{{value: 40, at: 1, bound: about}, {value: 2, at: 4, bound: atLeast}}},
		{"en", "no figure here", nil},
	} {
		got := numbers(wordsOf(lower(c.text)), c.lang)
		if len(got) != len(c.want) {
			t.Errorf("%q: got %+v, want %+v", c.text, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%q: got %+v, want %+v", c.text, got[i], c.want[i])
			}
		}
	}
}
