package standing

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"dossier/internal/record"
)

// confirmedOwnerships are those that a founder stands for.
func (q question) confirmedOwnerships() []*record.SurfaceOwnership {
	return slices.DeleteFunc(all[*record.SurfaceOwnership](q.calc, record.KindOwnership), func(o *record.SurfaceOwnership) bool {
		return !o.ByFounder()
	})
}

// share is how many of a company's surfaces the person owns on the day, of the
// companies of which there is one, as founders confirm; and how many in every
// one of "aspects". Rule W1.
func share(q question) result {
	aspects := map[uuid.UUID]map[string]bool{}
	var r result
	for _, o := range q.confirmedOwnerships() {
		if !o.Span.Has(q.asOf) {
			continue
		}
		if aspects[o.Surface] == nil {
			aspects[o.Surface] = map[string]bool{}
		}
		for _, a := range o.Aspects {
			aspects[o.Surface][a] = true
		}
		r.records = append(r.records, o)
	}
	var order []uuid.UUID
	type portfolio struct{ owned, full, all int }
	of := map[uuid.UUID]*portfolio{}
	for _, s := range q.f.Surfaces {
		if !s.Span.Has(q.asOf) {
			continue
		}
		p := of[s.Company]
		if p == nil {
			p = &portfolio{}
			of[s.Company] = p
			order = append(order, s.Company)
		}
		p.all++
		if has := aspects[s.UUID]; has != nil {
			p.owned++
			if !slices.ContainsFunc(q.enums("aspects"), func(a string) bool { return !has[a] }) {
				p.full++
			}
		}
	}
	owned, all := 0, 0
	var said []string
	for _, company := range order {
		if p := of[company]; p.owned > 0 {
			owned, all = owned+p.owned, all+p.all
			said = append(said, fmt.Sprintf("%d of %s of %s, %d in all of %s", p.owned, count(p.all, "surface"), q.companies[company], p.full, words(strings.Join(q.enums("aspects"), ", "))))
		}
	}
	if all == 0 {
		r.text = fmt.Sprintf("No confirmed surface is owned on %s.", date(q.asOf))
		return r
	}
	r.value = number(float64(owned) / float64(all))
	r.text = fmt.Sprintf("Owned on %s: %s.", date(q.asOf), strings.Join(said, "; "))
	return r
}

// breadth counts the surfaces that were owned, of how many companies and over
// what time, as founders confirm. Rule R3a.
func breadth(q question) result {
	var r result
	var first, last time.Time
	surfaces, companies := map[uuid.UUID]bool{}, map[uuid.UUID]bool{}
	for _, o := range q.confirmedOwnerships() {
		surfaces[o.Surface] = true
		if o.CompanyID != nil {
			companies[*o.CompanyID] = true
		}
		end := q.asOf
		if o.Span.To != nil && o.Span.To.Before(end) {
			end = *o.Span.To
		}
		if first.IsZero() || o.Span.From.Before(first) {
			first = o.Span.From
		}
		if end.After(last) {
			last = end
		}
		r.records = append(r.records, o)
	}
	r.value = number(len(surfaces))
	r.text = fmt.Sprintf("No confirmed surface was owned by %s.", date(q.asOf))
	if len(surfaces) > 0 {
		n := len(surfaces)
		r.text = fmt.Sprintf("%s of %s %s owned from %s to %s.", count(n, "surface"), count(len(companies), "company"), was(n), date(first), date(last))
	}
	return r
}

// dependencies counts the pairs of surfaces that share something, and tells how
// many decisions touch two surfaces or more. Rule W5.
func dependencies(q question) result {
	pairs := map[[2]uuid.UUID]bool{}
	for _, s := range q.f.Surfaces {
		for _, other := range s.Depends {
			a, b := s.UUID, other
			if strings.Compare(a.String(), b.String()) > 0 {
				a, b = b, a
			}
			pairs[[2]uuid.UUID{a, b}] = true
		}
	}
	var r result
	for _, d := range all[*record.TechDecision](q.calc, record.KindDecision) {
		if d.State != record.Declined && len(d.Affects) > 1 {
			r.records = append(r.records, d)
		}
	}
	r.value = number(len(pairs))
	r.text = fmt.Sprintf("Pairs of surfaces that share something: %d. Decisions that touch more than one surface: %d.", len(pairs), len(r.records))
	return r
}

// teamEvidence counts which of three kinds there are: changes of a team, job
// descriptions, and interviews, of which numbers alone are kept. Rule W3.
func teamEvidence(q question) result {
	var r result
	changes, interviews, descriptions, kinds := 0, 0, 0, 0
	for _, c := range all[*record.TeamChange](q.calc, record.KindTeamChange) {
		if c.State == record.Declined {
			continue
		}
		changes++
		if c.Interviews != nil {
			interviews += *c.Interviews
		}
		r.records = append(r.records, c)
	}
	for _, a := range all[*record.Artefact](q.calc, record.KindArtefact) {
		if a.State != record.Declined && a.Type == q.word("descriptions") {
			descriptions++
			r.records = append(r.records, a)
		}
	}
	for _, n := range []int{changes, interviews, descriptions} {
		if n > 0 {
			kinds++
		}
	}
	r.value = number(kinds)
	r.text = fmt.Sprintf("%s, %s and %s are recorded by %s.",
		count(changes, "change")+" of a team", count(descriptions, "job description"), count(interviews, "interview"), date(q.asOf))
	return r
}

// foundersTrust counts founders who testify, by their own word, that the person
// was technical co-founder, and tells of how many companies. Rule P3.
func foundersTrust(q question) result {
	var r result
	var sure trusting
	for _, x := range all[*record.Testimony](q.calc, record.KindTestimony) {
		if x.Cofounder && own(x) == stands {
			sure = sure.with(x)
			r.records = append(r.records, x)
		}
	}
	r.value = number(len(sure.founders))
	r.text = fmt.Sprintf("By %s %s of %s for whom the person was technical co-founder.", date(q.asOf), there(len(sure.founders), "founder"), count(len(sure.companies), "company"))
	return r
}
