package fakellm

import (
	"fmt"
	"strings"
)

// Check lists what is wrong with the requests so far: a question without a
// strict schema though the endpoint takes one, a temperature that is absent or
// not zero though the model takes one, a system prompt that differs between
// windows, a document that is not fenced, or a forbidden word in any prompt.
func (s *Server) Check(schema, temperature bool, forbidden ...string) []string {
	var out []string
	prefix := map[Kind]string{}
	for _, r := range s.Requests() {
		report := func(format string, args ...any) {
			out = append(out, fmt.Sprintf("request %d (%s): ", r.N, r.Kind())+fmt.Sprintf(format, args...))
		}
		k := r.Kind()
		if k != Probe && schema && !strings.HasPrefix(r.Schema(), "{") {
			report("no strict schema")
		}
		if t, ok := r.Number("temperature"); temperature && (!ok || t != 0) {
			report("temperature is %v, sent %v", t, ok)
		}
		if k == Map || k == Suggest {
			if prefix[k] == "" {
				prefix[k] = r.System()
			}
			if r.System() != prefix[k] {
				report("the system prompt differs from the first one's")
			}
		}
		if k == Map || k == Reduce || k == Suggest {
			user := strings.Split(r.User(), "\n")
			if !anyPrefix(user, "<<<DOC ") || !anySuffix(user, ">>>") {
				report("the text is not fenced")
			}
		}
		for _, m := range r.Messages {
			for _, f := range forbidden {
				if strings.Contains(m.Content, f) {
					report("the prompt holds %q", f)
				}
			}
		}
	}
	return out
}

func anyPrefix(lines []string, p string) bool {
	for _, l := range lines {
		if strings.HasPrefix(l, p) {
			return true
		}
	}
	return false
}

func anySuffix(lines []string, s string) bool {
	for _, l := range lines {
		if strings.HasSuffix(l, s) {
			return true
		}
	}
	return false
}
