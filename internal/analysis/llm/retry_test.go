package llm

import (
	"net/http"
	"testing"
	"time"
)

func TestAsked(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name   string
		header map[string]string
		want   time.Duration
		ok     bool
	}{
		{"nothing", nil, 0, false},
		{"seconds", map[string]string{"Retry-After": "20"}, 20 * time.Second, true},
		{"part of a second", map[string]string{"Retry-After": "0.25"}, 250 * time.Millisecond, true},
		{"date", map[string]string{"Retry-After": "Sun, 01 Feb 2026 12:01:30 GMT"}, 90 * time.Second, true},
		{"date gone by", map[string]string{"Retry-After": "Sun, 01 Feb 2026 11:00:00 GMT"}, 0, true},
		{"milliseconds go first", map[string]string{"Retry-After": "20", "Retry-After-Ms": "1500"}, 1500 * time.Millisecond, true},
		{"nonsense", map[string]string{"Retry-After": "soon"}, 0, false},
		{"negative", map[string]string{"Retry-After": "-5"}, 0, false},
		{"not a number", map[string]string{"Retry-After": "NaN"}, 0, false},
		{"no tokens left", map[string]string{"X-Ratelimit-Remaining-Tokens": "0", "X-Ratelimit-Reset-Tokens": "1m2s"}, 62 * time.Second, true},
		{"tokens left", map[string]string{"X-Ratelimit-Remaining-Tokens": "9", "X-Ratelimit-Reset-Tokens": "1m2s"}, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := http.Header{}
			for k, v := range tt.header {
				h.Set(k, v)
			}
			if got, ok := asked(h, now); got != tt.want || ok != tt.ok {
				t.Errorf("%v %v, want %v %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}

func TestPause(t *testing.T) {
	t.Parallel()
	c := &Client{o: Options{Backoff: time.Second, Now: time.Now}}
	for _, tt := range []struct {
		try    int
		random float64
		want   time.Duration
	}{
		{0, 0, 750 * time.Millisecond},
		{0, 0.5, time.Second},
		{3, 0.5, 8 * time.Second},
		{10, 0.5, maxBackoff},
		{1000, 0, maxBackoff * 3 / 4},
	} {
		c.o.Random = func() float64 { return tt.random }
		if got := c.pause(tt.try, nil); got != tt.want {
			t.Errorf("try %d, random %v: %v, want %v", tt.try, tt.random, got, tt.want)
		}
	}
	year := http.Header{"Retry-After": {"31536000"}}
	if got := c.pause(0, year); got != maxAsked {
		t.Errorf("a year becomes %v", got)
	}
}
