package extract

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

func sandbox() *Sandbox { return &Sandbox{Cache: cacheDir(), Turns: NewTurns(2)} }

// zeros is a DOCX whose document unfolds to so many bytes.
func zeros(size int) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("word/document.xml")
	if err != nil {
		panic(err)
	}
	chunk := bytes.Repeat([]byte(" "), 1<<20)
	if _, err := w.Write([]byte("<w:document " + wordNS + ">")); err != nil {
		panic(err)
	}
	for range size >> 20 {
		if _, err := w.Write(chunk); err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// encrypted is a PDF that only its user's password opens: the check value is
// that of no password.
func encrypted() []byte {
	word := strings.Repeat("41", 32)
	return writePDF("/ID [<0123456789abcdef0123456789abcdef> <0123456789abcdef0123456789abcdef>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <"+word+"> /U <"+word+"> >>",
		"BT /F1 11 Tf 72 700 Td (secret) Tj ET")
}

func TestUnreadableFilesSayWhatWouldHelp(t *testing.T) {
	t.Parallel()
	var text drawing
	text.paragraph(72, 700, 11, "Some text of a case study.")
	good := writePDF("", text.String())
	for name, tc := range map[string]struct {
		file []byte
		want Reason
		says string
	}{
		"empty":                   {nil, Unsupported, "is empty"},
		"plain text":              {[]byte("# A study\n"), Unsupported, "plain text"},
		"a picture":               {[]byte("\x89PNG\r\n\x1a\n\x00"), Unsupported, "a picture"},
		"RTF":                     {[]byte(`{\rtf1 hello}`), Unsupported, "RTF"},
		"noise":                   {[]byte("\x00\xff\x01\xfe"), Unsupported, "neither PDF nor DOCX"},
		"old Word or password":    {append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...), Encrypted, "password"},
		"a PDF with a password":   {encrypted(), Encrypted, "password"},
		"a PDF cut in its middle": {[]byte("%PDF-1.7\n1 0 obj\n<< /Type /Cat"), Damaged, "damaged"},
		"a PDF without text":      {writePDF("", "0 0 1 rg 100 100 200 200 re f"), NoText, "OCR"},
		"a PDF without pages":     {writePDF(""), Damaged, "damaged"},
		"a PDF of 501 pages":      {writePDF("", make([]string, 501)...), TooLarge, "501 pages"},
		"a PDF that says 2^31 pages": {bytes.Replace(good, []byte("/Count 1"), []byte("/Count 2147483646"), 1),
			"", ""}, // as many as there are
		"a ZIP of something else": {zipOf("xl/workbook.xml", "<x/>"), Unsupported, "no DOCX"},
		"a ZIP cut in its middle": {writeDOCX(p("a"))[:200], Damaged, "damaged"},
		"XML that ends early":     {zipOf("word/document.xml", "<w:document "+wordNS+"><w:body><w:p>"), Damaged, "damaged"},
		"a DOCX without text":     {writeDOCX(p(" ")), NoText, "OCR"},
		"elements without end":    {writeDOCX(strings.Repeat("<w:p>", 300) + strings.Repeat("</w:p>", 300)), TooComplex, "export it again"},
		"entities that multiply": {zipOf("word/document.xml", `<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w:document `+wordNS+`><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>`),
			Damaged, "damaged"},
		"a bomb of 200 MiB":   {zeros(200 << 20), TooLarge, "unfolds"},
		"more than 1 MiB":     {writeDOCX(strings.Repeat(p(strings.Repeat("word ", 1000)), 220)), TooLarge, "1 MiB of text"},
		"more than 20 MiB":    {make([]byte, MaxFile+1), TooLarge, "20 MiB"},
		"a part that locks":   {flagged(writeDOCX(p("a"))), Encrypted, "password"},
		"a PDF behind a junk": {append([]byte("junk\n"), good...), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := sandbox().Read(t.Context(), tc.file)
			if tc.want == "" {
				if err != nil || !strings.Contains(got.Body, "Some text") {
					t.Errorf("got %v, %v", got, err)
				}
				return
			}
			u, ok := errors.AsType[*UnreadableFile](err)
			if !ok || u.Reason != tc.want || !strings.Contains(u.Message(), tc.says) {
				t.Errorf("got %v (%T), want %s", err, err, tc.want)
			}
		})
	}
}

func zipOf(name, text string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write([]byte(text))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic(err)
	}
	return b.Bytes()
}

// flagged sets the mark of encryption on every entry of a ZIP.
func flagged(file []byte) []byte {
	file = bytes.Clone(file)
	for i := 0; i+10 < len(file); i++ {
		if bytes.HasPrefix(file[i:], []byte("PK\x01\x02")) {
			file[i+8] |= 1
		}
	}
	return file
}

func TestAFileThatTakesTooLongIsStopped(t *testing.T) {
	t.Parallel()
	s := sandbox()
	s.Timeout = time.Nanosecond
	_, err := s.Read(t.Context(), writeDOCX(p("a")))
	if u, ok := errors.AsType[*UnreadableFile](err); !ok || u.Reason != TooComplex {
		t.Errorf("got %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := sandbox().Read(gone, writeDOCX(p("a"))); err == nil || errors.As(err, new(*UnreadableFile)) {
		t.Errorf("nobody waits any more: %v", err)
	}
}

// What a parser that was taken over would try is refused inside. The test
// binary is run again with a word of its own in the place of a cache.
func TestTheInsideCanDoNothing(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		if os.Getenv("CI") != "" {
			t.Fatal("memory is capped on Linux: this has to be tested there")
		}
		t.Skip("memory is capped on Linux")
	}
	s := sandbox()
	for _, try := range []string{"open", "dial", "exec", "memory", "spin", "write", "raise", "environment"} {
		t.Run(try, func(t *testing.T) {
			t.Parallel()
			s := &Sandbox{Cache: "test:" + try, Turns: s.Turns}
			if _, err := s.run(t.Context(), []byte("x")); err == nil {
				t.Errorf("the inside could %s", try)
			}
		})
	}
	if out, err := (&Sandbox{Cache: "test:nothing"}).run(t.Context(), []byte("x")); err != nil {
		t.Errorf("the inside that tries nothing: %v %s", err, out)
	}
}

// attempt locks the process, tries what is named and ends well if it could.
func attempt(what string) int {
	maxed := make([][]byte, 0, 4096)
	if err := lock(2); err != nil {
		return 0 // a lock that does not lock fails the test
	}
	var err error
	switch what {
	case "nothing":
	case "open":
		_, err = os.Open("/etc/hostname")
	case "dial":
		_, err = net.Dial("udp", "127.0.0.1:9")
	case "exec":
		_, err = os.StartProcess("/bin/true", []string{"true"}, &os.ProcAttr{})
	case "memory":
		for range 4096 {
			b := make([]byte, 1<<20)
			for i := 0; i < len(b); i += 4096 {
				b[i] = 1
			}
			maxed = append(maxed, b)
		}
	case "spin":
		begin := time.Now()
		for time.Since(begin) < 10*time.Minute {
		}
	case "write":
		err = os.WriteFile("/tmp/dossier-escaped", []byte("x"), 0o600)
	case "raise":
		err = raise()
	case "environment":
		if os.Getenv("PATH") == "" && len(os.Environ()) <= 3 {
			err = errors.New("nothing of it is there")
		}
	}
	if err != nil || len(maxed) > 0 && len(maxed) < 4096 {
		return 1
	}
	return 0
}
