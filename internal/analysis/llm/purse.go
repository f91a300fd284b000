package llm

import (
	"context"
	"sync"
	"time"

	"dossier/internal/analysis"
)

// mapShare is the part of each budget, in percent, that reading the windows
// may use: what was found is worth little if nothing is left to judge it.
const mapShare = 80

// suggestShare is the part up to which suggestions may use a budget. They come
// last, and what is left then is for another attempt of the job.
const suggestShare = mapShare

// purse holds a job's budget, and through it what the day allows. An estimate
// is reserved before a call and settled after it, so that calls at the same
// time cannot overspend together.
type purse struct {
	mu     sync.Mutex
	budget analysis.Budget
	spent  analysis.Usage
	day    analysis.Allowance // nil for no bound
}

// take reserves the price of a call from the job's budget and the day's. The
// error is a *analysis.Failed that says which of them is used up. settle
// replaces the price by what the call came to.
func (p *purse) take(ctx context.Context, now time.Time, in, out, percent int) (settle func(context.Context, analysis.Usage), err error) {
	if !p.reserve(now, in, out, percent) {
		return nil, analysis.NewFailed(reasonBudget, nil)
	}
	if p.day == nil {
		return func(_ context.Context, u analysis.Usage) { p.settle(in, out, u) }, nil
	}
	daily, ok, err := p.day.Take(ctx, analysis.Usage{Calls: 1, InputTokens: in, OutputTokens: out})
	if err != nil || !ok {
		p.giveBack(in, out)
	}
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case err != nil:
		return nil, analysis.NewFailed(reasonUncounted, err)
	case !ok:
		return nil, analysis.NewFailed(reasonDay, nil)
	}
	return func(ctx context.Context, u analysis.Usage) {
		p.settle(in, out, u)
		daily(ctx, u)
	}, nil
}

// reserve takes the price of a call, or reports that there is not enough.
func (p *purse) reserve(now time.Time, in, out, percent int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := p.budget
	if !now.Before(b.Until) ||
		p.spent.Calls+1 > b.Calls*percent/100 ||
		p.spent.InputTokens+in > b.InputTokens*percent/100 ||
		p.spent.OutputTokens+out > b.OutputTokens*percent/100 {
		return false
	}
	p.spent.Calls++
	p.spent.InputTokens += in
	p.spent.OutputTokens += out
	return true
}

// settle replaces an estimate by what the endpoint counted; an endpoint that
// counts nothing is believed to have used the estimate.
func (p *purse) settle(in, out int, u analysis.Usage) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if u.InputTokens == 0 && u.OutputTokens == 0 {
		return
	}
	p.spent.InputTokens += u.InputTokens - in
	p.spent.OutputTokens += u.OutputTokens - out
}

// giveBack undoes a reservation of a call that is not made.
func (p *purse) giveBack(in, out int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spent.Calls--
	p.spent.InputTokens -= in
	p.spent.OutputTokens -= out
}

// room is what the job's budget leaves for a share of it.
func (p *purse) room(percent int) analysis.Usage {
	p.mu.Lock()
	defer p.mu.Unlock()
	return analysis.Usage{
		Calls:        p.budget.Calls*percent/100 - p.spent.Calls,
		InputTokens:  p.budget.InputTokens*percent/100 - p.spent.InputTokens,
		OutputTokens: p.budget.OutputTokens*percent/100 - p.spent.OutputTokens,
	}
}

// until is when the last call may begin.
func (p *purse) until() time.Time { return p.budget.Until }
