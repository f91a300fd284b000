package intake_test

import (
	"strings"
	"testing"

	"dossier/internal/intake"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/testworld"
)

// M2, M4: a file does not replace what others have judged, as its owner cannot;
// reviews of the same files change with it.
func TestARecordThatOthersJudgedIsLeftAlone(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		who  func(by *people.Viewer) func(*record.Base)
		says string // empty where it may be replaced
	}{
		"reviewed by another": {func(by *people.Viewer) func(*record.Base) {
			return func(b *record.Base) { b.Provenance, b.MadeBy = record.House, &by.Person }
		}, "key: came in before with other values, and cannot be replaced: it was reviewed by somebody else"},
		"its review is confirmed": {func(by *people.Viewer) func(*record.Base) { return testworld.By(by, record.AsPeer) },
			"cannot be replaced: it has a review that somebody else confirmed"},
		"reviewed by its owner": {func(*people.Viewer) func(*record.Base) { return func(*record.Base) {} }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.clean(source("org.json", org), source("outcome-reviews.jsonl", reviews))
			owner, other := &people.Viewer{Person: d.id("people", "zineb")}, &people.Viewer{Person: d.id("people", "guest")}
			d.Record(owner, &record.OutcomeReview{Metric: "months to launch", Verdict: "NEGATIVE"},
				testworld.At(d.id("companies", "fjordlast")), testworld.About(d.id("tech-decisions", "d1")), d.On(1), tc.who(other))
			r := d.take(intake.Options{}, source("org.json", strings.ReplaceAll(org, "Buy the", "Rent the")), source("outcome-reviews.jsonl", reviews))
			if r.Written != (tc.says == "") || !strings.Contains(said(r), tc.says) {
				t.Errorf("written %v: %s", r.Written, said(r))
			}
		})
	}
}
