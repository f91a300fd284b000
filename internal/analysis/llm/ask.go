package llm

import (
	"context"
	"errors"
	"net/http"
	"time"

	"dossier/internal/analysis"
)

// message is one turn of a question.
type message struct{ role, text string }

// question is what is asked: the messages, the form of the answer and how long
// it may be.
type question struct {
	// name is that of the schema: map, reduce or probe.
	name string
	// render gives the messages for a mode; outside ModeSchema they hold the
	// schema themselves.
	render func(Mode) ([]message, error)
	schema string
	// mode, if set, is used instead of the endpoint's best.
	mode Mode
	// maxTokens bounds the answer; an answer that is cut off is asked for once
	// more with up to roomTokens.
	maxTokens, roomTokens int
	language              string
	// prefix names the part of the question that others share.
	prefix string
	// share is the percentage of the budget that may be used.
	share int
}

// answer is a complete answer in JSON, or what the model took for it.
type answer struct {
	content string
}

// problem is why there is no answer. It carries no words of the endpoint.
type problem struct {
	class     Class
	status    int
	header    http.Header
	param     string
	jailbreak bool
}

func (p *problem) Error() string { return "ask the model: " + string(p.class) }

// Tries per class; the first counts.
const (
	triesServer    = 3
	triesTransport = 2
	triesTimeout   = 2
	triesTruncated = 2
	triesTotal     = 16

	// timeoutGrowth is how much longer, in percent, a call may take that ran
	// out of time before.
	timeoutGrowth = 150
)

// ask asks until there is an answer or nothing more helps. The error is a
// *problem for the caller to act on, a *analysis.Failed that ends this part, a
// *analysis.RetryLater that ends the run, or that of ctx.
func (j *job) ask(ctx context.Context, q question, used *analysis.Usage) (answer, error) {
	var waited time.Duration
	tries := map[Class]int{}
	timeout := j.c.o.CallTimeout
	for range triesTotal {
		mode := q.mode
		if mode == "" {
			var err error
			if mode, err = j.c.bestMode(ctx, j, used); err != nil {
				return answer{}, err
			}
		}
		a, err := j.once(ctx, q, mode, timeout, used)
		p, ok := asProblem(err)
		if !ok {
			if err == nil {
				j.c.breaker.answered()
			}
			return a, err
		}
		tries[p.class]++
		n := tries[p.class]
		switch {
		case p.class == Stopped:
			return answer{}, context.Cause(ctx)
		case p.class == Denied:
			j.c.breaker.open(j.c.o.Now().Add(j.c.o.BreakerPause), reasonDenied)
			return answer{}, analysis.NewFailed(reasonDenied, p)
		case p.class == RateLimited, p.class == Server && n < triesServer, p.class == Transport && n < triesTransport:
			if err := j.wait(ctx, j.c.pause(n-1, p.header), &waited); err != nil {
				return answer{}, err
			}
		case p.class == Timeout && n < triesTimeout:
			timeout = timeout * timeoutGrowth / 100
		case p.class == Truncated && n < triesTruncated && q.maxTokens < q.roomTokens:
			q.maxTokens = min(2*q.maxTokens, q.roomTokens)
		case p.class == Unsupported && j.c.adapt(p.param, mode, q.mode == ""):
			// The next try goes without it.
		default:
			return answer{}, j.giveUp(p)
		}
	}
	return answer{}, j.giveUp(&problem{class: Server})
}

// giveUp notes a failure that tells of the endpoint rather than of the text.
func (j *job) giveUp(p *problem) error {
	switch p.class {
	case Server, Transport, Timeout:
		j.c.breaker.missed(j.c.o.Now().Add(j.c.o.OutagePause), reasonOf(p.class))
	}
	return p
}

// wait pauses in place as long as the patience of a question lasts. A longer
// pause puts the job off, or, where its time would be over by then, leaves the
// part to the fallback.
func (j *job) wait(ctx context.Context, d time.Duration, waited *time.Duration) error {
	o := &j.c.o
	if !o.Now().Add(d).Before(j.purse.until()) {
		return analysis.NewFailed(reasonTime, nil)
	}
	if *waited+d > o.Patience {
		return &analysis.RetryLater{After: d}
	}
	*waited += d
	return o.Sleep(ctx, d)
}

// adapt remembers that the endpoint does not take a parameter and reports
// whether the question is worth asking without it.
func (c *Client) adapt(param string, mode Mode, mayLower bool) bool {
	switch param {
	case "response_format", "json_schema", "json_object":
		return mayLower && c.lower(mode)
	}
	return c.params.drop(param)
}

// The reasons that people are given for a part that the fallback did.
const (
	reasonDenied    = "the model's endpoint refused the key, or its quota is spent"
	reasonBudget    = "the budget for the model was used up"
	reasonDay       = "what the ladder may spend on the model in a day was used up"
	reasonUncounted = "what the ladder has spent on the model today could not be read"
	reasonTime      = "the model asked to wait longer than the analysis may take"
	reasonContext   = "the model did not give back what it was sent: its context must take 8192 tokens (num_ctx), and its count of them be true"
	reasonMalformed = "the model's answer did not have the form asked for"
)

// reasonOf says for people what a problem was.
func reasonOf(c Class) string {
	switch c {
	case Timeout:
		return "the model did not answer in time"
	case Transport:
		return "the model's endpoint could not be reached, or its answers broke off"
	case Refused:
		return "the model declined to answer"
	case Filtered:
		return "a content filter blocked the text"
	case Truncated:
		return "the model's answer did not come to an end"
	case Overflow:
		return "the text did not fit the model's context"
	case Server, RateLimited:
		return "the model's endpoint failed repeatedly"
	}
	return "the model's endpoint rejected the request"
}

// asProblem returns the problem that an error is. One that has already become
// a *analysis.Failed is decided and no problem any more.
func asProblem(err error) (*problem, bool) {
	if _, decided := errors.AsType[*analysis.Failed](err); decided {
		return nil, false
	}
	return errors.AsType[*problem](err)
}
