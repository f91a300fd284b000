package mentoring

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/access"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// Acts is what can be done to mentorships and referral money. Each act is one
// transaction.
type Acts struct {
	DB      *pgxpool.Pool
	Ladders Ladders
	NewID   func() uuid.UUID
}

// Ladders finds ladder versions in the transaction of an act.
type Ladders interface {
	ByIDIn(ctx context.Context, db postgres.DB, version uuid.UUID) (*ladder.Version, error)
	CurrentIn(ctx context.Context, db postgres.DB, slug *string) (*ladder.Version, error)
}

// maxReason is the longest reason, in characters.
const maxReason = 2000

// current is the ladder's version in force.
func (a *Acts) current(ctx context.Context, tx pgx.Tx, of uuid.UUID) (*ladder.Version, error) {
	var slug string
	if err := tx.QueryRow(ctx, `select slug from ladder where id = $1`, of).Scan(&slug); err != nil {
		return nil, postgres.Fault(err, "find the ladder")
	}
	return a.Ladders.CurrentIn(ctx, tx, &slug)
}

// lock finds a mentorship that the viewer may keep and holds it, and before it
// both persons, until the transaction ends.
func lock(ctx context.Context, tx pgx.Tx, v *people.Viewer, mentorship id.ID) (*Mentorship, error) {
	key, ok := mentorship.Row(id.Mentorship)
	if !ok {
		return nil, fault.ErrNotFound
	}
	where, args := access.Rows(v, access.KeepMentorship)
	args["id"] = key
	var mentor, mentee uuid.UUID
	if err := tx.QueryRow(ctx, `select m.mentor_id, m.mentee_id from mentorship m where m.id = @id and `+where, args).Scan(&mentor, &mentee); err != nil {
		return nil, postgres.Fault(err, "find the mentorship")
	}
	if err := hold(ctx, tx, mentor, mentee); err != nil {
		return nil, err
	}
	found, err := postgres.Rows[Mentorship](ctx, tx, "find the mentorship", `select `+columns()+` from mentorship m where m.id = @id for no key update`, args)
	if err != nil {
		return nil, err
	}
	return found[0], nil
}

// hold keeps others from deciding on the same persons until the transaction
// ends, in one order for all acts. Rows that refer to a person do not wait for
// it, two persons that are made one do.
func hold(ctx context.Context, tx pgx.Tx, persons ...uuid.UUID) error {
	_, err := tx.Exec(ctx, `select from person where id = any($1) order by id for no key update`, persons)
	return postgres.Fault(err, "hold mentor and mentee")
}

// may asks the policy about one mentorship.
func (m *Mentorship) may(v *people.Viewer, act access.Act) bool {
	return access.May(v, act, access.Case{Status: string(m.Status), Related: map[access.Who][]uuid.UUID{
		access.TheMentor: {m.MentorID}, access.TheMentee: {m.MenteeID},
	}})
}

// parties reads mentor and mentee on a ladder, doubles as the person that
// stays; one that is unknown is nil.
func parties(ctx context.Context, db postgres.DB, of uuid.UUID, mentor, mentee uuid.UUID) (leads, learns *Party, err error) {
	type row struct {
		Asked uuid.UUID `db:"asked"`
		Party
	}
	found, err := postgres.ByKey(ctx, db, "read mentor and mentee", func(r *row) uuid.UUID { return r.Asked },
		`select p.id as asked, coalesce(p.same_as, p.id) as person, `+ranks("coalesce(p.same_as, p.id)", "@ladder")+` as ranks,
			`+founder("coalesce(p.same_as, p.id)")+` as founder
		from person p where p.id = any(@ids)`, pgx.NamedArgs{"ids": []uuid.UUID{mentor, mentee}, "ladder": of})
	if r := found[mentor]; r != nil {
		leads = &r.Party
	}
	if r := found[mentee]; r != nil {
		learns = &r.Party
	}
	return leads, learns, err
}

// allowed refuses what the ladder does not allow today.
func allowed(v *ladder.Version, mentor, mentee *Party, today time.Time, path string) error {
	if r := MayMentor(v, mentor.On(today), mentee.On(today)); r != nil {
		return problem.One(path, "%s", r.Why)
	}
	return nil
}
