package record_test

import (
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/embedded/pgtest"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/problem"
	"dossier/internal/record"
	"dossier/internal/testworld"
)

// stage is a world with a company: Ana works there, Fin and Flo founded it.
type stage struct {
	*testworld.World
	acts  *record.Acts
	store *record.Store

	ana, fin, flo, stew, peer *people.Viewer
	company, other            id.ID
	console, billing, foreign id.ID
}

func newStage(t testing.TB) *stage {
	t.Helper()
	w := testworld.New(t)
	s := &stage{World: w, store: &record.Store{DB: w.DB}}
	// The world's own source of ids is for one goroutine.
	ids := id.Maker{Now: w.Clock, Rand: rand.Reader}
	s.acts = &record.Acts{DB: w.DB, Ladders: w.Ladders, People: w.People, NewID: ids.New, Rand: rand.Reader}
	s.ana = w.Person("Ana", "L8", people.Candidate)
	s.fin = w.Person("Fin", "", people.CompanyFounder)
	s.flo = w.Person("Flo", "", people.CompanyFounder)
	s.stew = w.Person("Stew", "", people.Steward)
	s.peer = w.Person("Pia", "L5")
	s.company = s.must(id.Company)(s.acts.AddCompany(t.Context(), s.stew, record.AddCompanyInput{Name: "Acme"}, s.Now))
	s.other = s.must(id.Company)(s.acts.AddCompany(t.Context(), s.stew, record.AddCompanyInput{Name: "Other"}, s.Now))
	s.console, s.billing, s.foreign = s.surface(s.company, "Console"), s.surface(s.company, "Billing"), s.surface(s.other, "Foreign")
	s.found(s.company, s.fin)
	s.found(s.company, s.flo)
	return s
}

// must is the id of what an act made.
func (s *stage) must(k id.Kind) func(uuid.UUID, error) id.ID {
	s.T.Helper()
	return func(u uuid.UUID, err error) id.ID {
		s.T.Helper()
		if err != nil {
			s.T.Fatal(err)
		}
		return id.Of(k, u)
	}
}

func (s *stage) surface(company id.ID, name string) id.ID {
	s.T.Helper()
	return s.must(id.Surface)(s.acts.AddSurface(s.T.Context(), s.stew, record.AddSurfaceInput{Company: company, Name: name, From: on("2020-01-01")}, s.Now))
}

func (s *stage) found(company id.ID, v *people.Viewer) {
	s.T.Helper()
	s.must(id.Company)(s.acts.AddFounder(s.T.Context(), s.stew, record.AddFounderInput{Company: company, Person: who(v), From: on("2020-01-01")}, s.Now))
}

// add records something that has to be taken.
func (s *stage) add(v *people.Viewer, in record.RecordInput) id.ID {
	s.T.Helper()
	return s.must(id.Record)(s.acts.Add(s.T.Context(), v, record.AddRecordInput{Record: in}, s.Now))
}

// see reads a record as its steward sees it.
func (s *stage) see(r id.ID) *record.Base {
	s.T.Helper()
	found, err := s.store.ByIDs(s.T.Context(), s.stew, []uuid.UUID{r.UUID})
	if err != nil || found[r.UUID] == nil {
		s.T.Fatalf("record %v: %v, %v", r.UUID, found[r.UUID], err)
	}
	return found[r.UUID].Common()
}

func (s *stage) ask(v *people.Viewer, r id.ID, of *people.Viewer) error {
	_, err := s.acts.RequestConfirmation(s.T.Context(), v, record.RequestConfirmationInput{Record: r, Of: who(of)}, s.Now)
	return err
}

func (s *stage) answer(v *people.Viewer, r id.ID, a record.Answer, as record.Capacity) error {
	note := "Not on this surface."
	_, err := s.acts.AnswerConfirmation(s.T.Context(), v, record.AnswerConfirmationInput{Record: r, Answer: a, Capacity: as, Note: &note}, s.Now)
	return err
}

// ok fails the test at once for an act that must not be refused.
func (s *stage) ok(err error) {
	s.T.Helper()
	if err != nil {
		s.T.Fatal(err)
	}
}

// merge makes a double of a person.
func (s *stage) merge(double, stays *people.Viewer) {
	s.T.Helper()
	_, err := s.DB.Exec(s.T.Context(), `update person set same_as = $2 where id = $1`, double.Person, stays.Person)
	s.ok(err)
}

// atOnce runs acts on one record that all have begun before any of them may
// look at it, or that would be stopped at the last by what they write.
func (s *stage) atOnce(r id.ID, n int, do func(i int)) {
	s.T.Helper()
	ctx := s.T.Context()
	tx, err := s.DB.Begin(ctx)
	s.ok(err)
	defer func() { _ = tx.Rollback(ctx) }()
	_, err = tx.Exec(ctx, `select from record where id = $1 for update`, r.UUID)
	s.ok(err)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { do(i) })
	}
	sees := pgtest.Owner(s.T, s.DB)
	for waiting := 0; waiting < n; {
		s.ok(sees.QueryRow(ctx, `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`).Scan(&waiting))
	}
	s.ok(tx.Commit(ctx))
	wg.Wait()
}

func who(v *people.Viewer) id.ID { return id.Of(id.Person, v.Person) }

func on(s string) day.Day {
	d, err := day.Parse(s)
	if err != nil {
		panic(err)
	}
	return day.Day{Time: d}
}

func ptr[T any](v T) *T { return &v }

// refused wants a Problem at a path below the input, which says something.
func refused(t testing.TB, what string, err error, path, says string) {
	t.Helper()
	p, ok := errors.AsType[*problem.Invalid](err)
	if !ok || len(p.Fields) != 1 || p.Fields[0].Path != "input."+path || !strings.Contains(p.Fields[0].Message, says) {
		t.Errorf("%s: got %v, want %s: ...%s...", what, err, path, says)
	}
}

// absent wants the answer that looks like absence.
func absent(t testing.TB, what string, err error) {
	t.Helper()
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("%s: got %v, want not found", what, err)
	}
}

// samples holds an input of each kind that is taken, made by nobody yet.
func (s *stage) samples() map[record.Kind]record.RecordInput {
	c, from, since := &s.company, on("2025-03-03"), on("2024-01-01")
	return map[record.Kind]record.RecordInput{
		record.KindEngagement: {Company: c, From: since, Engagement: &record.Engagement{Title: "Lead product owner", Scope: []string{"roadmap", "vendors"}, OwnerHandles: []string{"technology"}}},
		record.KindOwnership:  {Company: c, From: since, SurfaceOwnership: &record.SurfaceOwnership{Surface: s.console.UUID, Aspects: []string{"ROADMAP", "INFRA"}}},
		record.KindDecision: {Company: c, From: from, TechDecision: &record.TechDecision{
			Title: "Payments", Type: "BUILD_VS_BUY", Options: []string{"BUILD", "BUY"}, Chosen: "BUY", Burn: "less", Speed: "more", Optional: "less",
			Contexts: []string{"burn-rate"}, TradeOff: "money for time", Costs: &record.Costs{Engineering: eur(1), Infrastructure: eur(2), Opportunity: eur(0)},
			Factors: &record.Factors{SwitchingCost: "low", LockIn: "low", TeamCapability: "fair", MaintenanceBurden: "low", Optionality: "kept"},
			Affects: []uuid.UUID{s.console.UUID, s.billing.UUID}, CaughtOn: ptr(on("2025-03-01")), ShippedOn: ptr(on("2025-04-01"))}},
		record.KindOutcomeReview:    {From: on("2026-03-03"), OutcomeReview: &record.OutcomeReview{Metric: "checkout time", Unit: "s", Baseline: ptr(9.0), Target: ptr(4.0), Actual: ptr(3.5), Verdict: "POSITIVE"}},
		record.KindOnWatch:          {Company: c, From: since, OnWatch: &record.OnWatch{Surface: s.console.UUID, Areas: []string{"SECURITY"}}},
		record.KindIncident:         {Company: c, From: from, Incident: &record.Incident{Title: "Login down", Surface: s.console.UUID, Areas: []string{"DEPLOYMENT"}, Severity: "MAJOR", Minutes: 12}},
		record.KindIncidentReview:   {From: on("2025-03-09"), IncidentReview: &record.IncidentReview{Preventable: true, Reason: "no test"}},
		record.KindIncidentCoverage: {Company: c, From: since, To: ptr(on("2025-01-01")), IncidentCoverage: &record.IncidentCoverage{Surface: &s.console.UUID, Statement: true}},
		record.KindTeamChange: {Company: c, From: from, TeamChange: &record.TeamChange{Team: "Platform", Type: "RESTRUCTURED", Why: "slow", Alternatives: "none", Hires: ptr(2),
			Measures: []record.TeamMeasure{{Name: "lead time", Unit: "d", Before: 9, BeforeOn: on("2025-01-01"), After: 3, AfterOn: on("2025-09-01"), TeamSize: 6}}}},
		record.KindTeamReview:  {From: on("2026-03-03"), TeamReview: &record.TeamReview{Verdict: "POSITIVE", Reason: "ships weekly"}},
		record.KindMeeting:     {Company: c, From: from, Meeting: &record.Meeting{Type: "INVESTOR", Topics: []string{"TECH_STRATEGY"}, Role: "PRESENTER", Audience: "seed investors"}},
		record.KindFeedback:    {From: from, MeetingFeedback: &record.MeetingFeedback{Clarity: 5, Confidence: 4, Plainness: 5, HeldTheRoom: 4, WithoutSlides: true}},
		record.KindTestimony:   {Company: c, From: since, To: ptr(on("2025-01-01")), Testimony: &record.Testimony{Founder: s.fin.Person, Cofounder: true, Relation: "founder", Examples: []string{"chose the stack"}, Outcomes: []string{"shipped"}, Money: "none", Rooms: []string{"BOARD_DISCUSSIONS"}}},
		record.KindRecognition: {From: from, Recognition: &record.Recognition{Type: "SPEAKING", Title: "On debt", URL: "https://example.org/talk", Topics: []string{"TECH_LEADERSHIP"}}},
		record.KindArtefact:    {Company: c, From: from, Artefact: &record.Artefact{Type: "risk-register", Title: "Risks", Surfaces: []record.SurfaceCheck{{Surface: s.console.UUID, Detector: "alerts"}}}},
	}
}

func eur(n int64) record.Money { return record.Money{Amount: n, Currency: "EUR"} }

// sample is an input of a kind; a review or a feedback is about a record that
// is added for it.
func (s *stage) sample(k record.Kind) record.RecordInput {
	s.T.Helper()
	in := s.samples()[k]
	if about := k.About(); about != "" {
		in.About = ptr(s.add(s.ana, s.sample(about)))
	}
	return in
}
