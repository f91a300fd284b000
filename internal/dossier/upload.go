package dossier

import (
	"context"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/files"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Uploading is the input of Upload.
type Uploading struct {
	Dossier     id.ID
	Document    *id.ID
	Component   string
	Title       string
	FileName    string
	File        []byte
	BaseVersion *int
	Key         *string
}

// Source is the file that a document's text was read out of.
type Source struct {
	Document  uuid.UUID `db:"document_id"`
	Version   int       `db:"version"`
	FileName  string    `db:"file_name"`
	MediaType string    `db:"media_type"`
	Bytes     int       `db:"bytes"`
	// Hash is SHA-256 in hex: the file's name in the store of files.
	Hash string `db:"hash"`
	// Pages are the offsets in the body, in UTF-16 code units, at which the
	// pages of a PDF begin.
	Pages []int32 `db:"pages"`

	file []byte
}

// Path is where the file can be fetched from, on the API's own host.
func (s *Source) Path() string {
	return "/documents/" + id.Of(id.Document, s.Document).String() + "/versions/" + strconv.Itoa(s.Version) + "/original"
}

// Upload keeps a file and saves the text in it, as Save does: a new document,
// or the next version of one. A file that cannot be read, and an act that is
// refused, leave nothing. Problems: UnreadableFile, Invalid, Stale, WrongState.
func (a *Acts) Upload(ctx context.Context, v *people.Viewer, in Uploading, now time.Time) (uuid.UUID, error) {
	if err := CheckKey(in.Key); err != nil {
		return uuid.Nil, err
	}
	source := &Source{FileName: fileName(in.FileName), Bytes: len(in.File), Hash: files.Hash(in.File), file: in.File}
	saving := Saving{
		Dossier: in.Dossier, Document: in.Document, Component: in.Component, Title: in.Title, BaseVersion: in.BaseVersion, Key: in.Key, source: source,
	}
	asked := struct {
		Saving         Saving
		FileName, Hash string
	}{saving, source.FileName, source.Hash}
	once := postgres.Once{Person: v.Person, Mutation: "uploadDocument", Key: in.Key, Request: asked}
	// What would be refused anyway is, before a file is read for it.
	var saved uuid.UUID
	err := a.inTx(ctx, "upload a document", func(tx pgx.Tx) (err error) {
		_, saved, err = a.writable(ctx, tx, v, saving, once, now)
		return err
	})
	if err != nil || saved != uuid.Nil {
		return saved, err
	}
	text, err := a.Reader.Read(ctx, in.File)
	if err != nil {
		return uuid.Nil, err
	}
	saving.Body, source.MediaType, source.Pages = text.Body, text.MediaType, inUTF16(text.Body, text.Pages)
	saved, err = a.save(ctx, v, saving, once, now)
	if i, ok := errors.AsType[*Invalid](err); ok {
		for k := range i.Fields {
			i.Fields[k].Path = strings.Replace(i.Fields[k].Path, "input.body", "input.file", 1)
		}
	}
	return saved, err
}

// keep keeps the file of a text that was just added. It is asked for in the
// act's transaction, as the last but one: a file that cannot be kept undoes
// the act, and few are kept for acts that fail.
func (a *Acts) keep(ctx context.Context, tx pgx.Tx, s *Source, document uuid.UUID, version int) error {
	hash, err := hex.DecodeString(s.Hash)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `insert into document_source (document_id, version, file_name, media_type, bytes, hash, pages) values ($1, $2, $3, $4, $5, $6, $7)`,
		document, version, s.FileName, s.MediaType, s.Bytes, hash, s.Pages); err != nil {
		return err
	}
	// Until the commit nobody takes the file for one that no text names.
	if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock_shared(`+fileTurn+`)`, s.Hash); err != nil {
		return err
	}
	return a.Files.Keep(ctx, s.file)
}

// Sources finds the files that texts were read out of, of versions that the
// viewer may see.
func (s *Store) Sources(ctx context.Context, v *people.Viewer, keys []BodyKey) (map[BodyKey]*Source, error) {
	seen, args := texts(v, keys)
	found, err := postgres.Rows[Source](ctx, s.DB, "read where texts come from", `
		select f.document_id, f.version, f.file_name, f.media_type, f.bytes, encode(f.hash, 'hex') as hash, f.pages
		from unnest(@ids::uuid[], @versions::bigint[]) k (document_id, version)
		join document_source f using (document_id, version)
		join document doc on doc.id = f.document_id join dossier d on d.id = doc.dossier_id
		where `+seen, args)
	m := make(map[BodyKey]*Source, len(found))
	for _, f := range found {
		m[BodyKey{f.Document, f.Version}] = f
	}
	return m, err
}

// texts is the condition under which a viewer may see a document doc of a
// dossier d at version k.version.
func texts(v *people.Viewer, keys []BodyKey) (string, pgx.NamedArgs) {
	see, args := access.Rows(v, access.SeeDossier)
	draft, _ := access.Rows(v, access.SeeDraft)
	ids, versions := make([]uuid.UUID, len(keys)), make([]int, len(keys))
	for i, k := range keys {
		ids[i], versions[i] = k.Document, k.Version
	}
	args["ids"], args["versions"] = ids, versions
	return see + ` and (` + draft + ` or exists (
		select from submission s join revision_document rd on rd.revision_id = s.revision_id
		where s.dossier_id = d.id and rd.document_id = doc.id and rd.version = k.version))`, args
}

// fileName is a name as its sender's system wrote it, without folders and
// without what a page does not show, so that it can be shown and be a name
// again.
func fileName(s string) string {
	s = s[strings.LastIndexAny(s, `/\`)+1:]
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 200 {
		s = string(r[:200])
	}
	if s = strings.TrimSpace(s); s == "" {
		return "file"
	}
	return s
}

// inUTF16 counts offsets in bytes, in rising order, in UTF-16 code units.
func inUTF16(body string, at []int) []int32 {
	units, from, out := 0, 0, make([]int32, len(at))
	for i, to := range at {
		for _, r := range body[from:to] {
			units += utf16.RuneLen(r)
		}
		from, out[i] = to, int32(units)
	}
	return out
}
