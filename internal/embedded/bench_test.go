package embedded_test

import (
	"path/filepath"
	"strconv"
	"testing"

	"dossier/internal/embedded"
)

func BenchmarkStart(b *testing.B) {
	run := func(b *testing.B, dir string) {
		pg, err := embedded.Start(b.Context(), embedded.Options{Dir: dir})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		pg.Stop()
		b.StartTimer()
	}
	b.Run("fresh", func(b *testing.B) {
		root, n := scratch(b), 0
		for b.Loop() {
			n++
			run(b, filepath.Join(root, strconv.Itoa(n)))
		}
	})
	b.Run("existing", func(b *testing.B) {
		dir := cluster(b)
		run(b, dir)
		for b.Loop() {
			run(b, dir)
		}
	})
}
