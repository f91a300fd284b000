package nomination

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/access"
	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/problem"
	"dossier/internal/standing"
)

// nominating is a nomination on its way.
type nominating struct {
	tx      pgx.Tx
	people  *people.Store
	version *ladder.Version
	from    *ladder.Level
	in      NominateInput
	now     time.Time
	n       *Nomination
	cited   []uuid.UUID
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
		return problem.One("to", "a nomination for %s takes %s, which you are not today", c.in.To, ladder.InWords(c.from.Promotion.Nomination.AllowedNominators))
	}
	if err := c.inTime(ctx, nominee, name); err != nil {
		return err
	}
	if err := c.cite(ctx, nominee); err != nil {
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

// cite finds the nominee's records that are named. One that is unknown, of
// somebody else, corrected or retracted is refused in the same words.
func (c *nominating) cite(ctx context.Context, nominee uuid.UUID) error {
	want := c.policy("recordsCited", recordsCited)
	refused := problem.One("records", "give the ids of %d different records of the nominee, neither corrected nor retracted", want)
	if len(c.in.Records) != want {
		return refused
	}
	for _, r := range c.in.Records {
		key, ok := r.Row(id.Record)
		if !ok || slices.Contains(c.cited, key) {
			return refused
		}
		c.cited = append(c.cited, key)
	}
	var live int
	err := c.tx.QueryRow(ctx, `select count(*) from record where id = any($1) and person_id = $2 and superseded_by is null and retracted_at is null`,
		c.cited, nominee).Scan(&live)
	if err == nil && live != want {
		return refused
	}
	return err
}
