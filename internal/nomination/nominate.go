package nomination

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/audit"
	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
	"dossier/internal/standing"
)

// The most characters of a nomination's texts.
const (
	MaxText  = 2000
	MaxMoney = 500
)

// What holds where the ladder's policy on nominations says nothing.
const (
	recordsCited     = 3
	expiresAfterDays = 180
)

// NominateInput is the input of Nominate.
type NominateInput struct {
	Nominee id.ID
	To      string
	// Ladder is a slug; the only ladder or the default one if nil.
	Ladder *string
	// Relation is what the nominator and the nominee have to do with each
	// other, Since the first day of it, Money any between the two.
	Relation string
	Since    day.Day
	Money    string
	// Records are what the nomination rests on.
	Records            []id.ID
	ReasonNotToPromote string
	Key                *string
}

// Nominate puts a person forward and returns the nomination's id. Problems:
// Invalid, NotEligible, AlreadyNominated.
func (a *Acts) Nominate(ctx context.Context, v *people.Viewer, in NominateInput, now time.Time) (made uuid.UUID, err error) {
	if err := checkTexts(in, now); err != nil {
		return uuid.Nil, err
	}
	once := postgres.Once{Person: v.Person, Mutation: "nominate", Key: in.Key, Request: in}
	n := &Nomination{OfferedAt: now}
	err = a.inTx(ctx, "nominate", func(tx pgx.Tx) error {
		var found bool
		if made, found, err = once.First(ctx, tx, now); err != nil || found {
			return err
		}
		version, from, err := a.step(ctx, tx, in)
		if err != nil {
			return err
		}
		c := nominating{tx: tx, people: &people.Store{DB: tx}, version: version, from: from, in: in, now: now, n: n}
		if err := c.check(ctx, v); err != nil {
			return err
		}
		made = a.NewID()
		n.UUID = made
		if err := c.store(ctx); err != nil {
			return err
		}
		if err := once.Remember(ctx, tx, made, now); err != nil {
			return err
		}
		return audit.Append(ctx, tx, now, audit.By(v.Person, "nominate", n.ID(), n.NomineeID, "to", n.ToLevel, "standing", n.Standing))
	})
	if postgres.Constraint(err) == "one_open_nomination" {
		return uuid.Nil, a.already(ctx, v, n)
	}
	return made, err
}

func checkTexts(in NominateInput, now time.Time) error {
	var l problem.List
	l.Key(in.Key)
	l.Text("relation", in.Relation, MaxText)
	l.Text("money", in.Money, MaxMoney)
	l.Text("reasonNotToPromote", in.ReasonNotToPromote, MaxText)
	switch {
	case in.Since.After(day.Of(now)):
		l.Add("since", "%s is still to come; give the day on which the relation began", in.Since.Format(time.DateOnly))
	case in.Since.Before(day.Date(1900, 1, 1)):
		l.Add("since", "%s is before 1900; check the year", in.Since.Format(time.DateOnly))
	}
	return l.Err()
}

// step finds the level whose promotion leads to the one named.
func (a *Acts) step(ctx context.Context, tx pgx.Tx, in NominateInput) (*ladder.Version, *ladder.Level, error) {
	v, err := a.Ladders.CurrentIn(ctx, tx, in.Ladder)
	if err != nil {
		return nil, nil, problem.Of("ladder", err)
	}
	if v.Level(in.To) == nil {
		return nil, nil, problem.One("to", "%s has no level %.20q", v.Title, in.To)
	}
	for i := range v.Levels {
		if l := &v.Levels[i]; l.Promotion != nil && l.Promotion.To == in.To {
			return v, l, nil
		}
	}
	return nil, nil, problem.One("to", "%s does not say what the step to %s asks", v.Title, in.To)
}

// nominating is a nomination on its way.
type nominating struct {
	tx      pgx.Tx
	people  *people.Store
	version *ladder.Version
	from    *ladder.Level
	in      NominateInput
	now     time.Time
	n       *Nomination
}

// check applies rule R2 and fills the nomination in. Who may not nominate
// learns nothing of the nominee.
func (c *nominating) check(ctx context.Context, v *people.Viewer) error {
	nominee, name, err := c.nominee(ctx, v)
	if err != nil {
		return err
	}
	same, err := c.people.Same(ctx, []uuid.UUID{v.Person})
	if err != nil {
		return err
	}
	nominator := same[v.Person]
	if nominator == nominee {
		return problem.One("nominee", "nobody nominates themselves")
	}
	allowed, err := c.allows(ctx, v, nominator)
	if err != nil {
		return err
	}
	if allowed == "" {
		return problem.One("to", "a nomination for %s takes %s, and you are neither today", c.in.To, strings.Join(c.from.Promotion.Nomination.AllowedNominators, " or "))
	}
	if err := c.inTime(ctx, nominee, name); err != nil {
		return err
	}
	*c.n = Nomination{
		NomineeID: nominee, NominatorID: nominator, LadderID: c.version.LadderID, FromLevel: c.from.Code, ToLevel: c.in.To, Standing: allowed,
		Relation: c.in.Relation, Since: c.in.Since.Time, Money: c.in.Money, ReasonNotToPromote: c.in.ReasonNotToPromote,
		Status: Offered, OfferedAt: c.now, ExpiresAt: c.now.AddDate(0, 0, c.policy("expiresAfterDays", expiresAfterDays)),
	}
	return nil
}

// nominee finds the person named, for a double's id the one that stays. The
// lock keeps them from being merged until the nomination is stored.
func (c *nominating) nominee(ctx context.Context, v *people.Viewer) (key uuid.UUID, name string, err error) {
	key, ok := c.in.Nominee.Row(id.Person)
	if !ok {
		return uuid.Nil, "", fault.ErrNotFound
	}
	where, args := access.Rows(v, access.SeePerson)
	args["id"] = key
	err = c.tx.QueryRow(ctx, `select p.id, p.name from person q join person p on p.id = coalesce(q.same_as, q.id)
		where q.id = @id and `+where+` for key share`, args).Scan(&key, &name)
	return key, name, postgres.Fault(err, "find the nominee")
}

// allows is what lets the nominator nominate on this day, a role or the level
// held; empty if nothing does.
func (c *nominating) allows(ctx context.Context, v *people.Viewer, nominator uuid.UUID) (string, error) {
	held, err := c.people.Held(ctx, c.tx, nominator, c.version.LadderID, c.now)
	if err != nil {
		return "", err
	}
	for _, a := range c.from.Promotion.Nomination.AllowedNominators {
		if a == held || v.Is(people.Role(a)) {
			return a, nil
		}
	}
	return "", nil
}

// inTime refuses a nominee who does not hold the level to leave, or too soon.
// The nominator may not know the nominee's pauses before consent, so the
// refusal names no month and no pause, but the one day that would come out by
// asking again every morning, and that the nominee's tenure, which is public,
// gives as well.
func (c *nominating) inTime(ctx context.Context, nominee uuid.UUID, name string) error {
	held, err := c.people.Held(ctx, c.tx, nominee, c.version.LadderID, c.now)
	if err != nil {
		return err
	}
	if held != c.from.Code {
		return problem.One("nominee", "%s does not hold %s today, which the step to %s leads from", name, c.from.Code, c.in.To)
	}
	ranks, err := c.people.Ranks(ctx, c.tx, nominee, c.version.LadderID)
	if err != nil {
		return err
	}
	pauses, err := c.people.Pauses(ctx, c.tx, nominee)
	if err != nil {
		return err
	}
	today := day.Of(c.now)
	missing := "The first day cannot be told yet."
	if on := standing.AttainedOn(ranks, pauses, c.from.Code, c.from.Promotion.MinimumMonths, today); on != nil {
		earlier, _ := c.from.ReadingOf("minimum-months").Int("nominationDaysEarlier")
		first := day.AddDays(*on, -earlier)
		if !today.Before(first) {
			return nil
		}
		missing = fmt.Sprintf("The first day on which it is possible is %s.", first.Format(time.DateOnly))
	}
	return &standing.NotEligible{Requirements: []*standing.Requirement{{
		Key: "minimum-months", Kind: ladder.Hard, Verdict: ladder.Fail,
		Explanation: fmt.Sprintf("%s cannot be nominated for %s yet.", name, c.in.To), Missing: &missing,
	}}}
}

func (c *nominating) policy(name string, otherwise int) int {
	if n, ok := c.from.ReadingOf("nomination").Int(name); ok {
		return n
	}
	return otherwise
}

// store writes the nomination and what it cites.
func (c *nominating) store(ctx context.Context) error {
	records, err := c.records(ctx)
	if err != nil {
		return err
	}
	n := c.n
	if _, err := c.tx.Exec(ctx, `insert into nomination (id, nominee_id, nominator_id, ladder_id, from_level, to_level, standing, relation, since, money,
			reason_not_to_promote, status, offered_at, expires_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`, n.UUID, n.NomineeID, n.NominatorID, n.LadderID, n.FromLevel, n.ToLevel,
		n.Standing, n.Relation, n.Since, n.Money, n.ReasonNotToPromote, n.Status, n.OfferedAt, n.ExpiresAt); err != nil {
		return err
	}
	_, err = c.tx.Exec(ctx, `insert into nomination_record (nomination_id, record_id, position)
		select $1, r.id, r.position from unnest($2::uuid[]) with ordinality r (id, position)`, n.UUID, records)
	return err
}

// records are the nominee's records that are cited. One that is unknown, of
// somebody else, corrected or retracted is refused in the same words.
func (c *nominating) records(ctx context.Context) ([]uuid.UUID, error) {
	want := c.policy("recordsCited", recordsCited)
	refused := problem.One("records", "give the ids of %d different records of the nominee, neither corrected nor retracted", want)
	if len(c.in.Records) != want {
		return nil, refused
	}
	var keys []uuid.UUID
	for _, r := range c.in.Records {
		key, ok := r.Row(id.Record)
		if !ok || slices.Contains(keys, key) {
			return nil, refused
		}
		keys = append(keys, key)
	}
	var live int
	if err := c.tx.QueryRow(ctx, `select count(*) from record where id = any($1) and person_id = $2 and superseded_by is null and retracted_at is null`,
		keys, c.n.NomineeID).Scan(&live); err != nil {
		return nil, err
	}
	if live != want {
		return nil, refused
	}
	return keys, nil
}

// already is the refusal of a second nomination, with the first.
func (a *Acts) already(ctx context.Context, v *people.Viewer, n *Nomination) error {
	var first uuid.UUID
	err := a.DB.QueryRow(ctx, `select id from nomination where nominee_id = $1 and nominator_id = $2 and ladder_id = $3 and to_level = $4
		and status in ('OFFERED', 'ACCEPTED') and expires_at > $5 order by offered_at desc limit 1`,
		n.NomineeID, n.NominatorID, n.LadderID, n.ToLevel, n.OfferedAt).Scan(&first)
	if err != nil && err != pgx.ErrNoRows {
		return postgres.Fault(err, "find the nomination there is")
	}
	found, err := (&Store{DB: a.DB}).ByIDs(ctx, v, []uuid.UUID{first})
	if err == nil && found[first] == nil {
		err = fault.New(fault.Conflict, "another nomination of yours stood in the way and was withdrawn at this moment: try again")
	}
	if err != nil {
		return err
	}
	return &AlreadyNominated{Nomination: found[first]}
}
