package graph_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// twins are two worlds alike, with what a persona is told in them before
// anything is planted in one.
type twins struct {
	name    string
	plain   *cast
	grown   *garden
	answers []answer // to the questions, in their order
	pages   []answer
}

func newTwins(t testing.TB, name string) *twins {
	t.Helper()
	w := &twins{name: name, plain: newCast(t, "Ana"), grown: newCast(t, "Ana").garden()}
	w.answers, w.pages = w.plain.asks(name, questions()), w.plain.walk(name)
	for _, a := range w.answers {
		for _, code := range []string{"COMPLEXITY_LIMIT", "BAD_USER_INPUT", "INTERNAL"} {
			if strings.Contains(a.got, code) {
				t.Fatalf("%s is not answered at all: %s", a.to, a.got)
			}
		}
	}
	if n := append(differences(w.grown.asks(name, questions()), w.answers), differences(w.grown.walk(name), w.pages)...); n != nil {
		t.Fatalf("the worlds are not alike: %s", n)
	}
	return w
}

// hidden are the secrets that the persona has no part in.
func hidden(name string) []secret {
	as := append(map[string][]string{"Ann": {"Ana"}, "Asa": {"Ana", "Sam"}}[name], name)
	return slices.DeleteFunc(secrets(), func(s secret) bool {
		return slices.ContainsFunc(as, func(n string) bool { return slices.Contains(s.seers, n) })
	})
}

// reads plants secrets, asks questions by their place in both worlds, and
// tells what the persona is told differently. What was planted stays.
func (w *twins) reads(places []int, all ...secret) (found []string) {
	for _, s := range all {
		s.plant(w.grown)
	}
	var some []question
	var before []answer
	for _, i := range places {
		some, before = append(some, questions()[i]), append(before, w.answers[i])
	}
	found = append(differences(w.grown.asks(w.name, some), before), differences(w.grown.walk(w.name), w.pages)...)
	rows := w.grown.planted
	return append(found, differences(w.grown.guesses(w.name, rows), w.plain.guesses(w.name, rows))...)
}

// notices is reads, and tries to do something to what was planted.
func (w *twins) notices(places []int, all ...secret) []string {
	defer w.grown.uproot()
	found := w.reads(places, all...)
	rows := w.grown.planted
	return append(found, differences(w.grown.attempts(w.name, rows), w.plain.attempts(w.name, rows))...)
}

// every is the place of each question.
func every() []int {
	places := make([]int, len(questions()))
	for i := range places {
		places[i] = i
	}
	return places
}

// differences are where answers are not the same, with what stands around.
func differences(with, without []answer) (found []string) {
	if len(with) != len(without) {
		found = append(found, fmt.Sprintf("%d answers without, %d with", len(without), len(with)))
	}
	for i := range min(len(with), len(without)) {
		a, b := without[i].got, with[i].got
		if a == b {
			continue
		}
		at := 0
		for at < min(len(a), len(b)) && a[at] == b[at] {
			at++
		}
		around := func(s string) string { return s[max(0, at-200):min(len(s), at+200)] }
		found = append(found, fmt.Sprintf("%s\nwithout: %q\nwith:    %q", without[i].to, around(a), around(b)))
	}
	return found
}

// Two databases that differ only in what a viewer may not see give that viewer
// the same bytes: rows, counts, filters, cursors, figures that are computed,
// errors, refusals and the first events of subscriptions. Here they differ in
// all of it at once.
func TestNobodyNoticesWhatIsNotForThem(t *testing.T) {
	t.Parallel()
	for name, is := range personas() {
		if name == "Asa" || name == "Ann" {
			continue // they are Ana
		}
		t.Run(is, func(t *testing.T) {
			t.Parallel()
			w := newTwins(t, name)
			if w.notices(every(), hidden(name)...) == nil {
				return
			}
			for _, s := range hidden(name) {
				for _, d := range w.notices(every(), s) {
					t.Errorf("%s notices %s:\n%s", name, s.what, d)
				}
			}
		})
	}
}

// Here they differ in some of it, of any age, and anything is asked.
func TestNobodyNoticesSomeOfIt(t *testing.T) {
	t.Parallel()
	names := slices.Sorted(maps.Keys(personas()))
	names = slices.DeleteFunc(names, func(n string) bool { return n == "Asa" || n == "Ann" })
	built := map[string]*twins{}
	rapid.Check(t, func(r *rapid.T) {
		name := rapid.SampledFrom(names).Draw(r, "who")
		if built[name] == nil {
			built[name] = newTwins(t, name)
		}
		w := built[name]
		w.grown.age = time.Duration(rapid.IntRange(0, 1000).Draw(r, "hours")) * time.Hour
		some := rapid.SliceOfNDistinct(rapid.SampledFrom(hidden(name)), 1, 4, func(s secret) string { return s.what }).Draw(r, "secrets")
		places := rapid.SliceOfN(rapid.SampledFrom(every()), 5, 10).Draw(r, "questions")
		for _, d := range w.notices(places, some...) {
			r.Errorf("%s notices one of %v:\n%s", name, some, d)
		}
	})
}

// What was planted is there: of those who may know, somebody does.
func TestWhoMayKnowNotices(t *testing.T) {
	t.Parallel()
	noticed := map[string]bool{}
	for name := range personas() {
		if name == "Asa" || name == "Ann" {
			continue
		}
		var w *twins
		for _, s := range secrets() {
			if noticed[s.what] || !slices.Contains(s.seers, name) {
				continue
			}
			if w == nil {
				w = newTwins(t, name)
			}
			for _, places := range [][]int{nil, every()} {
				if !noticed[s.what] {
					noticed[s.what] = w.reads(places, s) != nil
					w.grown.uproot()
				}
			}
		}
	}
	for _, s := range secrets() {
		// A rank that was corrected is told of to a steward who corrects it
		// again, and to nobody who only reads.
		corrected := strings.HasPrefix(s.what, "a rank of")
		if len(s.seers) > 0 && noticed[s.what] == corrected {
			t.Errorf("%v read of %s: %v", s.seers, s.what, corrected)
		}
	}
}
