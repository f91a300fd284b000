package intake

import (
	"slices"
	"strings"
)

// section is a part of what is held about a person: rows of a table t, whole
// or by their ids alone, where they are somebody else's.
type section struct {
	name, table, where string
	// shows are the columns that are shown; empty for all of them.
	shows string
}

// held lists everything that refers to a person. $1 are the person's ids: its
// own and those of its doubles.
func held() []section {
	const (
		mine      = `in (select d.id from dossier d where d.candidate_id = any($1))`
		analysed  = `in (select a.id from analysis a where a.dossier_id ` + mine + `)`
		found     = `in (select f.id from finding f where f.analysis_id ` + analysed + `)`
		led       = `in (select m.id from mentorship m where m.mentor_id = any($1) or m.mentee_id = any($1))`
		agreed    = `in (select g.id from referral_agreement g where g.mentor_id = any($1) or g.mentee_id = any($1))`
		myRecords = `in (select r.id from record r where r.person_id = any($1))`
	)
	whole := func(table, where string) section { return section{name: table, table: table, where: where} }
	ids := func(name, table, where string) section { return section{name, table, where, "id"} }
	return slices.Concat([]section{
		whole("person", `t.id = any($1) or t.same_as = any($1)`),
		whole("identity", `t.person_id = any($1)`),
		whole("role_grant", `t.person_id = any($1)`),
		whole("rank_record", `t.person_id = any($1)`),
		ids("ranks of others", "rank_record", `t.person_id <> all($1) and (t.attested_by = any($1) or t.recorded_by = any($1))`),
		whole("tenure_pause", `t.person_id = any($1)`),
		ids("pauses of others", "tenure_pause", `t.person_id <> all($1) and t.recorded_by = any($1)`),
		whole("company_founder", `t.person_id = any($1)`),

		whole("record", `t.person_id = any($1)`),
		whole("confirmation", `t.record_id `+myRecords),
		{"confirmation_link", "confirmation_link", `t.record_id ` + myRecords, "id, record_id, person_id, made_by, made_at, expires_at, used_at, revoked_at"},
		ids("records of others", "record", `t.person_id <> all($1) and (t.made_by = any($1) or t.state_by = any($1) or t.body ->> 'founder' = any($1::text[]))`),
		ids("confirmations of others", "confirmation", `not t.record_id `+myRecords+` and (t.of_person = any($1) or t.by_person = any($1))`),
		ids("links for others", "confirmation_link", `not t.record_id `+myRecords+` and (t.person_id = any($1) or t.made_by = any($1))`),

		whole("nomination", `t.nominee_id = any($1) or t.nominator_id = any($1)`),
		whole("nomination_record", `t.nomination_id in (select n.id from nomination n where n.nominee_id = any($1) or n.nominator_id = any($1))`),
		whole("mentorship", `t.mentor_id = any($1) or t.mentee_id = any($1) or t.offered_by = any($1)`),
		whole("mentoring_session", `t.mentorship_id `+led+` or t.recorded_by = any($1)`),
		whole("readiness", `t.mentorship_id `+led),
		whole("referral_agreement", `t.mentor_id = any($1) or t.mentee_id = any($1)`),
		whole("accrual", `t.agreement_id `+agreed),
		whole("accrual_reversal", `t.accrual_id in (select a.id from accrual a where a.agreement_id `+agreed+`)`),
		ids("reversals for others", "accrual_reversal", `t.made_by = any($1) and t.accrual_id not in (select a.id from accrual a where a.agreement_id `+agreed+`)`),
		whole("monthly_rate", `t.person_id = any($1)`),
		ids("rates of others", "monthly_rate", `t.person_id <> all($1) and t.recorded_by = any($1)`),
		whole("self_answer", `t.person_id = any($1)`),
		whole("curriculum_progress", `t.person_id = any($1)`),

		whole("dossier", `t.candidate_id = any($1)`),
		whole("document", `t.dossier_id `+mine),
		whole("document_version", `t.document_id in (select o.id from document o where o.dossier_id `+mine+`)`),
		whole("document_source", `t.document_id in (select o.id from document o where o.dossier_id `+mine+`)`),
		whole("revision", `t.dossier_id `+mine),
		whole("revision_document", `t.revision_id in (select v.id from revision v where v.dossier_id `+mine+`)`),
		whole("submission", `t.dossier_id `+mine),
		whole("requirement_explanation", `t.dossier_id `+mine),
		whole("analysis", `t.dossier_id `+mine),
		ids("analyses for others", "analysis", `not t.dossier_id `+mine+` and t.requested_by = any($1)`),
		whole("finding", `t.analysis_id `+analysed),
		whole("evidence", `t.finding_id `+found),
		whole("gap", `t.finding_id `+found),
		whole("claim", `t.analysis_id `+analysed),
		whole("anomaly", `t.analysis_id `+analysed),
		whole("response", `t.by_person = any($1) or t.evidence_id in (select e.id from evidence e where e.finding_id `+found+`)
			or t.gap_id in (select g.id from gap g where g.finding_id `+found+`)`),
		{"idempotency_key", "idempotency_key", `t.person_id = any($1)`, "mutation, key, object_id, created_at"},

		whole("audit", `t.subject = any($1) and (t.actor = any($1) or t.act not in ('`+strings.Join(ofJudges(), "', '")+`'))`),
		{"acts on others", "audit", `t.actor = any($1) and (t.subject is null or t.subject <> all($1))`, "seq, at, act"},
		{"imported", "imported", `t.object_id = any($1) or t.object_id ` + myRecords, "kind, key, object_id, at"},
	}, judged())
}
