package record

import "strings"

// fitting are as what a record of a kind can be confirmed, the strongest first.
func fitting(k Kind) []Capacity {
	switch k {
	case KindTestimony, KindIncidentCoverage:
		return []Capacity{AsFounder}
	case KindMeeting, KindFeedback:
		return []Capacity{AsFounder, AsAttendee, AsHouse}
	case KindDecision:
		return []Capacity{AsFounder, AsColleague, AsPeer, AsHouse}
	}
	return []Capacity{AsFounder, AsPeer, AsHouse}
}

// asksFounder tells whether a ladder may ask for a founder's word on records of
// a kind.
func asksFounder(k Kind) bool {
	switch k {
	case KindEngagement, KindOwnership, KindDecision, KindOutcomeReview, KindOnWatch, KindIncidentCoverage, KindTestimony:
		return true
	}
	return false
}

// capacities are as what somebody can confirm a record of a kind: as what they
// are, and a founder of its company as no less where one may be asked for, but
// as a steward.
func capacities(k Kind, founder, steward bool) []Capacity {
	may := []Capacity{}
	for _, c := range fitting(k) {
		switch {
		case c == AsFounder && founder, c == AsHouse && steward, c != AsFounder && c != AsHouse && !(founder && asksFounder(k)):
			may = append(may, c)
		}
	}
	return may
}

// oneOf names capacities, as "FOUNDER or PEER".
func oneOf(list []Capacity) string {
	names := make([]string, len(list))
	for i, c := range list {
		names[i] = string(c)
	}
	return strings.Join(names, " or ")
}
