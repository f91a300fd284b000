package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/jackc/pgx/v5"

	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/postgres"
	"dossier/ladders"
)

// ladderCmd holds the subcommands on ladders.
type ladderCmd struct {
	Check  ladderCheckCmd  `cmd:"" help:"Say what is wrong with a ladder's files, by file and line."`
	Import ladderImportCmd `cmd:"" help:"Import a ladder as its newest version."`
	Show   ladderShowCmd   `cmd:"" help:"Print what a ladder's files say."`
}

type ladderCheckCmd struct {
	Dir string `arg:"" optional:"" type:"existingdir" help:"Folder with the ladder's YAML files; the shipped ladder if left out."`
}

// Help is printed below the flags.
func (ladderCheckCmd) Help() string {
	return "Example:\n\n  dossier ladder check ladders/ai-first-business-manager"
}

// Run checks.
func (c *ladderCheckCmd) Run(s streams) error {
	problems, err := ladder.Check(ladderFiles(c.Dir))
	if err != nil {
		return err
	}
	c.Dir = cmp.Or(c.Dir, "the shipped ladder")
	for _, p := range problems {
		fmt.Fprintln(s.Out, p)
	}
	if n := len(problems); n > 0 {
		return fault.New(fault.Invalid, "%d to mend in %s", n, c.Dir)
	}
	fmt.Fprintf(s.Out, "%s is in order\n", c.Dir)
	return nil
}

type ladderImportCmd struct {
	Dir string `arg:"" optional:"" type:"existingdir" help:"Folder with the ladder's YAML files; the shipped ladder if left out."`
	database
}

// Help is printed below the flags.
func (ladderImportCmd) Help() string {
	return "A version never changes: text that was imported before is left alone, changed text needs a new label.\n\nExample:\n\n  dossier ladder import ladders/ai-first-business-manager"
}

// Run imports.
func (c *ladderImportCmd) Run(ctx context.Context, s streams) error {
	v, err := loadLadder(c.Dir)
	if err != nil {
		return err
	}
	pool, err := c.openCurrent(ctx)
	if err != nil {
		return err
	}
	defer pool.Close()
	var created bool
	err = postgres.InTx(ctx, pool, func(tx pgx.Tx) error {
		v, created, err = ladder.Import(ctx, tx, v, time.Now(), id.Maker{Now: time.Now, Rand: rand.Reader}.New)
		return err
	})
	if err != nil {
		return err
	}
	if created {
		fmt.Fprintf(s.Out, "imported %s, version %q\n", v.Slug, v.Label)
	} else {
		fmt.Fprintf(s.Out, "%s, version %q, was imported already\n", v.Slug, v.Label)
	}
	return nil
}

// ladderFiles are those of a folder, or the shipped ladder's.
func ladderFiles(dir string) fs.FS {
	if dir == "" {
		return ladders.Default()
	}
	return os.DirFS(dir)
}

// loadLadder reads a ladder's files; what is wrong with them is listed.
func loadLadder(dir string) (*ladder.Version, error) {
	v, err := ladder.Load(ladderFiles(dir))
	if bad, ok := errors.AsType[*ladder.CheckError](err); ok {
		return nil, fault.New(fault.Invalid, "%d to mend in %s: see dossier ladder check %s", len(bad.Problems), dir, dir)
	}
	return v, err
}

type ladderShowCmd struct {
	Level string `arg:"" optional:"" help:"A level's code, to print it in full."`
	Dir   string `type:"existingdir" placeholder:"DIR" help:"Folder with the ladder's YAML files; the shipped ladder if left out."`
}

// Help is printed below the flags.
func (ladderShowCmd) Help() string {
	return "Example:\n\n  dossier ladder show L8 --dir ladders/ai-first-business-manager"
}

// Run prints.
func (c *ladderShowCmd) Run(s streams) error {
	v, err := loadLadder(c.Dir)
	if err != nil {
		return err
	}
	if c.Level == "" {
		fmt.Fprint(s.Out, v.Overview())
		return nil
	}
	l := v.Level(c.Level)
	if l == nil {
		return fault.New(fault.NotFound, "%s has no level %q", v.Title, c.Level)
	}
	fmt.Fprint(s.Out, l.Text())
	return nil
}
