package analysis

import (
	"context"
	"fmt"
	"time"
)

// Terms are what a run allows its Analyser.
type Terms struct {
	Budget Budget
	// Spent is what earlier attempts of the same job used: the budget is for
	// all of them together.
	Spent Usage
	// Day bounds all jobs of a ladder together; nil for no bound.
	Day Allowance
	// Keep is given each question and answer as they went over the wire; nil
	// for nobody. It is called from several goroutines.
	Keep func(context.Context, Exchange)
}

// Allowance is what all jobs of a ladder, on all workers, may spend in a day.
type Allowance interface {
	// Take books the price of a call before it is made, or reports that not
	// enough is left. settle replaces the price by what the call came to.
	Take(ctx context.Context, price Usage) (settle func(context.Context, Usage), ok bool, err error)
	// Room is what is left of the day; a count below zero is unbounded.
	Room(ctx context.Context) (Usage, error)
}

// Exchange is one call as it went over the wire.
type Exchange struct {
	// Question is the kind of question: map, reduce, probe and so on.
	Question string `json:"question"`
	// Class is what became of the call.
	Class string    `json:"class"`
	Asked time.Time `json:"asked"`
	// Prompt and Answer are the bodies of request and answer. Where third
	// parties' names were replaced, the replacements stand in them.
	Prompt string `json:"prompt"`
	Answer string `json:"answer"`
}

// Budget bounds what one job may spend on a model. A zero count is unbounded;
// with a zero Until the analyser counts its own default from the start.
type Budget struct {
	Calls        int
	InputTokens  int
	OutputTokens int
	// Wall is how long a job may work with a model, all attempts together; 0
	// for DefaultWall. It sets Until.
	Wall time.Duration
	// Until is when the last call may begin. What is left then is finished
	// by the fallback. It spans the attempts of a job, so a caller that puts a
	// job off counts it from the first attempt.
	Until time.Time
}

// DefaultWall is how long a job may work with a model, all attempts together.
const DefaultWall = 15 * time.Minute

// wall is how long the job may work with a model.
func (b Budget) wall() time.Duration {
	if b.Wall > 0 {
		return b.Wall
	}
	return DefaultWall
}

// DefaultBudget is the budget of a job that nobody set another for, save for
// Until.
func DefaultBudget() Budget {
	return Budget{Calls: 120, InputTokens: 400_000, OutputTokens: 60_000}
}

// RetryLater is the error of an analysis that has to wait for longer than is
// worth holding a worker: the caller gives its slot back and runs the analysis
// again after After. Answers so far are in the cache and are not paid twice.
type RetryLater struct {
	After time.Duration
}

func (r *RetryLater) Error() string {
	return fmt.Sprintf("model asks to wait for %s", r.After.Round(time.Second))
}

// Failed is the error of an analyser that cannot read a window or judge a
// criterion, with a reason that may be shown: it holds no text of a document
// or of a model.
type Failed struct {
	Reason string
	cause  error
}

// NewFailed returns a *Failed with a phrase for people and a cause for the log.
func NewFailed(reason string, cause error) *Failed {
	return &Failed{Reason: reason, cause: cause}
}

func (f *Failed) Error() string { return f.Reason }

func (f *Failed) Unwrap() error { return f.cause }
