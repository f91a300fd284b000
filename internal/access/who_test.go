package access_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dossier/internal/access"
	"dossier/internal/people"
)

// named are viewers by what they are to Ana; * stands for all who are signed in.
func named() map[string]*people.Viewer {
	as := func(n int, roles ...people.Role) *people.Viewer {
		return &people.Viewer{Person: person(n), Roles: roles, Now: today}
	}
	all := map[string]*people.Viewer{
		"nobody": nil,
		"ana":    as(ana, people.Candidate), "ana-steward": as(ana, people.Steward), "ana-house-founder": as(ana, people.HouseFounder),
		"nominator": as(nominator), "offers": as(offers), "late": as(late), "mentor": as(mentor), "mentor-house-founder": as(mentor, people.HouseFounder),
		"maker": as(maker), "asked": as(asked), "confirmer": as(confirmer), "stranger": as(stranger, people.Candidate),
		"steward": as(stranger, people.Steward), "house-founder": as(stranger, people.HouseFounder),
		"company-founder": as(stranger, people.CompanyFounder), "panelist": as(stranger, people.Panelist),
		"mentor-steward": as(mentor, people.Steward), "suspended-house-founder": as(suspended, people.HouseFounder),
		"judge": as(judge), "judge-steward": as(judge, people.Steward),
	}
	for _, h := range held {
		all[h.name], all[h.name+"-steward"] = as(h.who, people.Panelist), as(h.who, people.Steward)
	}
	return all
}

// What the policy comes to, written down once more by hand: who may do what to
// things of Ana's. A line holds for rows of the statuses named, or whose names
// end so, or for all.
func TestWhoMayWhat(t *testing.T) {
	t.Parallel()
	own := "ana ana-steward ana-house-founder"
	jury := " chair chair-steward member member-steward scorer scorer-steward drafter drafter-steward stale stale-steward "
	others := " steward invited-steward abstained-steward replaced-steward judge-steward " // stewards with no say on a panel
	free := " chair-steward member-steward scorer-steward drafter-steward stale-steward " + others
	stewards := free + " recused-steward suspended-steward mentor-steward "
	houses := " house-founder mentor-house-founder suspended-house-founder "
	reviewed := []string{"IN_REVIEW", "DECIDED", "RELEASED"}
	type line struct {
		act access.Act
		in  []string
		who string
	}
	lines := []line{
		{access.SeeDossier, nil, own},
		{access.SeeDossier, []string{"SUBMITTED"}, free + "recused-steward"},
		{access.SeeDossier, reviewed, free + jury},
		{access.SeeDossier, []string{"RELEASED"}, "judge"},
		{access.SeeDraft, nil, own},
		{access.SeeAdvice, nil, own},
		{access.SeeAdvice, []string{"WITH_SUBMISSION", "DECIDED", "RELEASED"}, jury},
		{access.SeeAdvice, []string{"AFTER_OWN_SCORES"}, "scorer scorer-steward"},
		{access.SeeAdvice, []string{"RELEASED"}, "judge judge-steward"},
		{access.Write, nil, own},
		{access.Respond, nil, own},
		{access.AnalyseDraft, []string{"DRAFT"}, own},
		{access.AnalyseSubmitted, []string{"SUBMITTED"}, "recused-steward" + free},
		{access.AnalyseSubmitted, []string{"IN_REVIEW"}, free},

		{access.SeePerson, nil, "*"},
		{access.SeeRecords, nil, own + stewards + "nominator"},
		{access.AddRecord, nil, own + stewards + "company-founder"},
		{access.KeepRanks, nil, stewards},
		{access.SeeRates, nil, own + houses},
		{access.KeepRates, nil, houses},

		{access.SeeRecord, nil, own + stewards + "nominator"},
		{access.SeeRecord, []string{"by 9", "by 12"}, "maker"},
		{access.SeeRecord, []string{"REQUESTED", "CONFIRMED", "DECLINED", "DISPUTED"}, "asked"},
		{access.SeeRecord, []string{"CONFIRMED", "DECLINED", "DISPUTED"}, "confirmer"},
		{access.Review, nil, own + stewards + "company-founder"},
		{access.Review, []string{"REQUESTED", "CONFIRMED", "DECLINED", "DISPUTED"}, "asked"},
		{access.Review, []string{"CONFIRMED", "DECLINED", "DISPUTED"}, "confirmer"},
		{access.Correct, []string{"by 1"}, own},
		{access.Correct, []string{"by 9", "by 12"}, "maker"},
		{access.AskToConfirm, nil, own + stewards},
		{access.Confirm, nil, stewards},
		{access.Confirm, []string{"REQUESTED", "CONFIRMED", "DECLINED", "DISPUTED"}, "asked"},
		{access.Confirm, []string{"CONFIRMED", "DECLINED", "DISPUTED"}, "confirmer"},
		{access.Contest, []string{"by 9", "by 12", "by 0"}, own},
		{access.Link, nil, stewards},

		{access.SeeNomination, nil, own + stewards},
		{access.SeeNomination, []string{"ACCEPTED by 2"}, "nominator"},
		{access.SeeNomination, []string{"ACCEPTED by 6"}, "late"},
		{access.SeeNomination, []string{"OFFERED"}, "offers"},
		{access.AnswerNomination, nil, own},
		{access.WithdrawNomination, []string{"ACCEPTED by 2"}, "nominator"},
		{access.WithdrawNomination, []string{"ACCEPTED by 6"}, "late"},
		{access.WithdrawNomination, []string{"OFFERED"}, "offers"},

		{access.SeeMentorship, nil, own + " mentor mentor-steward mentor-house-founder"},
		{access.SeeMentorship, []string{"ACTIVE", "ENDED"}, "*"},
		{access.SeeSessions, nil, own + " mentor mentor-steward mentor-house-founder"},
		{access.SeeSessions, []string{"ACTIVE", "ENDED"}, stewards},
		{access.KeepMentorship, nil, own + " mentor mentor-steward mentor-house-founder"},
		{access.Attest, []string{"ACTIVE", "ENDED"}, "mentor mentor-steward mentor-house-founder"},
		{access.OfferAgreement, []string{"ACTIVE"}, "mentor mentor-steward mentor-house-founder"},
		{access.SeeAgreement, nil, own + houses + "mentor mentor-steward"},
		{access.AnswerAgreement, nil, own},
		{access.ReverseAccrual, nil, "house-founder suspended-house-founder"},

		{access.SeePanel, nil, own},
		{access.SeePanel, []string{"RELEASED panel", "panel of the appeal"}, free + "judge"},
		{access.SeeFeasibility, []string{"SUBMITTED"}, free + "recused-steward"},
		{access.SeeFeasibility, reviewed, free},
		{access.SeeConflicts, []string{"SUBMITTED"}, free + "recused-steward house-founder"},
		{access.SeeConflicts, reviewed, free + "house-founder"},
		{access.SettleConflicts, []string{"SUBMITTED"}, free + "recused-steward"},
		{access.SettleConflicts, reviewed, free},
		{access.WaiveConflicts, []string{"SUBMITTED"}, free + "recused-steward house-founder"},
		{access.WaiveConflicts, reviewed, free + "house-founder"},
		{access.Assemble, []string{"SUBMITTED"}, free + "recused-steward"},
		{access.Assemble, []string{"IN_REVIEW"}, "steward judge-steward"},
		{access.Assemble, []string{"RELEASED"}, "steward"},
		{access.Chair, reviewed, "chair chair-steward"},
		{access.Chair, []string{"RELEASED"}, "judge judge-steward"},
		{access.Judge, reviewed, jury},
		{access.Judge, []string{"RELEASED"}, "judge judge-steward"},
		{access.Release, []string{"DECIDED"}, "steward judge-steward"},
		{access.Release, []string{"RELEASED"}, "steward"},
		{access.SeeHeld, []string{"RELEASED panel", "panel of the appeal"}, free + "judge"},
		{access.Appeal, nil, own},
	}
	for _, in := range []string{"IN_REVIEW WITH_SUBMISSION panel", "IN_REVIEW AFTER_OWN_SCORES panel", "DECIDED panel", "RELEASED panel"} {
		lines = append(lines, line{access.SeePanel, []string{in}, free + jury}, line{access.SeeHeld, []string{in}, free + jury})
	}
	for _, h := range held {
		as := func(act access.Act, what, who string) {
			for _, in := range []string{"IN_REVIEW WITH_SUBMISSION", "IN_REVIEW AFTER_OWN_SCORES", "DECIDED", "RELEASED"} {
				lines = append(lines, line{act, []string{in + what + h.name}, who})
			}
		}
		holder := fmt.Sprintf(" %s %[1]s-steward ", h.name)
		if h.who == suspended {
			holder += "suspended-house-founder "
		}
		as(access.SeeSeat, " seat of ", holder+free+jury)
		as(access.AnswerSeat, " seat of ", holder)
		lines = append(lines, line{access.AnswerSeat, []string{"WITHDRAWN seat of " + h.name}, holder})
		author, reader, late := holder, "scorer scorer-steward", free
		if h.who == suspended || h.who == recused {
			author = ""
		}
		if h.review == "DRAFT" {
			reader, late = "", ""
		}
		as(access.SeeReview, " review by ", author+free+"scorer")
		as(access.ReadReview, " review by ", author+reader)
		as(access.SeePost, " post by ", author+"scorer scorer-steward")
		for _, in := range []string{"DECIDED", "RELEASED"} {
			lines = append(lines, line{access.ReadReview, []string{in + " review by " + h.name}, late}, line{access.SeePost, []string{in + " post by " + h.name}, free})
		}
	}
	lines = append(lines, []line{
		{access.SeeSeat, []string{"seat of judge"}, free + "judge"},
		{access.AnswerSeat, []string{"seat of judge"}, "judge judge-steward"},
		{access.SeeDecision, []string{"DECIDED decision"}, free + jury},
		{access.SeeDecision, []string{"RELEASED decision"}, own + free + jury + "judge"},
		{access.SeeDecision, []string{"decision of the appeal"}, free + "judge"},
		{access.SeeAppeal, nil, own + free + "judge"},
		{access.SeeDeclaration, []string{"by the suspended"}, "suspended suspended-steward suspended-house-founder"},
		{access.SeeDeclaration, []string{"by a double"}, "maker"},
		{access.SeeDeclaration, []string{"by Ana", "by Ana again"}, own},
	}...)
	if got := []int{ana, nominator, late, maker, makersDouble}; !slices.Equal(got, []int{1, 2, 6, 9, 12}) {
		t.Fatalf("the lines above name people by other numbers: %v", got)
	}
	w := newWorld(t)
	for _, rule := range access.Policy() {
		known := false
		for _, x := range w.things[rule.Thing] {
			if rule.Thing == access.APerson && x.id != person(ana) {
				continue
			}
			want := map[string]bool{}
			for _, l := range lines {
				if l.act != rule.Act {
					continue
				}
				known = true
				if l.in != nil && !slices.ContainsFunc(l.in, func(s string) bool { return s == x.Status || strings.HasSuffix(x.name, s) }) {
					continue
				}
				for name, v := range named() {
					if v != nil && (l.who == "*" || slices.Contains(strings.Fields(l.who), name)) {
						want[name] = true
					}
				}
			}
			for name, v := range named() {
				if got := access.May(v, rule.Act, x.of(v)); got != want[name] {
					t.Errorf("%s may %s (%s): %v, want %v", name, rule.Act, x.name, got, want[name])
				}
			}
		}
		if !known {
			t.Errorf("%s: who may is not written down here", rule.Act)
		}
	}
}
