package llm

import (
	"sync"
	"time"

	"dossier/internal/analysis"
)

// mapShare is the part of each budget, in percent, that reading the windows
// may use: what was found is worth little if nothing is left to judge it.
const mapShare = 80

// purse holds a job's budget. An estimate is reserved before a call and
// settled after it, so that calls at the same time cannot overspend together.
type purse struct {
	mu     sync.Mutex
	budget analysis.Budget
	spent  analysis.Usage
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

// until is when the last call may begin.
func (p *purse) until() time.Time { return p.budget.Until }
