package analysis

import (
	"fmt"
	"time"
)

// Budget bounds what one job may spend on a model. A zero count is unbounded;
// with a zero Until the analyser counts its own default from the start.
type Budget struct {
	Calls        int
	InputTokens  int
	OutputTokens int
	// Until is when the last call may begin. What is left then is finished
	// by the fallback. It spans the attempts of a job, so a caller that puts a
	// job off counts it from the first attempt.
	Until time.Time
}

// DefaultWall is how long a job may work with a model, all attempts together.
const DefaultWall = 15 * time.Minute

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
