package notify_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"dossier/internal/notify"
)

func update() bool { f := flag.Lookup("update"); return f != nil && f.Value.String() == "true" }

// spoken are notifications of every kind, to each sort of person.
func spoken() []*notify.Notification {
	name, zone, at := "Ana Berg", "Europe/Oslo", time.Date(2026, 12, 15, 22, 59, 59, 0, time.UTC)
	key := uuid.MustParse("0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")
	seat := func(k notify.Kind) *notify.Notification {
		return &notify.Notification{Kind: k, DossierID: key, Object: &key, To: "L9", Candidate: &name, At: &at, Zone: &zone, Sees: true}
	}
	invited := seat(notify.SeatInvited)
	invited.Sees, invited.Holds = false, true
	reminded := seat(notify.SeatReminder)
	reminded.Holds = true
	suspended := &notify.Notification{Kind: notify.SeatSuspended, DossierID: key, Object: &key, To: "L9", Holds: true}
	replaced := &notify.Notification{Kind: notify.SeatReplaced, DossierID: key, Object: &key, To: "L9", Holds: true}
	all := []*notify.Notification{invited, reminded, seat(notify.SeatOverdue), seat(notify.SeatRefused), suspended, seat(notify.SeatSuspended), replaced}
	for _, own := range []bool{true, false} {
		met := seat(notify.SessionScheduled)
		met.Own = own
		all = append(all, met)
	}
	open := seat(notify.ComponentUnlocked)
	open.Own = true
	all = append(all, open, seat(notify.Resubmitted), seat(notify.Decided))
	for _, o := range []string{"PROMOTE", "NOT_YET", "NO"} {
		for _, own := range []bool{true, false} {
			n := seat(notify.Released)
			n.Outcome, n.Own = &o, own
			all = append(all, n)
		}
	}
	for _, own := range []bool{true, false} {
		n := seat(notify.Reversed)
		n.Own = own
		all = append(all, n)
	}
	return append(all, seat(notify.AppealFiled))
}

func TestWhatIsSaid(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, n := range spoken() {
		fmt.Fprintf(&b, "%s own=%t holds=%t\n  %s\n  %s\n  %s\n\n", n.Kind, n.Own, n.Holds, n.Subject(), n.Text(), n.Link("https://ladder.example.org/"))
		if n.Link("") != "" {
			t.Errorf("%s has a link to nowhere", n.Kind)
		}
		if strings.Contains(n.Subject(), "Ana") {
			t.Errorf("%s: the subject names the candidate", n.Kind)
		}
	}
	if update() {
		if err := os.WriteFile("testdata/words.txt", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/words.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("other words (run with -update to take them):\n%s", diff)
	}
}

// A name cannot end a line, hide what follows, or turn it round.
func TestANameIsOneLine(t *testing.T) {
	t.Parallel()
	name := "Ana\r\nBcc: x@example.org\u2028\u202e\u0085 Berg\x00"
	n := &notify.Notification{Kind: notify.Resubmitted, To: "L9", Candidate: &name}
	if got, want := n.Text(), "The dossier for Ana Bcc: x@example.org Berg's promotion to L9 was"; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A time in an unknown zone is told in UTC, and what is not known is not made up.
func TestTimesThatCannotBeTold(t *testing.T) {
	t.Parallel()
	at, zone := time.Date(2026, 12, 15, 22, 59, 59, 0, time.UTC), "Mars/Base"
	for want, n := range map[string]*notify.Notification{
		"2026-12-15 22:59 UTC":       {Kind: notify.SeatReminder, At: &at, Zone: &zone},
		"a time that is not known":   {Kind: notify.SeatReminder},
		"somebody's promotion to L9": {Kind: notify.Resubmitted, To: "L9"},
	} {
		if got := n.Text(); !strings.Contains(got, want) {
			t.Errorf("got %q, want %q in it", got, want)
		}
	}
}
