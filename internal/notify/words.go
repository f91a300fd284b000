package notify

import (
	"fmt"
	"strings"
	"time"

	"dossier/internal/id"
)

// Subject is the notification in a few words. It names nobody, since a subject
// is shown where others may look.
func (n *Notification) Subject() string {
	subject, _ := n.words()
	return subject
}

// Text is the notification in a sentence or two, for the person who read it:
// never a score, a reason, a note, or who else sits.
func (n *Notification) Text() string {
	_, text := n.words()
	return text
}

// Link is where the person can look, below the address of the organisation's
// pages: the dossier, or the seat for who does not see it yet; empty where
// nothing is left to see.
func (n *Notification) Link(public string) string {
	public = strings.TrimRight(public, "/")
	switch {
	case public == "" || n.Kind == SeatReplaced || n.Kind == SeatSuspended && n.Holds:
		return ""
	case !n.Sees && n.Object != nil:
		return public + "/seats/" + id.Of(id.Seat, *n.Object).String()
	}
	return public + "/dossiers/" + id.Of(id.Dossier, n.DossierID).String()
}

func (n *Notification) words() (subject, text string) {
	promotion := fmt.Sprintf("%s's promotion to %s", oneLine(n.Candidate), n.To)
	if n.Own {
		promotion = "your promotion to " + n.To
	}
	at := local(n.At, n.Zone)
	switch n.Kind {
	case SeatInvited:
		return "You are invited to a panel", "You were invited to the panel on " + promotion + ". Reviews are due by " + at + ". Acknowledge the seat, or recuse yourself."
	case SeatReminder:
		return "Your review is due soon", "Your review of " + promotion + " is due by " + at + "."
	case SeatOverdue:
		return "A review is overdue", "A review of " + promotion + " was due by " + at + " and was not submitted. Remind its author, or replace the seat."
	case SeatRefused:
		return "A seat was given back", "Somebody on the panel on " + promotion + " recused themselves or abstained. Look whether enough are left for the quorum."
	case SeatSuspended:
		if n.Holds {
			return "Your seat is suspended", "A conflict of interest suspended a seat of yours on a panel. You have no part in it until the conflict is settled."
		}
		return "A seat is suspended", "A conflict of interest suspended a seat of the panel on " + promotion + ". Settle the conflict, or replace the seat."
	case SeatReplaced:
		return "Your seat was given to another", "Somebody else sits in your place on a panel. Nothing is left for you to do."
	case SessionScheduled:
		if n.Own {
			return "A session is scheduled", "You and the panel on " + promotion + " meet at " + at + "."
		}
		return "A session is scheduled", "The panel on " + promotion + " meets the candidate at " + at + "."
	case ComponentUnlocked:
		return "Your dossier is open again", "The panel on " + promotion + " opened a part of your dossier again. Read what is asked, change it, and submit the dossier."
	case Resubmitted:
		return "A dossier was submitted again", "The dossier for " + promotion + " was submitted again. A review of what it was before does not count any more: look at yours."
	case Decided:
		return "A decision waits for its release", "The panel has decided on " + promotion + ". A steward who holds no seat on it can release the decision."
	case Released:
		return "A decision is released", "The decision on " + promotion + " is released: " + outcome(n.Outcome) + "."
	case Reversed:
		return "A decision was reversed", "The decision on " + promotion + " was reversed."
	case AppealFiled:
		return "An appeal was filed", "The decision on " + promotion + " is appealed. It needs a panel of people who had no part in it."
	}
	return "Something happened", "Something happened to the dossier for " + promotion + "."
}

func outcome(o *string) string {
	if o == nil {
		return "see the dossier"
	}
	switch *o {
	case "PROMOTE":
		return "promoted"
	case "NOT_YET":
		return "not yet"
	}
	return "no"
}

// local is an instant as read on a clock in a zone, which is named beside it.
func local(at *time.Time, zone *string) string {
	if at == nil {
		return "a time that is not known"
	}
	l := time.UTC
	if zone != nil {
		if known, err := zoneOf(*zone); err == nil {
			l = known
		}
	}
	return at.In(l).Format("2006-01-02 15:04 ") + l.String()
}

// oneLine is a name as it can stand in a sentence of a mail: what would end a
// line or hide is a space.
func oneLine(s *string) string {
	if s == nil {
		return "somebody"
	}
	return strings.Join(strings.FieldsFunc(*s, breaks), " ")
}
