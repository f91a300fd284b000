package queue_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// explore walks every state that the rules allow, nearest first, and returns
// what is wrong with them: the shortest way to a state with two results or
// with a result of a cancelled job, or the shortest to one from which success
// cannot be reached.
func explore(r rules, f faults) (states int, wrong string) {
	start := model{faults: f}
	index := map[model]int{start: 0}
	all := []model{start}
	type origin struct {
		from int
		name string
	}
	origins := []origin{{-1, ""}}
	var back [][]int // predecessors, to walk from success
	back = append(back, nil)
	trace := func(i int) string {
		var names []string
		for ; origins[i].from >= 0; i = origins[i].from {
			names = append([]string{origins[i].name}, names...)
		}
		return strings.Join(names, " → ")
	}
	for i := 0; i < len(all); i++ {
		m := all[i]
		switch {
		case m.results > 1:
			return len(all), "two results: " + trace(i)
		case m.status == cancelled && m.results > 0:
			return len(all), "a result of a cancelled job: " + trace(i)
		case (m.status == succeeded) != (m.results == 1):
			if r.oneTransaction {
				return len(all), "status and results disagree: " + trace(i)
			}
		}
		for _, s := range m.next(r) {
			j, known := index[s.next]
			if !known {
				j = len(all)
				index[s.next] = j
				all = append(all, s.next)
				origins = append(origins, origin{i, s.name})
				back = append(back, nil)
			}
			back[j] = append(back[j], i)
		}
	}
	good := make([]bool, len(all))
	var walk []int
	for i, m := range all {
		if m.status == succeeded || m.status == cancelled {
			good[i] = true
			walk = append(walk, i)
		}
	}
	for len(walk) > 0 {
		i := walk[len(walk)-1]
		walk = walk[:len(walk)-1]
		for _, j := range back[i] {
			// Faults help nobody: success must be reachable without them.
			if !good[j] && all[j].faults == all[i].faults {
				good[j] = true
				walk = append(walk, j)
			}
		}
	}
	for i := range all {
		if !good[i] {
			return len(all), fmt.Sprintf("stuck: %s, then %+v", trace(i), all[i])
		}
	}
	return len(all), ""
}

func TestProtocol(t *testing.T) {
	t.Parallel()
	start := time.Now()
	states, wrong := explore(protocol, faults{lostPush: 1, flush: 1, stall: 2, crash: 2, lostReply: 1, stop: 1, cancel: 1})
	t.Logf("%d states in %v", states, time.Since(start))
	if wrong != "" {
		t.Error(wrong)
	}
	if states < 10000 {
		t.Error("that is too few to have met everything")
	}
}

func TestBrokenProtocolsAreCaught(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		omit  func(*rules)
		wrong string
	}{
		{"a write without the fence", func(r *rules) { r.fencedWrite = false }, "two results"},
		{"results and status in two transactions", func(r *rules) { r.oneTransaction = false }, "two results"},
		{"no reaper", func(r *rules) { r.reaper = false }, "stuck"},
		{"pushed only once", func(r *rules) { r.repush = false }, "stuck"},
		{"a claim of any row", func(r *rules) { r.checkedClaim = false }, "results"},
		{"a hand-back without the fence", func(r *rules) { r.fencedHandBack = false }, "results"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, wrong := explore(protocol.without(c.omit), faults{lostPush: 1, flush: 1, stall: 1, crash: 1, stop: 1})
			if !strings.Contains(wrong, c.wrong) {
				t.Errorf("got %q, want %q", wrong, c.wrong)
			}
			t.Log(wrong)
		})
	}
}
