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
	said := flag.String("predictions", "", "file to write what was said of each dossier left out to")
	voices := flag.Bool("authors", false, "only measure, leaving out all dossiers of an author in turn, and write nothing")
	flag.Parse()
	if *voices {
		if err := runAuthors(context.Background(), *data, *said, os.Stdout); err != nil {
			log.Fatal(err)
		}
		return
	}
	if *date == "" {
		log.Fatal("fit: -date is missing")
	}
	if _, err := run(context.Background(), *data, *out, *date, *said, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// measurement is what run found.
type measurement struct{ all, golden, authors, unseen eval.Report }

// run fits, measures and writes.
func run(ctx context.Context, data, out, date, said string, w io.Writer) (measurement, error) {
	var m measurement
	c, err := load(data)
	if err != nil {
		return m, err
	}
	if m, err = c.measure(ctx, said); err != nil {
		return m, err
	}
	fmt.Fprintf(w, "all, each left out: %s\ngolden, each left out: %s\nall, each author left out: %s\nunseen by lexicon and weights: %s",
		m.all.Table(), m.golden.Table(), m.authors.Table(), m.unseen.Table())
	if err := writeJSON(filepath.Join(out, "weights.json"), c.fit(everyone)); err != nil {
		return m, err
	}
	report := offline.Report{Date: date, LeftOut: figuresOf(m.all), Authors: figuresOf(m.authors), Unseen: figuresOf(m.unseen)}
	return m, writeJSON(filepath.Join(out, "report.json"), report)
}

// measure judges each dossier by weights that have not seen it, and those that
// nobody had seen by weights that have seen none of them.
func (c *course) measure(ctx context.Context, said string) (measurement, error) {
	var m measurement
	predictions, err := c.cross(ctx)
	if err != nil {
		return m, err
	}
	if said != "" {
		if err := write(said, predictions); err != nil {
			return m, err
		}
	}
	if m.all, err = c.score(predictions, func(*eval.Dossier) bool { return true }); err != nil {
		return m, err
	}
	if m.golden, err = c.score(predictions, isGolden); err != nil {
		return m, err
	}
	if predictions, err = c.crossAuthors(ctx); err != nil {
		return m, err
	}
	if m.authors, err = c.score(predictions, func(*eval.Dossier) bool { return true }); err != nil {
		return m, err
	}
	if predictions, err = c.judge(ctx, func(i int) bool { return !isUnseen(&c.dossiers[i]) }); err != nil {
		return m, err
	}
	m.unseen, err = c.score(predictions, isUnseen)
	return m, err
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

// fit learns from the dossiers that learn holds.
func (c *course) fit(learn func(int) bool) offline.Weights {
	use := make([]bool, len(c.dossiers))
	for i := range use {
		use[i] = learn(i)
	}
	return fit(c.analyser, c.sheets, use, threshold)
}

func everyone(int) bool { return true }

func write(name string, predictions []eval.Prediction) error {
	f, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("write predictions: %w", err)
	}
	defer f.Close()
	if err := eval.WritePredictions(f, predictions); err != nil {
		return err
	}
	return f.Close()
}

// firstUnseen is the first of our own dossiers that were written when the
// lexicon and the features stood.
const firstUnseen = "own-25"

// isUnseen reports whether nothing was chosen with sight of a dossier.
func isUnseen(d *eval.Dossier) bool { return !isGolden(d) && d.ID >= firstUnseen }

// isGolden reports whether a dossier comes from the golden folder.
func isGolden(d *eval.Dossier) bool { return strings.HasPrefix(d.ID, "open-") }
