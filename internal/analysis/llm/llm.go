// Package llm is the analyser that asks a language model, over any endpoint
// that speaks OpenAI's chat completions. It owns the prompts and the schemas
// of the answers, knows the ways in which such endpoints fail, and turns each
// into one action: wait, ask again, cut the window in two, or leave it to the
// fallback.
//
// What a model says is not believed. It returns line numbers, quotes and
// verdicts from closed lists; package analysis grounds and scores them. No
// fact about the candidate enters a prompt, and neither a document's nor a
// model's words enter an error or a log.
//
// A Client lives as long as the process and remembers what the endpoint can
// do; Start gives each job an Analyser of its own with a budget.
package llm

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"sync"

	"dossier/internal/analysis"
)

// Client asks one model of one endpoint.
type Client struct {
	o       Options
	host    string
	prompts *prompts
	http    *http.Client
	breaker breaker
	params  params

	probing chan struct{} // holds a token while one job probes
	modeMu  sync.Mutex
	mode    Mode // guarded by modeMu
}

var (
	_ analysis.Analyser = (*Client)(nil)
	_ analysis.Starter  = (*Client)(nil)
)

// New returns a client. It does not call the endpoint: that happens when a job
// asks its first question.
func New(o Options) (*Client, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	p, err := loadPrompts()
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(o.URL)
	if err != nil {
		return nil, err
	}
	c := &Client{o: o, host: u.Host, prompts: p, mode: o.Mode, params: newParams(o.Model), probing: make(chan struct{}, 1)}
	c.http = &http.Client{Transport: o.Transport, CheckRedirect: noRedirect}
	return c, nil
}

// Name is the analyser's name and version. The version changes with whatever
// changes the answers to the same text: prompts, schemas, order of steps.
func (c *Client) Name() string { return "llm@2" }

// Start gives a job its own Analyser, which works on the terms. A count of
// zero is the default budget's.
func (c *Client) Start(t analysis.Terms) analysis.Analyser {
	d := analysis.DefaultBudget()
	set(&t.Budget.Calls, d.Calls)
	set(&t.Budget.InputTokens, d.InputTokens)
	set(&t.Budget.OutputTokens, d.OutputTokens)
	if t.Budget.Until.IsZero() {
		t.Budget.Until = c.o.Now().Add(cmp.Or(t.Budget.Wall, analysis.DefaultWall))
	}
	return &job{c: c, keep: t.Keep, purse: purse{budget: t.Budget, day: t.Day, spent: t.Spent}}
}

// Map, Reduce and Provenance serve a caller that starts no job: each call has
// a default budget of its own.

// Map asks about one window.
func (c *Client) Map(ctx context.Context, in analysis.MapInput) (analysis.MapOutput, error) {
	return c.Start(analysis.Terms{}).Map(ctx, in)
}

// Reduce asks about one criterion.
func (c *Client) Reduce(ctx context.Context, in analysis.ReduceInput) (analysis.ReduceOutput, error) {
	return c.Start(analysis.Terms{}).Reduce(ctx, in)
}

// Provenance names model, prompts and endpoint.
func (c *Client) Provenance() analysis.Provenance {
	return c.Start(analysis.Terms{}).Provenance()
}
