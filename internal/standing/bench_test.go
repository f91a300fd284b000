package standing

import (
	"testing"

	"github.com/google/uuid"

	"dossier/internal/record"
)

// many are facts with a thousand records of all kinds that the metrics read.
func many() *Facts {
	f := holder()
	for i := 0; len(f.Records) < 1000; i++ {
		surface := []uuid.UUID{shop, search, pay, maps}[i%4]
		day := date(on("2022-02-01").AddDate(0, 0, i*3))
		month := day + "/" + date(on(day).AddDate(0, 1, 0))
		one := day + "/" + date(on(day).AddDate(0, 0, 1))
		x := outage(surface, day, "SECURITY")
		c, m, d := reorganised("2022-11-30", "2023-06-30"), meeting("BOARD", "TECH_STRATEGY", "PRESENTER"), decision("Choice", bvb, one)
		f.Records = append(f.Records, owned(surface, month, founder), watching(surface, month, []string{"SECURITY"}, founder),
			covers(&surface, month, false, fed), x, reviewed(x, false, day, founder), testimony(uuid.New(), "2022-01-01/2023-01-01", word(ada)),
			c, judged(c, "POSITIVE", founder), m, feedback(m, false, 5, founder), d, outcome(d, "POSITIVE", one, madeBy(cleo, record.House)))
	}
	f.Pupils = spread("L1", "L2", "L5", "L6", "L6")
	return f
}

// BenchmarkStanding computes metrics and eligibility from a thousand records.
func BenchmarkStanding(b *testing.B) {
	v, l8 := shipped(b)
	f := many()
	asOf := on("2025-06-01")
	b.ReportAllocs()
	for b.Loop() {
		if len(Of(f, l8, asOf).Metrics) != 7 || len(EligibilityFor(f, v, l8, asOf).Requirements) != 14 {
			b.Fatal("a metric or a requirement is missing")
		}
	}
}
