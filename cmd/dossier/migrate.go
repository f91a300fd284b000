package main

import (
	"context"
	"fmt"

	"dossier/internal/fault"
	"dossier/internal/postgres"
)

type migrateCmd struct {
	database
}

// Help is printed below the flags.
func (migrateCmd) Help() string {
	return "Run it once before new servers and workers start. It is safe to run twice, or from two places at once.\n\nExample:\n\n  DATABASE_URL=postgres://dossier:secret@localhost/dossier dossier migrate"
}

// Run migrates.
func (c *migrateCmd) Run(ctx context.Context, s streams) error {
	if c.DatabaseURL == "" {
		return fault.New(fault.Invalid, "no database is named: set --database-url or DATABASE_URL")
	}
	from, to, err := postgres.Migrate(ctx, c.DatabaseURL)
	if err != nil {
		return err
	}
	if from == to {
		fmt.Fprintf(s.Out, "the schema is at version %d already\n", to)
	} else {
		fmt.Fprintf(s.Out, "the schema was at version %d and is at %d now\n", from, to)
	}
	return nil
}
