package mentoring

import (
	"context"
	"time"

	"github.com/google/uuid"

	"dossier/internal/access"
	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// Care is what only mentor, mentee and stewards see of a mentorship.
type Care struct {
	// Sessions are those recorded, newest first.
	Sessions []*Session `db:"sessions"`
	// Attestations are the mentor's, newest first.
	Attestations []*Readiness `db:"attestations"`
	// Adherence is nil before both accepted, and where the mentee's level asks
	// for no number of sessions.
	Adherence *Adherence `db:"-"`
	// HandOver is nil unless the running mentorship goes beyond the ladder.
	HandOver *Due     `db:"-"`
	Warnings []string `db:"-"`
}

// cared is a row that a Care is made of.
type cared struct {
	Mentorship
	Care
	Version      uuid.UUID       `db:"version"`
	MentorRanks  []people.Rank   `db:"mentor_ranks"`
	MentorRoles  []day.Span      `db:"mentor_founder"`
	MenteeRanks  []people.Rank   `db:"mentee_ranks"`
	MenteePauses []day.Span      `db:"mentee_pauses"`
	Mentees      [][]people.Rank `db:"mentees"`
}

// Cares finds sessions, adherence, attestations and warnings of mentorships as
// of the day of now, by the ladder in force. A mentorship whose sessions the
// viewer may not see is left out.
func (s *Store) Cares(ctx context.Context, v *people.Viewer, mentorships []uuid.UUID, now time.Time) (map[uuid.UUID]*Care, error) {
	where, args := access.Rows(v, access.SeeSessions)
	args["ids"] = mentorships
	found, err := postgres.Rows[cared](ctx, s.DB, "read sessions", `select `+columns()+`, l.current_version as version,
			`+list(`json_build_object('id', e.id, 'on', `+at("e.held_on")+`, 'by', e.recorded_by)`, `e.held_on desc`, `mentoring_session e where e.mentorship_id = m.id`)+` as sessions,
			`+list(`json_build_object('level', a.level, 'reason', a.reason, 'at', `+instant(`a.attested_at`)+`)`, `a.attested_at desc, a.id desc`, `readiness a where a.mentorship_id = m.id`)+` as attestations,
			`+ranks("m.mentor_id", "m.ladder_id")+` as mentor_ranks, `+founder("m.mentor_id")+` as mentor_founder,
			`+ranks("m.mentee_id", "m.ladder_id")+` as mentee_ranks, `+pauses("m.mentee_id")+` as mentee_pauses,
			`+list(ranks("o.mentee_id", "o.ladder_id"), `o.id`, `mentorship o where o.mentor_id = m.mentor_id and o.ladder_id = m.ladder_id and o.status = 'ACTIVE'`)+` as mentees
		from mentorship m join ladder l on l.id = m.ladder_id where m.id = any(@ids) and `+where, args)
	if err != nil {
		return nil, err
	}
	versions := make([]uuid.UUID, len(found))
	for i, r := range found {
		versions[i] = r.Version
	}
	ladders, err := s.Versions.ByIDs(ctx, distinct(versions))
	if err != nil {
		return nil, err
	}
	m := make(map[uuid.UUID]*Care, len(found))
	for _, r := range found {
		r.judge(ladders[r.Version], day.Of(now))
		m[r.UUID] = &r.Care
	}
	return m, nil
}

// judge fills in what follows from the row as of a day.
func (r *cared) judge(v *ladder.Version, asOf time.Time) {
	r.Warnings = []string{}
	mentor, mentee := &Party{Ranks: r.MentorRanks, Founder: r.MentorRoles}, &Party{Ranks: r.MenteeRanks}
	if l := v.Level(mentee.On(asOf).Level); l != nil && r.Span != nil {
		if n, ok := l.ReadingOf("mentor").Int("sessionsAMonth"); ok {
			days := make([]time.Time, len(r.Sessions))
			for i, s := range r.Sessions {
				days[i] = s.On
			}
			r.Adherence = AdherenceOf(*r.Span, r.MenteePauses, days, n, asOf)
		}
	}
	if r.Status != Active {
		return
	}
	mentees := make([]string, len(r.Mentees))
	for i, held := range r.Mentees {
		mentees[i] = (&Party{Ranks: held}).On(asOf).Level
	}
	r.HandOver = HandOver(&r.Mentorship, mentor, mentee, v, asOf)
	r.Warnings = warnings(v, r.HandOver, mentor.On(asOf).Level, mentees, asOf)
}
