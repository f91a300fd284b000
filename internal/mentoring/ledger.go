package mentoring

import (
	"context"
	"time"

	"github.com/google/uuid"

	"dossier/internal/access"
	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// AgreementsByIDs finds the referral agreements that the viewer may see.
func (s *Store) AgreementsByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Agreement, error) {
	where, args := access.Rows(v, access.SeeAgreement)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read referral agreements", func(a *Agreement) uuid.UUID { return a.UUID },
		`select `+agreementColumns+` from referral_agreement g where g.id = any(@ids) and `+where, args)
}

// AgreementsOf finds the agreement of each mentorship: the one that is offered
// or accepted, else the last declined. A mentorship without one that the
// viewer may see is left out.
func (s *Store) AgreementsOf(ctx context.Context, v *people.Viewer, mentorships []uuid.UUID) (map[uuid.UUID]*Agreement, error) {
	where, args := access.Rows(v, access.SeeAgreement)
	args["ids"] = mentorships
	return postgres.ByKey(ctx, s.DB, "read referral agreements", func(a *Agreement) uuid.UUID { return a.MentorshipID },
		`select distinct on (g.mentorship_id) `+agreementColumns+` from referral_agreement g where g.mentorship_id = any(@ids) and `+where+`
		order by g.mentorship_id, g.declined_at desc nulls first`, args)
}

// Agreements returns a page of the agreements that the viewer may see, newest
// first.
func (s *Store) Agreements(ctx context.Context, v *people.Viewer, f AgreementFilter, r page.Request) (*page.Connection[Agreement], error) {
	where, args := access.Rows(v, access.SeeAgreement)
	narrow(&where, args, "g.mentor_id", "mentor", f.Mentor)
	narrow(&where, args, "g.mentee_id", "mentee", f.Mentee)
	return postgres.Newest[Agreement](ctx, s.DB, "referral agreements", agreementColumns, ` from referral_agreement g where `+where, "g", "offered_at", r, args,
		func(a *Agreement) (time.Time, uuid.UUID) { return a.OfferedAt, a.UUID })
}

// Statements finds the statement of each agreement that the viewer may see.
func (s *Store) Statements(ctx context.Context, v *people.Viewer, agreements []uuid.UUID) (map[uuid.UUID]*Statement, error) {
	where, args := access.Rows(v, access.SeeAgreement)
	args["ids"] = agreements
	type row struct {
		Agreement
		Made []*Accrual `db:"made"`
	}
	found, err := postgres.Rows[row](ctx, s.DB, "read statements", `select `+agreementColumns+`, `+made("g.id")+` as made
		from referral_agreement g where g.id = any(@ids) and `+where, args)
	m := make(map[uuid.UUID]*Statement, len(found))
	for _, r := range found {
		m[r.UUID] = StatementOf(&r.Agreement, r.Made)
	}
	return m, err
}
