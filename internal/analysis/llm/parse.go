package llm

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// maxProblems bounds the list of mistakes that a model is told of.
const maxProblems = 10

// parse reads an answer as JSON that fits a schema. Strict answers are JSON and
// nothing else; others may wrap the object in prose. The value is the object's
// text where there is one, even if it does not fit.
func (c *Client) parse(content, schema string, strict bool) (json.RawMessage, []string) {
	raw := []byte(strings.TrimSpace(content))
	if !json.Valid(raw) && !strict {
		raw = braces(raw)
	}
	if !json.Valid(raw) {
		return nil, []string{"the answer is not one JSON object"}
	}
	s, err := compile(schema)
	if err != nil {
		return nil, []string{"the schema cannot be used"}
	}
	return raw, check(s, raw)
}

// braces returns what stands between the first opening and the last closing
// brace.
func braces(b []byte) []byte {
	s := string(b)
	i, j := strings.IndexByte(s, '{'), strings.LastIndexByte(s, '}')
	if i < 0 || j < i {
		return nil
	}
	return b[i : j+1]
}

// compile reads a schema. It comes from a template of this package.
func compile(schema string) (*jsonschema.Schema, error) {
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(schema))
	if err != nil {
		return nil, fmt.Errorf("read schema: %w", err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("answer.json", doc); err != nil {
		return nil, fmt.Errorf("add schema: %w", err)
	}
	s, err := c.Compile("answer.json")
	if err != nil {
		return nil, fmt.Errorf("compile schema: %w", err)
	}
	return s, nil
}

// check lists where a value does not fit, by place and rule. It never repeats
// the value: what a model wrote goes nowhere.
func check(s *jsonschema.Schema, raw []byte) []string {
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(raw)))
	if err != nil {
		return []string{"the answer is not one JSON object"}
	}
	err = s.Validate(value)
	if err == nil {
		return nil
	}
	invalid, ok := errors.AsType[*jsonschema.ValidationError](err)
	if !ok {
		return []string{"the answer does not fit the schema"}
	}
	var out []string
	var walk func(*jsonschema.ValidationError)
	walk = func(e *jsonschema.ValidationError) {
		if len(e.Causes) == 0 {
			rule := e.ErrorKind.KeywordPath()
			p := fmt.Sprintf("%s breaks the rule %q", where(e.InstanceLocation), strings.Join(rule, "/"))
			if len(out) < maxProblems && !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
		for _, c := range e.Causes {
			walk(c)
		}
	}
	walk(invalid)
	return out
}

// where names a place in an answer by known keys and numbers only.
func where(path []string) string {
	if len(path) == 0 {
		return "the answer"
	}
	for i, p := range path {
		if len(p) > 24 {
			path[i] = "..."
		}
	}
	return strings.Join(path, ".")
}
