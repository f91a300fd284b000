package audit_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"dossier/internal/audit"
	"dossier/internal/embedded/pgtest"
	"dossier/internal/postgres"
)

// BenchmarkAppend is an act that does nothing but leave its row.
func BenchmarkAppend(b *testing.B) {
	pool := pgtest.Pool(b)
	for b.Loop() {
		if err := postgres.InTx(b.Context(), pool, func(tx pgx.Tx) error { return audit.Append(b.Context(), tx, now, entry(1)) }); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkVerify reads a trail of 100,000 rows.
func BenchmarkVerify(b *testing.B) {
	const rows = 100_000
	pool := pgtest.Pool(b)
	list := make([]audit.Entry, rows)
	for i := range list {
		list[i] = entry(i)
	}
	if err := postgres.InTx(b.Context(), pool, func(tx pgx.Tx) error { return audit.Append(b.Context(), tx, now, list...) }); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		r, err := audit.Verify(b.Context(), pool, nil, nil)
		if err != nil || r.Head.Seq != rows {
			b.Fatal(r, err)
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
