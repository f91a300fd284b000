package graph_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/panel"
	"dossier/internal/panel/conflict"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
	"dossier/internal/people"
)

// hearers are who asks where dossiers are judged, by the name that they sign
// in with. Nobody of the panel has a part in Ben's dossier.
func hearers() map[string]string {
	return map[string]string{
		"": "nobody", "Stranger": "a valid token of nobody",
		"Cai": "the candidate", "Ben": "the candidate of a dossier that waits for a panel",
		"Dan": "the candidate of a dossier that is decided", "Fay": "the candidate of one whose decision is appealed",
		"Chloe": "the chair, who has judged", "Mel": "a member who has judged", "Ned": "a member who has not",
		"Ivy": "an invited seat", "Abe": "a seat that abstained", "Rex": "a steward who recused themselves",
		"Sus": "a seat that a conflict suspends", "Pat": "a seat that was replaced",
		"Kim": "a steward with a conflict", "Sam": "a steward without a part", "Hugo": "a house founder",
	}
}

// newHearing makes a world of four dossiers: Cai's is in review, on a panel
// whose members see the advisory scores after their own; Ben's is submitted,
// Dan's decided, and Fay's released and appealed.
func newHearing(t testing.TB) *cast {
	t.Helper()
	c := &cast{api: serve(t), who: map[string]*people.Viewer{}, ids: map[string]string{}, rows: map[string]uuid.UUID{}}
	add := func(level string, names []string, roles ...people.Role) {
		for _, name := range names {
			c.who[name] = c.Person(name, level, roles...)
			c.name("<"+name+">", id.Person, c.who[name].Person)
		}
	}
	add("L8", []string{"Cai", "Ben", "Dan", "Fay"}, people.Candidate)
	add("L9", []string{"Chloe", "Mel", "Ned", "Ivy", "Abe", "Sus", "Pat", "Paz", "Petra", "Paul"}, people.Panelist)
	add("L9", []string{"Rex"}, people.Panelist, people.Steward)
	add("", []string{"Kim", "Sam", "Stu"}, people.Steward)
	add("", []string{"Hugo"}, people.HouseFounder)
	add("", []string{"Uwe"}) // has no part in any of it
	for _, of := range [][2]string{{"<heard>", "Cai"}, {"<waiting>", "Ben"}, {"<decided>", "Dan"}, {"<released>", "Fay"}} {
		d := c.Open(c.who[of[1]])
		c.Submit(c.who[of[1]], d)
		c.name(of[0], id.Dossier, d.UUID)
	}
	c.Analyse()
	c.analysed("", id.Of(id.Dossier, c.rows["<heard>"]))
	c.hear()
	c.decide()
	return c
}

func (c *cast) of(kind id.Kind, as string) id.ID { return id.Of(kind, c.rows[as]) }

// acted stops at an act that is refused.
func (c *cast) acted(key uuid.UUID, err error) uuid.UUID {
	c.T.Helper()
	if err != nil {
		c.T.Fatal(err)
	}
	return key
}

// panel seats people on a dossier's panel and has them acknowledge.
func (c *cast) panel(as, of string, names ...string) {
	c.T.Helper()
	ctx, acts := c.T.Context(), c.resolver.PanelActs
	reveal := panel.AfterOwnScores
	in := panel.AssemblePanelInput{Dossier: c.of(id.Dossier, "<"+of+">"), RevealPreScores: &reveal}
	for i, name := range names {
		role := panel.Member
		if i == 0 {
			role = panel.Chair
		}
		in.Seats = append(in.Seats, panel.SeatInput{Person: c.of(id.Person, "<"+name+">"), Role: role})
	}
	key := c.acted(acts.Assemble(ctx, c.who["Stu"], in, c.Now))
	c.name(as, id.Panel, key)
	for _, name := range names {
		var seat uuid.UUID
		if err := c.DB.QueryRow(ctx, `select id from seat where panel_id = $1 and person_id = $2`, key, c.who[name].Person).Scan(&seat); err != nil {
			c.T.Fatal(err)
		}
		c.name(fmt.Sprintf("<%s's seat on %s>", name, of), id.Seat, seat)
		if name != "Ivy" {
			c.answer(name, of, panel.Acknowledge, nil)
		}
	}
}

func (c *cast) answer(name, of string, answer panel.SeatAnswer, reason *string) {
	c.T.Helper()
	seat := c.of(id.Seat, fmt.Sprintf("<%s's seat on %s>", name, of))
	c.acted(c.resolver.PanelActs.AnswerSeat(c.T.Context(), c.who[name], panel.AnswerSeatInput{Seat: seat, Answer: answer, Reason: reason}, c.Now))
}

// review saves somebody's review of a dossier, with everything that one can
// hold.
func (c *cast) review(name, of string, says review.Recommendation) review.SaveReviewInput {
	c.T.Helper()
	level, yes, note, three := c.Version.Level("L8"), true, "secret of "+name, 3
	in := review.SaveReviewInput{Dossier: c.of(id.Dossier, "<"+of+">"), Recommendation: &says}
	for _, k := range level.PanelCriteria {
		in.Scores = append(in.Scores, review.ScoreInput{Criterion: k.Key, Score: &three, Reason: &note, NoEvidence: &yes})
	}
	part := level.Component("technical-strategy-portfolio")
	in.Aspects = []review.AspectInput{{Component: part.Key, Aspect: part.Aspects()[0].Key, Score: &three, Note: &note}}
	key := c.acted(c.resolver.ReviewActs.Save(c.T.Context(), c.who[name], in, c.Now))
	c.name(fmt.Sprintf("<%s's review of %s>", name, of), id.Review, key)
	return in
}

// judge saves, submits and amends somebody's review.
func (c *cast) judge(name, of string, says review.Recommendation) {
	c.T.Helper()
	in, acts, ctx := c.review(name, of, says), c.resolver.ReviewActs, c.T.Context()
	c.acted(acts.Submit(ctx, c.who[name], review.SubmitReviewInput{Dossier: in.Dossier}, c.Now))
	c.acted(acts.Amend(ctx, c.who[name], review.AmendReviewInput{Dossier: in.Dossier, Scores: in.Scores, Aspects: in.Aspects, Recommendation: says, Reason: "a word was wrong"}, c.Now))
}

// hear brings Cai's dossier before its panel.
func (c *cast) hear() {
	c.T.Helper()
	ctx, acts, why := c.T.Context(), c.resolver.PanelActs, "We were at school together."
	c.panel("<panel>", "heard", "Chloe", "Mel", "Ned", "Ivy", "Abe", "Rex", "Sus", "Pat")
	c.answer("Abe", "heard", panel.Abstain, &why)
	c.answer("Rex", "heard", panel.Recuse, &why)
	c.acted(acts.ReplaceSeat(ctx, c.who["Stu"], panel.ReplaceSeatInput{Seat: c.of(id.Seat, "<Pat's seat on heard>"), Person: c.of(id.Person, "<Paz>"), Reason: "is ill"}, c.Now))
	cause := c.NewID()
	c.ids["<cause>"] = cause.String()
	c.exec(`insert into mentorship (id, mentor_id, mentee_id, ladder_id, status, offered_by, offered_at, during) values ($1, $2, $3, $4, 'ACTIVE', $2, $5, daterange($6, null))`,
		cause, c.who["Sus"].Person, c.who["Cai"].Person, c.Version.LadderID, c.Now, day.AddMonths(day.Of(c.Now), -2))
	c.name("<declaration>", id.Declaration, c.acted(c.resolver.ConflictActs.Declare(ctx, c.who["Kim"], conflict.DeclareConflictInput{About: c.of(id.Person, "<Cai>"), Reason: "is my cousin"}, c.Now)))
	for _, name := range []string{"Ivy", "Ned", "Sus"} {
		c.name("<"+name+"'s entry>", id.QueueEntry, c.rows[fmt.Sprintf("<%s's seat on heard>", name)])
	}
	c.judge("Chloe", "heard", review.Promote)
	c.judge("Mel", "heard", review.NotYet)
	c.review("Ned", "heard", review.No)
	c.name("<post>", id.Post, c.acted(acts.Post(ctx, c.who["Chloe"], panel.PostToPanelInput{Dossier: c.of(id.Dossier, "<heard>"), Criterion: "generosity", Text: "secret"}, c.Now)))
	for _, as := range []string{"<session>", "<session 2>", "<held>"} {
		c.name(as, id.PanelSession, c.acted(acts.ScheduleSession(ctx, c.who["Chloe"], panel.SchedulePanelSessionInput{
			Dossier: c.of(id.Dossier, "<heard>"), Component: "cross-product-architecture-review", Kind: panel.Examination, StartsAt: c.Now,
		}, c.Now)))
	}
	c.acted(acts.RecordSession(ctx, c.who["Chloe"], panel.RecordPanelSessionInput{
		Session: c.of(id.PanelSession, "<held>"), HeldAt: c.Now, Present: []id.ID{c.of(id.Seat, "<Mel's seat on heard>")}, Notes: "secret",
	}, c.Now))
}

// decide decides on Dan's dossier and on Fay's, and releases hers.
func (c *cast) decide() {
	c.T.Helper()
	ctx, acts := c.T.Context(), c.resolver.DecisionActs
	outcomes := map[string]review.Recommendation{"decided": review.Promote, "released": review.NotYet}
	for _, as := range []string{"decided", "released"} {
		outcome := outcomes[as]
		c.panel("<panel of "+as+">", as, "Chloe", "Mel")
		c.judge("Chloe", as, outcome)
		c.judge("Mel", as, outcome)
		in := decide.DecidePromotionInput{Dossier: c.of(id.Dossier, "<"+as+">"), Outcome: outcome, Rationale: "secret"}
		if outcome != review.Promote {
			in.Gaps = []decide.DecisionGapInput{{Criterion: "generosity", Text: "secret", ClosedBy: "secret"}}
		}
		for _, part := range c.Version.Level("L8").Promotion.Decided() {
			in.Components = append(in.Components, decide.ComponentVerdictInput{Component: part.Key, Verdict: ladder.Pass})
		}
		c.name("<decision on "+as+">", id.Decision, c.acted(acts.DecidePromotion(ctx, c.who["Chloe"], in, c.Now)))
	}
	c.acted(acts.Release(ctx, c.who["Stu"], decide.ReleaseDecisionInput{Dossier: c.of(id.Dossier, "<released>")}, c.Now))
	c.name("<appeal>", id.Appeal, c.acted(acts.FileAppeal(ctx, c.who["Fay"], decide.FileAppealInput{Dossier: c.of(id.Dossier, "<released>"), Ground: "PROCEDURE", Statement: "secret"}, c.Now)))
	c.name("<again>", id.Dossier, c.Open(c.who["Fay"]).UUID)
	entitlement := c.NewID()
	c.name("<entitlement>", id.Entitlement, entitlement)
	c.exec(`insert into entitlement (id, person_id, ladder_id, level, unlock, entitlement, during, decision_id) values ($1, $2, $3, 'L9', 'x', 'X', '[2026-01-01,)', $4)`,
		entitlement, c.who["Fay"].Person, c.Version.LadderID, c.rows["<decision on released>"])
}
