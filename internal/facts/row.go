package facts

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/mentoring"
	"dossier/internal/people"
	"dossier/internal/selfevaluation"
	"dossier/internal/standing"
)

// row is a person with everything but the records, each list as JSON.
type row struct {
	ID          uuid.UUID                 `db:"id"`
	Ranks       []rank                    `db:"ranks"`
	Pauses      []pause                   `db:"pauses"`
	Surfaces    []surface                 `db:"surfaces"`
	Pupils      []pupil                   `db:"pupils"`
	Mentor      *mentor                   `db:"mentor"`
	Nominations []nomination              `db:"nominations"`
	Answers     []selfevaluation.Answer   `db:"answers"`
	Progress    []selfevaluation.Progress `db:"progress"`
}

type (
	// span is a daterange; a start that is open is before all days.
	span struct {
		From day.Day  `json:"from"`
		To   *day.Day `json:"to"`
	}
	rank struct {
		span
		ID    uuid.UUID    `json:"id"`
		Level string       `json:"level"`
		Cause people.Cause `json:"cause"`
	}
	pause struct {
		span
		ID     uuid.UUID `json:"id"`
		Reason string    `json:"reason"`
	}
	surface struct {
		span
		ID      uuid.UUID   `json:"id"`
		Company uuid.UUID   `json:"company"`
		Name    string      `json:"name"`
		Depends []uuid.UUID `json:"depends"`
	}
	pupil struct {
		span
		ID       uuid.UUID   `json:"id"`
		Mentee   uuid.UUID   `json:"mentee"`
		Name     string      `json:"name"`
		Ranks    []rank      `json:"ranks"`
		Mentors  bool        `json:"mentors"`
		Surfaces int         `json:"surfaces"`
		Attested []readiness `json:"attested"`
	}
	readiness struct {
		Level  string    `json:"level"`
		Reason string    `json:"reason"`
		At     time.Time `json:"at"`
	}
	mentor struct {
		span
		ID       uuid.UUID `json:"id"`
		Mentor   uuid.UUID `json:"mentor"`
		Name     string    `json:"name"`
		Sessions []day.Day `json:"sessions"`
	}
	nomination struct {
		ID         uuid.UUID `json:"id"`
		Nominator  uuid.UUID `json:"nominator"`
		To         string    `json:"to"`
		Accepted   bool      `json:"accepted"`
		Open       bool      `json:"open"`
		OfferedAt  time.Time `json:"offeredAt"`
		AnsweredAt time.Time `json:"answeredAt"`
		ExpiresAt  time.Time `json:"expiresAt"`
	}
)

func days(of string) string {
	return `'from', coalesce(lower(` + of + `.during), '0001-01-01'), 'to', upper(` + of + `.during)`
}

func ranks(of string) string {
	return `(select coalesce(json_agg(json_build_object('id', k.id, 'level', k.level, 'cause', k.cause, ` + days("k") + `) order by k.during), '[]')
		from rank_record k where k.person_id = ` + of + ` and k.ladder_id = @ladder and k.superseded_at is null)`
}

// columns are the lists of a person p, on the ladder. seen is true of the
// nominations n that the viewer may see.
func columns(seen string) string {
	return strings.Join([]string{
		ranks("p.id") + ` as ranks`,

		`(select coalesce(json_agg(json_build_object('id', k.id, 'reason', k.reason, ` + days("k") + `) order by k.during), '[]')
			from tenure_pause k where k.person_id = p.id and k.lifted_at is null) as pauses`,

		`(select coalesce(json_agg(json_build_object('id', s.id, 'company', s.company_id, 'name', s.name, ` + days("s") + `,
				'depends', (select coalesce(json_agg(d.other order by d.other), '[]') from (
					select on_surface from surface_dependency where surface_id = s.id
					union select surface_id from surface_dependency where on_surface = s.id) d (other))) order by s.id), '[]')
			from surface s where s.company_id in (select r.company_id from record r
				where r.person_id = p.id and r.superseded_by is null and r.retracted_at is null)) as surfaces`,

		`(select coalesce(json_agg(json_build_object('id', m.id, 'mentee', t.id, 'name', t.name, ` + days("m") + `, 'ranks', ` + ranks("t.id") + `,
				'mentors', exists (select from mentorship o where o.mentor_id = t.id and o.ladder_id = m.ladder_id and o.during is not null),
				'surfaces', (select count(distinct r.body ->> 'surface') from record r where r.person_id = t.id and r.kind = 'SURFACE_OWNERSHIP'
					and r.state = 'CONFIRMED' and r.state_as = 'FOUNDER' and r.superseded_by is null and r.retracted_at is null
					and not exists (select from person double where double.id = r.state_by and double.same_as = t.id)),
				'attested', (select coalesce(json_agg(json_build_object('level', a.level, 'reason', a.reason, 'at', a.attested_at) order by a.attested_at, a.id), '[]')
					from readiness a where a.mentorship_id = m.id)) order by lower(m.during), m.id), '[]')
			from mentorship m join person u on u.id = m.mentee_id join person t on t.id = coalesce(u.same_as, u.id)
			where m.mentor_id = p.id and m.ladder_id = @ladder and m.during is not null) as pupils`,

		// The one that lasts, else the one that ended last.
		`(select json_build_object('id', m.id, 'mentor', t.id, 'name', t.name, ` + days("m") + `,
				'sessions', (select coalesce(json_agg(e.held_on order by e.held_on), '[]') from mentoring_session e where e.mentorship_id = m.id))
			from mentorship m join person u on u.id = m.mentor_id join person t on t.id = coalesce(u.same_as, u.id)
			where m.mentee_id = p.id and m.ladder_id = @ladder and m.during is not null order by upper(m.during) desc nulls first limit 1) as mentor`,

		`(select coalesce(json_agg(json_build_object('id', n.id, 'nominator', coalesce(u.same_as, u.id), 'to', n.to_level,
				'accepted', n.status = 'ACCEPTED', 'open', n.status = 'OFFERED', 'offeredAt', n.offered_at, 'answeredAt', n.answered_at, 'expiresAt', n.expires_at) order by n.offered_at, n.id), '[]')
			from nomination n join person u on u.id = n.nominator_id where n.nominee_id = p.id and n.ladder_id = @ladder
				and (n.status = 'ACCEPTED' or ` + seen + `)) as nominations`,

		newest("self_answer", "item", `'answer', k.answer, 'note', k.note, 'evidence', k.evidence, 'answeredAt', k.answered_at`, "answered_at") + ` as answers`,
		newest("curriculum_progress", "module", `'status', k.status, 'artefactId', k.artefact_id, 'notedAt', k.noted_at`, "noted_at") + ` as progress`,
	}, ", ")
}

// newest are the last rows for each item of a table that is only added to.
func newest(table, item, fields, at string) string {
	return `(select coalesce(json_agg(json_build_object('id', k.id, 'level', k.level, '` + item + `', k.` + item + `, ` + fields + `) order by k.level, k.` + item + `), '[]')
		from (select distinct on (level, ` + item + `) * from ` + table + ` where person_id = p.id and ladder_id = @ladder
			order by level, ` + item + `, ` + at + ` desc, id desc) k)`
}

func (s span) days() day.Span {
	if s.To == nil {
		return day.Span{From: s.From.Time}
	}
	return day.Span{From: s.From.Time, To: &s.To.Time}
}

func ranksOf(list []rank, ladder uuid.UUID) []people.Rank {
	all := make([]people.Rank, len(list))
	for i, r := range list {
		all[i] = people.Rank{UUID: r.ID, Ladder: ladder, Level: r.Level, From: r.From.Time, To: r.span.days().To, Cause: r.Cause}
	}
	return all
}

// facts turns the row into what the rules read.
func (r *row) facts(ladder uuid.UUID) *standing.Facts {
	f := &standing.Facts{Person: r.ID, Ranks: ranksOf(r.Ranks, ladder), Answers: r.Answers, Progress: r.Progress}
	for _, p := range r.Pauses {
		f.Pauses = append(f.Pauses, people.Pause{UUID: p.ID, Span: p.span.days(), Reason: p.Reason})
	}
	for _, s := range r.Surfaces {
		f.Surfaces = append(f.Surfaces, standing.Surface{UUID: s.ID, Company: s.Company, Name: s.Name, Span: s.span.days(), Depends: s.Depends})
	}
	for _, p := range r.Pupils {
		pupil := mentoring.Pupil{
			Mentorship: p.ID, Mentee: p.Mentee, Name: p.Name, Span: p.span.days(),
			Ranks: ranksOf(p.Ranks, ladder), Mentors: p.Mentors, Surfaces: p.Surfaces,
		}
		for _, a := range p.Attested {
			pupil.Attested = append(pupil.Attested, mentoring.Readiness{Level: a.Level, Reason: a.Reason, At: a.At.UTC()})
		}
		f.Pupils = append(f.Pupils, pupil)
	}
	if m := r.Mentor; m != nil {
		f.Mentor = &standing.Mentor{Mentorship: m.ID, Mentor: m.Mentor, Name: m.Name, Span: m.span.days()}
		for _, d := range m.Sessions {
			f.Mentor.Sessions = append(f.Mentor.Sessions, d.Time)
		}
	}
	for _, n := range r.Nominations {
		f.Nominations = append(f.Nominations, standing.Nomination{
			UUID: n.ID, Nominator: n.Nominator, ToLevel: n.To, Accepted: n.Accepted, Open: n.Open,
			OfferedAt: n.OfferedAt.UTC(), AnsweredAt: n.AnsweredAt.UTC(), ExpiresAt: n.ExpiresAt.UTC(),
		})
	}
	for i := range f.Answers {
		f.Answers[i].Person, f.Answers[i].AnsweredAt = r.ID, f.Answers[i].AnsweredAt.UTC()
	}
	for i := range f.Progress {
		f.Progress[i].Person, f.Progress[i].NotedAt = r.ID, f.Progress[i].NotedAt.UTC()
	}
	return f
}
