package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/schollz/progressbar/v3"

	"dossier/internal/audit"
	"dossier/internal/fault"
	"dossier/internal/id"
)

// auditCmd holds the subcommands on the trail.
type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Check that the trail of who did what is whole."`
	List   auditListCmd   `cmd:"" help:"Print what was done that is about a person."`
}

type auditVerifyCmd struct {
	database
	Head string `placeholder:"NUMBER:HASH" help:"A head that was printed before; the trail must still go through it."`
}

// Help is printed below the flags.
func (auditVerifyCmd) Help() string {
	return `It computes every row's hash again and exits with 1 at the first row that was changed, moved or taken out. Keep the head that it prints in another place than the database: only against it is it found that rows were cut off the end, or that the whole trail was written anew.

Example:

  dossier audit verify --head 1204:9f2c...`
}

// Run verifies.
func (c *auditVerifyCmd) Run(ctx context.Context, s streams) error {
	var noted *audit.Head
	if c.Head != "" {
		h, err := audit.ParseHead(c.Head)
		if err != nil {
			return err
		}
		noted = &h
	}
	pool, err := c.openCurrent(ctx)
	if err != nil {
		return err
	}
	defer pool.Close()
	var done func(read, all int64)
	if terminal(s.Err) {
		var b *progressbar.ProgressBar
		done = func(read, all int64) {
			if b == nil {
				b = progressbar.NewOptions64(all, progressbar.OptionSetWriter(s.Err), progressbar.OptionClearOnFinish(),
					progressbar.OptionSetDescription("rows"), progressbar.OptionShowCount())
			}
			_ = b.Set64(min(read, all)) // a bar that cannot be drawn is no failure
		}
	}
	r, err := audit.Verify(ctx, pool, noted, done)
	if err != nil {
		return err
	}
	if r.Broken != "" {
		return fault.New(fault.Conflict, "the audit trail is broken: %s; it is whole up to row %d", r.Broken, r.Head.Seq)
	}
	fmt.Fprintf(s.Out, "the audit trail is whole: %d rows\nhead %s\n", r.Head.Seq, r.Head)
	return nil
}

type auditListCmd struct {
	database
	Person string `required:"" placeholder:"ID" help:"The person's id, as the API gives it."`
	Since  string `placeholder:"DATE" help:"First day, YYYY-MM-DD; all days if left out."`
}

// Help is printed below the flags.
func (auditListCmd) Help() string {
	return "One line an act: its number, when, which, on what, by whom and details. The trail holds ids and no names.\n\nExample:\n\n  dossier audit list --person AQIBjwCp5sN1zYeXKzU6U9yC --since 2026-11-01"
}

// Run lists.
func (c *auditListCmd) Run(ctx context.Context, s streams) error {
	who, _ := id.Parse(c.Person) // malformed and of another kind are said alike
	person, ok := who.Row(id.Person)
	if !ok {
		return fault.New(fault.Invalid, "--person: %q is no id of a person; take it from the API, as people { id }, or from dossier grant", c.Person)
	}
	since, err := day("--since", c.Since, time.Time{})
	if err != nil {
		return err
	}
	pool, err := c.openCurrent(ctx)
	if err != nil {
		return err
	}
	defer pool.Close()
	return audit.List(ctx, pool, person, since, func(r audit.Row) error {
		_, err := fmt.Fprintln(s.Out, trailLine(r))
		return err
	})
}

// trailLine is a row of the trail as a person reads it.
func trailLine(r audit.Row) string {
	by := "the program"
	if r.Actor != nil {
		by = personID(*r.Actor)
	}
	line := fmt.Sprintf("%d  %s  %s  %s  by %s", r.Seq, r.At.Format(time.RFC3339), r.Act, r.Object, by)
	for _, name := range slices.Sorted(maps.Keys(r.Detail)) {
		line += fmt.Sprintf("  %s=%s", name, r.Detail[name])
	}
	return line
}

func personID(u uuid.UUID) string { return id.Of(id.Person, u).String() }
