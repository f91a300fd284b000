package panel_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/panel"
	"dossier/internal/people"
	"dossier/internal/problem"
)

// appealed is a released decision with an appeal against it, and a session
// that the first panel did not hold.
func appealed(t *testing.T) (h *house, first, session, appeal id.ID, releaser *people.Viewer) {
	h = newHouse(t)
	first = h.acknowledged()
	session = h.schedule(h.ben)
	h.must(h.replace(h.gus, h.Person("Substitute", ""), nil))
	releaser = h.Person("Rel", "L10", people.Steward, people.Panelist)
	appeal = h.appeal(h.decide(first, h.chair, releaser))
	return h, first, session, appeal, releaser
}

func (h *house) hear(appeal id.ID, seats ...panel.SeatInput) (id.ID, error) {
	h.T.Helper()
	made, err := h.acts.Assemble(h.T.Context(), h.at(h.sten), panel.AssemblePanelInput{Dossier: h.d, Seats: seats, Appeal: &appeal}, h.Now)
	return id.Of(id.Panel, made), err
}

func TestAnotherPanelHearsAnAppeal(t *testing.T) {
	t.Parallel()
	h, first, before, appeal, releaser := appealed(t)
	dan, double := h.panelist("Dan"), h.Person("D. Chair", "")
	h.exec(`update person set same_as = $2 where id = $1`, double.Person, h.chair.Person)
	for what, v := range map[string]*people.Viewer{
		"who sat": h.ben, "who decided": h.chair, "who was replaced": h.gus, "who released": releaser, "a double of who decided": double,
	} {
		_, err := h.hear(appeal, sits(h.cem, panel.Chair), sits(v, panel.Member))
		if p := refusal[*problem.Invalid](t, what, err); !strings.Contains(p.Message(), "input.seats[1].person:") || !strings.Contains(p.Message(), "sat, decided or released before") {
			t.Errorf("%s: %s", what, p.Message())
		}
	}
	p, err := h.hear(appeal, sits(h.cem, panel.Chair), sits(dan, panel.Member))
	h.must(err)
	if h.status(h.sten) != dossier.Released {
		t.Errorf("the dossier is %s", h.status(h.sten))
	}
	h.must(h.answer(h.cem, panel.Acknowledge))
	h.must(h.answer(dan, panel.Acknowledge))
	for _, tc := range []struct {
		what string
		v    *people.Viewer
		want id.ID
	}{{"a seat of the first", h.ben, first}, {"a seat of the appeal's", h.cem, p}, {"a steward", h.sten, first}, {"the candidate", h.ana, first}} {
		found, err := h.store.OfDossiers(t.Context(), h.at(tc.v), []uuid.UUID{h.d.UUID})
		h.must(err)
		if found[h.d.UUID] == nil || found[h.d.UUID].ID() != tc.want {
			t.Errorf("%s gets the panel %+v", tc.what, found[h.d.UUID])
		}
	}
	of, err := h.store.OfAppeals(t.Context(), h.at(h.ana), []uuid.UUID{appeal.UUID})
	h.must(err)
	if of[appeal.UUID] == nil || of[appeal.UUID].ID() != p || of[appeal.UUID].SeatCount != 2 {
		t.Errorf("the appeal's panel is %+v", of[appeal.UUID])
	}
	h.score(dan)
	absent(t, "another panel's session is recorded", h.record(h.cem, before))
	absent(t, "another panel's session is cancelled", h.cancel(h.cem, before))
	meeting := h.schedule(h.cem)
	if p := refusal[*problem.Invalid](t, "a seat of the first panel was there", h.record(h.cem, meeting, func(in *panel.RecordPanelSessionInput) {
		in.Present = []id.ID{h.seat(dan), h.seat(h.ben)}
	})); !strings.HasPrefix(p.Message(), "input.present[1]: is no seat of this panel") {
		t.Error(p.Message())
	}
	_, err = h.post(dan, generosity, "Heard.")
	h.must(err)
	if len(h.reads(h.ben, p, nil)) > 0 || h.see(h.ben, h.seat(dan)) != nil || h.see(dan, h.seat(h.ben)) != nil {
		t.Error("the two panels see each other")
	}
	if w := refusal[*dossier.WrongState](t, "unlocked on appeal", h.unlock(h.cem)); w.Status != dossier.Released {
		t.Error(w.Message())
	}
	in := panel.AddSeatInput{Dossier: h.d, Appeal: &appeal, Role: panel.Guest, Person: person(h.ben)}
	_, err = h.acts.AddSeat(t.Context(), h.sten, in, h.Now)
	if p := refusal[*problem.Invalid](t, "added, who sat before", err); !strings.HasPrefix(p.Message(), "input.person: Ben sat, decided or released before") {
		t.Error(p.Message())
	}
	in.Person = person(h.Person("Eve", ""))
	_, err = h.acts.AddSeat(t.Context(), h.sten, in, h.Now)
	h.must(err)
	in.Appeal = nil
	_, err = h.acts.AddSeat(t.Context(), h.sten, in, h.Now)
	refusal[*dossier.WrongState](t, "added to the first", err)
	_, err = h.hear(appeal, sits(h.panelist("F"), panel.Chair), sits(h.panelist("G"), panel.Member))
	if p := refusal[*problem.Invalid](t, "heard twice", err); !strings.HasPrefix(p.Message(), "input.appeal: has its panel already") {
		t.Error(p.Message())
	}
	h.decide(p, h.cem, nil)
	for what, err := range map[string]error{"an answer": h.answer(dan, panel.Recuse), "a substitute": h.replace(dan, h.panelist("H"), nil)} {
		if w := refusal[*dossier.WrongState](t, what, err); !strings.HasPrefix(w.Message(), "the appeal is decided") {
			t.Errorf("%s: %s", what, w.Message())
		}
	}
}

func TestAnAppealThatIsNotHeard(t *testing.T) {
	t.Parallel()
	h, _, _, appeal, _ := appealed(t)
	seats := []panel.SeatInput{sits(h.cem, panel.Chair), sits(h.panelist("Dan"), panel.Member)}
	other := h.d
	h.another()
	_, err := h.hear(appeal, seats...)
	absent(t, "of another dossier", err)
	h.d = other
	h.exec(`update appeal set withdrawn_at = $2 where id = $1`, appeal.UUID, h.Now)
	_, err = h.hear(appeal, seats...)
	if p := refusal[*problem.Invalid](t, "withdrawn", err); !strings.HasPrefix(p.Message(), "input.appeal: was withdrawn") {
		t.Error(p.Message())
	}
	if slices.Contains(h.told(h.cem), "SEAT_INVITED") {
		t.Error("somebody is invited to hear it")
	}
}
