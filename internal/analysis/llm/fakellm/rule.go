package fakellm

import (
	"net/http"
	"regexp"
	"time"
)

// Rule answers requests that match it. What is left zero has no effect; an
// empty rule answers any request with an empty completion.
type Rule struct {
	// Match chooses requests; nil for all.
	Match func(*Request) bool
	// Times is how many requests the rule answers before it is used up; 0 for
	// any number.
	Times int

	Status int
	Header map[string]string
	// Body is sent as it is; else Content makes the text of a completion.
	Body    string
	Content func(*Request) string
	Finish  string
	Refusal string
	// Message and Usage add to those parts of the completion.
	Message map[string]any
	Usage   map[string]any
	// Delay passes before anything is sent.
	Delay time.Duration
	// Handler does everything by itself.
	Handler http.HandlerFunc
}

// Of matches a kind of request.
func Of(k Kind) func(*Request) bool {
	return func(r *Request) bool { return r.Kind() == k }
}

// Says matches requests whose messages hold a pattern.
func Says(pattern string) func(*Request) bool {
	re := regexp.MustCompile(pattern)
	return func(r *Request) bool {
		for _, m := range r.Messages {
			if re.MatchString(m.Content) {
				return true
			}
		}
		return false
	}
}

// Call matches the n-th request of all, from 1.
func Call(n int) func(*Request) bool {
	return func(r *Request) bool { return r.N == n }
}

// Model matches requests to a model.
func Model(name string) func(*Request) bool {
	return func(r *Request) bool { return r.Model == name }
}

// Both matches what all of its parts match.
func Both(all ...func(*Request) bool) func(*Request) bool {
	return func(r *Request) bool {
		for _, f := range all {
			if !f(r) {
				return false
			}
		}
		return true
	}
}

// Text is a completion of fixed text.
func Text(s string) func(*Request) string {
	return func(*Request) string { return s }
}
