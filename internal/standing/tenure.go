package standing

import (
	"time"

	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/people"
)

// ActiveDays is how many days of active time lie before a day: at a level, or
// at any for "". A pause counts for nothing, nor does time without a rank.
// Rules R1 and S11a.
func ActiveDays(ranks []people.Rank, pauses []people.Pause, level string, asOf time.Time) int {
	n := 0
	for _, s := range active(ranks, pauses, level, asOf) {
		n += s.Days(asOf)
	}
	return n
}

// ActiveMonths is how many whole months the active days make, counted by the
// calendar from the first day at the level. Several stays are added up.
func ActiveMonths(ranks []people.Rank, pauses []people.Pause, level string, asOf time.Time) int {
	all := stays(ranks, level, asOf)
	if len(all) == 0 {
		return 0
	}
	start := all[0].From
	return day.Months(start, day.AddDays(start, ActiveDays(ranks, pauses, level, asOf)))
}

// AttainedOn is the day on which so many active months at the level are, or
// will be, reached: that many calendar months after the first day, and as many
// days more as were no active ones until then. Ranks that begin after asOf are
// left out; ends of ranks, and pauses, are taken as they are known now. It is
// nil if the day never comes: without the level, after its end, and while a
// pause runs that has no end. Rule R1.
func AttainedOn(ranks []people.Rank, pauses []people.Pause, level string, months int, asOf time.Time) *time.Time {
	all := stays(ranks, level, asOf)
	if len(all) == 0 {
		return nil
	}
	start := all[0].From
	need := day.Days(start, day.AddMonths(start, months))
	if need <= 0 {
		return &start
	}
	for _, s := range active(ranks, pauses, level, asOf) {
		if s.To == nil || day.Days(s.From, *s.To) >= need {
			on := day.AddDays(s.From, need)
			return &on
		}
		need -= day.Days(s.From, *s.To)
	}
	return nil
}

// Skipped are the codes of the levels below one that were never held, lowest
// first. Rule W3.
func Skipped(ranks []people.Rank, v *ladder.Version, below *ladder.Level) []string {
	held := map[string]bool{}
	for _, r := range ranks {
		held[r.Level] = true
	}
	var skipped []string
	for _, l := range v.Levels {
		if l.Ordinal < below.Ordinal && !held[l.Code] {
			skipped = append(skipped, l.Code)
		}
	}
	return skipped
}

// stays are the spans at the level, or at any for "", that began by a day.
func stays(ranks []people.Rank, level string, asOf time.Time) []day.Span {
	var spans []day.Span
	for i := range ranks {
		if r := &ranks[i]; (level == "" || r.Level == level) && !r.From.After(asOf) {
			spans = append(spans, r.Span())
		}
	}
	return day.Union(spans)
}

// active are the stays without the pauses.
func active(ranks []people.Rank, pauses []people.Pause, level string, asOf time.Time) []day.Span {
	off := make([]day.Span, len(pauses))
	for i, p := range pauses {
		off[i] = p.Span
	}
	return day.Minus(stays(ranks, level, asOf), off)
}

// heldOn is the code of the level that the ranks give on a day, "" for none.
func heldOn(ranks []people.Rank, on time.Time) string {
	for i := range ranks {
		if ranks[i].Span().Has(on) {
			return ranks[i].Level
		}
	}
	return ""
}
