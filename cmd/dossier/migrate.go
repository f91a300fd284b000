package main

import (
	"context"
	"fmt"

	"dossier/internal/fault"
	"dossier/internal/postgres"
)

type migrateCmd struct {
	DatabaseURL     string `env:"DATABASE_URL" placeholder:"URL" help:"Postgres, as postgres://user:password@host:5432/dossier."`
	RuntimePassword string `env:"DOSSIER_RUNTIME_PASSWORD" placeholder:"TEXT" help:"Password to let the role dossier_runtime sign in with, so that servers and workers need no other user. Prefer the environment: flags are seen by others on the machine."`
}

// Help is printed below the flags.
func (migrateCmd) Help() string {
	return `Run it once before new servers and workers start, as the owner of the tables. It is safe to run twice, or from two places at once. All other commands act as the role dossier_runtime, which it makes: that may not change the audit trail, nor tables.

Example:

  DATABASE_URL=postgres://dossier:secret@localhost/dossier dossier migrate`
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
	if c.RuntimePassword != "" {
		if err := postgres.LetRuntimeIn(ctx, c.DatabaseURL, c.RuntimePassword); err != nil {
			return err
		}
	}
	if from == to {
		fmt.Fprintf(s.Out, "the schema is at version %d already\n", to)
	} else {
		fmt.Fprintf(s.Out, "the schema was at version %d and is at %d now\n", from, to)
	}
	return nil
}
