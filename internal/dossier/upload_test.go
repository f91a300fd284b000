package dossier_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"dossier/internal/dossier"
	"dossier/internal/extract"
	"dossier/internal/fault"
	"dossier/internal/files"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

func TestMain(m *testing.M) { testworld.Main(m) }

// kept counts the files in the store.
func kept(t *testing.T, folder string) (n int) {
	t.Helper()
	err := filepath.WalkDir(folder, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAnUploadIsADocumentWithASource(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	folder := w.Uploads()
	ana := w.Candidate("Ana")
	d := w.Open(ana)
	key := "once"
	file := testworld.DOCX("I moved the team in März \U0001f600.", "It held.")
	in := dossier.Uploading{Dossier: d, Component: "mentee-network", Title: "Mentees", FileName: `C:\Eigene Dateien\Studie ` + "\u202e" + `1.docx`, File: file, Key: &key}
	saved, err := w.Acts.Upload(ctx, ana, in, w.Now)
	if err != nil {
		t.Fatal(err)
	}
	doc := id.Of(id.Document, saved)
	first := dossier.BodyKey{Document: saved, Version: 1}
	bodies, err := w.Dossiers.Bodies(ctx, ana, []dossier.BodyKey{first})
	if err != nil || bodies[first] != "I moved the team in März \U0001f600.\n\nIt held." {
		t.Errorf("the text reads %q, %v", bodies[first], err)
	}
	source := func(v *people.Viewer, key dossier.BodyKey) *dossier.Source {
		t.Helper()
		found, err := w.Dossiers.Sources(ctx, v, []dossier.BodyKey{key})
		if err != nil {
			t.Fatal(err)
		}
		return found[key]
	}
	want := &dossier.Source{Document: saved, Version: 1, FileName: "Studie 1.docx", MediaType: extract.DOCX, Bytes: len(file), Hash: files.Hash(file), Pages: []int32{}}
	if diff := cmp.Diff(want, source(ana, first), cmp.AllowUnexported(dossier.Source{})); diff != "" {
		t.Error(diff)
	}
	if original, err := w.Acts.Files.Read(ctx, want.Hash); err != nil || !bytes.Equal(original, file) {
		t.Errorf("the original: %d bytes, %v", len(original), err)
	}

	// Sent again, by its key or without, it changes nothing.
	if again, err := w.Acts.Upload(ctx, ana, in, w.Now); err != nil || again != saved {
		t.Errorf("by its key: %v, %v", again, err)
	}
	other := in
	other.File = testworld.DOCX("another")
	if _, err := w.Acts.Upload(ctx, ana, other, w.Now); fault.KindOf(err) != fault.Conflict {
		t.Errorf("another file by the same key: %v", err)
	}
	one := 1
	in.Document, in.BaseVersion, in.Key = &doc, &one, nil
	if _, err := w.Acts.Upload(ctx, ana, in, w.Now); err != nil {
		t.Error(err)
	}
	if docs, _ := w.Dossiers.DocumentsByIDs(ctx, ana, []uuid.UUID{saved}); docs[saved].Version != 1 {
		t.Errorf("the same file again made version %d", docs[saved].Version)
	}

	// The same text out of another file is a new version: it has a new source.
	in.File = testworld.DOCX("I moved the team in März \U0001f600.", "", "It held.")
	if _, err := w.Acts.Upload(ctx, ana, in, w.Now); err != nil {
		t.Fatal(err)
	}
	second := dossier.BodyKey{Document: saved, Version: 2}
	if s := source(ana, second); s == nil || s.Hash != files.Hash(in.File) {
		t.Errorf("the second source: %+v", s)
	}
	// What is typed in has none, and the earlier ones stay.
	two := 2
	if _, err := w.Acts.Save(ctx, ana, dossier.Saving{Dossier: d, Document: &doc, Component: "mentee-network", Title: "Mentees", Body: "typed", BaseVersion: &two}, w.Now); err != nil {
		t.Fatal(err)
	}
	if s := source(ana, dossier.BodyKey{Document: saved, Version: 3}); s != nil {
		t.Errorf("a typed text comes from %+v", s)
	}
	if source(ana, first) == nil || source(ana, second) == nil {
		t.Error("earlier sources are gone")
	}
	if n := kept(t, folder); n != 2 {
		t.Errorf("%d files are kept of two", n)
	}
}

func TestWhoSeesTheSourceOfAText(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	w.Uploads()
	ana, ben, sam := w.Candidate("Ana"), w.Candidate("Ben"), w.Person("Sam", "L10", people.Steward)
	d := w.Open(ana)
	w.Ready(ana)
	w.Fill(ana, d)
	saved, err := w.Acts.Upload(ctx, ana, dossier.Uploading{Dossier: d, Component: "mentee-network", Title: "M", FileName: "m.docx", File: testworld.DOCX("text")}, w.Now)
	if err != nil {
		t.Fatal(err)
	}
	key := dossier.BodyKey{Document: saved, Version: 1}
	sees := func(when string, want map[string]bool) {
		t.Helper()
		for name, v := range map[string]*people.Viewer{"Ana": ana, "Ben": ben, "Sam": sam, "nobody": nil} {
			found, err := w.Dossiers.Sources(ctx, v, []dossier.BodyKey{key})
			if err != nil || (found[key] != nil) != want[name] {
				t.Errorf("%s: %s: %v, %v", when, name, found[key], err)
			}
		}
	}
	sees("a draft", map[string]bool{"Ana": true})
	if err := w.Acts.Submit(ctx, ana, dossier.DossierInput{Dossier: d}, w.Now); err != nil {
		t.Fatal(err)
	}
	sees("submitted", map[string]bool{"Ana": true, "Sam": true})
	if err := w.Acts.Withdraw(ctx, ana, dossier.DossierInput{Dossier: d}, w.Now); err != nil {
		t.Fatal(err)
	}
	sees("withdrawn", map[string]bool{"Ana": true})
}

// A refused upload leaves nothing: no file, no document, no row of the trail.
func TestARefusedUploadLeavesNothing(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ctx := t.Context()
	folder := w.Uploads()
	ana, ben := w.Candidate("Ana"), w.Candidate("Ben")
	d := w.Open(ana)
	doc := w.Save(ana, d, "mentee-network", "Mentees", "as it was")
	file := testworld.DOCX("text")
	one, seven := 1, 7
	long := strings.Repeat("k", 65)
	for name, tc := range map[string]struct {
		who    *people.Viewer
		change func(*dossier.Uploading)
		want   string
	}{
		"somebody else's":   {ben, func(*dossier.Uploading) {}, "not found"},
		"not a file":        {ana, func(in *dossier.Uploading) { in.File = []byte("plain") }, "plain text"},
		"too large":         {ana, func(in *dossier.Uploading) { in.File = make([]byte, extract.MaxFile+1) }, "20 MiB"},
		"a damaged file":    {ana, func(in *dossier.Uploading) { in.File = file[:len(file)/2] }, "damaged"},
		"an empty title":    {ana, func(in *dossier.Uploading) { in.Title, in.File = " ", nil }, "input.title"},
		"unknown component": {ana, func(in *dossier.Uploading) { in.Component, in.File = "essay", nil }, "input.component"},
		"a key too long":    {ana, func(in *dossier.Uploading) { in.Key = &long }, "input.key"},
		"no such version":   {ana, func(in *dossier.Uploading) { in.Document, in.BaseVersion = &doc, &seven }, "input.baseVersion"},
		"no base version":   {ana, func(in *dossier.Uploading) { in.Document = &doc }, "input.baseVersion"},
	} {
		in := dossier.Uploading{Dossier: d, Component: "mentee-network", Title: "T", FileName: "a.docx", File: file}
		tc.change(&in)
		_, err := w.Acts.Upload(ctx, tc.who, in, w.Now)
		if err == nil || !strings.Contains(said(err), tc.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// The store of files is away: its folder is a file now.
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	in := dossier.Uploading{Dossier: d, Document: &doc, BaseVersion: &one, Component: "mentee-network", Title: "T", FileName: "a.docx", File: file}
	if _, err := w.Acts.Upload(ctx, ana, in, w.Now); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("the store is away: %v", err)
	}
	var documents, versions, sources, trail int
	if err := w.DB.QueryRow(ctx, `select (select count(*) from document), (select count(*) from document_version), (select count(*) from document_source),
		(select count(*) from audit where act = 'uploadDocument')`).Scan(&documents, &versions, &sources, &trail); err != nil {
		t.Fatal(err)
	}
	if documents != 1 || versions != 1 || sources != 0 || trail != 0 {
		t.Errorf("%d documents, %d versions, %d sources, %d rows of the trail", documents, versions, sources, trail)
	}
	// It heals when the store is back.
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	w.Uploads()
	if _, err := w.Acts.Upload(ctx, ana, in, w.Now); err != nil {
		t.Error(err)
	}
}

// said is an error with the paths of the fields that it names.
func said(err error) string {
	s := err.Error()
	if i, ok := err.(*dossier.Invalid); ok {
		for _, f := range i.Fields {
			s += " " + f.Path
		}
	}
	return s
}

// An upload that makes the dossier too long names the file, not a body.
func TestAFileTooLongForItsDossier(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	w.Uploads()
	ana := w.Candidate("Ana")
	d := w.Open(ana)
	for range 10 {
		w.Save(ana, d, "mentee-network", "Long", strings.Repeat("x", dossier.MaxBody))
	}
	_, err := w.Acts.Upload(t.Context(), ana, dossier.Uploading{Dossier: d, Component: "mentee-network", Title: "T", File: testworld.DOCX("more")}, w.Now)
	if r := refusal[*dossier.Invalid](t, err); r.Fields[0].Path != "input.file" {
		t.Errorf("%+v", r.Fields[0])
	}
	if dossier.MaxBody != extract.MaxText {
		t.Error("a file may hold another length of text than a document")
	}
}

func TestNamesOfFiles(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	w.Uploads()
	ana := w.Candidate("Ana")
	d := w.Open(ana)
	for given, want := range map[string]string{
		"": "file", "../../etc/passwd": "passwd", "a/": "file", "\x00\r\n": "file", "Studie (2).pdf": "Studie (2).pdf",
		strings.Repeat("ä", 300): strings.Repeat("ä", 200), "a\xffb.docx": "ab.docx",
	} {
		saved, err := w.Acts.Upload(t.Context(), ana, dossier.Uploading{Dossier: d, Component: "mentee-network", Title: "T", FileName: given, File: testworld.DOCX("text")}, w.Now)
		if err != nil {
			t.Fatal(err)
		}
		key := dossier.BodyKey{Document: saved, Version: 1}
		found, err := w.Dossiers.Sources(t.Context(), ana, []dossier.BodyKey{key})
		if err != nil || found[key].FileName != want {
			t.Errorf("%q is kept as %q, %v", given, found[key].FileName, err)
		}
	}
}
