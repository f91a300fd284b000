package fakellm

// Suggesting answers a question about gaps: one suggestion for each gap that
// the function has words for.
func Suggesting(words func(Gap) string) func(*Request) string {
	return func(r *Request) string {
		suggestions := []any{}
		for _, g := range r.Gaps() {
			if s := words(g); s != "" {
				suggestions = append(suggestions, map[string]any{"gap": g.ID, "text": s})
			}
		}
		return object(map[string]any{"suggestions": suggestions})
	}
}

// Nothing has no words for any gap.
func Nothing(Gap) string { return "" }
