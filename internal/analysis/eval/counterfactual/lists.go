package counterfactual

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed lists.txt
var listsFile string

// lists are words by what they are.
type lists map[string][]string

// parseLists reads lists.txt: a line "kind: word word ...", or for what holds
// spaces "kind: this; that". A pair is "from = to". A kind may have several
// lines.
func parseLists() (lists, error) {
	out := lists{}
	for n, line := range strings.Split(listsFile, "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		kind, words, ok := strings.Cut(line, ": ")
		if !ok {
			return nil, fmt.Errorf("read lists, line %d: no kind", n+1)
		}
		if strings.Contains(words, ";") {
			for _, p := range strings.Split(words, ";") {
				out[kind] = append(out[kind], strings.TrimSpace(p))
			}
			continue
		}
		out[kind] = append(out[kind], strings.Fields(words)...)
	}
	return out, nil
}

// pairs reads a list of pairs.
func (l lists) pairs(kind string) map[string]string {
	out := map[string]string{}
	for _, p := range l[kind] {
		from, to, _ := strings.Cut(p, " = ")
		out[from] = to
	}
	return out
}
