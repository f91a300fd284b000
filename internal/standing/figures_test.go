package standing

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/record"
)

// The figures that are shown and never judged.
func TestFigures(t *testing.T) {
	t.Parallel()
	engaged := &record.Engagement{Base: base(record.KindEngagement, "2023-01-01/", founder), Scope: []string{"surfaces", "roadmap"}}
	first := decision("First", bvb, "2023-01-11/2023-01-12")
	first.Contexts, first.TradeOff = []string{"product", "burn-rate"}, "speed for money"
	first.Affects = []uuid.UUID{shop, pay}
	second := decision("Second", "VENDOR", "2023-06-01/2023-06-02")
	second.Contexts = []string{"product"}
	late := decision("Late", "VENDOR", "2023-06-02/2023-06-03")
	kept := outcome(first, "POSITIVE", "2024-06-01/2024-06-02", madeBy(ada, record.FromCompany))
	kept.StillInForce = ptr(true)
	stale := outcome(second, "POSITIVE", "2024-05-31/2024-06-01", madeBy(ada, record.FromCompany))
	stale.StillInForce = ptr(true)
	part := owned(search, "2024-01-01/", founder)
	part.Aspects = []string{"ROADMAP"}
	change := reorganised("2022-11-30", "2023-06-30")
	change.Interviews = ptr(12)
	f := holder(engaged, first, second, late, kept, stale, owned(shop, "2022-01-01/", founder), part, owned(pay, "2022-01-01/2023-01-01", founder),
		owned(maps, "2020-03-01/2021-01-01", ofBolt, founder), owned(pay, "2024-01-01/"), change, artefact("job-descriptions", nil))
	f.Surfaces[0].Depends = []uuid.UUID{search, maps}
	f.Surfaces[1].Depends = []uuid.UUID{shop}
	f.Mentor = &Mentor{Name: "Lin", Span: span("2025-01-01/"), Sessions: []time.Time{on("2025-01-09"), on("2025-03-09"), on("2025-05-31")}}
	for _, tt := range []struct {
		rule, key string
		value     float64
		says      string
	}{
		{"S09", "scope", 10, "Acme from 2023-01-01 on, 2 of 6 things in scope: the first decision came after 10 days."},
		{"S12", "contexts", 2, "Of 3 decisions, 2 of 7 contexts were weighed: product in 2, architecture in 0"},
		{"S13", "contexts", 2, "What was traded for what is said in 1 of them."},
		{"W1", "duty-full-technical-product-strategy", 2.0 / 3, "Owned on 2025-06-01: 2 of 3 surfaces of Acme, 1 in all of roadmap, architecture, infra."},
		{"W3", "duty-team-structure-and-hiring", 3, "1 change of a team, 1 job description and 12 interviews are recorded"},
		{"W5", "duty-cross-product-coordination", 2, "Pairs of surfaces that share something: 2. Decisions that touch more than one surface: 1."},
		{"N1", "mentor", 3.0 / 5, "Lin talked with the person in 3 of 5 months since 2025-01-01. Missed: 2025-02 and 2025-04."},
		{"P4", "long-term-thinking", 0.5, "Of 2 decisions 24 months old or more on 2025-06-01, 1 is still in force by a review of the last 12 months: “First” (Acme)."},
		{"R3a", "technical-strategy-portfolio", 4, "4 surfaces of 2 companies were owned from 2020-03-01 to 2025-06-01."},
	} {
		i := indicator(t, f, tt.key)
		if i.Value == nil || math.Abs(*i.Value-tt.value) > 1e-9 || !strings.Contains(i.Explanation, tt.says) {
			t.Errorf("%s: %v: %s", tt.rule, i.Value, i.Explanation)
		}
	}
	_, l8 := shipped(t)
	for _, i := range Indicators(&Facts{}, l8, on("2025-06-01")) {
		if !strings.HasSuffix(i.Explanation, ".") || i.Value != nil && *i.Value != 0 || len(i.Records) != 0 {
			t.Errorf("%s of nothing: %v: %s", i.Key, i.Value, i.Explanation)
		}
	}
}
