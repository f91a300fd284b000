package record_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"pgregory.net/rapid"

	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/record"
)

// game is one owner, who tries everything with a double, among others.
type game struct {
	*stage
	owner, double *people.Viewer
	merged        bool
	records       []id.ID
	verified      int // records that counted, over all looks
	// vouched are those who made or confirmed a record, by their own word.
	vouched map[id.ID][]uuid.UUID
}

func (g *game) actor(t *rapid.T, label string) *people.Viewer {
	v := rapid.SampledFrom([]*people.Viewer{g.owner, g.owner, g.double, g.double, g.fin, g.stew, g.peer}).Draw(t, label)
	if v == g.double && g.merged {
		return g.owner // whoever signs in as the double is the person that stays
	}
	return v
}

// play is one act; most are refused.
func (g *game) play(t *rapid.T) {
	ctx, v := g.T.Context(), g.actor(t, "who")
	var r id.ID
	if len(g.records) > 0 {
		r = rapid.SampledFrom(g.records).Draw(t, "record")
	}
	answer := rapid.SampledFrom([]record.Answer{record.Confirm, record.Confirm, record.Decline, record.Dispute}).Draw(t, "answer")
	as := rapid.SampledFrom([]record.Capacity{record.AsFounder, record.AsHouse, record.AsPeer, record.AsColleague, record.AsAttendee}).Draw(t, "capacity")
	note := "I was there."
	switch act := rapid.SampledFrom([]string{"add", "add", "ask", "ask", "answer", "answer", "answer", "link", "review", "correct", "retract", "merge"}).Draw(t, "act"); act {
	case "add", "review", "correct":
		in := g.samples()[rapid.SampledFrom([]record.Kind{record.KindOwnership, record.KindIncident, record.KindTestimony, record.KindIncidentCoverage}).Draw(t, "kind")]
		in.Person = ptr(who(g.owner))
		if in.Testimony != nil {
			in.Testimony.Founder = g.actor(t, "founder").Person
		}
		add := record.AddRecordInput{Record: in}
		switch act {
		case "review":
			add.Record = g.samples()[record.KindIncidentReview]
			add.Record.About = &r
		case "correct":
			add.Supersedes = &r
		}
		if made, err := g.acts.Add(ctx, v, add, g.Now); err == nil {
			r = id.Of(id.Record, made)
			g.records, g.vouched[r] = append(g.records, r), []uuid.UUID{v.Person}
		}
	case "ask":
		_ = g.ask(v, r, g.actor(t, "of"))
	case "answer":
		if g.answer(v, r, answer, as) == nil && answer == record.Confirm {
			g.vouched[r] = append(g.vouched[r], v.Person)
		}
	case "link":
		of := rapid.SampledFrom([]*people.Viewer{g.owner, g.double, g.fin, g.peer}).Draw(t, "of")
		l, err := g.acts.IssueLink(ctx, g.stew, record.IssueConfirmationLinkInput{Record: r, Person: who(of), Days: 1}, g.Now)
		if err == nil && g.follow(l.Token, answer, as) == nil && answer == record.Confirm {
			g.vouched[r] = append(g.vouched[r], of.Person)
		}
	case "retract":
		_, _ = g.acts.Retract(ctx, v, record.RetractRecordInput{Record: r, Reason: note}, g.Now)
	case "merge":
		if !g.merged {
			g.Tx(func(tx pgx.Tx) error { return g.People.Merge(ctx, tx, g.double.Person, g.owner.Person, g.Now) })
			v, err := g.People.Viewer(ctx, g.owner.Person, g.Now)
			g.ok(err)
			*g.owner, g.merged = *v, true
		}
	}
}

// holds looks at every record: who stands for it is somebody else.
func (g *game) holds(t *rapid.T) {
	m, err := record.OfPersons(g.T.Context(), g.DB, []uuid.UUID{g.owner.Person})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range m[g.owner.Person] {
		b := r.Common()
		other := slices.ContainsFunc(g.vouched[b.ID()], func(p uuid.UUID) bool {
			return p != g.owner.Person && !(g.merged && p == g.double.Person)
		})
		if b.Verified() && !other {
			t.Fatalf("verified by its owner: %+v", b)
		}
		if b.Verified() {
			g.verified++
		}
		if b.ByFounder() && !slices.Contains(g.vouched[b.ID()], *b.StateBy) {
			t.Fatalf("by a founder who never said so: %+v", b)
		}
	}
}

func TestNobodyVerifiesTheirOwn(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	n, verified, merged := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		g := &game{stage: s, vouched: map[id.ID][]uuid.UUID{}}
		g.owner = s.Person(fmt.Sprint("Owner ", n), "L8", people.Candidate, people.Steward)
		g.double = s.Person(fmt.Sprint("Double ", n), "", people.CompanyFounder, people.Steward)
		s.found(s.company, g.double)
		for range rapid.IntRange(5, 20).Draw(t, "acts") {
			g.play(t)
			g.holds(t)
		}
		if g.merged {
			merged++
		}
		verified += g.verified
	})
	t.Logf("records counted %d times, with %d merges in %d games", verified, merged, n)
	if n >= 100 && (verified < 100 || merged < 20) {
		t.Errorf("rule R2: records counted only %d times, with %d merges in %d games", verified, merged, n)
	}
}
