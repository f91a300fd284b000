package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"dossier/internal/analysis"
	"dossier/internal/analysis/eval"
	"dossier/internal/fault"
)

type evalCmd struct {
	Dir         string `arg:"" type:"existingdir" help:"Folder of dossiers, one JSON file each."`
	Predictions string `placeholder:"FILE" help:"Write what the analyser said to FILE, one JSON line a dossier."`
	Analyser    string `enum:"offline,llm" default:"offline" help:"Analyser to measure: offline, or llm at --llm-url."`
	Ladder      string `type:"existingdir" placeholder:"DIR" help:"Folder of another ladder than the shipped one."`
	Level       string `default:"L8" help:"Level that the writers leave; its criteria are read."`
	model
}

// Help is printed below the flags.
func (evalCmd) Help() string {
	return `The analyser is given documents and records alone. Where the files carry labels, a table compares
what it said with them; on dossiers that the weights were fitted on that flatters, and the figures for
dossiers left out stand in internal/analysis/offline/report.json.

Example:

  dossier eval internal/analysis/testdata/golden --predictions predictions.jsonl`
}

// Run measures.
func (c *evalCmd) Run(ctx context.Context, s streams, log *slog.Logger) error {
	level, err := (&analyzeCmd{Ladder: c.Ladder, Level: c.Level}).level()
	if err != nil {
		return err
	}
	dossiers, err := eval.Load(c.Dir)
	if err != nil {
		return fault.New(fault.Invalid, "%v", err)
	}
	if c.Analyser == "llm" && c.LLMURL == "" {
		return fault.New(fault.Invalid, "--analyser llm needs --llm-url and --llm-model")
	}
	options, err := analysers(c.model, new(analysis.Memory), fence(c.LLMKey, c.LLMURL), nil, log)
	if err != nil {
		return err
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
		fmt.Fprintf(s.Err, "%d dossiers analysed; none carries labels to compare with\n", len(dossiers))
		return nil
	}
	report, err := eval.Score(dossiers, predictions)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(s.Out, report.Table())
	return err
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
