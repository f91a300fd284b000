package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/mentoring"
	"dossier/internal/page"
	"dossier/internal/people"
)

// ledgerCmd holds the subcommands on referral money.
type ledgerCmd struct {
	Accrue    ledgerAccrueCmd    `cmd:"" help:"Make the accruals of a month that is over, and of earlier ones that were missed."`
	Statement ledgerStatementCmd `cmd:"" help:"Print the statements of a person's referral agreements."`
}

type ledgerAccrueCmd struct {
	database
	Month string `required:"" placeholder:"MONTH" help:"Month that is over, YYYY-MM."`
}

// Help is printed below the flags.
func (ledgerAccrueCmd) Help() string {
	return "It prints what it made, and which months came to nothing and why. It is safe to run twice, or from two places at once: an accrual that is there already is left alone.\n\nExample:\n\n  dossier ledger accrue --month 2026-10"
}

// Run accrues.
func (c *ledgerAccrueCmd) Run(ctx context.Context, s streams) error {
	month, err := time.Parse("2006-01", c.Month)
	if err != nil {
		return fault.New(fault.Invalid, "--month: %q is no month; write it as 2026-10", c.Month)
	}
	pool, err := c.openCurrent(ctx)
	if err != nil {
		return err
	}
	defer pool.Close()
	acts := &mentoring.Acts{DB: pool, Ladders: ladder.NewCatalog(pool), NewID: id.Maker{Now: time.Now, Rand: rand.Reader}.New}
	made, nothing := 0, 0
	err = acts.Accrue(ctx, month, now(), func(l mentoring.Line) {
		said := "nothing: " + l.Reason
		if m := l.Made; m != nil {
			made++
			said = fmt.Sprintf("month %d of %d, %s", m.Index, l.Agreement.Months, mentoring.Money{Amount: m.Amount, Currency: m.Currency})
		} else {
			nothing++
		}
		fmt.Fprintf(s.Out, "%s  %s  %s\n", l.Agreement.ID(), l.Month.Format("2006-01"), said)
	})
	if err == nil || made+nothing > 0 { // what was committed before an error is told
		fmt.Fprintf(s.Out, "accruals made: %d; months that came to nothing: %d\n", made, nothing)
	}
	return err
}

type ledgerStatementCmd struct {
	database
	Person string `required:"" placeholder:"ID" help:"The id of a mentor or a mentee, as the API gives it."`
}

// Help is printed below the flags.
func (ledgerStatementCmd) Help() string {
	return "It prints what mentor, mentee and house founders read in the API, newest agreement first.\n\nExample:\n\n  dossier ledger statement --person AQIBjwCp5sN1zYeXKzU6U9yC"
}

// Run prints.
func (c *ledgerStatementCmd) Run(ctx context.Context, s streams) error {
	who, _ := id.Parse(c.Person) // malformed and of another kind are said alike
	person, ok := who.Row(id.Person)
	if !ok {
		return fault.New(fault.Invalid, "--person: %q is no id of a person; take it from the API, as people { id }, or from dossier grant", c.Person)
	}
	pool, err := c.openCurrent(ctx)
	if err != nil {
		return err
	}
	defer pool.Close()
	p := statementPrinter{pool: pool, streams: s, viewer: &people.Viewer{Person: person, Now: now()}}
	return p.all(ctx)
}

// statementPrinter prints what one person may see: the agreements in which
// that person is mentor or mentee.
type statementPrinter struct {
	streams
	pool    *pgxpool.Pool
	viewer  *people.Viewer
	printed int
}

func (p *statementPrinter) all(ctx context.Context) error {
	store := &mentoring.Store{DB: p.pool}
	for r := (page.Request{First: page.Max}); ; {
		c, err := store.Agreements(ctx, p.viewer, mentoring.AgreementFilter{}, r)
		if err != nil {
			return err
		}
		if err := p.page(ctx, store, c.Edges); err != nil {
			return err
		}
		if !c.PageInfo.HasNextPage {
			break
		}
		next, err := page.NewRequest(nil, c.PageInfo.EndCursor)
		if err != nil {
			return err
		}
		r.After = next.After
	}
	if p.printed == 0 {
		fmt.Fprintln(p.Out, "no referral agreement")
	}
	return nil
}

func (p *statementPrinter) page(ctx context.Context, store *mentoring.Store, edges []*page.Edge[mentoring.Agreement]) error {
	var agreements, persons []uuid.UUID
	for _, e := range edges {
		agreements, persons = append(agreements, e.Node.UUID), append(persons, e.Node.MentorID, e.Node.MenteeID)
	}
	names, err := (&people.Store{DB: p.pool}).ByIDs(ctx, persons)
	if err != nil {
		return err
	}
	statements, err := store.Statements(ctx, p.viewer, agreements)
	if err != nil {
		return err
	}
	for _, e := range edges {
		a, st := e.Node, statements[e.Node.UUID]
		p.printed++
		fmt.Fprintf(p.Out, "%s  %s, mentor %s, mentee %s\n", a.ID(), a.Status, names[a.MentorID].Name, names[a.MenteeID].Name)
		for _, l := range st.Entries {
			fmt.Fprintf(p.Out, "  %s  %s  %s; owed so far %s\n", l.Month.Format("2006-01"), l.ID(), l.Explanation, l.RunningTotal)
		}
		fmt.Fprintf(p.Out, "  owed %s, %d of %d months left\n", st.Total, st.MonthsLeft, a.Months)
	}
	return nil
}
