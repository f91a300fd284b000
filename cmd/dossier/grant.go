package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/audit"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/postgres"
	"dossier/internal/token"
)

type grantCmd struct {
	database
	Issuer  string `required:"" placeholder:"URL" help:"Issuer of the tokens that the person signs in with; dossier:local for the demo's."`
	Subject string `required:"" help:"The person's subject at that issuer."`
	Name    string `placeholder:"NAME" help:"The person's name, needed if the identity is new."`
	Role    string `placeholder:"ROLE" help:"candidate, panelist, steward, house-founder or company-founder."`
	From    string `placeholder:"DATE" help:"First day of the role, YYYY-MM-DD; today if left out."`
	Level   string `placeholder:"CODE" help:"Level that the person holds, as L8: a rank brought in from elsewhere. One above the level held here needs --attested-by; the lower one ends the day before."`
	Since   string `placeholder:"DATE" help:"First day of the level."`
	Attests string `name:"attested-by" placeholder:"ID" help:"Who vouches for the level, as an earlier grant printed the id: a house founder, or somebody at the ladder's highest level."`
	Ladder  string `placeholder:"SLUG" help:"Ladder of the level; the only one or the default if left out."`
}

// Help is printed below the flags.
func (grantCmd) Help() string {
	return "It makes the first steward of a new database, and people with a level who may open dossiers.\n\nExample:\n\n  dossier grant --issuer https://login.example.org --subject 00u1 --name 'Ada Obi' --role steward\n  dossier grant --issuer https://login.example.org --subject 00u2 --name 'Ben Ito' --role candidate --level L8 --since 2023-01-01"
}

// Run grants.
func (c *grantCmd) Run(ctx context.Context, s streams) error {
	now := time.Now()
	order, err := c.order(now)
	if err != nil {
		return err
	}
	pool, err := c.openCurrent(ctx)
	if err != nil {
		return err
	}
	defer pool.Close()
	var said []string
	err = postgres.InTx(ctx, pool, func(tx pgx.Tx) error {
		g := granting{grantCmd: c, grantOrder: order, tx: tx, now: now, newID: id.Maker{Now: time.Now, Rand: rand.Reader}.New}
		said, err = g.all(ctx)
		return err
	})
	if err != nil {
		return err
	}
	for _, line := range said {
		fmt.Fprintln(s.Out, line)
	}
	return nil
}

// grantOrder is what the flags ask for.
type grantOrder struct {
	role        people.Role // empty for none
	from, since time.Time
	attests     *uuid.UUID
}

func (c *grantCmd) order(now time.Time) (o grantOrder, err error) {
	if u, err := url.Parse(c.Issuer); c.Issuer != token.LocalIssuer && (err != nil || u.Host == "") {
		return o, fault.New(fault.Invalid, "--issuer: %q is no address; write it as the tokens name it, as https://login.example.org, or dossier:local for the demo", c.Issuer)
	}
	if (c.Level == "") != (c.Since == "") {
		return o, fault.New(fault.Invalid, "--level and --since go together: name the level and the first day on which it was held")
	}
	if c.Attests != "" {
		key, err := personKey("--attested-by", c.Attests)
		if err != nil {
			return o, err
		}
		o.attests = &key
	}
	if c.Role == "" && c.Level == "" {
		return o, fault.New(fault.Invalid, "--role or --level: say what to grant")
	}
	o.role = people.Role(strings.ToUpper(strings.ReplaceAll(c.Role, "-", "_")))
	if c.Role != "" && !slices.Contains(people.Roles(), o.role) {
		return o, fault.New(fault.Invalid, "--role: there is no role %q; use candidate, panelist, steward, house-founder or company-founder", c.Role)
	}
	if o.from, err = day("--from", c.From, now); err != nil {
		return o, err
	}
	if o.since, err = day("--since", c.Since, now); err == nil && o.since.After(now) {
		err = fault.New(fault.Invalid, "--since: %s is still to come", c.Since)
	}
	return o, err
}

// day reads a date; one left out is today.
func day(flag, s string, today time.Time) (time.Time, error) {
	if s == "" {
		return today, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return t, fault.New(fault.Invalid, "%s: %q is no day; write it as 2026-11-24", flag, s)
	}
	return t, nil
}

// granting does what is asked in one transaction.
type granting struct {
	*grantCmd
	grantOrder
	tx    pgx.Tx
	now   time.Time
	newID func() uuid.UUID
}

func (g *granting) all(ctx context.Context) (said []string, err error) {
	p, err := g.person(ctx)
	if err != nil {
		return nil, err
	}
	var trail []audit.Entry
	note := func(detail map[string]string) {
		trail = append(trail, audit.Entry{Act: "grant", Object: p.ID(), Subject: &p.UUID, Detail: detail})
	}
	if g.role != "" {
		granted, err := g.store().Grant(ctx, g.tx, g.newID(), p.UUID, g.role, g.from)
		if err != nil {
			return nil, err
		}
		if granted {
			note(map[string]string{"role": string(g.role), "from": g.from.Format(time.DateOnly)})
		}
		said = append(said, fmt.Sprintf("%s is %s %s (person %s)", p.Name, g.role, when(granted, g.from), p.ID()))
	}
	if g.Level != "" {
		detail, err := g.rank(ctx, p)
		if err != nil {
			return nil, err
		}
		added := detail != nil
		if added {
			note(detail)
		}
		said = append(said, fmt.Sprintf("%s holds %s %s", p.Name, g.Level, when(added, g.since)))
	}
	return said, audit.Append(ctx, g.tx, g.now, trail...)
}

func (g *granting) store() *people.Store { return &people.Store{DB: g.tx} }

func when(isNew bool, from time.Time) string {
	if isNew {
		return "from " + from.Format(time.DateOnly) + " on"
	}
	return "already"
}

// person finds or makes the person of the identity.
func (g *granting) person(ctx context.Context) (*people.Person, error) {
	p, err := g.store().ByIdentity(ctx, g.tx, g.Issuer, g.Subject)
	if p != nil || err != nil {
		return p, err
	}
	if strings.TrimSpace(g.Name) == "" {
		return nil, fault.New(fault.Invalid, "--name: this identity is new; name the person")
	}
	p = &people.Person{UUID: g.newID(), Name: g.Name}
	if err := g.store().Add(ctx, g.tx, p, g.now); err != nil {
		return nil, err
	}
	return p, g.store().AddIdentity(ctx, g.tx, p.UUID, g.Issuer, g.Subject, g.now)
}
