package graph_test

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/embedded/pgtest"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/testworld"
)

// garden is a cast in whose database rows are planted that are in no other,
// and taken out again.
type garden struct {
	*cast
	owner   *pgxpool.Conn
	planted []planted
	// age is how long ago what is planted next was made.
	age time.Duration
}

// planted is a row; kind is 0 where it has no id of its own.
type planted struct {
	table, column string
	match         any // in the column, by this row alone
	kind          id.Kind
}

func (c *cast) garden() *garden {
	c.T.Helper()
	conn, err := pgtest.Owner(c.T, c.DB).Acquire(c.T.Context())
	if err != nil {
		c.T.Fatal(err)
	}
	c.T.Cleanup(conn.Release)
	g := &garden{cast: c, owner: conn}
	// What is immutable is taken out again, and no row needs all that the
	// program would store with it.
	g.exec(`set session_replication_role = replica`)
	return g
}

func (g *garden) exec(sql string, args ...any) {
	g.T.Helper()
	if _, err := g.owner.Exec(g.T.Context(), sql, args...); err != nil {
		g.T.Fatalf("%s: %v", sql, err)
	}
}

// row plants a row that has an id of a kind, unless another stands in its way.
func (g *garden) row(k id.Kind, table string, values map[string]any) uuid.UUID {
	key := g.NewID()
	values["id"] = key
	g.plant(k, table, "id", key, values)
	return key
}

func (g *garden) plant(k id.Kind, table, column string, match any, values map[string]any) {
	g.T.Helper()
	names := slices.Sorted(maps.Keys(values))
	args := pgx.NamedArgs(values)
	g.exec(`insert into `+table+` (`+strings.Join(names, ", ")+`) values (@`+strings.Join(names, ", @")+`) on conflict do nothing`, args)
	g.planted = append(g.planted, planted{table, column, match, k})
}

// uproot takes out all that was planted.
func (g *garden) uproot() {
	g.T.Helper()
	for _, p := range slices.Backward(g.planted) {
		g.exec(`delete from `+p.table+` where `+p.column+` = $1`, p.match)
	}
	g.planted = nil
}

func (g *garden) at() time.Time { return g.Now.Add(-g.age) }

// secret is something that happened between people: whose answers may differ
// by it, and how it is planted.
type secret struct {
	what string
	// seers are personas; all others must not notice.
	seers []string
	plant func(g *garden)
}

// readers are who may read what is recorded of persons.
func readers(persons ...string) []string {
	all := append([]string{"Sam"}, persons...)
	if slices.Contains(persons, "Ana") {
		all = append(all, "Nominator")
	}
	return all
}

// secrets are one of everything that somebody may not see, of several people.
func secrets() []secret {
	all := []secret{
		{"an entry of the trail", nil, func(g *garden) {
			key := g.NewID()
			g.plant(0, "audit", "actor", key, map[string]any{"seq": 1 << 40, "at": g.at(), "actor": key, "act": "openDossier", "object": "x",
				"subject": g.rows["<Ana>"], "detail": "{}", "prev": []byte{1}, "hash": []byte{2}})
		}},
		{"an explanation", []string{"Ana"}, func(g *garden) {
			g.row(0, "requirement_explanation", map[string]any{"dossier_id": g.rows["<draft>"], "requirement": "team-structure-decisions", "explanation": "secret", "explained_at": g.at()})
		}},
		{"money of her mentor", []string{"Mia", "Ana", "Hugo"}, money("<above>", "Mia", "Ana")},
		{"money of her mentee", []string{"Ana", "Uma", "Hugo"}, money("<second>", "Ana", "Uma")},
		{"talks with her mentor", readers("Mia", "Ana"), talks("<above>", "Mia", "L9")},
		{"talks with her mentee", readers("Tom", "Ana"), talks("<below>", "Ana", "L6")},
	}
	for _, x := range []string{"Ana", "Ben", "Tom"} {
		all = append(all, ownSecrets(x)...)
		for _, y := range []string{"Mia", "Carl", "Fred"} {
			all = append(all, between(x, y)...)
		}
	}
	return all
}

// ownSecrets are a person's own.
func ownSecrets(x string) []secret {
	of := func(g *garden) uuid.UUID { return g.rows["<"+x+">"] }
	return []secret{
		{"a draft of " + x, []string{x}, func(g *garden) { g.dossier(of(g), "DRAFT") }},
		{"a dossier that was taken back by " + x, []string{x}, func(g *garden) { g.dossier(of(g), "WITHDRAWN") }},
		{"a rank of " + x + " that was corrected", []string{"Sam"}, func(g *garden) {
			g.row(id.Rank, "rank_record", map[string]any{"person_id": of(g), "ladder_id": g.Version.LadderID, "level": "L9", "during": "[2024-01-01,)", "cause": "IMPORT", "superseded_at": g.at()})
		}},
		{"a pause of " + x + " that was lifted", nil, func(g *garden) {
			g.row(id.Pause, "tenure_pause", map[string]any{"person_id": of(g), "during": "[2025-01-01,2026-01-01)", "reason": "secret", "recorded_at": g.at(), "lifted_at": g.at()})
		}},
		{"what " + x + " is paid", []string{x, "Hugo"}, func(g *garden) {
			g.row(0, "monthly_rate", map[string]any{"person_id": of(g), "from_day": "2026-06-01", "amount": 700000, "currency": "EUR", "recorded_at": g.at()})
		}},
		{"what " + x + " says of themselves", readers(x), func(g *garden) {
			g.row(id.Answer, "self_answer", map[string]any{"person_id": of(g), "ladder_id": g.Version.LadderID, "level": "L8", "item": g.ids["<item>"], "answer": "NO",
				"note": "secret", "evidence": []uuid.UUID{}, "answered_at": g.at()})
			g.row(id.Progress, "curriculum_progress", map[string]any{"person_id": of(g), "ladder_id": g.Version.LadderID, "level": "L8", "module": g.ids["<module>"], "status": "DONE", "noted_at": g.at()})
		}},
		{"a request of " + x, nil, func(g *garden) {
			g.plant(0, "idempotency_key", "key", "secret", map[string]any{"person_id": of(g), "mutation": "openDossier", "key": "secret", "request": []byte{1}, "object_id": of(g), "created_at": g.at()})
		}},
		{"a role of " + x, []string{x}, func(g *garden) {
			g.row(0, "role_grant", map[string]any{"person_id": of(g), "role": "PANELIST", "during": "[2026-01-01,)"})
		}},
		{"an account of " + x, nil, func(g *garden) {
			g.plant(0, "identity", "issuer", "elsewhere", map[string]any{"issuer": "elsewhere", "subject": x, "person_id": of(g), "created_at": g.at()})
		}},
		{"records of " + x, readers(x), func(g *garden) {
			d := g.record(x, &record.TechDecision{Title: "secret", Type: "BUILD_VS_BUY", Options: []string{"BUILD"}, Chosen: "BUILD"})
			g.record(x, &record.OutcomeReview{Metric: "secret", Verdict: "POSITIVE"}, testworld.About(d))
			g.record(x, &record.Recognition{Type: "PUBLISHED", Title: "secret", Topics: []string{"TECH_LEADERSHIP"}}, testworld.By(g.who["Uma"], record.AsPeer))
			g.record(x, &record.Engagement{Title: "secret"}, func(b *record.Base) { b.RetractedAt = &b.MadeAt })
		}},
		// A founder may review what was done at their company, if told of it.
		{"a record of " + x + " at Gina's company", append(readers(x), "Gina"), func(g *garden) {
			g.record(x, &record.Engagement{Title: "secret"}, testworld.At(g.rows["<elsewhere>"]))
		}},
	}
}

// between are what is between two people.
func between(x, y string) []secret {
	of := func(g *garden) (uuid.UUID, uuid.UUID) { return g.rows["<"+x+">"], g.rows["<"+y+">"] }
	nominates := func(status string, days int) func(g *garden) {
		return func(g *garden) {
			nominee, by := of(g)
			g.row(id.Nomination, "nomination", map[string]any{"nominee_id": nominee, "nominator_id": by, "ladder_id": g.Version.LadderID, "from_level": "L8", "to_level": "L9",
				"standing": "L10", "relation": "secret", "since": "2024-01-01", "money": "none", "reason_not_to_promote": "secret", "status": status,
				"offered_at": g.at().AddDate(0, -1, 0), "expires_at": g.Now.AddDate(0, 0, days)})
		}
	}
	offers := func(status string) func(g *garden) {
		return func(g *garden) {
			mentee, mentor := of(g)
			g.row(id.Mentorship, "mentorship", map[string]any{"mentor_id": mentor, "mentee_id": mentee, "ladder_id": g.Version.LadderID, "status": status, "offered_by": mentor, "offered_at": g.at()})
		}
	}
	involved := []string{x, y, "Sam"}
	// Whoever may know how a person stands may know that somebody, not who,
	// nominates them.
	open := secret{y + " nominates " + x + ", who accepted", append(readers(x), y), nominates("ACCEPTED", 90)}
	if y != "Fred" { // one is open between two at a time
		open = secret{y + " nominates " + x, involved, nominates("OFFERED", 90)}
	}
	return []secret{
		open,
		{y + " nominated " + x + ", who declined", involved, nominates("DECLINED", 90)},
		{y + " nominated " + x + " and took it back", involved, nominates("WITHDRAWN", 90)},
		{y + " nominated " + x + ", too long ago", involved, nominates("ACCEPTED", -1)},
		{y + " offers to mentor " + x, []string{x, y}, offers("OFFERED")},
		{y + " offered to mentor " + x + ", who declined", []string{x, y}, offers("DECLINED")},
		{y + " made a record of " + x, append(readers(x), y), func(g *garden) {
			g.record(x, &record.Meeting{Type: "INVESTOR", Topics: []string{"TECH_STRATEGY"}, Role: "PRESENTER"}, func(b *record.Base) { b.MadeBy, b.Provenance = &g.who[y].Person, record.FromCompany })
		}},
		{y + " was asked about a record of " + x, append(readers(x), y), func(g *garden) {
			owner, of := of(g)
			r := g.record(x, &record.Artefact{Type: "portfolio-model", Title: "secret"}, func(b *record.Base) { b.State, b.StateAt = record.Requested, &b.MadeAt })
			g.row(id.Confirmation, "confirmation", map[string]any{"record_id": r, "state": "REQUESTED", "of_person": of, "by_person": owner, "note": "secret", "at": g.at()})
			g.row(id.ConfirmationLink, "confirmation_link", map[string]any{"record_id": r, "person_id": of, "token_hash": r[:], "made_by": g.rows["<Sam>"], "made_at": g.at(), "expires_at": g.Now.AddDate(0, 0, 9)})
		}},
		{y + " disputes a record of " + x, append(readers(x), y), func(g *garden) {
			as := record.AsPeer
			r := g.record(x, &record.TeamChange{Team: "secret", Type: "STRUCTURED", Why: "secret"}, func(b *record.Base) {
				b.State, b.StateBy, b.StateAs, b.StateAt = record.Disputed, &g.who[y].Person, &as, &b.MadeAt
			})
			_, by := of(g)
			g.row(id.Confirmation, "confirmation", map[string]any{"record_id": r, "state": "DISPUTED", "by_person": by, "as_capacity": "PEER", "note": "secret", "at": g.at()})
		}},
	}
}

// record plants a record of a person.
func (g *garden) record(x string, r record.Record, options ...func(*record.Base)) uuid.UUID {
	made := g.Record(&people.Viewer{Person: g.rows["<"+x+">"]}, r, append(options, func(b *record.Base) { b.MadeAt = g.at() })...)
	g.planted = append(g.planted, planted{"record", "id", made, id.Record})
	return made
}
