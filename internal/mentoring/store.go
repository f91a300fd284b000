package mentoring

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/day"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/page"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Store reads mentorships and referral money through a viewer's eyes: every
// statement carries the condition that package access gives for the viewer.
type Store struct {
	DB       postgres.DB
	Versions Versions
}

// Versions finds ladder versions, from memory where they were read before.
type Versions interface {
	ByIDs(ctx context.Context, versions []uuid.UUID) (map[uuid.UUID]*ladder.Version, error)
}

// ByIDs finds the mentorships that the viewer may see.
func (s *Store) ByIDs(ctx context.Context, v *people.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Mentorship, error) {
	where, args := access.Rows(v, access.SeeMentorship)
	args["ids"] = ids
	return postgres.ByKey(ctx, s.DB, "read mentorships", func(m *Mentorship) uuid.UUID { return m.UUID },
		`select `+columns()+` from mentorship m where m.id = any(@ids) and `+where, args)
}

// List returns a page of the mentorships that the viewer may see, newest
// first.
func (s *Store) List(ctx context.Context, v *people.Viewer, f Filter, r page.Request) (*page.Connection[Mentorship], error) {
	where, args := access.Rows(v, access.SeeMentorship)
	if len(f.Status) > 0 {
		args["status"] = f.Status
		where += ` and m.status = any(@status)`
	}
	narrow(&where, args, "m.mentor_id", "mentor", f.Mentor)
	narrow(&where, args, "m.mentee_id", "mentee", f.Mentee)
	return postgres.Newest[Mentorship](ctx, s.DB, "mentorships", columns(), ` from mentorship m where `+where, "m", "offered_at", r, args,
		func(m *Mentorship) (time.Time, uuid.UUID) { return m.OfferedAt, m.UUID })
}

// narrow adds that a column is a person, if one is named.
func narrow(where *string, args pgx.NamedArgs, column, name string, person *id.ID) {
	if person != nil {
		args[name], _ = person.Row(id.Person)
		*where += ` and ` + column + ` = @` + name
	}
}

// keyed is a mentorship of one of the persons asked for.
type keyed struct {
	Person uuid.UUID `db:"person"`
	Mentorship
}

// of reads the mentorships in which persons are the mentor or the mentee, for
// each person and ladder.
func (s *Store) of(ctx context.Context, v *people.Viewer, side string, keys []people.LevelKey, statuses ...Status) ([]*keyed, error) {
	where, args := access.Rows(v, access.SeeMentorship)
	args["status"] = statuses
	persons(keys, args)
	return postgres.Rows[keyed](ctx, s.DB, "read mentorships", `select k.person_id as person, `+columns()+`
		from unnest(@persons::uuid[], @ladders::uuid[]) k (person_id, ladder_id)
		join mentorship m on m.`+side+` = k.person_id and m.ladder_id = k.ladder_id and m.status = any(@status)
		where `+where+` order by lower(m.during) desc, m.id desc`, args)
}

// persons are the keys as two arguments.
func persons(keys []people.LevelKey, args pgx.NamedArgs) {
	of, ladders := make([]uuid.UUID, len(keys)), make([]uuid.UUID, len(keys))
	for i, k := range keys {
		of[i], ladders[i] = k.Person, k.Ladder
	}
	args["persons"], args["ladders"] = of, ladders
}

// ActiveMentorOf finds the mentorship that each person has on a ladder; who
// has none is left out.
func (s *Store) ActiveMentorOf(ctx context.Context, v *people.Viewer, keys []people.LevelKey) (map[people.LevelKey]*Mentorship, error) {
	found, err := s.of(ctx, v, "mentee_id", keys, Active)
	m := make(map[people.LevelKey]*Mentorship, len(found))
	for _, k := range found {
		m[people.LevelKey{Person: k.Person, Ladder: k.LadderID}] = &k.Mentorship
	}
	return m, err
}

// GivenBy finds the mentorships that each person gives or gave on a ladder,
// newest first. Every key has a list.
func (s *Store) GivenBy(ctx context.Context, v *people.Viewer, keys []people.LevelKey) (map[people.LevelKey][]*Mentorship, error) {
	found, err := s.of(ctx, v, "mentor_id", keys, Active, Ended)
	m := make(map[people.LevelKey][]*Mentorship, len(keys))
	for _, k := range keys {
		m[k] = []*Mentorship{}
	}
	for _, k := range found {
		key := people.LevelKey{Person: k.Person, Ladder: k.LadderID}
		m[key] = append(m[key], &k.Mentorship)
	}
	return m, err
}

// Slots counts the mentee slots of each person on a ladder: how many the level
// held on the day of now has, and how many are in use. Anyone signed in may
// know; every key that is a person's has an entry.
func (s *Store) Slots(ctx context.Context, v *people.Viewer, keys []people.LevelKey, now time.Time) (map[people.LevelKey]*Slots, error) {
	where, args := access.Rows(v, access.SeePerson)
	args["day"] = day.Of(now)
	persons(keys, args)
	type row struct {
		Person  uuid.UUID `db:"person_id"`
		Ladder  uuid.UUID `db:"ladder_id"`
		Version uuid.UUID `db:"version"`
		Level   *string   `db:"level"`
		Used    int       `db:"used"`
	}
	found, err := postgres.Rows[row](ctx, s.DB, "count mentee slots", `select k.person_id, k.ladder_id, l.current_version as version,
			(select r.level from rank_record r where r.person_id = p.id and r.ladder_id = k.ladder_id and r.during @> @day::date and r.superseded_at is null) as level,
			(select count(*) from mentorship m where m.mentor_id = p.id and m.ladder_id = k.ladder_id and m.status = 'ACTIVE') as used
		from unnest(@persons::uuid[], @ladders::uuid[]) k (person_id, ladder_id)
		join person p on p.id = k.person_id join ladder l on l.id = k.ladder_id where `+where, args)
	if err != nil {
		return nil, err
	}
	versions := make([]uuid.UUID, len(found))
	for i, r := range found {
		versions[i] = r.Version
	}
	ladders, err := s.Versions.ByIDs(ctx, distinct(versions))
	m := make(map[people.LevelKey]*Slots, len(found))
	for _, r := range found {
		slots := &Slots{Used: r.Used}
		if version := ladders[r.Version]; version != nil && r.Level != nil {
			slots.Total = slotsOf(version.Level(*r.Level))
		}
		m[people.LevelKey{Person: r.Person, Ladder: r.Ladder}] = slots
	}
	return m, err
}

// distinct leaves each id once.
func distinct(ids []uuid.UUID) []uuid.UUID {
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	return slices.Compact(ids)
}
