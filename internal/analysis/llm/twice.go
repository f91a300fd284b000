package llm

import (
	"context"
	"encoding/json"

	"dossier/internal/analysis"
)

// twice asks, and once more if the form of the answer is wrong. Half an answer
// is never made into a whole one.
func twice[T any](ctx context.Context, j *job, q question, used *analysis.Usage) (T, error) {
	var none T
	first, err := j.ask(ctx, q, used)
	if err != nil {
		return none, err
	}
	a, problems := formed[T](j.c, first.content, q.schema)
	if len(problems) == 0 {
		return a, nil
	}
	turn, err := j.c.again(problems)
	if err != nil {
		return none, analysis.NewFailed(reasonOf(Rejected), err)
	}
	ask := q.render
	q.name += "-repair"
	q.render = func(mode Mode) ([]message, error) {
		messages, err := ask(mode)
		return append(messages, message{roleAssistant, cut(first.content)}, message{roleUser, turn}), err
	}
	second, err := j.ask(ctx, q, used)
	if err != nil {
		return none, err
	}
	if a, problems = formed[T](j.c, second.content, q.schema); len(problems) > 0 {
		return none, analysis.NewFailed(reasonMalformed, nil)
	}
	return a, nil
}

// formed takes an answer that fits the schema; else it says what is wrong.
func formed[T any](c *Client, content, schema string) (a T, problems []string) {
	raw, problems := c.parse(content, schema, false)
	if len(problems) > 0 {
		return a, problems
	}
	if json.Unmarshal(raw, &a) != nil {
		return a, []string{"the answer is not one JSON object"}
	}
	return a, nil
}
