package standing

import (
	"slices"

	"github.com/google/uuid"

	"dossier/internal/record"
)

// presented counts meetings of the kinds in "meetings" on the "topic", in the
// "role", with feedback of "feedbacks" different persons or more, none of them
// the owner. It is UNKNOWN where no such meeting is recorded, and where those
// that lack feedback, or are disputed, would make "minimum"; else FAIL below
// it. A meeting of another kind says nothing. What the feedbacks say of the
// technology, the team and the architecture is told and not judged. Rules M6,
// T2.3.
func presented(q question) result {
	var t tally
	var of views
	kinds := q.enums("meetings")
	for _, m := range all[*record.Meeting](q.calc, record.KindMeeting) {
		if !slices.Contains(kinds, m.Type) || !slices.Contains(m.Topics, q.word("topic")) || m.Role != q.word("role") {
			continue
		}
		t.recorded++
		name := quoted(meetingName(m), m.CompanyName)
		heard := q.feedback(m, func(*record.MeetingFeedback) bool { return true })
		switch {
		case m.State == record.Declined:
		case m.State == record.Disputed || len(heard) < q.int("feedbacks"):
			t.wait(name)
		default:
			of.hear(heard)
			t.add(name, append(heard, m)...)
		}
	}
	r := t.result(q.int("minimum"), q.asOf, "meeting", "presented on "+words(q.word("topic"))+", with feedback")
	r.text = sentences(r.text, of.text())
	return r
}

// meetingName says which meeting it was.
func meetingName(m *record.Meeting) string {
	with := map[string]string{"INVESTOR": "with investors ", "BOARD": "with the board "}[m.Type]
	return "meeting " + with + "on " + date(m.Span.From)
}

// feedback is what a meeting's attendees said that fits, one of each person.
func (q question) feedback(m *record.Meeting, fits func(*record.MeetingFeedback) bool) []record.Record {
	var heard []record.Record
	seen := map[uuid.UUID]bool{}
	for _, r := range q.about[m.UUID] {
		f, ok := r.(*record.MeetingFeedback)
		if !ok || trusted(&f.Base, f.Verified()) != stands || !fits(f) {
			continue
		}
		if by := speaker(&f.Base); !seen[by] {
			seen[by] = true
			heard = append(heard, f)
		}
	}
	return heard
}

// speaker is who stands for a record that is verified.
func speaker(b *record.Base) uuid.UUID {
	if b.State == record.Confirmed {
		return *b.StateBy
	}
	return *b.MadeBy
}

// views are how many feedbacks say yes to what a due diligence asks.
type views struct{ feedbacks, sound, capable, scales int }

func (v *views) hear(heard []record.Record) {
	yes := func(b *bool) int {
		if b != nil && *b {
			return 1
		}
		return 0
	}
	for _, r := range heard {
		if f, ok := r.(*record.MeetingFeedback); ok {
			v.feedbacks++
			v.sound += yes(f.TechnologySound)
			v.capable += yes(f.TeamCapable)
			v.scales += yes(f.ArchitectureScales)
		}
	}
}

func (v *views) text() string {
	return when(v.feedbacks > 0, "Of %s %d found the technology sound, %d the team capable and %d that the architecture scales.",
		count(v.feedbacks, "feedback"), v.sound, v.capable, v.scales)
}

// withoutSlides counts attendees who say that there were no slides, if
// "withoutSlides", and give "heldTheRoom" or more for holding the room. It is
// UNKNOWN where no feedback is recorded, and where what nobody confirmed would
// make "feedbacks"; else FAIL below. Rule C5.
func withoutSlides(q question) result {
	var t tally
	seen := map[uuid.UUID]bool{}
	for _, f := range all[*record.MeetingFeedback](q.calc, record.KindFeedback) {
		t.recorded++
		if q.yes("withoutSlides") && !f.WithoutSlides || f.HeldTheRoom < q.int("heldTheRoom") {
			continue
		}
		name := "feedback of " + date(f.Span.From)
		switch trusted(&f.Base, f.Verified()) {
		case stands:
			if by := speaker(&f.Base); !seen[by] {
				seen[by] = true
				t.add(name, f)
			}
		case open:
			t.wait(name)
		}
	}
	return t.result(q.int("feedbacks"), q.asOf, "attendee", "for whom the room was held without slides")
}
