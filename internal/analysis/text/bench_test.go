package text

import (
	"fmt"
	"testing"
)

func BenchmarkReadWindowsScan(b *testing.B) {
	for _, words := range []int{1000, 10000, 30000} {
		body := generated(words, true, 9)
		b.Run(fmt.Sprint(words), func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				d := Read(body)
				Windows(d)
				Scan(d)
			}
		})
	}
}

func BenchmarkIndex(b *testing.B) {
	d := Read(generated(30000, true, 9))
	for b.Loop() {
		onceIndex(d)()
	}
}

func BenchmarkGround(b *testing.B) {
	for _, words := range []int{1000, 30000} {
		d := Read(generated(words, true, 9))
		all := Windows(d)
		quotes := map[string]func(string) string{
			"exact":    func(q string) string { return q },
			"misquote": func(q string) string { return q[:len(q)/2] + " never " + q[len(q)/2:] },
		}
		for kind, change := range quotes {
			b.Run(fmt.Sprint(words, "/", kind), func(b *testing.B) {
				i := 0
				for b.Loop() {
					w := all[i%len(all)]
					n := w.First + i%(w.Last-w.First)
					_, _ = Ground(d, w, Ref{First: n, Last: n, Quote: change(d.At(d.Sentences[n].Span))}, nil)
					i++
				}
			})
		}
	}
}
