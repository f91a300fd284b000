package record

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"dossier/internal/postgres"
)

// known is what is read of records, under the alias that package access
// gives to them. Whoever made or confirmed a record as a double did it as the
// person that stays, so that nobody verifies their own record by another row.
// The founder who testifies is the person that stays, too. An owner is never a
// double.
const known = `(select k.id, k.person_id, k.kind, k.company_id, c.name as company_name, k.about_id, k.during,
		case k.kind when 'TESTIMONY' then k.body || coalesce((select jsonb_build_object('founder', f.same_as) from person f
			where f.id = (k.body ->> 'founder')::uuid and f.same_as is not null), '{}') else k.body end as body, k.provenance,
		coalesce(m.same_as, m.id) as made_by, k.made_at, k.state, coalesce(s.same_as, s.id) as state_by, k.state_as, k.state_at,
		k.superseded_by, k.retracted_at
	from record k left join person m on m.id = k.made_by left join person s on s.id = k.state_by
		left join company c on c.id = k.company_id) r`

const columns = `r.id, r.person_id, r.kind, r.company_id, r.company_name, r.about_id, lower(r.during), upper(r.during), r.body, r.provenance,
	r.made_by, r.made_at, r.state, r.state_by, r.state_as, r.state_at, r.superseded_by, r.retracted_at`

// live is true of what is neither corrected nor retracted.
const live = `r.superseded_by is null and r.retracted_at is null`

// each reads records, one after another.
func each(ctx context.Context, db postgres.DB, act, sql string, args pgx.NamedArgs, do func(Record)) error {
	rows, err := db.Query(ctx, sql, args)
	if err != nil {
		return postgres.Fault(err, act)
	}
	// One place for all rows: what is scanned is copied.
	var b Base
	var company *string
	var body pgtype.DriverBytes
	places := []any{&b.UUID, &b.OwnerID, &b.Kind, &b.CompanyID, &company, &b.AboutID, &b.Span.From, &b.Span.To, &body, &b.Provenance,
		&b.MadeBy, &b.MadeAt, &b.State, &b.StateBy, &b.StateAs, &b.StateAt, &b.SupersededBy, &b.RetractedAt}
	_, err = pgx.ForEachRow(rows, places, func() error {
		b.CompanyName = ""
		if company != nil {
			b.CompanyName = *company
		}
		r, err := Decode(b, body)
		if err != nil {
			return fmt.Errorf("record %s: %w", b.UUID, err)
		}
		do(r)
		return nil
	})
	return postgres.Fault(err, act)
}

// OfPersons reads the live records of persons in one statement, oldest first.
// Whoever calls it has asked whether they may be seen. Each person has a list.
func OfPersons(ctx context.Context, db postgres.DB, persons []uuid.UUID) (map[uuid.UUID][]Record, error) {
	m := make(map[uuid.UUID][]Record, len(persons))
	for _, p := range persons {
		m[p] = []Record{}
	}
	err := each(ctx, db, "read records of persons", `select `+columns+` from `+known+`
		where r.person_id = any(@persons) and `+live, pgx.NamedArgs{"persons": persons}, func(r Record) {
		owner := r.Common().OwnerID
		m[owner] = append(m[owner], r)
	})
	// Here, since the database would sort the bodies of all persons on disk.
	for _, list := range m {
		slices.SortFunc(list, func(r, o Record) int {
			a, b := r.Common(), o.Common()
			return cmp.Or(a.Span.From.Compare(b.Span.From), bytes.Compare(a.UUID[:], b.UUID[:]))
		})
	}
	return m, err
}

// Insert stores records as they stand, at once. Nothing is checked but what
// the database's constraints say: see Check.
func Insert(ctx context.Context, tx pgx.Tx, records ...Record) error {
	rows := pgx.CopyFromSlice(len(records), func(i int) ([]any, error) {
		body, err := Encode(records[i])
		b := records[i].Common()
		return []any{b.UUID, b.OwnerID, b.Kind, b.CompanyID, b.AboutID, days(b.Span.From, b.Span.To), body, b.Provenance,
			b.MadeBy, b.MadeAt, b.State, b.StateBy, b.StateAs, b.StateAt, b.SupersededBy, b.RetractedAt}, err
	})
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"record"}, []string{"id", "person_id", "kind", "company_id", "about_id", "during", "body", "provenance",
		"made_by", "made_at", "state", "state_by", "state_as", "state_at", "superseded_by", "retracted_at"}, rows)
	return postgres.Fault(err, "insert records")
}

// InsertSteps adds steps to the trail of records' confirmation.
func InsertSteps(ctx context.Context, tx pgx.Tx, steps ...Confirmation) error {
	rows := pgx.CopyFromSlice(len(steps), func(i int) ([]any, error) {
		s := steps[i]
		return []any{s.UUID, s.RecordID, s.State, s.OfID, s.ByID, s.Capacity, s.Note, s.At}, nil
	})
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"confirmation"}, []string{"id", "record_id", "state", "of_person", "by_person", "as_capacity", "note", "at"}, rows)
	return postgres.Fault(err, "insert steps of confirmation")
}

// days is a span as the database has it.
func days(from time.Time, to *time.Time) pgtype.Range[pgtype.Date] {
	r := pgtype.Range[pgtype.Date]{Lower: pgtype.Date{Time: from, Valid: true}, LowerType: pgtype.Inclusive, UpperType: pgtype.Unbounded, Valid: true}
	if to != nil {
		r.Upper, r.UpperType = pgtype.Date{Time: *to, Valid: true}, pgtype.Exclusive
	}
	return r
}
