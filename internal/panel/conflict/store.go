package conflict

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Store reads conflicts through a viewer's eyes: whoever may not see those of
// a dossier finds none of it.
type Store struct {
	DB       postgres.DB
	Versions Versions
}

// Versions finds ladder versions, from memory where they were read before.
type Versions interface {
	ByIDs(ctx context.Context, versions []uuid.UUID) (map[uuid.UUID]*ladder.Version, error)
}

// against is a candidate as a ladder version reads conflicts with them.
type against struct {
	Version   uuid.UUID `db:"ladder_version_id"`
	Candidate uuid.UUID `db:"candidate_id"`
}

// reason is a declaration's, for its maker and for stewards who are neither of
// the two.
const reason = `(select x.reason from conflict_declaration x where x.id = case when k.kind = 'DECLARED' then k.key::uuid end
	and (@viewer = (select coalesce(y.same_as, y.id) from person y where y.id = x.by_person)
		or 'STEWARD' = any(@viewer_roles::text[]) and @viewer not in (k.person_id, k.candidate_id))) as reason`

const rulings = `coalesce((select json_agg(json_build_object('verdict', r.verdict, 'reason', r.reason, 'by', r.by_person, 'at', r.at) order by r.seq)
	from ruling_by_another r where r.candidate_id = k.candidate_id and r.person_id = k.person_id and r.kind = k.kind and r.key = k.key), '[]')`

// read finds the conflicts with candidates that a condition on k allows, by
// person, kind and day. refusal leaves the rulings out.
func read(ctx context.Context, db postgres.DB, v *people.Viewer, with []*against, refusal bool, where string, args pgx.NamedArgs, now time.Time) ([]*Conflict, error) {
	versions, candidates := make([]uuid.UUID, len(with)), make([]uuid.UUID, len(with))
	for i, a := range with {
		versions[i], candidates[i] = a.Version, a.Candidate
	}
	args["versions"], args["candidates"], args["viewer_now"] = versions, candidates, now
	args["viewer"], args["viewer_roles"] = v.Person, v.Roles
	ruled := rulings
	if refusal {
		ruled = `'[]'::json`
	}
	// Few causes stand between one candidate and everybody: they are found for
	// each candidate, which offset 0 keeps, and the persons' picked out of them.
	return postgres.Rows[Conflict](ctx, db, "read conflicts", `select k.person_id, p.name as person_name, k.candidate_id, k.ladder_version_id, k.kind, k.key,
			k.company_id, c.name as company_name, k.since, k.until, k.taken_back, k.counts_until, k.state, k.waivers, `+access.InForce+` as in_force,
			`+reason+`, `+ruled+` as rulings
		from unnest(@versions::uuid[], @candidates::uuid[]) a (version, candidate)
		cross join lateral (select * from conflict k where k.ladder_version_id = a.version and k.candidate_id = a.candidate offset 0) k
		join person p on p.id = k.person_id left join company c on c.id = k.company_id
		where `+where+` order by p.name, p.id, k.kind, k.since, k.key`, args)
}

// Between lists every cause between persons and the candidate of a dossier, in
// force or not, by the ids asked for: under a double's id those of the person
// that stays. It is nil where the viewer may not see them.
func (s *Store) Between(ctx context.Context, v *people.Viewer, dossier uuid.UUID, persons []uuid.UUID) (map[uuid.UUID][]*Conflict, error) {
	where, args := access.Rows(v, access.SeeConflicts)
	args["id"] = dossier
	with, err := postgres.Rows[against](ctx, s.DB, "find the dossier", `select d.ladder_version_id, d.candidate_id from dossier d where d.id = @id and `+where, args)
	if err != nil || len(with) == 0 {
		return nil, err
	}
	same, err := (&people.Store{DB: s.DB}).Same(ctx, persons)
	if err != nil {
		return nil, err
	}
	found, err := read(ctx, s.DB, v, with, false, one, pgx.NamedArgs{"persons": persons}, v.Now)
	if err != nil {
		return nil, err
	}
	of := map[uuid.UUID][]*Conflict{}
	for _, c := range found {
		of[c.PersonID] = append(of[c.PersonID], c)
	}
	m := make(map[uuid.UUID][]*Conflict, len(persons))
	for asked, stays := range same {
		m[asked] = append([]*Conflict{}, of[stays]...)
	}
	return m, nil
}

// one is that a conflict is one of the persons', by any of their ids.
const one = `k.person_id in (select coalesce(q.same_as, q.id) from person q where q.id = any(@persons))`

// Check finds what stands between persons and the candidate of a dossier, nil
// if nothing does. It asks nothing of what the viewer may see: who acts on the
// dossier has locked it in tx. The refusal holds a declaration's reason if it
// is for the viewer, and never the rulings.
func Check(ctx context.Context, tx pgx.Tx, v *people.Viewer, dossier uuid.UUID, persons []uuid.UUID, now time.Time) (*OfInterest, error) {
	with, err := postgres.Rows[against](ctx, tx, "find the dossier", `select ladder_version_id, candidate_id from dossier where id = @id`, pgx.NamedArgs{"id": dossier})
	if err != nil {
		return nil, err
	}
	found, err := read(ctx, tx, v, with, true, one+` and `+access.InForce, pgx.NamedArgs{"persons": persons}, now)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &OfInterest{Conflicts: found}, nil
}
