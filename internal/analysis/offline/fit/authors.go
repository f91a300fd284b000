package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"dossier/internal/analysis/eval"
)

// goldenAuthor wrote the dossiers of the golden folder.
const goldenAuthor = "golden"

// firsts are the first of our own dossiers of each author. Dossiers of one
// author have a voice in common, and a voice is what does not carry over to
// the next dossier.
func firsts() []string { return []string{"own-01", "own-13", "own-19", "own-25"} }

// author names who wrote a dossier, by the first one that they wrote.
func author(d *eval.Dossier) string {
	if isGolden(d) {
		return goldenAuthor
	}
	name := ""
	for _, first := range firsts() {
		if d.ID >= first {
			name = first
		}
	}
	return name
}

// authors are those of the dossiers, in order.
func (c *course) authors() []string {
	var out []string
	for i := range c.dossiers {
		out = append(out, author(&c.dossiers[i]))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// crossAuthors runs the whole analysis of each dossier with weights that have
// seen nothing by its author.
func (c *course) crossAuthors(ctx context.Context) ([]eval.Prediction, error) {
	var out []eval.Prediction
	for _, name := range c.authors() {
		p, err := c.judge(ctx, func(i int) bool { return author(&c.dossiers[i]) != name })
		if err != nil {
			return nil, err
		}
		out = append(out, p...)
	}
	return out, nil
}

// runAuthors prints how the analyser does on dossiers of authors left out, one
// by one and together.
func runAuthors(ctx context.Context, data, said string, w io.Writer) error {
	c, err := load(data)
	if err != nil {
		return err
	}
	predictions, err := c.crossAuthors(ctx)
	if err != nil {
		return err
	}
	if said != "" {
		if err := write(said, predictions); err != nil {
			return err
		}
	}
	for _, name := range append(c.authors(), "") {
		r, err := c.score(predictions, func(d *eval.Dossier) bool { return strings.HasPrefix(author(d), name) })
		if err != nil {
			return err
		}
		title := name
		if name == "" {
			title = "all"
		}
		if _, err := fmt.Fprintf(w, "%s, each author left out: %s\n", title, r.Table()); err != nil {
			return err
		}
	}
	return nil
}
