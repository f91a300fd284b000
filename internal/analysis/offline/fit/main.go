// Command fit learns the weights of the offline analyser from labelled
// dossiers, and measures them by leaving each dossier out in turn:
//
//	go run ./internal/analysis/offline/fit -date 2026-11-24
//
// It writes weights.json and report.json and prints the tables. It is run by
// hand after a change of the lexicon, the features or the dossiers; the same
// input gives the same files.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"

	"dossier/internal/analysis/eval"
	"dossier/internal/analysis/offline"
)

// own and golden are the folders of dossiers, below testdata.
const (
	ownFolder    = "own"
	goldenFolder = "golden"
)

func main() {
	log.SetFlags(0)
	data := flag.String("data", "internal/analysis/testdata", "folder that holds the folders own and golden")
	out := flag.String("out", "internal/analysis/offline", "folder to write weights.json and report.json to")
	date := flag.String("date", "", "date of the report, YYYY-MM-DD")
	flag.Parse()
	if *date == "" {
		log.Fatal("fit: -date is missing")
	}
	if _, err := run(context.Background(), *data, *out, *date, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// run fits, measures and writes, and returns the figures of the golden
// dossiers, each left out.
func run(ctx context.Context, data, out, date string, w io.Writer) (eval.Report, error) {
	c, err := load(data)
	if err != nil {
		return eval.Report{}, err
	}
	predictions, err := c.cross(ctx)
	if err != nil {
		return eval.Report{}, err
	}
	all, golden, err := c.score(predictions)
	if err != nil {
		return eval.Report{}, err
	}
	fmt.Fprintf(w, "all, each left out: %s\ngolden, each left out: %s", all.Table(), golden.Table())
	if err := writeJSON(filepath.Join(out, "weights.json"), c.fit(-1)); err != nil {
		return eval.Report{}, err
	}
	return golden, writeJSON(filepath.Join(out, "report.json"), reportOf(all, date))
}

func writeJSON(name string, v any) error {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(name), err)
	}
	if err := os.WriteFile(name, append(b, '\n'), 0o644); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(name), err)
	}
	return nil
}

// course is everything that is learnt from.
type course struct {
	analyser *offline.Analyser
	dossiers []eval.Dossier
	sheets   []sheet
}

func load(data string) (*course, error) {
	var dossiers []eval.Dossier
	for _, folder := range []string{ownFolder, goldenFolder} {
		d, err := eval.Load(filepath.Join(data, folder))
		if err != nil {
			return nil, err
		}
		dossiers = append(dossiers, d...)
	}
	a, err := offline.With(offline.Weights{})
	if err != nil {
		return nil, err
	}
	return &course{analyser: a, dossiers: dossiers, sheets: sheets(a, dossiers)}, nil
}

// fit learns from all dossiers but one; -1 leaves none out.
func (c *course) fit(without int) offline.Weights {
	use := make([]bool, len(c.dossiers))
	for i := range use {
		use[i] = i != without
	}
	return fit(c.analyser, c.sheets, use, threshold)
}

// isGolden reports whether a dossier comes from the golden folder.
func isGolden(d *eval.Dossier) bool { return strings.HasPrefix(d.ID, "open-") }
