package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dossier/internal/embedded"
	"dossier/internal/fault"
	"dossier/internal/sample"
)

type tokenCmd struct {
	Person string        `required:"" help:"A persona, as steward, or the key of a person of the sample."`
	Data   string        `env:"DOSSIER_DATA" placeholder:"DIR" help:"The demo's data folder, if it is not the usual one."`
	TTL    time.Duration `default:"720h" help:"How long the token is good."`
}

// Help is printed below the flags.
func (tokenCmd) Help() string {
	return "The token is signed with the demo's own key; other servers refuse it.\n\nExample:\n\n  dossier token --person steward"
}

// Run prints a token.
func (c *tokenCmd) Run(s streams) error {
	data, err := sample.Load()
	if err != nil {
		return err
	}
	p := data.Persona(c.Person)
	if p == nil {
		p = data.Person(c.Person)
	}
	if p == nil {
		return fault.New(fault.NotFound, "--person: nobody in the sample is %q; try one of %s", c.Person, strings.Join(sample.Personas(), ", "))
	}
	if c.Data == "" {
		c.Data = embedded.DefaultDir()
	}
	key := filepath.Join(c.Data, "token.key")
	if _, err := os.Stat(key); errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.NotFound, "there is no demo in %s: run dossier demo first, or name its folder with --data", c.Data)
	}
	tokens, err := openLocal(key)
	if err != nil {
		return err
	}
	raw, err := tokens.Issue(p.Key, c.TTL)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.Out, raw)
	return nil
}
