package standing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/record"
)

// own is how far a testimony stands by the word of its founder.
func own(t *record.Testimony) trust {
	return trusted(&t.Base, t.ByFounder() && *t.StateBy == t.Founder)
}

// engaged tells whether the person's own records have them engaged at the
// company during what the testimony speaks of, wherever that record comes from.
// Where "engaged" is not asked they need not be.
func (q question) engaged(t *record.Testimony) bool {
	return !q.yes("engaged") || slices.ContainsFunc(all[*record.Engagement](q.calc, record.KindEngagement), func(e *record.Engagement) bool {
		_, shared := e.Span.And(t.Span)
		return shared && e.State != record.Declined && e.CompanyID != nil && t.CompanyID != nil && *e.CompanyID == *t.CompanyID
	})
}

// unengaged is what is said of a testimony that is not by a founder of one of
// the person's engagements.
const unengaged = ", where no engagement is recorded for that time"

// partnership counts the founders who testify that the person was the
// company's technical co-founder, over "periodMonths" or more, with an example
// if "exampleRequired", at a company where the person was engaged then if
// "engaged". It is UNKNOWN where no testimony is recorded, and where those that
// their founder has not confirmed, or that no engagement matches, would make
// "minimum"; else FAIL below it. Rules M3, T2.1.
func partnership(q question) result {
	var t tally
	sure, likely := trusting{}, trusting{}
	for _, x := range all[*record.Testimony](q.calc, record.KindTestimony) {
		t.recorded++
		months := q.period(x)
		if !x.Cofounder || months < q.int("periodMonths") || q.yes("exampleRequired") && len(x.Examples) == 0 {
			continue
		}
		name := fmt.Sprintf("at %s for %s", company(&x.Base), count(months, "month"))
		switch state, engaged := own(x), q.engaged(x); {
		case state == closed:
		case !engaged:
			likely = likely.with(x)
			t.wait(name + unengaged)
		case state == stands:
			sure, likely = sure.with(x), likely.with(x)
			t.add(name, x)
		default:
			likely = likely.with(x)
			t.wait(name)
		}
	}
	t.n = sure.count(0)
	t.open = likely.count(0) - t.n
	return t.result(q.int("minimum"), q.asOf, "founder", "for whom the person was technical co-founder")
}

// period is how many whole months a testimony speaks of.
func (q question) period(t *record.Testimony) int {
	to := q.asOf
	if t.Span.To != nil && t.Span.To.Before(to) {
		to = *t.Span.To
	}
	return day.Months(t.Span.From, to)
}

func company(b *record.Base) string {
	if b.CompanyName == "" {
		return "a company without a name"
	}
	return b.CompanyName
}

// rooms counts which of the "rooms" founders attest; all of them make a full
// yes. It is UNKNOWN where no testimony is recorded, and where those that are
// open name the rest; else FAIL short of "full". Rule C3.
func rooms(q question) result {
	asked := q.enums("rooms")
	sure, likely := map[string]bool{}, map[string]bool{}
	var t tally
	for _, x := range all[*record.Testimony](q.calc, record.KindTestimony) {
		t.recorded++
		state := own(x)
		counts := false
		for _, room := range x.Rooms {
			if !slices.Contains(asked, room) || state == closed {
				continue
			}
			likely[room] = true
			if state == stands {
				sure[room], counts = true, true
			}
		}
		if counts {
			t.records = append(t.records, x)
		}
	}
	for _, room := range asked {
		switch {
		case sure[room]:
			t.add(words(room))
		case likely[room]:
			t.wait(words(room))
		}
	}
	return t.result(q.int("full"), q.asOf, "room", "attested by a founder")
}

// references counts the founders who testify as "holds" asks: "founders" of
// them, of "companies" or more different ones, at which the person was engaged
// then if "engaged", where a nominator counts only if "nominatorCounts". While the companies are too few, their number is the
// count. It is UNKNOWN where no testimony is recorded, and where those that
// are open would make enough; else FAIL. Rule R3d.
func references(q question) result {
	nominators := step{calc: q.calc, to: above(q.v, q.level)}.nominators()
	sure, likely := trusting{}, trusting{}
	var t tally
	var out []string
	for _, x := range all[*record.Testimony](q.calc, record.KindTestimony) {
		t.recorded++
		_, nominated := nominators[x.Founder]
		name := fmt.Sprintf("at %s for %s", company(&x.Base), count(q.period(x), "month"))
		lacks := q.lacks(x)
		switch state := own(x); {
		case state == closed:
			out = append(out, name+" (declined)")
		case !x.Cofounder:
			out = append(out, name+" (not as technical co-founder)")
		case nominated && !q.yes("nominatorCounts"):
			out = append(out, name+" (by the nominator)")
		case len(lacks) > 0:
			out = append(out, name+" (without "+list(lacks)+")")
		case !q.engaged(x):
			likely = likely.with(x)
			t.wait(name + unengaged)
		case state == stands:
			sure, likely = sure.with(x), likely.with(x)
			t.add(name, x)
		default:
			likely = likely.with(x)
			t.wait(name)
		}
	}
	companies := q.int("companies")
	t.n = sure.count(companies)
	t.open = likely.count(companies) - t.n
	with := "of different companies, with " + strings.Join(q.list("holds"), ", ")
	if companies < 2 {
		with = "with " + strings.Join(q.list("holds"), ", ")
	}
	r := t.result(q.int("founders"), q.asOf, "founder", with)
	r.text = sentences(r.text, when(len(out) > 0, "Not counted: %s.", list(out)))
	return r
}

// lacks is what of "holds" a testimony does not have.
func (q question) lacks(t *record.Testimony) []string {
	has := map[string]bool{
		"relation": t.Relation != "", "period": t.Span.To != nil, "example": len(t.Examples) > 0,
		"outcome": len(t.Outcomes) > 0, "money": t.Money != "",
	}
	return slices.DeleteFunc(q.list("holds"), func(name string) bool { return has[name] })
}

// trusting are founders and their companies, each once.
type trusting struct{ founders, companies []uuid.UUID }

func (t trusting) with(x *record.Testimony) trusting {
	if !slices.Contains(t.founders, x.Founder) {
		t.founders = append(t.founders, x.Founder)
	}
	if x.CompanyID != nil && !slices.Contains(t.companies, *x.CompanyID) {
		t.companies = append(t.companies, *x.CompanyID)
	}
	return t
}

// count is the number of founders or, while the companies are fewer than
// asked, no more than that of the companies.
func (t trusting) count(companies int) int {
	if len(t.companies) < companies {
		return min(len(t.founders), len(t.companies))
	}
	return len(t.founders)
}
