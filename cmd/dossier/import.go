package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/intake"
)

type importCmd struct {
	Files []string `arg:"" name:"file" help:"CSV, JSON or JSON lines: .csv, .json, .jsonl."`
	database
	DryRun  bool   `help:"Do everything, report it, and take it back."`
	OnError string `enum:"stop,skip" default:"stop" help:"stop: write nothing if any row is bad; skip: leave bad rows out."`
	As      string `placeholder:"TABLE" help:"Table of the files, where their names do not say it."`
	Report  string `placeholder:"FILE" help:"Write the bad rows to a file, .csv or .jsonl."`
}

// Help is printed below the flags.
func (importCmd) Help() string {
	return `Every row has a key of its own, by which other rows refer to it and by which it is known again: the same files may be imported any number of times. docs/import.md names all tables and columns.

Example:

  dossier import people.csv ranks.csv tech-decisions.csv --dry-run`
}

// Run imports.
func (c *importCmd) Run(ctx context.Context, s streams) error {
	write, err := c.reportFormat()
	if err != nil {
		return err
	}
	if c.Report != "" {
		// Whether the report can be written is known before anything else is.
		if err := writeFile(c.Report, func(io.Writer) error { return nil }); err != nil {
			return err
		}
	}
	pool, err := c.openCurrent(ctx)
	if err != nil {
		return err
	}
	defer pool.Close()
	sources := make([]intake.Source, len(c.Files))
	for i, f := range c.Files {
		sources[i] = intake.File(f, c.As)
	}
	im := &intake.Importer{DB: pool, NewID: id.Maker{Now: time.Now, Rand: rand.Reader}.New, Progress: progress(s.Err)}
	report, err := im.Import(ctx, sources, intake.Options{Skip: c.OnError == "skip", DryRun: c.DryRun}, now())
	if im.Progress != nil {
		fmt.Fprint(s.Err, "\r\033[K")
	}
	if err != nil {
		return err
	}
	if err := report.Text(s.Out); err != nil {
		return fmt.Errorf("print the report: %w", err)
	}
	if c.Report != "" {
		if err := writeFile(c.Report, func(w io.Writer) error { return write(report, w) }); err != nil {
			return err
		}
	}
	if n := report.BadRows(); n > 0 && (c.OnError == "stop" || report.Cut) {
		return fault.New(fault.Invalid, "bad rows: %d", n)
	}
	return nil
}

// reportFormat is how the file of --report is written, by its ending.
func (c *importCmd) reportFormat() (func(*intake.Report, io.Writer) error, error) {
	switch ext := strings.ToLower(filepath.Ext(c.Report)); {
	case c.Report == "" || ext == ".csv":
		return (*intake.Report).CSV, nil
	case ext == ".jsonl" || ext == ".ndjson":
		return (*intake.Report).JSONLines, nil
	}
	return nil, fault.New(fault.Invalid, "--report: name a file that ends in .csv or .jsonl")
}

// writeFile writes a file whole or not at all.
func writeFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.OpenFile(path+".new", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fault.New(fault.Invalid, "%s cannot be written: %v", path, cause(err))
	}
	err = write(f)
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		_ = os.Remove(path + ".new") // what failed before is the error
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// progress tells on a terminal how far an import is; nil elsewhere.
func progress(w io.Writer) func(string, int) {
	if !terminal(w) {
		return nil
	}
	return func(table string, rows int) { fmt.Fprintf(w, "\r\033[K%s: %d rows", table, rows) }
}
