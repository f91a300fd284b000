package panel

import (
	"cmp"
	"fmt"
	"time"

	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/problem"
)

// What holds where the ladder's policy on panels says nothing.
const (
	dueDays               = 21
	remindDaysBefore      = 7
	remindAgainDaysBefore = 1
	escalateDaysAfter     = 3
)

// check refuses what is wrong whatever the dossier.
func (in AssemblePanelInput) check() error {
	var l problem.List
	l.Key(in.Key)
	if len(in.Seats) > MaxSeats {
		l.Add("seats", "are %d; a panel has %d at most", len(in.Seats), MaxSeats)
		return l.Err()
	}
	chairs := 0
	for i, s := range in.Seats {
		checkRole(&l, place("seats", i)+".role", s.Role)
		if s.Role == Chair {
			chairs++
		}
	}
	switch {
	case chairs == 0:
		l.Add("seats", "name no chair; give one of them the role CHAIR")
	case chairs > 1:
		l.Add("seats", "name %d chairs; a panel has one", chairs)
	}
	if r := in.RevealPreScores; r != nil && *r != WithSubmission && *r != AfterOwnScores {
		l.Add("revealPreScores", "%.20q is no choice; use WITH_SUBMISSION or AFTER_OWN_SCORES", *r)
	}
	checkZone(&l, in.Zone)
	return l.Err()
}

func checkRole(l *problem.List, path string, r Role) {
	if r != Chair && r != Member && r != Guest {
		l.Add(path, "%.20q is no role of a seat; use CHAIR, MEMBER or GUEST", r)
	}
}

func checkZone(l *problem.List, zone *string) {
	if zone == nil {
		return
	}
	if _, err := zoneOf(*zone); err != nil || *zone == "" {
		l.Add("zone", "%.60q is no time zone; name one of the tz database, as Europe/Oslo", *zone)
	}
}

func place(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }

// terms fills in quorum, reveal and due date, by the input or else by the
// ladder.
func (s *seating) terms(in AssemblePanelInput) error {
	var l problem.List
	policy := s.level.ReadingOf("panel")
	least := s.level.Promotion.Quorum
	s.p.Quorum = least
	if in.Quorum != nil {
		s.p.Quorum = *in.Quorum
	}
	counting := len(in.Seats)
	if counts, known := policy.Bool("chairCounts"); known && !counts {
		counting--
	}
	switch {
	case s.p.Quorum < least:
		l.Add("quorum", "%d is below the ladder's, which is %d", s.p.Quorum, least)
	case counting < s.p.Quorum:
		l.Add("seats", "are too few: %d count, and the quorum is %d", counting, s.p.Quorum)
	}
	word, _ := policy.String("revealPreScores")
	s.p.Reveal = cmp.Or(Reveal(word), WithSubmission)
	if in.RevealPreScores != nil {
		s.p.Reveal = *in.RevealPreScores
	}
	s.p.DueZone = "UTC"
	if in.Zone != nil {
		s.p.DueZone = *in.Zone
	}
	zone, err := zoneOf(s.p.DueZone)
	if err != nil {
		return err
	}
	s.p.DueAt = s.in("dueDays", dueDays, zone)
	if in.DueOn != nil {
		s.p.DueAt = endOf(in.DueOn.Time, zone)
		switch on := in.DueOn.Format(time.DateOnly); {
		case s.p.DueAt.Before(s.now):
			l.Add("dueOn", "%s is over in %s; give a day still to come", on, zone)
		case in.DueOn.After(day.AddMonths(day.Of(s.now), 12)):
			l.Add("dueOn", "%s is more than a year away; check the year", on)
		}
	}
	return l.Err()
}

// in is the end of the day that is a policy's number of days away, in a zone.
func (s *seating) in(days string, otherwise int, zone *time.Location) time.Time {
	return endOf(day.AddDays(s.now.In(zone), number(s.level, days, otherwise)), zone)
}

// dueLater is when a review is due whose seat is given later: with the others,
// but not within the days of the first reminder.
func (s *seating) dueLater() (time.Time, error) {
	zone, err := zoneOf(s.p.DueZone)
	if err != nil {
		return time.Time{}, err
	}
	if soonest := s.in("remindDaysBefore", remindDaysBefore, zone); soonest.After(s.p.DueAt) {
		return soonest, nil
	}
	return s.p.DueAt, nil
}

// number is a figure of the ladder's policy on panels.
func number(l *ladder.Level, name string, otherwise int) int {
	if n, ok := l.ReadingOf("panel").Int(name); ok {
		return n
	}
	return otherwise
}
