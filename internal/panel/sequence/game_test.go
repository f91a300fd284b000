package sequence_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/mentoring"
	"dossier/internal/nomination"
	"dossier/internal/panel/conflict"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/testworld"
)

// game is a world in which everybody acts at random.
type game struct {
	*testworld.World
	*rand.Rand
	ctx context.Context

	reviews     *review.Acts
	decide      *decide.Acts
	conflict    *conflict.Acts
	mentoring   *mentoring.Acts
	nominations *nomination.Acts
	records     *record.Acts

	// rows are the tables as they stand, aim the dossier that the next act is
	// about, nil for any.
	rows *rows
	aim  *dossierRow

	candidates []uuid.UUID
	companies  []uuid.UUID
	doubles    map[uuid.UUID]uuid.UUID // to be merged, by the double
	joined     int
}

func newGame(w *testworld.World, seed uint64) *game {
	g := &game{
		World: w, Rand: rand.New(rand.NewPCG(seed, 1)), ctx: w.T.Context(),
		reviews:     &review.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID},
		decide:      &decide.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID},
		conflict:    &conflict.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID},
		mentoring:   &mentoring.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID},
		nominations: &nomination.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID},
		records:     &record.Acts{DB: w.DB, Ladders: w.Ladders, People: w.People, NewID: w.NewID},
		doubles:     map[uuid.UUID]uuid.UUID{},
	}
	for _, n := range []string{"Ana", "Ben"} {
		g.join(n)
	}
	g.join("Cleo", people.Steward)
	sten := w.Person("Sten", "", people.Steward)
	w.Person("Sue", "L10", people.Steward)
	w.Person("Tom", "L9", people.Steward, people.Panelist)
	w.Person("Una", "L10", people.Steward, people.Panelist, people.HouseFounder)
	for i := range 8 {
		w.Person(fmt.Sprint("Panelist ", i), []string{"L9", "L10"}[i%2], people.Panelist)
	}
	hera := w.Person("Hera", "L10", people.HouseFounder)
	w.Person("Gus", "")
	low := w.Person("Low", "L8", people.Panelist)
	for i := range 4 { // of five slots
		w.Mentee(low, fmt.Sprint("Mentee ", i), "L4", 6)
	}
	for i := range 5 {
		w.Person(fmt.Sprint("Junior ", i), fmt.Sprint("L", 2+i))
	}
	fay := w.Person("Fay", "", people.CompanyFounder)
	g.doubles[w.Person("Sten again", "", people.Steward).Person] = sten.Person
	g.doubles[w.Person("Hera again", "", people.Steward, people.HouseFounder).Person] = hera.Person
	g.doubles[w.Person("Fay again", "", people.CompanyFounder).Person] = fay.Person
	for i, f := range []*people.Viewer{fay, hera, nil} {
		var founders []*people.Viewer
		if f != nil {
			founders = append(founders, f)
		}
		company, _ := w.Company(fmt.Sprint("Company ", i), founders)
		g.companies = append(g.companies, company)
	}
	return g
}

// join adds a candidate whom nothing stops, with records to cite.
func (g *game) join(name string, roles ...people.Role) {
	v := g.Person(name, "L8", append(roles, people.Candidate)...)
	g.Ready(v)
	for range 2 {
		g.Recognise(v)
	}
	g.candidates = append(g.candidates, v.Person)
}

// viewer is a person as who asks now.
func (g *game) viewer(p uuid.UUID) *people.Viewer {
	v := &people.Viewer{Person: p, Roles: []people.Role{}, Now: g.Now}
	for _, r := range g.rows.Roles {
		if r.Person == p {
			v.Roles = append(v.Roles, r.Role)
		}
	}
	return v
}

func (g *game) eye(p uuid.UUID) eye { return eye{g.rows, p, g.Now} }

// percent is true as often.
func (g *game) percent(n int) bool { return g.IntN(100) < n }

// one is a random element, the zero value of none.
func one[T any](g *game, list []T) (v T) {
	if len(list) == 0 {
		return v
	}
	return list[g.IntN(len(list))]
}

// persons are those who can sign in and for whom a condition holds.
func (g *game) persons(is func(uuid.UUID) bool) (list []uuid.UUID) {
	for _, p := range g.rows.People {
		if p.SameAs == nil && is(p.ID) {
			list = append(list, p.ID)
		}
	}
	return list
}

// who is somebody for whom a condition holds, and now and then anybody.
func (g *game) who(is func(uuid.UUID) bool) uuid.UUID {
	if right := g.persons(is); len(right) > 0 && !g.percent(12) {
		return one(g, right)
	}
	return one(g, g.persons(func(uuid.UUID) bool { return true }))
}

// the is who it should be, and now and then anybody.
func (g *game) the(p uuid.UUID) uuid.UUID { return g.who(func(q uuid.UUID) bool { return q == p }) }

// about is the dossier that is aimed at, else one of a status; now and then any.
func (g *game) about(statuses ...string) *dossierRow {
	if g.aim != nil {
		return g.aim
	}
	right := filter(g.rows.Dossiers, func(d *dossierRow) bool { return slices.Contains(statuses, d.Status) })
	if len(right) == 0 || g.percent(15) {
		right = filter(g.rows.Dossiers, func(*dossierRow) bool { return true })
	}
	return one(g, right)
}

// panelOf is the panel of a dossier that judges, else its last.
func (g *game) panelOf(d *dossierRow) *panelRow {
	all := filter(g.rows.Panels, func(p *panelRow) bool { return p.Dossier == d.ID })
	for _, p := range all {
		if g.rows.judging(p.ID) || len(all) == 1 {
			return p
		}
	}
	for _, p := range all { // decided, not released
		if x := g.rows.decisionOf(p.ID); x != nil && x.ReleasedBy == nil {
			return p
		}
	}
	return one(g, all)
}

// sitting are the seats of a panel in a status; of any, if none is named.
func (g *game) sitting(p *panelRow, statuses ...string) []*seatRow {
	return filter(g.rows.Seats, func(s *seatRow) bool {
		return p != nil && s.Panel == p.ID && !s.Ended && (len(statuses) == 0 || slices.Contains(statuses, s.Status))
	})
}

// holder is somebody who sits in a status, and now and then anybody.
func (g *game) holder(p *panelRow, statuses ...string) uuid.UUID {
	if s := one(g, g.sitting(p, statuses...)); s != nil {
		return g.the(s.Person)
	}
	return g.who(func(uuid.UUID) bool { return true })
}

// free is somebody with a role and without a part in a dossier.
func (g *game) free(d *dossierRow, role people.Role) uuid.UUID {
	return g.who(func(p uuid.UUID) bool {
		e := g.eye(p)
		held := find(g.rows.Seats, func(s *seatRow) bool { return s.Dossier == d.ID && s.Person == p })
		return g.rows.is(p, role) && !e.own(d) && !e.apart(d) && held == nil
	})
}

// fit is somebody who could sit on a panel, new to the dossier.
func (g *game) fit(d *dossierRow, but ...uuid.UUID) uuid.UUID {
	return g.who(func(p uuid.UUID) bool {
		held := find(g.rows.Seats, func(s *seatRow) bool { return s.Dossier == d.ID && s.Person == p })
		level := g.rows.held(p, g.Now)
		return held == nil && g.rows.is(p, people.Panelist) && (level == "L9" || level == "L10") && p != d.Candidate &&
			!g.rows.conflicted(p, d.Candidate, g.Now) && !slices.Contains(but, p)
	})
}

// person is somebody's id.
func person(p uuid.UUID) id.ID { return id.Of(id.Person, p) }

// engage records that a person works, or worked, at a company.
func (g *game) engage(p uuid.UUID) {
	until := g.IntN(60)
	g.Record(g.viewer(p), &record.Engagement{Title: "Adviser", Scope: []string{"roadmap"}}, testworld.At(one(g, g.companies)), g.Months(until+12, until))
}

// merge makes one person of a double and the one that stays.
func (g *game) merge(double uuid.UUID) error {
	tx, err := g.DB.Begin(g.ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(g.ctx)) }() // after a commit it does nothing
	if err := g.People.Merge(g.ctx, tx, double, g.doubles[double], g.Now); err != nil {
		return err
	}
	return tx.Commit(g.ctx)
}

// later moves the clock: mostly by minutes, at times by days, seldom by years.
func (g *game) later() {
	switch n := g.IntN(1000); {
	case n < 2:
		g.Advance(time.Duration(300+g.IntN(500)) * 24 * time.Hour)
	case n < 100:
		g.Advance(time.Duration(1+g.IntN(10)) * 24 * time.Hour)
	default:
		g.Advance(time.Duration(1+g.IntN(90)) * time.Minute)
	}
}
