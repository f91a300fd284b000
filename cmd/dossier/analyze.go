package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"dossier/internal/analysis"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/ladder"
)

type analyzeCmd struct {
	Files     []string `arg:"" optional:"" help:"Markdown or text files; - or none is standard input."`
	JSON      bool     `help:"Print JSON for machines."`
	Explain   bool     `help:"Say how each finding came about: what every passage weighed, the rules of every score, what came close."`
	Ladder    string   `type:"existingdir" placeholder:"DIR" help:"Folder of another ladder than the shipped one."`
	Level     string   `default:"L8" help:"Level that the writer leaves; its criteria are read."`
	Component string   `placeholder:"KEY" help:"Component that the documents belong to, as team-building-case-study."`
	Color     string   `enum:"auto,always,never" default:"auto" help:"Colour: auto (on a terminal), always or never."`
	model
}

// Help is printed below the flags.
func (analyzeCmd) Help() string {
	return `It needs no server and no database. Scores are advisory; they say what was found in the text, not what is true.

Examples:

  dossier analyze case-study.md
  dossier analyze --explain case-study.md
  dossier extract study.docx | dossier analyze --component team-building-case-study --json`
}

// Run analyses.
func (c *analyzeCmd) Run(ctx context.Context, s streams, log *slog.Logger) error {
	level, err := c.level()
	if err != nil {
		return err
	}
	in := analysis.Input{Level: level}
	if in.Documents, err = c.documents(level, s.In); err != nil {
		return err
	}
	options, err := analysers(c.model, new(analysis.Memory), fence(c.LLMKey, c.LLMURL), nil, log)
	if err != nil {
		return err
	}
	name, err := c.model.name()
	if err != nil {
		return err
	}
	var notes []string
	if name == "llm" && c.forbidden(level.Version().Slug) {
		name, notes = "offline", []string{analysis.ForbiddenNote}
	}
	opt := options[name]
	opt.Explain = c.Explain
	if name == "llm" && terminal(s.Err) {
		opt.Progress = bar(s.Err)
	}
	res, err := analysis.Run(ctx, in, opt)
	if later, ok := errors.AsType[*analysis.RetryLater](err); ok {
		return fault.New(fault.Unavailable, "the model asks to wait for %s; run this again then, or leave out --llm-url to analyse offline", later.After)
	}
	if err != nil {
		return err
	}
	res.Reasons = append(res.Reasons, notes...)
	if c.JSON {
		return writeJSON(s.Out, in, res, c.Explain)
	}
	p := paper{w: s.Out, explain: c.Explain, colour: c.Color == "always" || c.Color == "auto" && terminal(s.Out) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb", width: width(s.Out)}
	p.result(in, res)
	return p.err
}

func (c *analyzeCmd) level() (*ladder.Level, error) {
	v, err := loadLadder(c.Ladder)
	if err != nil {
		return nil, err
	}
	l := v.Level(c.Level)
	if l == nil {
		return nil, fault.New(fault.Invalid, "--level: %s has no level %q", v.Title, c.Level)
	}
	if len(l.PanelCriteria) == 0 {
		return nil, fault.New(fault.Invalid, "--level: %s says nothing of what a panel looks for at %q", v.Title, c.Level)
	}
	if c.Component != "" && l.Component(c.Component) == nil {
		return nil, fault.New(fault.Invalid, "--component: %s has no component %q", l.Code, c.Component)
	}
	return l, nil
}

func (c *analyzeCmd) documents(l *ladder.Level, stdin io.Reader) ([]analysis.Document, error) {
	files := c.Files
	if len(files) == 0 {
		files = []string{"-"}
	}
	var list []analysis.Document
	for i, name := range files {
		body, err := readDocument(name, stdin)
		if err != nil {
			return nil, err
		}
		title := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
		if name == "-" {
			name, title = "standard input", ""
		}
		list = append(list, analysis.Document{Ref: fmt.Sprintf("%04d %s", i, name), Component: c.Component, Title: title, Body: body})
	}
	return list, nil
}

// readDocument reads a file whole and refuses what could not be saved either.
func readDocument(name string, stdin io.Reader) (string, error) {
	r := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return "", fault.New(fault.Invalid, "%s cannot be read: %v", name, cause(err))
		}
		defer f.Close()
		r = f
	}
	b, err := io.ReadAll(io.LimitReader(r, dossier.MaxBody+1))
	switch at := strings.IndexByte(string(b), 0); {
	case err != nil:
		return "", fault.New(fault.Invalid, "%s cannot be read: %v", name, cause(err))
	case len(b) > dossier.MaxBody:
		return "", fault.New(fault.Invalid, "%s is larger than %d bytes: split it", name, dossier.MaxBody)
	case at >= 0:
		return "", fault.New(fault.Invalid, "%s holds a NUL character at byte %d: it is no text", name, at)
	case !utf8.Valid(b):
		return "", fault.New(fault.Invalid, "%s is not valid UTF-8: save it as UTF-8", name)
	case strings.TrimSpace(string(b)) == "":
		return "", fault.New(fault.Invalid, "%s is empty", name)
	}
	return string(b), nil
}

// cause is what the system says, without the path that the sentence names.
func cause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

func width(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n >= 40 {
			return min(n, 100)
		}
	}
	return 80
}

// bar shows how far a run with a model is.
func bar(w io.Writer) func(analysis.Progress) {
	var b *progressbar.ProgressBar
	var stage analysis.Stage
	return func(p analysis.Progress) {
		if b == nil || p.Stage != stage {
			stage = p.Stage
			b = progressbar.NewOptions(p.Total, progressbar.OptionSetWriter(w), progressbar.OptionClearOnFinish(),
				progressbar.OptionSetDescription(strings.ToLower(string(p.Stage))), progressbar.OptionShowCount())
		}
		_ = b.Set(p.Done) // a bar that cannot be drawn is no failure
	}
}
