package dossier

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/audit"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Saving is the input of Save.
type Saving struct {
	Dossier     id.ID
	Document    *id.ID
	Component   string
	Title       string
	Body        string
	BaseVersion *int
	Key         *string

	// source is the file that the body was read out of, if it was.
	source *Source
}

// Save keeps a text: a new document, or the next version of one. Saving the
// text that is stored already changes nothing, so a save whose answer was
// lost can be sent again. While the dossier is in review only components that
// the panel unlocked can be written in. Problems: Invalid, Stale, WrongState.
func (a *Acts) Save(ctx context.Context, v *people.Viewer, in Saving, now time.Time) (saved uuid.UUID, err error) {
	if err := CheckKey(in.Key); err != nil {
		return uuid.Nil, err
	}
	return a.save(ctx, v, in, postgres.Once{Person: v.Person, Mutation: "saveDocument", Key: in.Key, Request: in}, now)
}

func (a *Acts) save(ctx context.Context, v *people.Viewer, in Saving, once postgres.Once, now time.Time) (saved uuid.UUID, err error) {
	err = a.inTx(ctx, "save a document", func(tx pgx.Tx) error {
		d, found, err := a.writable(ctx, tx, v, in, once, now)
		if err != nil || d == nil {
			saved = found
			return err
		}
		version := 1
		if in.Document == nil {
			saved, err = a.add(ctx, tx, d, in, now)
		} else {
			saved, version, err = change(ctx, tx, d, in, now)
		}
		if err == nil {
			err = once.Remember(ctx, tx, saved, now)
		}
		if err != nil || version == 0 {
			return err
		}
		more := []string{"dossier", d.ID().String(), "version", strconv.Itoa(version), "text", hex.EncodeToString(textHash(in.Title, in.Body))}
		if in.source != nil {
			if err := a.keep(ctx, tx, in.source, saved, version); err != nil {
				return err
			}
			more = append(more, "file", in.source.Hash)
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, once.Mutation, id.Of(id.Document, saved), d.CandidateID, more...))
	})
	if s, ok := errors.AsType[*Stale](err); ok {
		return uuid.Nil, a.withDocument(ctx, v, s, in)
	}
	return saved, err
}

// writable locks the dossier that a text is for, if it may be saved. The
// dossier is nil if it was saved already: then the document is told.
func (a *Acts) writable(ctx context.Context, tx pgx.Tx, v *people.Viewer, in Saving, once postgres.Once, now time.Time) (*Dossier, uuid.UUID, error) {
	d, err := lockOwn(ctx, tx, v, in.Dossier)
	if err != nil {
		return nil, uuid.Nil, err
	}
	if saved, found, err := once.First(ctx, tx, now); err != nil || found {
		return nil, saved, err
	}
	if err := a.open(ctx, tx, v, d, in); err != nil {
		return nil, uuid.Nil, err
	}
	_, level, err := a.level(ctx, tx, d)
	if err != nil {
		return nil, uuid.Nil, err
	}
	if err := checkText(level, in); err != nil {
		return nil, uuid.Nil, err
	}
	return d, uuid.Nil, nil
}

func (a *Acts) add(ctx context.Context, tx pgx.Tx, d *Dossier, in Saving, now time.Time) (uuid.UUID, error) {
	n, err := room(ctx, tx, d, uuid.Nil, in)
	if err != nil {
		return uuid.Nil, err
	}
	if n >= MaxDocuments {
		return uuid.Nil, invalid("document", "the dossier holds %d documents, which is the most; remove or extend one", n)
	}
	made := a.NewID()
	if _, err := tx.Exec(ctx, `insert into document (id, dossier_id, component, version, created_at) values ($1, $2, $3, 1, $4)`,
		made, d.UUID, in.Component, now); err != nil {
		return uuid.Nil, err
	}
	return made, addVersion(ctx, tx, made, 1, in, now)
}

// room counts the documents of a dossier and refuses a text that makes all
// texts together too long. The text replaces that of a document, if one is
// named.
func room(ctx context.Context, tx pgx.Tx, d *Dossier, replaces uuid.UUID, in Saving) (documents int, err error) {
	var bytes int
	err = tx.QueryRow(ctx, `select count(*), coalesce(sum(octet_length(t.body)) filter (where doc.id <> $2), 0)
		from document doc join document_version t on t.document_id = doc.id and t.version = doc.version
		where doc.dossier_id = $1 and doc.removed_at is null`, d.UUID, replaces).Scan(&documents, &bytes)
	if err == nil && bytes+len(in.Body) > MaxDossier {
		err = invalid("body", "makes the dossier %d bytes long; %d are allowed: shorten or remove a document", bytes+len(in.Body), MaxDossier)
	}
	return documents, err
}

// change adds a version to a document and says which; 0 if the text is the one
// that is stored.
func change(ctx context.Context, tx pgx.Tx, d *Dossier, in Saving, now time.Time) (saved uuid.UUID, next int, err error) {
	key, ok := in.Document.Row(id.Document)
	if !ok {
		return uuid.Nil, 0, fault.ErrNotFound
	}
	var version int
	var component string
	var hash []byte
	var file *string
	err = tx.QueryRow(ctx, `select doc.version, doc.component, t.hash, encode(f.hash, 'hex')
		from document doc join document_version t on t.document_id = doc.id and t.version = doc.version
		left join document_source f on f.document_id = doc.id and f.version = doc.version
		where doc.id = $1 and doc.dossier_id = $2 and doc.removed_at is null`, key, d.UUID).Scan(&version, &component, &hash, &file)
	switch {
	case err != nil:
		return uuid.Nil, 0, postgres.Fault(err, "find the document")
	case component == in.Component && bytes.Equal(hash, textHash(in.Title, in.Body)) && (in.source == nil || file != nil && *file == in.source.Hash):
		return key, 0, nil
	case *in.BaseVersion < 1 || *in.BaseVersion > version:
		return uuid.Nil, 0, invalid("baseVersion", "there is no version %d of the document; the newest is %d", *in.BaseVersion, version)
	case version != *in.BaseVersion:
		return uuid.Nil, 0, &Stale{CurrentVersion: version}
	}
	if _, err := room(ctx, tx, d, key, in); err != nil {
		return uuid.Nil, 0, err
	}
	if err := addVersion(ctx, tx, key, version+1, in, now); err != nil {
		return uuid.Nil, 0, err
	}
	_, err = tx.Exec(ctx, `update document set version = $2, component = $3 where id = $1`, key, version+1, in.Component)
	return key, version + 1, err
}

func addVersion(ctx context.Context, tx pgx.Tx, document uuid.UUID, version int, in Saving, now time.Time) error {
	_, err := tx.Exec(ctx, `insert into document_version (document_id, version, title, body, words, hash, saved_at) values ($1, $2, $3, $4, $5, $6, $7)`,
		document, version, in.Title, in.Body, len(strings.Fields(in.Body)), textHash(in.Title, in.Body), now)
	return err
}

// withDocument puts the document as it stands into the refusal.
func (a *Acts) withDocument(ctx context.Context, v *people.Viewer, s *Stale, in Saving) error {
	key, _ := in.Document.Row(id.Document)
	found, err := (&Store{DB: a.DB}).DocumentsByIDs(ctx, v, []uuid.UUID{key})
	if err != nil {
		return err
	}
	s.Document = found[key]
	s.CurrentVersion = s.Document.Version
	return s
}

// Remove takes a document out of the viewer's draft and returns the dossier.
// Problems: WrongState.
func (a *Acts) Remove(ctx context.Context, v *people.Viewer, document id.ID, now time.Time) (dossier uuid.UUID, err error) {
	key, ok := document.Row(id.Document)
	if !ok {
		return uuid.Nil, fault.ErrNotFound
	}
	err = a.inTx(ctx, "remove a document", func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, `select dossier_id from document where id = $1`, key).Scan(&dossier); err != nil {
			return err
		}
		d, err := lockDraft(ctx, tx, v, id.Of(id.Dossier, dossier), "remove a document")
		if err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `update document set removed_at = $2 where id = $1 and removed_at is null`, key, now)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "removeDocument", document, d.CandidateID, "dossier", d.ID().String()))
	})
	return dossier, err
}
