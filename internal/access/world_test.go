package access_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/access"
	"dossier/internal/embedded/pgtest"
	"dossier/internal/people"
)

var (
	today   = time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)
	states  = []string{"CLAIMED", "REQUESTED", "CONFIRMED", "DECLINED", "DISPUTED"}
	courses = []string{"OFFERED", "ACTIVE", "DECLINED", "WITHDRAWN", "ENDED"} // of a mentorship
)

// The people of the world. Everything is about Ana: she is candidate, owner,
// nominee and mentee; the others stand to her as their names say.
const (
	ana = iota + 1
	nominator
	offers   // a nomination that is not answered
	declined // one that she declined
	withdrew // one that they took back
	late     // one that she accepted, past its time
	onTime   // one that ends this very moment
	mentor
	maker
	asked
	confirmer
	makersDouble // made a record, and is the maker
	askedsDouble // was asked, and is the asked
	stranger
	// The panels' people; what they hold is in panel_world_test.go.
	chair
	member
	scorer
	drafter
	stale
	invited
	suspended
	recused
	abstained
	replaced
	judge // of the appeal
	last  = judge
)

func person(n int) uuid.UUID { return uuid.UUID{0: 1, 15: byte(n)} }

// thing is a row and what is known of it beside the database.
type thing struct {
	name string
	id   uuid.UUID
	access.Case
	late bool // its dossier is decided
}

// of is what the policy needs to know when a viewer asks.
func (x thing) of(v *people.Viewer) access.Case {
	c := x.Case
	if v != nil && x.late && slices.Contains(v.Roles, people.Steward) {
		c.Related = maps.Clone(c.Related)
		c.Related[access.ALateSteward] = []uuid.UUID{v.Person}
	}
	return c
}

// world is the rows of each thing, and the tables that they are in.
type world struct {
	db     *pgxpool.Pool
	tables map[access.Thing]string
	things map[access.Thing][]thing
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{
		db: pgtest.Pool(t),
		tables: map[access.Thing]string{
			access.ADossier: "dossier d", access.APerson: "person p", access.ARecord: "record r",
			access.ANomination: "nomination n", access.AMentorship: "mentorship m", access.AnAgreement: "referral_agreement g",
			access.APanel: "panel q", access.ASeat: "seat s", access.AReview: "review w", access.APost: "panel_post o", access.ADecision: "decision x", access.AnAppeal: "appeal l",
			access.ADeclaration: "conflict_declaration c",
		},
		things: map[access.Thing][]thing{},
	}
	conn, err := pgtest.Owner(t, w.db).Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	do := func(sql string, args pgx.NamedArgs) {
		t.Helper()
		if _, err := conn.Exec(t.Context(), sql, args); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	// Ladders, revisions and submissions do not matter here, nor that one
	// candidate has but one dossier under review.
	for _, sql := range []string{"set session_replication_role = replica", "drop index one_dossier_under_review"} {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	w.people(do)
	w.dossiers(do)
	w.records(do)
	w.nominations(do)
	w.mentorships(do)
	w.declarations(do)
	w.panels(do)
	return w
}

func (w *world) add(kind access.Thing, name string, c access.Case) uuid.UUID {
	key := uuid.UUID{0: 2, 1: byte(len(kind)), 15: byte(len(w.things[kind]) + 1)}
	w.things[kind] = append(w.things[kind], thing{name: name, id: key, Case: c})
	return key
}

type do func(sql string, args pgx.NamedArgs)

func (w *world) people(do do) {
	same := map[int]int{makersDouble: maker, askedsDouble: asked}
	for n := ana; n <= last; n++ {
		var stays *uuid.UUID
		if s, ok := same[n]; ok {
			u := person(s)
			stays = &u
		}
		do(`insert into person (id, name, created_at, same_as) values (@id, 'P', @at, @stays)`, pgx.NamedArgs{"id": person(n), "at": today, "stays": stays})
		c := access.Case{Related: map[access.Who][]uuid.UUID{access.ThePerson: {person(n)}}}
		if n == ana {
			c.Related[access.TheNominators] = []uuid.UUID{person(nominator)}
		}
		w.things[access.APerson] = append(w.things[access.APerson], thing{name: fmt.Sprint(n), id: person(n), Case: c})
	}
}

// version is the ladder's: what is over counts for three years more.
var version = uuid.UUID{0: 3}

func (w *world) dossiers(do do) {
	do(`insert into ladder_version (id, ladder_id, number, label, hash, body, imported_at)
		values (@id, @id, 1, '', '', '{"policy": [{"key": "conflicts", "values": {"months": 36, "waivers": 2}}]}', @at)`, pgx.NamedArgs{"id": version, "at": today})
	for _, name := range []string{"DRAFT", "SUBMITTED", "IN_REVIEW WITH_SUBMISSION", "IN_REVIEW AFTER_OWN_SCORES", "DECIDED", "RELEASED", "WITHDRAWN"} {
		status, _, _ := strings.Cut(name, " ")
		key := w.add(access.ADossier, name, access.Case{Candidate: person(ana), Status: status, Related: map[access.Who][]uuid.UUID{access.TheConflicted: conflicted()}})
		do(`insert into dossier (id, candidate_id, ladder_version_id, from_level, to_level, status, revision_id, submission_id, created_at, submitted_at)
			values (@id, @ana, @version, 'L8', 'L9', @status, @id, @id, @at, @at)`, pgx.NamedArgs{"id": key, "ana": person(ana), "version": version, "status": status, "at": today})
	}
}

// records are one for each state and each kind of maker. All but those that
// are claimed were asked of somebody, by turns of their double; those that are
// answered have been answered by another.
func (w *world) records(do do) {
	for i, state := range states {
		for _, by := range []int{ana, maker, makersDouble, 0} {
			var madeBy, stateBy *uuid.UUID
			related := map[access.Who][]uuid.UUID{access.TheOwner: {person(ana)}, access.TheNominators: {person(nominator)}}
			if by != 0 {
				u := person(by)
				madeBy = &u
				related[access.TheMaker] = []uuid.UUID{person(by)}
			}
			if by == makersDouble {
				related[access.TheMaker] = []uuid.UUID{person(maker)}
			}
			if state != "CLAIMED" {
				related[access.TheAsked] = []uuid.UUID{person(asked)}
			}
			if state != "CLAIMED" && state != "REQUESTED" {
				u := person(confirmer)
				stateBy = &u
				related[access.TheAsked] = append(related[access.TheAsked], u)
			}
			key := w.add(access.ARecord, fmt.Sprint(state, " by ", by), access.Case{Status: state, Related: related})
			do(`insert into record (id, person_id, kind, during, body, provenance, made_by, made_at, state, state_by, state_at)
				values (@id, @ana, 'TESTIMONY', '[2026-01-01,2026-02-01)', '{}', 'SELF', @by, @at, @state, @stateby, @at)`,
				pgx.NamedArgs{"id": key, "ana": person(ana), "by": madeBy, "at": today, "state": state, "stateby": stateBy})
			if state != "CLAIMED" {
				of := []int{asked, askedsDouble}[i%2]
				do(`insert into confirmation (id, record_id, state, of_person, at) values (@id, @id, 'REQUESTED', @of, @at)`, pgx.NamedArgs{"id": key, "of": person(of), "at": today})
			}
		}
	}
}

func (w *world) nominations(do do) {
	for _, n := range []struct {
		by     int
		status string
		ends   time.Duration
	}{
		{nominator, "ACCEPTED", time.Hour}, {offers, "OFFERED", time.Hour}, {declined, "DECLINED", time.Hour},
		{withdrew, "WITHDRAWN", time.Hour}, {late, "ACCEPTED", -time.Hour}, {onTime, "ACCEPTED", 0},
	} {
		key := w.add(access.ANomination, fmt.Sprint(n.status, " by ", n.by), access.Case{Status: n.status, Related: map[access.Who][]uuid.UUID{
			access.TheNominee: {person(ana)}, access.TheNominator: {person(n.by)},
		}})
		do(`insert into nomination (id, nominee_id, nominator_id, ladder_id, from_level, to_level, standing, relation, since, money, reason_not_to_promote, status, offered_at, expires_at)
			values (@id, @ana, @by, @id, 'L8', 'L9', 'L10', '', @at, '', '', @status, @offered, @ends)`,
			pgx.NamedArgs{"id": key, "ana": person(ana), "by": person(n.by), "at": today, "status": n.status, "offered": today.AddDate(0, -1, 0), "ends": today.Add(n.ends)})
	}
}

func (w *world) mentorships(do do) {
	for i, status := range courses {
		related := map[access.Who][]uuid.UUID{access.TheMentor: {person(mentor)}, access.TheMentee: {person(ana)}}
		var during *string
		if status == "ACTIVE" || status == "ENDED" {
			days := fmt.Sprintf("[%d-01-01,%[1]d-06-01)", 2020+i)
			during = &days
		}
		key := w.add(access.AMentorship, status, access.Case{Status: status, Related: related})
		args := pgx.NamedArgs{"id": key, "mentor": person(mentor), "ana": person(ana), "status": status, "during": during, "at": today}
		do(`insert into mentorship (id, mentor_id, mentee_id, ladder_id, status, offered_by, offered_at, during)
			values (@id, @mentor, @ana, @mentor, @status, @mentor, @at, @during::daterange)`, args)
		w.add(access.AnAgreement, "of a mentorship that is "+status, access.Case{Related: related})
		args["agreement"] = w.things[access.AnAgreement][i].id
		do(`insert into referral_agreement (id, mentorship_id, mentor_id, mentee_id, basis_points, months, currency, terms, offered_at)
			values (@agreement, @id, @mentor, @ana, 700, 18, 'EUR', '{}', @at)`, args)
	}
}

// viewers are everybody who can sign in, with no role, each role and all; of
// the panels' people with none, as a steward and with all.
func viewers() []*people.Viewer {
	list := []*people.Viewer{nil}
	for n := ana; n <= last; n++ {
		if n == makersDouble || n == askedsDouble {
			continue // their identities belong to the person that stays
		}
		add := func(roles ...people.Role) {
			list = append(list, &people.Viewer{Person: person(n), Roles: slices.Clone(roles), Now: today})
		}
		add()
		add(people.Roles()...)
		if n > stranger {
			add(people.Steward)
			continue
		}
		for _, r := range people.Roles() {
			add(r)
		}
	}
	return list
}
