package selfevaluation

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/day"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Store reads answers and progress through a viewer's eyes: every statement
// carries the condition that package access gives for the viewer.
type Store struct {
	DB postgres.DB
}

const (
	answer = ` a.id, a.person_id, a.ladder_id, a.level, a.item, a.answer, a.note, a.evidence, a.answered_at
		from self_answer a join person p on p.id = a.person_id where `
	progress = ` c.id, c.person_id, c.ladder_id, c.level, c.module, c.status, c.artefact_id, c.noted_at
		from curriculum_progress c join person p on p.id = c.person_id where `
)

// Newest finds, for persons on a ladder, the answer to each item of each level
// that was the newest at the end of a day. Every person asked for has an
// entry.
func (s *Store) Newest(ctx context.Context, v *people.Viewer, persons []uuid.UUID, ladder uuid.UUID, asOf time.Time) (map[uuid.UUID][]*Answer, error) {
	where, args := newest(v, ladder, asOf)
	return postgres.ListsByKey(ctx, s.DB, "read answers", persons, func(a *Answer) uuid.UUID { return a.Person },
		`select distinct on (a.person_id, a.level, a.item)`+answer+where+` and p.id = any(@ids) and a.ladder_id = @ladder and a.answered_at < @end
		order by a.person_id, a.level, a.item, a.answered_at desc, a.id desc`, args)
}

// Progress finds, for persons on a ladder, where each module of each level
// stood at the end of a day. Every person asked for has an entry.
func (s *Store) Progress(ctx context.Context, v *people.Viewer, persons []uuid.UUID, ladder uuid.UUID, asOf time.Time) (map[uuid.UUID][]*Progress, error) {
	where, args := newest(v, ladder, asOf)
	return postgres.ListsByKey(ctx, s.DB, "read progress", persons, func(c *Progress) uuid.UUID { return c.Person },
		`select distinct on (c.person_id, c.level, c.module)`+progress+where+` and p.id = any(@ids) and c.ladder_id = @ladder and c.noted_at < @end
		order by c.person_id, c.level, c.module, c.noted_at desc, c.id desc`, args)
}

func newest(v *people.Viewer, ladder uuid.UUID, asOf time.Time) (string, pgx.NamedArgs) {
	where, args := access.Rows(v, access.SeeRecords)
	args["ladder"], args["end"] = ladder, day.AddDays(day.Of(asOf), 1)
	return where, args
}

// ItemKey names an item as a person answered it.
type ItemKey struct {
	Person, Ladder uuid.UUID
	Level, Item    string
}

// History lists all answers to items, newest first. Every item asked for has
// an entry.
func (s *Store) History(ctx context.Context, v *people.Viewer, items []ItemKey) (map[ItemKey][]*Answer, error) {
	where, args := access.Rows(v, access.SeeRecords)
	n := len(items)
	persons, ladders, levels, keys := make([]uuid.UUID, n), make([]uuid.UUID, n), make([]string, n), make([]string, n)
	m := make(map[ItemKey][]*Answer, n)
	for i, k := range items {
		persons[i], ladders[i], levels[i], keys[i] = k.Person, k.Ladder, k.Level, k.Item
		m[k] = []*Answer{}
	}
	args["persons"], args["ladders"], args["levels"], args["items"] = persons, ladders, levels, keys
	list, err := postgres.Rows[Answer](ctx, s.DB, "read answers", `select`+answer+where+`
		and (a.person_id, a.ladder_id, a.level, a.item) in (select * from unnest(@persons::uuid[], @ladders::uuid[], @levels::text[], @items::text[]))
		order by a.answered_at desc, a.id desc`, args)
	for _, a := range list {
		k := ItemKey{Person: a.Person, Ladder: a.Ladder, Level: a.Level, Item: a.Item}
		m[k] = append(m[k], a)
	}
	return m, err
}

// AnswersByIDs finds the answers that the viewer may see.
func (s *Store) AnswersByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Answer, error) {
	where, args := access.Rows(v, access.SeeRecords)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read answers", func(a *Answer) uuid.UUID { return a.UUID }, `select`+answer+where+` and a.id = any(@ids)`, args)
}

// ProgressByIDs finds the progress that the viewer may see.
func (s *Store) ProgressByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Progress, error) {
	where, args := access.Rows(v, access.SeeRecords)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read progress", func(c *Progress) uuid.UUID { return c.UUID }, `select`+progress+where+` and c.id = any(@ids)`, args)
}
