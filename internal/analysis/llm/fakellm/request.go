package fakellm

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// Kind is what a request asks for.
type Kind string

// The kinds.
const (
	Map     Kind = "map"
	Reduce  Kind = "reduce"
	Suggest Kind = "suggest"
	Repair  Kind = "repair"
	Probe   Kind = "probe"
)

// Message is one turn.
type Message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// Request is a question as it came over the wire.
type Request struct {
	// N counts from 1 in the order of arrival.
	N int
	// Path is the path with its query.
	Path     string
	Header   http.Header
	Body     []byte
	Model    string
	Messages []Message
	// Fields holds every field of the body as it was written.
	Fields map[string]json.RawMessage
}

func parse(hr *http.Request, body []byte) (*Request, error) {
	r := &Request{Path: hr.URL.RequestURI(), Header: hr.Header.Clone(), Body: body}
	if err := json.Unmarshal(body, &r.Fields); err != nil {
		return nil, fmt.Errorf("the request is not a JSON object")
	}
	if err := json.Unmarshal(r.Fields["messages"], &r.Messages); err != nil {
		return nil, fmt.Errorf("the request has no messages")
	}
	if err := json.Unmarshal(r.Fields["model"], &r.Model); err != nil {
		return nil, fmt.Errorf("the request has no model")
	}
	return r, nil
}

// Kind says what is asked, by the prompt alone.
func (r *Request) Kind() Kind {
	system := r.System()
	switch {
	case len(r.Messages) > 2:
		return Repair
	case strings.HasPrefix(system, "You locate evidence"):
		return Map
	case strings.HasPrefix(system, "You judge one criterion"):
		return Reduce
	case strings.HasPrefix(system, "You help a writer"):
		return Suggest
	}
	return Probe
}

// System is the first message if it is a system's.
func (r *Request) System() string {
	if len(r.Messages) > 0 && (r.Messages[0].Role == "system" || r.Messages[0].Role == "developer") {
		return r.Messages[0].Content
	}
	return ""
}

// User is the first message of a user.
func (r *Request) User() string {
	for _, m := range r.Messages {
		if m.Role == "user" {
			return m.Content
		}
	}
	return ""
}

// Format is the type of answer that is asked for: json_schema, json_object or
// nothing.
func (r *Request) Format() string {
	var f struct {
		Type string `json:"type"`
	}
	if json.Unmarshal(r.Fields["response_format"], &f) != nil {
		return ""
	}
	return f.Type
}

// Schema is the schema in the request as it was written.
func (r *Request) Schema() string {
	var f struct {
		JSONSchema struct {
			Schema json.RawMessage `json:"schema"`
			Strict bool            `json:"strict"`
		} `json:"json_schema"`
	}
	if json.Unmarshal(r.Fields["response_format"], &f) != nil || !f.JSONSchema.Strict {
		return ""
	}
	return string(f.JSONSchema.Schema)
}

// Number is a numeric field of the request; false where it is not there.
func (r *Request) Number(name string) (float64, bool) {
	var v float64
	raw, ok := r.Fields[name]
	return v, ok && json.Unmarshal(raw, &v) == nil
}

// tokens is what a tokeniser would count.
func (r *Request) tokens() int {
	n := 0
	for _, m := range r.Messages {
		n += len(m.Content)
	}
	return n*10/45 + 1
}

// Line is a numbered sentence of a map question.
type Line struct {
	N    int
	Text string
}

// Lines returns the numbered sentences.
func (r *Request) Lines() []Line {
	var out []Line
	for _, l := range strings.Split(r.User(), "\n") {
		n, text, ok := strings.Cut(l, "|")
		if i, err := strconv.Atoi(n); ok && err == nil {
			out = append(out, Line{i, text})
		}
	}
	return out
}

// Passage is a numbered passage of a reduce question.
type Passage struct {
	ID, Leaf, Actor, Stance, Year, Section, Text string
}

// Passages returns the numbered passages.
func (r *Request) Passages() []Passage {
	var out []Passage
	for _, l := range strings.Split(r.User(), "\n") {
		f := strings.SplitN(l, "|", 7)
		if len(f) == 7 && strings.HasPrefix(f[0], "E") {
			out = append(out, Passage{f[0], f[1], f[2], f[3], f[4], f[5], f[6]})
		}
	}
	return out
}

// Gap is a numbered gap of a question about suggestions.
type Gap struct {
	ID, Reason, Question, Counts, Excludes, House, Near string
}

// Gaps returns the numbered gaps, each with its nearest passage.
func (r *Request) Gaps() []Gap {
	var out []Gap
	near := map[string]string{}
	for _, l := range strings.Split(r.User(), "\n") {
		f := strings.SplitN(l, "|", 6)
		switch {
		case !strings.HasPrefix(l, "G"):
		case len(f) == 6:
			out = append(out, Gap{ID: f[0], Reason: f[1], Question: f[2], Counts: f[3], Excludes: f[4], House: f[5]})
		case len(f) == 2:
			near[f[0]] = f[1]
		}
	}
	for i := range out {
		out[i].Near = near[out[i].ID]
	}
	return out
}

// Leaves returns the keys of the questions in the order of the prompt.
func (r *Request) Leaves() []string {
	var out []string
	for _, m := range regexp.MustCompile(`(?m)^- ([a-z0-9_.-]+\.[a-z0-9_.-]+): `).FindAllStringSubmatch(r.System(), -1) {
		out = append(out, m[1])
	}
	return out
}
