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
	fault := s.speaks(faultWords()...)
	outage := (s.speaks(outageWords()...) || fault && s.negated() && s.has(haltWords()...)) && !s.has("zero tolerance")
	preventable := fault || s.speaks(preventWords()...)
	none := s.has("no outage", "no outages", "no downtime", "without an outage", "without a single outage", "never been down", "not one outage",
		"never gone dark", "no stoppage", "keinen ausfall", "kein ausfall", "keine ausfälle", "ohne ausfall", "keine störung")
	if !outage || !preventable && !none && !s.has("major", "critical", "schwer") || s.row || s.has("if ") {
		return finding{}, false
	}
	if s.has("i do not regard", "would have", "in the proper sense") {
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
	counts := slices.DeleteFunc(s.numbers(), func(n number) bool { return n.value > 50 || s.measured(n) })
	if len(counts) > 0 && counts[0].value > 0 {
		if !s.has("einen vermeidbaren", "eine vermeidbare", "ein vermeidbarer") {
			total = counts[0].value
		}
	}
	switch {
	case preventable && s.negated():
		return 0, total
	case preventable && len(counts) > 0:
		return counts[0].value, -1
	case preventable && s.has("ein schwerer", "eine schwere", "einen schweren", "ein einziger", "eine einzige", "einen einzigen", "a single", "a major", "an outage"):
		return 1, -1
	}
	return -1, total
}

// downtime reads the length of an outage in minutes or hours.
func downtime(s *sentence, f *analysis.Facts) (finding, bool) {
	if len(f.Incidents) == 0 || s.row {
		return finding{}, false
	}
	outage := s.has(outageWords()...)
	for _, n := range s.numbers() {
		minutes := lasting(s, n)
		if minutes == 0 {
			continue
		}
		for _, i := range f.Incidents {
			off := 10 * max(i.Minutes-minutes, minutes-i.Minutes)
			dated := slices.Contains(s.years(), year(i.Date[:min(4, len(i.Date))]))
			if !outage && !dated || off > i.Minutes && (!dated || !outage || len(f.Incidents) > 1) {
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
	return dayOfOutage(s, f, outage)
}

// dayOfOutage reads that there was an outage in a month that the records know.
func dayOfOutage(s *sentence, f *analysis.Facts, outage bool) (finding, bool) {
	if !outage || s.negated() {
		return finding{}, false
	}
	for _, i := range f.Incidents {
		if len(i.Date) < 7 || !slices.Contains(s.years(), year(i.Date[:4])) || !s.has(monthWords(i.Date[5:7])...) {
			continue
		}
		return finding{
			metric: Health, value: -1, verdict: analysis.Supported,
			claimed:  fmt.Sprintf(in(s.lang, "an outage in %s", "ein Ausfall im %s"), i.Date[:7]),
			recorded: fmt.Sprintf(in(s.lang, "%s, %d minutes", "%s, %d Minuten"), i.Date, i.Minutes),
		}, true
	}
	return finding{}, false
}

// monthWords are the names of a month, given as "01" to "12".
func monthWords(month string) []string {
	names := map[string][]string{
		"01": {"january", "januar", "jänner"}, "02": {"february", "februar"}, "03": {"march", "märz"}, "04": {"april"}, "05": {"may", "mai"},
		"06": {"june", "juni"}, "07": {"july", "juli"}, "08": {"august"}, "09": {"september"}, "10": {"october", "oktober"},
		"11": {"november"}, "12": {"december", "dezember"},
	}
	return names[month]
}

// lasting reads a duration in minutes, 0 for none.
func lasting(s *sentence, n number) int {
	if n.at+1 >= len(s.words) {
		return 0
	}
	next, half := n.at+1, 0
	if s.words[next] == "and" && next+3 < len(s.words) && s.words[next+2] == "half" { // "five and a half hours"
		next, half = next+3, 30
	}
	switch unit := s.words[next]; {
	case strings.HasPrefix(unit, "minut"):
		return n.value
	case strings.HasPrefix(unit, "hour"), strings.HasPrefix(unit, "stunde"):
		return 60*n.value + half + n.half*30
	}
	return 0
}

// measured reports whether a number counts time, money or shares and not
// things.
func (s *sentence) measured(n number) bool {
	if n.at+1 >= len(s.words) {
		return false
	}
	for _, unit := range []string{
		"year", "month", "week", "day", "hour", "minute", "quarter", "percent", "season", "jahr", "monat", "woche", "tag", "stunde", "minut",
		"quartal", "prozent", "euro", "dollar", "pound", "o'clock", "uhr",
	} {
		if strings.HasPrefix(s.words[n.at+1], unit) {
			return true
		}
	}
	return false
}
