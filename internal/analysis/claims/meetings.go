package claims

import (
	"fmt"
	"slices"
	"strings"

	"dossier/internal/analysis"
)

// presentations reads how often the candidate presented to a board or to
// investors.
func presentations(s *sentence, f *analysis.Facts) (finding, bool) {
	said := s.speaks("present", "pitch", "vorgetragen", "vortrag", "vorträge", "vorgestellt", "präsentiert", "referiert")
	audience := audienceOf(s.view)
	if audience != "" {
		said = said || s.speaks(spokeWords()...)
	}
	if audience == "" {
		audience = audienceOf(s.heading + " " + s.before + " " + s.asked)
		if audience == "" && strings.HasSuffix(s.doc.Component, "references") {
			audience = "any"
		}
	}
	if !said || audience == "" || s.row {
		return finding{}, false
	}
	var times []number
	for _, n := range s.numbers() {
		if n.value <= 100 && (n.times || len(times) > 0 && n.value > 0) {
			times = append(times, n)
		}
	}
	if len(times) == 0 {
		return finding{}, false
	}
	claimed := total(times)
	x := finding{metric: Investors, subject: "presentations", value: -1}
	x.claimed = counted(claimed, in(s.lang, "presentation", "Vortrag"), in(s.lang, "presentations", "Vorträge"))
	all, matched, single, rows := meetings(s, f, audience)
	x.recorded = strings.Join(rows, "; ")
	switch {
	case len(f.Presentations) == 0 && len(f.Engagements) == 0:
		x.verdict = analysis.Unverifiable
	case claimed == all || claimed == matched || slices.Contains(single, claimed):
		x.verdict = analysis.Supported
	default:
		x.verdict = judge(claimed, max(matched, 0), times[0].bound)
		if x.recorded == "" {
			x.recorded = in(s.lang, "no presentation", "kein Vortrag")
		}
	}
	return x, true
}

// total adds counts up, unless the first already is the sum of the others.
func total(times []number) int {
	sum := 0
	for _, n := range times[1:] {
		sum += n.value
	}
	if sum == 0 || sum == times[0].value {
		return times[0].value
	}
	onlyTimes := 0
	for _, n := range times {
		if n.times {
			onlyTimes += n.value
		}
	}
	return onlyTimes
}

// audienceOf says to whom, "any" where both are named.
func audienceOf(view string) string {
	board := containsAny(view, "board", "beirat", "verwaltungsrat", "aufsichtsrat", "directors", "trustee", "council", "committee", "general assembly",
		"kuratorium", "stiftungsrat", "vorstand", "generalversammlung", "gesellschafter", "supervisory", "governors")
	investor := containsAny(view, "investor", "fund", "fonds", "geldgeber", "series a", "lender", "bank", "shareholder", "backer", "donor",
		"financier", "kreditgeber", "förder", "kapitalgeber", "creditor")
	switch {
	case board && investor:
		return "any"
	case board:
		return "board"
	case investor:
		return "investor"
	}
	return ""
}

func containsAny(s string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(s, p) })
}

// meetings counts the recorded presentations: all, those before the audience
// and at the companies that a sentence names, and each whose audience it names
// in the words of the record.
func meetings(s *sentence, f *analysis.Facts, audience string) (all, matched int, single []int, rows []string) {
	companies := s.companies(f)
	if strings.HasSuffix(s.doc.Component, "references") && len(companies) == 0 {
		if r := refereeOf(s, f); r != nil {
			companies = []string{r.Company}
		}
	}
	for _, p := range f.Presentations {
		all += p.Count
		rows = append(rows, fmt.Sprintf("%s, %s: %d", p.Company, p.Audience, p.Count))
		if sameThing(s, p.Audience) {
			single = append(single, p.Count)
		}
		to := audienceOf(lower(p.Audience))
		if audience != "any" && to != "any" && to != audience && to != "" {
			continue
		}
		if len(companies) == 0 || slices.Contains(companies, p.Company) {
			matched += p.Count
		}
	}
	return all, matched, single, rows
}
