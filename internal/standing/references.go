package standing

import (
	"time"

	"dossier/internal/ladder"
	"dossier/internal/record"
)

// References are the founders who testify, of the component
// "founder-references": how many count, whether they are enough, and why.
// Rule R3d.
func References(f *Facts, level *ladder.Level, asOf time.Time) (count int, verdict ladder.Verdict, explanation string, records []record.Record) {
	const key = "founder-references"
	r := newCalc(f, level.Version(), level, asOf).ask(key, level.ReadingOf(key))
	if r.value != nil {
		count = int(*r.value)
	}
	return count, r.verdict, r.text, r.records
}
