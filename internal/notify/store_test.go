package notify_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/id"
	"dossier/internal/notify"
	"dossier/internal/panel"
	"dossier/internal/people"
)

// What somebody is told follows from what they may see at the moment that they
// look, in lists, counts and by id alike.
func TestWhatOneMaySeeIsWhatOneIsTold(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.invite()
	reads := func(when, name string, want ...notify.Kind) []*notify.Notification {
		t.Helper()
		got := h.told(h.named(name))
		if diff := cmp.Diff(append([]notify.Kind{}, want...), kinds(got)); diff != "" {
			t.Errorf("%s, %s reads:\n%s", when, name, diff)
		}
		return got
	}
	invited := reads("invited", "Ben", notify.SeatInvited)[0]
	if !invited.Stands || invited.Sees || !invited.Holds || !strings.Contains(invited.Text(), "Ana Berg's promotion to L9. Reviews are due by 2026-") {
		t.Errorf("the invitation is %+v: %s", invited, invited.Text())
	}
	reads("invited", "Ana")
	reads("invited", "Cem")
	reads("invited", "Sten")
	for _, v := range []*people.Viewer{h.ana, h.sten, h.cem, h.chair} {
		if got, err := h.store.ByIDs(t.Context(), v, []uuid.UUID{invited.UUID}); err != nil || len(got) != 0 {
			t.Errorf("another's notification is read by id: %v, %v", got, err)
		}
	}
	h.answer(h.ben, panel.Acknowledge)
	if got := reads("acknowledged", "Ben", notify.SeatInvited)[0]; got.Stands || !got.Sees {
		t.Errorf("after the answer the invitation is %+v", got)
	}
	h.Advance(time.Hour)
	h.conflict(h.ben)
	reads("in conflict", "Ben")
	if got, err := h.store.ByIDs(t.Context(), h.at(h.ben), []uuid.UUID{invited.UUID}); err != nil || len(got) != 0 {
		t.Errorf("in conflict it is read by id: %v, %v", got, err)
	}
	h.must(h.Panels.Care(t.Context(), h.Now))
	suspended := reads("suspended", "Ben", notify.SeatSuspended)[0]
	if suspended.Candidate != nil || strings.Contains(suspended.Text(), "Ana") || !suspended.Stands || suspended.Sees || suspended.Link("https://x.org") != "" {
		t.Errorf("suspended, Ben is told %+v: %s", suspended, suspended.Text())
	}
	if got := reads("suspended", "Sten", notify.SeatSuspended)[0]; strings.Contains(got.Text(), "Ben") || !strings.Contains(got.Text(), "Ana Berg's promotion") {
		t.Errorf("a steward is told %s", got.Text())
	}
	h.conflict(h.sue)
	reads("a steward in conflict", "Sue")
	h.Advance(time.Hour)
	h.dismiss(h.ben)
	if got := reads("dismissed", "Ben", notify.SeatSuspended, notify.SeatInvited)[0]; got.Stands {
		t.Error("the suspension still stands")
	}
	h.answer(h.ben, panel.Recuse)
	reads("recused", "Ben", notify.SeatSuspended)
	reads("recused", "Sten", notify.SeatRefused, notify.SeatSuspended)
	h.exec(`update role_grant set during = daterange(lower(during), $2::date) where person_id = $1`, h.sten.Person, h.Now.AddDate(0, 0, -1))
	reads("no steward any more", "Sten")
	h.exec(`update dossier set status = 'WITHDRAWN', withdrawn_at = $2 where id = $1`, h.dossier.UUID, h.Now)
	reads("withdrawn", "Chair")
}

// From the decision to its reversal, for the candidate and stewards.
func TestWhatIsToldOfADecision(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.invite()
	h.answer(h.chair, panel.Acknowledge)
	decision, appeal := uuid.New(), uuid.New()
	h.exec(`insert into decision (id, panel_id, dossier_id, submission_id, revision_id, outcome, rationale, components, votes, pre_scores, decided_by, decided_at)
		select $1, q.id, d.id, d.submission_id, d.revision_id, 'NOT_YET', 'secret', '[]', '{}', '{}', $3, $4 from panel q join dossier d on d.id = q.dossier_id where d.id = $2`,
		decision, h.dossier.UUID, h.chair.Person, h.Now)
	h.exec(`update dossier set status = 'DECIDED' where id = $1`, h.dossier.UUID)
	tell := func(k notify.Kind, object id.ID) {
		h.Advance(time.Minute)
		n := notify.Note{Key: string(k), Kind: k, Dossier: h.dossier.UUID, Object: object}
		h.Tx(func(tx pgx.Tx) error {
			h.must(notify.AddForStewards(t.Context(), tx, uuid.New, h.Now, n))
			for _, v := range []*people.Viewer{h.ana, h.chair} {
				n.Key, n.Person = string(k)+"/"+v.Person.String(), v.Person
				h.must(notify.Add(t.Context(), tx, uuid.New, h.Now, n, n)) // twice tells once
			}
			return nil
		})
	}
	newest := func(when string, v *people.Viewer, want string) {
		t.Helper()
		got := ""
		if all := h.told(v); len(all) > 0 {
			if got = all[0].Text(); !all[0].Stands {
				got += " (past)"
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", when, got, want)
		}
	}
	tell(notify.Decided, id.Of(id.Decision, decision))
	newest("decided, the candidate", h.ana, "")
	newest("decided, a steward", h.sue, "The panel has decided on Ana Berg's promotion to L9. A steward who holds no seat on it can release the decision.")
	h.exec(`update decision set released_by = $2, released_at = $3 where id = $1`, decision, h.sten.Person, h.Now)
	h.exec(`update dossier set status = 'RELEASED' where id = $1`, h.dossier.UUID)
	newest("released, a steward, of what was before", h.sue, "The panel has decided on Ana Berg's promotion to L9. A steward who holds no seat on it can release the decision. (past)")
	tell(notify.Released, id.Of(id.Decision, decision))
	newest("released, the candidate", h.ana, "The decision on your promotion to L9 is released: not yet.")
	newest("released, a steward", h.sue, "The decision on Ana Berg's promotion to L9 is released: not yet.")
	newest("released, a seat", h.chair, "The decision on Ana Berg's promotion to L9 is released: not yet.")
	h.exec(`insert into appeal (id, dossier_id, decision_id, ground, statement, filed_at) values ($1, $2, $3, 'PROCEDURE', 'secret', $4)`, appeal, h.dossier.UUID, decision, h.Now)
	tell(notify.AppealFiled, id.Of(id.Appeal, appeal))
	newest("appealed, a steward", h.sue, "The decision on Ana Berg's promotion to L9 is appealed. It needs a panel of people who had no part in it.")
	newest("appealed, a seat, for whom it is not", h.chair, "The decision on Ana Berg's promotion to L9 is released: not yet.")
	h.exec(`update appeal set withdrawn_at = $2 where id = $1`, appeal, h.Now)
	newest("withdrawn", h.sue, "The decision on Ana Berg's promotion to L9 is appealed. It needs a panel of people who had no part in it. (past)")
	h.exec(`update decision set reversed_by = $2, reversed_at = $3, reversal = 'secret' where id = $1`, decision, h.sten.Person, h.Now)
	tell(notify.Reversed, id.Of(id.Decision, decision))
	newest("reversed, the candidate", h.ana, "The decision on your promotion to L9 was reversed.")
	h.conflict(h.sue)
	newest("a steward in conflict", h.sue, "")
	for _, v := range []*people.Viewer{h.ana, h.chair, h.sten} {
		for _, n := range h.told(v) {
			if strings.Contains(n.Subject()+n.Text(), "secret") {
				t.Errorf("a reason is told: %s", n.Text())
			}
		}
	}
}

// Who was noted as a double is told as the person that stays.
func TestADoubleIsToldAsWhoStays(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	double := h.Person("Sten again", "", people.Steward)
	h.Tx(func(tx pgx.Tx) error {
		h.must(notify.Add(t.Context(), tx, uuid.New, h.Now, notify.Note{Key: "a", Person: double.Person, Kind: notify.Resubmitted, Dossier: h.dossier.UUID}))
		return h.People.Merge(t.Context(), tx, double.Person, h.sten.Person, h.Now)
	})
	if got := kinds(h.told(h.sten)); !slices.Equal(got, []notify.Kind{notify.Resubmitted}) {
		t.Errorf("who stays is told %v", got)
	}
	if got := h.told(h.sue); len(got) != 0 {
		t.Errorf("another is told %v", kinds(got))
	}
}
