package llm

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	openai "github.com/sashabaranov/go-openai"

	"dossier/internal/analysis"
)

// once makes one call. The error is a *problem, or a *analysis.Failed where no
// call may be made.
func (j *job) once(ctx context.Context, q question, mode Mode, timeout time.Duration, used *analysis.Usage) (answer, error) {
	c := j.c
	now := c.o.Now()
	if ok, reason := c.breaker.closed(now); !ok {
		return answer{}, analysis.NewFailed(reason, nil)
	}
	messages, err := q.render(mode)
	if err != nil {
		return answer{}, analysis.NewFailed(reasonOf(Rejected), err)
	}
	r := &Reply{PromptBytes: bytesOf(messages)}
	in := tokens(r.PromptBytes, q.language)
	settle, err := j.purse.take(ctx, now, in, q.maxTokens, q.share)
	if err != nil {
		return answer{}, err
	}
	call, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	w := &wire{
		client: c.http, idle: c.o.IdleTimeout, maxAnswer: c.o.MaxAnswer,
		extra: c.params.extra(q.maxTokens, q.prefix),
	}
	r.Response, err = c.library(w).CreateChatCompletion(call, request(c.o.Model, q, mode, messages))
	r.Status, r.Header, r.Body = w.status, w.header, w.body
	class := Classify(ctx, err, r)
	u := usageOf(r)
	settle(ctx, u)
	addUsage(used, u)
	c.o.Observe(class, u)
	j.note(q.name, class, r, c.o.Now().Sub(now))
	if j.keep != nil {
		j.keep(ctx, analysis.Exchange{Question: q.name, Class: string(class), Asked: now, Prompt: string(w.sent), Answer: string(w.body)})
	}
	if class != OK {
		c.o.Log.LogAttrs(ctx, slog.LevelWarn, "model call failed", slog.String("class", string(class)),
			slog.Int("status", r.Status), slog.String("question", q.name), slog.String("request", r.Header.Get("X-Request-Id")))
		return answer{}, &problem{class: class, status: r.Status, header: r.Header, param: r.Param, jailbreak: r.Jailbreak}
	}
	return answer{content: r.Response.Choices[0].Message.Content}, nil
}

// asker is all of go-openai that this package uses; another library would
// replace only what implements it.
type asker interface {
	CreateChatCompletion(context.Context, openai.ChatCompletionRequest) (openai.ChatCompletionResponse, error)
}

// library returns a go-openai client whose call goes through w.
func (c *Client) library(w *wire) asker {
	cfg := openai.DefaultConfig(c.o.Key)
	if c.o.AzureVersion != "" {
		cfg = openai.DefaultAzureConfig(c.o.Key, c.o.URL)
		cfg.APIVersion = c.o.AzureVersion
		cfg.AzureModelMapperFunc = func(model string) string { return model }
	}
	cfg.BaseURL = c.o.URL
	cfg.HTTPClient = w
	return openai.NewClientWithConfig(cfg)
}

// request is what go-openai can send by itself; the wire adds the rest.
func request(model string, q question, mode Mode, messages []message) openai.ChatCompletionRequest {
	req := openai.ChatCompletionRequest{Model: model}
	for _, m := range messages {
		req.Messages = append(req.Messages, openai.ChatCompletionMessage{Role: m.role, Content: m.text})
	}
	switch mode {
	case ModeSchema:
		req.ResponseFormat = &openai.ChatCompletionResponseFormat{
			Type: openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{
				Name: q.name, Schema: json.RawMessage(q.schema), Strict: true,
			},
		}
	case ModeObject:
		req.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONObject}
	}
	return req
}

func bytesOf(messages []message) int {
	n := 0
	for _, m := range messages {
		n += len(m.text)
	}
	return n
}

// usageOf reads what a call cost. A call counts whether or not it succeeded.
func usageOf(r *Reply) analysis.Usage {
	u := analysis.Usage{Calls: 1, InputTokens: max(0, r.Response.Usage.PromptTokens), OutputTokens: max(0, r.Response.Usage.CompletionTokens)}
	if d := r.Response.Usage.PromptTokensDetails; d != nil {
		u.CachedTokens = max(0, d.CachedTokens)
	}
	return u
}

func addUsage(sum *analysis.Usage, u analysis.Usage) {
	sum.Calls += u.Calls
	sum.InputTokens += u.InputTokens
	sum.OutputTokens += u.OutputTokens
	sum.CachedTokens += u.CachedTokens
}
