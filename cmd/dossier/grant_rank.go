package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"dossier/internal/fault"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

// rank adds an imported rank and says what of it belongs in the trail; nil if
// the level is held already.
func (g *granting) rank(ctx context.Context, p *people.Person) (map[string]string, error) {
	var slug *string
	if g.Ladder != "" {
		slug = &g.Ladder
	}
	v, err := ladder.NewCatalog(g.tx).Current(ctx, slug)
	if err != nil {
		return nil, err
	}
	if v.Level(g.Level) == nil {
		return nil, fault.New(fault.Invalid, "--level: %s has no level %q", v.Title, g.Level)
	}
	if _, err := g.tx.Exec(ctx, `select from person where id = $1 for no key update`, p.UUID); err != nil {
		return nil, postgres.Fault(err, "wait for a person")
	}
	ranks, err := g.store().Ranks(ctx, g.tx, p.UUID, v.LadderID)
	if err != nil {
		return nil, err
	}
	detail := map[string]string{"level": g.Level, "from": g.since.Format(time.DateOnly)}
	if g.attests != nil {
		detail["attestedBy"] = g.attests.String()
	}
	i := slices.IndexFunc(ranks, func(r people.Rank) bool { return r.Span().Has(g.now) })
	if i >= 0 && ranks[i].Level == g.Level {
		return nil, nil
	}
	if i >= 0 {
		detail["supersedes"] = ranks[i].UUID.String()
		err = g.close(ctx, v, p, ranks[i])
	}
	if err == nil {
		err = g.mayAttest(ctx, v, p)
	}
	if err == nil {
		err = g.store().AddRank(ctx, g.tx, g.newID(), p.UUID, people.Rank{
			Ladder: v.LadderID, Level: g.Level, From: g.since, Cause: people.Import, AttestedBy: g.attests, RecordedAt: g.now,
		})
	}
	if postgres.Constraint(err) == "ranks_do_not_overlap" {
		err = fault.New(fault.Conflict, "--since: %s held another level on a day from %s on; choose a day after that", p.Name, g.since.Format(time.DateOnly))
	}
	return detail, err
}

// close ends the lower level that is held here on the day before the one that
// was held elsewhere begins: the rank without an end is superseded by one with
// it. One person alone cannot say that somebody stands higher, so this is
// attested.
func (g *granting) close(ctx context.Context, v *ladder.Version, p *people.Person, held people.Rank) error {
	switch l := v.Level(held.Level); {
	case l != nil && l.Ordinal > v.Level(g.Level).Ordinal:
		return fault.New(fault.Conflict, "--level: %s holds %s today, which is above %s; a steward corrects what is wrong (correctRank)", p.Name, held.Level, g.Level)
	case g.attests == nil:
		return fault.New(fault.Invalid, "--attested-by: %s holds %s today; name who vouches for %s", p.Name, held.Level, g.Level)
	case !held.From.Before(g.since):
		return fault.New(fault.Conflict, "--since: %s holds %s since %s; choose a day after that, on which %s began", p.Name, held.Level, held.From.Format(time.DateOnly), g.Level)
	}
	if err := g.store().Supersede(ctx, g.tx, held.UUID, g.now); err != nil {
		return err
	}
	reason := fmt.Sprintf("%s was held elsewhere from %s on", g.Level, g.since.Format(time.DateOnly))
	return g.store().AddRank(ctx, g.tx, g.newID(), p.UUID, people.Rank{
		Ladder: v.LadderID, Level: held.Level, From: held.From, To: &g.since, Cause: people.Correction, AttestedBy: g.attests, RecordedAt: g.now, Reason: &reason,
	})
}

// mayAttest refuses who cannot vouch for the rank of another.
func (g *granting) mayAttest(ctx context.Context, v *ladder.Version, p *people.Person) error {
	if g.attests == nil {
		return nil
	}
	attester, err := g.store().Viewer(ctx, *g.attests, g.now)
	if err != nil {
		return err
	}
	held, err := g.store().Held(ctx, g.tx, attester.Person, v.LadderID, g.now)
	if err != nil {
		return err
	}
	top := v.Levels[len(v.Levels)-1].Code
	if *g.attests == p.UUID || !attester.Is(people.HouseFounder) && held != top {
		return fault.New(fault.Invalid, "--attested-by: only a house founder or somebody at %s vouches for a level, and nobody for their own", top)
	}
	return nil
}
