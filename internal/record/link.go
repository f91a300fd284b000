package record

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// IssueConfirmationLinkInput is the input of IssueLink.
type IssueConfirmationLinkInput struct {
	Record id.ID
	// Person answers by the link.
	Person id.ID
	// Days is how long the link works, from 1 to 90.
	Days int
}

// IssuedLink is a link and its token, which is told this once: only its hash
// is kept.
type IssuedLink struct {
	Link  *ConfirmationLink
	Token string
}

// IssueLink makes a way for a person to answer about one record, once, without
// an account. It asks them, if they were not asked yet. Problems: Invalid.
func (a *Acts) IssueLink(ctx context.Context, v *people.Viewer, in IssueConfirmationLinkInput, now time.Time) (*IssuedLink, error) {
	if in.Days < 1 || in.Days > 90 {
		return nil, problem.One("days", "is %d; a link works for 1 to 90 days", in.Days)
	}
	secret := make([]byte, 32)
	if _, err := io.ReadFull(a.Rand, secret); err != nil {
		return nil, fmt.Errorf("make a confirmation link: %w", err)
	}
	made := &IssuedLink{Token: base64.RawURLEncoding.EncodeToString(secret), Link: &ConfirmationLink{UUID: a.NewID(), ExpiresAt: now.AddDate(0, 0, in.Days)}}
	t := act{by: v.Person, mutation: "issueConfirmationLink", says: "make a confirmation link"}
	_, err := a.do(ctx, t, now, func(tx pgx.Tx) (uuid.UUID, audit.Entry, error) {
		r, err := lock(ctx, tx, v, in.Record, access.Link)
		if err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		of, err := person(ctx, tx, in.Person)
		if err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		if of == v.Person {
			return uuid.Nil, audit.Entry{}, problem.One("person", "is yourself; answer while you are signed in")
		}
		open, err := waits(ctx, tx, r, of)
		if err == nil && open {
			err = dead(r, "record")
		} else if err == nil {
			err = a.request(ctx, tx, r, of, v.Person, "person", nil, now)
		}
		if err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		_, err = tx.Exec(ctx, `insert into confirmation_link (id, record_id, person_id, token_hash, made_by, made_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)`,
			made.Link.UUID, r.Common().UUID, of, hashed(made.Token), v.Person, now, made.Link.ExpiresAt)
		return made.Link.UUID, audit.By(v.Person, t.mutation, made.Link.ID(), r.Common().OwnerID,
			"record", r.ID().String(), "of", id.Of(id.Person, of).String()), err
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}

func hashed(token string) []byte {
	h := sha256.Sum256([]byte(token))
	return h[:]
}

// RevokeConfirmationLinkInput is the input of RevokeLink.
type RevokeConfirmationLinkInput struct {
	Link id.ID
}

// RevokeLink ends a link that was not used; one that is revoked already stays
// so. It returns the link's id. Problems: Invalid.
func (a *Acts) RevokeLink(ctx context.Context, v *people.Viewer, in RevokeConfirmationLinkInput, now time.Time) (uuid.UUID, error) {
	link, ok := in.Link.Row(id.ConfirmationLink)
	if !ok {
		return uuid.Nil, fault.ErrNotFound
	}
	t := act{by: v.Person, mutation: "revokeConfirmationLink", says: "revoke a confirmation link"}
	return a.do(ctx, t, now, func(tx pgx.Tx) (uuid.UUID, audit.Entry, error) {
		var record uuid.UUID
		if err := tx.QueryRow(ctx, `select record_id from confirmation_link where id = $1`, link).Scan(&record); err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		r, err := lock(ctx, tx, v, id.Of(id.Record, record), access.Link)
		if err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		var used bool
		err = tx.QueryRow(ctx, `update confirmation_link set revoked_at = case when used_at is null then coalesce(revoked_at, $2) end where id = $1 returning used_at is not null`, link, now).Scan(&used)
		if err == nil && used {
			err = problem.One("link", "was used already; its answer stays")
		}
		return link, audit.By(v.Person, t.mutation, in.Link, r.Common().OwnerID), err
	})
}

// AnswerConfirmationLinkInput is the input of AnswerLink.
type AnswerConfirmationLinkInput struct {
	Token    string
	Answer   Answer
	Capacity Capacity
	Note     *string
}

// AnswerLink is the one answer that a link allows. A token that is unknown,
// used, revoked or expired is not found, and nothing tells which. Problems:
// Invalid, after which the link still works.
func (a *Acts) AnswerLink(ctx context.Context, in AnswerConfirmationLinkInput, now time.Time) error {
	s := said{answer: in.Answer, as: &in.Capacity, note: in.Note}
	t := act{mutation: "answerConfirmationLink", says: "answer by a link"}
	_, err := a.do(ctx, t, now, func(tx pgx.Tx) (uuid.UUID, audit.Entry, error) {
		l, err := openLink(ctx, tx, in.Token, now)
		if err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		if err := hold(ctx, tx, l.record); err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		// Again, now that nobody else can use or revoke it.
		if l, err = openLink(ctx, tx, in.Token, now); err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		if err := s.check(); err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		s.person = l.person
		r, err := one(ctx, tx, `r.id = @id`, pgx.NamedArgs{"id": l.record})
		if err == nil {
			err = a.answer(ctx, tx, r, s, now)
		}
		if err != nil {
			return uuid.Nil, audit.Entry{}, err
		}
		_, err = tx.Exec(ctx, `update confirmation_link set used_at = $2 where id = $1`, l.link, now)
		return l.link, audit.By(l.person, t.mutation, id.Of(id.ConfirmationLink, l.link), r.Common().OwnerID,
			"record", r.ID().String(), "answer", string(in.Answer), "capacity", string(in.Capacity)), err
	})
	return err
}

// opened is a link that works.
type opened struct {
	link, record, person uuid.UUID
	name                 string
	expires              time.Time
}

// openLink finds a link that works: neither used, revoked nor expired, of a
// record that still waits for the answer of a person who is not the owner.
func openLink(ctx context.Context, db postgres.DB, token string, now time.Time) (o opened, err error) {
	err = db.QueryRow(ctx, `select l.id, l.record_id, p.id, p.name, l.expires_at
		from confirmation_link l join person a on a.id = l.person_id join person p on p.id = coalesce(a.same_as, a.id) join record r on r.id = l.record_id
		where l.token_hash = $1 and l.used_at is null and l.revoked_at is null and l.expires_at > $2
			and p.id <> r.person_id and `+live+` and `+openRequest("p.id"), hashed(token), now).Scan(&o.link, &o.record, &o.person, &o.name, &o.expires)
	if err == pgx.ErrNoRows {
		err = fault.ErrNotFound
	}
	return o, err
}
