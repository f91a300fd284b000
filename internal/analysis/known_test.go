package analysis_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/analysis"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/testworld"
)

// A draft's claims are compared with what is recorded when its candidate asks.
func TestADraftIsComparedWithWhatIsRecorded(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ana, founder := w.Candidate("Ana"), w.Person("Bas", "", people.CompanyFounder)
	company, _ := w.Company("Koelpad", []*people.Viewer{founder})
	d := w.Open(ana)
	w.Save(ana, d, "technical-strategy-portfolio", "Strategy", "I have made two documented build-versus-buy decisions.")
	decide := func(title string, options ...func(*record.Base)) {
		w.Record(ana, &record.TechDecision{Title: title, Type: "BUILD_VS_BUY", Options: []string{"BUILD", "BUY"}, Chosen: "BUY"}, append(options, testworld.At(company))...)
	}
	claim := func() *analysis.StoredClaim {
		t.Helper()
		key := ask(t, w, ana, d)
		w.Analyse()
		all, err := w.Analyses.ClaimsOf(t.Context(), ana, []uuid.UUID{key})
		if err != nil || len(all[key]) != 1 {
			t.Fatalf("%d claims, %v", len(all[key]), err)
		}
		return all[key][0]
	}
	if c := claim(); c.Verdict != analysis.Unverifiable {
		t.Errorf("with nothing recorded: %+v", c)
	}
	first := ask(t, w, ana, d)
	decide("Route planning")
	if ask(t, w, ana, d) != first {
		t.Error("what nobody confirmed moves the facts, and makes another analysis")
	}
	decide("Customs documents", testworld.By(founder, record.AsFounder))
	if ask(t, w, ana, d) == first {
		t.Error("what was recorded since makes no other analysis")
	}
	if c := claim(); c.Verdict != analysis.Overstated || !strings.Contains(c.Explanation, "as of "+w.Now.Format(time.DateOnly)) {
		t.Errorf("with one of two confirmed: %+v", c)
	}
	decide("Device fleet broker", testworld.By(founder, record.AsFounder))
	if c := claim(); c.Verdict != analysis.Supported || !strings.Contains(c.Recorded, "2 decisions") {
		t.Errorf("with both confirmed: %+v", c)
	}
	last := ask(t, w, ana, d)
	w.Advance(24 * time.Hour)
	if ask(t, w, ana, d) != last {
		t.Error("another day alone makes another analysis")
	}
}
