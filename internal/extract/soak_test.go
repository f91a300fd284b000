package extract

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"flag"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// For a soak:
//
//	go test ./internal/extract -run TestSpoiledFiles -mutants 200000 -timeout 2h
var (
	mutants = flag.Int("mutants", 1500, "how many spoiled files of each format are read")
	seed    = flag.Uint64("seed", 1, "seed of the spoiled files")
)

// soundPDFs and soundDOCXs are what the spoiled files are made of.
func soundPDFs() [][]byte {
	var d, tiny drawing
	y := d.paragraph(72, 780, 20, "A study of farms")
	y = d.paragraph(72, y, 11, "In 2023 I was asked to look after the invoices of four com-", "panies, für die Müller AG.")
	d.paragraph(72, y, 11, "Then we chose a vendor.")
	tiny.at(72, 700, 1, 3, "hidden")
	return [][]byte{
		writePDF("", d.String()), writePDF("", d.String(), tiny.String(), d.String()), writePDF("", tiny.String()), encrypted(),
		writePDF("", "q 2 0 0 2 10 10 cm BT /F1 11 Tf 72 300 Td (one) Tj 0 -13 Td [(tw) -200 (o)] TJ ET Q 0 0 9 9 re f"),
	}
}

func soundDOCXs() [][]byte {
	body := styled("berschrift1", "A") + p("b") + listed("2", "1", "c") + "<w:tbl><w:tr><w:tc>" + p("d") + "</w:tc><w:tc>" + p("e") + "</w:tc></w:tr></w:tbl>" +
		"<w:p>" + as("<w:vanish/>", "f") + `<w:r><w:footnoteReference w:id="1"/><w:tab/><w:br/></w:r></w:p>`
	return [][]byte{
		writeDOCX(p("a")), writeDOCX(body),
		writeDOCX(body, "word/footnotes.xml", "<w:footnotes "+wordNS+`><w:footnote w:id="1">`+p("g")+"</w:footnote></w:footnotes>"),
		flagged(writeDOCX(p("a"))),
	}
}

// spoiler spoils files, the same for the same seed.
type spoiler struct {
	*rand.Rand
	sound [][]byte
}

func (s spoiler) one() []byte { return s.sound[s.IntN(len(s.sound))] }

// mutant is a sound file spoiled in one to four ways.
func (s spoiler) mutant() []byte {
	m := bytes.Clone(s.one())
	if bytes.HasPrefix(m, []byte("PK")) && s.IntN(3) > 0 { // else most end at a wrong sum
		return s.inside(m)
	}
	for range 1 + s.IntN(4) {
		if len(m) == 0 {
			return m
		}
		from := s.IntN(len(m))
		to := from + s.IntN(min(200, len(m)-from)+1)
		switch s.IntN(9) {
		case 0: // flipped
			for range 1 + s.IntN(16) {
				m[s.IntN(len(m))] ^= 1 << s.IntN(8)
			}
		case 1: // bytes of chance
			for i := from; i < to; i++ {
				m[i] = byte(s.IntN(256))
			}
		case 2: // truncated
			m = m[:from]
		case 3: // without its beginning, or a part
			m = slices.Delete(m, from, to)
		case 4: // spliced with another
			other := s.one()
			at := s.IntN(len(other))
			m = slices.Insert(m, from, other[at:at+s.IntN(len(other)-at)+1]...)
		case 5: // the rest is another's
			other := s.one()
			m = append(m[:from], other[s.IntN(len(other)):]...)
		case 6: // a part twice, or many times
			part := bytes.Repeat(m[from:to], 1+s.IntN(40))
			m = slices.Insert(m, to, part...)
		case 7: // another number
			numbers := []string{"0", "-1", "2147483647", "-2147483648", "4294967296", "99999999999999999999", "1e9", "0.0000001"}
			digits := regexp.MustCompile(`[0-9]+`).FindAllIndex(m, -1)
			if len(digits) > 0 {
				d := digits[s.IntN(len(digits))]
				m = slices.Replace(m, d[0], d[1], []byte(numbers[s.IntN(len(numbers))])...)
			}
		case 8: // inside, where the file holds others
			m = s.inside(m)
		}
	}
	return m
}

// inside spoils a part of a ZIP and packs it again. What is no ZIP stays.
func (s spoiler) inside(m []byte) []byte {
	z, err := zip.NewReader(bytes.NewReader(m), int64(len(m)))
	if err != nil || len(z.File) == 0 {
		return m
	}
	spoilt := s.IntN(len(z.File))
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return m
		}
		part, err := io.ReadAll(io.LimitReader(r, 1<<20))
		if err != nil {
			return m
		}
		if i == spoilt && len(part) > 0 {
			part = s.xml(part)
		}
		to, err := w.Create(f.Name)
		if err == nil {
			_, err = to.Write(part)
		}
		if err != nil {
			return m
		}
	}
	if err := w.Close(); err != nil {
		return m
	}
	return b.Bytes()
}

// xml spoils XML, mostly so that it still is some: elements of another kind in
// between, elements many times, other numbers, and bits.
func (s spoiler) xml(part []byte) []byte {
	tags := regexp.MustCompile(`<w:[a-zA-Z]+[^<>/]*>`)
	for range 1 + s.IntN(6) {
		ends := regexp.MustCompile(`>`).FindAllIndex(part, -1)
		all := tags.FindAll(part, -1)
		numbers := regexp.MustCompile(`"[0-9]+"`).FindAllIndex(part, -1)
		switch k := s.IntN(8); {
		case k < 3 && len(ends) > 2 && len(all) > 0:
			tag := bytes.Clone(all[s.IntN(len(all))])
			name := bytes.Fields(bytes.Trim(tag, "<>"))[0]
			element := slices.Concat(tag, []byte("x</"), name, []byte(">"))
			at := ends[1+s.IntN(len(ends)-1)][1]
			part = slices.Insert(part, min(at, len(part)), bytes.Repeat(element, 1+s.IntN(300))...)
		case k < 6 && len(numbers) > 0:
			n := numbers[s.IntN(len(numbers))]
			part = slices.Replace(part, n[0], n[1], []byte([]string{`""`, `"-1"`, `"99999999999999999999"`, `"x"`}[s.IntN(4)])...)
		case k == 6 && len(all) > 0: // not closed
			part = slices.Insert(part, ends[s.IntN(len(ends))][1], all[s.IntN(len(all))]...)
		default:
			part[s.IntN(len(part))] ^= 1 << s.IntN(8)
		}
	}
	return part
}

// patience is far more than any of these small files takes.
const patience = 30 * time.Second

// took reads a file and says how long that took, and whether there was text.
// What is neither text that may be saved nor a refusal that says what to do,
// or does not end, fails the test, and the file is kept.
func took(t *testing.T, file []byte, r *pdfReader) (time.Duration, bool) {
	t.Helper()
	type ended struct {
		text *Text
		err  error
	}
	done := make(chan ended, 1)
	begin := time.Now()
	go func() {
		text, err := read(file, r)
		done <- ended{text, err}
	}()
	var e ended
	select {
	case e = <-done:
	case <-time.After(patience):
		t.Fatalf("reading does not end: %s", saved(t, file))
	}
	if e.err != nil {
		if u, ok := errors.AsType[*UnreadableFile](e.err); !ok || u.Reason == "" || len(u.Message()) < 20 {
			t.Fatalf("neither read nor refused with what to do: %v: %s", e.err, saved(t, file))
		}
		return time.Since(begin), false
	}
	if body := e.text.Body; !utf8.ValidString(body) || len(body) > MaxText || strings.ContainsAny(body, "\x00\r\t\u00ad") {
		t.Fatalf("a text that may not be saved: %q: %s", body, saved(t, file))
	}
	return time.Since(begin), true
}

// saved keeps a file that a test failed with.
func saved(t *testing.T, file []byte) string {
	t.Helper()
	name := filepath.Join(os.TempDir(), "dossier-spoiled-"+time.Now().Format("150405.000"))
	if err := os.WriteFile(name, file, 0o600); err != nil {
		return err.Error()
	}
	return name
}

// TestSpoiledFiles: bytes flipped, files cut, spliced and repeated, numbers
// that are too large, parts of a ZIP spoiled: each is read or refused. Those
// that took longest are given to the sandbox too, as a server would, which
// then still reads sound files.
func TestSpoiledFiles(t *testing.T) {
	for name, sound := range map[string][][]byte{"PDF": soundPDFs(), "DOCX": soundDOCXs()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var r *pdfReader
			if name == "PDF" {
				r = engine(t)
			}
			s := spoiler{rand.New(rand.NewPCG(*seed, uint64(len(name)))), sound}
			type slow struct {
				file []byte
				took time.Duration
			}
			var slowest []slow
			whole := 0
			begin := time.Now()
			for range *mutants {
				m := s.mutant()
				d, read := took(t, m, r)
				if read {
					whole++
				}
				slowest = append(slowest, slow{m, d})
				slices.SortFunc(slowest, func(a, b slow) int { return cmp.Compare(b.took, a.took) })
				slowest = slowest[:min(len(slowest), 8)]
			}
			t.Logf("%d spoiled files in %s: %d read, %d refused; the slowest took %s", *mutants, time.Since(begin).Round(time.Millisecond), whole, *mutants-whole, slowest[0].took)
			if least := *mutants / 20; whole < least || *mutants-whole < least {
				t.Errorf("%d read of %d: the mutants are too much alike", whole, *mutants)
			}
			box := sandbox()
			for _, m := range append(slowest, slow{file: sound[0]}) {
				text, err := box.Read(t.Context(), m.file)
				if _, refused := errors.AsType[*UnreadableFile](err); err != nil && !refused {
					t.Errorf("the sandbox: %v: %s", err, saved(t, m.file))
				}
				if m.took == 0 && (err != nil || text.Body == "") {
					t.Errorf("a sound file after spoiled ones: %v, %v", text, err)
				}
			}
		})
	}
}
