package token

import (
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

// maxAnswer is the most that is read of an issuer's answer.
const maxAnswer = 1 << 20

// refetch is the least time between two fetches of keys. A key that is newer
// than the last fetch is found after it.
const refetch = 5 * time.Second

// errKeysFresh says that the keys were fetched a moment ago, and that a key
// they lack is more likely made up than new.
var errKeysFresh = errors.New("the keys were fetched a moment ago")

func newClient() *http.Client {
	own := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		ForceAttemptHTTP2:     true,
		TLSHandshakeTimeout:   patience,
		ResponseHeaderTimeout: patience,
		IdleConnTimeout:       time.Minute,
	}
	return &http.Client{Transport: capped{own}, Timeout: patience}
}

// capped cuts off an answer that does not end.
type capped struct{ next http.RoundTripper }

// RoundTrip sends a request.
func (c capped) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := c.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	res.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(res.Body, maxAnswer), res.Body}
	return res, nil
}

// sparing keeps made-up key ids from becoming a request to the issuer each:
// go-oidc fetches the keys for every id that it has not seen.
type sparing struct {
	next http.RoundTripper
	now  func() time.Time

	mu   sync.Mutex
	last time.Time // of the last fetch that was answered well
}

// RoundTrip sends a request, or refuses it as too soon after the last.
func (s *sparing) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if !s.last.IsZero() && now.Sub(s.last) < refetch {
		return nil, errKeysFresh
	}
	res, err := s.next.RoundTrip(r)
	if err == nil && res.StatusCode == http.StatusOK {
		s.last = now
	}
	return res, err
}
