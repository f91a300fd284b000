package conflict_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"pgregory.net/rapid"

	"dossier/internal/day"
	"dossier/internal/embedded/pgtest"
	"dossier/internal/testworld"
)

// judge compares the view with the rules over a history, and says how they
// differ. It leaves the database as it was.
func (h *history) judge(ctx context.Context, conn *pgxpool.Conn, w *testworld.World) (string, error) {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return "", err
	}
	defer func() { _ = tx.Rollback(ctx) }()
	if err := tx.SendBatch(ctx, h.batch(w)).Close(); err != nil {
		return "", err
	}
	rows, err := tx.Query(ctx, `select concat_ws(' ', person_id, candidate_id, kind, key, coalesce(to_char(since, 'YYYY-MM-DD'), ''), coalesce(to_char(until, 'YYYY-MM-DD'), ''), coalesce(to_char(taken_back, 'YYYY-MM-DD'), ''), state, waivers,
		case when stands_until > $2 then 'true' else 'false' end) from conflict where ladder_version_id = $1 and kind <> 'SELF'`, w.Version.UUID, h.today)
	if err != nil {
		return "", err
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return "", err
	}
	want := []string{}
	for _, e := range h.edges() {
		want = append(want, h.String(e))
	}
	slices.Sort(got)
	slices.Sort(want)
	return cmp.Diff(want, got), nil
}

// owner is a connection of the tables' owner to which nothing refers.
func owner(t testing.TB, w *testworld.World) *pgxpool.Conn {
	t.Helper()
	conn, err := pgtest.Owner(t, w.DB).Acquire(t.Context())
	if err == nil {
		t.Cleanup(conn.Release)
		_, err = conn.Exec(t.Context(), `set session_replication_role = replica`)
	}
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

// Whatever happened, the view says what the rules say, for everybody.
func TestTheViewIsTheRules(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	conn, seen := owner(t, w), map[string]int{}
	rapid.Check(t, func(r *rapid.T) {
		h := draw(r)
		for _, e := range h.edges() {
			state, _ := h.verdicts(e)
			seen[e.kind]++
			seen[state]++
			if e.back != nil {
				seen["taken back "+e.kind]++
			}
		}
		if d, err := h.judge(t.Context(), conn, w); err != nil || d != "" {
			r.Errorf("%v; the rules (-) and the view (+) differ: %s", err, d)
		}
	})
	for _, k := range []string{"MENTOR", "MENTEE", "NOMINATOR", "REFEREE", "SAME_COMPANY", "REFERRAL_MONEY", "OPEN_AGREEMENT", "DECLARED", "PROPOSED", "CONFIRMED", "DISMISSED", "WAIVED", "taken back REFEREE", "taken back SAME_COMPANY"} {
		if seen[k] == 0 {
			t.Errorf("%s was never seen", k)
		}
	}
}

// A view that is a little wrong is found out by the same comparison.
func TestAWrongViewIsFound(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../postgres/migrations/005_panels.sql")
	if err != nil {
		t.Fatal(err)
	}
	w := testworld.New(t)
	conn := owner(t, w)
	for _, wrong := range []struct{ view, right, wrong string }{
		{"conflict_edge", `lower(m.during), upper(m.during)`, `lower(m.during), null::date`},
		{"conflict_edge", `and g.declined_at is null and m.status = 'ACTIVE'`, `and g.declined_at is null`},
		{"conflict_edge", `::date + 1`, `::date`},
		{"conflict_edge", `case when n.status = 'DECLINED' then n.answered_at end, `, ``},
		{"conflict_edge", `'CLAIMED', 'REQUESTED', 'CONFIRMED'`, `'REQUESTED', 'CONFIRMED'`},
		{"record_with_end", `n.made_at`, `null`},
		{"record_with_end", `r.retracted_at, `, ``},
		{"record_with_end", `at time zone 'UTC'`, `at time zone 'Europe/Oslo'`},
		{"conflict_edge", `::date + 1 end, r.taken_back)`, `::date + 1 end)`},
		{"conflict_edge", `upper(p.during), p.taken_back, `, `upper(p.during), `},
		{"conflict_edge", `upper(f.during), upper(c.during), c.taken_back)`, `upper(f.during), upper(c.during))`},
		{"conflict_edge", `where c.kind = 'ENGAGEMENT' and p.kind`, `where c.taken_back is null and c.kind = 'ENGAGEMENT' and p.kind`},
		{"conflict_edge", `least(p.taken_back, c.taken_back)`, `greatest(p.taken_back, c.taken_back)`},
		{"conflict_edge", `greatest(lower(p.during), lower(c.during))`, `lower(p.during)`},
		{"conflict_edge", `where coalesce(s.same_as, s.id) <> n.nominee_id`, ``},
		{"ruling_by_another", `coalesce(y.same_as, y.id) not in`, `y.id not in`},
		{"ruling_by_another", `coalesce(p.same_as, p.id) as person_id`, `p.id as person_id`},
		{"conflict", `count(distinct r.by_person)`, `count(r.by_person)`},
		{"conflict", `order by r.seq desc`, `order by r.seq`},
		{"conflict", `e.until + make_interval`, `e.since + make_interval`},
	} {
		_, right, _ := strings.Cut(string(text), "create view "+wrong.view+" as")
		right, _, _ = strings.Cut("create or replace view "+wrong.view+" as"+right, ";\n")
		broken := strings.Replace(right, wrong.right, wrong.wrong, 1)
		if broken == right {
			t.Fatalf("%s is not in %s", wrong.right, wrong.view)
		}
		replace := func(sql string) {
			if _, err := conn.Exec(t.Context(), sql); err != nil {
				t.Fatalf("%s: %v", wrong.right, err)
			}
		}
		replace(broken)
		found := false
		for seed := 0; seed < 1000 && !found; seed++ {
			d, err := rapid.Custom(draw).Example(seed).judge(t.Context(), conn, w)
			if err != nil {
				t.Fatal(err)
			}
			found = d != ""
		}
		if !found {
			t.Errorf("%q for %q in %s is not found out", wrong.wrong, wrong.right, wrong.view)
		}
		replace(right)
	}
}

const crowdSize = 7 // of whom the last two may be doubles

// draw makes up a history.
func draw(r *rapid.T) *history {
	h := &history{double: map[int]int{}, today: day.Date(2026, 2, 28)}
	n := byte(0)
	key := func() uuid.UUID { n++; return uuid.UUID{0: 9, 15: n} }
	days := rapid.Custom(func(r *rapid.T) time.Time { // around the day on which three years are over, and others
		if rapid.Bool().Draw(r, "near") {
			return day.AddDays(day.Date(2023, 2, 28), rapid.IntRange(-3, 3).Draw(r, "days"))
		}
		return day.AddDays(day.Date(2022, 1, 1), rapid.IntRange(0, 1500).Draw(r, "days"))
	})
	maybe := func(after *time.Time, label string) *time.Time {
		d := days.Draw(r, label)
		if !rapid.Bool().Draw(r, label) || after != nil && !d.After(*after) {
			return nil
		}
		return &d
	}
	for _, d := range []int{crowdSize - 2, crowdSize - 1} {
		if rapid.Bool().Draw(r, "double") {
			h.double[d] = rapid.IntRange(0, crowdSize-3).Draw(r, "stays")
		}
	}
	anybody := func(label string) int { return rapid.IntRange(0, crowdSize-1).Draw(r, label) }
	settled := func(label string) int { return rapid.IntRange(0, crowdSize-3).Draw(r, label) }
	back := func(from time.Time) *time.Time {
		if rapid.IntRange(0, 3).Draw(r, "taken back") > 0 {
			return nil
		}
		d := days.Draw(r, "back")
		if d.Before(from) {
			return &from
		}
		return &d
	}
	times := func(label string) int { return rapid.IntRange(0, 4).Draw(r, label) }
	for range times("mentorships") {
		m := mentorship{id: key(), mentor: settled("mentor"), mentee: settled("mentee"), status: rapid.SampledFrom([]string{"OFFERED", "ACTIVE", "DECLINED", "WITHDRAWN", "ENDED"}).Draw(r, "status"), offered: days.Draw(r, "offered"), from: days.Draw(r, "from")}
		if m.mentor == m.mentee || slices.ContainsFunc(h.mentorships, func(o mentorship) bool { return o.mentee == m.mentee }) {
			continue // one mentor at a time is not what is asked here
		}
		if m.status == "ENDED" {
			to := day.AddDays(m.from, rapid.IntRange(1, 900).Draw(r, "long"))
			m.to = &to
		}
		h.mentorships = append(h.mentorships, m)
		if m.status == "ACTIVE" || m.status == "ENDED" {
			g := agreement{id: key(), of: m, offered: days.Draw(r, "offered")}
			switch rapid.IntRange(0, 2).Draw(r, "answer") {
			case 1:
				g.accepted = &g.offered
				g.to = maybe(g.accepted, "ended")
			case 2:
				g.declined = &g.offered
			}
			h.agreements = append(h.agreements, g)
		}
	}
	for range times("nominations") {
		n := nominated{id: key(), nominee: settled("nominee"), by: anybody("by"), status: rapid.SampledFrom([]string{"OFFERED", "ACCEPTED", "DECLINED", "WITHDRAWN"}).Draw(r, "status"), offered: days.Draw(r, "offered")}
		n.expires = day.AddDays(n.offered, 180)
		answer := day.AddDays(n.offered, rapid.IntRange(0, 90).Draw(r, "answered"))
		switch n.status {
		case "ACCEPTED", "DECLINED":
			n.answered = &answer
		case "WITHDRAWN":
			n.answered, n.withdrawn = &n.offered, &answer
		}
		if n.nominee != n.by && !slices.ContainsFunc(h.nominations, func(o nominated) bool { return o.nominee == n.nominee && o.by == n.by }) {
			h.nominations = append(h.nominations, n)
		}
	}
	for range times("testimonies") {
		t := testimony{id: key(), owner: settled("owner"), founder: anybody("founder"), state: rapid.SampledFrom([]string{"CLAIMED", "REQUESTED", "CONFIRMED", "DECLINED", "DISPUTED"}).Draw(r, "state"),
			made: days.Draw(r, "made"), stated: days.Draw(r, "stated")}
		t.back = back(t.made)
		h.testimonies = append(h.testimonies, t)
	}
	for range times("engagements") {
		e := engagement{id: key(), person: settled("person"), company: rapid.IntRange(0, 1).Draw(r, "company"), from: days.Draw(r, "from")}
		e.to, e.back = maybe(&e.from, "to"), back(e.from)
		h.engagements = append(h.engagements, e)
	}
	for range times("founders") {
		f := founder{company: rapid.IntRange(0, 1).Draw(r, "company"), person: settled("person"), from: maybe(nil, "from")}
		f.to = maybe(f.from, "to")
		if !slices.ContainsFunc(h.founders, func(o founder) bool { return o.company == f.company && o.person == f.person }) {
			h.founders = append(h.founders, f)
		}
	}
	for range times("declarations") {
		if d := (declared{id: key(), by: anybody("by"), about: anybody("about"), on: days.Draw(r, "on")}); d.by != d.about {
			h.declarations = append(h.declarations, d)
		}
	}
	edges := h.edges()
	for range rapid.IntRange(0, 16).Draw(r, "rulings") {
		if len(edges) == 0 {
			break
		}
		e := rapid.SampledFrom(edges[:min(len(edges), 2)]).Draw(r, "edge")
		by := anybody("by")
		person := e.person
		for _, d := range []int{crowdSize - 2, crowdSize - 1} { // ruled before it was known as a double
			if stays, ok := h.double[d]; ok && stays == person && rapid.Bool().Draw(r, "as the double") {
				person = d
			}
		}
		if by != person && by != e.candidate {
			h.rulings = append(h.rulings, ruled{person, e.candidate, e.kind, e.key, rapid.SampledFrom([]string{"CONFIRMED", "DISMISSED", "WAIVED", "WAIVED", "WAIVED", "WAIVED"}).Draw(r, "verdict"), by})
		}
	}
	return h
}

// batch stores a history; instants are late on their days.
func (h *history) batch(w *testworld.World) *pgx.Batch {
	b := &pgx.Batch{}
	at := func(d *time.Time) *time.Time {
		if d == nil {
			return nil
		}
		late := d.Add(23*time.Hour + 59*time.Minute)
		return &late
	}
	for n := range crowdSize {
		var stays *uuid.UUID
		if s, ok := h.double[n]; ok {
			u := who(s)
			stays = &u
		}
		b.Queue(`insert into person (id, name, created_at, same_as) values ($1, 'P', now(), $2)`, who(n), stays)
	}
	for _, m := range h.mentorships {
		b.Queue(`insert into mentorship (id, mentor_id, mentee_id, ladder_id, status, offered_by, offered_at, during) values ($1, $2, $3, $4, $5, $2, $6, case when $5 in ('ACTIVE', 'ENDED') then daterange($7, $8) end)`,
			m.id, who(m.mentor), who(m.mentee), w.Version.LadderID, m.status, at(&m.offered), m.from, m.to)
	}
	for _, g := range h.agreements {
		b.Queue(`insert into referral_agreement (id, mentorship_id, mentor_id, mentee_id, basis_points, months, currency, terms, offered_at, accepted_at, declined_at, ended_on) values ($1, $2, $3, $4, 700, 18, 'EUR', '{}', $5, $6, $7, $8)`,
			g.id, g.of.id, who(g.of.mentor), who(g.of.mentee), at(&g.offered), at(g.accepted), at(g.declined), g.to)
	}
	for _, n := range h.nominations {
		b.Queue(`insert into nomination (id, nominee_id, nominator_id, ladder_id, from_level, to_level, standing, relation, since, money, reason_not_to_promote, status, offered_at, expires_at, answered_at, withdrawn_at)
			values ($1, $2, $3, $4, 'L8', 'L9', 'L10', '', '2020-01-01', '', '', $5, $6, $7, $8, $9)`,
			n.id, who(n.nominee), who(n.by), w.Version.LadderID, n.status, at(&n.offered), at(&n.expires), at(n.answered), at(n.withdrawn))
	}
	record := `insert into record (id, person_id, kind, company_id, during, body, provenance, made_at, state, state_by, state_at, retracted_at, superseded_by)
		values ($1, $2, $3, $4, daterange($5, $6), $7, 'SELF', $8, $9, $10, $11, $12, $13)`
	// taken says how a record was taken back: retracted, or corrected to what
	// concerns nobody here.
	taken := func(key uuid.UUID, back *time.Time, n int) (retracted *time.Time, superseded *uuid.UUID) {
		if back == nil || n%2 == 1 {
			return at(back), nil
		}
		key[0]++
		b.Queue(record, key, who(0), "ARTEFACT", nil, *back, nil, `{}`, at(back), "CLAIMED", nil, nil, nil, nil)
		return nil, &key
	}
	for i, t := range h.testimonies {
		retracted, superseded := taken(t.id, t.back, i)
		b.Queue(record, t.id, who(t.owner), "TESTIMONY", company(0), t.made, nil, fmt.Sprintf(`{"founder": %q}`, who(t.founder)), at(&t.made), t.state, uuid.UUID{15: 1}, at(&t.stated), retracted, superseded)
	}
	for i, e := range h.engagements {
		retracted, superseded := taken(e.id, e.back, i)
		b.Queue(record, e.id, who(e.person), "ENGAGEMENT", company(e.company), e.from, e.to, `{}`, h.today, "CLAIMED", nil, nil, retracted, superseded)
	}
	for _, f := range h.founders {
		b.Queue(`insert into company_founder (company_id, person_id, during) values ($1, $2, daterange($3, $4))`, company(f.company), who(f.person), f.from, f.to)
	}
	for _, d := range h.declarations {
		b.Queue(`insert into conflict_declaration (id, by_person, about_person, reason, declared_at) values ($1, $2, $3, '', $4)`, d.id, who(d.by), who(d.about), at(&d.on))
	}
	for i, r := range h.rulings {
		b.Queue(`insert into conflict_ruling (id, person_id, candidate_id, kind, key, verdict, reason, by_person, at) values ($1, $2, $3, $4, $5, $6, '', $7, now())`,
			uuid.UUID{0: 8, 15: byte(i)}, who(r.person), who(r.candidate), r.kind, r.key, r.verdict, who(r.by))
	}
	return b
}
