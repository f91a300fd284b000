package llm

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"dossier/internal/analysis"
	"dossier/internal/analysis/llm/fakellm"
)

// TestNothingLeaks: an endpoint that repeats the question in its error puts
// neither the text nor the key into the log, the result or an error.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	echo := func(status int) fakellm.Rule {
		return fakellm.Rule{Status: status, Header: map[string]string{"Retry-After": "90", "X-Request-Id": "r"}, Content: func(r *fakellm.Request) string {
			return r.User() + r.Header.Get("Authorization")
		}}
	}
	for _, status := range []int{200, 400, 401, 413, 429, 500} {
		var log bytes.Buffer
		s := start(t, echo(status))
		c := client(t, s, func(o *Options) { o.Log = slog.New(slog.NewJSONHandler(&log, nil)) })
		res, err := analysis.Run(t.Context(), input(caseStudy), analysis.Options{Analyser: c})
		said, marshalErr := json.Marshal(struct {
			Reasons    []string
			Provenance analysis.Provenance
			Findings   []analysis.Finding
		}{res.Reasons, res.Provenance, res.Findings})
		if marshalErr != nil {
			t.Fatal(marshalErr)
		}
		all := log.String() + string(said)
		if err != nil {
			all += err.Error()
		}
		for _, secret := range []string{"seven months", "rent the payment", "test-key", "Case study"} {
			if strings.Contains(all, secret) {
				t.Errorf("status %d: %q is in\n%s", status, secret, all)
			}
		}
		if status != 200 && !strings.Contains(log.String(), `"class"`) {
			t.Errorf("status %d: nothing is logged", status)
		}
	}
}
