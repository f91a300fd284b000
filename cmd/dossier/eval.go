package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"dossier/internal/analysis"
	"dossier/internal/analysis/eval"
	"dossier/internal/analysis/eval/counterfactual"
	"dossier/internal/fault"
	"dossier/internal/ladder"
)

type evalCmd struct {
	Dir            []string `arg:"" type:"existingdir" help:"Folders of dossiers, one JSON file each."`
	Predictions    string   `placeholder:"FILE" help:"Write what the analyser said to FILE, one JSON line a dossier."`
	Counterfactual bool     `help:"Say the same otherwise (other names, pronouns, places, order, padding, polish) and show which scores move."`
	Seed           uint64   `default:"1" help:"Seed of the variants: the same seed, the same variants."`
	Strict         bool     `help:"Exit with 1 when a target is missed, or with --counterfactual when any score moved, and say which."`
	Analyser       string   `enum:"offline,llm" default:"offline" help:"Analyser to measure: offline, or llm at --llm-url."`
	Ladder         string   `type:"existingdir" placeholder:"DIR" help:"Folder of another ladder than the shipped one."`
	Level          string   `default:"L8" help:"Level that the writers leave; its criteria are read."`
	model
}

// Help is printed below the flags.
func (evalCmd) Help() string {
	return `The analyser is given documents and records alone. Where the files carry labels, a table compares
what it said with them; on dossiers that the weights were fitted on that flatters, and the figures for
dossiers left out stand in internal/analysis/offline/report.json.

Examples:

  dossier eval internal/analysis/testdata/golden --predictions predictions.jsonl
  dossier eval --strict internal/analysis/testdata/golden
  dossier eval --counterfactual internal/analysis/testdata/golden`
}

// Run measures.
func (c *evalCmd) Run(ctx context.Context, s streams, log *slog.Logger) error {
	level, err := (&analyzeCmd{Ladder: c.Ladder, Level: c.Level}).level()
	if err != nil {
		return err
	}
	var dossiers []eval.Dossier
	for _, dir := range c.Dir {
		list, err := eval.Load(dir)
		if err != nil {
			return fault.New(fault.Invalid, "%v", err)
		}
		dossiers = append(dossiers, list...)
	}
	if c.Predictions != "" && c.Counterfactual {
		return fault.New(fault.Invalid, "--predictions and --counterfactual: ask for one of them")
	}
	if c.Analyser == "llm" && c.LLMURL == "" {
		return fault.New(fault.Invalid, "--analyser llm needs --llm-url and --llm-model")
	}
	if slug := level.Version().Slug; c.Analyser == "llm" && c.forbidden(slug) {
		return fault.New(fault.Invalid, "--llm-forbid: no remote model may read what is written for %s; leave out --analyser llm", slug)
	}
	options, err := analysers(c.model, new(analysis.Memory), fence(c.LLMKey, c.LLMURL), nil, log)
	if err != nil {
		return err
	}
	if c.Counterfactual {
		return c.vary(ctx, s, level, options[c.Analyser], dossiers)
	}
	predictions, err := eval.Run(ctx, level, options[c.Analyser], dossiers)
	if err != nil {
		return err
	}
	if c.Predictions != "" {
		if err := writePredictions(c.Predictions, predictions); err != nil {
			return err
		}
	}
	if !eval.Labelled(dossiers) {
		if c.Strict {
			return fault.New(fault.Invalid, "--strict: no dossier carries labels to compare with")
		}
		fmt.Fprintf(s.Err, "%d dossiers analysed; none carries labels to compare with\n", len(dossiers))
		return nil
	}
	report, err := eval.Score(dossiers, predictions)
	if err != nil {
		return err
	}
	if _, err = fmt.Fprint(s.Out, report.Table()); err != nil {
		return err
	}
	if missed := report.Missed(); c.Strict && len(missed) > 0 {
		return fault.New(fault.Conflict, "missed: %s", strings.Join(missed, "; "))
	}
	return nil
}

// vary shows what moves when the same is said otherwise.
func (c *evalCmd) vary(ctx context.Context, s streams, level *ladder.Level, o analysis.Options, dossiers []eval.Dossier) error {
	report, err := counterfactual.Run(ctx, level, o, dossiers, c.Seed)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(s.Out, "%d dossiers\n\n%s\n%s", len(dossiers), report.Table(), report.Moves()); err != nil {
		return err
	}
	if n := report.Moved(); c.Strict && n > 0 {
		var by []string
		for _, f := range report.Variants {
			if len(f.Moves) > 0 {
				by = append(by, fmt.Sprintf("%s %d", f.Variant, len(f.Moves)))
			}
		}
		return fault.New(fault.Conflict, "%d scores moved: %s", n, strings.Join(by, ", "))
	}
	return nil
}

// writePredictions writes the file whole or says why it could not.
func writePredictions(name string, predictions []eval.Prediction) error {
	f, err := os.Create(name)
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "%s cannot be written", name)
	}
	if err := eval.WritePredictions(f, predictions); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
