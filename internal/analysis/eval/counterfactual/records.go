package counterfactual

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"dossier/internal/analysis"
)

// inRecords changes every string of the records by a rule. Numbers, truth
// values and the names of fields stay.
func inRecords(f analysis.Facts, rule func(string) string) (analysis.Facts, error) {
	b, err := json.Marshal(f)
	if err != nil {
		return f, fmt.Errorf("write records: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		return f, fmt.Errorf("read records: %w", err)
	}
	if b, err = json.Marshal(inTree(tree, rule)); err != nil {
		return f, fmt.Errorf("write records: %w", err)
	}
	var out analysis.Facts
	if err := json.Unmarshal(b, &out); err != nil {
		return f, fmt.Errorf("read records: %w", err)
	}
	return out, nil
}

func inTree(v any, rule func(string) string) any {
	switch v := v.(type) {
	case string:
		return rule(v)
	case []any:
		for i := range v {
			v[i] = inTree(v[i], rule)
		}
	case map[string]any:
		for k := range v {
			v[k] = inTree(v[k], rule)
		}
	}
	return v
}

// inside lists every string of the records.
func inside(f analysis.Facts) []string {
	var out []string
	_, err := inRecords(f, func(s string) string {
		out = append(out, s)
		return s
	})
	if err != nil {
		return nil // they are written back as well, and fail there
	}
	slices.Sort(out)
	return out
}
