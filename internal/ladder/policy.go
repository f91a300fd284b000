package ladder

// Policy is how the house reads a sentence that can be read in several ways,
// with the numbers that a rule needs. It is data, so that another
// organisation may read otherwise without a change of the program.
type Policy struct {
	// Key names the policy and never changes; where it speaks of a metric,
	// a component or another item of the level it is that item's key.
	Key string `yaml:"key" json:"key"`
	// Rule holds the ids of the sentences that the policy reads.
	Rule []string `yaml:"rule" json:"rule"`
	// Kind says what a shortfall does: HARD stops, EXPLAIN asks for an
	// explanation, INFO only shows. It is empty where nothing can fall short.
	Kind string `yaml:"kind" json:"kind"`
	// Reading is the interpretation in a sentence or two.
	Reading string `yaml:"reading" json:"reading"`
	// Values are the reading's figures and words, by name.
	Values map[string]any `yaml:"values" json:"values"`
}

// The kinds of a policy.
const (
	Hard    = "HARD"
	Explain = "EXPLAIN"
	Info    = "INFO"
)

// Int returns a whole number among the policy's values.
func (p *Policy) Int(name string) (int, bool) {
	if p == nil {
		return 0, false
	}
	switch n := p.Values[name].(type) {
	case float64: // from JSON
		return int(n), true
	case uint64: // from YAML
		return int(n), true
	case int64:
		return int(n), true
	}
	return 0, false
}

// Bool returns a yes or no among the policy's values.
func (p *Policy) Bool(name string) (yes, ok bool) {
	if p != nil {
		yes, ok = p.Values[name].(bool)
	}
	return yes, ok
}

// String returns a word among the policy's values.
func (p *Policy) String(name string) (string, bool) {
	if p == nil {
		return "", false
	}
	s, ok := p.Values[name].(string)
	return s, ok
}

// Strings returns a list of words among the policy's values.
func (p *Policy) Strings(name string) ([]string, bool) {
	if p == nil {
		return nil, false
	}
	list, ok := p.Values[name].([]any)
	if !ok {
		return nil, false
	}
	words := make([]string, 0, len(list))
	for _, v := range list {
		s, ok := v.(string)
		if !ok {
			return nil, false
		}
		words = append(words, s)
	}
	return words, true
}

// Unruled is text of the page that carries no rule, and why.
type Unruled struct {
	// Source is the page's words, exactly.
	Text string   `yaml:"source" json:"text"`
	Rule []string `yaml:"rule" json:"rule"`
	// Why is the house's reason for leaving it without a rule.
	Why string `yaml:"why" json:"why"`
}
