package facts_test

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/analysis"
	"dossier/internal/analysis/claims"
	"dossier/internal/analysis/eval"
	"dossier/internal/analysis/offline"
	"dossier/internal/day"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/testworld"
)

// What a labelled dossier has as records is written into a database, gathered
// and put into words again. Every claim of its text must come out as it does
// with the file's own records.
func TestRecordsInADatabaseBearOutTheSameClaims(t *testing.T) {
	t.Parallel()
	off, err := offline.New()
	if err != nil {
		t.Fatal(err)
	}
	w := testworld.New(t)
	steward := w.Person("Steward", "", people.Steward)
	asked := 0
	for _, dir := range []string{"golden", "own"} {
		dossiers, err := eval.Load("../analysis/testdata/" + dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range dossiers {
			known := gathered(w, steward, d.ID, d.Records)
			ignored := cmp.Options{
				cmpopts.IgnoreFields(analysis.Facts{}, "AsOf"), cmpopts.IgnoreFields(analysis.TechDecision{}, "ID"),
				cmpopts.IgnoreFields(analysis.TeamChange{}, "Measure"), cmpopts.IgnoreFields(analysis.Presentation{}, "Feedback"),
				cmpopts.EquateEmpty(), cmpopts.SortSlices(strings.Compare),
				cmpopts.SortSlices(func(a, b analysis.TechDecision) bool { return a.Title < b.Title }),
				cmpopts.SortSlices(func(a, b analysis.Mentee) bool { return a.Name < b.Name }),
				cmpopts.SortSlices(func(a, b analysis.Presentation) bool { return a.Company < b.Company }),
				cmpopts.SortSlices(func(a, b analysis.Incident) bool { return a.Date < b.Date }),
				cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Standing" }, cmp.Comparer(bothFounders)),
			}
			if diff := cmp.Diff(d.Records, known, ignored); diff != "" {
				t.Errorf("%s: the records differ (- file, + database):\n%s", d.ID, diff)
			}
			other := d
			other.Records = known
			both, err := eval.Run(t.Context(), w.Version.Level("L8"), analysis.Options{Analyser: off, Claims: claims.Checker{}}, []eval.Dossier{d, other})
			if err != nil {
				t.Fatal(err)
			}
			asked += len(both[0].Claims)
			if diff := cmp.Diff(both[0].Claims, both[1].Claims); diff != "" {
				t.Errorf("%s: claims come out otherwise (- file, + database):\n%s", d.ID, diff)
			}
		}
	}
	if asked < 50 {
		t.Errorf("only %d claims were compared", asked)
	}
}

// bothFounders compares what a referee is as far as claims do.
func bothFounders(a, b string) bool { return (a == "founder") == (b == "founder") }

// gathered writes the records of a dossier and reads what claims are compared
// with.
func gathered(w *testworld.World, steward *people.Viewer, key string, f analysis.Facts) (known analysis.Facts) {
	g := golden{World: w, steward: steward, key: key, owner: w.Person(key, "L8", people.Candidate), people: map[string]*people.Viewer{}, companies: map[string]uuid.UUID{}, surfaces: map[string]uuid.UUID{}}
	g.write(f)
	w.Tx(func(tx pgx.Tx) error {
		text, err := w.Facts.Known(w.T.Context(), tx, w.Version, g.owner.Person, w.Now)
		if err != nil {
			return err
		}
		return json.Unmarshal(text, &known)
	})
	return known
}

// golden writes the records of one dossier.
type golden struct {
	*testworld.World
	steward, owner *people.Viewer
	key            string
	people         map[string]*people.Viewer
	companies      map[string]uuid.UUID
	surfaces       map[string]uuid.UUID
}

func (g *golden) person(name string) *people.Viewer {
	if g.people[name] == nil {
		g.people[name] = g.Person(name, "")
	}
	return g.people[name]
}

// made has the house record it: somebody else stands for it, but no founder.
func (g *golden) made(b *record.Base) { b.MadeBy, b.Provenance = &g.steward.Person, record.House }

func (g *golden) at(company string) func(*record.Base) {
	if company == "" {
		return func(*record.Base) {}
	}
	return testworld.At(g.companies[company])
}

// on reads a day, or the first of a month.
func on(s string) time.Time {
	d, err := day.Parse((s + "-01")[:10])
	if err != nil {
		panic(err)
	}
	return d
}

func during(from string, to *string) func(*record.Base) {
	return func(b *record.Base) {
		b.Span = day.Span{From: on(from)}
		if to != nil {
			last := day.AddMonths(on(*to), 1)
			b.Span.To = &last
		}
	}
}

func dayOf(s string) func(*record.Base) {
	return func(b *record.Base) {
		next := day.AddDays(on(s), 1)
		b.Span = day.Span{From: on(s), To: &next}
	}
}

func (g *golden) write(f analysis.Facts) {
	founder := g.person("Founder of " + g.key)
	for _, e := range f.Engagements {
		company, ids := g.Company(e.Company, []*people.Viewer{founder}, e.Surfaces...)
		_, err := g.DB.Exec(g.T.Context(), `update company set country = $2 where id = $1`, company, e.Country)
		if err != nil {
			g.T.Fatal(err)
		}
		g.companies[e.Company] = company
		confirmed := func(*record.Base) {}
		if e.FounderConfirmed {
			confirmed = testworld.By(founder, record.AsFounder)
		}
		g.Record(g.owner, &record.Engagement{Title: "Lead product owner"}, testworld.At(company), during(e.From, e.To), confirmed)
		for i, s := range ids {
			g.surfaces[e.Surfaces[i]] = s
			g.Record(g.owner, &record.SurfaceOwnership{Surface: s, Aspects: []string{"ROADMAP"}}, testworld.At(company), during(e.From, e.To), g.made)
		}
	}
	for _, d := range f.Decisions {
		chosen := map[string]string{"build": "BUILD", "buy": "BUY", "open-source": "OSS"}[d.Choice]
		if chosen == "" {
			chosen = d.Choice
		}
		made := g.Record(g.owner, &record.TechDecision{Title: d.Title, Type: "BUILD_VS_BUY", Chosen: chosen}, dayOf(d.Date), testworld.By(g.steward, record.AsHouse))
		if d.Reviewed != nil {
			g.Record(g.owner, &record.OutcomeReview{Metric: "cost", Verdict: strings.ToUpper(d.Outcome)}, dayOf(*d.Reviewed), testworld.About(made), g.made)
		}
	}
	for _, i := range f.Incidents {
		made := g.Record(g.owner, &record.Incident{
			Title: "Outage", Surface: g.surfaces[i.Surface], Severity: strings.ToUpper(i.Severity), Minutes: i.Minutes, Cause: i.Cause,
		}, dayOf(i.Date), g.at(i.Company), g.made)
		if i.Preventable != nil {
			g.Record(g.owner, &record.IncidentReview{Preventable: *i.Preventable, Reason: "as reviewed"}, dayOf(i.Date), g.at(i.Company), testworld.About(made), g.made)
		}
	}
	for _, c := range f.TeamChanges {
		measures, said := measuresOf(c.Measure)
		made := g.Record(g.owner, &record.TeamChange{Team: c.Change, Type: "RESTRUCTURED", Measures: measures}, dayOf(c.Date), g.at(c.Company))
		g.Record(g.owner, &record.TeamReview{Verdict: strings.ToUpper(c.Outcome), Reason: said}, dayOf(c.Date), g.at(c.Company), testworld.About(made), g.made)
	}
	for _, p := range f.Presentations {
		for range p.Count {
			g.Record(g.owner, &record.Meeting{Type: "BOARD", Topics: []string{"TECH_STRATEGY"}, Role: "PRESENTER", Audience: p.Audience},
				g.at(p.Company), testworld.By(founder, record.AsAttendee))
		}
	}
	for _, m := range f.Mentees {
		g.mentee(m)
	}
	for _, r := range f.References {
		by, as := g.person(r.Name), record.AsPeer
		if r.Standing == "founder" {
			as = record.AsFounder
		}
		received := on(r.Received)
		g.Record(g.owner, &record.Testimony{Founder: by.Person, Cofounder: r.Confirms == "technical co-founder", Relation: r.Confirms, Money: "none"},
			g.at(r.Company), dayOf(r.Received), testworld.By(by, as), func(b *record.Base) { b.StateAt = &received })
	}
}

// mentee is promoted in the month after it began, if the levels differ.
func (g *golden) mentee(m analysis.Mentee) {
	since := on(m.Since)
	mentee := g.Mentee(g.owner, m.Name+" of "+g.key, "", day.Months(since, day.Of(g.Now))+1)
	ctx := g.T.Context()
	g.Tx(func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `update mentorship set during = daterange($2, null) where mentee_id = $1`, mentee.Person, since); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update person set name = $2 where id = $1`, mentee.Person, m.Name); err != nil {
			return err
		}
		first := people.Rank{Ladder: g.Version.LadderID, Level: m.Previous, From: day.AddMonths(since, -12), Cause: people.Import}
		if m.Level != m.Previous {
			to := day.AddMonths(since, 1)
			first.To = &to
			next := people.Rank{Ladder: g.Version.LadderID, Level: m.Level, From: to, Cause: people.Decision}
			if err := g.People.AddRank(ctx, tx, g.NewID(), mentee.Person, next); err != nil {
				return err
			}
		}
		return g.People.AddRank(ctx, tx, g.NewID(), mentee.Person, first)
	})
}

// measuresOf reads "lead time 19 days to 4 days, measured 2022-10" as a figure
// before and after; what is no figure is left to the review's words.
func measuresOf(s string) (list []record.TeamMeasure, rest string) {
	form := regexp.MustCompile(`^(.*?) (\d+)(%| days?)? (?:to|auf) (\d+)(%| \pL.*?)?(?:, measured .*)?$`)
	var said []string
	for part := range strings.SplitSeq(s, ";") {
		part = strings.TrimSpace(part)
		m := form.FindStringSubmatch(part)
		if m == nil {
			said = append(said, part)
			continue
		}
		before, _ := strconv.ParseFloat(m[2], 64)
		after, _ := strconv.ParseFloat(m[4], 64)
		list = append(list, record.TeamMeasure{
			Name: m[1], Unit: strings.TrimSpace(m[5]), Before: before, BeforeOn: day.Day{Time: on("2021-01")}, After: after, AfterOn: day.Day{Time: on("2022-10")}, TeamSize: 9,
		})
	}
	return list, strings.Join(said, "; ")
}
