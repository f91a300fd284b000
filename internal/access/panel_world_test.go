package access_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
)

// held is what the people of a panel hold and have done. The member's conflict
// with Ana was dismissed, the drafter's waived, the suspended one's stands.
var held = []struct {
	who          int
	name         string
	role, status string
	ended        bool
	review       string // its status, or STALE
	posts        bool
}{
	{who: chair, name: "chair", role: "CHAIR", status: "ACKNOWLEDGED"},
	{who: member, name: "member", role: "MEMBER", status: "ACKNOWLEDGED"},
	{who: scorer, name: "scorer", role: "MEMBER", status: "SCORED", review: "SUBMITTED", posts: true},
	{who: drafter, name: "drafter", role: "GUEST", status: "ACKNOWLEDGED", review: "DRAFT"},
	{who: stale, name: "stale", role: "MEMBER", status: "ACKNOWLEDGED", review: "STALE", posts: true},
	{who: invited, name: "invited", role: "MEMBER", status: "INVITED"},
	{who: suspended, name: "suspended", role: "MEMBER", status: "SCORED", review: "SUBMITTED", posts: true},
	{who: recused, name: "recused", role: "MEMBER", status: "RECUSED", review: "SUBMITTED", posts: true},
	{who: abstained, name: "abstained", role: "MEMBER", status: "ABSTAINED"},
	{who: replaced, name: "replaced", role: "MEMBER", status: "SCORED", ended: true, review: "SUBMITTED", posts: true},
}

func persons(numbers ...int) (list []uuid.UUID) {
	for _, n := range numbers {
		list = append(list, person(n))
	}
	return list
}

// conflicted are those with whom a conflict with Ana is in force.
func conflicted() []uuid.UUID {
	return persons(nominator, offers, declined, withdrew, late, onTime, mentor, suspended)
}

// declarations bring conflicts with Ana, two of which are lifted.
func (w *world) declarations(do do) {
	declare := func(name string, by, maker, about int) string {
		key := w.add(access.ADeclaration, name, access.Case{Related: map[access.Who][]uuid.UUID{access.TheMaker: persons(maker)}})
		do(`insert into conflict_declaration (id, by_person, about_person, reason, declared_at) values (@id, @by, @about, '', @at)`,
			pgx.NamedArgs{"id": key, "by": person(by), "about": person(about), "at": today})
		return key.String()
	}
	rule := func(n byte, of int, key, verdict string, by int) {
		do(`insert into conflict_ruling (id, person_id, candidate_id, kind, key, verdict, reason, by_person, at) values (@id, @of, @ana, 'DECLARED', @key, @verdict, '', @by, @at)`,
			pgx.NamedArgs{"id": uuid.UUID{0: 4, 15: n}, "of": person(of), "ana": person(ana), "key": key, "verdict": verdict, "by": person(by), "at": today})
	}
	declare("by the suspended", suspended, suspended, ana)
	declare("by a double", makersDouble, maker, stranger)
	rule(1, member, declare("by Ana", ana, ana, member), "DISMISSED", stranger)
	waived := declare("by Ana again", ana, ana, drafter)
	rule(2, drafter, waived, "WAIVED", stranger)
	rule(3, drafter, waived, "WAIVED", confirmer)
}

// panels seats one on each dossier that was in review, and one for an appeal.
func (w *world) panels(do do) {
	for i := range w.things[access.ADossier] {
		d := &w.things[access.ADossier][i]
		if d.Status == "DRAFT" || d.Status == "SUBMITTED" {
			continue
		}
		w.panel(do, d)
		if d.Status == "DECIDED" || d.Status == "RELEASED" {
			w.decision(do, d, d.id, "decision", d.Status == "RELEASED")
		}
		if d.Status == "RELEASED" {
			w.appeal(do, d)
		}
	}
}

func (w *world) panel(do do, d *thing) {
	_, reveal, ok := strings.Cut(d.name, " ")
	if !ok {
		reveal = "WITH_SUBMISSION"
	}
	do(`insert into panel (id, dossier_id, quorum, reveal, due_at, zone, assembled_by, assembled_at) values (@id, @id, 2, @reveal, @at, 'UTC', @id, @at)`,
		pgx.NamedArgs{"id": d.id, "reveal": reveal, "at": today})
	seated := persons(chair, member, scorer, drafter, stale, suspended)
	all := map[access.Who][]uuid.UUID{access.TheConflicted: conflicted(), access.TheRecused: persons(recused)}
	if d.Status == "WITHDRAWN" {
		for n := ana + 1; n <= last; n++ {
			all[access.OfWithdrawn] = append(all[access.OfWithdrawn], person(n))
		}
	}
	d.Related[access.TheRecused], d.Related[access.TheSeated], d.Related[access.TheChair] = persons(recused), seated, persons(chair)
	d.Related[access.TheAdvised] = seated
	if reveal == "AFTER_OWN_SCORES" {
		d.Related[access.TheAdvised] = persons(scorer, suspended)
	}
	of := func(more map[access.Who][]uuid.UUID) access.Case {
		for who, list := range all {
			more[who] = list
		}
		return access.Case{Candidate: person(ana), Related: more}
	}
	w.court(d, d.id, "panel", of(map[access.Who][]uuid.UUID{access.TheSeated: seated}))
	if d.Status == "RELEASED" { // it was appealed
		w.sees(access.APanel, judge)
	}
	for _, h := range held {
		d.Related[access.TheHolders] = append(d.Related[access.TheHolders], person(h.who))
		others := slices.DeleteFunc(append(conflicted(), person(recused)), func(u uuid.UUID) bool { return u == person(h.who) })
		seat := w.add(access.ASeat, d.name+" seat of "+h.name, of(map[access.Who][]uuid.UUID{access.TheHolder: persons(h.who), access.TheOthers: others, access.TheMates: seated}))
		args := pgx.NamedArgs{"seat": seat, "dossier": d.id, "who": person(h.who), "role": h.role, "status": h.status, "alias": h.name, "at": today, "ended": h.ended}
		do(`insert into seat (id, panel_id, dossier_id, person_id, role, status, alias, due_at, invited_by, invited_at, ended_at, end_reason, reason)
			values (@seat, @dossier, @dossier, @who, @role, @status, @alias, @at, @who, @at, case when @ended then @at::timestamptz end, case when @ended then 'ill' end, 'none')`, args)
		theirs := map[access.Who][]uuid.UUID{access.TheAuthor: persons(h.who), access.TheScored: persons(scorer, suspended)}
		if h.review != "" {
			review := of(theirs)
			if review.Status = "SUBMITTED"; h.review == "DRAFT" {
				review.Status = "DRAFT"
			}
			args["id"] = w.add(access.AReview, d.name+" review by "+h.name, review)
			args["review"], args["stale"] = review.Status, h.review == "STALE"
			do(`insert into review (id, panel_id, dossier_id, seat_id, person_id, submission_id, revision_id, status, body, created_at, saved_at, submitted_at, stale_at)
				values (@id, @dossier, @dossier, @seat, @who, @dossier, @dossier, @review, '{}', @at, @at,
					case when @review = 'SUBMITTED' then @at::timestamptz end, case when @stale then @at::timestamptz end)`, args)
			w.late(access.AReview, d)
		}
		if h.posts {
			args["id"] = w.add(access.APost, d.name+" post by "+h.name, of(theirs))
			do(`insert into panel_post (id, panel_id, dossier_id, seat_id, criterion, text, posted_at) values (@id, @dossier, @dossier, @seat, '', 'x', @at)`, args)
			w.late(access.APost, d)
		}
	}
}

// court notes a panel.
func (w *world) court(d *thing, key uuid.UUID, name string, c access.Case) {
	w.things[access.APanel] = append(w.things[access.APanel], thing{name: d.name + " " + name, id: key, Case: c})
}

// sees has somebody sit whose seat lets them see what was added last.
func (w *world) sees(kind access.Thing, who int) {
	list := w.things[kind]
	c := &list[len(list)-1]
	c.Related[access.TheSeated] = append(slices.Clone(c.Related[access.TheSeated]), person(who))
}

// late notes that the dossier of what was added last is decided.
func (w *world) late(kind access.Thing, d *thing) {
	list := w.things[kind]
	list[len(list)-1].late = d.Status == "DECIDED" || d.Status == "RELEASED"
}

func (w *world) decision(do do, d *thing, panel uuid.UUID, name string, released bool) uuid.UUID {
	related := map[access.Who][]uuid.UUID{access.TheConflicted: conflicted(), access.TheRecused: persons(recused), access.TheSeated: persons(judge)}
	if panel == d.id {
		related[access.TheSeated] = persons(chair, member, scorer, drafter, stale, suspended)
	}
	if panel == d.id && released { // it was appealed
		related[access.TheSeated] = append(related[access.TheSeated], person(judge))
	}
	when := access.TheCandidateBefore
	if released {
		when = access.TheCandidateAfter
	}
	related[when] = persons(ana)
	key := w.add(access.ADecision, fmt.Sprint(d.name, " ", name), access.Case{Related: related})
	do(`insert into decision (id, panel_id, dossier_id, submission_id, revision_id, outcome, rationale, components, votes, pre_scores, decided_by, decided_at, released_by, released_at)
		values (@id, @panel, @dossier, @dossier, @dossier, 'NOT_YET', '', '{}', '{}', '{}', @chair, @at, @dossier, case when @released then @at::timestamptz end)`,
		pgx.NamedArgs{"id": key, "panel": panel, "dossier": d.id, "chair": person(chair), "at": today, "released": released})
	return key
}

// appeal has a panel of one judge hear that the decision was wrong, who has
// decided.
func (w *world) appeal(do do, d *thing) {
	related := map[access.Who][]uuid.UUID{access.TheConflicted: conflicted(), access.TheRecused: persons(recused), access.TheSeated: persons(judge)}
	key := w.add(access.AnAppeal, "appeal", access.Case{Candidate: person(ana), Related: related})
	decisions := w.things[access.ADecision]
	args := pgx.NamedArgs{"id": key, "dossier": d.id, "decision": decisions[len(decisions)-1].id, "judge": person(judge), "at": today}
	do(`insert into appeal (id, dossier_id, decision_id, ground, statement, filed_at) values (@id, @dossier, @decision, '', '', @at)`, args)
	do(`insert into panel (id, dossier_id, appeal_id, quorum, reveal, due_at, zone, assembled_by, assembled_at) values (@id, @dossier, @id, 1, 'WITH_SUBMISSION', @at, 'UTC', @id, @at)`, args)
	w.court(d, key, "panel of the appeal", access.Case{Candidate: person(ana), Related: related})
	args["seat"] = w.add(access.ASeat, d.name+" seat of judge", access.Case{Candidate: person(ana), Related: map[access.Who][]uuid.UUID{
		access.TheHolder: persons(judge), access.TheOthers: append(conflicted(), person(recused)), access.TheMates: persons(judge),
	}})
	do(`insert into seat (id, panel_id, dossier_id, person_id, role, status, alias, due_at, invited_by, invited_at)
		values (@seat, @id, @dossier, @judge, 'CHAIR', 'ACKNOWLEDGED', 'A', @at, @judge, @at)`, args)
	for _, who := range []access.Who{access.TheSeated, access.TheChair, access.TheAdvised, access.TheHolders} {
		d.Related[who] = append(slices.Clone(d.Related[who]), person(judge))
	}
	w.decision(do, d, key, "decision of the appeal", false)
}
