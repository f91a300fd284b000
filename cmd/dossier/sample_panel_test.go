package main

import (
	"strings"
	"testing"
	"time"

	"dossier/internal/id"
)

// dossierOf is the newest dossier of a person of the sample.
func (s *seeder) dossierOf(t *testing.T, candidate string) string {
	t.Helper()
	of := id.ID{Kind: id.Dossier}
	if err := s.pool.QueryRow(t.Context(), `select id from dossier where candidate_id = $1 order by created_at desc limit 1`, s.made[id.Person][candidate]).Scan(&of.UUID); err != nil {
		t.Fatal(err)
	}
	return of.String()
}

// stages looks at a case in each stage, through the eyes of those whom it
// concerns.
func (s *seeder) stages(t *testing.T) {
	t.Helper()
	api := s.api(t)
	for _, tc := range []struct{ stage, who, dossier, ask, want string }{
		{"a draft is its candidate's", "candidate", "zineb-tahiri-lund", `status panel { id }`, `{"status":"DRAFT","panel":null}`},
		{"a draft is nobody else's", "steward", "zineb-tahiri-lund", `status`, `null`},
		{"a dossier waits for its panel", "steward", "arturo-quispe-lamas", `status panel { id } panelFeasibility { quorum available verdict guestNeeded }`,
			`{"status":"SUBMITTED","panel":null,"panelFeasibility":{"quorum":2,"available":8,"verdict":"PASS","guestNeeded":false}}`},
		{"a founder who testified sees nothing of it", "conflicted-panelist", "arturo-quispe-lamas", `status`, `null`},
		{"its candidate does not see who could judge", "arturo-quispe-lamas", "arturo-quispe-lamas", `status panelFeasibility { quorum }`, `{"status":"SUBMITTED","panelFeasibility":null}`},
		{"in review, with a seat suspended and one recused", "steward", "friederike-oberhauser", `status panel { seatCount votes { count } }`, `{"status":"IN_REVIEW","panel":{"seatCount":4,"votes":[]}}`},
		{"a member's draft is their own", "panelist", "friederike-oberhauser", `panel { reviews { status scores { score } } }`, `{"panel":{"reviews":[{"status":"DRAFT","scores":[{"score":3},{"score":null}]}]}}`},
		{"who has scored sees who writes, and no draft", "chair", "friederike-oberhauser", `panel { reviews { reviewer { name } status recommendation } }`,
			`{"panel":{"reviews":[{"reviewer":{"name":"Lusine Avagyan"},"status":"SUBMITTED","recommendation":"PROMOTE"},{"reviewer":{"name":"Tevita Fonua"},"status":"DRAFT","recommendation":null}]}}`},
		{"who recused himself sees nothing", "ondrej-havranek", "friederike-oberhauser", `status`, `null`},
		{"a conflict that came up shuts a member out", "rui-vasconcelos-meira", "friederike-oberhauser", `status`, `null`},
		{"a candidate knows that there is a panel, and not who", "friederike-oberhauser", "friederike-oberhauser", `status panel { seatCount dueZone seats { id } reviews { id } }`,
			`{"status":"IN_REVIEW","panel":{"seatCount":4,"dueZone":"Europe/Vienna","seats":[],"reviews":[]}}`},
		{"a component is open again", "marit-kuusk-raud", "marit-kuusk-raud", `status components { component { key } unlocked }`,
			`{"status":"IN_REVIEW","components":[{"component":{"key":"technical-strategy-portfolio"},"unlocked":false},{"component":{"key":"team-building-case-study"},"unlocked":false},{"component":{"key":"cross-product-architecture-review"},"unlocked":false},` +
				`{"component":{"key":"founder-references"},"unlocked":false},{"component":{"key":"mentee-network"},"unlocked":true},{"component":{"key":"industry-recognition"},"unlocked":false}]}`},
		{"its reviews are stale", "panelist", "marit-kuusk-raud", `panel { reviews { status stale } }`, `{"panel":{"reviews":[{"status":"SUBMITTED","stale":true}]}}`},
		{"decided, and waits for a steward", "steward", "thabiso-mokoena-hart", `status decision { outcome releasedAt votes { recommendation count } }`,
			`{"status":"DECIDED","decision":{"outcome":"PROMOTE","releasedAt":null,"votes":[{"recommendation":"PROMOTE","count":2},{"recommendation":"NOT_YET","count":1},{"recommendation":"NO","count":0}]}}`},
		{"its candidate is not told", "thabiso-mokoena-hart", "thabiso-mokoena-hart", `status decision { id } candidate { level { code } }`, `{"status":"IN_REVIEW","decision":null,"candidate":{"level":{"code":"L8"}}}`},
		{"promoted", "wanjiru-kamau-lindqvist", "wanjiru-kamau-lindqvist", `status decision { outcome gaps { number } } candidate { level { code } }`,
			`{"status":"RELEASED","decision":{"outcome":"PROMOTE","gaps":[]},"candidate":{"level":{"code":"L9"}}}`},
		{"not yet, with gaps and an appeal", "davit-mkrtchian-rossi", "davit-mkrtchian-rossi", `status decision { outcome decidedBy { name } gaps { number criterion { key } } } appeal { ground status }`,
			`{"status":"RELEASED","decision":{"outcome":"NOT_YET","decidedBy":null,"gaps":[{"number":1,"criterion":{"key":"team-building-instinct"}},{"number":2,"criterion":{"key":"generosity"}},{"number":3,"criterion":{"key":"long-term-thinking"}}]},` +
				`"appeal":{"ground":"EVIDENCE_OVERLOOKED","status":"FILED"}}`},
	} {
		got := string(api.ask(t, tc.who, `{ node(id: "`+s.dossierOf(t, tc.dossier)+`") { ... on Dossier { `+tc.ask+` } } }`))
		if want := `{"data":{"node":` + tc.want + `}}`; strings.TrimSpace(got) != want {
			t.Errorf("%s:\n got %s\nwant %s", tc.stage, got, want)
		}
	}
	s.seats(t, api)
	cites := 0
	for _, c := range api.data.Panels {
		for _, step := range c.Steps {
			if step.Review != nil {
				for _, score := range step.Review.Scores {
					cites += len(score.Cites)
				}
			}
		}
	}
	var cited int
	if err := s.pool.QueryRow(t.Context(), `select sum(jsonb_array_length(s -> 'evidence')) from review, jsonb_array_elements(body -> 'scores') s`).Scan(&cited); err != nil || cited != cites || cites < 50 {
		t.Errorf("reviews cite %d passages of the %d that the sample names: the analysis finds others now, so name those (%v)", cited, cites, err)
	}
	for who, want := range map[string]string{
		"panelist":            `Marit Kuusk-Raud,Friederike Oberhauser`,
		"conflicted-panelist": `Marit Kuusk-Raud`,
		"mentor":              `Friederike Oberhauser`,
		"chair":               ``,
	} {
		got := api.ask(t, who, `{ viewer { reviewQueue { edges { node { candidate { name } } } } } }`)
		if names := strings.Join(namesIn(got), ","); names != want {
			t.Errorf("the queue of the %s is %s, want %s: %s", who, names, want, got)
		}
	}
	promoted := string(api.ask(t, "candidate", `{ people(filter: {name: "Wanjiru"}) { edges { node { entitlements { entitlement from } } } } }`))
	for _, word := range []string{"PRODUCT_ORG_LEAD", "HIRE_AND_MANAGE", "CROSS_PRODUCT_ORG", "CULTURE_OWNER"} {
		if want := `{"entitlement":"` + word + `","from":"` + s.now.AddDate(0, 0, -41).Format(time.DateOnly) + `"}`; !strings.Contains(promoted, want) {
			t.Errorf("%s is not among what is open to Wanjiru: %s", want, promoted)
		}
	}
	if got := api.ask(t, "steward", `{ dossiers(filter: {status: [WITHDRAWN]}) { totalCount } }`); !strings.Contains(string(got), `"totalCount":0`) {
		t.Errorf("a withdrawn dossier is shown: %s", got)
	}
	if got := api.ask(t, "jerome-delacroix-bah", `{ dossiers(filter: {status: [WITHDRAWN]}) { totalCount } }`); !strings.Contains(string(got), `"totalCount":1`) {
		t.Errorf("his withdrawn dossier is not shown to Jérôme: %s", got)
	}
}

// seats looks at the seats on a panel in review: those whom one act has seated
// are in no order of their own.
func (s *seeder) seats(t *testing.T, api *api) {
	t.Helper()
	got := api.ask(t, "steward", `{ node(id: "`+s.dossierOf(t, "friederike-oberhauser")+`") { ... on Dossier { panel { seats { person { name } role status } } } } }`)
	for _, want := range []string{
		`{"person":{"name":"Lusine Avagyan"},"role":"CHAIR","status":"SCORED"}`,
		`{"person":{"name":"Tevita Fonua"},"role":"MEMBER","status":"ACKNOWLEDGED"}`,
		`{"person":{"name":"Folake Adeyinka-Stone"},"role":"MEMBER","status":"INVITED"}`,
		`{"person":{"name":"Ondřej Havránek"},"role":"MEMBER","status":"RECUSED"}`,
		`{"person":{"name":"Rui Vasconcelos Meira"},"role":"MEMBER","status":"SUSPENDED"}`,
	} {
		if !strings.Contains(string(got), want) {
			t.Errorf("no seat is %s: %s", want, got)
		}
	}
	if n := strings.Count(string(got), `"status"`); n != 5 {
		t.Errorf("%d seats, want 5: %s", n, got)
	}
}

// namesIn are the names in an answer, in its order.
func namesIn(answer []byte) (names []string) {
	for _, part := range strings.Split(string(answer), `"name":"`)[1:] {
		name, _, _ := strings.Cut(part, `"`)
		names = append(names, name)
	}
	return names
}
