package extract

import (
	"strings"
	"testing"
)

// BenchmarkSandbox reads 20 pages of 500 words, process included.
func BenchmarkSandbox(b *testing.B) {
	var page drawing
	y := 800.0
	for range 10 {
		y = page.paragraph(40, y, 9, strings.Split(strings.TrimSuffix(strings.Repeat("a word that is read, as others are read in it,\n", 5), "\n"), "\n")...)
	}
	pages := make([]string, 20)
	for i := range pages {
		pages[i] = page.String()
	}
	paragraphs := strings.Repeat(p(strings.Repeat("a word that is read ", 25)), 100)
	s := sandbox()
	for name, file := range map[string][]byte{"PDF": writePDF("", pages...), "DOCX": writeDOCX(paragraphs)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Read(b.Context(), file); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
