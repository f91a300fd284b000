package intake_test

import (
	"fmt"
	"io"
	"runtime"
	"strconv"
	"testing"

	"dossier/internal/intake"
	"dossier/internal/testworld"
)

// generated is a source whose text is made as it is read, so that what is
// measured is the import's memory.
func generated(name, header string, n int, row func(i int) string) intake.Source {
	return intake.Source{Name: name, Open: func() (io.ReadCloser, error) {
		r, w := io.Pipe()
		go func() {
			_, err := io.WriteString(w, header+"\n")
			for i := 0; i < n && err == nil; i++ {
				_, err = io.WriteString(w, row(i)+"\n")
			}
			w.CloseWithError(err) // who stops reading early is no failure
		}()
		return r, nil
	}}
}

// history is n decisions with the reviews of every second one, of people of
// ten companies, as a house would bring in its past.
func history(n int) []intake.Source {
	people := n / 100
	return []intake.Source{
		generated("people.csv", "key,name", people, func(i int) string { return fmt.Sprintf("p%d,Person %d", i, i) }),
		generated("companies.csv", "key,name,country", 10, func(i int) string { return fmt.Sprintf("c%d,Company %d,NO", i, i) }),
		generated("tech-decisions.csv", "key,person,company,from,provenance,title,type,options,chosen,contexts,tradeOff,costs.engineering.amount,costs.engineering.currency,"+
			"costs.infrastructure.amount,costs.infrastructure.currency,costs.opportunity.amount,costs.opportunity.currency,costs.timeToMarketMonths", n*2/3, func(i int) string {
			return fmt.Sprintf("d%d,p%d,c%d,2024-%02d-%02d,IMPORT,Decision %d,BUILD_VS_BUY,BUILD|BUY,BUY,burn-rate|product,We gave up some freedom for speed.,%d,NOK,1000,NOK,0,NOK,%d",
				i, i%people, i%10, 1+i%12, 1+i%28, i, 1000*i, i%12)
		}),
		generated("outcome-reviews.csv", "key,person,about,from,provenance,metric,baseline,target,actual,verdict", n-n*2/3, func(i int) string {
			return fmt.Sprintf("o%d,p%d,d%d,2025-%02d-%02d,IMPORT,months to launch,9,4,3.5,POSITIVE", i, i%people, i, 1+i%12, 1+i%28)
		}),
	}
}

// BenchmarkImport measures rows a second and the most memory that is in use.
func BenchmarkImport(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			var peak uint64
			rows := 0
			for b.Loop() {
				b.StopTimer()
				w := testworld.New(b)
				im := &intake.Importer{DB: w.DB, NewID: w.NewID, Progress: func(string, int) {
					var m runtime.MemStats
					runtime.ReadMemStats(&m)
					peak = max(peak, m.HeapAlloc)
				}}
				runtime.GC()
				b.StartTimer()
				r, err := im.Import(b.Context(), history(n), intake.Options{}, w.Now)
				if err != nil || !r.Written {
					b.Fatal(err, said(r))
				}
				for _, c := range r.Tables {
					rows += c.New
				}
			}
			b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
			b.ReportMetric(float64(peak)/(1<<20), "MiB-peak")
		})
	}
}
