package send_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/notify"
	"dossier/internal/notify/send"
)

func TestWhoGetsWhatWhen(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.set(h.chair, notify.AtOnce, "chair@example.org")
	h.set(h.ben, notify.Daily, "ben@example.org")
	h.set(h.cem, notify.Off, "cem@example.org")
	h.invite()
	b := &box{personal: true}
	s := h.sender(b)
	h.round(s)
	if len(b.letters) != 1 || b.letters[0].Email != "chair@example.org" || len(b.letters[0].Notes) != 1 {
		t.Fatalf("at once: got %+v, want one letter to the chair", b.letters)
	}
	if l := b.letters[0]; !strings.Contains(l.Text, "Ana Berg's promotion to L9") || !strings.Contains(l.Text, "https://ladder.example.org/seats/") || strings.Contains(l.Subject, "Ana") {
		t.Errorf("the invitation reads %q: %s", l.Subject, l.Text)
	}
	h.note(h.ben, notify.SeatReminder, "again")
	h.Advance(2*time.Hour + 29*time.Minute) // 11:59
	h.round(s)
	if len(b.letters) != 1 {
		t.Fatalf("a digest came before its hour: %+v", b.letters[1])
	}
	h.Advance(time.Minute)
	h.round(s)
	h.round(s)
	if len(b.letters) != 2 || b.letters[1].Email != "ben@example.org" || len(b.letters[1].Notes) != 2 {
		t.Fatalf("at noon: got %d letters, want one digest of two for Ben", len(b.letters))
	}
	if got := h.ledger()["Cem"]; got != nil {
		t.Errorf("for who wants no mail %+v is queued", got)
	}
	// What happens after the digest is the next day's.
	h.note(h.ben, notify.SeatReminder, "third")
	h.round(s)
	h.Advance(23 * time.Hour)
	h.round(s)
	if len(b.letters) != 2 {
		t.Fatal("two digests came on a day")
	}
	h.Advance(time.Hour)
	h.round(s)
	if len(b.letters) != 3 {
		t.Fatal("the next day's digest did not come")
	}
}

// Between the act and the sending a person may lose sight of the thing, answer
// it, or want no more mails.
func TestWhatIsNotToldAnyMore(t *testing.T) {
	t.Parallel()
	for what, do := range map[string]func(h *house){
		"a conflict came up": func(h *house) { h.conflict(h.ben) },
		"the seat is replaced": func(h *house) {
			h.DB.Exec(h.T.Context(), `update seat set ended_at = $2, end_reason = 'x' where person_id = $1`, h.ben.Person, h.Now)
		},
		"it is answered": func(h *house) {
			h.DB.Exec(h.T.Context(), `update seat set status = 'ACKNOWLEDGED', answered_at = $2 where person_id = $1`, h.ben.Person, h.Now)
		},
		"the dossier is withdrawn": func(h *house) {
			h.DB.Exec(h.T.Context(), `update dossier set status = 'WITHDRAWN', withdrawn_at = $2 where id = $1`, h.dossier.UUID, h.Now)
		},
		"mails are turned off": func(h *house) { h.set(h.ben, notify.Off, "ben@example.org") },
		"the address is taken": func(h *house) { h.set(h.ben, notify.Daily, "") },
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.set(h.ben, notify.Daily, "ben@example.org")
			h.invite()
			b := &box{personal: true}
			var ended []send.Outcome
			s := h.sender(b)
			s.Ended = func(_ string, o send.Outcome) { ended = append(ended, o) }
			h.round(s)
			do(h)
			h.Advance(24 * time.Hour)
			h.round(s)
			if len(b.letters) != 0 || len(ended) != 1 || ended[0] != send.Dropped {
				t.Errorf("%d letters went out, ended %v", len(b.letters), ended)
			}
			if got := h.ledger()["Ben"]; len(got) != 1 || got[0].outcome != "DROPPED" {
				t.Errorf("the ledger says %+v", got)
			}
		})
	}
}

// A digest tells of what is left, and only that counts as told.
func TestADigestOfWhatIsLeft(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.set(h.ben, notify.Daily, "ben@example.org")
	h.invite()
	h.note(h.ben, notify.SeatReminder, "again")
	b := &box{personal: true}
	h.round(h.sender(b))
	_, err := h.DB.Exec(t.Context(), `update seat set status = 'ACKNOWLEDGED', answered_at = $2 where person_id = $1`, h.ben.Person, h.Now)
	h.must(err)
	h.Advance(24 * time.Hour)
	h.round(h.sender(b))
	if len(b.letters) != 1 || len(b.letters[0].Notes) != 1 || b.letters[0].Notes[0].Kind != notify.SeatReminder {
		t.Fatalf("got %+v, want the reminder alone", b.letters)
	}
	var told int
	h.must(h.DB.QueryRow(t.Context(), `select count(*) from notification_delivery where told`).Scan(&told))
	if told != 1 {
		t.Errorf("%d count as told", told)
	}
}

func TestFailuresAreRetriedUpToALimit(t *testing.T) {
	t.Parallel()
	for what, tc := range map[string]struct {
		failure  *send.Failure
		after    time.Duration // how much is tried
		outcome  string
		attempts int
	}{
		"for good":          {&send.Failure{Class: "smtp 550", Final: true}, time.Hour, "FAILED", 1},
		"not before a wait": {&send.Failure{Class: "smtp 451"}, 59 * time.Second, "", 1},
		"then doubled":      {&send.Failure{Class: "smtp 451"}, 3 * time.Minute, "", 3},
		"up to ten":         {&send.Failure{Class: "timeout", Down: true}, 24 * time.Hour, "FAILED", 10},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.set(h.ben, notify.AtOnce, "ben@example.org")
			h.invite()
			b := &box{personal: true, fail: func(*send.Letter) error { return tc.failure }}
			s := h.sender(b)
			step := max(tc.after/600, time.Second)
			for at := time.Duration(0); at <= tc.after; at += step {
				h.round(s)
				h.Advance(step)
			}
			if got := h.ledger()["Ben"]; len(got) != 1 || got[0] != (row{tc.outcome, tc.attempts, tc.failure.Class}) {
				t.Errorf("the ledger says %+v, want %q after %d", got, tc.outcome, tc.attempts)
			}
		})
	}
}

// While the other side is down, one message finds it out each round and not
// all of them.
func TestWhoIsDownIsNotAskedForEach(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.invite()
	asked, down := 0, true
	b := &box{fail: func(*send.Letter) error {
		if asked++; down {
			return &send.Failure{Class: "connect", Down: true}
		}
		return nil
	}}
	s := h.sender(b)
	h.round(s)
	if asked != 1 {
		t.Errorf("asked %d times in a round", asked)
	}
	down = false
	h.Advance(time.Minute)
	h.round(s)
	if len(b.letters) != 3 {
		t.Errorf("%d of three were sent once it was back", len(b.letters))
	}
}

// A worker that is lost after sending leaves the message to another once its
// lease ends; the letter has the same id. What the lost one says then is late.
func TestALostWorkerRepeatsOneLetter(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.set(h.ben, notify.AtOnce, "ben@example.org")
	h.invite()
	b := &box{personal: true}
	second := h.sender(b)
	first := &box{personal: true}
	first.fail = func(l *send.Letter) error { // while the first is at it, its lease ends
		h.round(second)
		if len(b.letters) != 0 {
			t.Error("sent by another while it was claimed")
		}
		h.Advance(time.Minute)
		h.round(second)
		return &send.Failure{Class: "lost", Final: true}
	}
	var ids []uuid.UUID
	keep := first.fail
	first.fail = func(l *send.Letter) error { ids = append(ids, l.ID); return keep(l) }
	h.round(h.sender(first))
	if len(b.letters) != 1 || len(ids) != 1 || b.letters[0].ID != ids[0] {
		t.Fatalf("the first sent %v, the second %+v", ids, b.letters)
	}
	if got := h.ledger()["Ben"]; got[0] != (row{"SENT", 2, ""}) {
		t.Errorf("the ledger says %+v", got)
	}
	h.Advance(time.Hour)
	h.round(second)
	if len(b.letters) != 1 {
		t.Error("what was settled is sent again")
	}
}

// Workers that are lost each time do not try for ever.
func TestAMessageThatKillsItsWorkers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.set(h.ben, notify.AtOnce, "ben@example.org")
	h.invite()
	b := &box{personal: true}
	s := h.sender(b)
	_, err := h.DB.Exec(t.Context(), `insert into notification_message (id, channel, person_id, attempts, next_at, claimed_until) values ($1, 'MAIL', $2, 10, $3, $3)`, uuid.New(), h.cem.Person, h.Now)
	h.must(err)
	h.round(s)
	if got := h.ledger()["Cem"]; len(got) != 1 || got[0] != (row{"FAILED", 11, "attempts"}) {
		t.Errorf("the ledger says %+v", got)
	}
}

// Many workers at once, with new notes coming: each note is told once, a
// person has one digest a day.
func TestManyWorkersTellEachThingOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.set(h.chair, notify.AtOnce, "chair@example.org")
	h.set(h.ben, notify.Daily, "ben@example.org")
	h.invite()
	const more = 30
	for i := range more {
		h.note(h.chair, notify.SeatReminder, "chair"+string(rune('A'+i)))
		h.note(h.ben, notify.SeatReminder, "ben"+string(rune('A'+i)))
	}
	mail, hook := &box{personal: true}, &box{}
	for _, at := range []time.Duration{0, 24 * time.Hour} {
		h.Advance(at)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() { h.round(h.sender(mail)) })
			wg.Go(func() { h.round(h.sender(hook)) })
		}
		wg.Wait()
	}
	told, digests := map[string]int{}, 0
	for _, l := range mail.letters {
		if l.Email == "ben@example.org" {
			digests++
		}
		for _, n := range l.Notes {
			told["mail "+n.UUID.String()]++
		}
	}
	for _, l := range hook.letters {
		told["hook "+l.Notes[0].UUID.String()]++
	}
	if digests != 1 || len(told) != 2*(more+1)+2*more+3 {
		t.Errorf("%d digests; %d things told, want %d", digests, len(told), 2*(more+1)+2*more+3)
	}
	for n, times := range told {
		if times != 1 {
			t.Errorf("%s is told %d times", n, times)
		}
	}
}

// Who turns a channel on is not sent what is long past.
func TestWhatIsLongPastIsNotSent(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.invite()
	h.Advance(7 * 24 * time.Hour)
	b := &box{}
	h.round(h.sender(b))
	if len(b.letters) != 0 || len(h.ledger()) != 0 {
		t.Errorf("%d letters of a week ago", len(b.letters))
	}
}

func TestWaitingIsWhatIsDue(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.set(h.ben, notify.Daily, "ben@example.org")
	h.invite()
	fails := func(*send.Letter) error { return &send.Failure{Class: "connect", Down: true} }
	h.round(h.sender(&box{fail: fails}))
	h.round(h.sender(&box{personal: true, fail: fails}))
	h.Advance(time.Minute)
	got, err := send.Waiting(t.Context(), h.DB, h.Now)
	h.must(err)
	if got["WEBHOOK"] != (send.Backlog{Due: 3, Oldest: time.Minute}) || got["MAIL"].Due != 0 {
		t.Errorf("waiting: %+v", got)
	}
}
