package access

import (
	"maps"

	"dossier/internal/people"
)

// Thing is what an act is done to. A statement that is narrowed by Rows gives
// the thing's table the alias of its rules.
type Thing string

// The things and their aliases: dossier d, person p, record r, nomination n,
// mentorship m, referral_agreement g, panel q, seat s, review w, panel_post o, decision x,
// appeal l, conflict_declaration c.
const (
	ADossier     Thing = "dossier"
	APerson      Thing = "person"
	ARecord      Thing = "record"
	ANomination  Thing = "nomination"
	AMentorship  Thing = "mentorship"
	AnAgreement  Thing = "referral agreement"
	APanel       Thing = "panel"
	ASeat        Thing = "seat"
	AReview      Thing = "review"
	APost        Thing = "post"
	ADecision    Thing = "decision"
	AnAppeal     Thing = "appeal"
	ADeclaration Thing = "declaration"
)

func alias(t Thing) string {
	return map[Thing]string{
		ADossier: "d", APerson: "p", ARecord: "r", ANomination: "n", AMentorship: "m", AnAgreement: "g",
		APanel: "q", ASeat: "s", AReview: "w", APost: "o", ADecision: "x", AnAppeal: "l", ADeclaration: "c",
	}[t]
}

// Who is a relation of the viewer to the thing, or a role.
type Who string

// The relations. A steward's own dossier is theirs as a candidate's.
const (
	AnyoneSignedIn  Who = "anyone who is signed in"
	ASteward        Who = "a steward"
	AHouseFounder   Who = "a house founder"
	ACompanyFounder Who = "a founder of a company"

	TheCandidate Who = "its candidate"
	AnyoneElse   Who = "anyone but its candidate"

	ThePerson     Who = "the person"
	TheNominators Who = "who nominates the person, accepted and in time"

	TheOwner Who = "its owner"
	TheMaker Who = "who made it"
	TheAsked Who = "who is or was asked to confirm it"

	TheNominee   Who = "the nominee"
	TheNominator Who = "the nominator"

	TheMentor Who = "the mentor"
	TheMentee Who = "the mentee"
)

// roles are the relations that are roles.
func roles() map[Who]people.Role {
	return map[Who]people.Role{ASteward: people.Steward, AHouseFounder: people.HouseFounder, ACompanyFounder: people.CompanyFounder}
}

type relation struct {
	thing Thing
	who   Who
}

// nominates is true if the viewer's nomination of another is accepted and not
// past its time.
func nominates(person string) string {
	return `exists (select from nomination a where a.nominee_id = ` + person + ` and a.nominee_id <> @viewer and ` + same(`a.nominator_id`) + ` and a.status = 'ACCEPTED' and a.expires_at > @viewer_now)`
}

// same is true if a column names the viewer, or a double of theirs: what was
// done as the double counts as theirs. Owners, candidates, mentors and nominees
// are never doubles.
func same(column string) string {
	return `@viewer = (select coalesce(s.same_as, s.id) from person s where s.id = ` + column + `)`
}

// relations are the conditions in SQL.
func relations() map[relation]string {
	all := panelRelations()
	maps.Copy(all, map[relation]string{
		{ADossier, TheCandidate}:    `d.candidate_id = @viewer`,
		{ADossier, AnyoneElse}:      `d.candidate_id <> @viewer`,
		{APerson, ThePerson}:        `p.id = @viewer`,
		{APerson, TheNominators}:    nominates(`p.id`),
		{ARecord, TheOwner}:         `r.person_id = @viewer`,
		{ARecord, TheMaker}:         same(`r.made_by`),
		{ARecord, TheAsked}:         `(` + same(`r.state_by`) + ` or exists (select from confirmation a where a.record_id = r.id and ` + same(`a.of_person`) + `))`,
		{ARecord, TheNominators}:    nominates(`r.person_id`),
		{ANomination, TheNominee}:   `n.nominee_id = @viewer`,
		{ANomination, TheNominator}: same(`n.nominator_id`),
		{AMentorship, TheMentor}:    `m.mentor_id = @viewer`,
		{AMentorship, TheMentee}:    `m.mentee_id = @viewer`,
		{AnAgreement, TheMentor}:    `g.mentor_id = @viewer`,
		{AnAgreement, TheMentee}:    `g.mentee_id = @viewer`,
	})
	return all
}
