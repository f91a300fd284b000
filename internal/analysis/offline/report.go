package offline

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed report.json
var reportFile []byte

// Report is what the analyser measured of itself on labelled dossiers. The
// command that fits the weights writes it.
type Report struct {
	// Date is when it was measured, YYYY-MM-DD.
	Date string `json:"date"`
	// LeftOut holds the figures of dossiers each of which was judged by weights
	// that had not seen it.
	LeftOut Figures `json:"leftOut"`
	// Authors holds the figures of dossiers that were judged by weights that had
	// seen nothing by the same author.
	Authors Figures `json:"authors"`
	// Unseen holds those of dossiers that neither the lexicon nor the weights
	// that judged them had seen: what to expect of the next dossier.
	Unseen Figures `json:"unseen"`
}

// Figures are how a group of dossiers was judged.
type Figures struct {
	Dossiers int `json:"dossiers"`
	// Criteria holds the figures of each criterion by its key.
	Criteria map[string]Measured `json:"criteria"`
	All      Measured            `json:"all"`
	// Claims is how many in a hundred claims were compared with the records as
	// the labels have it, Contradicted how many of those that the records deny
	// were found.
	Claims       int `json:"claims"`
	Contradicted int `json:"contradicted"`
	// Fabricated counts quotes that do not stand in the text; Injected and
	// Lifted count what succeeded of Injections and of Lifts.
	Fabricated int `json:"fabricated"`
	Injected   int `json:"injected"`
	Injections int `json:"injections"`
	Lifted     int `json:"lifted"`
	Lifts      int `json:"lifts"`
}

// Measured is how the passages of a criterion compare with the labels, and
// how its scores and gaps do, in hundredths.
type Measured struct {
	Precision  int `json:"precision"`
	Recall     int `json:"recall"`
	F1         int `json:"f1"`
	AnySignF1  int `json:"f1AnySign"`
	CoreRecall int `json:"coreRecall"`
	Within1    int `json:"within1"`
	Kappa      int `json:"kappa"`
	GapRecall  int `json:"gapRecall"`
	// Gaps is the mean number of gaps, times 100.
	Gaps int `json:"gaps"`
}

// parseReport reads a report.
func parseReport(b []byte) (Report, error) {
	var r Report
	if err := json.Unmarshal(b, &r); err != nil {
		return r, fmt.Errorf("read report: %w", err)
	}
	return r, nil
}

// Report returns the figures that the analyser was released with.
func (a *Analyser) Report() Report { return a.report }

// Limits says in sentences what the analyser cannot do, and how often it is
// right.
func (a *Analyser) Limits() []string {
	return []string{
		"It finds words and forms of sentences that it knows, and misses what is said in other words.",
		"It cannot tell a good decision from one that is well described, and counts what is stated, not what is true.",
		"It reads English and German only; pictures stay unread.",
		fmt.Sprintf("Measured on %d labelled dossiers that it had never seen (%s): of the passages it shows %d in 100 are right, it finds "+
			"%d in 100 of those that a score rests on, and %d in 100 of its scores are at most one from the label.",
			a.report.Unseen.Dossiers, a.report.Date, a.report.Unseen.All.Precision, a.report.Unseen.All.CoreRecall, a.report.Unseen.All.Within1),
	}
}
