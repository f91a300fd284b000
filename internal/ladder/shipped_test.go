package ladder

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The keys that clients and records rely on.
func TestKeysAreStable(t *testing.T) {
	v, _ := shipped(t)
	l8 := v.Level("L8")
	for _, tt := range []struct {
		what string
		got  []string
		want string
	}{
		{"components (R3a–R3e, R4)", each(l8.Promotion.Assessment, func(c Component) string { return c.Key }),
			"technical-strategy-portfolio team-building-case-study cross-product-architecture-review founder-references mentee-network industry-recognition"},
		{"criteria (P1–P5)", each(l8.PanelCriteria, func(c Criterion) string { return c.Key }),
			"company-level-judgment team-building-instinct founder-trust-at-scale long-term-thinking generosity"},
		{"metrics (M1–M7)", each(l8.RankingStandard, func(m Metric) string { return m.Key }),
			"product-surfaces-owned build-vs-buy-decisions founder-partnership infrastructure-health team-structure-decisions investor-communication mentee-advancement"},
		{"levels (S02, S03)", each(v.Levels, func(l Level) string { return l.Code }), "L1 L2 L3 L4 L5 L6 L7 L8 L9 L10"},
	} {
		if diff := cmp.Diff(strings.Fields(tt.want), tt.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.what, diff)
		}
	}
	if n := [...]int{len(l8.Responsibilities), len(l8.AISkills), len(l8.SelfEvaluation), len(l8.Unlocks)}; n != [...]int{7, 7, 9, 7} {
		t.Errorf("duties, skills, checklist, unlocks = %v, want 7, 7, 9, 7 (W, A, C, U)", n)
	}
	modules := each(l8.Curriculum, func(p Phase) int { return len(p.Modules) })
	if !slices.Equal(modules, []int{6, 5, 5}) {
		t.Errorf("modules by phase = %v, want 6, 5, 5 (T)", modules)
	}
}

// R1, R2, R3: the numbers of the promotion are those of its sentences.
func TestPromotionIsRead(t *testing.T) {
	v, _ := shipped(t)
	p := v.Level("L8").Promotion
	if p.To != "L9" || p.MinimumMonths != 36 || p.Quorum != 2 {
		t.Errorf("to %s, %d months, quorum %d", p.To, p.MinimumMonths, p.Quorum)
	}
	if diff := cmp.Diff([]string{"L10", "HOUSE_FOUNDER"}, p.Nomination.AllowedNominators); diff != "" || p.Nomination.SelfNomination {
		t.Errorf("nominators %v, self %v", p.Nomination.AllowedNominators, p.Nomination.SelfNomination)
	}
	for _, c := range p.Assessment {
		five := c.Key != "industry-recognition"
		if c.Decided != five || (c.Minimum == 1) != five {
			t.Errorf("%s: decided %v, minimum %d", c.Key, c.Decided, c.Minimum)
		}
	}
}

// Numbers beside a sentence of the page are in that sentence.
func TestNumbersStandInTheirSentences(t *testing.T) {
	v, _ := shipped(t)
	l8 := v.Level("L8")
	digits := regexp.MustCompile(`\d+`)
	holds := func(sentence string, numbers ...int) {
		t.Helper()
		if !slices.Contains(l8.Page, sentence) {
			t.Errorf("the page has no item %q", sentence)
		}
		found := digits.FindAllString(sentence, -1)
		for _, n := range numbers {
			if !slices.Contains(found, strconv.Itoa(n)) {
				t.Errorf("%d is not in %q", n, sentence)
			}
		}
	}
	holds("Minimum 36 months at L8", l8.Promotion.MinimumMonths)
	holds("Referral cut: 7% of mentee’s monthly rate for 18 months.", l8.Mentorship.ReferralCut.BasisPoints/100, l8.Mentorship.ReferralCut.Months)
	holds("You give: 5 mentee slots. Your mentees should include L4+ talent you’re developing for ownership roles.", l8.Mentorship.Slots)
	for i, heading := range []string{"Month 1–12: ", "Month 13–24: ", "Month 25–36: "} {
		holds(heading+l8.Curriculum[i].Title, l8.Curriculum[i].FromMonth, l8.Curriculum[i].ToMonth)
	}
	l9 := v.Level("L9").Mentorship
	holds("7 mentee slots (L1–L7)", l9.Slots)
	holds("Referral cut: 8% for 24 months", l9.ReferralCut.BasisPoints/100, l9.ReferralCut.Months)
}

// What the page does not tell of a level is nil, and the level says so.
func TestOtherLevelsInventNothing(t *testing.T) {
	v, _ := shipped(t)
	for i := range v.Levels {
		l := &v.Levels[i]
		if l.Code == "L8" {
			continue
		}
		if l.Title != nil || l.Promotion != nil || len(l.PanelCriteria)+len(l.Responsibilities)+len(l.Page) != 0 {
			t.Errorf("%s holds more than the page says", l.Code)
		}
		if l.Unknown == nil || len(l.Says) == 0 {
			t.Errorf("%s does not say what is unknown, or what the page says of it", l.Code)
		}
		if (l.Mentorship != nil) != (l.Code == "L9") {
			t.Errorf("%s: mentorship %v", l.Code, l.Mentorship)
		}
	}
}

// Each leaf is worded in both languages for every reason of a gap.
func TestGapsAreWorded(t *testing.T) {
	v, _ := shipped(t)
	seen := map[string]string{}
	for _, c := range v.Level("L8").PanelCriteria {
		gates := 0
		for i := range c.Leaves {
			f := &c.Leaves[i]
			if f.Gate {
				gates++
			}
			for _, language := range []string{"en", "de"} {
				for _, reason := range reasons() {
					missing, closes := f.Gap(language, reason)
					if missing == "" || closes == "" || strings.ContainsAny(missing+closes, "{}") {
						t.Errorf("%s/%s/%s: %q, %q", f.Key, language, reason, missing, closes)
					}
					if other, ok := seen[missing]; ok {
						t.Errorf("%s and %s/%s/%s have the same text", other, f.Key, language, reason)
					}
					seen[missing] = f.Key + "/" + language + "/" + reason
				}
			}
		}
		if gates < 2 {
			t.Errorf("%s has %d gates", c.Key, gates)
		}
	}
	f := v.Level("L8").Criterion("generosity").Leaf("ge.credit")
	english, _ := f.Gap("en", "absent")
	for _, tt := range []struct{ language, reason string }{{"fr", "absent"}, {"fr", "no_such"}, {"en", "no_such"}} {
		if got, closes := f.Gap(tt.language, tt.reason); got != english || closes != f.Closes["en"] {
			t.Errorf("Gap(%q, %q) = %q", tt.language, tt.reason, got)
		}
	}
}

// The canonical form gives the same version, and the same bytes, again.
func TestCanonicalRoundTrip(t *testing.T) {
	v, _ := shipped(t)
	body, err := v.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	back := &Version{}
	if err := json.Unmarshal(body, back); err != nil {
		t.Fatal(err)
	}
	back.bind()
	if err := back.seal(); err != nil {
		t.Fatal(err)
	}
	if back.Hash != v.Hash || len(v.Hash) != 64 {
		t.Errorf("hash %q, read back %q", v.Hash, back.Hash)
	}
	l8 := back.Level("L8")
	if l8.Version() != back || l8.Metric("mentee-advancement").ID().Key != "L8/mentee-advancement" || l8.Criterion("generosity").ID().Key != "L8/generosity" || l8.Component("mentee-network").ID().Key != "L8/mentee-network" {
		t.Error("what was read back does not know its level")
	}
}

// Readings are found and their values read, from YAML and from JSON alike.
func TestReadings(t *testing.T) {
	v, _ := shipped(t)
	body, err := v.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	back := &Version{}
	if err := json.Unmarshal(body, back); err != nil {
		t.Fatal(err)
	}
	back.bind()
	for name, l := range map[string]*Level{"YAML": v.Level("L8"), "JSON": back.Level("L8")} {
		for _, m := range l.RankingStandard { // M1–M7
			if p := l.ReadingOf(m.Key); p == nil || p.Kind != Explain {
				t.Errorf("%s: the reading of %s is %v", name, m.Key, p)
			}
		}
		health := l.ReadingOf("infrastructure-health") // M4
		if n, ok := health.Int("coveragePercent"); n != 90 || !ok {
			t.Errorf("%s: coveragePercent = %d, %v", name, n, ok)
		}
		if n, ok := health.Int("maximum"); n != 0 || !ok {
			t.Errorf("%s: maximum = %d, %v", name, n, ok)
		}
		if _, ok := health.Int("no-such"); ok {
			t.Errorf("%s: a value that is not there is found", name)
		}
		if rooms, ok := l.ReadingOf("checklist-founder-treats-as-cofounder").Strings("rooms"); len(rooms) != 3 || !ok { // C3
			t.Errorf("%s: rooms = %v, %v", name, rooms, ok)
		}
		if topic, ok := l.ReadingOf("investor-communication").String("topic"); topic != "TECH_STRATEGY" || !ok { // M6
			t.Errorf("%s: topic = %q, %v", name, topic, ok)
		}
		if yes, ok := l.ReadingOf("checklist-build-vs-buy-savings").Bool("total"); !yes || !ok { // C2
			t.Errorf("%s: total = %v, %v", name, yes, ok)
		}
		if _, ok := health.String("maximum"); ok {
			t.Errorf("%s: a number is read as a word", name)
		}
		if _, ok := health.Bool("maximum"); ok {
			t.Errorf("%s: a number is read as yes or no", name)
		}
		if p := l.ReadingOf("founders"); p == nil || p.Rule[0] != "R2" {
			t.Errorf("%s: the ladder's own reading is %v", name, p)
		}
		if p := l.ReadingOf("no-such"); p != nil {
			t.Errorf("%s: a reading that is not there is %v", name, p)
		}
	}
	var none *Policy
	if _, ok := none.Int("x"); ok {
		t.Error("no policy has a number")
	}
	if _, ok := none.Strings("x"); ok {
		t.Error("no policy has a list")
	}
	if _, ok := none.String("x"); ok {
		t.Error("no policy has a word")
	}
	if _, ok := none.Bool("x"); ok {
		t.Error("no policy says yes")
	}
}
