package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"dossier/internal/fault"
)

type healthCmd struct {
	URL     string        `arg:"" optional:"" default:"http://127.0.0.1:8080/readyz" help:"Address to ask."`
	Timeout time.Duration `default:"3s" help:"How long to wait."`
}

// Help is printed below the flags.
func (healthCmd) Help() string {
	return "It exits with 0 when the answer is 200, else with 1. The image's health check is this command.\n\nExample:\n\n  dossier health http://127.0.0.1:8081/readyz"
}

// Run asks once.
func (c *healthCmd) Run(ctx context.Context, s streams) error {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.URL, nil)
	if err != nil {
		return fault.New(fault.Invalid, "%q is no address to ask", c.URL)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("nothing answers at %s: %w", c.URL, err)
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(res.Body, 4096))
	if res.StatusCode != http.StatusOK {
		return fault.New(fault.Unavailable, "%s answers %s: %s", c.URL, res.Status, strings.TrimSpace(string(body)))
	}
	fmt.Fprintln(s.Out, strings.TrimSpace(string(body)))
	return nil
}
