package ladder

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"dossier/ladders"
)

// essence drops what the page's layout adds: white space and bullets.
func essence(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '•' {
			return -1
		}
		return r
	}, s)
}

func page(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("testdata/page.txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func shipped(t *testing.T) (*Version, []*source) {
	t.Helper()
	v, sources, err := load(ladders.Default())
	if err != nil {
		t.Fatal(err)
	}
	return v, sources
}

// Every character of the page stands in exactly one item, in order.
func TestPageIsCovered(t *testing.T) {
	v, _ := shipped(t)
	var items []string
	for _, l := range v.Levels {
		items = append(items, l.Page...)
	}
	if missing, i := uncovered(page(t), items); missing {
		t.Fatalf("item %d of %d, %q, does not follow what comes before it on the page", i, len(items), append(items, "the end")[i])
	}
	if len(items) < 100 {
		t.Errorf("%d items; the page has more sentences than that", len(items))
	}
	for i := range items {
		if missing, _ := uncovered(page(t), slices.Delete(slices.Clone(items), i, i+1)); !missing {
			t.Errorf("the page is covered without item %d, %q", i, items[i])
		}
	}
}

// uncovered tells whether the items, put together, are not the page, and at
// which item the two part.
func uncovered(page string, items []string) (bool, int) {
	rest := essence(page)
	for i, item := range items {
		after, ok := strings.CutPrefix(rest, essence(item))
		if !ok || essence(item) == "" {
			return true, i
		}
		rest = after
	}
	return rest != "", len(items)
}

// What is cut from the page's sentences loses none of their words.
func TestPagesWordsReachTheData(t *testing.T) {
	v, _ := shipped(t)
	body, err := v.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	l8 := v.Level("L8")
	for _, want := range []struct{ got, is string }{
		{*l8.Title, "Lead Product Owner"},
		{*l8.Motto, "The startup doesn’t have a CTO. They have you. That’s better."},
		{l8.Responsibilities[3].Title, "Infrastructure ownership"},
		{l8.Responsibilities[3].Text, "deployment pipelines, monitoring, security posture, scalability planning. The boring stuff that kills companies when ignored."},
		{l8.Curriculum[0].Title, "Multi-Surface Product Strategy"},
		{l8.Curriculum[0].Modules[1].Text, "deployment, CI/CD, monitoring, alerting, security, disaster recovery. Not implementation — strategy. When to invest, when to defer, when to accept risk."},
		{l8.PanelCriteria[3].Question, "do their decisions hold up over years, not just quarters?"},
		{l8.Promotion.Recognition, "Industry recognition: published work, speaking engagements, or peer recognition in technical leadership"},
		{l8.Mentorship.Receives, "L10 or founder mentor. Monthly strategic conversations about company-level technical leadership and career trajectory."},
		{*l8.Mentorship.Expectation, "At this level, your mentorship should be producing future product owners, not just competent builders."},
		{l8.Unlocks[0].Text, "Product team leadership — build and lead the product org, not just the product"},
		{l8.RankingStandard[6].MeasuredBy, "Rank records"},
	} {
		if want.got != want.is {
			t.Errorf("got %q, want %q", want.got, want.is)
		}
	}
	if n := strings.Count(*l8.Summary, "\n\n"); n != 2 {
		t.Errorf("the summary has %d breaks between paragraphs, want 2", n)
	}
	if !bytes.Contains(body, []byte(`"Very few people reach L8."`)) {
		t.Error("the canonical form does not hold the page")
	}
}

// The copy of the page is the original, where the original is at hand.
func TestPageIsTheOriginal(t *testing.T) {
	original, err := os.ReadFile("../../../shared/seeds/000_f24b34cd7784f805.txt")
	if os.IsNotExist(err) {
		return // not delivered with the repository
	}
	if err != nil {
		t.Fatal(err)
	}
	if string(original) != page(t) {
		t.Error("testdata/page.txt differs from the original")
	}
}

// Quotations of the page are exact.
func TestSourcesStandOnThePage(t *testing.T) {
	v, _ := shipped(t)
	text := squeeze(page(t))
	quoted := func(what, s string) {
		if s == "" || !strings.Contains(text, s) {
			t.Errorf("%s: the page does not say %q", what, s)
		}
	}
	for _, c := range v.Level("L8").PanelCriteria {
		for _, p := range c.Points {
			quoted(c.Key+"/"+p.Key, p.Source)
		}
		for _, f := range c.Leaves {
			quoted(f.Key, f.Source)
		}
	}
	for _, l := range v.Levels {
		for _, s := range l.Says {
			quoted(l.Code, s)
		}
	}
	quoted("L9", v.Level("L9").Mentorship.Receives)
	for _, u := range v.Unruled {
		quoted("unruled", u.Text)
	}
}

// Every sentence that has an id is named by an item or a reading.
func TestEveryRuleIsCarried(t *testing.T) {
	_, sources := shipped(t)
	carried := map[string]bool{}
	for _, s := range sources {
		for _, r := range s.rules {
			carried[r] = true
		}
	}
	known := ruleIDs()
	for _, id := range known {
		if !carried[id] {
			t.Errorf("no item carries rule %s", id)
		}
		delete(carried, id)
	}
	for id := range carried {
		t.Errorf("rule %s is not known", id)
	}
}

// ruleIDs are the ids of the page's sentences: frame (S), duties (W), AI
// skills (A), checklist (C), curriculum (T), metrics (M), requirements (R),
// panel (P), mentorship (N) and unlocks (U).
func ruleIDs() []string {
	return strings.Fields(`
		S01 S02 S03 S04 S05 S06 S07 S08 S09 S10 S11a S11b S12 S13 S14 S15
		W1 W2 W3 W4 W5 W6 W7
		A1 A2 A3 A4 A5 A6 A7
		C1 C2 C3 C4 C5 C6 C7 C8 C9
		T1.1 T1.2 T1.3 T1.4 T1.5 T1.6 T2.1 T2.2 T2.3 T2.4 T2.5 T3.1 T3.2 T3.3 T3.4 T3.5
		M1 M2 M3 M4 M5 M6 M7
		R1 R2 R3 R3a R3b R3c R3d R3e R4
		P1 P2 P3 P4 P5
		N1 N2 N3 N4
		U1 U2 U3 U4 U5 U6 U7`)
}
