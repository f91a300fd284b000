package claims

import (
	"strings"
	"testing"
	"time"

	"dossier/internal/analysis"
	"dossier/internal/analysis/text"
)

func pointer[T any](v T) *T { return &v }

func facts() analysis.Facts {
	return analysis.Facts{
		AsOf: pointer(time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)),
		Engagements: []analysis.Engagement{
			{Company: "Koelpad", To: pointer("2024-02"), Surfaces: []string{"firmware", "web app", "portal"}},
			{Company: "Shamba Direct", Surfaces: []string{"console", "marketplace"}},
		},
		Decisions: []analysis.TechDecision{
			{ID: "K-1", Date: "2021-05", Title: "Route planning", Choice: "buy", Outcome: "positive"},
			{ID: "K-2", Date: "2022-11", Title: "Metrics store", Choice: "build", Outcome: "negative"},
			{ID: "S-1", Date: "2024-06", Title: "Credit scoring", Choice: "no-build", Outcome: "pending"},
		},
		Incidents: []analysis.Incident{
			{Date: "2022-08-03", Minutes: 142, Preventable: pointer(false)},
			{Date: "2024-11-19", Minutes: 75, Preventable: pointer(true)},
		},
		TeamChanges: []analysis.TeamChange{
			{Date: "2021-11", Change: "silos regrouped into two crews", Outcome: "negative", Measure: "median lead time 19 days to 4 days"},
		},
		Presentations: []analysis.Presentation{
			{Company: "Koelpad", Audience: "board", Count: 6}, {Company: "Shamba Direct", Audience: "investors", Count: 4},
		},
		Mentees: []analysis.Mentee{
			{Name: "Ilse Brouwer", Level: "L6", Previous: "L3"}, {Name: "Faith Njeri", Level: "L4", Previous: "L2"},
			{Name: "Joris de Wit", Level: "L3", Previous: "L3"},
		},
		References: []analysis.Reference{
			{Name: "Bas Terpstra", Company: "Koelpad", Standing: "founder", Confirms: "technical co-founder"},
			{Name: "Wanjiku Kariuki", Company: "Shamba Direct", Standing: "founder", Confirms: "senior contractor"},
		},
	}
}

func read(component, lang, body string) analysis.Read {
	return analysis.Read{Document: analysis.Document{Ref: "d", Component: component, Body: body}, Text: text.Read(body), Language: lang}
}

func check(component, lang, body string, f analysis.Facts) []analysis.Claim {
	return Checker{}.Check(analysis.ClaimInput{Documents: []analysis.Read{read(component, lang, body)}, Facts: f})
}

func TestCheck(t *testing.T) {
	t.Parallel()
	const (
		none = analysis.ClaimVerdict("")
		yes  = analysis.Supported
		over = analysis.Overstated
		less = analysis.Understated
	)
	for _, c := range []struct {
		lang, text, metric string
		want               analysis.ClaimVerdict
	}{
		{"en", "Two of the three decisions in the log came out well.", Decisions, over},
		{"en", "All three of our build-or-buy decisions have come good.", Decisions, over},
		{"en", "I have made three documented build-versus-buy decisions.", Decisions, yes},
		{"en", "I have made at least two documented build-versus-buy decisions.", Decisions, yes},
		{"en", "I have made two documented build-versus-buy decisions.", Decisions, less},
		{"en", "In May 2021 we bought the route planning from a vendor.", Decisions, yes},
		{"en", "In May 2021 we built the route planning ourselves.", Decisions, over},
		{"en", "The metrics store was a success.", Decisions, over},
		{"en", "I bought a house in 2021.", "", none},
		{"en", "One of my colleagues was right about the decision.", "", none},
		{"en", "Today I own two product surfaces.", Surfaces, yes},
		{"en", "I own nine product surfaces end to end.", Surfaces, over},
		{"en", "When I joined there were four products in the exporters' own portal.", "", none},
		{"en", "I consider myself the technical co-founder of both companies.", Founders, over},
		{"en", "I am the technical co-founder of the company.", Founders, yes},
		{"en", "There have been no preventable outages on my watch.", Health, over},
		{"en", "There was one preventable outage in 2024.", Health, yes},
		{"en", "We had no outages at all.", Health, over},
		{"en", "Zero tolerance for preventable outages is our creed.", "", none},
		{"en", "The outage lasted 142 minutes of downtime.", Health, yes},
		{"en", "Median lead time was nineteen days before, four days after.", Teams, yes},
		{"en", "Median lead time went from nineteen days to one day.", Teams, over},
		{"en", "I have restructured the team five times.", Teams, over},
		{"en", "The two crews were a success, better than the silos.", Teams, over},
		{"en", "I have presented to the board six times.", Investors, yes},
		{"en", "I have presented to boards or investors ten times, six at Koelpad and four at Shamba Direct.", Investors, yes},
		{"en", "I have presented to investors a dozen times.", Investors, over},
		{"en", "The board room was painted twice.", "", none},
		{"en", "One of my mentees is at L5 or above.", Advancement, yes},
		{"en", "All three of my mentees have made L5 or better.", Advancement, over},
		{"en", "Faith has reached L5 this winter.", Advancement, over},
		{"en", "Two of my mentees have been promoted.", Advancement, yes},
		{"en", "I hope to present to the board twelve times.", "", none},
		{"en", "I answered for both products, the console and the marketplace.", Surfaces, yes},
		{"en", "The console and the marketplace were in my hands at one and the same time.", Surfaces, yes},
		{"en", "I am accountable for six platforms.", Surfaces, over},
		{"en", "When I came there were fourteen people and three products.", "", none},
		{"en", "Every one of the three purchases was looked at again, and one was found good.", Decisions, over},
		{"en", "Of the three things we bought or built, one was reviewed as good and two were found good.", Decisions, over},
		{"en", "Two stoppages since 2020, neither of our own making.", Health, over},
		{"en", "No counter has ever stopped through our own neglect.", Health, over},
		{"en", "In August 2022 the counters stood still for almost two and a half hours.", Health, yes},
		{"en", "In November 2021 I divided the silos into two crews, and work went faster.", Teams, over},
		{"en", "On 19 November 2024 we had an outage, and it was mine.", Health, yes},
		{"en", "Three times I decided whether to buy or build, and all three decisions were right.", Decisions, over},
		{"en", "The service has never stopped because of us.", Health, over},
		{"en", "The trustees heard me six times.", Investors, yes},
		{"en", "I am as good as a founder here, to my mind.", Founders, yes},
		{"en", "Nineteen was the number, and now it is four.", Teams, yes},
		{"en", "Six times I stood before our trustees.", Investors, yes},
		{"en", "One of my learners has come up a level.", Advancement, less},
		{"en", "None of my trainees is at L5.", Advancement, less},
		{"en", "I mentor three people.", Advancement, yes},
		{"en", "I coach five people.", Advancement, over},
		{"de", "Mir oblagen gleichzeitig console und marketplace.", Surfaces, yes},
		{"de", "Durch eigenes Verschulden ist nie ein Dienst gestanden.", Health, over},
		{"de", "Vor dem Kuratorium habe ich sechsmal gesprochen.", Investors, yes},
		{"de", "Keiner meiner Schützlinge ist auf L5.", Advancement, less},
		{"de", "Einen vermeidbaren Ausfall hat es nicht gegeben.", Health, over},
		{"de", "Im Beirat habe ich sechsmal vorgetragen.", Investors, yes},
		{"de", "Ich verantworte neun Produktoberflächen.", Surfaces, over},
		{"de", "Zwei meiner Mentees haben L5 erreicht.", Advancement, over},
		{"de", "Ich habe drei Entscheidungen über Bauen oder Kaufen verantwortet, die sich alle bewährt haben.", Decisions, over},
		{"de", "Das Büro hat drei Fenster.", "", none},
	} {
		got := check("technical-strategy-portfolio", c.lang, c.text+"\n", facts())
		if c.want == none {
			if len(got) != 0 {
				t.Errorf("%q: %+v", c.text, got)
			}
			continue
		}
		if len(got) != 1 || got[0].Metric != c.metric || got[0].Verdict != c.want {
			t.Errorf("%q: want one %s of %s, got %+v", c.text, c.want, c.metric, got)
			continue
		}
		if got[0].Quote != c.text || got[0].Claimed == "" || got[0].Recorded == "" || got[0].Criterion == "" {
			t.Errorf("%q: %+v", c.text, got[0])
		}
	}
}

func TestNothingRecordedIsUnverifiable(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"I own three product surfaces.", "I have made six documented build-versus-buy decisions.",
		"Two of my mentees are at L5 or above.", "I am the technical co-founder of this company.",
	} {
		got := check("technical-strategy-portfolio", "en", s+"\n", analysis.Facts{})
		if len(got) != 1 || got[0].Verdict != analysis.Unverifiable || !strings.Contains(got[0].Explanation, "Nothing is recorded") {
			t.Errorf("%q: %+v", s, got)
		}
	}
}

func TestRefereesAreReadByName(t *testing.T) {
	t.Parallel()
	got := check("founder-references", "en", "# Letters\n\n## Bas Terpstra\n\nShe was the technical co-founder I did not have.\n\n"+
		"## Wanjiku Kariuki\n\nShe was our technical co-founder in all but name.\n", facts())
	if len(got) != 2 || got[0].Verdict != analysis.Supported || got[1].Verdict != analysis.Overstated {
		t.Errorf("%+v", got)
	}
}

func TestAnswersAreReadWithTheirQuestions(t *testing.T) {
	t.Parallel()
	got := check("technical-strategy-portfolio", "en", "How many outages could have been avoided?\n\nNone, none at all.\n\n"+
		"And the purchase decisions, how did they turn out?\n\nAll three were good.\n", facts())
	if len(got) != 2 || got[0].Metric != Health || got[1].Metric != Decisions ||
		got[0].Verdict != analysis.Overstated || got[1].Verdict != analysis.Overstated {
		t.Errorf("%+v", got)
	}
	got = check("founder-references", "en", "Bas Terpstra, by telephone.\n\nWould you call her a co-founder?\n\nOn paper no, in the head yes.\n\n"+
		"Wanjiku Kariuki wrote: she is an employee on a salary.\n", facts())
	if len(got) != 2 || got[0].Verdict != analysis.Supported || got[1].Verdict != analysis.Supported || !strings.HasPrefix(got[1].Recorded, "Wanjiku") {
		t.Errorf("%+v", got)
	}
}

// A question that is told of is no claim; with its answer it is one.
func TestQuestionsToldOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		component, lang, text string
		claims                int
	}{
		{"founder-references", "en", "You ask whether I treat her as a co-founder.", 0},
		{"founder-references", "en", "They asked me if she was a co-founder.", 0},
		{"founder-references", "en", "You ask whether I treat her as a co-founder, and I do.", 1},
		{"founder-references", "en", "You ask whether I treat her as a co-founder: yes.", 1},
		{"founder-references", "en", "I treat her as a co-founder and ask her whatever I do not know.", 1},
		{"founder-references", "de", "Sie fragen, ob ich sie als Mitgründerin behandle.", 0},
		{"founder-references", "de", "Sie fragen, ob ich sie als Mitgründerin behandle: ja.", 1},
		{"technical-strategy-portfolio", "en", "The board asked whether I am the technical co-founder of the company.", 0},
		{"technical-strategy-portfolio", "en", "I am the technical co-founder of the company.", 1},
	} {
		text := c.text
		if c.component == "founder-references" {
			text = "## Bas Terpstra\n\n" + text
		}
		if got := check(c.component, c.lang, text+"\n", facts()); len(got) != c.claims {
			t.Errorf("%q: %d claims, want %d: %+v", c.text, len(got), c.claims, got)
		}
	}
}

func TestNumbersOfParagraphsCountNothing(t *testing.T) {
	t.Parallel()
	got := check("mentee-network", "en", "**7.** I mentor three people.\n", facts())
	if len(got) != 1 || got[0].Verdict != analysis.Supported {
		t.Errorf("%+v", got)
	}
}

func TestExplanationTellsBothSides(t *testing.T) {
	t.Parallel()
	got := check("technical-strategy-portfolio", "en", "There have been no preventable outages on my watch.\n", facts())
	want := "The text says: 0 preventable outages. The records (as of 2026-02-01) do not bear it out: 2 incidents, 1 of them preventable (2024-11-19)."
	if len(got) != 1 || got[0].Explanation != want {
		t.Errorf("got %q, want %q", got[0].Explanation, want)
	}
	german := check("technical-strategy-portfolio", "de", "Im Beirat habe ich sechsmal vorgetragen.\n", facts())
	if len(german) != 1 || !strings.HasPrefix(german[0].Explanation, "Der Text sagt: 6 Vorträge. Die Aufzeichnungen (Stand 2026-02-01)") {
		t.Errorf("%+v", german)
	}
}

func TestTwoPlacesThatDisagree(t *testing.T) {
	t.Parallel()
	got := check("technical-strategy-portfolio", "en",
		"All three of my mentees are at L5 or above.\n\nTwo of my mentees are at L5 or above.\n", facts())
	if len(got) != 2 || !strings.Contains(got[1].Explanation, "Elsewhere the text says: 3 mentees at L5 or above.") {
		t.Errorf("%+v", got)
	}
}

func TestQuarantinedTextClaimsNothing(t *testing.T) {
	t.Parallel()
	d := read("technical-strategy-portfolio", "en", "I own nine product surfaces.\n")
	d.Excluded = []text.Span{{Start: 0, End: 10}}
	if got := (Checker{}).Check(analysis.ClaimInput{Documents: []analysis.Read{d}, Facts: facts()}); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestPointedClaims(t *testing.T) {
	t.Parallel()
	d := read("technical-strategy-portfolio", "en", "Seven times over I stood for the firm before those who fund it.\n")
	at := analysis.Place{Span: text.Span{Start: 0, End: len(d.Body) - 1}}
	for _, c := range []struct {
		subject string
		value   *float64
		metric  string
		verdict analysis.ClaimVerdict
	}{
		{"investor_presentations", pointer(7.0), Investors, analysis.Understated},
		{"product_surfaces", pointer(9.0), Surfaces, analysis.Overstated},
		{"teams_restructured", pointer(1.0), Teams, analysis.Supported},
		{"mentees_l5plus", pointer(1.0), Advancement, analysis.Supported},
		{"founders", pointer(2.0), Founders, analysis.Supported},
		{"build_vs_buy", pointer(4.0), Decisions, analysis.Overstated},
		{"other", pointer(4.0), "", ""},
		{"founders", nil, "", ""},
	} {
		in := analysis.ClaimInput{Documents: []analysis.Read{d}, Facts: facts(), Pointed: []analysis.GroundedClaim{{
			ClaimItem: analysis.ClaimItem{Subject: c.subject, Value: c.value, Bound: exactly}, Place: at, Quote: d.Body[:len(d.Body)-1],
		}}}
		got := Checker{}.Check(in)
		if c.metric == "" {
			if len(got) != 0 {
				t.Errorf("%s: %+v", c.subject, got)
			}
			continue
		}
		if len(got) != 1 || got[0].Metric != c.metric || got[0].Verdict != c.verdict {
			t.Errorf("%s: %+v", c.subject, got)
		}
	}
}
