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

// recall finds a kept answer. A cache that fails is a cache without it.
func (c *Client) recall(ctx context.Context, k analysis.Key, into any) bool {
	if c.o.Cache == nil {
		return false
	}
	value, ok, err := c.o.Cache.Get(ctx, k)
	if err != nil {
		c.o.Log.LogAttrs(ctx, slog.LevelWarn, "read cached answer", slog.Any("error", err))
	}
	return ok && err == nil && json.Unmarshal(value, into) == nil
}

// keep stores an answer that was whole.
func (c *Client) keep(ctx context.Context, k analysis.Key, v any) {
	if c.o.Cache == nil {
		return
	}
	value, err := json.Marshal(v)
	if err == nil {
		err = c.o.Cache.Put(ctx, k, value)
	}
	if err != nil {
		c.o.Log.LogAttrs(ctx, slog.LevelWarn, "keep answer", slog.Any("error", err))
	}
}
