package llm

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"dossier/internal/analysis"
)

// samples is how often a criterion is judged whose score hangs in the balance.
const samples = 3

// job is the Analyser of one run: a client, a budget and what was done.
type job struct {
	c     *Client
	purse purse
	keep  func(context.Context, analysis.Exchange) // nil for nobody

	mu          sync.Mutex // guards what follows
	calls       []analysis.Call
	model       string
	fingerprint string
}

var (
	_ analysis.Analyser = (*job)(nil)
	_ analysis.Sampler  = (*job)(nil)
)

// Name is the client's.
func (j *job) Name() string { return j.c.Name() }

// Samples is how often to judge a criterion whose score hangs in the balance.
func (j *job) Samples() int { return samples }

// note keeps what a call was, for the provenance.
func (j *job) note(question string, class Class, r *Reply, took time.Duration) {
	call := analysis.Call{
		Question: question, Class: string(class), Status: r.Status, ID: clip(r.Response.ID),
		Request: clip(r.Header.Get("X-Request-Id")), Millis: int(took.Milliseconds()),
		InputTokens: r.Response.Usage.PromptTokens, OutputTokens: r.Response.Usage.CompletionTokens,
	}
	if len(r.Response.Choices) > 0 {
		call.Finish = clip(string(r.Response.Choices[0].FinishReason))
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.calls = append(j.calls, call)
	if class == OK {
		j.model, j.fingerprint = clip(r.Response.Model), clip(r.Response.SystemFingerprint)
	}
}

// clip bounds an identifier that an endpoint chose.
func clip(s string) string { return s[:min(len(s), 80)] }

// Provenance names the model as asked and as answered, the prompts and the
// endpoint, and every call.
func (j *job) Provenance() analysis.Provenance {
	j.mu.Lock()
	defer j.mu.Unlock()
	p := analysis.Provenance{
		Model: cmp.Or(j.model, j.c.o.Model), PromptVersion: j.c.prompts.version, Endpoint: j.c.host,
		Fingerprint: j.fingerprint, Mode: string(j.c.knownMode()), Params: j.c.params.names(),
		Versions: map[string]int{"map": mapVersion, "reduce": reduceVersion, "suggest": suggestVersion},
		Calls:    slices.Clone(j.calls),
	}
	slices.SortStableFunc(p.Calls, func(a, b analysis.Call) int {
		return cmp.Or(cmp.Compare(a.Question, b.Question), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Class, b.Class))
	})
	return p
}
