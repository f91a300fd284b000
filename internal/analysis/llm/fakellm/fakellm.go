// Package fakellm is a model server for tests and for the rehearsal of
// failures: it speaks OpenAI's chat completions and answers by a script of
// ordered rules. It keeps every request, so that a test can also say what must
// and what must never be asked. It knows the form of package llm's prompts,
// but nothing of its code.
package fakellm

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"
)

// maxRequest bounds a request's body.
const maxRequest = 8 << 20

// Server answers by rules.
type Server struct {
	*httptest.Server

	mu       sync.Mutex
	rules    []Rule
	used     []int
	requests []*Request
	open     int
	most     int
}

// Start runs a server on a port of its own. The first rule that matches a
// request and is not used up answers it. Close it when done.
func Start(rules ...Rule) *Server {
	s := &Server{rules: rules, used: make([]int, len(rules))}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	return s
}

// Base is the URL to give a client.
func (s *Server) Base() string { return s.URL + "/v1" }

// Requests returns every request so far, in the order of arrival.
func (s *Server) Requests() []*Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*Request(nil), s.requests...)
}

// Count is the number of requests of a kind so far.
func (s *Server) Count(k Kind) int {
	n := 0
	for _, r := range s.Requests() {
		if r.Kind() == k {
			n++
		}
	}
	return n
}

// Most is the largest number of requests that were open at once.
func (s *Server) Most() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.most
}

// Script replaces the rules.
func (s *Server) Script(rules ...Rule) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules, s.used = rules, make([]int, len(rules))
}

// enter records a request and finds its rule.
func (s *Server) enter(r *Request) *Rule {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open++
	s.most = max(s.most, s.open)
	s.requests = append(s.requests, r)
	r.N = len(s.requests)
	for i := range s.rules {
		rule := &s.rules[i]
		if rule.Times > 0 && s.used[i] >= rule.Times || rule.Match != nil && !rule.Match(r) {
			continue
		}
		s.used[i]++
		return rule
	}
	return nil
}

func (s *Server) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open--
}

func (s *Server) serve(w http.ResponseWriter, hr *http.Request) {
	body, err := io.ReadAll(io.LimitReader(hr.Body, maxRequest))
	if err != nil {
		http.Error(w, "cannot read the request", http.StatusBadRequest)
		return
	}
	r, err := parse(hr, body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	rule := s.enter(r)
	defer s.leave()
	if rule == nil {
		http.Error(w, `{"error":{"message":"no rule answers this"}}`, http.StatusNotImplemented)
		return
	}
	if !pause(hr, rule.Delay) {
		return
	}
	if rule.Handler != nil {
		rule.Handler(w, hr)
		return
	}
	for k, v := range rule.Header {
		w.Header().Set(k, v)
	}
	if w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", "application/json")
	}
	w.Header().Set("X-Request-Id", fmt.Sprintf("req-%d", r.N))
	if rule.Status != 0 {
		w.WriteHeader(rule.Status)
	}
	// A client that has gone away is the client's affair.
	_, _ = io.WriteString(w, rule.body(r))
}

// pause waits, unless the client goes away first.
func pause(r *http.Request, d time.Duration) bool {
	if d == 0 {
		return true
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

// body is what a rule answers: as it is written, or a completion.
func (rule *Rule) body(r *Request) string {
	if rule.Body != "" {
		return rule.Body
	}
	content := ""
	if rule.Content != nil {
		content = rule.Content(r)
	}
	finish := rule.Finish
	if finish == "" {
		finish = "stop"
	}
	message := map[string]any{"role": "assistant", "content": content}
	if rule.Refusal != "" {
		message["refusal"] = rule.Refusal
	}
	for k, v := range rule.Message {
		message[k] = v
	}
	usage := map[string]any{"prompt_tokens": r.tokens(), "completion_tokens": len(content)/4 + 1}
	for k, v := range rule.Usage {
		usage[k] = v
	}
	b, err := json.Marshal(map[string]any{
		"id": fmt.Sprintf("chatcmpl-%d", r.N), "object": "chat.completion", "created": 1, "model": r.Model + "-fake",
		"system_fingerprint": "fp_fake", "usage": usage,
		"choices": []any{map[string]any{"index": 0, "message": message, "finish_reason": finish}},
	})
	if err != nil {
		return `{"error":{"message":"the rule cannot be written"}}`
	}
	return string(b)
}
