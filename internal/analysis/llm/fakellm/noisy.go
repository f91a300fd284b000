package fakellm

import (
	"encoding/json"
	"hash/fnv"
	"strings"
)

// Noisy spoils a share of another generator's items, in percent: a leaf that
// is wrong, a quote that says something else, or a pointer to another line.
// What is spoilt follows from the seed and the item alone.
func Noisy(seed string, percent int, inner func(*Request) string) func(*Request) string {
	return func(r *Request) string {
		var a struct {
			Items     []map[string]any `json:"items"`
			Claims    []any            `json:"claims"`
			Addressed []int            `json:"addressed_to_reader"`
		}
		if r.Kind() != Map || json.Unmarshal([]byte(inner(r)), &a) != nil {
			return inner(r)
		}
		leaves := r.Leaves()
		for _, item := range a.Items {
			quote, _ := item["quote"].(string)
			leaf, _ := item["leaf"].(string)
			dice := roll(seed, quote, leaf)
			if int(dice%100) >= percent {
				continue
			}
			switch dice / 100 % 3 {
			case 0:
				item["leaf"] = leaves[int(dice/300)%len(leaves)]
			case 1:
				item["quote"] = Misquote(quote)
			case 2:
				item["first"], item["last"] = 9999, 1
			}
		}
		if a.Items == nil {
			a.Items = []map[string]any{}
		}
		return object(map[string]any{"items": a.Items, "claims": list(a.Claims), "addressed_to_reader": a.Addressed})
	}
}

// Misquote turns a quote into its contrary or its numbers into others.
func Misquote(s string) string {
	if strings.ContainsAny(s, "0123456789") {
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '8' {
				return r + 1
			}
			return r
		}, s)
	}
	words := strings.Fields(s)
	if len(words) < 2 {
		return "never " + s
	}
	return words[0] + " never " + strings.Join(words[1:], " ")
}

func roll(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return h.Sum64() >> 7
}

func list(v []any) []any {
	if v == nil {
		return []any{}
	}
	return v
}
