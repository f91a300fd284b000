package access_test

import (
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
	return map[string]*people.Viewer{
		"nobody": nil,
		"ana":    as(ana, people.Candidate), "ana-steward": as(ana, people.Steward), "ana-house-founder": as(ana, people.HouseFounder),
		"nominator": as(nominator), "offers": as(offers), "late": as(late), "mentor": as(mentor), "mentor-house-founder": as(mentor, people.HouseFounder),
		"maker": as(maker), "asked": as(asked), "confirmer": as(confirmer), "stranger": as(stranger, people.Candidate),
		"steward": as(stranger, people.Steward), "house-founder": as(stranger, people.HouseFounder),
		"company-founder": as(stranger, people.CompanyFounder), "panelist": as(stranger, people.Panelist),
	}
}

// What the policy comes to, written down once more by hand: who may do what to
// things of Ana's. A line holds for rows of the statuses named, or whose names
// end so, or for all.
func TestWhoMayWhat(t *testing.T) {
	t.Parallel()
	own := "ana ana-steward ana-house-founder"
	lines := []struct {
		act access.Act
		in  []string
		who string
	}{
		{access.SeeDossier, nil, own},
		{access.SeeDossier, []string{"SUBMITTED", "IN_REVIEW", "DECIDED", "RELEASED"}, "steward"},
		{access.SeeDraft, nil, own},
		{access.SeeAdvice, nil, own},
		{access.Write, nil, own},
		{access.Respond, nil, own},
		{access.AnalyseDraft, []string{"DRAFT"}, own},
		{access.AnalyseSubmitted, []string{"SUBMITTED", "IN_REVIEW"}, "steward ana-steward"},

		{access.SeePerson, nil, "*"},
		{access.SeeRecords, nil, own + " steward nominator"},
		{access.AddRecord, nil, own + " steward company-founder"},
		{access.KeepRanks, nil, "steward"},
		{access.SeeRates, nil, own + " house-founder mentor-house-founder"},
		{access.KeepRates, nil, "house-founder mentor-house-founder"},

		{access.SeeRecord, nil, own + " steward nominator"},
		{access.SeeRecord, []string{"by 9", "by 12"}, "maker"},
		{access.SeeRecord, []string{"REQUESTED", "CONFIRMED", "DECLINED", "DISPUTED"}, "asked"},
		{access.SeeRecord, []string{"CONFIRMED", "DECLINED", "DISPUTED"}, "confirmer"},
		{access.Review, nil, own + " steward company-founder"},
		{access.Review, []string{"REQUESTED", "CONFIRMED", "DECLINED", "DISPUTED"}, "asked"},
		{access.Review, []string{"CONFIRMED", "DECLINED", "DISPUTED"}, "confirmer"},
		{access.Correct, []string{"by 1"}, own},
		{access.Correct, []string{"by 9", "by 12"}, "maker"},
		{access.AskToConfirm, nil, own + " steward"},
		{access.Confirm, nil, "steward"},
		{access.Confirm, []string{"REQUESTED", "CONFIRMED", "DECLINED", "DISPUTED"}, "asked"},
		{access.Confirm, []string{"CONFIRMED", "DECLINED", "DISPUTED"}, "confirmer"},
		{access.Contest, []string{"by 9", "by 12", "by 0"}, own},
		{access.Link, nil, "steward"},

		{access.SeeNomination, nil, own + " steward"},
		{access.SeeNomination, []string{"ACCEPTED by 2"}, "nominator"},
		{access.SeeNomination, []string{"ACCEPTED by 6"}, "late"},
		{access.SeeNomination, []string{"OFFERED"}, "offers"},
		{access.AnswerNomination, nil, own},
		{access.WithdrawNomination, []string{"ACCEPTED by 2"}, "nominator"},
		{access.WithdrawNomination, []string{"ACCEPTED by 6"}, "late"},
		{access.WithdrawNomination, []string{"OFFERED"}, "offers"},

		{access.SeeMentorship, nil, own + " mentor mentor-house-founder"},
		{access.SeeMentorship, []string{"ACTIVE", "ENDED"}, "*"},
		{access.SeeSessions, nil, own + " mentor mentor-house-founder"},
		{access.SeeSessions, []string{"ACTIVE", "ENDED"}, "steward"},
		{access.KeepMentorship, nil, own + " mentor mentor-house-founder"},
		{access.Attest, []string{"ACTIVE", "ENDED"}, "mentor mentor-house-founder"},
		{access.OfferAgreement, []string{"ACTIVE"}, "mentor mentor-house-founder"},
		{access.SeeAgreement, nil, own + " mentor mentor-house-founder house-founder"},
		{access.AnswerAgreement, nil, own},
		{access.ReverseAccrual, nil, "house-founder"},
	}
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
				if got := access.May(v, rule.Act, x.Case); got != want[name] {
					t.Errorf("%s may %s (%s): %v, want %v", name, rule.Act, x.name, got, want[name])
				}
			}
		}
		if !known {
			t.Errorf("%s: who may is not written down here", rule.Act)
		}
	}
}
