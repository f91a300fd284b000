package conflict

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Pool is how many could judge a candidate, as counts.
type Pool struct {
	// Quorum is the ladder's, Available how many could sit without a conflict.
	Quorum, Available int
	// Verdict is PASS if they are enough.
	Verdict ladder.Verdict
	// GuestNeeded is true if they are not and the ladder allows guests.
	GuestNeeded bool
	Explanation string
}

// Feasibility is who could judge a dossier, and who not and why.
type Feasibility struct {
	Pool
	// Candidates are all who could hold a seat by role and level, by name.
	Candidates []*Candidate
}

// Candidate is somebody who could hold a seat; with no conflicts, in force all
// of them, could sit.
type Candidate struct {
	PersonID uuid.UUID `db:"person_id"`
	// LadderVersion says whose level Level is.
	LadderVersion uuid.UUID   `db:"ladder_version_id"`
	Level         string      `db:"level"`
	Conflicts     []*Conflict `db:"-"`
}

// question asks who could judge somebody on the way to a level.
type question struct {
	key uuid.UUID
	against
	version *ladder.Version
	from    *ladder.Level
}

// Feasibility says for each dossier whose it is for the viewer to know whether
// a panel without conflicts can be found.
func (s *Store) Feasibility(ctx context.Context, v *people.Viewer, dossiers []uuid.UUID) (map[uuid.UUID]*Feasibility, error) {
	type row struct {
		UUID uuid.UUID `db:"id"`
		From string    `db:"from_level"`
		against
	}
	where, args := access.Rows(v, access.SeeFeasibility)
	args["ids"] = dossiers
	found, err := postgres.Rows[row](ctx, s.DB, "find dossiers", `select d.id, d.from_level, d.ladder_version_id, d.candidate_id from dossier d where d.id = any(@ids) and `+where, args)
	if err != nil {
		return nil, err
	}
	versions := make([]uuid.UUID, len(found))
	for i, r := range found {
		versions[i] = r.Version
	}
	ladders, err := s.Versions.ByIDs(ctx, versions)
	if err != nil {
		return nil, err
	}
	var asked []question
	for _, r := range found {
		if version := ladders[r.Version]; version != nil {
			asked = append(asked, question{key: r.UUID, against: r.against, version: version, from: version.Level(r.From)})
		}
	}
	all, err := s.answer(ctx, v, asked)
	m := make(map[uuid.UUID]*Feasibility, len(asked))
	for _, q := range asked {
		m[q.key] = &Feasibility{Pool: q.pool(all[q.key]), Candidates: all[q.key]}
	}
	return m, err
}

// Pools counts for each person whom the viewer may nominate by the ladder's
// rule, for a level (for the next one if empty), who could judge them. Others
// have no entry.
func (s *Store) Pools(ctx context.Context, v *people.Viewer, version *ladder.Version, to string, persons []uuid.UUID) (map[uuid.UUID]*Pool, error) {
	m := map[uuid.UUID]*Pool{}
	if v == nil {
		return m, nil
	}
	keys := []people.LevelKey{{Person: v.Person, Ladder: version.LadderID}}
	for _, p := range persons {
		keys = append(keys, people.LevelKey{Person: p, Ladder: version.LadderID})
	}
	held, err := (&people.Store{DB: s.DB}).Levels(ctx, keys, v.Now)
	if err != nil {
		return nil, err
	}
	var asked []question
	for _, k := range keys[1:] {
		from := version.Level(held[k])
		if k.Person != v.Person && mayNominate(v, held[keys[0]], from) && (to == "" || to == from.Promotion.To) {
			asked = append(asked, question{key: k.Person, against: against{version.UUID, k.Person}, version: version, from: from})
		}
	}
	all, err := s.answer(ctx, v, asked)
	for _, q := range asked {
		p := q.pool(all[q.key])
		m[q.key] = &p
	}
	return m, err
}

// mayNominate tells whether the viewer, who holds a level, may nominate
// somebody for the step from another.
func mayNominate(v *people.Viewer, held string, from *ladder.Level) bool {
	if from == nil || from.Promotion == nil {
		return false
	}
	return slices.ContainsFunc(from.Promotion.Nomination.AllowedNominators, func(a string) bool { return a == held || v.Is(people.Role(a)) })
}

// answer lists who could judge, each with the conflicts in force.
func (s *Store) answer(ctx context.Context, v *people.Viewer, asked []question) (map[uuid.UUID][]*Candidate, error) {
	m := make(map[uuid.UUID][]*Candidate, len(asked))
	if len(asked) == 0 {
		return m, nil
	}
	var keys, candidates, ladders, versions []uuid.UUID
	var roles, levels []string
	var with []*against
	for _, q := range asked {
		m[q.key], with = []*Candidate{}, append(with, &q.against)
		role, least := q.members()
		for _, l := range q.version.Levels {
			if l.Ordinal >= least {
				keys, candidates = append(keys, q.key), append(candidates, q.Candidate)
				ladders, versions = append(ladders, q.version.LadderID), append(versions, q.Version)
				roles, levels = append(roles, role), append(levels, l.Code)
			}
		}
	}
	type row struct {
		Key uuid.UUID `db:"key"`
		Candidate
	}
	found, err := postgres.Rows[row](ctx, s.DB, "find who could judge", `select k.key, p.id as person_id, k.version as ladder_version_id, r.level
		from unnest(@keys::uuid[], @candidates::uuid[], @ladders::uuid[], @versions::uuid[], @roles::text[], @levels::text[]) k (key, candidate, ladder, version, role, level)
		join rank_record r on r.ladder_id = k.ladder and r.level = k.level and r.superseded_at is null and r.during @> @day::date
		join person p on p.id = r.person_id and p.id <> k.candidate
		where exists (select from role_grant g where g.person_id = p.id and g.role = k.role and g.during @> @day::date)
		order by p.name, p.id`, pgx.NamedArgs{"keys": keys, "candidates": candidates, "ladders": ladders, "versions": versions, "roles": roles, "levels": levels, "day": day.Of(v.Now)})
	if err != nil {
		return nil, err
	}
	persons := map[uuid.UUID]bool{}
	for _, r := range found {
		r.Conflicts = []*Conflict{}
		m[r.Key], persons[r.PersonID] = append(m[r.Key], &r.Candidate), true
	}
	conflicts, err := read(ctx, s.DB, v, with, false, `k.person_id = any(@persons) and `+access.InForce, pgx.NamedArgs{"persons": slices.Collect(maps.Keys(persons))}, v.Now)
	if err != nil {
		return nil, err
	}
	type pair struct {
		against
		person uuid.UUID
	}
	between := map[pair][]*Conflict{}
	for _, c := range conflicts {
		p := pair{against{c.LadderVersion, c.CandidateID}, c.PersonID}
		between[p] = append(between[p], c)
	}
	for _, q := range asked {
		for _, c := range m[q.key] {
			c.Conflicts = append(c.Conflicts, between[pair{q.against, c.PersonID}]...)
		}
	}
	return m, nil
}

// members is what chair and members hold by the ladder: a role, and a level of
// no lower place.
func (q question) members() (role string, least int) {
	role = string(people.Panelist)
	p := q.from.ReadingOf("panel")
	if r, ok := p.String("members"); ok {
		role = r
	}
	level := q.from.Promotion.Target()
	if code, ok := p.String("memberLevel"); ok && code != "target" {
		level = q.version.Level(code)
	}
	if level == nil {
		return role, 0
	}
	return role, level.Ordinal
}

// pool counts.
func (q question) pool(all []*Candidate) Pool {
	p := Pool{Quorum: q.from.Promotion.Quorum, Verdict: ladder.Pass}
	for _, c := range all {
		if len(c.Conflicts) == 0 {
			p.Available++
		}
	}
	p.Explanation = fmt.Sprintf("%d of the %d who could hold a seat by role and level have no conflict with the candidate; the quorum is %d", p.Available, len(all), p.Quorum)
	if p.Available >= p.Quorum {
		return p
	}
	p.Verdict = ladder.Fail
	if guests, ok := q.from.ReadingOf("panel").Bool("guestsAllowed"); guests || !ok {
		p.GuestNeeded = true
		p.Explanation += ", so a guest is needed"
	}
	if p.Available == 0 {
		p.Explanation += ", and nobody can be the chair"
	}
	return p
}
