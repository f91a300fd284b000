package analysis

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// ResponseVerdict is what the candidate says to a finding.
type ResponseVerdict string

// The verdicts of a response.
const (
	Agree   ResponseVerdict = "AGREE"
	Dispute ResponseVerdict = "DISPUTE"
)

// Response is the candidate's answer to evidence or to a gap.
type Response struct {
	Target  uuid.UUID       `db:"target"`
	Verdict ResponseVerdict `db:"verdict"`
	Comment *string         `db:"comment"`
}

// Responses finds the newest answer to each evidence or gap. Who sees these
// sees the answers, so the ids are those of objects that the viewer was given.
func (s *Store) Responses(ctx context.Context, targets []uuid.UUID) (map[uuid.UUID]*Response, error) {
	return postgres.ByKey(ctx, s.DB, act, func(r *Response) uuid.UUID { return r.Target }, `
		select distinct on (target) target, verdict, comment
		from (select coalesce(evidence_id, gap_id) as target, * from response where evidence_id = any(@ids) or gap_id = any(@ids)) r
		order by target, responded_at desc, id desc`, pgx.NamedArgs{"ids": targets})
}

// MaxComment is the longest comment, in characters.
const MaxComment = 2000

// Responding is the input of Respond.
type Responding struct {
	Evidence *id.ID
	Gap      *id.ID
	Verdict  ResponseVerdict
	Comment  *string
}

func (in Responding) check() error {
	var fields []dossier.InvalidField
	if (in.Evidence == nil) == (in.Gap == nil) {
		fields = append(fields, dossier.InvalidField{Path: "input.evidence", Message: "give exactly one of evidence and gap"})
	}
	if in.Comment != nil && utf8.RuneCountInString(*in.Comment) > MaxComment {
		fields = append(fields, dossier.InvalidField{Path: "input.comment", Message: "is longer than 2,000 characters; shorten it"})
	}
	if in.Comment != nil && strings.ContainsRune(*in.Comment, 0) {
		fields = append(fields, dossier.InvalidField{Path: "input.comment", Message: "holds a NUL character; take it out"})
	}
	if in.Verdict == Dispute && (in.Comment == nil || strings.TrimSpace(*in.Comment) == "") {
		fields = append(fields, dossier.InvalidField{Path: "input.comment", Message: "say what is disputed, so that the panel can weigh it"})
	}
	if fields != nil {
		return &dossier.Invalid{Fields: fields}
	}
	return nil
}

// Respond keeps the candidate's answer. Problems: Invalid, WrongState.
func (r *Requests) Respond(ctx context.Context, v *people.Viewer, in Responding, now time.Time) error {
	if err := in.check(); err != nil {
		return err
	}
	err := postgres.InTx(ctx, r.DB, func(tx pgx.Tx) error {
		var evidence, gap *uuid.UUID
		sql := `select a.dossier_id from evidence x join finding f on f.id = x.finding_id join analysis a on a.id = f.analysis_id where x.id = $1`
		target, kind := in.Evidence, id.Evidence
		if target == nil {
			sql = `select a.dossier_id from gap x join finding f on f.id = x.finding_id join analysis a on a.id = f.analysis_id where x.id = $1`
			target, kind = in.Gap, id.Gap
		}
		key, ok := target.Row(kind)
		if !ok {
			return fault.ErrNotFound
		}
		if kind == id.Evidence {
			evidence = &key
		} else {
			gap = &key
		}
		var of uuid.UUID
		if err := tx.QueryRow(ctx, sql, key).Scan(&of); err != nil {
			return err
		}
		d, err := r.Dossiers.Lock(ctx, tx, v, id.Of(id.Dossier, of))
		switch {
		case err != nil:
			return err
		case !access.May(v, access.Respond, access.Case{Candidate: d.CandidateID, Status: string(d.Status)}):
			return fault.ErrNotFound
		case d.Status == dossier.Decided:
			return &dossier.WrongState{Status: d.Shown(v), Why: dossier.OnItsWay}
		case d.Status != dossier.Draft && d.Status != dossier.Submitted && d.Status != dossier.InReview:
			return &dossier.WrongState{Status: d.Shown(v), Act: "answer a finding", Needs: "DRAFT, SUBMITTED or IN_REVIEW"}
		}
		_, err = tx.Exec(ctx, `insert into response (id, evidence_id, gap_id, verdict, comment, by_person, responded_at) values ($1, $2, $3, $4, $5, $6, $7)`,
			r.NewID(), evidence, gap, in.Verdict, in.Comment, v.Person, now)
		if err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "respondToFinding", *target, d.CandidateID, "verdict", string(in.Verdict)))
	})
	return postgres.Fault(err, "answer a finding")
}
