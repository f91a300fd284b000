package standing

import "strings"

// Message names what stops and what would meet it.
func (n NotEligible) Message() string {
	s := make([]string, len(n.Requirements))
	for i, r := range n.Requirements {
		s[i] = r.Key + ": " + r.Explanation
		if r.Missing != nil {
			s[i] += " " + *r.Missing
		}
	}
	return "not eligible yet: " + strings.Join(s, " ")
}

func (n NotEligible) Error() string { return n.Message() }
