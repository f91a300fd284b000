package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"dossier/internal/embedded"
	"dossier/internal/extract"
	"dossier/internal/fault"
	"dossier/internal/files"
)

// filing says where uploaded files are kept.
type filing struct {
	Files string `env:"DOSSIER_FILES" placeholder:"ADDRESS" help:"Where uploaded files are kept: a folder, or s3://BUCKET?region=REGION. If left out, a folder in the data folder. Give all servers the same, and workers too: they delete what no text of the database has named for a day, so that a store belongs to one database."`
}

// takeFiles lets files be uploaded, and returns what ends that.
func (a *app) takeFiles(ctx context.Context, f filing, data string) (func(), error) {
	address := f.Files
	if address == "" {
		address = filepath.Join(data, "files")
	}
	store, err := files.Open(ctx, address, extract.MaxFile)
	if err != nil {
		return nil, fmt.Errorf("--files (DOSSIER_FILES): %w", err)
	}
	a.resolver.Acts.Files = store
	a.resolver.Acts.Reader = sandbox(data)
	return func() { _ = store.Close() }, nil // what was kept is kept
}

// sandbox reads files, two at a time. What it makes of PDFium is kept in the
// data folder; where that cannot be written it is made each time.
func sandbox(data string) *extract.Sandbox {
	cache := filepath.Join(data, "cache")
	if os.MkdirAll(cache, 0o700) != nil {
		cache = ""
	}
	return &extract.Sandbox{Cache: cache, Turns: extract.NewTurns(2)}
}

type extractCmd struct {
	File string `arg:"" help:"PDF or DOCX; - is standard input."`
	Data string `env:"DOSSIER_DATA" placeholder:"DIR" help:"Folder for data and keys; /var/lib/dossier for root if left out, else the user's own data folder."`
}

// Help is printed below the flags.
func (extractCmd) Help() string {
	return `The text is Markdown, as an upload of the file would save it. The file is read by a process of its own, with little memory and time, no files and no network.

Examples:

  dossier extract study.pdf
  dossier extract study.docx | dossier analyze`
}

// Run prints a file's text.
func (c *extractCmd) Run(ctx context.Context, s streams) error {
	r := s.In
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return fault.New(fault.Invalid, "%s cannot be read: %v", c.File, cause(err))
		}
		defer f.Close()
		r = f
	}
	file, err := io.ReadAll(io.LimitReader(r, extract.MaxFile+1))
	if err != nil {
		return fault.New(fault.Invalid, "%s cannot be read: %v", c.File, cause(err))
	}
	if c.Data == "" {
		c.Data = embedded.DefaultDir()
	}
	text, err := sandbox(c.Data).Read(ctx, file)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.Out, text.Body)
	return err
}
