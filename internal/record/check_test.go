package record_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/problem"
	"dossier/internal/record"
	"dossier/ladders"
)

var today = time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)

// shipped are the words of the ladder in the repository.
func shipped(t testing.TB) record.Words {
	t.Helper()
	v, err := ladder.Load(ladders.Default())
	if err != nil {
		t.Fatal(err)
	}
	return record.WordsOf(v)
}

// valid is a record of a kind that is taken, from a provenance.
func valid(t testing.TB, k record.Kind, from record.Provenance) record.Record {
	t.Helper()
	s := &stage{fin: new(people.Viewer), console: id.Of(id.Surface, uuid.UUID{3}), billing: id.Of(id.Surface, uuid.UUID{4})}
	in := s.samples()[k]
	if k.About() != "" {
		in.About = &id.ID{Kind: id.Record, UUID: uuid.UUID{2}}
	}
	r, err := in.Record("record", uuid.UUID{1})
	if err != nil {
		t.Fatal(err)
	}
	r.Common().Provenance = from
	return r
}

func TestSamplesPass(t *testing.T) {
	t.Parallel()
	for _, w := range []record.Words{shipped(t), record.WordsOf(nil)} {
		for _, k := range record.Kinds() {
			for _, from := range []record.Provenance{record.Self, record.FromCompany, record.Import} {
				if err := record.Check("record", valid(t, k, from), today, w); err != nil {
					t.Errorf("%s from %s: %v", k, from, err)
				}
			}
		}
	}
}

// as changes a record of one type.
func as[T record.Record](change func(T)) func(record.Record) {
	return func(r record.Record) { change(r.(T)) }
}

type refusal struct {
	rule string
	kind record.Kind
	do   func(record.Record)
	path string
	says string
}

func common(change func(*record.Base)) func(record.Record) {
	return func(r record.Record) { change(r.Common()) }
}

func refusals() []refusal {
	long, many := strings.Repeat("ä", 4001), make([]string, 51)
	type d = *record.TechDecision
	return []refusal{
		{"tomorrow", record.KindIncident, common(func(b *record.Base) {
			b.Span.From = b.Span.From.AddDate(5, 0, 0)
			b.Span.To = ptr(b.Span.From.AddDate(0, 0, 1))
		}), "from", "in the future"},
		{"long ago", record.KindEngagement, common(func(b *record.Base) { b.Span.From = day.Date(206, 1, 1) }), "from", "before 1970"},
		{"ends before it starts", record.KindOnWatch, common(func(b *record.Base) { b.Span.To = ptr(b.Span.From.AddDate(0, 0, -1)) }), "to", "not after from"},
		{"ends as it starts", record.KindOnWatch, common(func(b *record.Base) { b.Span.To = &b.Span.From }), "to", "not after from"},
		{"two days", record.KindMeeting, common(func(b *record.Base) { b.Span.To = ptr(b.Span.From.AddDate(0, 0, 2)) }), "to", "happens on one day"},
		{"lasts", record.KindMeeting, common(func(b *record.Base) { b.Span.To = nil }), "to", "happens on one day"},
		{"T2.1", record.KindTestimony, common(func(b *record.Base) { b.Span.To = nil }), "to", "2026-11-25 at most"},
		{"M4", record.KindIncidentCoverage, common(func(b *record.Base) { b.Span.To = ptr(day.Date(2026, 11, 26)) }), "to", "2026-11-25 at most"},
		{"a slip of the year", record.KindEngagement, common(func(b *record.Base) { b.Span.To = ptr(day.Date(20260, 1, 1)) }), "to", "50 years away"},
		{"no company", record.KindOwnership, common(func(b *record.Base) { b.CompanyID = nil }), "company", "is missing"},
		{"a review of nothing", record.KindOutcomeReview, common(func(b *record.Base) { b.AboutID = nil }), "about", "of kind TECH_DECISION"},
		{"about something", record.KindMeeting, common(func(b *record.Base) { b.AboutID = &uuid.UUID{2} }), "about", "only for reviews"},

		{"S09", record.KindEngagement, as(func(r *record.Engagement) { r.Scope[1] = "sales" }), "engagement.scope.1", "one of surfaces, infrastructure"},
		{"S09 twice", record.KindEngagement, as(func(r *record.Engagement) { r.Scope[1] = "roadmap" }), "engagement.scope.1", "there twice"},
		{"S15", record.KindEngagement, as(func(r *record.Engagement) { r.OwnerHandles = many }), "engagement.ownerHandles", "50 are allowed"},
		{"no title", record.KindEngagement, as(func(r *record.Engagement) { r.Title = " " }), "engagement.title", "is empty"},
		{"NUL", record.KindEngagement, as(func(r *record.Engagement) { r.Title = "a\x00b" }), "engagement.title", "control character"},
		{"two lines", record.KindEngagement, as(func(r *record.Engagement) { r.Title = "a\nb" }), "engagement.title", "more than one line"},
		{"W1", record.KindOwnership, as(func(r *record.SurfaceOwnership) { r.Aspects[0] = "roadmap" }), "surfaceOwnership.aspects.0", "one of ROADMAP, ARCHITECTURE, INFRA"},
		{"W1 none", record.KindOwnership, as(func(r *record.SurfaceOwnership) { r.Aspects = nil }), "surfaceOwnership.aspects", "1 or more"},
		{"W4", record.KindOnWatch, as(func(r *record.OnWatch) { r.Areas = []string{"COFFEE"} }), "onWatch.areas.0", "one of DEPLOYMENT, MONITORING, SECURITY, SCALABILITY"},

		{"S12", record.KindDecision, as(func(r d) { r.Contexts = []string{"weather"} }), "techDecision.contexts.0", "one of product, architecture"},
		{"S12 none", record.KindDecision, as(func(r d) { r.Contexts = nil }), "techDecision.contexts", "1 or more"},
		{"S13", record.KindDecision, as(func(r d) { r.TradeOff = "" }), "techDecision.tradeOff", "is empty"},
		{"W2", record.KindDecision, as(func(r d) { r.Options = r.Options[:1]; r.Chosen = "BUILD" }), "techDecision.options", "2 or more"},
		{"W2 burn", record.KindDecision, as(func(r d) { r.Burn = "" }), "techDecision.burn", "is empty"},
		{"W2 speed", record.KindDecision, as(func(r d) { r.Speed = "" }), "techDecision.speed", "is empty"},
		{"W2 optionality", record.KindDecision, as(func(r d) { r.Optional = "" }), "techDecision.optionality", "is empty"},
		{"what was no option", record.KindDecision, as(func(r d) { r.Chosen = "OSS" }), "techDecision.chosen", "one of BUILD, BUY"},
		{"a type", record.KindDecision, as(func(r d) { r.Type = "GUESS" }), "techDecision.type", "one of BUILD_VS_BUY"},
		{"T1.5", record.KindDecision, as(func(r d) { r.Costs = nil }), "techDecision.costs", "every decision to build or buy has a cost"},
		{"T1.5 negative", record.KindDecision, as(func(r d) { r.Costs.Engineering.Amount = -1 }), "techDecision.costs.engineering.amount", "is negative"},
		{"T1.5 too large", record.KindDecision, as(func(r d) { r.Costs.Opportunity.Amount = math.MaxInt64 }), "techDecision.costs.opportunity.amount", "too large"},
		{"T1.5 currency", record.KindDecision, as(func(r d) { r.Costs.Infrastructure.Currency = "EU" }), "techDecision.costs.infrastructure.currency", "ISO 4217"},
		{"T1.5 unknown currency", record.KindDecision, as(func(r d) { r.Costs.Infrastructure.Currency = "QQQ" }), "techDecision.costs.infrastructure.currency", "ISO 4217"},
		{"T1.5 small letters", record.KindDecision, as(func(r d) { r.Costs.Infrastructure.Currency = "eur" }), "techDecision.costs.infrastructure.currency", "ISO 4217"},
		{"T1.5 a code without money", record.KindDecision, as(func(r d) { r.Costs.Infrastructure.Currency = "XXX" }), "techDecision.costs.infrastructure.currency", "ISO 4217"},
		{"T1.5 months", record.KindDecision, as(func(r d) { r.Costs.TimeToMarketMonths = 601 }), "techDecision.costs.timeToMarketMonths", "-600 to 600"},
		{"T1.3", record.KindDecision, as(func(r d) { r.Factors = nil }), "techDecision.factors", "each of the five"},
		{"T1.3 one", record.KindDecision, as(func(r d) { r.Factors.LockIn = "" }), "techDecision.factors.lockIn", "is empty"},
		{"C7", record.KindDecision, as(func(r d) { r.CaughtOn = ptr(on("2026-11-25")) }), "techDecision.caughtOn", "in the future"},
		{"C7 shipped", record.KindDecision, as(func(r d) { r.ShippedOn = ptr(on("2026-11-25")) }), "techDecision.shippedOn", "in the future"},
		{"C7 twice", record.KindDecision, as(func(r d) { r.Affects = []uuid.UUID{{1}, {1}} }), "techDecision.affects.1", "there twice"},
		{"C9", record.KindDecision, as(func(r d) { r.Type = "VENDOR" }), "techDecision.vendor", "is missing"},
		{"T2.5", record.KindDecision, as(func(r d) { r.Vendor = &record.Vendor{Name: "Hosts"} }), "techDecision.vendor.migrationPlan", "is empty"},
		{"T2.5 term", record.KindDecision, as(func(r d) {
			r.Vendor = &record.Vendor{Name: "H", MigrationPlan: "p", ContractUntil: ptr(on("0226-01-01"))}
		}), "techDecision.vendor.contractUntil", "check the year"},
		{"too long", record.KindDecision, as(func(r d) { r.TradeOff = long }), "techDecision.tradeOff", "4000 are allowed"},

		{"M2", record.KindOutcomeReview, as(func(r *record.OutcomeReview) { r.Verdict = "GOOD" }), "outcomeReview.verdict", "one of POSITIVE"},
		{"M2 metric", record.KindOutcomeReview, as(func(r *record.OutcomeReview) { r.Metric = "" }), "outcomeReview.metric", "is empty"},
		{"M2 figure", record.KindOutcomeReview, as(func(r *record.OutcomeReview) { r.Actual = ptr(math.NaN()) }), "outcomeReview.actual", "is NaN"},
		{"C2", record.KindOutcomeReview, as(func(r *record.OutcomeReview) { r.EngineeringMonthsSaved = ptr(1e6) }), "outcomeReview.engineeringMonthsSaved", "-1200 to 1200"},
		{"M4 severity", record.KindIncident, as(func(r *record.Incident) { r.Severity = "BAD" }), "incident.severity", "one of MINOR"},
		{"M4 minutes", record.KindIncident, as(func(r *record.Incident) { r.Minutes = -1 }), "incident.minutes", "from 0"},
		{"M4 reason", record.KindIncidentReview, as(func(r *record.IncidentReview) { r.Reason = "" }), "incidentReview.reason", "is empty"},
		{"M5", record.KindTeamChange, as(func(r *record.TeamChange) { r.Measures[0].AfterOn = r.Measures[0].BeforeOn }), "teamChange.measures.0.afterOn", "not after beforeOn"},
		{"M5 later", record.KindTeamChange, as(func(r *record.TeamChange) { r.Measures[0].AfterOn = on("2026-12-01") }), "teamChange.measures.0.afterOn", "in the future"},
		{"A3 and M5", record.KindTeamChange, as(func(r *record.TeamChange) { r.Measures[0].TeamSize = 4 }), "teamChange.measures.0.teamSize", "teams of 5 people or more, never of persons"},
		{"W3", record.KindTeamChange, as(func(r *record.TeamChange) { r.Interviews = ptr(-1) }), "teamChange.interviews", "from 0"},
		{"M5 verdict", record.KindTeamReview, as(func(r *record.TeamReview) { r.Verdict = "PENDING" }), "teamReview.verdict", "one of POSITIVE"},
		{"M6", record.KindMeeting, as(func(r *record.Meeting) { r.Topics = nil }), "meeting.topics", "1 or more"},
		{"M6 role", record.KindMeeting, as(func(r *record.Meeting) { r.Role = "HOST" }), "meeting.role", "one of PRESENTER"},
		{"W7", record.KindFeedback, as(func(r *record.MeetingFeedback) { r.Clarity = 0 }), "meetingFeedback.clarity", "from 1 to 5"},
		{"C5", record.KindFeedback, as(func(r *record.MeetingFeedback) { r.HeldTheRoom = 6 }), "meetingFeedback.heldTheRoom", "from 1 to 5"},
		{"C3", record.KindTestimony, as(func(r *record.Testimony) { r.Rooms[0] = "KITCHEN" }), "testimony.rooms.0", "one of FUNDRAISING_PREP, BOARD_DISCUSSIONS, STRATEGIC_PIVOTS"},
		{"R3d", record.KindTestimony, as(func(r *record.Testimony) { r.Examples = nil }), "testimony.examples", "1 or more"},
		{"R3d outcome", record.KindTestimony, as(func(r *record.Testimony) { r.Outcomes[0] = "" }), "testimony.outcomes.0", "is empty"},
		{"R3d money", record.KindTestimony, as(func(r *record.Testimony) { r.Money = "" }), "testimony.money", "is empty"},
		{"R4", record.KindRecognition, as(func(r *record.Recognition) { r.Type = "LIKED" }), "recognition.type", "one of PUBLISHED, SPEAKING, PEER"},
		{"R4 where", record.KindRecognition, as(func(r *record.Recognition) { r.URL = "" }), "recognition.url", "https://"},
		{"R4 script", record.KindRecognition, as(func(r *record.Recognition) { r.URL = "javascript:alert(1)" }), "recognition.url", "https://"},
		{"R4 hash", record.KindRecognition, as(func(r *record.Recognition) { r.ArchivedHash = "abc" }), "recognition.archivedHash", "64 hexadecimal"},
		{"T3.5", record.KindRecognition, as(func(r *record.Recognition) { r.Topics[0] = "COOKING" }), "recognition.topics.0", "one of TECH_LEADERSHIP"},
		{"T1.2", record.KindArtefact, as(func(r *record.Artefact) { r.Type = "poem" }), "artefact.type", "risk-register"},
		{"A3", record.KindArtefact, as(func(r *record.Artefact) {
			r.Productivity = []record.TeamProductivity{{Team: "Ana", TeamSize: 1, Measure: "lines"}}
		}), "artefact.productivity.0.teamSize", "never of persons"},
		{"A5", record.KindArtefact, as(func(r *record.Artefact) { r.Surfaces[0].OpenCriticals = ptr(-1) }), "artefact.surfaces.0.openCriticals", "from 0"},
		{"A5 scan", record.KindArtefact, as(func(r *record.Artefact) { r.Surfaces[0].LastScanOn = ptr(on("2027-01-01")) }), "artefact.surfaces.0.lastScanOn", "in the future"},
		{"A6", record.KindArtefact, as(func(r *record.Artefact) { r.Subject = "FRIEND" }), "artefact.subject", "one of VENDOR, PARTNER, ACQUISITION"},
		{"A7", record.KindArtefact, as(func(r *record.Artefact) {
			r.Scenario = &record.Scenario{Change: "hire 2", Cost: record.Money{Amount: 1, Currency: "EURO"}}
		}), "artefact.scenario.cost.currency", "ISO 4217"},
	}
}

func TestWhatARecordCannotHold(t *testing.T) {
	t.Parallel()
	words := shipped(t)
	kinds := map[record.Kind]bool{}
	for _, tc := range refusals() {
		kinds[tc.kind] = true
		r := valid(t, tc.kind, record.Self)
		tc.do(r)
		refused(t, "rule "+tc.rule, record.Check("record", r, today, words), "record."+tc.path, tc.says)
		refused(t, "rule "+tc.rule+" elsewhere", record.Check("records.3", r, today, words), "records.3."+tc.path, tc.says)
	}
	if len(kinds) != len(record.Kinds()) {
		t.Errorf("%d kinds of %d are refused for something", len(kinds), len(record.Kinds()))
	}
}

func TestWhatFilesMayLack(t *testing.T) {
	t.Parallel()
	words := shipped(t)
	bare := func(from record.Provenance) (decision, testimony record.Record) {
		d, s := valid(t, record.KindDecision, from), valid(t, record.KindTestimony, from)
		t, f := d.(*record.TechDecision), s.(*record.Testimony)
		t.Costs, t.Factors, t.Contexts, t.Options, t.Chosen, t.Burn, t.Speed, t.Optional, t.TradeOff = nil, nil, nil, nil, "", "", "", "", ""
		f.Examples, f.Outcomes = nil, nil
		return d, s
	}
	decision, testimony := bare(record.Import)
	for _, r := range []record.Record{decision, testimony} {
		if err := record.Check("record", r, today, words); err != nil {
			t.Errorf("rule T1.5: a file's %s: %v", r.Common().Kind, err)
		}
	}
	decision, testimony = bare(record.Self)
	for r, fields := range map[record.Record]int{decision: 9, testimony: 2} {
		p, ok := errors.AsType[*problem.Invalid](record.Check("record", r, today, words))
		if !ok || len(p.Fields) != fields {
			t.Errorf("rule T1.5: the owner's %s lacks %v, want %d fields", r.Common().Kind, p, fields)
		}
	}
}

func TestTheWordsAreTheLadders(t *testing.T) {
	t.Parallel()
	w := shipped(t)
	for _, tc := range []struct {
		rule string
		got  []string
		want string
	}{
		{"S09", w.Scope, "surfaces infrastructure vendors build-vs-buy team-structure roadmap"},
		{"S12", w.Contexts, "product architecture team-capability burn-rate competition investor-expectations user-needs"},
		{"W1", w.Aspects, "ROADMAP ARCHITECTURE INFRA"},
		{"W4", w.Areas, "DEPLOYMENT MONITORING SECURITY SCALABILITY"},
		{"C3", w.Rooms, "FUNDRAISING_PREP BOARD_DISCUSSIONS STRATEGIC_PIVOTS"},
		{"A6", w.Subjects, "VENDOR PARTNER ACQUISITION"},
		{"R4", w.Recognitions, "PUBLISHED SPEAKING PEER"},
		{"T1.1", w.Artefacts[:6], "portfolio-model risk-register due-diligence-report tool-list job-descriptions architecture-account"},
		{"A1 to A7", w.Artefacts[6:7], "ai-powered-technology-evaluation"},
	} {
		if got := strings.Join(tc.got, " "); got != tc.want {
			t.Errorf("rule %s: %q, want %q", tc.rule, got, tc.want)
		}
	}
	if w.SmallestGroup != 5 || len(w.Artefacts) != 13 {
		t.Errorf("rule A3: groups of %d; %d artefacts", w.SmallestGroup, len(w.Artefacts))
	}
	v, err := ladder.Load(ladders.Default())
	if err != nil {
		t.Fatal(err)
	}
	for i := range v.Levels {
		for _, p := range v.Levels[i].Policy {
			if p.Key == "skill-ai-driven-team-productivity-analysis" {
				p.Values["smallestGroup"] = uint64(8)
			}
		}
	}
	r := valid(t, record.KindTeamChange, record.Self)
	refused(t, "rule A3: another ladder", record.Check("record", r, today, record.WordsOf(v)), "record.teamChange.measures.0.teamSize", "8 people or more")
	small := valid(t, record.KindTeamChange, record.Self)
	small.(*record.TeamChange).Measures[0].TeamSize = 4
	refused(t, "rule A3: no ladder", record.Check("record", small, today, record.WordsOf(nil)), "record.teamChange.measures.0.teamSize", "5 people or more")
}
