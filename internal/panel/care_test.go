package panel_test

import (
	"slices"
	"testing"
	"time"

	"dossier/internal/panel"
	"dossier/internal/people"
)

func (h *house) care() {
	h.T.Helper()
	h.must(h.acts.Care(h.T.Context(), h.Now))
}

// until moves the world's time to an instant.
func (h *house) until(at string) {
	h.T.Helper()
	t, err := time.Parse(time.RFC3339, at)
	h.must(err)
	h.Advance(t.Sub(h.Now))
}

// kinds counts what a person was told of a kind.
func (h *house) kinds(v *people.Viewer, kind string) (n int) {
	h.T.Helper()
	for _, k := range h.told(v) {
		if k == kind {
			n++
		}
	}
	return n
}

// Reminders a week and a day before, to whoever has not scored, and a word to
// the stewards three days after: each once, however often it is looked.
func TestWhoIsLateIsReminded(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.assemble(func(in *panel.AssemblePanelInput) { in.DueOn, in.Zone = date("2027-03-28"), ptr("Europe/Oslo") }) // due 21:59:59Z, after the clock was moved
	h.must(h.answer(h.chair, panel.Acknowledge))
	h.must(h.answer(h.ben, panel.Acknowledge))
	h.score(h.chair)
	h.must(h.answer(h.gus, panel.Abstain))
	for _, tc := range []struct {
		at            string
		ben, stewards int
	}{
		{"2027-03-21T22:59:58Z", 0, 0},
		{"2027-03-21T22:59:59Z", 1, 0}, // 23:59:59 in Oslo, still in winter
		{"2027-03-24T12:00:00Z", 1, 0},
		{"2027-03-27T22:59:58Z", 1, 0},
		{"2027-03-27T22:59:59Z", 2, 0},
		{"2027-03-31T21:59:58Z", 2, 0},
		{"2027-03-31T21:59:59Z", 2, 1},
		{"2027-05-01T00:00:00Z", 2, 1},
	} {
		h.until(tc.at)
		h.care()
		h.care()
		if ben, stewards := h.kinds(h.ben, "SEAT_REMINDER"), h.kinds(h.sten, "SEAT_OVERDUE"); ben != tc.ben || stewards != tc.stewards {
			t.Errorf("%s: reminded %d times, want %d; stewards told %d times, want %d", tc.at, ben, tc.ben, stewards, tc.stewards)
		}
	}
	if h.kinds(h.chair, "SEAT_REMINDER")+h.kinds(h.gus, "SEAT_REMINDER") > 0 {
		t.Error("who has scored or abstained is reminded")
	}
}

func TestNobodyIsRemindedWhere(t *testing.T) {
	t.Parallel()
	for what, do := range map[string]func(h *house){
		"the candidate is to write": func(h *house) { h.must(h.unlock(h.chair)) },
		"the dossier is withdrawn": func(h *house) {
			h.exec(`update dossier set status = 'WITHDRAWN', withdrawn_at = $2 where id = $1`, h.d.UUID, h.Now)
		},
		"the holder has a conflict": func(h *house) { h.declare(h.ana, h.ben) },
		"the seat is another's":     func(h *house) { h.must(h.replace(h.ben, h.cem, nil)) },
		"the holder stepped back":   func(h *house) { h.must(h.answer(h.ben, panel.Recuse)) },
		"nobody is late":            func(h *house) { h.Advance(-20 * 24 * time.Hour) },
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.acknowledged()
			do(h)
			h.Advance(20 * 24 * time.Hour)
			h.care()
			if n := h.kinds(h.ben, "SEAT_REMINDER"); n > 0 {
				t.Errorf("reminded %d times", n)
			}
		})
	}
}

// Who came back late is reminded once, not twice.
func TestALateLookRemindsOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.acknowledged()
	h.Advance(60 * 24 * time.Hour)
	h.care()
	if n, s := h.kinds(h.ben, "SEAT_REMINDER"), h.kinds(h.sten, "SEAT_OVERDUE"); n != 1 || s != 3 {
		t.Errorf("reminded %d times, stewards told %d times of three seats", n, s)
	}
}

// A dossier that is handed in again is due anew, and so are the reminders.
func TestRemindersOfANewDueDay(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.acknowledged()
	h.Advance(30 * 24 * time.Hour)
	h.care()
	h.must(h.unlock(h.chair))
	h.must(h.write(portfolio, "What it cost"))
	h.must(h.resubmit())
	h.care()
	if n := h.kinds(h.ben, "SEAT_REMINDER"); n != 1 {
		t.Errorf("reminded %d times at once", n)
	}
	h.Advance(7 * 24 * time.Hour)
	h.care()
	if n := h.kinds(h.ben, "SEAT_REMINDER"); n != 2 {
		t.Errorf("reminded %d times in all", n)
	}
}

// Rule R2: that a seat became suspended is told to its holder and the
// stewards, and stands in the trail, once for each cause.
func TestASuspensionIsTold(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.acknowledged()
	h.score(h.ben)
	h.care()
	if n := h.kinds(h.ben, "SEAT_SUSPENDED"); n > 0 {
		t.Errorf("R2: told %d times of no conflict", n)
	}
	h.Advance(time.Hour)
	cause := h.declare(h.ana, h.ben)
	h.care()
	h.care()
	if b, s, c := h.kinds(h.ben, "SEAT_SUSPENDED"), h.kinds(h.sten, "SEAT_SUSPENDED"), h.kinds(h.chair, "SEAT_SUSPENDED"); b != 1 || s != 1 || c != 0 {
		t.Errorf("R2: told %d, %d and %d times", b, s, c)
	}
	if trail := h.trail(h.Now); !slices.Equal(trail, []string{"suspendSeat"}) {
		t.Errorf("R2: the trail is %q", trail)
	}
	h.dismiss(cause, h.ben)
	h.care()
	h.Advance(time.Hour)
	h.declare(h.ben, h.ana)
	h.care()
	if trail := h.trail(h.Now); !slices.Equal(trail, []string{"suspendSeat"}) || h.kinds(h.ben, "SEAT_SUSPENDED") != 2 {
		t.Errorf("R2: a new cause: the trail is %q, told %q", trail, h.told(h.ben))
	}
}
