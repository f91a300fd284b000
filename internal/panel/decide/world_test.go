package decide_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

// house is a world in which Ana's dossier is under review.
type house struct {
	*testworld.World
	acts    *decide.Acts
	store   *decide.Store
	ana     *people.Viewer
	dossier id.ID
	panel   uuid.UUID
	// seats are the panel's holders, the chair first.
	seats []*people.Viewer
	// sam and sue are stewards.
	sam, sue *people.Viewer
}

const (
	yes    = review.Promote
	notYet = review.NotYet
	no     = review.No
	silent = review.Recommendation("") // has not scored
)

// newHouse seats a panel that a quorum of two binds: the chair's vote first.
func newHouse(t testing.TB, votes ...review.Recommendation) *house {
	return newHouseOn(t, nil, votes...)
}

// newHouseOn is newHouse on a ladder that was changed.
func newHouseOn(t testing.TB, change func(*ladder.Version), votes ...review.Recommendation) *house {
	w := testworld.New(t)
	if change != nil {
		w.Version = w.Import(change)
	}
	h := &house{World: w, store: &decide.Store{DB: w.DB}}
	h.acts = &decide.Acts{DB: w.DB, Ladders: w.Ladders, NewID: func() uuid.UUID { return uuid.Must(uuid.NewV7()) }}
	h.ana = w.Candidate("Ana")
	h.sam, h.sue = w.Person("Sam", "", people.Steward), w.Person("Sue", "", people.Steward)
	h.dossier = w.Open(h.ana)
	w.Submit(h.ana, h.dossier)
	for i := range votes {
		h.seats = append(h.seats, w.Person(fmt.Sprint("Seat ", i), "L9", people.Panelist))
	}
	h.panel = h.seat(h.dossier, nil, h.seats, votes)
	h.exec(`update dossier set status = 'IN_REVIEW' where id = $1`, h.dossier.UUID)
	return h
}

// seat makes a panel on a dossier, with a review of whoever votes.
func (h *house) seat(of id.ID, appeal *uuid.UUID, holders []*people.Viewer, votes []review.Recommendation) uuid.UUID {
	h.T.Helper()
	p := h.NewID()
	h.exec(`insert into panel (id, dossier_id, appeal_id, quorum, reveal, due_at, zone, assembled_by, assembled_at) values ($1, $2, $3, 2, 'WITH_SUBMISSION', $4, 'UTC', $5, $4)`,
		p, of.UUID, appeal, h.Now, h.sam.Person)
	for i, v := range votes {
		role := "MEMBER"
		if i == 0 {
			role = "CHAIR"
		}
		s := h.NewID()
		h.exec(`insert into seat (id, panel_id, dossier_id, person_id, role, status, alias, due_at, invited_by, invited_at) values ($1, $2, $3, $4, $5, 'ACKNOWLEDGED', $6, $7, $8, $7)`,
			s, p, of.UUID, holders[i].Person, role, fmt.Sprint("Reviewer ", i), h.Now, h.sam.Person)
		if v != silent {
			h.review(s, v)
		}
	}
	return p
}

// review hands in the review of a seat, with a score of 3 throughout.
func (h *house) review(seat uuid.UUID, vote review.Recommendation) {
	h.T.Helper()
	body := &review.Body{Recommendation: &vote, Aspects: []review.Aspect{}}
	for _, c := range h.Version.Level("L8").PanelCriteria {
		body.Scores = append(body.Scores, review.Score{Criterion: c.Key, Score: new(3), Reason: "read", NoEvidence: true})
	}
	r := h.NewID()
	h.exec(`insert into review (id, panel_id, dossier_id, seat_id, person_id, submission_id, revision_id, status, body, number, created_at, saved_at, submitted_at)
		select $1, s.panel_id, s.dossier_id, s.id, s.person_id, d.submission_id, d.revision_id, 'SUBMITTED', $3, 1, $4, $4, $4 from seat s join dossier d on d.id = s.dossier_id where s.id = $2`,
		r, seat, body, h.Now)
	h.exec(`insert into review_version (review_id, number, body, at) values ($1, 1, $2, $3)`, r, body, h.Now)
	h.exec(`update seat set status = 'SCORED' where id = $1`, seat)
}

func (h *house) exec(sql string, args ...any) {
	h.T.Helper()
	h.Tx(func(tx pgx.Tx) error {
		_, err := tx.Exec(h.T.Context(), sql, args...)
		return err
	})
}

// input decides with the same verdict on every component.
func (h *house) input(outcome review.Recommendation, verdict ladder.Verdict, gaps ...decide.DecisionGapInput) decide.DecidePromotionInput {
	in := decide.DecidePromotionInput{Dossier: h.dossier, Outcome: outcome, Rationale: "We read all of it twice.", Gaps: gaps}
	for _, c := range h.Version.Level("L8").Promotion.Decided() {
		in.Components = append(in.Components, decide.ComponentVerdictInput{Component: c.Key, Verdict: verdict})
	}
	return in
}

func gap(criterion string) decide.DecisionGapInput {
	return decide.DecisionGapInput{Criterion: criterion, Text: "One company only.", ClosedBy: "A second founder who testifies."}
}

// decide has the chair decide; to promote with every component passed, else
// with none.
func (h *house) decide(outcome review.Recommendation, gaps ...decide.DecisionGapInput) uuid.UUID {
	h.T.Helper()
	verdict := ladder.Fail
	if outcome == yes {
		verdict = ladder.Pass
	}
	made, err := h.acts.DecidePromotion(h.T.Context(), h.seats[0], h.input(outcome, verdict, gaps...), h.Now)
	if err != nil {
		h.T.Fatal(err)
	}
	return made
}

// release releases as Sam.
func (h *house) release() {
	h.T.Helper()
	if _, err := h.acts.Release(h.T.Context(), h.sam, decide.ReleaseDecisionInput{Dossier: h.dossier}, h.Now); err != nil {
		h.T.Fatal(err)
	}
}

// see is the decision in force through somebody's eyes.
func (h *house) see(v *people.Viewer) *decide.Decision {
	h.T.Helper()
	found, err := h.store.InForceOf(h.T.Context(), v, []uuid.UUID{h.dossier.UUID})
	if err != nil {
		h.T.Fatal(err)
	}
	return found[h.dossier.UUID]
}

// status is a dossier's true one.
func (h *house) status(of id.ID) string {
	return one[string](h, `select status from dossier where id = $1`, of.UUID)
}

// ranks are the ones in force of a person, as "L8 2022-11-24 2026-11-24
// IMPORT".
func (h *house) ranks(v *people.Viewer) []string {
	return one[[]string](h, `select array_agg(level || ' ' || lower(during) || ' ' || coalesce(upper(during)::text, '...') || ' ' || cause order by during)
		from rank_record where person_id = $1 and superseded_at is null`, v.Person)
}

// acted counts the trail's entries of an act.
func (h *house) acted(act string) int {
	return one[int](h, `select count(*) from audit where act = $1`, act)
}

// told are who was told of something, by name, in order.
func (h *house) told(kind string) []string {
	return one[[]string](h, `select coalesce(array_agg(p.name order by p.name), '{}') from notification n join person p on p.id = n.person_id where n.kind = $1`, kind)
}

func one[T any](h *house, sql string, args ...any) (v T) {
	h.T.Helper()
	if err := h.DB.QueryRow(h.T.Context(), sql, args...).Scan(&v); err != nil {
		h.T.Fatal(err)
	}
	return v
}

func refusal[T error](t testing.TB, err error) T {
	t.Helper()
	r, ok := errors.AsType[T](err)
	if !ok {
		t.Fatalf("got %v, want a %T", err, r)
	}
	return r
}

func absent(t testing.TB, what string, err error) {
	t.Helper()
	if !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("%s: %v, want not found", what, err)
	}
}

func on(s string) *day.Day {
	t, err := day.Parse(s)
	if err != nil {
		panic(err)
	}
	return &day.Day{Time: t}
}

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func contains(text, part string) bool { return strings.Contains(text, part) }
