package ladder

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// paged is a level that was taken from a page, with every kind of item.
const paged = `level:
  code: B1
  ordinal: 3
  frame:
    - page: Home
  title: {page: B1 — Keeper — of Keys}
  track: {page: Back to Small}
  label: {page: First}
  motto: {page: “Keep them.”}
  summary:
    - - {page: One.}
      - {page: Two.}
    - - {page: Three.}
  responsibilities:
    page: Duties
    items:
      - {key: keys, rule: [W1], page: "Keys: all — of them — at once."}
  selfEvaluation:
    page: Questions
    items:
      - {key: have, page: I have them — all.}
  curriculum:
    page: Lessons
    items:
      - fromMonth: 1
        toMonth: 2
        page: "Month 1–2: Locks: old"
        modules:
          - {key: locks, page: Locks — open one.}
  rankingStandard:
    page: Table
    columns: {page: [Metric, Threshold, Measured]}
    items:
      - {key: kept, page: [Keys kept, 2+, Counting]}
  promotion:
    to: B2
    quorum: 3
    page: Next
    requirements: {page: Needs}
    tenure: {months: 4, page: Four months}
    nomination: {allowedNominators: [COMPANY_FOUNDER], page: A founder names you}
    pass: {page: "Pass:"}
    assessment:
      - {key: ring, minimum: 2, decided: true, page: The ring — show it.}
      - {key: fame, minimum: 0, decided: false, page: "Fame: be known"}
      - {key: more, minimum: 0, decided: false, page: "More: anything"}
  panelCriteria:
    page: Looks
    items:
      - {key: order, page: Order — are they in order?}
  mentorship:
    page: Help
    receives: {page: "You receive: a mentor: me."}
    gives: {slots: 2, page: "You give: 2 places."}
    referralCut: {basisPoints: 50, months: 1, page: "Cut: half a percent"}
    expectation: {page: No colon here.}
  unlocks:
    page: Opens
    items:
      - {key: doors, page: Doors — all of them}
      - {key: windows, page: Windows}
`

// rubricOfPaged is the house's part of it, with general texts for gaps.
const rubricOfPaged = `ours:
  level: B1
  reasons:
    en: {stale: "Old: {about}."}
    de: {stale: "Alt: {about}.", no_date: "Ohne Datum: {about}."}
  rubric:
    - criterion: order
      anchors: [{score: 0, text: a}, {score: 1, text: b}, {score: 2, text: c}, {score: 3, text: d}, {score: 4, text: e}]
      leaves:
        - key: or.one
          source: "are they in order?"
          about: {en: order, de: Ordnung}
          definition: d
          counts: c
          excludes: e
          weight: 100
          missing: {en: {absent: None.}, de: {absent: Nichts., stale: Veraltet.}}
          closes: {en: Tidy., de: Aufräumen.}
`

func loadPaged(t *testing.T) *Level {
	t.Helper()
	dir := small(t)
	dir["b1.yaml"] = &fstest.MapFile{Data: []byte(paged)}
	dir["b1-rubric.yaml"] = &fstest.MapFile{Data: []byte(rubricOfPaged)}
	dir["b2.yaml"] = &fstest.MapFile{Data: []byte("level: {code: B2, ordinal: 4, unknown: all}\n")}
	// The small ladder quotes no page, and here is one.
	dir["a1.yaml"].Data = []byte(strings.ReplaceAll(string(dir["a1.yaml"].Data), "source: do they care?", "source: One. Two."))
	v, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return v.Level("B1")
}

func TestALevelIsCutFromItsPage(t *testing.T) {
	t.Parallel()
	l := loadPaged(t)
	for _, tt := range []struct {
		what      string
		got, want any
	}{
		{"title", *l.Title, "Keeper — of Keys"},
		{"motto", *l.Motto, "Keep them."},
		{"summary", *l.Summary, "One. Two.\n\nThree."},
		{"duty", l.Responsibilities, []Entry{{Key: "keys", Title: "Keys: all", Text: "of them — at once.", Rule: []string{"W1"}}}},
		{"question", l.SelfEvaluation, []ChecklistItem{{Key: "have", Statement: "I have them — all."}}},
		{"phase", l.Curriculum, []Phase{{FromMonth: 1, ToMonth: 2, Title: "Locks: old", Modules: []Entry{{Key: "locks", Title: "Locks", Text: "open one."}}}}},
		{"metric", *l.Metric("kept"), Metric{Key: "kept", Name: "Keys kept", Threshold: "2+", MeasuredBy: "Counting"}},
		{"months", l.Promotion.MinimumMonths, 4},
		{"nomination", l.Promotion.Nomination, Nomination{Text: "A founder names you", AllowedNominators: []string{"COMPANY_FOUNDER"}}},
		{"component", *l.Component("ring"), Component{Key: "ring", Title: "The ring", Text: "show it.", Minimum: 2, Decided: true}},
		{"component with a colon", l.Component("fame").Title, "Fame"},
		{"recognition", l.Promotion.Recognition, "Fame: be known"},
		{"criterion", l.Criterion("order").Question, "are they in order?"},
		{"received", l.Mentorship.Receives, "a mentor: me."},
		{"given", *l.Mentorship.Gives, "2 places."},
		{"cut", *l.Mentorship.ReferralCut, ReferralCut{BasisPoints: 50, Months: 1}},
		{"expectation", *l.Mentorship.Expectation, "No colon here."},
		{"unlocks", l.Unlocks, []Entry{{Key: "doors", Title: "Doors", Text: "Doors — all of them"}, {Key: "windows", Text: "Windows"}}},
	} {
		if diff := cmp.Diff(tt.want, tt.got, cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".level" }, cmp.Ignore())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.what, diff)
		}
	}
	want := strings.Split("Home|B1 — Keeper — of Keys|Back to Small|First|“Keep them.”|One.|Two.|Three.|Duties|Keys: all — of them — at once.|"+
		"Questions|I have them — all.|Lessons|Month 1–2: Locks: old|Locks — open one.|Table|Metric|Threshold|Measured|Keys kept|2+|Counting|"+
		"Next|Needs|Four months|A founder names you|Pass:|The ring — show it.|Fame: be known|More: anything|Looks|Order — are they in order?|"+
		"Help|You receive: a mentor: me.|You give: 2 places.|Cut: half a percent|No colon here.|Opens|Doors — all of them|Windows", "|")
	if diff := cmp.Diff(want, l.Page); diff != "" {
		t.Errorf("page (-want +got):\n%s", diff)
	}
}

// A leaf's own text goes before the general one, that before "absent".
func TestGapTextsFallBack(t *testing.T) {
	t.Parallel()
	f := loadPaged(t).Criterion("order").Leaf("or.one")
	for _, tt := range []struct{ language, reason, missing, closes string }{
		{"en", "absent", "None.", "Tidy."},
		{"en", "stale", "Old: order.", "Tidy."},
		{"en", "no_date", "None.", "Tidy."},
		{"de", "stale", "Veraltet.", "Aufräumen."},
		{"de", "no_date", "Ohne Datum: Ordnung.", "Aufräumen."},
		{"de", "no_number", "Nichts.", "Aufräumen."},
		{"fr", "stale", "Old: order.", "Tidy."},
	} {
		if missing, closes := f.Gap(tt.language, tt.reason); missing != tt.missing || closes != tt.closes {
			t.Errorf("Gap(%q, %q) = %q, %q, want %q, %q", tt.language, tt.reason, missing, closes, tt.missing, tt.closes)
		}
	}
}

// How a ladder is spread over files, and their order, is no part of it.
func TestLayoutOfFilesDoesNotMatter(t *testing.T) {
	t.Parallel()
	one := variant(t)
	dir := small(t)
	level, ours, _ := strings.Cut(string(dir["a1.yaml"].Data), "\nours:\n")
	moved := fstest.MapFS{
		"z/head.yaml": dir["ladder.yaml"],
		"a/ours.yml":  &fstest.MapFile{Data: []byte("# moved\nours:\n" + ours)},
		"m.yaml":      &fstest.MapFile{Data: []byte(level + "\n")},
		"README.md":   &fstest.MapFile{Data: []byte("not a part: [")},
	}
	other, err := Load(moved)
	if err != nil {
		t.Fatal(err)
	}
	if one.Hash != other.Hash {
		t.Error("the same ladder in other files has another hash")
	}
	if variant(t, "An act.", "An act").Hash == one.Hash {
		t.Error("a changed text has the same hash")
	}
}
