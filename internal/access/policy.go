package access

import "slices"

// Act is something that a viewer may do to a thing or a part of one.
type Act string

// The acts on a dossier.
const (
	// SeeDossier covers a dossier, its documents, revisions and analyses
	// with evidence, claims and anomalies, and the standing frozen with it.
	SeeDossier Act = "see a dossier"
	// SeeDraft covers texts and analyses that were never submitted.
	SeeDraft Act = "see a dossier's unsubmitted texts and analyses"
	// SeeAdvice covers score, confidence, rationale and gaps of a finding.
	SeeAdvice Act = "see a dossier's advisory scores and gaps"
	// Write covers saving and removing documents, explaining requirements,
	// submitting, withdrawing and moving to a newer ladder version.
	Write Act = "write a dossier"
	// Respond covers answering evidence and gaps.
	Respond Act = "answer a finding about a dossier"
	// AnalyseDraft covers asking for feedback on a draft.
	AnalyseDraft Act = "ask for an analysis of a draft"
	// AnalyseSubmitted covers asking again after a failed or degraded one.
	AnalyseSubmitted Act = "ask again for an analysis of a submitted dossier"
)

// The acts on a person.
const (
	// SeePerson covers name, level, ranks, mentor and mentees.
	SeePerson Act = "see a person"
	// SeeRecords covers standing, eligibility, the list of records, pauses,
	// self-evaluation, curriculum and what-if.
	SeeRecords Act = "see a person's standing, records and self-evaluation"
	// AddRecord covers a new record of the person that is about no other.
	AddRecord Act = "record something of a person"
	// KeepRanks covers correcting ranks and recording pauses.
	KeepRanks Act = "correct a person's ranks and record pauses"
	// SeeRates covers what a person is paid by contract.
	SeeRates Act = "see a person's monthly rate"
	// KeepRates covers recording it.
	KeepRates Act = "record a person's monthly rate"
)

// The acts on a record.
const (
	SeeRecord Act = "see a record"
	// Review covers adding a review, a feedback or a correction about it.
	Review Act = "add a review or a feedback about a record"
	// Correct covers superseding and retracting.
	Correct Act = "correct or retract a record"
	// AskToConfirm covers asking somebody to confirm it.
	AskToConfirm Act = "ask for a record's confirmation"
	// Confirm covers confirming, declining and disputing.
	Confirm Act = "confirm, decline or dispute a record"
	// Contest covers the owner's dispute of what others recorded.
	Contest Act = "dispute a record of oneself that others made"
	// Link covers making and revoking a link to confirm without an account.
	Link Act = "make or revoke a confirmation link"
)

// The acts on a nomination.
const (
	SeeNomination      Act = "see a nomination"
	AnswerNomination   Act = "answer a nomination"
	WithdrawNomination Act = "withdraw a nomination"
)

// The acts on a mentorship and its referral agreement.
const (
	SeeMentorship Act = "see a mentorship"
	// SeeSessions covers sessions, adherence, attestations and warnings.
	SeeSessions Act = "see a mentorship's sessions"
	// KeepMentorship covers answering, sessions and ending.
	KeepMentorship Act = "answer, record sessions of or end a mentorship"
	// Attest covers saying that a mentee approaches a level.
	Attest Act = "attest a mentee's readiness"
	// SeeAgreement covers terms and the statement.
	SeeAgreement    Act = "see a referral agreement and its statement"
	OfferAgreement  Act = "offer a referral agreement for a mentorship"
	AnswerAgreement Act = "answer a referral agreement"
	ReverseAccrual  Act = "reverse an accrual"
)

// Rule is a row of the policy.
type Rule struct {
	Act     Act    `json:"act"`
	Thing   Thing  `json:"thing"`
	Denied  []Term `json:"denied,omitempty"`
	Granted []Term `json:"granted"`
}

// Policy is the whole table. It is data: to change who sees what, change it
// here and nowhere else.
func Policy() []Rule {
	submitted := []string{"SUBMITTED", "IN_REVIEW", "DECIDED", "RELEASED"}
	withdrawn := Term{Who: AnyoneElse, Status: []string{"WITHDRAWN"}, Why: "a withdrawn dossier is its candidate's alone"}
	candidate := Term{Who: TheCandidate, Why: "it is their own"}
	return append([]Rule{
		{
			Act: SeeDossier, Thing: ADossier,
			Denied:  append(apart(), withdrawn),
			Granted: []Term{candidate, {Who: ASteward, Status: submitted, Why: "stewards run promotions"}, {Who: TheSeated, Status: submitted, Why: "the panel judges it"}},
		},
		{Act: SeeDraft, Thing: ADossier, Granted: []Term{candidate}},
		{
			Act: SeeAdvice, Thing: ADossier,
			Denied:  append(apart(), withdrawn),
			Granted: []Term{candidate, {Who: TheAdvised, Status: submitted, Why: "the panel chose when its members see them"}},
		},
		{Act: Write, Thing: ADossier, Granted: []Term{candidate}},
		{Act: Respond, Thing: ADossier, Granted: []Term{candidate}},
		{Act: AnalyseDraft, Thing: ADossier, Granted: []Term{{Who: TheCandidate, Status: []string{"DRAFT"}, Why: "feedback on a draft is for its writer"}}},
		{
			Act: AnalyseSubmitted, Thing: ADossier,
			Denied:  append(apart(), Term{Who: TheCandidate, Why: "nobody has a part in judging themselves"}),
			Granted: []Term{{Who: ASteward, Status: []string{"SUBMITTED", "IN_REVIEW"}, Why: "a failed analysis must not hold up a review"}},
		},
	}, slices.Concat(personal(), mentoring(), panels())...)
}

// personal are the rows on persons, their records and nominations.
func personal() []Rule {
	own := Term{Who: ThePerson, Why: "it is their own"}
	steward := Term{Who: ASteward, Why: "stewards run promotions"}
	nominator := Term{Who: TheNominators, Why: "who puts a person forward has to know their case"}
	owner := Term{Who: TheOwner, Why: "it is their own"}
	maker := Term{Who: TheMaker, Why: "it is their word"}
	asked := Term{Who: TheAsked, Why: "who confirms has to see what"}
	notOwn := Term{Who: TheOwner, Why: "nobody verifies what is their own"}
	return []Rule{
		{Act: SeePerson, Thing: APerson, Granted: []Term{{Who: AnyoneSignedIn, Why: "levels are public in the house"}}},
		{Act: SeeRecords, Thing: APerson, Granted: []Term{own, steward, nominator}},
		{Act: AddRecord, Thing: APerson, Granted: []Term{own, steward, {Who: ACompanyFounder, Why: "founders testify, and record what happened at their company"}}},
		{
			Act: KeepRanks, Thing: APerson,
			Denied:  []Term{{Who: ThePerson, Why: "nobody corrects their own rank"}},
			Granted: []Term{steward},
		},
		{Act: SeeRates, Thing: APerson, Granted: []Term{own, {Who: AHouseFounder, Why: "the house pays"}}},
		{
			Act: KeepRates, Thing: APerson,
			Denied:  []Term{{Who: ThePerson, Why: "nobody sets their own rate"}},
			Granted: []Term{{Who: AHouseFounder, Why: "the house pays"}},
		},
		{Act: SeeRecord, Thing: ARecord, Granted: []Term{owner, steward, nominator, maker, asked}},
		{Act: Review, Thing: ARecord, Granted: []Term{owner, steward, asked, {Who: ACompanyFounder, Why: "founders review what was done at their company"}}},
		{Act: Correct, Thing: ARecord, Granted: []Term{maker}},
		{Act: AskToConfirm, Thing: ARecord, Granted: []Term{owner, steward}},
		{Act: Confirm, Thing: ARecord, Denied: []Term{notOwn}, Granted: []Term{steward, asked}},
		{Act: Contest, Thing: ARecord, Denied: []Term{{Who: TheMaker, Why: "one's own word is retracted, not disputed"}}, Granted: []Term{owner}},
		{Act: Link, Thing: ARecord, Denied: []Term{notOwn}, Granted: []Term{steward}},
		{
			Act: SeeNomination, Thing: ANomination,
			Granted: []Term{{Who: TheNominee, Why: "it is about them"}, {Who: TheNominator, Why: "it is their word"}, steward},
		},
		{Act: AnswerNomination, Thing: ANomination, Granted: []Term{{Who: TheNominee, Why: "nobody is put forward without consent"}}},
		{Act: WithdrawNomination, Thing: ANomination, Granted: []Term{{Who: TheNominator, Why: "it is their word"}}},
	}
}

// mentoring are the rows on mentorships and referral money.
func mentoring() []Rule {
	mentor := Term{Who: TheMentor, Why: "it is their mentorship"}
	mentee := Term{Who: TheMentee, Why: "it is their mentorship"}
	house := Term{Who: AHouseFounder, Why: "the house pays"}
	return []Rule{
		{
			Act: SeeMentorship, Thing: AMentorship,
			Granted: []Term{mentor, mentee, {Who: AnyoneSignedIn, Status: []string{"ACTIVE", "ENDED"}, Why: "mentors and mentees are public in the house"}},
		},
		{Act: SeeSessions, Thing: AMentorship, Granted: []Term{mentor, mentee, {Who: ASteward, Status: []string{"ACTIVE", "ENDED"}, Why: "stewards see whether mentoring takes place"}}},
		{Act: KeepMentorship, Thing: AMentorship, Granted: []Term{mentor, mentee}},
		{Act: Attest, Thing: AMentorship, Granted: []Term{{Who: TheMentor, Status: []string{"ACTIVE", "ENDED"}, Why: "the mentor knows the mentee"}}},
		{Act: OfferAgreement, Thing: AMentorship, Granted: []Term{{Who: TheMentor, Status: []string{"ACTIVE"}, Why: "the cut is the mentor's"}}},
		{Act: SeeAgreement, Thing: AnAgreement, Granted: []Term{mentor, mentee, house}},
		{Act: AnswerAgreement, Thing: AnAgreement, Granted: []Term{{Who: TheMentee, Why: "the terms are agreed by both"}}},
		{
			Act: ReverseAccrual, Thing: AnAgreement,
			Denied:  []Term{{Who: TheMentor, Why: "nobody moves their own money"}, {Who: TheMentee, Why: "nobody moves their own money"}},
			Granted: []Term{house},
		},
	}
}
