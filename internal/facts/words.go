package facts

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"dossier/internal/analysis"
	"dossier/internal/people"
	"dossier/internal/record"
)

const month = "2006-01"

// choice is the word for what was chosen, where it is one of the ladder's
// options; what was chosen in other words stands as it is.
func choice(chosen string) string {
	switch chosen {
	case "BUILD", "BUY":
		return strings.ToLower(chosen)
	case "OSS":
		return "open-source"
	}
	return chosen
}

func (c *comparison) engagements() (list []analysis.Engagement) {
	for _, r := range c.records {
		e, ok := r.(*record.Engagement)
		if !ok || e.CompanyID == nil || refused(e) {
			continue
		}
		list = append(list, analysis.Engagement{
			Company: e.CompanyName, Country: c.words.Countries[*e.CompanyID], From: e.Span.From.Format(month), To: ended(e.Span.To, c.asOf),
			Surfaces: c.owned(&e.Base), FounderConfirmed: e.ByFounder(),
		})
	}
	return list
}

// owned are the surfaces of the engagement's company that somebody else says
// were the person's, during the engagement.
func (c *comparison) owned(e *record.Base) []string {
	names := []string{}
	for _, r := range c.records {
		o, ok := r.(*record.SurfaceOwnership)
		if !ok || !o.Verified() || o.CompanyID == nil || *o.CompanyID != *e.CompanyID {
			continue
		}
		if _, during := o.Span.And(e.Span); during && !slices.Contains(names, c.surfaces[o.Surface]) {
			names = append(names, c.surfaces[o.Surface])
		}
	}
	return names
}

func (c *comparison) decisions() (list []analysis.TechDecision) {
	for _, r := range c.records {
		d, ok := r.(*record.TechDecision)
		if !ok || d.Type != "BUILD_VS_BUY" {
			continue
		}
		v, reviewed := review[*record.OutcomeReview](c, d)
		if !reviewed && !d.Verified() {
			continue
		}
		x := analysis.TechDecision{
			ID: fmt.Sprintf("D-%d", len(list)+1), Date: d.Span.From.Format(month), Title: d.Title, Choice: choice(d.Chosen), Outcome: "pending",
		}
		if reviewed && v.Verdict != "PENDING" {
			on := v.Span.From.Format(month)
			x.Outcome, x.Reviewed = strings.ToLower(v.Verdict), &on
		}
		list = append(list, x)
	}
	return list
}

// incidents are all outages; of one that the person disputes, whether it could
// have been prevented is open.
func (c *comparison) incidents() (list []analysis.Incident) {
	for _, r := range c.records {
		i, ok := r.(*record.Incident)
		if !ok || i.Dismissed() {
			continue
		}
		x := analysis.Incident{
			Date: i.Span.From.Format(time.DateOnly), Company: i.CompanyName, Surface: c.surfaces[i.Surface],
			Severity: strings.ToLower(i.Severity), Minutes: i.Minutes, Cause: i.Cause,
		}
		if v, ok := review[*record.IncidentReview](c, i); ok && i.State != record.Disputed {
			x.Preventable = &v.Preventable
		}
		list = append(list, x)
	}
	return list
}

func (c *comparison) teamChanges() (list []analysis.TeamChange) {
	for _, r := range c.records {
		t, ok := r.(*record.TeamChange)
		if !ok {
			continue
		}
		v, reviewed := review[*record.TeamReview](c, t)
		if !reviewed && !t.Verified() {
			continue
		}
		x := analysis.TeamChange{Date: t.Span.From.Format(month), Company: t.CompanyName, Change: join(": ", t.Team, t.Why), Outcome: "pending"}
		var said []string
		for _, m := range t.Measures {
			said = append(said, measure(m))
		}
		if reviewed {
			x.Outcome, said = strings.ToLower(v.Verdict), append(said, v.Reason)
		}
		x.Measure = join("; ", said...)
		list = append(list, x)
	}
	return list
}

// measure says a figure before and after, as "lead time 19 to 4 days, measured
// 2022-10".
func measure(m record.TeamMeasure) string {
	figure := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	return join(" ", m.Name, figure(m.Before), "to", figure(m.After), m.Unit) + ", measured " + m.AfterOn.Format(month)
}

// presentations counts meetings with a board or with investors, by company and
// audience, which somebody else confirms or gave feedback on.
func (c *comparison) presentations() (list []analysis.Presentation) {
	for _, r := range c.records {
		m, ok := r.(*record.Meeting)
		if !ok || m.Role != "PRESENTER" || m.Type != "BOARD" && m.Type != "INVESTOR" {
			continue
		}
		feedback, heard := review[*record.MeetingFeedback](c, m)
		if !heard && !m.Verified() {
			continue
		}
		audience := m.Audience
		if audience == "" {
			audience = strings.ToLower(m.Type)
		}
		at := slices.IndexFunc(list, func(p analysis.Presentation) bool { return p.Company == m.CompanyName && p.Audience == audience })
		if at < 0 {
			at, list = len(list), append(list, analysis.Presentation{Company: m.CompanyName, Audience: audience})
		}
		list[at].Count++
		if heard {
			list[at].Feedback = fmt.Sprintf("clarity %d, confidence %d, plainness %d of 5", feedback.Clarity, feedback.Confidence, feedback.Plainness)
		}
	}
	return list
}

// mentees are those whom the person mentors or has mentored: the level that
// each holds, and the one held when it began.
func (c *comparison) mentees() (list []analysis.Mentee) {
	seen := map[uuid.UUID]bool{}
	for _, p := range c.Pupils {
		if p.Span.From.After(c.asOf) || seen[p.Mentee] {
			continue
		}
		seen[p.Mentee] = true
		list = append(list, analysis.Mentee{
			Name: p.Name, Level: held(p.Ranks, c.asOf), Previous: held(p.Ranks, p.Span.From), Since: p.Span.From.Format(month),
		})
	}
	return list
}

// references are the testimonies that those who give them stand for.
func (c *comparison) references() (list []analysis.Reference) {
	for _, r := range c.records {
		t, ok := r.(*record.Testimony)
		if !ok || t.State != record.Confirmed || !t.Verified() || *t.StateBy != t.Founder {
			continue
		}
		x := analysis.Reference{Name: c.words.People[t.Founder], Company: t.CompanyName, Confirms: t.Relation, Received: t.MadeAt.Format(time.DateOnly)}
		if t.StateAs != nil {
			x.Standing = strings.ToLower(string(*t.StateAs))
		}
		if t.StateAt != nil {
			x.Received = t.StateAt.Format(time.DateOnly)
		}
		if t.Cofounder {
			x.Confirms = "technical co-founder"
		}
		list = append(list, x)
	}
	return list
}

// refused reports whether somebody else denies a record.
func refused(r record.Record) bool {
	s := r.Common().State
	return s == record.Declined || s == record.Disputed
}

func ended(to *time.Time, asOf time.Time) *string {
	if to == nil || to.After(asOf) {
		return nil
	}
	s := to.AddDate(0, 0, -1).Format(month)
	return &s
}

func held(ranks []people.Rank, on time.Time) string {
	for _, r := range ranks {
		if r.Span().Has(on) {
			return r.Level
		}
	}
	return ""
}

func join(by string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), by)
}
