package panel

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/notify"
	"dossier/internal/panel/conflict"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
)

// seating gives people seats on a panel.
type seating struct {
	acts    *Acts
	tx      pgx.Tx
	d       *dossier.Dossier
	p       *Panel
	version *ladder.Version
	level   *ladder.Level // that the dossier leads from
	now     time.Time
}

func (a *Acts) seating(ctx context.Context, tx pgx.Tx, d *dossier.Dossier, p *Panel, now time.Time) (*seating, error) {
	version, err := a.Ladders.ByIDIn(ctx, tx, d.LadderVersion)
	if err != nil {
		return nil, err
	}
	return &seating{acts: a, tx: tx, d: d, p: p, version: version, level: version.Level(d.FromLevel), now: now}, nil
}

// holder is somebody who is to sit.
type holder struct {
	Asked uuid.UUID `db:"asked"`
	// Person is the one who stays, for a double's id.
	Person uuid.UUID     `db:"id"`
	Name   string        `db:"name"`
	Held   string        `db:"held"`
	Roles  []people.Role `db:"roles"`
	// Had is a seat that they have or had on this panel, Judged a part that
	// they had in the dossier's judgement before the appeal.
	Had    bool `db:"had"`
	Judged bool `db:"judged"`
	role   Role
}

// admit finds the people who are to sit and refuses those who may not, each by
// their place in the input.
func (s *seating) admit(ctx context.Context, v *people.Viewer, in []SeatInput) ([]*holder, error) {
	holders, err := s.find(ctx, in)
	if err != nil {
		return nil, err
	}
	var l problem.List
	persons := make([]uuid.UUID, len(holders))
	for i, h := range holders {
		at := place("seats", i) + "."
		if slices.Contains(persons[:i], h.Person) {
			l.Add(at+"person", "%s is named twice; a person has one seat", h.Name)
		}
		persons[i] = h.Person
		s.qualify(&l, at, h)
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	return holders, free(ctx, s.tx, v, s.d, s.now, persons...)
}

// find reads who is named, for a double's id the person who stays. The lock
// keeps them from being merged until they sit.
func (s *seating) find(ctx context.Context, in []SeatInput) ([]*holder, error) {
	ids := make([]uuid.UUID, len(in))
	for i, n := range in {
		key, ok := n.Person.Row(id.Person)
		if !ok {
			return nil, fault.ErrNotFound
		}
		ids[i] = key
	}
	found, err := postgres.ByKey(ctx, s.tx, "find who is to sit", func(h *holder) uuid.UUID { return h.Asked }, `
		select q.id as asked, p.id, p.name,
			coalesce((select r.level from rank_record r where r.person_id = p.id and r.ladder_id = @ladder and r.superseded_at is null and r.during @> @day::date), '') as held,
			array(select g.role from role_grant g where g.person_id = p.id and g.during @> @day::date) as roles,
			exists (select from seat t where t.panel_id = @panel and t.person_id = p.id) as had,
			@appeal and (exists (select from seat t where t.dossier_id = @dossier and t.person_id = p.id and t.panel_id <> @panel)
				or exists (select from decision x join person o on o.id in (x.decided_by, x.released_by, x.reversed_by)
					where x.dossier_id = @dossier and coalesce(o.same_as, o.id) = p.id)) as judged
		from person q join person p on p.id = coalesce(q.same_as, q.id) where q.id = any(@ids) for key share of q, p`,
		pgx.NamedArgs{"ids": ids, "ladder": s.version.LadderID, "day": s.now.UTC().Format(time.DateOnly), "panel": s.p.UUID, "dossier": s.d.UUID, "appeal": s.p.AppealID != nil})
	if err != nil {
		return nil, err
	}
	list := make([]*holder, len(in))
	for i, n := range in {
		h := found[ids[i]]
		if h == nil {
			return nil, fault.ErrNotFound
		}
		one := *h
		one.role, list[i] = n.Role, &one
	}
	return list, nil
}

// qualify notes what keeps a person from a seat, other than a conflict; at
// stands before the names of the input's fields.
func (s *seating) qualify(l *problem.List, at string, h *holder) {
	policy := s.level.ReadingOf("panel")
	switch {
	case h.Person == s.d.CandidateID:
		l.Add(at+"person", "%s is the candidate, and nobody judges themselves", h.Name)
		return
	case h.Had:
		l.Add(at+"person", "%s has or had a seat on this panel; name somebody else", h.Name)
		return
	case h.Judged:
		l.Add(at+"person", "%s sat, decided or released before; an appeal is heard by others", h.Name)
		return
	}
	if h.role == Guest {
		if allowed, known := policy.Bool("guestsAllowed"); known && !allowed {
			l.Add(at+"role", "%s seats no guests", s.version.Title)
		}
		return
	}
	role := people.Panelist
	if r, ok := policy.String("members"); ok {
		role = people.Role(r)
	}
	if !slices.Contains(h.Roles, role) {
		l.Add(at+"person", "%s does not hold the role %s today; name somebody who does, or seat them as GUEST", h.Name, role)
	}
	least := s.version.Level(s.d.ToLevel)
	if code, ok := policy.String("memberLevel"); ok && code != "target" {
		least = s.version.Level(code)
	}
	if held := s.version.Level(h.Held); least != nil && (held == nil || held.Ordinal < least.Ordinal) {
		l.Add(at+"person", "%s is below %s today; name somebody who is not, or seat them as GUEST", h.Name, least.Code)
	}
}

// free refuses people between whom and the candidate a conflict stands.
func free(ctx context.Context, tx pgx.Tx, v *people.Viewer, d *dossier.Dossier, now time.Time, persons ...uuid.UUID) error {
	found, err := conflict.Check(ctx, tx, v, d.UUID, persons, now)
	if err == nil && found != nil {
		return found
	}
	return err
}

// seat stores a seat and invites its holder.
func (s *seating) seat(ctx context.Context, v *people.Viewer, h *holder, due time.Time) (uuid.UUID, error) {
	alias, err := s.alias(ctx)
	if err != nil {
		return uuid.Nil, err
	}
	made := s.acts.NewID()
	if _, err := s.tx.Exec(ctx, `insert into seat (id, panel_id, dossier_id, person_id, role, status, alias, due_at, invited_by, invited_at)
		values ($1, $2, $3, $4, $5, 'INVITED', $6, $7, $8, $9)`, made, s.p.UUID, s.d.UUID, h.Person, h.role, alias, due, v.Person, s.now); err != nil {
		return uuid.Nil, err
	}
	return made, notify.Add(ctx, s.tx, s.acts.NewID, s.now, notify.Note{
		Key: "seat-invited/" + made.String(), Person: h.Person, Kind: notify.SeatInvited, Dossier: s.d.UUID, Object: id.Of(id.Seat, made),
	})
}

// alias is a pseudonym that the panel has not used, drawn so that neither the
// order of the seats nor who came later can be told from it.
func (s *seating) alias(ctx context.Context) (string, error) {
	var used []string
	if err := s.tx.QueryRow(ctx, `select coalesce(array_agg(alias), '{}') from seat where panel_id = $1`, s.p.UUID).Scan(&used); err != nil {
		return "", err
	}
	var seed [32]byte
	if _, err := io.ReadFull(s.acts.Rand, seed[:]); err != nil {
		return "", fmt.Errorf("draw a pseudonym: %w", err)
	}
	for _, n := range rand.New(rand.NewChaCha8(seed)).Perm(MaxSeats) {
		if alias := "Reviewer " + string(rune('A'+n)); !slices.Contains(used, alias) {
			return alias, nil
		}
	}
	return "", problem.One("person", "the panel has had %d seats, which is the most", MaxSeats)
}
