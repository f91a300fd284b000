package standing

import (
	"slices"
	"strings"

	"dossier/internal/record"
)

// skill counts artefacts for an AI skill: those of the skill's own key, and
// those that a module of the curriculum asks for which "feeds" the skill's
// rule. One counts if it has what "evidence" of the policy "skills" and
// "holds" of the skill's policy name, and somebody other than the owner stands
// for it. It is UNKNOWN where none is recorded, and where one that nobody
// confirmed, or of which no record keeps a thing that is named, would make
// "minimum" of "skills"; else FAIL below it. Rules A1 to A7.
func skill(q question) result {
	skills := q.level.ReadingOf("skills")
	minimum, ok := skills.Int("minimum")
	if !ok {
		minimum = 1
	}
	evidence, _ := skills.Strings("evidence")
	names := slices.Concat(evidence, q.list("holds"))
	types := q.artefacts(strings.TrimPrefix(q.key, "skill-"))
	var t tally
	for _, a := range all[*record.Artefact](q.calc, record.KindArtefact) {
		if !slices.Contains(types, a.Type) {
			continue
		}
		t.recorded++
		has := q.has(a)
		lacks, unkept := false, false
		for _, name := range names {
			yes, kept := has[name]
			lacks, unkept = lacks || kept && !yes, unkept || !kept
		}
		state := trusted(&a.Base, a.Verified())
		switch {
		case lacks, state == closed:
		case unkept, state == open:
			t.wait("“" + a.Title + "”")
		default:
			t.add("“"+a.Title+"”", a)
		}
	}
	with := slices.DeleteFunc(names, func(name string) bool { return name == "artefact" })
	return t.result(minimum, q.asOf, "artefact", "with "+strings.ReplaceAll(strings.Join(with, ", "), "-", " "))
}

// artefacts are the kinds that show a skill.
func (q question) artefacts(skill string) []string {
	kinds := []string{skill}
	if q.p == nil {
		return kinds
	}
	for i := range q.level.Policy {
		p := &q.level.Policy[i]
		feeds, _ := p.Strings("feeds")
		kind, ok := p.String("artefact")
		if ok && slices.ContainsFunc(feeds, func(rule string) bool { return slices.Contains(q.p.Rule, rule) }) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// has is what an artefact holds of what a policy may name.
func (q question) has(a *record.Artefact) map[string]bool {
	each := func(fits func(record.SurfaceCheck) bool) bool {
		return len(a.Surfaces) > 0 && !slices.ContainsFunc(a.Surfaces, func(s record.SurfaceCheck) bool { return !fits(s) })
	}
	var s record.Scenario
	if a.Scenario != nil {
		s = *a.Scenario
	}
	least := q.int("smallestGroup")
	return map[string]bool{
		"artefact":             true,
		"method":               a.Method != "",
		"decision-changed":     a.Changed != "",
		"decision":             a.Changed != "",
		"ai-verdict":           a.AIVerdict != "",
		"human-verdict":        a.OwnVerdict != "",
		"changed":              a.Changed != "",
		"report":               a.URL != "" || a.Hash != "",
		"subject":              slices.Contains(q.enums("subjects"), a.Subject),
		"portfolio-model":      a.URL != "" || a.Hash != "",
		"surface-dependencies": slices.ContainsFunc(q.f.Surfaces, func(s Surface) bool { return len(s.Depends) > 0 }),
		"surface":              len(a.Surfaces) > 0,
		"detector":             each(func(s record.SurfaceCheck) bool { return s.Detector != "" }),
		"capacity-plan-date":   each(func(s record.SurfaceCheck) bool { return s.CapacityPlanOn != nil }),
		"last-scan":            each(func(s record.SurfaceCheck) bool { return s.LastScanOn != nil }),
		"open-criticals":       each(func(s record.SurfaceCheck) bool { return s.OpenCriticals != nil }),
		"team-figures": len(a.Productivity) > 0 && !slices.ContainsFunc(a.Productivity, func(p record.TeamProductivity) bool {
			return p.TeamSize < least
		}),
		"change":              s.Change != "",
		"ships-sooner-months": a.Scenario != nil,
		"cost":                a.Scenario != nil,
		"verdict":             s.Verdict != "",
		"actual":              s.Actual != "",
	}
}
