package llm

import (
	"context"
	"strings"

	"dossier/internal/analysis"
)

// probeTokens bounds the answer to a probe. Models that think need some room.
const probeTokens = 400

// bestMode is the best mode that the endpoint is known to obey. The first
// question of the process finds out; others wait for it.
func (c *Client) bestMode(ctx context.Context, j *job, used *analysis.Usage) (Mode, error) {
	if m := c.knownMode(); m != "" {
		return m, nil
	}
	select {
	case c.probing <- struct{}{}:
		defer func() { <-c.probing }()
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
	if m := c.knownMode(); m != "" {
		return m, nil
	}
	m, err := j.probeMode(ctx, used)
	if err != nil {
		return "", err
	}
	if err := j.probeContext(ctx, m, used); err != nil {
		return "", err
	}
	c.setMode(m)
	return m, nil
}

// knownMode is the mode in use, empty before the probe.
func (c *Client) knownMode() Mode {
	c.modeMu.Lock()
	defer c.modeMu.Unlock()
	return c.mode
}

func (c *Client) setMode(m Mode) {
	c.modeMu.Lock()
	defer c.modeMu.Unlock()
	c.mode = m
}

// lower falls back to the mode below one that the endpoint rejects, and
// reports whether there is any. Several questions may find out at once.
func (c *Client) lower(from Mode) bool {
	next := ModeText
	switch from {
	case ModeText:
		return false
	case ModeSchema:
		next = ModeObject
	}
	c.modeMu.Lock()
	defer c.modeMu.Unlock()
	if c.mode == from {
		c.mode = next
	}
	return true
}

// probeMode asks for prose under a strict schema: an endpoint that enforces
// the schema cannot write prose.
func (j *job) probeMode(ctx context.Context, used *analysis.Usage) (Mode, error) {
	prose, err := j.c.prompts.render("probe.schema.user.tmpl", nil)
	if err != nil {
		return "", analysis.NewFailed(reasonOf(Rejected), err)
	}
	for _, m := range []Mode{ModeSchema, ModeObject} {
		text := prose
		if m == ModeObject {
			// Endpoints want the word in the prompt; here obeying is the test.
			text = `Answer with one JSON object: {"word":"sea"}.`
		}
		q, err := j.probe(text, m)
		if err != nil {
			return "", err
		}
		a, err := j.ask(ctx, q, used)
		if p, ok := asProblem(err); ok {
			switch p.class {
			case Unsupported, Rejected, Truncated, Refused:
				continue
			}
			return "", analysis.NewFailed(reasonOf(p.class), p)
		}
		if err != nil {
			return "", err
		}
		if _, problems := j.c.parse(a.content, q.schema, m == ModeSchema); len(problems) == 0 {
			return m, nil
		}
	}
	return ModeText, nil
}

// probeContext sends as much as the largest question with a word at the start.
// An endpoint that cuts the front off without a word cannot give it back.
func (j *job) probeContext(ctx context.Context, m Mode, used *analysis.Usage) error {
	filler := make([]string, j.c.o.ContextTokens*3/4/10)
	for i := range filler {
		filler[i] = "The gulls circled the grey harbour all morning."
	}
	const word = "larkspur"
	text, err := j.c.prompts.render("probe.context.user.tmpl", struct {
		Word   string
		Filler []string
	}{word, filler})
	if err != nil {
		return analysis.NewFailed(reasonOf(Rejected), err)
	}
	q, err := j.probe(text, m)
	if err != nil {
		return err
	}
	a, err := j.ask(ctx, q, used)
	p, ok := asProblem(err)
	switch {
	case ok && p.class != Overflow:
		return analysis.NewFailed(reasonOf(p.class), p)
	case !ok && err != nil:
		return err
	case err == nil && strings.Contains(strings.ToLower(a.content), word):
		return nil
	}
	j.c.breaker.open(j.c.o.Now().Add(j.c.o.BreakerPause), reasonContext)
	return analysis.NewFailed(reasonContext, err)
}

// probe is a short question with a trivial schema.
func (j *job) probe(text string, m Mode) (question, error) {
	schema, err := j.c.prompts.render("probe.schema.json.tmpl", nil)
	if err != nil {
		return question{}, analysis.NewFailed(reasonOf(Rejected), err)
	}
	return question{
		name: "probe", schema: schema, mode: m, maxTokens: probeTokens, roomTokens: 4 * probeTokens, language: "en",
		prefix: "probe", share: 100,
		render: func(Mode) ([]message, error) { return []message{{roleUser, text}}, nil },
	}, nil
}
