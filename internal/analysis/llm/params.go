package llm

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
)

// The parameters that not every model takes.
const (
	paramTemperature   = "temperature"
	paramCacheKey      = "prompt_cache_key"
	paramMaxTokens     = "max_tokens"
	paramMaxCompletion = "max_completion_tokens"
)

// params is what the client knows of its model's parameters: first by the
// model's name, then by what the endpoint refused. It is remembered for the
// life of the process.
type params struct {
	mu      *sync.Mutex
	dropped map[string]bool
	// limit is the name under which the endpoint takes the answer's limit.
	limit string
}

// reasoningModels take no temperature and count thought in their limit. The
// name may stand behind a provider's, as "openai/gpt-5".
func reasoningModels() []string { return []string{"o1", "o3", "o4", "gpt-5", "gpt-6"} }

func newParams(model string) params {
	p := params{mu: &sync.Mutex{}, dropped: map[string]bool{}, limit: paramMaxTokens}
	name := model[strings.LastIndexByte(model, '/')+1:]
	if slices.ContainsFunc(reasoningModels(), func(s string) bool { return strings.HasPrefix(name, s) }) {
		p.dropped[paramTemperature] = true
		p.limit = paramMaxCompletion
	}
	// A key for the provider's cache is OpenAI's own idea; where the prefix is
	// the same, others cache without it.
	if !strings.HasPrefix(name, "gpt-") && !p.dropped[paramTemperature] {
		p.dropped[paramCacheKey] = true
	}
	return p
}

// drop remembers that the endpoint does not take a parameter, and reports
// whether a request without it is worth a try: not if it was dropped before.
func (p *params) drop(name string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.dropped[name]:
		return false
	case name == paramMaxTokens && !p.dropped[paramMaxCompletion]:
		p.limit = paramMaxCompletion
	case name == paramMaxCompletion && !p.dropped[paramMaxTokens]:
		p.limit = paramMaxTokens
	}
	p.dropped[name] = true
	return true
}

// extra renders what is added to a request, in a fixed order.
func (p *params) extra(maxTokens int, cacheKey string) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []byte
	add := func(name string, value any) {
		if p.dropped[name] {
			return
		}
		v, err := json.Marshal(value)
		if err != nil {
			return
		}
		if len(out) > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, '"'), name...), '"', ':')
		out = append(out, v...)
	}
	add(paramTemperature, 0)
	add(p.limit, maxTokens)
	add(paramCacheKey, cacheKey)
	return out
}

// names lists what is sent, for the key of the cache and the provenance.
func (p *params) names() string {
	return string(p.extra(0, ""))
}
