package main

import (
	"context"
	"io"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/fault"
	"dossier/internal/intake"
)

type exportCmd struct {
	database
	Person  string `placeholder:"ID" help:"The person's id, as the API gives it."`
	Issuer  string `placeholder:"URL" help:"Issuer of the tokens that the person signs in with."`
	Subject string `help:"The person's subject at that issuer."`
	Out     string `placeholder:"FILE" help:"File to write; standard output if left out."`
}

// Help is printed below the flags.
func (exportCmd) Help() string {
	return `It writes everything that is held about a person, as JSON. dossier import makes the person again from it in another database; what stands under "export" is for reading. Records and confirmations that the person made for others are there by their ids alone.

Example:

  dossier export --issuer https://login.example.org --subject 00u2 --out ben.json`
}

// Run exports.
func (c *exportCmd) Run(ctx context.Context, s streams) error {
	if (c.Issuer == "") != (c.Subject == "") || (c.Person == "") == (c.Issuer == "") {
		return fault.New(fault.Invalid, "name the person: with --person, or with --issuer and --subject")
	}
	pool, err := c.openCurrent(ctx)
	if err != nil {
		return err
	}
	defer pool.Close()
	person, err := c.find(ctx, pool)
	if err != nil {
		return err
	}
	write := func(w io.Writer) error { return intake.Export(ctx, pool, person, w, now()) }
	if c.Out == "" {
		return write(s.Out)
	}
	return writeFile(c.Out, write)
}

func (c *exportCmd) find(ctx context.Context, pool *pgxpool.Pool) (uuid.UUID, error) {
	if c.Person != "" {
		return personKey("--person", c.Person)
	}
	person, err := intake.PersonBy(ctx, pool, c.Issuer, c.Subject)
	if fault.KindOf(err) == fault.NotFound {
		err = fault.New(fault.NotFound, "nobody signs in as %s of %s", c.Subject, c.Issuer)
	}
	return person, err
}
