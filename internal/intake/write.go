package intake

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"dossier/internal/day"
)

// insert copies rows that are new into a table.
func insert(ctx context.Context, tx pgx.Tx, table string, columns []string, items []*item, values func(*item) []any) error {
	var rows [][]any
	for _, it := range items {
		if it.was == nil && !it.bad {
			rows = append(rows, values(it))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(rows))
	return err
}

// update changes one row; if there is none that fits, the row is refused.
func (r *run) update(ctx context.Context, tx pgx.Tx, it *item, refusal, sql string, args ...any) error {
	tag, err := tx.Exec(ctx, sql, args...)
	if err == nil && tag.RowsAffected() == 0 {
		r.keeps(it, refusal)
	}
	return err
}

// span is a daterange.
func span(from day.Day, to *day.Day) pgtype.Range[pgtype.Date] {
	s := pgtype.Range[pgtype.Date]{
		Lower: pgtype.Date{Time: from.Time, Valid: true}, LowerType: pgtype.Inclusive, UpperType: pgtype.Unbounded, Valid: true,
	}
	if to != nil {
		s.Upper, s.UpperType = pgtype.Date{Time: to.Time, Valid: true}, pgtype.Exclusive
	}
	return s
}

// refusal is the sentence that a constraint stands for, with the fix.
func refusal(constraint string) string {
	switch constraint {
	case "identity_belongs_to_one_person":
		return "this issuer and subject belong to a person already; leave the row out"
	case "role_is_granted_once":
		return "the person holds this role on some of these days already; change the days"
	case "ranks_do_not_overlap":
		return "the person holds another level of the ladder on some of these days; end one before the other begins"
	case "pauses_do_not_overlap":
		return "the person has another pause on some of these days; make one of both"
	case "company_name_is_unique":
		return "there is another company of this name; use its key or its id"
	case "founder_of_a_company_once":
		return "the person is a founder of the company on some of these days already; change the days"
	case "surface_name_is_unique":
		return "the company has another surface of this name"
	case "dependency_is_recorded_once":
		return "this dependency is recorded already"
	case "surface_depends_on_another", "nobody_mentors_themselves":
		return "names the same twice; name two"
	case "one_mentor_at_a_time":
		return "the mentee has another mentor on some of these days; end one mentorship before the other begins"
	case "rate_changes_once_a_day":
		return "the person has a rate from this day on already"
	}
	return "the database refuses it: " + constraint
}
