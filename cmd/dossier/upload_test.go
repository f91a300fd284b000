package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/internal/testworld"
)

func TestExtractPrintsTheText(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	docx := filepath.Join(dir, "study.docx")
	if err := os.WriteFile(docx, testworld.DOCX("I moved the team.", "It held."), 0o600); err != nil {
		t.Fatal(err)
	}
	notes := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(notes, []byte("notes"), 0o600); err != nil {
		t.Fatal(err)
	}
	// A PDF with no table of its objects, as broken programs write it.
	pdf := "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj " +
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj " +
		"4 0 obj<</Length 37>>stream\nBT /F 12 Tf 30 200 Td (By hand) Tj ET\nendstream endobj 5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Courier>>endobj trailer<</Root 1 0 R>>"
	for name, c := range map[string]struct {
		args      []string
		in        string
		exit      int
		out, errs string
	}{
		"a DOCX":         {[]string{docx}, "", 0, "I moved the team.\n\nIt held.\n", ""},
		"a PDF":          {[]string{"-"}, pdf, 0, "By hand\n", ""},
		"a text":         {[]string{notes}, "", 1, "", "dossier: the file is plain text, not PDF or DOCX"},
		"nothing there":  {[]string{filepath.Join(dir, "none.pdf")}, "", 1, "", "none.pdf cannot be read: no such file"},
		"a folder":       {[]string{dir}, "", 1, "", "cannot be read"},
		"no file":        {nil, "", 2, "", "dossier --help"},
		"too large":      {[]string{"-"}, strings.Repeat("x", 20<<20+1), 1, "", "20 MiB"},
		"no data folder": {[]string{"--data", "/proc/none", docx}, "", 0, "I moved the team.\n\nIt held.\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := []string{"extract", "--data", filepath.Join(dir, "data")}
			if len(c.args) > 1 {
				args = []string{"extract"}
			}
			var out, errs bytes.Buffer
			if exit := run(append(args, c.args...), streams{strings.NewReader(c.in), &out, &errs}); exit != c.exit || out.String() != c.out || !strings.Contains(errs.String(), c.errs) {
				t.Errorf("exit %d, %q, %q", exit, out.String(), errs.String())
			}
		})
	}
}
