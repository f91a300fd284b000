package claims

import (
	"fmt"
	"slices"
	"strings"

	"dossier/internal/analysis"
)

// pointed adds what an analyser pointed at and the readers did not see: counts
// of a subject that the records know.
func pointed(in analysis.ClaimInput, found []finding) []finding {
	var out []finding
	for _, p := range in.Pointed {
		metric, recorded, rows := record(p.Subject, &in.Facts)
		if p.Value == nil || metric == "" {
			continue
		}
		if slices.ContainsFunc(found, func(f finding) bool {
			return f.metric == metric && f.sentence.doc.Doc == p.Doc && f.sentence.span.Overlaps(p.Span)
		}) {
			continue
		}
		i := slices.IndexFunc(in.Documents, func(d analysis.Read) bool { return d.Doc == p.Doc })
		if i < 0 {
			continue
		}
		d := &in.Documents[i]
		claimed := int(*p.Value)
		f := finding{
			sentence: sentence{doc: d, span: p.Span, lang: d.Language}, metric: metric, subject: p.Subject, value: claimed,
			claimed: fmt.Sprintf("%d %s", claimed, strings.ReplaceAll(p.Subject, "_", " ")), recorded: rows,
			verdict: judge(claimed, recorded, p.Bound), rule: "a figure that the analyser points at with the count recorded of its subject",
		}
		if rows == "" {
			f.verdict = analysis.Unverifiable
		}
		out = append(out, f)
	}
	return out
}

// record counts what is recorded of a subject; rows is "" where nothing is.
func record(subject string, f *analysis.Facts) (metric string, n int, rows string) {
	switch subject {
	case "product_surfaces":
		var all []string
		for _, e := range f.Engagements {
			all = append(all, e.Surfaces...)
		}
		return Surfaces, len(all), strings.Join(all, ", ")
	case "build_vs_buy":
		for _, d := range f.Decisions {
			rows += d.ID + " " + d.Title + "; "
		}
		return Decisions, len(f.Decisions), strings.TrimSuffix(rows, "; ")
	case "teams_restructured":
		for _, c := range f.TeamChanges {
			rows += c.Date + " " + c.Change + "; "
		}
		return Teams, len(f.TeamChanges), strings.TrimSuffix(rows, "; ")
	case "investor_presentations":
		for _, p := range f.Presentations {
			n += p.Count
			rows += fmt.Sprintf("%s, %s: %d; ", p.Company, p.Audience, p.Count)
		}
		return Investors, n, strings.TrimSuffix(rows, "; ")
	case "mentees_l5plus":
		for _, m := range f.Mentees {
			if level(lower(m.Level)) >= 5 {
				n++
			}
			rows += m.Name + " " + m.Level + "; "
		}
		return Advancement, n, strings.TrimSuffix(rows, "; ")
	case "founders":
		for _, r := range f.References {
			if r.Standing == "founder" {
				n++
				rows += r.Name + "; "
			}
		}
		return Founders, n, strings.TrimSuffix(rows, "; ")
	}
	return "", 0, ""
}
