package sequence_test

import (
	"context"
	cryptorand "crypto/rand"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/postgres"
	"dossier/internal/testworld"
)

// R3: what several do to one dossier at once comes to what they could have done
// one after the other, and none waits for ever for another.
func TestSeveralAtOnce(t *testing.T) {
	t.Parallel()
	p := &play{T: t, game: newGame(testworld.New(t), 5), seed: 5, tally: newTally()}
	newID := func() uuid.UUID { return uuid.Must(uuid.NewV7()) } // the world's is for one at a time
	quiet := func(context.Context, uuid.UUID) {}
	p.Acts.NewID, p.Acts.Ring, p.Requests.NewID, p.Requests.Ring, p.Panels.NewID, p.Panels.Rand = newID, quiet, newID, quiet, newID, cryptorand.Reader
	p.Acts.Changed, p.Requests.Changed = quiet, quiet
	p.reviews.NewID, p.decide.NewID, p.conflict.NewID, p.mentoring.NewID, p.nominations.NewID = newID, newID, newID, newID, newID
	// What comes of it depends on who is first.
	few := func() bool { return p.done["decidePromotion"] < 2 || p.done["releaseDecision"] < 2 }
	for (p.n < 400 || p.n < 4000 && few()) && p.step() {
		if p.n%4 == 0 && !p.storm() {
			return
		}
	}
	if few() {
		t.Errorf("too little came of it: %v", p.done)
	}
}

// storm has six moves on one dossier begin at the same moment, and is whether
// what must hold holds.
func (p *play) storm() bool {
	p.Helper()
	p.rows = p.read()
	from := p.onward()
	for _, m := range []maker{(*game).settle, (*game).declare, (*game).answerSeat, (*game).replaceSeat, (*game).withdraw} {
		from = append(from, weighted{1, m})
	}
	var moves []*move
	var acts []func() error
	for range 6 {
		w := one(p.game, from)
		if m := w.make(p.game); m != nil && m.by != uuid.Nil && m.act != "openDossier" {
			v := p.viewer(m.by)
			moves, acts = append(moves, m), append(acts, func() error { return m.do(v) })
		}
	}
	p.aim = nil
	before := p.rows
	errs := atOnce(acts...)
	p.rows = p.read()
	var bad []string
	left := map[string]int{}
	for i, m := range moves {
		p.note(m, errs[i])
		p.count(m.act, errs[i])
		switch code := postgres.Code(errs[i]); {
		case errs[i] == nil:
			left[m.act]++
		case code != "" || !expected(errs[i]):
			bad = append(bad, fmt.Sprintf("errors: %s: %s %v", m.act, code, errs[i]))
		}
	}
	for _, e := range p.trail() {
		if left[e.Act]--; left[e.Act] < 0 {
			bad = append(bad, "trail: more entries of "+e.Act+" than were done")
		}
	}
	c := &change{now: p.Now, before: before, after: p.rows, version: p.Version}
	for _, b := range c.broken() {
		// Rules that hold of what there is, whatever led to it.
		if slices.ContainsFunc([]string{"ranks:", "one panel:", "slots: a ", "decisions stay:", "quorum:", "promote:"}, func(s string) bool { return strings.HasPrefix(b, s) }) {
			bad = append(bad, b)
		}
	}
	if len(bad) > 0 {
		return p.fail(bad...)
	}
	return true
}
