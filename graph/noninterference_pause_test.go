package graph_test

import (
	"slices"
	"testing"

	"dossier/internal/id"
)

// Of a pause nothing shows but the time that does not count: two pauses of one
// length, on other days and for other reasons, are one and the same to whoever
// may not read them.
func TestOfAPauseOnlyItsTimeShows(t *testing.T) {
	t.Parallel()
	march, may := newCast(t, "Ana").garden(), newCast(t, "Ana").garden()
	for of, days := range map[*garden]string{march: "[2025-03-01,2025-04-01)", may: "[2025-05-01,2025-06-01)"} {
		of.row(id.Pause, "tenure_pause", map[string]any{"person_id": of.rows["<Ben>"], "during": days, "reason": "secret " + days, "recorded_at": of.Now})
	}
	before := newCast(t, "Ana")
	noticed := map[string]bool{}
	for name := range personas() {
		if name == "Asa" || name == "Ann" {
			continue
		}
		ask := func(c *cast) []answer {
			return slices.Concat(c.asks(name, questions()), c.walk(name), c.guesses(name, march.planted))
		}
		found := differences(ask(may.cast), ask(march.cast))
		readsIt := name == "Ben" || name == "Sam"
		if readsIt != (found != nil) {
			t.Errorf("%s tells the two pauses apart: %v, want %v: %s", name, found != nil, readsIt, found)
		}
		if differences(ask(march.cast), ask(before)) != nil {
			noticed[name] = true
		}
	}
	if !noticed["Lena"] || noticed[""] || noticed["Stranger"] {
		t.Errorf("that a month does not count is noticed by %v; tenure is for everybody who is signed in", noticed)
	}
}
