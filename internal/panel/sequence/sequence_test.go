package sequence_test

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/audit"
	"dossier/internal/fault"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/testworld"
)

// For a soak, and for a sequence again that broke something:
//
//	go test ./internal/panel/sequence -run TestRandomSequences -worlds 500 -timeout 3h
//	go test ./internal/panel/sequence -run TestRandomSequences/7 -first 7 -worlds 1 -v
var (
	worlds = flag.Int("worlds", 12, "how many sequences are played, each in a database of its own")
	steps  = flag.Int("steps", 860, "how many acts each has")
	origin = flag.Uint64("first", 1, "seed of the first sequence; each next one has the next")
)

// R3: whatever who tries in whatever order, what must hold holds.
func TestRandomSequences(t *testing.T) {
	t.Parallel()
	total := newTally()
	t.Cleanup(func() { total.enough(t) })
	for i := range *worlds {
		seed := *origin + uint64(i)
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			p := &play{T: t, game: newGame(testworld.New(t), seed), seed: seed, tally: newTally()}
			for p.step() && p.n < *steps {
			}
			p.finish()
			total.add(p.tally)
		})
	}
}

// pace is after how many acts somebody looks at everything.
const pace = 10

// play is a sequence that is played and checked.
type play struct {
	*testing.T
	*game
	*tally
	seed uint64
	n    int
	log  []string
	head audit.Head
}

// step is one act, and whether the sequence goes on.
func (p *play) step() bool {
	if p.rows == nil {
		p.rows = p.read()
	}
	p.n++
	p.later()
	m := p.next()
	v := p.viewer(m.by)
	before := p.rows
	err := m.do(v)
	p.note(m, err)
	p.count(m.act, err)
	trail := p.trail()
	switch {
	case err != nil && !expected(err):
		return p.fail(fmt.Sprintf("errors: %s: %v", m.act, err))
	case err != nil && len(trail) > 0:
		return p.fail("trail: an act that is refused leaves an entry")
	case err != nil && p.n%20 != 0:
		return true
	}
	p.rows = p.read()
	if bad := p.judge(m, err, before, trail); len(bad) > 0 {
		return p.fail(bad...)
	}
	if p.n%pace == 0 {
		if bad := p.look(v); len(bad) > 0 {
			return p.fail(bad...)
		}
	}
	return true
}

// judge lists the rules that an act broke.
func (p *play) judge(m *move, err error, before *rows, trail []entry) []string {
	changed := before.text != p.rows.text
	if err != nil {
		if changed {
			return []string{"refusals: " + m.act + " is refused and changes something"}
		}
		return nil
	}
	c := &change{act: m.act, by: m.by, now: p.Now, before: before, after: p.rows, version: p.Version}
	bad := c.broken()
	wrote := slices.ContainsFunc(trail, func(e entry) bool { return e.Act == m.act && e.Actor != nil && *e.Actor == m.by })
	if changed && m.by != uuid.Nil && !wrote {
		bad = append(bad, "trail: "+m.act+" leaves no entry")
	}
	return bad
}

// expected errors are refusals that say what to do, and what any input may meet,
// but not what only the database refuses.
func expected(err error) bool {
	_, refused := errors.AsType[interface {
		error
		Message() string
	}](err)
	kind := fault.KindOf(err)
	return refused || postgres.Code(err) == "" && (kind == fault.NotFound || kind == fault.Invalid || kind == fault.Conflict)
}

// look has two people look at everything: who acted, and somebody else.
func (p *play) look(v *people.Viewer) []string {
	other := p.viewer(one(p.game, p.persons(func(uuid.UUID) bool { return true })))
	viewers := []*people.Viewer{other}
	if v.Person != uuid.Nil && p.rows.same(v.Person) == v.Person {
		viewers = append(viewers, p.viewer(v.Person))
	}
	return p.lookAll(viewers)
}

func (p *play) lookAll(viewers []*people.Viewer) (bad []string) {
	p.Helper()
	for _, v := range viewers {
		found, err := through(p.ctx, p.World, v, p.eye(v.Person), p.seen)
		if err != nil {
			p.Fatal(err)
		}
		for _, b := range found {
			bad = append(bad, fmt.Sprintf("seen: by %s %v: %s", short(v.Person), v.Roles, b))
		}
	}
	return bad
}

// finish has everybody look, and reads the whole trail.
func (p *play) finish() {
	if p.Failed() {
		return
	}
	p.rows = p.read()
	var viewers []*people.Viewer
	for _, u := range p.persons(func(uuid.UUID) bool { return true }) {
		viewers = append(viewers, p.viewer(u))
	}
	bad := p.lookAll(viewers)
	p.trail()
	r, err := audit.Verify(p.ctx, p.DB, &p.head, nil)
	if err != nil || r.Broken != "" {
		bad = append(bad, fmt.Sprintf("trail: %s %v", r.Broken, err))
	}
	p.fail(bad...)
}

func (p *play) read() *rows {
	p.Helper()
	r, err := read(p.ctx, p.DB)
	if err != nil {
		p.Fatal(err)
	}
	return r
}

// entry is a row of the trail.
type entry struct {
	Actor *uuid.UUID
	Act   string
}

// trail lists what was added to the trail since it was last asked for.
func (p *play) trail() (list []entry) {
	p.Helper()
	rows, err := p.DB.Query(p.ctx, `select seq, hash, actor, act from audit where seq > $1 order by seq`, p.head.Seq)
	if err != nil {
		p.Fatal(err)
	}
	for rows.Next() {
		var e entry
		var hash []byte
		if err := rows.Scan(&p.head.Seq, &hash, &e.Actor, &e.Act); err != nil {
			p.Fatal(err)
		}
		p.head.Hash = hash
		list = append(list, e)
	}
	if err := rows.Err(); err != nil {
		p.Fatal(err)
	}
	return list
}

// note keeps an act for the log of a failure.
func (p *play) note(m *move, err error) {
	came := "done"
	if err != nil {
		came = "refused: " + err.Error()
	}
	p.log = append(p.log, fmt.Sprintf("%4d %s %-20s %s %s | %.140s", p.n, p.Now.Format("06-01-02 15:04"), m.act, short(m.by), m.what, came))
}

// fail tells what is broken and how it came to it, and is never true.
func (p *play) fail(bad ...string) bool {
	p.Helper()
	if len(bad) > 0 {
		p.Errorf("seed %d, step %d:\n%s\nafter\n%s", p.seed, p.n, strings.Join(bad, "\n"), strings.Join(p.log[max(0, len(p.log)-60):], "\n"))
	}
	return false
}
