package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"time"

	"dossier/internal/analysis"
	"dossier/internal/fault"
	"dossier/internal/id"
)

// keptCmd holds the subcommands on what is kept of the talk with models.
type keptCmd struct {
	List keptListCmd `cmd:"" help:"List what a model was asked for an analysis."`
	Show keptShowCmd `cmd:"" help:"Print what was sent to a model and what it answered."`
}

// keeping says whether prompts and raw answers are kept, and for how long.
type keeping struct {
	KeepKey string        `name:"llm-keep-key" env:"DOSSIER_LLM_KEEP_KEY" placeholder:"KEY" help:"Key to keep prompts and raw answers encrypted with: 32 random bytes in base64, as of openssl rand -base64 32. Without it none are kept; answers that save a call are sealed with a key made of --llm-key and --database-url."`
	Keep    time.Duration `name:"llm-keep" env:"DOSSIER_LLM_KEEP" default:"720h" help:"How long prompts and answers are kept; then they are deleted."`
}

// seal is what prompts and raw answers are encrypted with.
func (k keeping) seal() (*analysis.Seal, error) {
	secret, err := analysis.ParseKey(k.KeepKey)
	if err != nil {
		return nil, fault.New(fault.Invalid, "--llm-keep-key: %v", err)
	}
	return analysis.NewSeal(secret, "exchanges")
}

// kept reads what is kept of an analysis. That it was read is in the trail.
type kept struct {
	database
	keeping
	Analysis string `arg:"" help:"The analysis's id, as the API gives it."`
}

const exchangesNote = "It needs the database and the key that the worker sealed them with, and leaves an entry in the audit trail about the candidate. Where names were replaced before they were sent, the replacements stand in them."

func (k kept) read(ctx context.Context) ([]analysis.Kept, error) {
	if k.KeepKey == "" {
		return nil, fault.New(fault.Invalid, "no key is given: set --llm-keep-key or DOSSIER_LLM_KEEP_KEY to the one that the worker has; without a key it keeps nothing")
	}
	seal, err := k.seal()
	if err != nil {
		return nil, err
	}
	of, _ := id.Parse(k.Analysis) // malformed and of another kind are said alike
	key, ok := of.Row(id.Analysis)
	if !ok {
		return nil, fault.New(fault.Invalid, "%q is no id of an analysis; take it from the API, as dossier(id:) { analyses { nodes { id } } }", k.Analysis)
	}
	pool, err := k.openCurrent(ctx)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	found, err := (&analysis.Exchanges{DB: pool, Seal: seal}).Of(ctx, key, now())
	if fault.KindOf(err) == fault.NotFound {
		return nil, fault.New(fault.NotFound, "there is no analysis %s", k.Analysis)
	}
	return found, err
}

// line is an exchange without its words.
func (k kept) line(n int, e analysis.Kept) string {
	return fmt.Sprintf("%d  %s  %s  %s  sent %d bytes, answered %d  deleted after %s",
		n, e.Asked.UTC().Format(time.RFC3339), e.Question, e.Class, len(e.Prompt), len(e.Answer), e.At.Add(k.Keep).UTC().Format(time.RFC3339))
}

type keptListCmd struct{ kept }

// Help is printed below the flags.
func (keptListCmd) Help() string {
	return "One line an exchange: its number, when it was asked, what kind of question, what became of it, how long both are and when it will be deleted, by --llm-keep. " + exchangesNote + "\n\nExample:\n\n  dossier exchanges list CQIBjwCp5sN1zYeXKzU6U9yC"
}

// Run lists.
func (c *keptListCmd) Run(ctx context.Context, s streams) error {
	found, err := c.read(ctx)
	if err != nil {
		return err
	}
	for i, e := range found {
		fmt.Fprintln(s.Out, c.line(i+1, e))
	}
	return none(s.Out, found)
}

type keptShowCmd struct {
	kept
	Number int `short:"n" placeholder:"NUMBER" help:"Only the one of this number; all if left out."`
}

// Help is printed below the flags.
func (keptShowCmd) Help() string {
	return "Each exchange as it went over the wire: the body of the request, then that of the answer. " + exchangesNote + "\n\nExample:\n\n  dossier exchanges show CQIBjwCp5sN1zYeXKzU6U9yC --number 2"
}

// Run prints.
func (c *keptShowCmd) Run(ctx context.Context, s streams) error {
	if c.Number < 0 {
		return fault.New(fault.Invalid, "--number: exchanges count from 1")
	}
	found, err := c.read(ctx)
	if err != nil {
		return err
	}
	if c.Number > len(found) {
		return fault.New(fault.NotFound, "--number: there are %d exchanges; dossier exchanges list names them", len(found))
	}
	for i, e := range found {
		if c.Number == 0 || c.Number == i+1 {
			fmt.Fprintf(s.Out, "%s\n--- sent\n%s\n--- answered\n%s\n", c.line(i+1, e), e.Prompt, cmp.Or(e.Answer, "(nothing)"))
		}
	}
	return none(s.Out, found)
}

// none says so where nothing is kept, and why that can be.
func none(w io.Writer, found []analysis.Kept) error {
	if len(found) > 0 {
		return nil
	}
	_, err := fmt.Fprintln(w, "nothing is kept of this analysis: it was done offline or from kept answers, by a worker without a key, or longer ago than exchanges are kept")
	return err
}
