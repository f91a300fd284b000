package offline

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed report.json
var reportFile []byte

// Report is what the analyser measured of itself on labelled dossiers, each
// judged by weights that had not seen it. The command that fits the weights
// writes it.
type Report struct {
	// Date is when it was measured, YYYY-MM-DD.
	Date string `json:"date"`
	// Dossiers is how many there were.
	Dossiers int `json:"dossiers"`
	// Criteria holds the figures of each criterion by its key.
	Criteria map[string]Measured `json:"criteria"`
	All      Measured            `json:"all"`
}

// Measured is how the passages of a criterion compare with the labels, and
// how its scores do, in hundredths.
type Measured struct {
	Precision  int `json:"precision"`
	Recall     int `json:"recall"`
	CoreRecall int `json:"coreRecall"`
	Within1    int `json:"within1"`
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
		fmt.Sprintf("Measured on %d labelled dossiers (%s): of the passages it shows %d in 100 are right, it finds %d in 100 of those "+
			"that a score rests on, and %d in 100 of its scores are at most one from the label.",
			a.report.Dossiers, a.report.Date, a.report.All.Precision, a.report.All.CoreRecall, a.report.All.Within1),
	}
}
