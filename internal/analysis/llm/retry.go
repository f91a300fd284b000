package llm

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// maxBackoff bounds a pause that nobody asked for.
	maxBackoff = 60 * time.Second
	// maxAsked bounds a pause that an endpoint asks for.
	maxAsked = 24 * time.Hour
)

// pause is how long to wait before the next try: what the endpoint asks for,
// else a pause that doubles with each try, a quarter of it at random.
func (c *Client) pause(try int, h http.Header) time.Duration {
	if asked, ok := asked(h, c.o.Now()); ok {
		return min(asked, maxAsked)
	}
	d := min(c.o.Backoff<<min(try, 20), maxBackoff)
	return d*3/4 + time.Duration(c.o.Random()*float64(d)/2)
}

// asked reads what an endpoint says about the next try: Retry-After in
// milliseconds, seconds or as a date, or OpenAI's time until tokens are free.
func asked(h http.Header, now time.Time) (time.Duration, bool) {
	if s := h.Get("Retry-After-Ms"); s != "" {
		if ms, err := strconv.ParseFloat(s, 64); err == nil && ms >= 0 && ms < 1e9 {
			return time.Duration(ms * float64(time.Millisecond)), true
		}
	}
	if s := strings.TrimSpace(h.Get("Retry-After")); s != "" {
		if sec, err := strconv.ParseFloat(s, 64); err == nil && sec >= 0 && sec < 1e9 {
			return time.Duration(sec * float64(time.Second)), true
		}
		if t, err := http.ParseTime(s); err == nil {
			return max(0, t.Sub(now)), true
		}
	}
	if s := h.Get("X-Ratelimit-Reset-Tokens"); s != "" && h.Get("X-Ratelimit-Remaining-Tokens") == "0" {
		if d, err := time.ParseDuration(s); err == nil && d >= 0 {
			return d, true
		}
	}
	return 0, false
}
