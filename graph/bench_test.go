package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dossier/internal/id"
)

// side is one of the two servers that are compared.
type side struct {
	url  string
	took []time.Duration
}

// loaded is a server with a page of dossiers and a reference beside it.
func loaded(t testing.TB) (*api, string, map[string]map[string]any) {
	a := serve(t)
	ana := a.Candidate("Ana")
	text := "In March 2023 I moved five of our seven engineers to the agent console, because 83% of the farmers had no smartphone. Repeat sales rose from 1.4 to 3.2.\n\n" +
		"Dana (L3) was promoted to L5 in March 2025 and now leads the console.\n\nThe founder gave me the signature on the technology budget, four hundred thousand dollars a year.\n"
	var d id.ID
	for i := range 50 {
		d = a.Open(ana)
		a.Save(ana, d, "mentee-network", "Mentees", text)
		if _, err := a.Requests.Request(t.Context(), ana, request(d), a.Now); err != nil {
			t.Fatal(err)
		}
		a.Candidate(fmt.Sprintf("Person %02d", i))
	}
	a.Analyse()
	by := httptest.NewServer(reference{a})
	t.Cleanup(by.Close)
	return a, by.URL, map[string]map[string]any{
		"People":   {"first": 50},
		"Dossiers": {"first": 50},
		"Analysis": {"dossier": d.String()},
	}
}

// The comparison is fair only if both give the same data.
func TestTheReferenceGivesTheSameData(t *testing.T) {
	t.Parallel()
	a, by, vars := loaded(t)
	for name, v := range vars {
		body, _ := json.Marshal(map[string]any{"variables": v})
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, by+"/"+name, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+a.token("Ana"))
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		var got, want struct{ Data any }
		err = json.NewDecoder(res.Body).Decode(&got)
		res.Body.Close()
		if err != nil {
			t.Fatal(name, res.Status, err)
		}
		if err := json.Unmarshal(a.bytes("Ana", contract(t)[name].text, v), &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// clients is how many ask at once.
const clients = 4

// BenchmarkBesideHandWritten asks both servers the same in turns and reports
// requests a second, the 99th percentile, and the ratio of the two rates.
func BenchmarkBesideHandWritten(b *testing.B) {
	a, by, vars := loaded(b)
	token := a.token("Ana")
	ops := contract(b)
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for k := range vars {
			if !yield(k) {
				return
			}
		}
	}) {
		b.Run(name, func(b *testing.B) {
			body, _ := json.Marshal(map[string]any{"query": ops[name].text, "variables": vars[name]})
			sides := []*side{{url: a.url}, {url: by + "/" + name}}
			var spent [2]time.Duration
			for b.Loop() {
				for i, s := range sides { // in turns, so that both meet the same machine
					begin := time.Now()
					s.round(b, token, body)
					spent[i] += time.Since(begin)
				}
			}
			rate := func(i int) float64 { return float64(len(sides[i].took)) / spent[i].Seconds() }
			b.ReportMetric(rate(0), "req/s")
			b.ReportMetric(rate(1), "ref-req/s")
			b.ReportMetric(rate(0)/rate(1), "ratio")
			b.ReportMetric(p99(sides[0].took), "p99-ms")
			b.ReportMetric(p99(sides[1].took), "ref-p99-ms")
		})
	}
}

// round sends a few requests from each client.
func (s *side) round(b *testing.B, token string, body []byte) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	for range clients {
		wg.Go(func() {
			for range 5 {
				begin := time.Now()
				if err := post(s.url, token, body); err != nil {
					b.Error(err)
				}
				mu.Lock()
				s.took = append(s.took, time.Since(begin))
				mu.Unlock()
			}
		})
	}
	wg.Wait()
}

func post(url, token string, body []byte) error {
	req, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", url, res.Status)
	}
	return nil
}

func p99(took []time.Duration) float64 {
	slices.Sort(took)
	return float64(took[len(took)*99/100].Microseconds()) / 1000
}
