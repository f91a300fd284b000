package main

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

type mergeCmd struct {
	database
	Double string `required:"" placeholder:"ID" help:"The person that goes, by the id that grant and the API print."`
	Into   string `required:"" placeholder:"ID" help:"The person that stays."`
}

// Help is printed below the flags.
func (mergeCmd) Help() string {
	return "Identities, roles and companies founded move to the person that stays. What was done as the double, as a confirmation or a nomination of another, shows the one that stays, and speaks for them no more where it was about them. A double that has ranks, dossiers, records or mentorships of its own, or was nominated, is refused. It cannot be undone.\n\nExample:\n\n  dossier merge --double AQIBjl3vBpB1lq0b2Yk1v0AB --into AQIBjl3vBpB1lq0b2Yk1v0AC"
}

// Run merges.
func (c *mergeCmd) Run(ctx context.Context, s streams) error {
	double, err := personKey("--double", c.Double)
	if err != nil {
		return err
	}
	into, err := personKey("--into", c.Into)
	if err != nil {
		return err
	}
	pool, err := c.openCurrent(ctx)
	if err != nil {
		return err
	}
	defer pool.Close()
	store := &people.Store{DB: pool}
	found, err := store.ByIDs(ctx, []uuid.UUID{double, into})
	if err != nil {
		return err
	}
	if err := postgres.InTx(ctx, pool, func(tx pgx.Tx) error { return store.Merge(ctx, tx, double, into, time.Now()) }); err != nil {
		return err
	}
	fmt.Fprintf(s.Out, "%s and %s are one person now (person %s)\n", found[double].Name, found[into].Name, found[into].ID())
	return nil
}

// personKey reads a person's id as it is printed.
func personKey(flag, printed string) (uuid.UUID, error) {
	i, _ := id.Parse(printed)
	key, ok := i.Row(id.Person)
	if !ok {
		return key, fault.New(fault.Invalid, "%s: %.60q is no id of a person; give it as dossier grant and the API print it", flag, printed)
	}
	return key, nil
}
