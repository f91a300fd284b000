package sequence_test

import (
	"fmt"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
	"dossier/internal/people"
)

// decidePromotion decides as the votes say, most often.
func (g *game) decidePromotion() *move {
	d := g.about("IN_REVIEW")
	if d == nil || g.panelOf(d) == nil {
		return nil
	}
	c := change{now: g.Now, version: g.Version}
	votes := c.votes(g.rows, g.panelOf(d))
	yes := filter(votes, func(v *vote) bool { return v.Recommendation == "PROMOTE" })
	in := decide.DecidePromotionInput{Dossier: id.Of(id.Dossier, d.ID), Outcome: one(g, []review.Recommendation{review.NotYet, review.No}), Rationale: "We read all of it twice."}
	verdict := ladder.Fail
	if promote := 2*len(yes) > len(votes); promote != g.percent(10) {
		in.Outcome, verdict = review.Promote, ladder.Pass
	} else if g.percent(50) {
		in.Gaps = g.gaps()
	}
	for _, k := range g.Version.Level("L8").Promotion.Decided() {
		in.Components = append(in.Components, decide.ComponentVerdictInput{Component: k.Key, Verdict: verdict})
	}
	if g.percent(6) {
		in.Components[0].Verdict = one(g, []ladder.Verdict{ladder.Pass, ladder.Fail})
	}
	return of("decidePromotion", g.chair(d), d, fmt.Sprint(in.Outcome, " by ", len(yes), " of ", len(votes)), func(v *people.Viewer, _ id.ID) error {
		_, err := g.decide.DecidePromotion(g.ctx, v, in, g.Now)
		return err
	})
}

func (g *game) gaps() []decide.DecisionGapInput {
	return []decide.DecisionGapInput{{Criterion: one(g, g.Version.Level("L8").PanelCriteria).Key, Text: "One company only.", ClosedBy: "A second founder who testifies."}}
}

func (g *game) addGaps() *move {
	d := g.about("DECIDED")
	if d == nil {
		return nil
	}
	in := decide.AddDecisionGapsInput{Dossier: id.Of(id.Dossier, d.ID), Gaps: g.gaps()}
	return of("addDecisionGaps", g.chair(d), d, "", func(v *people.Viewer, _ id.ID) error {
		_, err := g.decide.AddGaps(g.ctx, v, in, g.Now)
		return err
	})
}

func (g *game) release() *move {
	d := g.about("DECIDED")
	if d == nil {
		return nil
	}
	by := g.free(d, people.Steward)
	if x := find(g.rows.Decisions, func(x *decisionRow) bool { return x.Dossier == d.ID }); x != nil && g.percent(10) {
		by = g.rows.same(x.DecidedBy)
	}
	return of("releaseDecision", by, d, "", func(v *people.Viewer, of id.ID) error {
		_, err := g.decide.Release(g.ctx, v, decide.ReleaseDecisionInput{Dossier: of}, g.Now)
		return err
	})
}

func (g *game) reverse() *move {
	d := g.about("RELEASED")
	if d == nil || !g.percent(40) {
		return nil
	}
	return of("reverseDecision", g.free(d, people.Steward), d, "", func(v *people.Viewer, of id.ID) error {
		_, err := g.decide.Reverse(g.ctx, v, decide.ReverseDecisionInput{Dossier: of, Reason: "A vote was bought."}, g.Now)
		return err
	})
}

func (g *game) file() *move {
	d := g.about("RELEASED")
	if d == nil {
		return nil
	}
	in := decide.FileAppealInput{Dossier: id.Of(id.Dossier, d.ID), Ground: one(g, []string{"PROCEDURE", "PROCEDURE", "MOOD"}), Statement: "I was not heard."}
	return of("fileAppeal", g.the(d.Candidate), d, in.Ground, func(v *people.Viewer, _ id.ID) error {
		_, err := g.decide.FileAppeal(g.ctx, v, in, g.Now)
		return err
	})
}

func (g *game) withdrawAppeal() *move {
	l := one(g, g.rows.Appeals)
	if l.ID == uuid.Nil || !g.percent(30) {
		return nil
	}
	return &move{"withdrawAppeal", g.the(g.rows.dossier(l.Dossier).Candidate), short(l.ID), func(v *people.Viewer) error {
		_, err := g.decide.WithdrawAppeal(g.ctx, v, decide.WithdrawAppealInput{Appeal: id.Of(id.Appeal, l.ID)}, g.Now)
		return err
	}}
}

// earlier are the gaps of a candidate's decisions on other dossiers.
func (r *rows) earlier(d *dossierRow) []*gapRow {
	return filter(r.Gaps, func(gap *gapRow) bool {
		of := r.dossier(find(r.Decisions, func(x *decisionRow) bool { return x.ID == gap.Decision }).Dossier)
		return of.Candidate == d.Candidate && of.ID != d.ID
	})
}

func (g *game) answerGap() *move {
	d := g.about("DRAFT")
	if d == nil {
		return nil
	}
	gap := one(g, g.rows.earlier(d))
	if gap == nil {
		return nil
	}
	in := decide.AnswerEarlierGapInput{Dossier: id.Of(id.Dossier, d.ID), Decision: id.Of(id.Decision, gap.Decision), Number: gap.Number, Answer: "A second founder testified."}
	return of("answerEarlierGap", g.the(d.Candidate), d, fmt.Sprint("gap ", gap.Number), func(v *people.Viewer, _ id.ID) error {
		return g.decide.AnswerEarlierGap(g.ctx, v, in, g.Now)
	})
}
