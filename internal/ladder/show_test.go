package ladder

import (
	"strings"
	"testing"
)

func TestOverview(t *testing.T) {
	t.Parallel()
	v := variant(t, "label: First", "label: First\n  publishedOn: '2026-02-03'")
	want := `Small (small), First
published on 2026-02-03
hash ` + v.Hash + `

A1   Beginner; to A2 after 12 months; criteria: 1
A2   title unknown
`
	if got := v.Overview(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestLevelText(t *testing.T) {
	t.Parallel()
	v := variant(t)
	want := `A1  Beginner

Responsibilities
  Duty: do it

Months 1 to 6: Half a year
  Module: learn it

Ranking standard
  Metric: one (counting)

Promotion to A2
  after 12 months at A1
  Anyone at A2 may nominate.
  a panel of 1 or more
  Portfolio: show it
  Extra: anything else

Care: do they care?
  0  Nothing.
  1  A word.
  2  Something.
  3  Much.
  4  Everything.
  ca.first (60, gate): the text shows that somebody cared.
  ca.second (40): the text shows that somebody cared again.

Mentorship
  receives: A mentor.
  mentee slots: 1, A1 to A2
  referral cut: 1.00 % for 3 months
`
	if got := v.Level("A1").Text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := v.Level("A2").Text(), "A2\n\nUnknown\n  Nothing is written yet.\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Nothing of the page is lost on the way to a terminal.
func TestShippedLevelIsShownInFull(t *testing.T) {
	t.Parallel()
	v, _ := shipped(t)
	text := v.Level("L8").Text()
	for _, want := range []string{
		"L8  Lead Product Owner", "They have you.", "Very few people reach L8.",
		"Investor-ready technical communication: when investors ask",
		"My mentees (5+) span L1–L6", "Zero preventable outages on your watch (Incident records)",
		"Months 25 to 36: Strategic Authority", "you cannot self-nominate for L9",
		"referral cut: 7.00 % for 18 months", "Founder-level mentorship only", "ge.public (18)",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q", want)
		}
	}
}
