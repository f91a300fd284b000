package decide_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/panel"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

// journey is a promotion by the acts of everybody who has a part in it.
type journey struct {
	*house
	reviews *review.Acts
}

func newJourney(t *testing.T) *journey {
	w := testworld.New(t)
	h := &house{World: w, store: &decide.Store{DB: w.DB}}
	h.acts = &decide.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID}
	h.ana = w.Candidate("Ana")
	h.sam, h.sue = w.Person("Sam", "", people.Steward), w.Person("Sue", "", people.Steward)
	h.dossier = w.Open(h.ana)
	w.Submit(h.ana, h.dossier)
	return &journey{house: h, reviews: &review.Acts{DB: w.DB, Ladders: w.Ladders, NewID: w.NewID}}
}

// assemble seats a chair and two members, who take their seats; the house's
// next decision is theirs.
func (j *journey) assemble(appeal *id.ID) error {
	in := panel.AssemblePanelInput{Dossier: j.dossier, Appeal: appeal}
	var holders []*people.Viewer
	for i, role := range []panel.Role{panel.Chair, panel.Member, panel.Member} {
		v := j.Person(fmt.Sprint("Seat ", i, " ", uuid.NewString()), "L9", people.Panelist)
		holders = append(holders, v)
		in.Seats = append(in.Seats, panel.SeatInput{Person: id.Of(id.Person, v.Person), Role: role})
	}
	if _, err := j.Panels.Assemble(j.T.Context(), j.sam, in, j.Now); err != nil {
		return err
	}
	j.seats = holders
	for _, v := range holders {
		j.answer(v, panel.Acknowledge)
	}
	return nil
}

func (j *journey) answer(v *people.Viewer, a panel.SeatAnswer, reason ...string) {
	j.T.Helper()
	s := one[uuid.UUID](j.house, `select id from seat where person_id = $1`, v.Person)
	in := panel.AnswerSeatInput{Seat: id.Of(id.Seat, s), Answer: a}
	if len(reason) > 0 {
		in.Reason = &reason[0]
	}
	if _, err := j.Panels.AnswerSeat(j.T.Context(), v, in, j.Now); err != nil {
		j.T.Fatal(err)
	}
}

// judge has a member hand a review in.
func (j *journey) judge(v *people.Viewer, vote review.Recommendation) {
	j.T.Helper()
	in := review.SaveReviewInput{Dossier: j.dossier, Recommendation: &vote}
	for _, c := range j.Version.Level("L8").PanelCriteria {
		in.Scores = append(in.Scores, review.ScoreInput{Criterion: c.Key, Score: new(3), Reason: new("I read it."), NoEvidence: new(true)})
	}
	if _, err := j.reviews.Save(j.T.Context(), v, in, j.Now); err != nil {
		j.T.Fatal(err)
	}
	if _, err := j.reviews.Submit(j.T.Context(), v, review.SubmitReviewInput{Dossier: j.dossier}, j.Now); err != nil {
		j.T.Fatal(err)
	}
}

// read counts the reviews whose text somebody reads.
func (j *journey) read(v *people.Viewer) (n int) {
	j.T.Helper()
	all, err := (&review.Store{DB: j.DB}).ByIDs(j.T.Context(), v, one[[]uuid.UUID](j.house, `select array_agg(id) from review`))
	if err != nil {
		j.T.Fatal(err)
	}
	for _, r := range all {
		if r.Body != nil {
			n++
		}
	}
	return n
}

func (j *journey) scored() int {
	j.T.Helper()
	_, err := j.acts.DecidePromotion(j.T.Context(), j.seats[0], j.input(yes, ladder.Pass), j.Now)
	return refusal[*decide.NoQuorum](j.T, err).Scored
}

// R3: from the panel to the rank by way of a component that is opened again: a
// review of what the dossier held before is no vote.
func TestAReviewOfTheWrongRevisionIsNoVote(t *testing.T) {
	t.Parallel()
	j := newJourney(t)
	ctx := t.Context()
	if err := j.assemble(nil); err != nil {
		t.Fatal(err)
	}
	chair := j.seats[0]
	j.judge(chair, yes)
	j.judge(j.seats[1], no)
	unlock := panel.UnlockComponentInput{Dossier: j.dossier, Component: "mentee-network", Reason: "The table is a year old."}
	if _, err := j.Panels.UnlockComponent(ctx, chair, unlock, j.Now); err != nil {
		t.Fatal(err)
	}
	_, err := j.acts.DecidePromotion(ctx, chair, j.input(notYet, ladder.Fail), j.Now)
	if p := refusal[*decide.PanelRule](t, err); !contains(p.Message(), "may still write in mentee-network") {
		t.Errorf("R3c: %v", p)
	}
	before := one[uuid.UUID](j.house, `select revision_id from dossier where id = $1`, j.dossier.UUID)
	j.Save(j.ana, j.dossier, "mentee-network", "The network, a year later", "In October 2026 two of my mentees led crews of their own.\n")
	if err := j.Acts.Submit(ctx, j.ana, dossier.DossierInput{Dossier: j.dossier}, j.Now); err != nil {
		t.Fatal(err)
	}
	if n := j.scored(); n != 0 {
		t.Errorf("R3: %d reviews of the revision before are counted", n)
	}
	j.judge(chair, yes)
	if n := j.scored(); n != 1 {
		t.Errorf("R3: %d of one", n)
	}
	j.judge(j.seats[2], yes)
	j.judge(j.seats[1], no)
	j.answer(j.seats[2], panel.Recuse, "a cousin")
	_, err = j.acts.DecidePromotion(ctx, chair, j.input(yes, ladder.Pass), j.Now)
	if p := refusal[*decide.PanelRule](t, err); !contains(p.Message(), "1 of 2 votes say PROMOTE") {
		t.Errorf("R3: a vote that was taken back is counted: %v", p)
	}
	j.decide(notYet, gap("generosity"))
	if d := j.see(j.sam); d.RevisionID == before || d.RevisionID != one[uuid.UUID](j.house, `select revision_id from dossier where id = $1`, j.dossier.UUID) {
		t.Errorf("R3: decided on revision %s; before %s", d.RevisionID, before)
	}
}

// R3: the whole way through an appeal to the rank and to the trail.
func TestThroughAnAppealToTheRank(t *testing.T) {
	t.Parallel()
	j := newJourney(t)
	ctx := t.Context()
	if err := j.assemble(nil); err != nil {
		t.Fatal(err)
	}
	first := j.seats
	for i, v := range []review.Recommendation{no, no, yes} {
		j.judge(first[i], v)
	}
	j.decide(no, gap("generosity"))
	j.release()
	made := id.Of(id.Appeal, j.appeal())
	if err := j.assemble(&made); err != nil {
		t.Fatal(err)
	}
	if d := j.see(j.seats[0]); d == nil || d.Outcome != no || d.AppealID != nil {
		t.Errorf("R3: who hears the appeal has to know what it is against: %+v", d)
	}
	for _, v := range j.seats {
		j.judge(v, yes)
	}
	if n := j.read(j.sam); n != 3 {
		t.Errorf("R3: before the appeal is decided a steward reads %d reviews, want those of the first panel, 3", n)
	}
	_, err := j.acts.DecidePromotion(ctx, first[0], j.input(yes, ladder.Pass), j.Now)
	refusal[*dossier.WrongState](t, err)
	j.decide(yes)
	if n := j.read(j.sam); n != 6 {
		t.Errorf("R3: once the appeal is decided a steward reads %d of 6 reviews", n)
	}
	for who, v := range map[string]*people.Viewer{"the first chair": first[0], "the second": j.seats[0]} {
		_, err := j.acts.Release(ctx, &people.Viewer{Person: v.Person, Roles: []people.Role{people.Steward}, Now: j.Now}, decide.ReleaseDecisionInput{Dossier: j.dossier}, j.Now)
		absent(t, who, err)
	}
	j.release()
	if got, want := j.ranks(j.ana), []string{"L8 2022-11-24 2026-11-24 IMPORT", "L9 2026-11-24 ... APPEAL"}; !slices.Equal(got, want) {
		t.Errorf("ranks %s, want %s", got, want)
	}
	want := []string{"decidePromotion", "releaseDecision", "fileAppeal", "decidePromotion", "releaseDecision"}
	if got := one[[]string](j.house, `select array_agg(act order by seq) from audit where act = any($1)`, want); !slices.Equal(got, want) {
		t.Errorf("the trail holds %s", got)
	}
	if other := j.Candidate("Ben"); len(j.earlier(other, j.Open(other))) != 0 {
		t.Error("R3: another's gaps")
	}
}
