package access

// The acts on a panel and what belongs to it.
const (
	// SeePanel covers that there is one, quorum, due date, the number of seats,
	// and when candidate and panel meet.
	SeePanel Act = "see that there is a panel"
	// SeeFeasibility covers who could sit and who not, and why.
	SeeFeasibility Act = "see who could sit on a dossier's panel"
	// SeeConflicts covers why one person should not judge the candidate.
	SeeConflicts Act = "see a person's conflicts with a dossier's candidate"
	// SettleConflicts covers confirming and dismissing a conflict.
	SettleConflicts Act = "confirm or dismiss a conflict with a dossier's candidate"
	WaiveConflicts  Act = "waive a conflict with a dossier's candidate"
	// Assemble covers seating, replacing, and an appeal's panel.
	Assemble Act = "assemble and change a dossier's panel"
	// Chair covers unlocking a component, deciding, and adding gaps.
	Chair Act = "chair a dossier's panel"
	// Judge covers writing one's own review, posts, and recording sessions.
	Judge Act = "judge a dossier"
	// Release covers releasing and reversing a decision.
	Release Act = "release or reverse a dossier's decision"
	// SeeHeld covers notes and who was present of a session.
	SeeHeld Act = "see what was noted of a panel's session"
	// Appeal covers filing and withdrawing one, and answering earlier gaps.
	Appeal Act = "appeal a dossier's decision"

	SeeSeat    Act = "see a seat"
	AnswerSeat Act = "answer a seat"

	// SeeReview covers that it exists, whose it is and its status.
	SeeReview Act = "see that a review exists"
	// ReadReview covers scores, aspects, reasons and the recommendation.
	ReadReview Act = "read a review"
	SeePost    Act = "see a post of a panel's discussion"

	SeeDecision Act = "see a decision"
	SeeAppeal   Act = "see an appeal"

	SeeDeclaration Act = "see a declaration of a conflict"
)

// The relations to a panel's things. A seat that was replaced, or whose holder
// has recused or abstained, is none of TheSeated; a conflict or a recusal
// denies whatever else holds.
const (
	TheConflicted Who = "whoever has a conflict with its candidate"
	TheRecused    Who = "whoever recused themselves from it"
	TheSeated     Who = "a seat of a panel on it, acknowledged or scored"
	TheAdvised    Who = "a seat that may see advisory scores by the panel's choice"
	TheChair      Who = "its panel's chair, acknowledged or scored"
	TheHolders    Who = "whoever holds or held a seat of a panel on it"

	TheHolder    Who = "its holder"
	TheOthers    Who = "whoever recused themselves or has a conflict, but its holder"
	TheMates     Who = "another seat of its panel, acknowledged or scored"
	TheAuthor    Who = "its author"
	TheScored    Who = "another seat of its panel whose own review is submitted"
	ALateSteward Who = "a steward, once its panel has decided"
	OfWithdrawn  Who = "anyone but the candidate of a dossier that is withdrawn"

	TheCandidateBefore Who = "its candidate before it is released"
	TheCandidateAfter  Who = "its candidate once it is released"
)

// seated is true if the viewer holds a seat, by a condition on it.
func seated(where string) string {
	return `exists (select from seat v where v.person_id = @viewer and v.ended_at is null and v.status in ('ACKNOWLEDGED', 'SCORED') and ` + where + `)`
}

// Conflicted is true if a cause that is not lifted stands between a person and
// the candidate of a dossier, both given as SQL, in force by the dossier's
// ladder version at the time of the argument viewer_now.
func Conflicted(person, dossier string) string {
	return `(select conflicted(` + person + `, b.candidate_id, b.ladder_version_id, (@viewer_now at time zone 'UTC')::date) from dossier b where b.id = ` + dossier + `)`
}

// InForce is true of a row k of the view conflict that stands in the way at
// the time of the argument viewer_now.
const InForce = `k.stands_until > (@viewer_now at time zone 'UTC')::date`

// theirs is true if such a cause stands between the viewer and a candidate. All
// of the viewer's are looked up once for a statement, however many rows it has.
func theirs(candidate, version string) string {
	return `(` + candidate + `, ` + version + `) in (select k.candidate, k.version from conflicts_of(@viewer, (@viewer_now at time zone 'UTC')::date) k)`
}

func conflicted(dossier string) string {
	return `(select ` + theirs(`b.candidate_id`, `b.ladder_version_id`) + ` from dossier b where b.id = ` + dossier + `)`
}

// recused is true if the viewer recused themselves from a panel on dossier.
func recused(dossier string) string {
	return `exists (select from seat v where v.person_id = @viewer and v.dossier_id = ` + dossier + ` and v.status = 'RECUSED')`
}

func candidate(dossier string) string {
	return `exists (select from dossier b where b.id = ` + dossier + ` and b.candidate_id = @viewer)`
}

// ofWithdrawn is true of a withdrawn dossier that is not the viewer's.
func ofWithdrawn(dossier string) string {
	return `exists (select from dossier b where b.id = ` + dossier + ` and b.status = 'WITHDRAWN' and b.candidate_id <> @viewer)`
}

// scored is true if the viewer's own review on the panel is submitted.
func scored(panel string) string {
	return seated(`v.panel_id = ` + panel + ` and exists (select from review y where y.seat_id = v.id and y.status = 'SUBMITTED' and y.stale_at is null)`)
}

// lateSteward is true if the viewer is a steward and panel has decided. An
// appeal's panel has still to, when the dossier is released.
func lateSteward(panel string) string {
	return `('STEWARD' = any(@viewer_roles::text[]) and exists (select from decision z where z.panel_id = ` + panel + `))`
}

// panelRelations are the conditions in SQL.
func panelRelations() map[relation]string {
	all := map[relation]string{
		{ADossier, TheConflicted}: theirs(`d.candidate_id`, `d.ladder_version_id`),
		{ADossier, TheRecused}:    recused(`d.id`),
		{ADossier, TheSeated}:     seated(`v.dossier_id = d.id`),
		{ADossier, TheChair}:      seated(`v.dossier_id = d.id and v.role = 'CHAIR'`),
		{ADossier, TheHolders}:    `exists (select from seat v where v.person_id = @viewer and v.dossier_id = d.id)`,
		{ADossier, TheAdvised}: seated(`v.dossier_id = d.id and (
			exists (select from panel q where q.id = v.panel_id and q.reveal = 'WITH_SUBMISSION')
			or exists (select from review y where y.seat_id = v.id and y.status = 'SUBMITTED' and y.stale_at is null))`),

		// Who hears an appeal sees the panel that decided, and not the reverse.
		{APanel, TheSeated}: seated(`(v.panel_id = q.id or q.appeal_id is null and v.dossier_id = q.dossier_id)`),

		{ASeat, TheHolder}: `s.person_id = @viewer`,
		{ASeat, TheOthers}: `(s.person_id <> @viewer and (` + conflicted(`s.dossier_id`) + ` or ` + recused(`s.dossier_id`) + `))`,
		{ASeat, TheMates}:  seated(`v.panel_id = s.panel_id`),

		{AReview, TheAuthor}:    `w.person_id = @viewer`,
		{AReview, TheScored}:    scored(`w.panel_id`),
		{AReview, ALateSteward}: lateSteward(`w.panel_id`),
		{APost, TheAuthor}:      `o.seat_id in (select v.id from seat v where v.person_id = @viewer)`,
		{APost, TheScored}:      scored(`o.panel_id`),
		{APost, ALateSteward}:   lateSteward(`o.panel_id`),

		{ADeclaration, TheMaker}: same(`c.by_person`),

		{ADecision, TheSeated}: seated(`(v.panel_id = x.panel_id
			or exists (select from panel q join appeal y on y.id = q.appeal_id where q.id = v.panel_id and y.decision_id = x.id))`),
		{ADecision, TheCandidateBefore}: `(x.released_at is null and ` + candidate(`x.dossier_id`) + `)`,
		{ADecision, TheCandidateAfter}:  `(x.released_at is not null and ` + candidate(`x.dossier_id`) + `)`,
		{AnAppeal, TheSeated}:           seated(`exists (select from panel q where q.id = v.panel_id and q.appeal_id = l.id)`),
	}
	dossiers := map[Thing]string{APanel: `q.dossier_id`, ASeat: `s.dossier_id`, AReview: `w.dossier_id`, APost: `o.dossier_id`, ADecision: `x.dossier_id`, AnAppeal: `l.dossier_id`}
	add := func(who Who, sql func(dossier string) string, things ...Thing) {
		for _, t := range things {
			all[relation{t, who}] = sql(dossiers[t])
		}
	}
	add(TheConflicted, conflicted, APanel, AReview, APost, ADecision, AnAppeal)
	add(TheRecused, recused, APanel, AReview, APost, ADecision, AnAppeal)
	add(TheCandidate, candidate, APanel, ASeat, AReview, APost, AnAppeal)
	add(OfWithdrawn, ofWithdrawn, APanel, ASeat, AReview, APost)
	return all
}

// apart is why nobody with a conflict or a recusal has a part in a dossier's
// judgement.
func apart() []Term {
	return []Term{
		{Who: TheConflicted, Why: "a conflict of interest beats every role"},
		{Who: TheRecused, Why: "who recused themselves has no part in it any more"},
	}
}

// panels are the rows on panels and what belongs to them.
func panels() []Rule {
	candidate := Term{Who: TheCandidate, Why: "it is their own"}
	notOwn := Term{Who: TheCandidate, Why: "nobody has a part in judging themselves"}
	steward := Term{Who: ASteward, Why: "stewards run promotions"}
	house := Term{Who: AHouseFounder, Status: []string{"SUBMITTED", "IN_REVIEW", "DECIDED", "RELEASED"}, Why: "it takes two to waive a conflict, and stewards are few"}
	late := Term{Who: ALateSteward, Why: "stewards answer for how it was decided"}
	seated := Term{Who: TheSeated, Why: "the panel judges it"}
	author := Term{Who: TheAuthor, Why: "it is their own"}
	scored := Term{Who: TheScored, Why: "who has judged is not swayed any more"}
	withdrawn := Term{Who: AnyoneElse, Status: []string{"WITHDRAWN"}, Why: "a withdrawn dossier is its candidate's alone"}
	submitted := []string{"SUBMITTED"} // of a review: a draft is its author's
	run := func(status ...string) []Term {
		return []Term{{Who: ASteward, Status: status, Why: "stewards run promotions"}}
	}
	gone := Term{Who: OfWithdrawn, Why: withdrawn.Why}
	denied := func(more ...Term) []Term { return append(apart(), more...) }
	return []Rule{
		{Act: SeePanel, Thing: APanel, Denied: denied(gone), Granted: []Term{steward, candidate, seated}},
		{Act: SeeFeasibility, Thing: ADossier, Denied: denied(notOwn), Granted: run("SUBMITTED", "IN_REVIEW", "DECIDED", "RELEASED")},
		{Act: SeeConflicts, Thing: ADossier, Denied: denied(notOwn), Granted: append(run("SUBMITTED", "IN_REVIEW", "DECIDED", "RELEASED"), house)},
		{Act: SettleConflicts, Thing: ADossier, Denied: denied(notOwn), Granted: run("SUBMITTED", "IN_REVIEW", "DECIDED", "RELEASED")},
		{Act: WaiveConflicts, Thing: ADossier, Denied: denied(notOwn), Granted: append(run("SUBMITTED", "IN_REVIEW", "DECIDED", "RELEASED"), house)},
		{
			Act: Assemble, Thing: ADossier,
			Denied:  denied(notOwn, Term{Who: TheHolders, Why: "who judges does not choose who else does, having read what they say"}),
			Granted: run("SUBMITTED", "IN_REVIEW", "RELEASED"),
		},
		{Act: Chair, Thing: ADossier, Denied: denied(notOwn, withdrawn), Granted: []Term{{Who: TheChair, Why: "the chair leads and decides"}}},
		{Act: Judge, Thing: ADossier, Denied: denied(notOwn, withdrawn), Granted: []Term{seated}},
		{
			Act: Release, Thing: ADossier,
			Denied:  denied(notOwn, Term{Who: TheHolders, Why: "who judges does not release"}),
			Granted: run("DECIDED", "RELEASED"),
		},
		{Act: SeeHeld, Thing: APanel, Denied: denied(notOwn, gone), Granted: []Term{steward, seated}},
		{Act: Appeal, Thing: ADossier, Granted: []Term{candidate}},
		{
			Act: SeeSeat, Thing: ASeat,
			Denied:  []Term{{Who: TheOthers, Why: "a conflict of interest and a recusal beat every role"}, notOwn, gone},
			Granted: []Term{{Who: TheHolder, Why: "it is theirs"}, {Who: TheMates, Why: "the members know each other"}, steward},
		},
		{Act: AnswerSeat, Thing: ASeat, Granted: []Term{{Who: TheHolder, Why: "it is theirs"}}},
		{Act: SeeReview, Thing: AReview, Denied: denied(notOwn, gone), Granted: []Term{author, scored, steward}},
		{
			Act: ReadReview, Thing: AReview, Denied: denied(notOwn, gone),
			Granted: []Term{author, {Who: TheScored, Status: submitted, Why: scored.Why}, {Who: ALateSteward, Status: submitted, Why: late.Why}},
		},
		{Act: SeePost, Thing: APost, Denied: denied(notOwn, gone), Granted: []Term{author, scored, late}},
		{
			Act: SeeDecision, Thing: ADecision,
			Denied:  denied(Term{Who: TheCandidateBefore, Why: "a decision is told when it is released"}),
			Granted: []Term{{Who: TheCandidateAfter, Why: "it is about them"}, seated, steward},
		},
		{Act: SeeAppeal, Thing: AnAppeal, Denied: apart(), Granted: []Term{candidate, steward, seated}},
		{Act: SeeDeclaration, Thing: ADeclaration, Granted: []Term{{Who: TheMaker, Why: "it is their word"}}},
	}
}
