package standing

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/record"
)

func covers(surface *uuid.UUID, during string, statement bool, who ...how) *record.IncidentCoverage {
	return &record.IncidentCoverage{Base: base(record.KindIncidentCoverage, during, who...), Surface: surface, Statement: statement}
}

func outage(surface uuid.UUID, at, area string, who ...how) *record.Incident {
	d := on(at)
	return &record.Incident{
		Base: base(record.KindIncident, at+"/"+date(day.AddDays(d, 1)), who...), Title: "Down", Surface: surface, Areas: []string{area},
	}
}

func reviewed(i *record.Incident, preventable bool, at string, who ...how) *record.IncidentReview {
	r := &record.IncidentReview{Base: base(record.KindIncidentReview, at+"/"+date(day.AddDays(on(at), 1)), who...), Preventable: preventable}
	r.AboutID = &i.UUID
	return r
}

// M4: no preventable outage on watch in the last 36 active months at L8, with
// incidents covered on nine tenths of the days on watch.
func TestInfrastructureHealth(t *testing.T) {
	t.Parallel()
	steward := madeBy(cleo, record.House)
	// 100 days on watch of the shop, asOf included.
	watch := watching(shop, "2025-02-22/", []string{"SECURITY"}, founder)
	feed := covers(&shop, "2025-02-22/2025-06-02", false, fed)
	with := func(more ...record.Record) []record.Record { return append([]record.Record{watch, feed}, more...) }
	event := func(i *record.Incident, reviews ...*record.IncidentReview) []record.Record {
		list := with(i)
		for _, r := range reviews {
			list = append(list, r)
		}
		return list
	}
	down := func(who ...how) *record.Incident { return outage(shop, "2025-03-01", "SECURITY", who...) }
	plain, mine := down(), down()
	said := func(i *record.Incident, preventable bool, at string, who ...how) []record.Record {
		return event(i, reviewed(i, preventable, at, who...))
	}
	twice, daily := down(), down()
	made := func(hour int) how {
		return func(b *record.Base) { b.MadeAt = on("2025-03-05").Add(time.Duration(hour) * time.Hour) }
	}
	for _, tt := range []struct {
		rule     string
		records  []record.Record
		want     ladder.Verdict
		value    float64
		coverage float64 // -1 for none
		says     string
	}{
		{"M4: no watch", []record.Record{feed}, ladder.Unknown, 0, -1, "No confirmed watch is recorded"},
		{"M4: a watch that nobody confirmed", []record.Record{watching(shop, "2025-02-22/", []string{"SECURITY"}), feed}, ladder.Unknown, 0, -1, "No confirmed watch"},
		{"M4: a watch that a steward made", []record.Record{watching(shop, "2025-02-22/", []string{"SECURITY"}, steward), feed}, ladder.Unknown, 0, -1, "No confirmed watch"},
		{"M4: a watch that a peer confirmed", []record.Record{watching(shop, "2025-02-22/", []string{"SECURITY"}, by(cleo, record.AsPeer)), feed}, ladder.Unknown, 0, -1, "No confirmed watch"},
		{"M4: no records are not zero", []record.Record{watch}, ladder.Unknown, 0, 0, "0 of 100 days on watch (0 %; 90 % are asked)"},
		{"M4: 90 %", []record.Record{watch, covers(&shop, "2025-02-22/2025-05-23", false, fed)}, ladder.Pass, 0, 0.9, "90 of 100 days"},
		{"M4: 89 %", []record.Record{watch, covers(&shop, "2025-02-22/2025-05-22", false, fed)}, ladder.Unknown, 0, 0.89, "89 of 100 days"},
		{"M4: a founder's word", []record.Record{watch, covers(nil, "2025-01-01/2025-06-02", true, founder)}, ladder.Pass, 0, 1, "0 outages were found preventable"},
		{"M4: the owner's word", []record.Record{watch, covers(nil, "2025-01-01/2025-06-02", true)}, ladder.Unknown, 0, 0, ""},
		{"M4: a steward's word", []record.Record{watch, covers(nil, "2025-01-01/2025-06-02", true, steward)}, ladder.Unknown, 0, 0, ""},
		{"M4: a feed that the owner only claims", []record.Record{watch, covers(&shop, "2025-01-01/2025-06-02", false)}, ladder.Unknown, 0, 0, ""},
		{"M4: another surface's feed", []record.Record{watch, covers(&pay, "2025-01-01/2025-06-02", false, fed)}, ladder.Unknown, 0, 0, ""},
		{"M4: another company's feed", []record.Record{watch, covers(nil, "2025-01-01/2025-06-02", false, fed, ofBolt)}, ladder.Unknown, 0, 0, ""},
		{"M4: days of two surfaces", with(watching(pay, "2025-02-22/", []string{"SECURITY"}, founder)), ladder.Unknown, 0, 0.5, "100 of 200 days"},
		{"M4: two watches of a surface", with(watching(shop, "2025-02-22/", []string{"MONITORING"}, founder)), ladder.Pass, 0, 1, "100 of 100 days"},
		{"M4: preventable", said(plain, true, "2025-03-05", steward), ladder.Fail, 1, 1, "1 outage was found preventable on watch from 2022-06-02 to 2025-06-01: “Down” on 2025-03-01, Shop (Acme); 0 are allowed."},
		{"M4: not preventable", said(plain, false, "2025-03-05", steward), ladder.Pass, 0, 1, ""},
		{"M4: not reviewed", event(plain), ladder.Unknown, 0, 1, "Not reviewed, or on a watch that is not confirmed as asked: “Down” on 2025-03-01"},
		{"M4: reviewed by the owner", said(mine, false, "2025-03-05"), ladder.Unknown, 0, 1, "Not reviewed"},
		{"M4: the newest review decides", event(twice, reviewed(twice, true, "2025-03-05", steward), reviewed(twice, false, "2025-03-09", steward)), ladder.Pass, 0, 1, ""},
		{"M4: of one day, the one made last", event(daily, reviewed(daily, true, "2025-03-05", steward, made(2)), reviewed(daily, false, "2025-03-05", steward, made(1))), ladder.Fail, 1, 1, ""},
		{"M4: disputed", said(down(disputed), true, "2025-03-05", steward), ladder.Unknown, 0, 1, "Disputed: “Down” on 2025-03-01"},
		{"M4: a disputed review", said(plain, true, "2025-03-05", steward, disputed), ladder.Unknown, 0, 1, "Disputed: “Down”"},
		{"M4: a dispute that a steward settled", said(down(declined, as(record.AsHouse)), true, "2025-03-05", steward), ladder.Pass, 0, 1, ""},
		{"M4: one whom the owner asked says nothing of it", said(down(declined, as(record.AsPeer)), true, "2025-03-05", steward), ladder.Fail, 1, 1, "1 outage was found preventable"},
		{"M4: another area", with(outage(shop, "2025-03-01", "DEPLOYMENT")), ladder.Pass, 0, 1, ""},
		{"M4: another surface", with(outage(pay, "2025-03-01", "SECURITY")), ladder.Pass, 0, 1, ""},
		{"M4: the day before the watch", with(outage(shop, "2025-02-21", "SECURITY")), ladder.Pass, 0, 1, ""},
		{"M4: on the day itself", with(outage(shop, "2025-06-01", "SECURITY")), ladder.Unknown, 0, 1, "Not reviewed"},
		{"M4: the day after", with(outage(shop, "2025-06-02", "SECURITY")), ladder.Pass, 0, 1, ""},
	} {
		t.Run(tt.rule, func(t *testing.T) {
			t.Parallel()
			m := metric(t, holder(tt.records...), "infrastructure-health", "2025-06-01")
			expect(t, tt.rule, m.Verdict, tt.want, m.Value, tt.value, m.Explanation)
			if tt.coverage < 0 && m.Coverage != nil || tt.coverage >= 0 && (m.Coverage == nil || math.Abs(*m.Coverage-tt.coverage) > 1e-9) {
				t.Errorf("%s: coverage %v, want %v", tt.rule, m.Coverage, tt.coverage)
			}
			if !strings.Contains(m.Explanation, tt.says) {
				t.Errorf("%s: %q does not say %q", tt.rule, m.Explanation, tt.says)
			}
		})
	}
}

// M4: a preventable outage fails whatever is covered, and on a watch that
// nobody confirmed it is open.
func TestPreventableWhateverIsCovered(t *testing.T) {
	t.Parallel()
	i := outage(shop, "2025-03-01", "SECURITY")
	r := reviewed(i, true, "2025-03-05", madeBy(cleo, record.House))
	for _, tt := range []struct {
		rule  string
		watch *record.OnWatch
		want  ladder.Verdict
	}{
		{"M4: confirmed", watching(shop, "2025-01-01/", []string{"SECURITY"}, founder), ladder.Fail},
		{"M4: claimed", watching(shop, "2025-01-01/", []string{"SECURITY"}), ladder.Unknown},
		{"M4: a peer's word", watching(shop, "2025-01-01/", []string{"SECURITY"}, by(cleo, record.AsPeer)), ladder.Unknown},
		{"M4: declined", watching(shop, "2025-01-01/", []string{"SECURITY"}, declined), ladder.Unknown},
	} {
		if m := metric(t, holder(tt.watch, i, r), "infrastructure-health", "2025-06-01"); m.Verdict != tt.want {
			t.Errorf("%s: %s, want %s: %s", tt.rule, m.Verdict, tt.want, m.Explanation)
		}
	}
	// Whose word counts is the ladder's.
	_, anybody := altered(t, "infrastructure-health", map[string]any{"confirmedBy": nil})
	f := holder(watching(shop, "2025-01-01/", []string{"SECURITY"}, by(cleo, record.AsPeer)), i, r)
	if m := Of(f, anybody, on("2025-06-01")).Metrics[3]; m.Metric.Key != "infrastructure-health" || m.Verdict != ladder.Fail {
		t.Errorf("M4: anybody's word: %s: %s", m.Verdict, m.Explanation)
	}
}

// A2: on how many of the surfaces on watch a tool detects anomalies is told;
// what is covered stays as it is.
func TestAnomaliesThatAToolDetects(t *testing.T) {
	t.Parallel()
	artefact := func(surface uuid.UUID, detector string, who ...how) record.Record {
		return &record.Artefact{Base: base(record.KindArtefact, "2025-01-01/2025-01-02", who...), Surfaces: []record.SurfaceCheck{{Surface: surface, Detector: detector}}}
	}
	peer := by(cleo, record.AsPeer)
	for _, tt := range []struct {
		rule      string
		artefacts []record.Record
		says      string // empty for nothing
	}{
		{"A2: none", nil, ""},
		{"A2: one of two", []record.Record{artefact(shop, "drift watch", peer), artefact(shop, "another", peer)}, " A tool detects anomalies on 1 of 2 surfaces on watch."},
		{"A2: both", []record.Record{artefact(shop, "drift watch", peer), artefact(pay, "drift watch", founder)}, " A tool detects anomalies on 2 of 2 surfaces on watch."},
		{"A2: not on watch", []record.Record{artefact(maps, "drift watch", peer)}, ""},
		{"A2: no tool", []record.Record{artefact(shop, "", peer)}, ""},
		{"A2: only claimed", []record.Record{artefact(shop, "drift watch")}, ""},
		{"A2: declined", []record.Record{artefact(shop, "drift watch", declined)}, ""},
	} {
		records := append(tt.artefacts, watching(shop, "2025-01-01/", []string{"SECURITY"}, founder), watching(pay, "2025-01-01/", []string{"SECURITY"}, founder))
		m := metric(t, holder(records...), "infrastructure-health", "2025-06-01")
		if !strings.HasSuffix(m.Explanation, tt.says) || strings.Contains(m.Explanation, "A tool detects") != (tt.says != "") || *m.Coverage != 0 {
			t.Errorf("%s: covered %v: %s", tt.rule, *m.Coverage, m.Explanation)
		}
	}
}

// M4: the window is the last 36 active months at L8, over pauses and stays.
func TestWindowOfActiveMonths(t *testing.T) {
	t.Parallel()
	v, l8 := shipped(t)
	for _, tt := range []struct {
		rule   string
		ranks  []people.Rank
		pauses []people.Pause
		want   string
	}{
		{"M4: all of it", []people.Rank{rank("L8", "2024-01-01/")}, nil, "2024-01-01/2025-06-01"},
		{"M4: the last 36 months", []people.Rank{rank("L8", "2020-01-01/")}, nil, "2022-06-01/2025-06-01"},
		{"M4: a pause", []people.Rank{rank("L8", "2020-01-01/")}, []people.Pause{pause("2025-03-01/2025-03-11")}, "2022-05-22/2025-03-01 2025-03-11/2025-06-01"},
		{"M4: two stays", []people.Rank{rank("L8", "2020-01-01/2022-07-01"), rank("L7", "2022-07-01/2022-08-01"), rank("L8", "2022-08-01/")}, nil, "2022-05-01/2022-07-01 2022-08-01/2025-06-01"},
		{"M4: never", []people.Rank{rank("L7", "2020-01-01/")}, nil, ""},
	} {
		f := holder()
		f.Ranks, f.Pauses = tt.ranks, tt.pauses
		q := question{calc: newCalc(f, v, l8, on("2025-05-31"))}
		var got []string
		for _, s := range q.window(36) {
			got = append(got, date(s.From)+"/"+date(*s.To))
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %s, want %s", tt.rule, s, tt.want)
		}
	}
}
