package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
)

type grantCmd struct {
	database
	Issuer  string `required:"" placeholder:"URL" help:"Issuer of the tokens that the person signs in with."`
	Subject string `required:"" help:"The person's subject at that issuer."`
	Name    string `placeholder:"NAME" help:"The person's name, needed if the identity is new."`
	Role    string `required:"" placeholder:"ROLE" help:"candidate, panelist, steward, house-founder or company-founder."`
	From    string `placeholder:"DATE" help:"First day, YYYY-MM-DD; today if left out."`
}

// Help is printed below the flags.
func (grantCmd) Help() string {
	return "It makes the first steward of a new database.\n\nExample:\n\n  dossier grant --issuer https://login.example.org --subject 00u1 --name 'Ada Obi' --role steward"
}

// Run grants.
func (c *grantCmd) Run(ctx context.Context, s streams) error {
	now := time.Now()
	role := people.Role(strings.ToUpper(strings.ReplaceAll(c.Role, "-", "_")))
	if !known(role) {
		return fault.New(fault.Invalid, "--role: there is no role %q; use candidate, panelist, steward, house-founder or company-founder", c.Role)
	}
	from := now
	if c.From != "" {
		var err error
		if from, err = time.Parse(time.DateOnly, c.From); err != nil {
			return fault.New(fault.Invalid, "--from: %q is no day; write it as 2026-11-24", c.From)
		}
	}
	pool, err := c.openCurrent(ctx)
	if err != nil {
		return err
	}
	defer pool.Close()
	store, ids := &people.Store{DB: pool}, id.Maker{Now: time.Now, Rand: rand.Reader}
	var p *people.Person
	var granted bool
	err = postgres.InTx(ctx, pool, func(tx pgx.Tx) error {
		if p, err = store.ByIdentity(ctx, tx, c.Issuer, c.Subject); err != nil {
			return err
		}
		if p == nil {
			if strings.TrimSpace(c.Name) == "" {
				return fault.New(fault.Invalid, "--name: this identity is new; name the person")
			}
			p = &people.Person{UUID: ids.New(), Name: c.Name}
			if err := store.Add(ctx, tx, p, now); err != nil {
				return err
			}
			if err := store.AddIdentity(ctx, tx, p.UUID, c.Issuer, c.Subject, now); err != nil {
				return err
			}
		}
		granted, err = store.Grant(ctx, tx, ids.New(), p.UUID, role, from)
		return err
	})
	switch {
	case err != nil:
		return err
	case granted:
		fmt.Fprintf(s.Out, "%s is %s from %s on (person %s)\n", p.Name, role, from.Format(time.DateOnly), p.ID())
	default:
		fmt.Fprintf(s.Out, "%s is %s already (person %s)\n", p.Name, role, p.ID())
	}
	return nil
}

func known(r people.Role) bool {
	for _, k := range people.Roles() {
		if r == k {
			return true
		}
	}
	return false
}
