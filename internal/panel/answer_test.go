package panel_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/panel"
	"dossier/internal/panel/conflict"
	"dossier/internal/people"
	"dossier/internal/problem"
)

func TestWhatAHolderAnswers(t *testing.T) {
	t.Parallel()
	const (
		ack, recuse, abstain, score = "ACKNOWLEDGE", "RECUSE", "ABSTAIN", "score"
	)
	for _, tc := range []struct {
		what    string
		before  []string
		answer  panel.SeatAnswer
		is      panel.SeatStatus
		refused string
	}{
		{"yes", nil, ack, panel.Acknowledged, ""},
		{"no, with a conflict", nil, recuse, panel.Recused, ""},
		{"no", nil, abstain, panel.Abstained, ""},
		{"yes twice", []string{ack}, ack, panel.Acknowledged, ""},
		{"yes, then a conflict", []string{ack}, recuse, panel.Recused, ""},
		{"yes, then no", []string{ack}, abstain, panel.Abstained, ""},
		{"no twice", []string{abstain}, abstain, panel.Abstained, ""},
		{"no, then yes", []string{abstain}, ack, panel.Abstained, "this seat is ABSTAINED, which is final"},
		{"no, and a conflict", []string{abstain}, recuse, panel.Recused, ""},
		{"recused, then yes", []string{recuse}, ack, panel.Recused, "this seat is RECUSED, which is final"},
		{"recused, then no", []string{recuse}, abstain, panel.Recused, "this seat is RECUSED, which is final"},
		{"recused twice", []string{recuse}, recuse, panel.Recused, ""},
		{"no after the review", []string{ack, score}, abstain, panel.Scored, "your review is submitted"},
		{"yes after the review", []string{ack, score}, ack, panel.Scored, "your review is submitted"},
		{"a conflict after the review", []string{ack, score}, recuse, panel.Recused, ""},
	} {
		t.Run(tc.what, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.assemble()
			for _, b := range tc.before {
				if b == score {
					h.score(h.ben)
				} else {
					h.must(h.answer(h.ben, panel.SeatAnswer(b)))
				}
			}
			was := h.standing(h.ben)
			h.Advance(time.Hour)
			err := h.answer(h.ben, tc.answer)
			if tc.refused != "" {
				if err == nil || !strings.Contains(err.Error(), tc.refused) {
					t.Errorf("%v, want %q", err, tc.refused)
				}
			} else {
				h.must(err)
			}
			got := h.see(h.ben, h.seat(h.ben))
			if got.Status != tc.is {
				t.Errorf("the seat is %s, want %s", got.Status, tc.is)
			}
			changed := was != tc.is
			if trail := h.trail(h.Now); slices.Equal(trail, []string{"answerSeat"}) != changed || !changed && len(trail) > 0 {
				t.Errorf("the trail is %q", trail)
			}
			if changed && (got.AnsweredAt == nil || !got.AnsweredAt.Equal(h.Now)) {
				t.Errorf("answered at %v", got.AnsweredAt)
			}
			if refused := tc.is == panel.Recused || tc.is == panel.Abstained; slices.Contains(h.told(h.sten), "SEAT_REFUSED") != refused {
				t.Errorf("stewards are told %q", h.told(h.sten))
			}
			if reads := h.status(h.ben) != ""; reads != (tc.is == panel.Acknowledged || tc.is == panel.Scored) {
				t.Errorf("a seat that is %s reads the dossier: %v", tc.is, reads)
			}
		})
	}
}

func TestWhoAnswersASeat(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.assemble()
	for what, v := range map[string]*people.Viewer{"another seat": h.chair, "a steward": h.sten, "the candidate": h.ana, "who has no part": h.cem} {
		_, err := h.acts.AnswerSeat(t.Context(), v, panel.AnswerSeatInput{Seat: h.seat(h.ben), Answer: panel.Acknowledge}, h.Now)
		absent(t, what, err)
	}
	for what, seat := range map[string]id.ID{"an unknown seat": id.Of(id.Seat, uuid.Max), "what is no seat": h.d, "a malformed id": {}} {
		_, err := h.acts.AnswerSeat(t.Context(), h.ben, panel.AnswerSeatInput{Seat: seat, Answer: panel.Acknowledge}, h.Now)
		absent(t, what, err)
	}
}

func TestAnAnswerThatIsNone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.assemble()
	for _, tc := range []struct {
		answer panel.SeatAnswer
		reason *string
		says   string
	}{
		{"MAYBE", nil, `input.answer: "MAYBE" is no answer`},
		{panel.Recuse, nil, "input.reason: is empty"},
		{panel.Abstain, ptr(" \n"), "input.reason: is empty"},
		{panel.Recuse, ptr("a\x00"), "input.reason: holds a control character"},
		{panel.Recuse, ptr(strings.Repeat("x", panel.MaxReason+1)), "input.reason: has 2001 characters"},
		{panel.Acknowledge, ptr("Gladly."), "input.reason: is for RECUSE and ABSTAIN"},
	} {
		_, err := h.acts.AnswerSeat(t.Context(), h.ben, panel.AnswerSeatInput{Seat: h.seat(h.ben), Answer: tc.answer, Reason: tc.reason}, h.Now)
		if p := refusal[*problem.Invalid](t, tc.says, err); !strings.Contains(p.Message(), tc.says) {
			t.Errorf("%s, want %q", p.Message(), tc.says)
		}
	}
	_, err := h.acts.AnswerSeat(t.Context(), h.ben, panel.AnswerSeatInput{Seat: h.seat(h.ben), Answer: panel.Acknowledge, Reason: ptr("")}, h.Now)
	h.must(err)
	if s := h.see(h.ben, h.seat(h.ben)); s.Reason != nil {
		t.Errorf("an empty reason is kept: %q", *s.Reason)
	}
}

// Rule R2: a conflict suspends a seat while it lasts, and leaves its holder
// nothing but to step back.
func TestASeatIsSuspended(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.acknowledged()
	h.score(h.ben)
	cousins := h.declare(h.ana, h.ben)
	for _, v := range []*people.Viewer{h.ben, h.sten, h.chair} {
		if s := h.see(v, h.seat(h.ben)); s.Status != panel.Suspended {
			t.Errorf("R2: the seat is %s", s.Status)
		}
	}
	if s := h.see(h.ben, h.seat(h.chair)); s != nil || h.status(h.ben) != "" {
		t.Error("R2: a suspended holder sees others or the dossier")
	}
	refusal[*conflict.OfInterest](t, "R2: yes while suspended", h.answer(h.ben, panel.Acknowledge))
	refusal[*conflict.OfInterest](t, "R2: no while suspended", h.answer(h.ben, panel.Abstain))
	h.dismiss(cousins, h.ben)
	if got := h.standing(h.ben); got != panel.Scored || h.status(h.ben) == "" {
		t.Errorf("R2: dismissed, the seat is %s", got)
	}
	h.declare(h.ana, h.ben)
	h.must(h.answer(h.ben, panel.Recuse))
	if got := h.standing(h.ben); got != panel.Recused {
		t.Errorf("R2: recused while suspended, the seat is %s", got)
	}
}

func TestNothingIsAnsweredOnceDecided(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.acknowledged()
	h.decide(p, h.chair, nil)
	for _, a := range []panel.SeatAnswer{panel.Acknowledge, panel.Recuse, panel.Abstain} {
		if w := refusal[*dossier.WrongState](t, string(a), h.answer(h.ben, a)); w.Status != dossier.Decided {
			t.Errorf("%s once decided: %s", a, w.Message())
		}
	}
	h = newHouse(t)
	h.assemble()
	h.must(h.World.Acts.Withdraw(t.Context(), h.ana, dossier.DossierInput{Dossier: h.d}, h.Now))
	untold(t, "withdrawn", h.answer(h.ben, panel.Acknowledge), "input.seat: has nothing to answer any more")
}

// untold is a refusal that does not tell where the dossier stands.
func untold(t testing.TB, what string, err error, says string) {
	t.Helper()
	if p := refusal[*problem.Invalid](t, what, err); !strings.HasPrefix(p.Message(), says) || strings.Contains(p.Message(), "DECIDED") {
		t.Errorf("%s: %s, want %s", what, p.Message(), says)
	}
}

// Who may not see a dossier is told by no answer what became of it.
func TestARefusalDoesNotTellWhatBecameOfTheDossier(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.assemble(func(in *panel.AssemblePanelInput) { in.Seats = append(in.Seats, sits(h.cem, panel.Guest)) })
	h.must(h.answer(h.ben, panel.Recuse))
	h.must(h.answer(h.gus, panel.Acknowledge))
	_, err := h.acts.ReplaceSeat(t.Context(), h.sten, panel.ReplaceSeatInput{Seat: h.seat(h.gus), Person: person(h.panelist("Dee")), Reason: "Ill."}, h.Now)
	h.must(err)
	suspended := h.panelist("Eli")
	_, err = h.acts.AddSeat(t.Context(), h.sten, panel.AddSeatInput{Dossier: h.d, Person: person(suspended), Role: panel.Member}, h.Now)
	h.must(err)
	h.must(h.answer(suspended, panel.Acknowledge))
	h.declare(h.ana, suspended)
	seen := func() (said []string) {
		for _, v := range []*people.Viewer{h.ben, h.gus} {
			for _, a := range []panel.SeatAnswer{panel.Acknowledge, panel.Abstain} {
				said = append(said, h.answer(v, a).Error())
			}
		}
		return said
	}
	before := seen()
	h.decide(p, h.chair, nil)
	if after := seen(); !slices.Equal(before, after) {
		t.Errorf("recused and replaced, the answers change from %q to %q", before, after)
	}
	for what, v := range map[string]*people.Viewer{"invited": h.cem, "suspended": suspended} {
		untold(t, what, h.answer(v, panel.Recuse), "input.seat: has nothing to answer any more: its panel no longer judges")
	}
}

func TestWhoReadsTheReason(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.acknowledged()
	h.must(h.answer(h.ben, panel.Abstain))
	for _, tc := range []struct {
		v     *people.Viewer
		reads bool
	}{{h.ben, true}, {h.sten, true}, {h.chair, false}} {
		if s := h.see(tc.v, h.seat(h.ben)); (s.Reason != nil) != tc.reads {
			t.Errorf("the reason reads %v", s.Reason)
		}
	}
	if h.see(h.ana, h.seat(h.ben)) != nil || h.see(h.cem, h.seat(h.ben)) != nil {
		t.Error("the candidate or a stranger sees a seat")
	}
}
