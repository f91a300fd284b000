package testworld

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"dossier/internal/extract"
	"dossier/internal/files"
)

// Main is the TestMain of a package whose tests upload files: the sandbox
// that reads one is the test binary, started again.
func Main(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == extract.InsideCommand {
		os.Exit(extract.Inside(os.Args[2:], os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

// Uploads lets files be uploaded and returns the folder that keeps them. The
// package's TestMain must be Main.
func (w *World) Uploads() (folder string) {
	w.T.Helper()
	folder = filepath.Join(w.T.TempDir(), "files")
	store, err := files.Open(w.T.Context(), folder, extract.MaxFile)
	w.must(err)
	w.T.Cleanup(func() { _ = store.Close() })
	w.Acts.Files = store
	w.Acts.Reader = &extract.Sandbox{Turns: extract.NewTurns(2)}
	return folder
}

// DOCX writes a file of paragraphs, each as the body of a w:p.
func DOCX(paragraphs ...string) []byte {
	var text bytes.Buffer
	text.WriteString(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	for _, p := range paragraphs {
		text.WriteString("<w:p><w:r><w:t>" + p + "</w:t></w:r></w:p>")
	}
	text.WriteString("</w:body></w:document>")
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	part, err := z.Create("word/document.xml")
	if err == nil {
		_, err = part.Write(text.Bytes())
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic(err) // memory does not refuse to be written
	}
	return b.Bytes()
}
