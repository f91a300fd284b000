package graph_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"dossier/internal/page"
)

// Everything that can be read of what belongs to panels.
const (
	seatSelection     = `{ id person { id name } role status dueAt invitedAt answeredAt reason replaced }`
	reviewSelection   = `{ id reviewer { id } status stale savedAt submittedAt recommendation scores { criterion { key } score reason evidence { id } } aspects { score note } changes { number reason at } }`
	decisionSelection = `{ id outcome rationale components { component { key } verdict note } gaps { number text closedBy } votes { recommendation count } decidedBy { id } decidedAt releasedAt }`
	conflictSelection = `{ person { id } kind key explanation since until state inForce waivers rulings { verdict reason by { id } at } }`
)

// heardQuestions are what anybody may ask who knows of the dossiers.
func heardQuestions() (all []question) {
	ask := func(query string) { all = append(all, question{asJSON, query}) }
	for _, d := range []string{"<heard>", "<waiting>", "<decided>", "<released>", "<again>"} {
		for _, of := range []string{
			`status components { component { key } unlocked unlock { reason } } analysis { findings { score rationale gaps { id } } } sessions { id heldAt notes present { id } }`,
			`panel { id quorum seatCount dueLocal seats ` + seatSelection + ` votes { recommendation count } summary { criterion { key } preScore scores spread dissent } }`,
			`panel { reviews ` + reviewSelection + ` discussion(first: 5) { ` + pageSelection + ` edges { cursor node { id alias mine text postedAt } } } }`,
			`panelFeasibility { quorum available verdict explanation guestNeeded candidates { person { id name } level { code } conflicts ` + conflictSelection + ` } }`,
			`decision ` + decisionSelection + ` appeal { id status ground statement decision { id } panel { id } } earlierGaps { decision number text answer answeredAt }`,
		} {
			ask(`{ node(id: "` + d + `") { ... on Dossier { ` + of + ` } } }`)
		}
		if d != "<again>" { // of which a stream would wait for an analysis
			all = append(all, question{asStream, `subscription { analysisProgress(dossier: "` + d + `") { id status findings { score } } }`})
		}
	}
	for _, person := range []string{"<Cai>", "<Ben>", "<Petra>", "<Mel>"} {
		ask(`{ node(id: "` + person + `") { ... on Person { name level { code } ranks { cause } entitlements { id from to } panelPool { quorum available verdict explanation } mentorshipSlots { total used } } } }`)
		ask(`{ conflicts(dossier: "<heard>", person: "` + person + `") ` + conflictSelection + ` other: conflicts(dossier: "<waiting>", person: "` + person + `") ` + conflictSelection + ` }`)
	}
	ask(`{ conflicts(dossier: "<heard>", person: "<Sus>") ` + conflictSelection + ` calibration(level: "L8") { dossiers suppressed criteria { meanPreScore meanPanelScore } } }`)
	ask(`{ viewer { roles conflictDeclarations { id reason declaredAt } reviewQueue { ` + pageSelection + ` edges { cursor node { id candidate { id } to { code } dossier { id } seat ` + seatSelection + ` } } } } }`)
	ask(`{ viewer { notificationSettings { email mode zone hour } notifications(first: 4) { ` + pageSelection + ` edges { cursor node { id kind subject text madeAt dossier { id } } } } } }`)
	for _, f := range []string{``, `(filter: {status: [IN_REVIEW, DECIDED]})`, `(filter: {status: RELEASED})`, `(filter: {candidate: "<Cai>"})`, `(filter: {candidate: "<Dan>"})`} {
		ask(`{ dossiers` + f + ` { ` + pageSelection + ` edges { cursor node { id status } } } }`)
	}
	return all
}

// turns are the pages of the queue and of a discussion, one row on each.
func (c *cast) turns(name string) (all []answer) {
	c.T.Helper()
	after := map[string]any{}
	for range 20 {
		a := c.exchange(name, asJSON, c.fills(`query($q: String, $p: String) { viewer { reviewQueue(first: 1, after: $q) { `+pageSelection+` edges { cursor } } }
			node(id: "<panel>") { ... on Panel { discussion(first: 1, after: $p) { `+pageSelection+` edges { cursor } } } } }`), after)
		all = append(all, a)
		var reply struct {
			Data struct {
				Viewer *struct{ ReviewQueue struct{ PageInfo page.Info } }
				Node   *struct{ Discussion struct{ PageInfo page.Info } }
			}
		}
		if err := json.Unmarshal([]byte(a.got[strings.Index(a.got, "{\""):]), &reply); err != nil {
			c.T.Fatalf("%v: %s", err, a.got)
		}
		more := false
		turn := func(list string, info page.Info) {
			if info.EndCursor != nil {
				after[list] = *info.EndCursor
			}
			more = more || info.HasNextPage
		}
		if v := reply.Data.Viewer; v != nil {
			turn("q", v.ReviewQueue.PageInfo)
		}
		if n := reply.Data.Node; n != nil {
			turn("p", n.Discussion.PageInfo)
		}
		if !more {
			return all
		}
	}
	c.T.Fatal("the lists do not end")
	return nil
}

// hears is everything that a hearer is told who asks of everything.
func (c *cast) hears(name string) []answer {
	return slices.Concat(c.asks(name, heardQuestions()), c.turns(name))
}

// Two databases that differ only in what a hearer may not see give them the
// same bytes, and who may see it is told.
func TestNobodyOfAHearingNoticesWhatIsNotForThem(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	noticed := map[string]bool{}
	first := func(what string) bool {
		mu.Lock()
		defer mu.Unlock()
		was := noticed[what]
		noticed[what] = true
		return !was
	}
	t.Run("of", func(t *testing.T) {
		for name, is := range hearers() {
			t.Run(is, func(t *testing.T) {
				t.Parallel()
				plain, grown := newHearing(t), newHearing(t).garden()
				before := plain.hears(name)
				if n := differences(grown.hears(name), before); n != nil {
					t.Fatalf("the worlds are not alike: %s", n)
				}
				for _, a := range before {
					for _, code := range []string{"COMPLEXITY_LIMIT", "BAD_USER_INPUT", "INTERNAL"} {
						if strings.Contains(a.got, code) {
							t.Fatalf("%s is not answered at all: %s", a.to, a.got)
						}
					}
				}
				tells := func(all ...secret) []string {
					defer grown.uproot()
					for _, s := range all {
						s.plant(grown)
					}
					rows := grown.planted
					return slices.Concat(differences(grown.hears(name), before), differences(grown.guesses(name, rows), plain.guesses(name, rows)),
						differences(grown.attempts(name, rows), plain.attempts(name, rows)))
				}
				hidden := slices.DeleteFunc(heardSecrets(), func(s secret) bool { return slices.Contains(s.seers, name) })
				if tells(hidden...) != nil {
					for _, s := range hidden {
						for _, d := range tells(s) {
							t.Errorf("%s notices %s:\n%s", name, s.what, d)
						}
					}
				}
				for _, s := range heardSecrets() {
					if slices.Contains(s.seers, name) && first(s.what) {
						s.plant(grown)
						rows := grown.planted
						if differences(grown.hears(name), before) == nil && differences(grown.guesses(name, rows), plain.guesses(name, rows)) == nil {
							t.Errorf("%s, who may know of %s, is not told", name, s.what)
						}
						grown.uproot()
					}
				}
			})
		}
	})
	for _, s := range heardSecrets() {
		if len(s.seers) > 0 && !noticed[s.what] {
			t.Errorf("nobody was asked about %s", s.what)
		}
	}
}

// What changes and is not for the candidate changes nothing for them: who sits,
// what is noted, whether it is decided.
func TestACandidateIsToldOfNoChange(t *testing.T) {
	t.Parallel()
	g := newHearing(t).garden()
	for _, change := range []struct {
		what, sql string
		notice    []string
	}{
		{"who holds a seat", `update seat set person_id = '` + g.rows["<Petra>"].String() + `' where id = '` + g.rows["<Ivy's seat on heard>"].String() + `'`, []string{"Ned", "Ivy"}},
		{"who leads", `update seat set role = case person_id when '` + g.rows["<Chloe>"].String() + `' then 'MEMBER' else 'GUEST' end where panel_id = '` + g.rows["<panel>"].String() + `'`, []string{"Sam"}},
		{"what was noted", `update panel_session set notes = 'other', present = '{}' where held_at is not null`, []string{"Sam"}},
		{"what a review says", `update review set body = jsonb_set(body, '{recommendation}', '"NO"') where panel_id = '` + g.rows["<panel>"].String() + `'`, []string{"Chloe"}},
		{"when a review was submitted", `update review set submitted_at = submitted_at - interval '1 minute' where submitted_at is not null and panel_id = '` + g.rows["<panel>"].String() + `'`, []string{"Sam"}},
		{"that it was decided", fmt.Sprintf(`with gone as (delete from decision where id = '%s') update dossier set status = 'IN_REVIEW' where id = '%s'`,
			g.rows["<decision on decided>"], g.rows["<decided>"]), []string{"Sam"}},
	} {
		before := map[string][]answer{}
		all := append([]string{"Cai", "Dan", "Pat"}, change.notice...)
		for _, name := range all {
			before[name] = g.hears(name)
		}
		g.exec(change.sql)
		for _, name := range all {
			told := differences(g.hears(name), before[name])
			if slices.Contains(change.notice, name) != (told != nil) {
				t.Errorf("%s: %q notices: %v\n%s", change.what, name, told != nil, told)
			}
		}
	}
}
