package standing

import (
	"fmt"
	"slices"

	"dossier/internal/ladder"
	"dossier/internal/people"
)

// ready says of mentees at the level before "approaching" whether one
// approaches it: by the mentor's word with a reason, or by "readinessPercent"
// of the requirements of that step, where the ladder states them and the
// mentee's facts are known. Without either it is UNKNOWN. Rule C8.
func (q question) ready(near []*mentee) (ladder.Verdict, string) {
	to := q.word("approaching")
	if len(near) == 0 {
		return ladder.Fail, fmt.Sprintf("None is at the level before %s.", to)
	}
	verdict := ladder.Fail
	for _, m := range near {
		for _, a := range m.attested {
			if a.Level == to && a.Reason != "" && q.come(a.At) {
				return ladder.Pass, fmt.Sprintf("%s approaches %s, by the mentor's word of %s.", m.Name, to, date(a.At))
			}
		}
		share, ok := q.share(m)
		switch {
		case ok && share >= q.int("readinessPercent"):
			return ladder.Pass, fmt.Sprintf("%s meets %d %% of what the step to %s asks.", m.Name, share, to)
		case !ok:
			verdict = ladder.Unknown
		}
	}
	if verdict == ladder.Unknown {
		return verdict, fmt.Sprintf("Nobody attests that a mentee approaches %s, and what the step to it asks cannot be computed.", to)
	}
	return verdict, fmt.Sprintf("No mentee meets %d %% of what the step to %s asks.", q.int("readinessPercent"), to)
}

// share is how much, in percent, a mentee meets of what the step from the
// present level asks; ok is false where that is not known.
func (q question) share(m *mentee) (percent int, ok bool) {
	from, f := q.v.Level(m.as), q.f.Mentees[m.Mentee]
	if from == nil || from.Promotion == nil || f == nil {
		return 0, false
	}
	met, asked := 0, 0
	for _, r := range EligibilityFor(f, q.v, from, q.asOf).Requirements {
		if r.Kind == ladder.Info {
			continue
		}
		asked++
		if r.Verdict == ladder.Pass {
			met++
		}
	}
	if asked == 0 {
		return 0, false
	}
	return met * 100 / asked, true
}

// owners counts present and former mentees who reached "levelFrom" or own
// "orOwnsSurfaces" confirmed surfaces or more. Rule N4.
func owners(q question) result {
	var names []string
	from, surfaces := q.ordinal(q.word("levelFrom")), q.int("orOwnsSurfaces")
	for _, m := range q.mentees() {
		reached := from > 0 && slices.ContainsFunc(m.Ranks, func(r people.Rank) bool { return !r.From.After(q.asOf) && q.ordinal(r.Level) >= from })
		if reached || surfaces > 0 && m.Surfaces >= surfaces {
			names = append(names, m.at(m.level))
		}
	}
	return result{value: number(len(names)), text: fmt.Sprintf("By %s %s who reached %s or own a surface%s.",
		date(q.asOf), there(len(names), "present or former mentee"), q.word("levelFrom"), colon(names))}
}

// pipeline counts mentees who lead: they mentor, or own a surface. It tells the
// levels that mentees are on, and how many rose. Rule R3e.
func pipeline(q question) result {
	mentees := q.mentees()
	var levels []string
	leaders, mentoring, owning, rose := 0, 0, 0, 0
	for _, l := range q.v.Levels {
		n := 0
		for _, m := range mentees {
			if m.level == l.Code {
				n++
			}
		}
		if n > 0 {
			levels = append(levels, fmt.Sprintf("%d at %s", n, l.Code))
		}
	}
	for _, m := range mentees {
		if m.Mentors {
			mentoring++
		}
		if m.Surfaces > 0 {
			owning++
		}
		if m.Mentors || m.Surfaces > 0 {
			leaders++
		}
		if q.advanced(m, 0, 0) {
			rose++
		}
	}
	return result{value: number(leaders), text: sentences(
		fmt.Sprintf("By %s %s%s.", date(q.asOf), there(len(mentees), "present or former mentee"), colon(levels)),
		when(len(mentees) > 0, "Those who rose while they were mentored: %d. Those who mentor: %d, who own a confirmed surface: %d, who do either: %d.", rose, mentoring, owning, leaders))}
}

// sustained counts mentees who mentor; "menteesWhoMentor" or more mean that the
// pipeline sustains itself. Rule T3.4.
func sustained(q question) result {
	var names []string
	for _, m := range q.mentees() {
		if m.Mentors {
			names = append(names, m.at(m.level))
		}
	}
	says := "does not sustain itself yet"
	if need := q.int("menteesWhoMentor"); len(names) >= need {
		says = "sustains itself"
	}
	return result{value: number(len(names)), text: fmt.Sprintf("The pipeline %s; mentors among the mentees: %d%s.", says, len(names), when(len(names) > 0, ", %s", list(names)))}
}
