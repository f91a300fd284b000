package sequence_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
)

// tally counts what was done and seen, so that nothing holds for want of
// anything that could break it.
type tally struct {
	mu            sync.Mutex
	done, refused map[string]int
	seen          map[string]int
}

func newTally() *tally {
	return &tally{done: map[string]int{}, refused: map[string]int{}, seen: map[string]int{}}
}

func (t *tally) count(act string, err error) {
	if err == nil {
		t.done[act]++
	} else {
		t.refused[act]++
	}
}

// add adds what another counted.
func (t *tally) add(o *tally) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, m := range []struct{ to, from map[string]int }{{t.done, o.done}, {t.refused, o.refused}, {t.seen, o.seen}} {
		for k, n := range m.from {
			m.to[k] += n
		}
	}
}

// outside are what leaves no refusal.
func outside() []string { return []string{"analyse", "care", "engage", "join", "merge", "testify"} }

// acts are what people can do.
func acts() []string {
	return []string{
		"addDecisionGaps", "addRecord", "addSeat", "amendReview", "answerEarlierGap", "answerMentorship", "answerNomination", "answerReferral", "answerSeat", "assemblePanel", "cancelPanelSession",
		"closeComponent", "decidePromotion", "declareConflict", "endMentorship", "fileAppeal", "nominate", "offerMentorship", "offerReferral", "openDossier", "postToPanel",
		"recordPanelSession", "releaseDecision", "replaceSeat", "retractRecord", "reverseDecision", "saveDocument", "saveReview", "schedulePanelSession", "settleConflict", "submitDossier",
		"submitReview", "unlockComponent", "withdrawAppeal", "withdrawDossier", "withdrawMentorshipOffer", "withdrawNomination",
	}
}

// enough fails, after many acts, where one was never done or never refused, or a
// sort of thing never seen.
func (t *tally) enough(tt *testing.T) {
	sum := 0
	var lines []string
	for _, act := range slices.Concat(acts(), outside()) {
		sum += t.done[act] + t.refused[act]
		lines = append(lines, fmt.Sprintf("%-24s %5d done %5d refused", act, t.done[act], t.refused[act]))
	}
	for _, sort := range slices.Sorted(maps.Keys(t.seen)) {
		lines = append(lines, fmt.Sprintf("%-24s %7d seen", sort, t.seen[sort]))
	}
	tt.Logf("%d acts\n%s", sum, strings.Join(lines, "\n"))
	if sum < 10_000 || tt.Failed() {
		return
	}
	for _, act := range slices.Concat(acts(), outside()) {
		if t.done[act] == 0 || t.refused[act] == 0 && !slices.Contains(outside(), act) {
			tt.Errorf("%s was done %d times and refused %d times", act, t.done[act], t.refused[act])
		}
	}
	for sort, n := range t.seen {
		if n == 0 {
			tt.Errorf("no %s was seen", sort)
		}
	}
}
