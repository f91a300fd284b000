package claims

import (
	"fmt"
	"slices"
	"strings"

	"dossier/internal/analysis"
)

// outages reads how many outages there were and whether any could have been
// prevented.
func outages(s *sentence, f *analysis.Facts) (finding, bool) {
	outage := s.has("outage", "incident", "downtime", "ausfall", "ausfälle", "störung") && !s.has("zero tolerance")
	preventable := s.has("prevent", "avoid", "vermeidbar", "verhindern", "verhindert", "vermeiden", "could have been")
	none := s.has("no outage", "no outages", "no downtime", "without an outage", "without a single outage", "never been down", "not one outage",
		"keinen ausfall", "kein ausfall", "keine ausfälle", "ohne ausfall")
	if !outage || !preventable && !none && !s.has("major", "critical", "schwer") || s.row || strings.Contains(s.view, "if ") {
		return finding{}, false
	}
	if s.has("i don't regard", "would have", "in the proper sense") {
		return finding{}, false
	}
	x := finding{metric: Health, subject: "outages", value: -1}
	recorded := 0
	var dates []string
	for _, i := range f.Incidents {
		if i.Preventable != nil && *i.Preventable {
			recorded++
			dates = append(dates, i.Date)
		}
	}
	x.recorded = fmt.Sprintf(in(s.lang, "%s, %d of them preventable", "%s, davon %d vermeidbar"),
		counted(len(f.Incidents), in(s.lang, "incident", "Ausfall"), in(s.lang, "incidents", "Ausfälle")), recorded)
	if len(dates) > 0 {
		x.recorded += " (" + strings.Join(dates, ", ") + ")"
	}
	claimed, total := outagesClaimed(s, preventable)
	if none && !preventable {
		claimed, total = 0, 0
	}
	if claimed < 0 {
		return finding{}, false
	}
	x.value = claimed
	x.claimed = fmt.Sprintf(in(s.lang, "%d preventable outages", "%d vermeidbare Ausfälle"), claimed)
	switch {
	case claimed < recorded, total >= 0 && total < len(f.Incidents):
		x.verdict = analysis.Overstated
	case claimed > recorded:
		x.verdict = analysis.Understated
	default:
		x.verdict = analysis.Supported
	}
	return x, true
}

// outagesClaimed reads the preventable outages that a sentence admits, -1 for
// none told, and all outages, -1 where it does not count them.
func outagesClaimed(s *sentence, preventable bool) (claimed, total int) {
	total = -1
	counts := slices.DeleteFunc(s.numbers(), func(n number) bool { return n.value > 50 })
	if len(counts) > 0 && counts[0].value > 0 && !s.has("year", "jahr") {
		if !s.has("einen vermeidbaren", "eine vermeidbare", "ein vermeidbarer") {
			total = counts[0].value
		}
	}
	switch {
	case preventable && s.negated():
		return 0, total
	case preventable && len(counts) > 0:
		return counts[0].value, -1
	}
	return -1, total
}

// downtime reads the length of an outage in minutes.
func downtime(s *sentence, f *analysis.Facts) (finding, bool) {
	if !s.has("downtime", "outage", "unavailable", "down for", "was down", "ausfall", "nicht erreichbar") || len(f.Incidents) == 0 {
		return finding{}, false
	}
	for _, n := range s.numbers() {
		minutes := lasting(s, n)
		if minutes == 0 {
			continue
		}
		for _, i := range f.Incidents {
			off := 10 * max(i.Minutes-minutes, minutes-i.Minutes)
			if off > i.Minutes && (!slices.Contains(s.years(), year(i.Date[:min(4, len(i.Date))])) || len(f.Incidents) > 1) {
				continue
			}
			x := finding{
				metric: Health, value: -1, verdict: analysis.Supported,
				claimed:  fmt.Sprintf(in(s.lang, "%d minutes", "%d Minuten"), minutes),
				recorded: fmt.Sprintf(in(s.lang, "%s, %d minutes", "%s, %d Minuten"), i.Date, i.Minutes),
			}
			if off > i.Minutes {
				x.verdict = judge(-minutes, -i.Minutes, exactly) // shorter is better
			}
			return x, true
		}
	}
	return finding{}, false
}

// lasting reads a duration in minutes, 0 for none.
func lasting(s *sentence, n number) int {
	if n.at+1 >= len(s.words) {
		return 0
	}
	switch unit := s.words[n.at+1]; {
	case strings.HasPrefix(unit, "minut"):
		return n.value
	case strings.HasPrefix(unit, "hour"), strings.HasPrefix(unit, "stunde"):
		return 60 * n.value
	}
	return 0
}
