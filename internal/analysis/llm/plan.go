package llm

import (
	"context"

	"dossier/internal/analysis"
)

// What a question costs on average, for planning: measured on labelled
// dossiers, where an answer about a window took 500 tokens and a question
// about a criterion 3,000.
const (
	mapExpected      = 600
	reduceExpectedIn = 3500
	reduceExpected   = 700
	// What wording the suggestions costs, at most.
	suggestExpectedIn = 3000
)

var _ analysis.Planner = (*job)(nil)

// Price is about what reading a window costs, nothing where its answer is kept.
func (j *job) Price(ctx context.Context, in analysis.MapInput) analysis.Usage {
	m, err := j.newMapping(in)
	if err != nil {
		return analysis.Usage{}
	}
	v := j.c.viewOf(in, in.Window, m.mask)
	q, user, err := m.question(v)
	if err != nil || len(v.Lines) == 0 {
		return analysis.Usage{}
	}
	if key, err := m.key(user); err != nil || j.c.kept(ctx, key) {
		return analysis.Usage{}
	}
	return analysis.Usage{Calls: 1, InputTokens: j.c.o.ContextTokens - q.roomTokens, OutputTokens: mapExpected}
}

// Judging is about what one judgement of each of n criteria costs.
func (j *job) Judging(n int) analysis.Usage {
	return analysis.Usage{Calls: n, InputTokens: n * reduceExpectedIn, OutputTokens: n * reduceExpected}
}

// Suggesting is what wording the suggestions costs.
func (j *job) Suggesting() analysis.Usage {
	return analysis.Usage{Calls: 1, InputTokens: suggestExpectedIn, OutputTokens: suggestTokens}
}

// Room is what the budget and the day leave for reading.
func (j *job) Room(ctx context.Context) analysis.Usage {
	room := j.purse.room(mapShare)
	if j.purse.day == nil {
		return room
	}
	day, err := j.purse.day.Room(ctx)
	if err != nil {
		return room // each call asks again
	}
	least := func(a, day int) int {
		if day < 0 {
			return a
		}
		return min(a, day)
	}
	return analysis.Usage{
		Calls:       least(room.Calls, day.Calls),
		InputTokens: least(room.InputTokens, day.InputTokens), OutputTokens: least(room.OutputTokens, day.OutputTokens),
	}
}
