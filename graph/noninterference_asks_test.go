package graph_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/page"
)

// answer is everything that came back, but for the name of the request and the
// time of day.
type answer struct{ to, got string }

// exchange asks for something and keeps the whole answer.
func (c *cast) exchange(name, accept, query string, vars any) answer {
	c.T.Helper()
	req := c.request(c.T.Context(), name, query, vars)
	req.Header.Set("Accept", accept)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		c.T.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		c.T.Fatal(err)
	}
	res.Header.Del("X-Request-Id")
	res.Header.Del("Date")
	return answer{query, fmt.Sprintln(res.Status, res.Header) + string(body)}
}

const asJSON, asStream = "application/json", "text/event-stream"

// Everything that can be read of the things of the house.
const (
	moneySelection  = `{ id status acceptedAt endedOn statement { entries { id amount { amount } reversed reason } total { amount } monthsLeft } }`
	mentorSelection = `{ id status since until offeredAt endReason mentee { id } sessions { id on } adherence { active kept missed } handOver { by reason }
		attestations { level reason at } warnings agreement ` + moneySelection + ` }`
	recordSelection = `{ __typename id kind owner { id } about { id } from to state madeAt confirmations { id state note of { id } by { id } } supersededBy { id } retractedAt }`
	pageSelection   = `totalCount pageInfo { hasNextPage endCursor }`
)

// aspects are what can be read of a person, in as many requests as the limit
// on what one may cost asks for.
func aspects() []string {
	return []string{
		`id name level { code } ranks { id level { code } from to cause } tenure { months atLevelMonths } mentorshipSlots { total used } pauses { id from to reason } monthlyRates { from amount { amount } }`,
		`mentor ` + mentorSelection + ` mentees ` + mentorSelection,
		`standing { metrics { verdict value coverage explanation records { id } } indicators { key value explanation records { id } } }`,
		`eligibility { verdict eligibleOn requirements { key verdict explanation missing } } simulate(input: {nomination: true}) { eligibility { verdict requirements { verdict explanation } } }`,
		`selfEvaluation { checklist { key computed value explanation records { id } answer { id note } history { id note } } skills { key computed explanation answer { id } history { id } } }`,
		`curriculumProgress { status overdue notedAt artefact { id } }`,
		`records(first: 50, filter: {includeSuperseded: true}) { ` + pageSelection + ` edges { cursor node ` + recordSelection + ` } }`,
	}
}

// question is what anybody may ask without knowing of anything.
type question struct{ accept, query string }

func (c *cast) asks(name string, some []question) (all []answer) {
	for _, q := range some {
		all = append(all, c.exchange(name, q.accept, c.fills(q.query), nil))
	}
	return all
}

func questions() (all []question) {
	ask := func(query string) { all = append(all, question{asJSON, query}) }
	for _, of := range aspects() {
		for _, person := range []string{"<Ana>", "<Ben>", "<Tom>", "<Mia>"} {
			ask(`{ node(id: "` + person + `") { ... on Person { ` + of + ` } } }`)
		}
	}
	ask(`{ viewer { id roles confirmations { ` + pageSelection + ` edges { node ` + recordSelection + ` } } } confirmationLink(token: "open") { person statement } }`)
	ask(`{ people(first: 50) { ` + pageSelection + ` edges { cursor node { id name level { code } mentor { id } mentees { id } mentorshipSlots { used } } } } }`)
	ask(`{ l8: people(filter: {level: "L8"}) { ` + pageSelection + ` } named: people(filter: {name: "n"}) { ` + pageSelection + ` } }`)
	ask(`{ dossiers { ` + pageSelection + ` edges { cursor node { id status documents { id title version } revision { id number } explanations { explanation } } } } }`)
	ask(`{ dossiers(first: 5) { edges { node { id analysis { id status findings { id score evidence { id quote } } gaps { id } claims { id } anomalies { id } } } } } }`)
	ask(`{ dossiers(first: 2) { edges { node { id standing { metrics { verdict explanation records { id } } } eligibility { verdict requirements { explanation } } } } } }`)
	for _, of := range []struct {
		list    string
		filters []string
	}{
		{"dossiers", []string{`status: [DRAFT, SUBMITTED]`, `status: WITHDRAWN`, `candidate: "<Ana>"`, `candidate: "<Ben>"`}},
		{"nominations", []string{`status: OFFERED`, `status: [ACCEPTED, EXPIRED]`, `status: [DECLINED, WITHDRAWN]`, `nominee: "<Ana>"`, `nominator: "<Lena>"`}},
		{"mentorships", []string{`status: OFFERED`, `status: [DECLINED, WITHDRAWN, ENDED]`, `mentor: "<Mia>"`, `mentee: "<Ana>"`, `mentee: "<Ben>"`}},
		{"agreements", []string{`mentor: "<Ana>"`, `mentee: "<Ana>"`}},
	} {
		for _, f := range of.filters {
			ask(`{ ` + of.list + `(filter: {` + f + `}) { ` + pageSelection + ` edges { cursor node { id } } } }`)
		}
	}
	for _, f := range []string{`kind: [MEETING, TECH_DECISION]`, `state: [REQUESTED, DISPUTED]`, `company: "<company>"`, `from: "2026-01-01"`, `to: "2026-01-01"`, `about: "<decision>"`} {
		ask(`{ node(id: "<Ana>") { ... on Person { records(filter: {` + f + `}) { ` + pageSelection + ` edges { cursor } } } } }`)
	}
	for _, d := range []string{"<draft>", "<submitted>", "<withdrawn>"} {
		all = append(all, question{asStream, `subscription { analysisProgress(dossier: "` + d + `") { id status findings { score evidence { id } } } }`})
	}
	return all
}

// walk turns every page of every list, one row on each, all lists at a time.
func (c *cast) walk(name string) (all []answer) {
	c.T.Helper()
	const one = ` { ` + pageSelection + ` edges { cursor node { id } } } `
	query := c.fills(`query($d: String, $n: String, $m: String, $a: String, $c: String, $r: String, $b: String) {
		d: dossiers(first: 1, after: $d)` + one + `n: nominations(first: 1, after: $n)` + one + `m: mentorships(first: 1, after: $m)` + one + `
		a: agreements(first: 1, after: $a)` + one + `c: companies(first: 1, after: $c)` + one + `
		r: node(id: "<Ana>") { ... on Person { records(first: 1, after: $r)` + one + ` } } b: node(id: "<Ben>") { ... on Person { records(first: 1, after: $b)` + one + ` } } }`)
	after := map[string]any{}
	for range 60 {
		a := c.exchange(name, asJSON, query, after)
		all = append(all, a)
		var reply struct {
			Data map[string]*struct {
				PageInfo *page.Info
				Records  *struct{ PageInfo *page.Info }
			}
		}
		if err := json.Unmarshal([]byte(a.got[strings.Index(a.got, "{\""):]), &reply); err != nil {
			c.T.Fatalf("%v: %s", err, a.got)
		}
		more := false
		for list, p := range reply.Data {
			if p == nil {
				continue
			}
			info := p.PageInfo
			if p.Records != nil {
				info = p.Records.PageInfo
			}
			if info.EndCursor != nil {
				after[list] = *info.EndCursor
			}
			more = more || info.HasNextPage
		}
		if !more {
			return all
		}
	}
	c.T.Fatal("the lists do not end")
	return nil
}

// guesses are what a persona may read who has guessed the ids of rows.
func (c *cast) guesses(name string, rows []planted) (all []answer) {
	ask := func(accept, query string) { all = append(all, c.exchange(name, accept, c.fills(query), nil)) }
	var ids []string
	for _, p := range rows {
		if p.kind == 0 {
			continue
		}
		row := p.match.(uuid.UUID)
		key := id.Of(p.kind, row).String()
		ids = append(ids, strconv.Quote(key))
		cursor := page.Key{Sort: strconv.FormatInt(c.Now.UnixMicro(), 10), ID: row}.Cursor()
		switch p.kind {
		case id.Dossier:
			ask(asStream, `subscription { analysisProgress(dossier: "`+key+`") { id } }`)
			ask(asJSON, `{ dossiers(after: "`+cursor+`") { `+pageSelection+` } nominations(after: "`+cursor+`") { `+pageSelection+` } }`)
			ask(asJSON, `{ conflicts(dossier: "`+key+`", person: "<Hugo>") { kind explanation } }`)
		case id.Record:
			ask(asJSON, `{ node(id: "<Ana>") { ... on Person { records(filter: {about: "`+key+`"}) { `+pageSelection+` }
				simulate(input: {records: [{about: "`+key+`", from: "2026-01-01", outcomeReview: {metric: "x", verdict: POSITIVE}}]}) { standing { metrics { value explanation } } } } } }`)
		}
	}
	for from := 0; from < len(ids); from += 50 {
		ask(asJSON, `{ nodes(ids: [`+strings.Join(ids[from:min(from+50, len(ids))], ", ")+`]) { __typename id } }`)
	}
	if len(ids) > 0 {
		ask(asJSON, `{ node(id: `+ids[0]+`) { __typename id } }`)
	}
	return all
}

// attempts are what a persona may try to do to rows whose ids they guessed. An
// answer shows five errors, so that so many are tried at once.
func (c *cast) attempts(name string, rows []planted) (all []answer) {
	var calls []string
	for _, p := range rows {
		if p.kind == 0 {
			continue
		}
		for _, call := range acts()[p.kind] {
			call = strings.ReplaceAll(c.fills(call), "<it>", id.Of(p.kind, p.match.(uuid.UUID)).String())
			calls = append(calls, fmt.Sprintf("m%d: %s { problem { __typename message } }", len(calls), call))
		}
	}
	for from := 0; from < len(calls); from += 5 {
		all = append(all, c.exchange(name, asJSON, `mutation { `+strings.Join(calls[from:min(from+5, len(calls))], " ")+` }`, nil))
	}
	return all
}

// acts are the mutations that take the id of a thing.
func acts() map[id.Kind][]string {
	other := func(n byte) string { return `"` + id.Of(id.Record, uuid.UUID{15: n}).String() + `"` }
	return map[id.Kind][]string{
		id.Dossier: {
			`submitDossier(input: {dossier: "<it>"})`, `withdrawDossier(input: {dossier: "<it>"})`, `requestAnalysis(input: {dossier: "<it>"})`,
			`updateDossierLadder(input: {dossier: "<it>"})`, `explainRequirement(input: {dossier: "<it>", requirement: "team-structure-decisions", explanation: "e"})`,
			`saveDocument(input: {dossier: "<it>", component: "mentee-network", title: "T", body: "b"})`,
			`assemblePanel(input: {dossier: "<it>", seats: [{person: "<Mel>", role: CHAIR}, {person: "<Ned>", role: MEMBER}]})`, `addSeat(input: {dossier: "<it>", person: "<Mel>", role: MEMBER})`,
			`settleConflict(input: {dossier: "<it>", person: "<Mel>", kind: MENTOR, conflict: "x", verdict: WAIVE, reason: "r"})`,
			`saveReview(input: {dossier: "<it>", scores: []})`, `submitReview(input: {dossier: "<it>"})`, `postToPanel(input: {dossier: "<it>", criterion: "generosity", text: "t"})`,
			`unlockComponent(input: {dossier: "<it>", component: "mentee-network", reason: "r"})`, `decidePromotion(input: {dossier: "<it>", outcome: NO, rationale: "r", components: [], gaps: []})`,
			`releaseDecision(input: {dossier: "<it>"})`, `reverseDecision(input: {dossier: "<it>", reason: "r"})`, `fileAppeal(input: {dossier: "<it>", ground: "PROCEDURE", statement: "s"})`,
		},
		id.Seat:         {`answerSeat(input: {seat: "<it>", answer: ACKNOWLEDGE})`, `replaceSeat(input: {seat: "<it>", person: "<Paul>", reason: "r"})`},
		id.PanelSession: {`recordPanelSession(input: {session: "<it>", heldAt: "2026-11-24T09:00:00Z", present: ["x"], notes: "n"})`, `cancelPanelSession(input: {session: "<it>"})`},
		id.Appeal:       {`withdrawAppeal(input: {appeal: "<it>"})`},
		id.Decision:     {`answerEarlierGap(input: {dossier: "<again>", decision: "<it>", number: 1, answer: "a"})`},
		id.Document:     {`removeDocument(input: {document: "<it>"})`, `saveDocument(input: {dossier: "<draft>", document: "<it>", component: "mentee-network", title: "T", body: "b", baseVersion: 1})`},
		id.Evidence:     {`respondToFinding(input: {evidence: "<it>", verdict: AGREE})`},
		id.Gap:          {`respondToFinding(input: {gap: "<it>", verdict: AGREE})`},
		id.Rank:         {`correctRank(input: {person: "<Ana>", level: "L7", from: "2020-01-01", to: "2021-01-01", reason: "r", supersedes: "<it>"})`},
		id.Pause:        {`liftPause(input: {pause: "<it>"})`},
		id.Record: {
			`retractRecord(input: {record: "<it>", reason: "r"})`, `requestConfirmation(input: {record: "<it>", of: "<Uma>"})`,
			`answerConfirmation(input: {record: "<it>", answer: CONFIRM, capacity: HOUSE})`, `answerConfirmation(input: {record: "<it>", answer: DISPUTE, capacity: PEER, note: "n"})`,
			`issueConfirmationLink(input: {record: "<it>", person: "<Gina>"})`, `addRecord(input: {record: {from: "2026-01-01", engagement: {title: "T"}}, supersedes: "<it>"})`,
			`addRecord(input: {record: {about: "<it>", from: "2026-01-01", outcomeReview: {metric: "m", verdict: MIXED}}})`,
			`answerSelfEvaluation(input: {item: "<item>", answer: YES, evidence: ["<it>"]})`, `noteProgress(input: {module: "<module>", status: IN_PROGRESS, artefact: "<it>"})`,
			// Of Ana's own records the nominator gets the ids from Ana; that
			// they are known is what citing them tells.
			`nominate(input: {nominee: "<Ben>", to: "L9", relation: "r", since: "2024-01-01", money: "none", records: ["<it>", ` + other(1) + `, ` + other(2) + `], reasonNotToPromote: "x"})`,
		},
		id.ConfirmationLink: {`revokeConfirmationLink(input: {link: "<it>"})`},
		id.Nomination:       {`answerNomination(input: {nomination: "<it>", answer: ACCEPT})`, `withdrawNomination(input: {nomination: "<it>"})`},
		id.Mentorship: {
			`answerMentorship(input: {mentorship: "<it>", answer: ACCEPT})`, `withdrawMentorshipOffer(input: {mentorship: "<it>"})`, `endMentorship(input: {mentorship: "<it>", reason: STOPPED})`,
			`recordSession(input: {mentorship: "<it>", on: "2026-11-02"})`, `attestReadiness(input: {mentorship: "<it>", level: "L9", reason: "r"})`, `offerReferral(input: {mentorship: "<it>", currency: "EUR"})`,
		},
		id.Agreement: {`answerReferral(input: {agreement: "<it>", answer: ACCEPT})`},
		id.Accrual:   {`reverseAccrual(input: {accrual: "<it>", reason: "r"})`},
	}
}
