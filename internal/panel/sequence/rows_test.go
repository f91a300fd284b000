package sequence_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"dossier/internal/people"
	"dossier/internal/postgres"
)

// rows are the tables as they stand.
type rows struct {
	People []struct {
		ID     uuid.UUID
		SameAs *uuid.UUID
	}
	Roles []roleRow
	Ranks []struct {
		ID, Person, Ladder uuid.UUID
		Level, From        string
		To                 *string
		Superseded         bool
	}
	Dossiers     []dossierRow
	Panels       []panelRow
	Seats        []seatRow
	Reviews      []reviewRow
	Versions     []versionRow
	Unlocks      []unlockRow
	Sessions     []sessionRow
	Posts        []postRow
	Decisions    []decisionRow
	Gaps         []gapRow
	Answers      []struct{ ID uuid.UUID }
	Appeals      []appealRow
	Entitlements []struct{ ID, Person, Decision uuid.UUID }

	Mentorships  []mentorshipRow
	Agreements   []agreementRow
	Nominations  []nominationRow
	Engagements  []engagementRow
	Testimonies  []testimonyRow
	Founders     []founderRow
	Declarations []declarationRow
	Rulings      []rulingRow

	Recognitions []recognitionRow
	Documents    []heldRow
	Revisions    []heldRow
	In           []inRow
	Submissions  []submissionRow
	Analyses     []analysisRow

	text string
}

type roleRow struct {
	Person uuid.UUID
	Role   people.Role
}

type versionRow struct {
	Review         uuid.UUID
	Number         int
	Recommendation string
	Body           string
}

type sessionRow struct {
	ID, Panel, Dossier uuid.UUID
	Held, Cancelled    bool
}

type postRow struct {
	ID, Panel, Dossier, Seat uuid.UUID
}

type unlockRow struct {
	ID, Dossier uuid.UUID
	Component   string
	Open        bool
}

type recognitionRow struct{ ID, Person uuid.UUID }

type analysisRow struct {
	ID, Dossier uuid.UUID
	Submission  *uuid.UUID
	Done        bool
	Scored      int
}

type heldRow struct{ ID, Dossier uuid.UUID }

// inRow is that a revision holds a document at a version.
type inRow struct {
	Revision, Document uuid.UUID
	Version            int
}

type submissionRow struct{ ID, Dossier, Revision uuid.UUID }

type dossierRow struct {
	ID, Candidate uuid.UUID
	Status        string
	Submission    *uuid.UUID
}

type panelRow struct {
	ID, Dossier uuid.UUID
	Appeal      *uuid.UUID
	Quorum      int
	Reveal      string
}

type seatRow struct {
	ID, Panel, Dossier, Person uuid.UUID
	Role, Status               string
	Ended                      bool
}

type reviewRow struct {
	ID, Panel, Dossier, Seat, Person, Submission uuid.UUID
	Status, Body                                 string
	Stale                                        bool
	Number                                       int
}

type vote struct {
	Seat, Review   uuid.UUID
	Number         int
	Recommendation string
}

type decisionRow struct {
	ID, Panel, Dossier, Submission, DecidedBy uuid.UUID
	Outcome, Rationale                        string
	Components                                []struct{ Component, Verdict string }
	Votes                                     []vote
	ReleasedBy, Rank, ReversedBy              *uuid.UUID
}

type gapRow struct {
	Decision uuid.UUID
	Number   int
	Text     string
}

type appealRow struct {
	ID, Dossier, Decision uuid.UUID
	Withdrawn             bool
}

type mentorshipRow struct {
	ID, Mentor, Mentee, OfferedBy uuid.UUID
	Status                        string
	Until                         *string
}

type agreementRow struct {
	ID, Mentorship, Mentor, Mentee uuid.UUID
	Accepted, Declined             bool
	Until                          *string
}

type nominationRow struct {
	ID, Nominee, Nominator uuid.UUID
	Status, Until          string
}

type engagementRow struct {
	ID, Person, Company uuid.UUID
	Until, Back         *string
}

type testimonyRow struct {
	ID, Person, Founder uuid.UUID
	Until, Back         *string
}

type founderRow struct {
	Company, Person uuid.UUID
	From            string
	Until           *string
}

type declarationRow struct{ ID, By, About uuid.UUID }

type rulingRow struct {
	Seq                   int
	Person, Candidate, By uuid.UUID
	Kind, Key, Verdict    string
}

// back is the day on which a record was retracted or replaced.
const back = `case when retracted_at is not null then (retracted_at at time zone 'UTC')::date
	else (select (n.made_at at time zone 'UTC')::date from record n where n.id = r.superseded_by) end`

// tables select what rows hold, each in one order.
func tables() map[string]string {
	return map[string]string{
		"People": `select id, same_as as sameas from person order by id`,
		"Roles":  `select person_id as person, role from role_grant order by person_id, role`,
		"Ranks": `select id, person_id as person, ladder_id as ladder, level, lower(during) as from, upper(during) as to, superseded_at is not null as superseded
			from rank_record order by id`,
		"Dossiers": `select id, candidate_id as candidate, status, submission_id as submission from dossier order by id`,
		"Panels":   `select id, dossier_id as dossier, appeal_id as appeal, quorum, reveal from panel order by id`,
		"Seats":    `select id, panel_id as panel, dossier_id as dossier, person_id as person, role, status, ended_at is not null as ended from seat order by id`,
		"Reviews": `select id, panel_id as panel, dossier_id as dossier, seat_id as seat, person_id as person, submission_id as submission, status,
			md5(body::text) as body, stale_at is not null as stale, number from review order by id`,
		"Versions": `select review_id as review, number, body ->> 'recommendation' as recommendation, md5(body::text) as body from review_version order by review_id, number`,
		"Unlocks":  `select id, dossier_id as dossier, component, closed_at is null as open from component_unlock order by id`,
		"Sessions": `select id, panel_id as panel, dossier_id as dossier, held_at is not null as held, cancelled_at is not null as cancelled from panel_session order by id`,
		"Posts":    `select id, panel_id as panel, dossier_id as dossier, seat_id as seat from panel_post order by id`,
		"Decisions": `select id, panel_id as panel, dossier_id as dossier, submission_id as submission, decided_by as decidedby, outcome, rationale, components, votes,
			released_by as releasedby, rank_id as rank, reversed_by as reversedby from decision order by id`,
		"Gaps":         `select decision_id as decision, number, text from decision_gap order by decision_id, number`,
		"Answers":      `select id from gap_answer order by id`,
		"Appeals":      `select id, dossier_id as dossier, decision_id as decision, withdrawn_at is not null as withdrawn from appeal order by id`,
		"Entitlements": `select id, person_id as person, decision_id as decision from entitlement order by id`,
		"Mentorships":  `select id, mentor_id as mentor, mentee_id as mentee, offered_by as offeredby, status, upper(during) as until from mentorship order by id`,
		"Agreements": `select id, mentorship_id as mentorship, mentor_id as mentor, mentee_id as mentee, accepted_at is not null as accepted,
			declined_at is not null as declined, ended_on as until from referral_agreement order by id`,
		"Nominations": `select id, nominee_id as nominee, nominator_id as nominator, status, ((case when withdrawn_at is not null then withdrawn_at
			when status = 'DECLINED' then answered_at else expires_at end) at time zone 'UTC')::date as until from nomination order by id`,
		"Engagements": `select id, person_id as person, company_id as company, upper(during) as until, ` + back + ` as back from record r
			where kind = 'ENGAGEMENT' order by id`,
		"Testimonies": `select id, person_id as person, body ->> 'founder' as founder, case when state = 'CONFIRMED' then (state_at at time zone 'UTC')::date end as until, ` + back + ` as back from record r
			where kind = 'TESTIMONY' and state in ('CLAIMED', 'REQUESTED', 'CONFIRMED') order by id`,
		"Founders":     `select company_id as company, person_id as person, coalesce(lower(during)::text, '') as from, upper(during) as until from company_founder order by company_id, person_id`,
		"Declarations": `select id, by_person as by, about_person as about from conflict_declaration order by id`,
		"Rulings":      `select seq, person_id as person, candidate_id as candidate, by_person as by, kind, key, verdict from conflict_ruling order by seq`,
		"Recognitions": `select id, person_id as person from record where kind = 'RECOGNITION' order by id`,
		"Documents":    `select id, dossier_id as dossier from document order by id`,
		"In":           `select revision_id as revision, document_id as document, version from revision_document order by revision_id, document_id`,
		"Revisions":    `select id, dossier_id as dossier from revision order by id`,
		"Submissions":  `select id, dossier_id as dossier, revision_id as revision from submission order by id`,
		"Analyses": `select id, dossier_id as dossier, submission_id as submission, status = 'SUCCEEDED' as done,
			(select count(*) from finding f where f.analysis_id = a.id and f.score is not null) as scored from analysis a order by id`,
	}
}

// all is the statement that reads every table at one moment.
func all() string {
	var parts []string
	from := tables()
	for _, name := range slices.Sorted(maps.Keys(from)) {
		parts = append(parts, fmt.Sprintf("'%s', (select coalesce(json_agg(x), '[]') from (%s) x)", name, from[name]))
	}
	return "select json_build_object(" + strings.Join(parts, ", ") + ")::text"
}

// read reads every table.
func read(ctx context.Context, db postgres.DB) (*rows, error) {
	r := new(rows)
	if err := db.QueryRow(ctx, all()).Scan(&r.text); err != nil {
		return nil, err
	}
	return r, json.Unmarshal([]byte(r.text), r)
}

// same is the person that stays.
func (r *rows) same(p uuid.UUID) uuid.UUID {
	for _, q := range r.People {
		if q.ID == p && q.SameAs != nil {
			return *q.SameAs
		}
	}
	return p
}

func (r *rows) is(p uuid.UUID, role people.Role) bool {
	return slices.ContainsFunc(r.Roles, func(g roleRow) bool {
		return g.Person == p && g.Role == role
	})
}

// held is the level of a person on a day, empty for none.
func (r *rows) held(p uuid.UUID, on time.Time) string {
	today := on.UTC().Format(time.DateOnly)
	for _, k := range r.Ranks {
		if k.Person == p && !k.Superseded && k.From <= today && (k.To == nil || *k.To > today) {
			return k.Level
		}
	}
	return ""
}

func (r *rows) dossier(key uuid.UUID) *dossierRow {
	return find(r.Dossiers, func(d *dossierRow) bool { return d.ID == key })
}
func (r *rows) panel(key uuid.UUID) *panelRow {
	return find(r.Panels, func(p *panelRow) bool { return p.ID == key })
}
func (r *rows) seat(key uuid.UUID) *seatRow {
	return find(r.Seats, func(s *seatRow) bool { return s.ID == key })
}
func (r *rows) decisionOf(panel uuid.UUID) *decisionRow {
	return find(r.Decisions, func(x *decisionRow) bool { return x.Panel == panel })
}

// find is the first of a list for which a condition holds, nil for none.
func find[T any](list []T, is func(*T) bool) *T {
	for i := range list {
		if is(&list[i]) {
			return &list[i]
		}
	}
	return nil
}

// filter is those of a list for which a condition holds.
func filter[T any](list []T, is func(*T) bool) (found []*T) {
	for i := range list {
		if is(&list[i]) {
			found = append(found, &list[i])
		}
	}
	return found
}
