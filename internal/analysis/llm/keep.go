package llm

import (
	"context"
	"encoding/json"
	"log/slog"
	"strconv"

	"dossier/internal/analysis"
)

// key names an answer by all that went into the question: what asks, whom, how
// and what. The text stands in it as the model sees it, so that a paragraph
// inserted above changes nothing. What the endpoint turned out not to take is
// no part of it: that would lose the answers given before it was known.
func (c *Client) key(kind string, version int, parts ...string) analysis.Key {
	head := []string{kind + "/" + strconv.Itoa(version), c.Name(), c.host, c.o.Model, c.prompts.version}
	return analysis.KeyOf(append(head, parts...)...)
}

// answerOnce returns the kept answer under a key, or asks for it; others who
// want the same meanwhile wait. An answer is kept if it is whole. A cache that
// fails is a cache without it.
func answerOnce[T any](ctx context.Context, c *Client, k analysis.Key, ask func(context.Context) (v T, whole bool, err error)) (T, error) {
	if c.o.Cache == nil {
		v, _, err := ask(ctx)
		return v, err
	}
	var v T
	var failed error
	asked := false
	value, err := c.o.Cache.Answer(ctx, k, func(ctx context.Context) ([]byte, bool, error) {
		var whole bool
		asked = true
		if v, whole, failed = ask(ctx); failed != nil {
			return nil, false, failed
		}
		b, err := json.Marshal(v)
		return b, whole, err
	})
	if asked {
		if err != nil && failed == nil {
			c.o.Log.LogAttrs(ctx, slog.LevelWarn, "keep answer", slog.Any("error", err))
		}
		return v, failed
	}
	if ctx.Err() != nil {
		return v, context.Cause(ctx)
	}
	if err == nil {
		err = json.Unmarshal(value, &v)
	}
	if err == nil {
		return v, nil
	}
	c.o.Log.LogAttrs(ctx, slog.LevelWarn, "read cached answer", slog.Any("error", err))
	fresh, _, err := ask(ctx)
	return fresh, err
}

// kept reports whether an answer is kept.
func (c *Client) kept(ctx context.Context, k analysis.Key) bool {
	if c.o.Cache == nil {
		return false
	}
	has, err := c.o.Cache.Has(ctx, k)
	return has && err == nil
}
