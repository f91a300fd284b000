package conflict_test

import (
	"slices"
	"strings"
	"testing"

	"dossier/internal/panel/conflict"
)

// A row of what happened between Pia and Ana, what it comes to, and how it is
// explained. The day is 24 November 2026; what is over counts for 36 months.
func TestEachKind(t *testing.T) {
	t.Parallel()
	const (
		mentorship = `insert into mentorship (id, mentor_id, mentee_id, ladder_id, status, offered_by, offered_at, during) values (@id, `
		agreement  = `with m as (insert into mentorship (id, mentor_id, mentee_id, ladder_id, status, offered_by, offered_at, during)
				values (@id, @pia, @ana, @ladder, 'ENDED', @pia, '2019-12-01', '[2020-01-01,2020-02-01)'))
			insert into referral_agreement (id, mentorship_id, mentor_id, mentee_id, basis_points, months, currency, terms, offered_at, accepted_at, ended_on)
			values (@id, @id, @pia, @ana, 700, 18, 'EUR', '{}', '2020-01-01', `
		nomination = `insert into nomination (id, nominee_id, nominator_id, ladder_id, from_level, to_level, standing, relation, since, money, reason_not_to_promote, offered_at, expires_at, status, answered_at, withdrawn_at)
			values (@id, @ana, @pia, @ladder, 'L8', 'L9', 'L10', '', '2020-01-01', '', '', '2022-05-01T23:00Z', `
		testimony = `insert into record (id, person_id, kind, company_id, during, body, provenance, made_at, state, state_by, state_as, state_at, retracted_at)
			values (@id, @ana, 'TESTIMONY', @company, '[2022-01-01,2023-01-01)', jsonb_build_object('founder', @pia::uuid), 'SELF', '2023-05-01T12:00Z', `
		engagement = `insert into record (id, person_id, kind, company_id, during, body, provenance, made_at, state) values
			(gen_random_uuid(), @ana, 'ENGAGEMENT', @company, '[2022-01-01,)', '{}', 'SELF', @now, 'CLAIMED')`
		founder = `insert into company_founder (company_id, person_id, during) values (@company, `
	)
	for _, tc := range []struct {
		rule, name, sql string
		kind            conflict.Kind // empty for none
		inForce         bool
		says            string
	}{
		{"N2", "a mentor", mentorship + `@pia, @ana, @ladder, 'ACTIVE', @pia, @now, '[2024-05-01,)')`, conflict.Mentor, true, "has mentored the candidate since 2024-05-01"},
		{"N2", "a mentor until three years ago and a day", mentorship + `@pia, @ana, @ladder, 'ENDED', @pia, @now, '[2022-05-01,2023-11-25)')`, conflict.Mentor, true, "mentored the candidate from 2022-05-01 to 2023-11-24"},
		{"N2", "a mentor until three years ago", mentorship + `@pia, @ana, @ladder, 'ENDED', @pia, @now, '[2022-05-01,2023-11-24)')`, conflict.Mentor, false, "mentored the candidate from 2022-05-01 to 2023-11-23"},
		{"N1", "a mentee", mentorship + `@ana, @pia, @ladder, 'ACTIVE', @pia, @now, '[2024-05-01,)')`, conflict.Mentee, true, "has been mentored by the candidate since 2024-05-01"},
		{"N1", "a former mentee", mentorship + `@ana, @pia, @ladder, 'ENDED', @pia, @now, '[2024-05-01,2024-06-01)')`, conflict.Mentee, true, "was mentored by the candidate from 2024-05-01 to 2024-05-31"},
		{"N1", "an offer to mentor", mentorship + `@pia, @ana, @ladder, 'OFFERED', @pia, @now, null)`, conflict.OpenAgreement, true, "has had an offer open with the candidate, of mentoring or of referral money, since 2026-11-24"},
		{"N1", "an offer to be mentored", mentorship + `@ana, @pia, @ladder, 'OFFERED', @pia, @now, null)`, conflict.OpenAgreement, true, "since 2026-11-24"},
		{"N1", "an offer that was declined", mentorship + `@pia, @ana, @ladder, 'DECLINED', @pia, @now, null)`, "", false, ""},
		{"N1", "an offer that was taken back", mentorship + `@pia, @ana, @ladder, 'WITHDRAWN', @pia, @now, null)`, "", false, ""},

		{"N3", "money", agreement + `'2020-01-02', null)`, conflict.ReferralMoney, true, "has had a referral agreement with the candidate since 2020-01-02"},
		{"N3", "money until three years ago and a day", agreement + `'2020-01-02', '2023-11-25')`, conflict.ReferralMoney, true, "had a referral agreement with the candidate from 2020-01-02 to 2023-11-24"},
		{"N3", "money until three years ago", agreement + `'2020-01-02', '2023-11-24')`, conflict.ReferralMoney, false, "from 2020-01-02 to 2023-11-23"},
		{"N3", "money of no day", agreement + `'2026-01-02', '2026-01-02')`, conflict.ReferralMoney, true, "had a referral agreement with the candidate on 2026-01-02"},
		{"N3", "an offer of money that nobody can accept any more", agreement + `null, null)`, "", false, ""},
		{"N3", "an offer of money", strings.NewReplacer("'ENDED'", "'ACTIVE'", "2020-02-01", "").Replace(agreement) + `null, null)`, conflict.OpenAgreement, true, "since 2020-01-01"},

		{"R2", "a nominator", nomination + `'2027-01-01', 'ACCEPTED', '2026-01-01', null)`, conflict.Nominator, true, "nominated the candidate on 2022-05-01"},
		{"R2", "one whose time is over", nomination + `'2023-11-24T12:00Z', 'OFFERED', null, null)`, conflict.Nominator, true, "nominated the candidate on 2022-05-01"},
		{"R2", "one whose time is over for three years", nomination + `'2023-11-23T12:00Z', 'OFFERED', null, null)`, conflict.Nominator, false, "nominated the candidate on 2022-05-01"},
		{"R2", "one who was declined long ago", nomination + `'2027-01-01', 'DECLINED', '2022-06-01', null)`, conflict.Nominator, false, "nominated the candidate on 2022-05-01"},
		{"R2", "one who took it back long ago", nomination + `'2027-01-01', 'WITHDRAWN', null, '2022-06-01')`, conflict.Nominator, false, "nominated the candidate on 2022-05-01"},

		{"R3d", "a referee", testimony + `'CONFIRMED', @pia, 'FOUNDER', '2023-11-24T12:00Z', null)`, conflict.Referee, true, "testified for the candidate on 2023-11-24"},
		{"R3d", "a referee of long ago", testimony + `'CONFIRMED', @pia, 'FOUNDER', '2023-11-23T12:00Z', null)`, conflict.Referee, false, "testified for the candidate on 2023-11-23"},
		{"R3d", "one who is asked", testimony + `'REQUESTED', null, null, @now, null)`, conflict.Referee, true, "is named in a testimony for the candidate on 2023-05-01 and has not answered"},
		{"R3d", "one who is only named", testimony + `'CLAIMED', null, null, null, null)`, conflict.Referee, true, "has not answered"},
		{"R3d", "one who says that it is not so", testimony + `'DISPUTED', @pia, 'FOUNDER', @now, null)`, "", false, ""},
		{"R3d", "one who says nothing", testimony + `'DECLINED', @pia, 'FOUNDER', @now, null)`, "", false, ""},
		{"R3d", "a testimony that was taken back", testimony + `'CLAIMED', null, null, null, @now)`, conflict.Referee, true,
			"was named in a testimony for the candidate on 2023-05-01, by a record that was taken back on 2026-11-24"},
		{"R3d", "a testimony that was given and taken back on one day", testimony + `'CONFIRMED', @pia, 'FOUNDER', '2023-11-25T12:00Z', '2023-11-25T23:30Z')`, conflict.Referee, true,
			"was named in a testimony for the candidate on 2023-05-01, by a record that was taken back on 2023-11-25"},
		{"R3d", "a testimony that was taken back three years ago", testimony + `'CLAIMED', null, null, null, '2023-11-24T23:30Z')`, conflict.Referee, false, "taken back on 2023-11-24"},
		{"R3d", "a testimony that was given long ago and taken back", testimony + `'CONFIRMED', @pia, 'FOUNDER', '2023-11-22T12:00Z', @now)`, conflict.Referee, false, "taken back on 2026-11-24"},
		{"R3d", "one who says that it is not so, which was taken back", testimony + `'DISPUTED', @pia, 'FOUNDER', @now, @now)`, "", false, ""},

		{"S10", "a colleague", engagement + `, (@id, @pia, 'ENGAGEMENT', @company, '[2023-02-03,)', '{}', 'SELF', @now, 'CLAIMED')`, conflict.SameCompany, true, "has been at Koelpad with the candidate since 2023-02-03"},
		{"S10", "a colleague until three years ago and a day", engagement + `, (@id, @pia, 'ENGAGEMENT', @company, '[2023-02-03,2023-11-25)', '{}', 'SELF', @now, 'CLAIMED')`, conflict.SameCompany, true, "was at Koelpad with the candidate from 2023-02-03 to 2023-11-24"},
		{"S10", "a colleague until three years ago", engagement + `, (@id, @pia, 'ENGAGEMENT', @company, '[2023-02-03,2023-11-24)', '{}', 'SELF', @now, 'CLAIMED')`, conflict.SameCompany, false, "was at Koelpad with the candidate from 2023-02-03 to 2023-11-23"},
		{"S10", "one who left before the candidate came", strings.Replace(engagement, "2022-01-01", "2024-06-01", 1) + `, (@id, @pia, 'ENGAGEMENT', @company, '[2023-02-03,2024-01-01)', '{}', 'SELF', @now, 'CLAIMED')`, conflict.SameCompany, true,
			"was at Koelpad as the candidate was, not at the same time; the first of the two was there until 2023-12-31"},
		{"S10", "a colleague by a record that was taken back", engagement + `; insert into record (id, person_id, kind, company_id, during, body, provenance, made_at, state, retracted_at)
			values (@id, @pia, 'ENGAGEMENT', @company, '[2023-02-03,)', '{}', 'SELF', @now, 'CLAIMED', @now)`, conflict.SameCompany, true,
			"was at Koelpad with the candidate from 2023-02-03, by a record that was taken back on 2026-11-24"},
		{"S10", "a former colleague by a record that was taken back", engagement + `; insert into record (id, person_id, kind, company_id, during, body, provenance, made_at, state, retracted_at)
			values (@id, @pia, 'ENGAGEMENT', @company, '[2023-02-03,2024-01-01)', '{}', 'SELF', @now, 'CLAIMED', @now)`, conflict.SameCompany, true,
			"was at Koelpad with the candidate from 2023-02-03 to 2023-12-31, by a record that was taken back on 2026-11-24"},
		{"S10", "a colleague by a record that was taken back before the candidate came", strings.Replace(engagement, "2022-01-01", "2024-06-01", 1) + `; insert into record (id, person_id, kind, company_id, during, body, provenance, made_at, state, retracted_at)
			values (@id, @pia, 'ENGAGEMENT', @company, '[2023-02-03,)', '{}', 'SELF', '2023-02-03', 'CLAIMED', '2023-11-26T01:00+02:00')`, conflict.SameCompany, true,
			"was at Koelpad as the candidate was, by a record that was taken back on 2023-11-25"},
		{"S10", "a colleague by a record that was taken back three years ago", engagement + `; insert into record (id, person_id, kind, company_id, during, body, provenance, made_at, state, retracted_at)
			values (@id, @pia, 'ENGAGEMENT', @company, '[2023-02-03,)', '{}', 'SELF', '2023-02-03', 'CLAIMED', '2023-11-24T23:30Z')`, conflict.SameCompany, false, "taken back on 2023-11-24"},
		{"S10", "a colleague by a record that was corrected", engagement + `, (@ladder, @pia, 'ENGAGEMENT', null, '[2023-02-03,)', '{}', 'SELF', '2026-05-04T23:30Z', 'CLAIMED')
			; insert into record (id, person_id, kind, company_id, during, body, provenance, made_at, state, superseded_by)
			values (@id, @pia, 'ENGAGEMENT', @company, '[2023-02-03,)', '{}', 'SELF', '2026-01-01', 'CLAIMED', @ladder)`, conflict.SameCompany, true,
			"was at Koelpad with the candidate from 2023-02-03, by a record that was taken back on 2026-05-04"},
		{"S10", "a founder whose company the candidate's record named", founder + `@pia, '[2015-01-01,)'); insert into record (id, person_id, kind, company_id, during, body, provenance, made_at, state, retracted_at)
			values (@id, @ana, 'ENGAGEMENT', @company, '[2022-01-01,)', '{}', 'SELF', '2022-01-01', 'CLAIMED', '2025-03-04')`, conflict.SameCompany, true,
			"was at Koelpad with the candidate from 2022-01-01, by a record that was taken back on 2025-03-04"},
		{"S10", "one of another company", engagement + `, (@id, @pia, 'ENGAGEMENT', null, '[2023-02-03,)', '{}', 'SELF', @now, 'CLAIMED')`, "", false, ""},
		{"S10", "what is no engagement", engagement + `, (@id, @pia, 'MEETING', @company, '[2023-02-03,)', '{}', 'SELF', @now, 'CLAIMED')`, "", false, ""},
		{"S10", "a founder", engagement + `; ` + founder + `@pia, '[2015-01-01,)')`, conflict.SameCompany, true, "has been at Koelpad with the candidate since 2022-01-01"},
		{"S10", "a founder of unknown first day who left", engagement + `; ` + founder + `@pia, '(,2024-01-01)')`, conflict.SameCompany, true, "was at Koelpad with the candidate from 2022-01-01 to 2023-12-31"},
		{"S10", "the candidate's own company", founder + `@ana, '[2022-01-01,)'); insert into record (id, person_id, kind, company_id, during, body, provenance, made_at, state)
			values (@id, @pia, 'ENGAGEMENT', @company, '[2023-02-03,)', '{}', 'SELF', @now, 'CLAIMED')`, conflict.SameCompany, true, "has been at Koelpad with the candidate since 2023-02-03"},
		{"S10", "two founders", founder + `@ana, '(,)'), (@company, @pia, '(,)')`, conflict.SameCompany, true, "has been at Koelpad with the candidate"},
		{"S10", "two founders, one of whom left", founder + `@ana, '(,)'), (@company, @pia, '(,2025-01-01)')`, conflict.SameCompany, true, "was at Koelpad with the candidate until 2024-12-31"},

		{"S10", "what one declares", `insert into conflict_declaration (id, by_person, about_person, reason, declared_at) values (@id, @pia, @ana, 'We are cousins.', '2019-05-01')`, conflict.Declared, true,
			"has a conflict with the candidate that one of the two declared on 2019-05-01: We are cousins."},
		{"S10", "what the other declares", `insert into conflict_declaration (id, by_person, about_person, reason, declared_at) values (@id, @ana, @pia, 'We are cousins.', '2019-05-01')`, conflict.Declared, true, "on 2019-05-01: We are cousins."},
		{"S10", "what concerns others", mentorship + `@pia, @sten, @ladder, 'ACTIVE', @pia, @now, '[2024-05-01,)')`, "", false, ""},
	} {
		t.Run(tc.rule+": "+tc.name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			for _, sql := range strings.Split(tc.sql, "; insert") {
				if !strings.HasPrefix(strings.TrimSpace(sql), "insert") && !strings.HasPrefix(sql, "with") {
					sql = "insert" + sql
				}
				o.do(sql)
			}
			found := o.between(o.pia)
			if tc.rule == "N3" { // money comes of a mentorship, which is another cause
				found = slices.DeleteFunc(found, func(c *conflict.Conflict) bool { return c.Kind == conflict.Mentor })
			}
			if tc.kind == "" {
				if len(found) > 0 {
					t.Errorf("found %+v", found[0])
				}
				return
			}
			if len(found) != 1 {
				t.Fatalf("%d conflicts, want one", len(found))
			}
			c := found[0]
			if c.Kind != tc.kind || c.InForce != tc.inForce || c.State != conflict.Proposed || !strings.HasSuffix(c.Explanation(), tc.says) {
				t.Errorf("%s, in force %v, %s: %q", c.Kind, c.InForce, c.State, c.Explanation())
			}
			refusal := o.check(o.pia.Person, o.sten.Person)
			if (refusal != nil) != tc.inForce {
				t.Fatalf("checked: %v", refusal)
			}
			if refusal != nil && !strings.HasSuffix(refusal.Message(), "Pia "+c.Explanation()) {
				t.Errorf("refused in the words %q", refusal.Message())
			}
		})
	}
}

// The candidate, and whoever else is the candidate, is refused as such.
func TestTheCandidate(t *testing.T) {
	t.Parallel()
	o := open(t)
	if got := o.check(o.ana.Person); got == nil || got.Error() != "a conflict of interest stands in the way: Ana is the candidate" {
		t.Errorf("got %v", got)
	}
	if got := o.check(o.pia.Person); got != nil {
		t.Errorf("got %v", got)
	}
}
