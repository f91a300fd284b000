package sequence_test

import (
	"fmt"
	"slices"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/id"
	"dossier/internal/mentoring"
	"dossier/internal/nomination"
	"dossier/internal/panel/conflict"
	"dossier/internal/people"
	"dossier/internal/record"
)

func (g *game) declare() *move {
	d := g.about("IN_REVIEW", "SUBMITTED")
	if d == nil || !g.percent(40) {
		return nil
	}
	by, about := g.who(func(uuid.UUID) bool { return true }), d.Candidate
	if g.percent(50) {
		by, about = about, by
	}
	reason := fmt.Sprint("cousin ", g.Uint64())
	return &move{"declareConflict", by, short(about), func(v *people.Viewer) error {
		_, err := g.conflict.Declare(g.ctx, v, conflict.DeclareConflictInput{About: person(about), Reason: reason}, g.Now)
		return err
	}}
}

// settle rules on a cause that there is, most often one that stands.
func (g *game) settle() *move {
	d := g.about("IN_REVIEW", "SUBMITTED", "RELEASED")
	if d == nil {
		return nil
	}
	type ruling struct {
		person uuid.UUID
		cause
	}
	var all []ruling
	for _, p := range g.persons(func(p uuid.UUID) bool { return p != d.Candidate }) {
		for _, k := range g.rows.causes(p, d.Candidate) {
			if g.rows.stands(k, p, d.Candidate, g.Now) || g.percent(20) {
				all = append(all, ruling{p, k})
			}
		}
	}
	r := one(g, all)
	if r.person == uuid.Nil {
		return nil
	}
	verdict := one(g, []conflict.Verdict{conflict.Dismiss, conflict.Waive, conflict.Waive, conflict.Confirm})
	by := g.who(func(p uuid.UUID) bool {
		e := g.eye(p)
		return (e.steward() || verdict == conflict.Waive && g.rows.is(p, people.HouseFounder)) && !e.own(d) && !e.apart(d) && p != r.person
	})
	return of("settleConflict", by, d, fmt.Sprint(verdict, " ", r.kind, " of ", short(r.person)), func(v *people.Viewer, of id.ID) error {
		_, err := g.conflict.Settle(g.ctx, v, conflict.SettleConflictInput{
			Dossier: of, Person: person(r.person), Kind: conflict.Kind(r.kind), Conflict: r.key, Verdict: verdict, Reason: "It is long ago.",
		}, g.Now)
		return err
	})
}

// two are a mentor and a mentee, at times a candidate or a panelist among them.
func (g *game) two() (mentor, mentee uuid.UUID) {
	leads, learns := []string{"L9", "L10"}, []string{"L8", "L9"}
	if g.percent(50) {
		leads, learns = []string{"L8", "L9"}, []string{"L2", "L3", "L4", "L5", "L6"}
	}
	at := func(levels []string) uuid.UUID {
		return g.who(func(p uuid.UUID) bool { return slices.Contains(levels, g.rows.held(p, g.Now)) })
	}
	return at(leads), at(learns)
}

func (g *game) offer() *move {
	mentor, mentee := g.two()
	by, to := mentor, person(mentee)
	in := mentoring.OfferInput{Mentee: &to}
	if g.percent(30) {
		by, to = mentee, person(mentor)
		in = mentoring.OfferInput{Mentor: &to}
	}
	return &move{"offerMentorship", by, short(mentor) + " leads " + short(mentee), func(v *people.Viewer) error {
		_, err := g.mentoring.Offer(g.ctx, v, in, g.Now)
		return err
	}}
}

// mentorship is one in a status, most often.
func (g *game) mentorship(status string) *mentorshipRow {
	if right := filter(g.rows.Mentorships, func(m *mentorshipRow) bool { return m.Status == status }); len(right) > 0 && g.percent(85) {
		return one(g, right)
	}
	return one(g, filter(g.rows.Mentorships, func(*mentorshipRow) bool { return true }))
}

// pairing is a move of one of the two in a mentorship.
func (g *game) pairing(act, status string, of func(m *mentorshipRow) uuid.UUID, do func(*people.Viewer, id.ID) error) *move {
	m := g.mentorship(status)
	if m == nil {
		return nil
	}
	return &move{act, g.the(of(m)), short(m.ID) + " " + m.Status, func(v *people.Viewer) error { return do(v, id.Of(id.Mentorship, m.ID)) }}
}

func (g *game) answerOffer() *move {
	answer := one(g, []mentoring.Answer{mentoring.Accept, mentoring.Accept, mentoring.Decline})
	other := func(m *mentorshipRow) uuid.UUID {
		if m.OfferedBy == m.Mentor {
			return m.Mentee
		}
		return m.Mentor
	}
	return g.pairing("answerMentorship", "OFFERED", other, func(v *people.Viewer, m id.ID) error {
		return g.mentoring.Answer(g.ctx, v, mentoring.AnswerInput{Mentorship: m, Answer: answer}, g.Now)
	})
}

func (g *game) withdrawOffer() *move {
	return g.pairing("withdrawMentorshipOffer", "OFFERED", func(m *mentorshipRow) uuid.UUID { return m.OfferedBy }, func(v *people.Viewer, m id.ID) error {
		return g.mentoring.WithdrawOffer(g.ctx, v, mentoring.MentorshipInput{Mentorship: m}, g.Now)
	})
}

func (g *game) end() *move {
	why := one(g, []mentoring.EndReason{mentoring.Completed, mentoring.Stopped, mentoring.HandedOn})
	return g.pairing("endMentorship", "ACTIVE", func(m *mentorshipRow) uuid.UUID { return m.Mentor }, func(v *people.Viewer, m id.ID) error {
		return g.mentoring.End(g.ctx, v, mentoring.EndInput{Mentorship: m, Reason: why}, g.Now)
	})
}

func (g *game) refer() *move {
	return g.pairing("offerReferral", "ACTIVE", func(m *mentorshipRow) uuid.UUID { return m.Mentor }, func(v *people.Viewer, m id.ID) error {
		_, err := g.mentoring.OfferReferral(g.ctx, v, mentoring.ReferralInput{Mentorship: m, Currency: "EUR"}, g.Now)
		return err
	})
}

func (g *game) answerReferral() *move {
	a := one(g, g.rows.Agreements)
	if a.ID == uuid.Nil {
		return nil
	}
	answer := one(g, []mentoring.Answer{mentoring.Accept, mentoring.Decline})
	return &move{"answerReferral", g.the(a.Mentee), short(a.ID), func(v *people.Viewer) error {
		return g.mentoring.AnswerReferral(g.ctx, v, mentoring.AnswerReferralInput{Agreement: id.Of(id.Agreement, a.ID), Answer: answer}, g.Now)
	}}
}

func (g *game) nominate() *move {
	nominee := g.who(func(p uuid.UUID) bool { return g.rows.held(p, g.Now) == "L8" })
	if g.aim != nil {
		nominee = g.aim.Candidate
	}
	by := g.who(func(p uuid.UUID) bool { return g.rows.held(p, g.Now) == "L10" || g.rows.is(p, people.HouseFounder) })
	in := nomination.NominateInput{
		Nominee: person(nominee), To: "L9", Relation: "led a crew with me", Since: day.Day{Time: day.AddMonths(day.Of(g.Now), -24)}, Money: "none", ReasonNotToPromote: "too early",
	}
	for _, r := range filter(g.rows.Recognitions, func(r *recognitionRow) bool { return r.Person == nominee }) {
		in.Records = append(in.Records, id.Of(id.Record, r.ID))
	}
	return &move{"nominate", by, short(nominee), func(v *people.Viewer) error {
		_, err := g.nominations.Nominate(g.ctx, v, in, g.Now)
		return err
	}}
}

func (g *game) nomination() *nominationRow {
	right := filter(g.rows.Nominations, func(n *nominationRow) bool {
		return n.Status == "OFFERED" && (g.aim == nil || n.Nominee == g.aim.Candidate)
	})
	if len(right) == 0 || g.percent(10) {
		right = filter(g.rows.Nominations, func(*nominationRow) bool { return true })
	}
	return one(g, right)
}

func (g *game) answerNomination() *move {
	n := g.nomination()
	if n == nil {
		return nil
	}
	answer := one(g, []nomination.Answer{nomination.Accept, nomination.Accept, nomination.Decline})
	return &move{"answerNomination", g.the(n.Nominee), short(n.ID), func(v *people.Viewer) error {
		_, err := g.nominations.AnswerNomination(g.ctx, v, nomination.AnswerNominationInput{Nomination: id.Of(id.Nomination, n.ID), Answer: answer}, g.Now)
		return err
	}}
}

func (g *game) withdrawNomination() *move {
	n := g.nomination()
	if n == nil {
		return nil
	}
	return &move{"withdrawNomination", g.the(g.rows.same(n.Nominator)), short(n.ID), func(v *people.Viewer) error {
		_, err := g.nominations.Withdraw(g.ctx, v, nomination.WithdrawNominationInput{Nomination: id.Of(id.Nomination, n.ID)}, g.Now)
		return err
	}}
}

// takeBack has somebody retract where they work or worked, or say that it was
// at another company.
func (g *game) takeBack() *move {
	e := one(g, filter(g.rows.Engagements, func(e *engagementRow) bool { return e.Back == nil || g.percent(20) }))
	if e == nil {
		return nil
	}
	key := id.Of(id.Record, e.ID)
	if g.percent(50) {
		return &move{"retractRecord", g.the(e.Person), short(e.ID), func(v *people.Viewer) error {
			_, err := g.records.Retract(g.ctx, v, record.RetractRecordInput{Record: key, Reason: "It was not so."}, g.Now)
			return err
		}}
	}
	company := id.Of(id.Company, one(g, g.companies))
	in := record.RecordInput{Company: &company, From: day.Day{Time: day.AddMonths(day.Of(g.Now), -12)}, Engagement: &record.Engagement{Title: "Adviser", Scope: []string{"roadmap"}}}
	return &move{"addRecord", g.the(e.Person), short(e.ID), func(v *people.Viewer) error {
		_, err := g.records.Add(g.ctx, v, record.AddRecordInput{Record: in, Supersedes: &key}, g.Now)
		return err
	}}
}
