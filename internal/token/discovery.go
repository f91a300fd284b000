package token

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
)

// How often an issuer that does not answer is asked again, and how long one
// question may take.
const (
	firstWait = time.Second
	longest   = 30 * time.Second
	patience  = 5 * time.Second
)

// discovery finds the keys of an issuer, once, when they are first wanted.
type discovery struct {
	issuer string
	now    func() time.Time
	client *http.Client

	mu    sync.Mutex // held while asking, so that one question serves all who wait
	found *found
	err   error     // of the last question
	next  time.Time // no question before then
	wait  time.Duration
}

// found is what an issuer says of itself.
type found struct {
	keys       *oidc.RemoteKeySet
	algorithms []string
}

func newDiscovery(issuer string, now func() time.Time) *discovery {
	return &discovery{issuer: issuer, now: now, client: newClient()}
}

// find returns what was found, asks if nothing was yet, and between two
// questions repeats the last error at once.
func (d *discovery) find(ctx context.Context) (*found, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.found != nil {
		return d.found, nil
	}
	if d.err != nil && d.now().Before(d.next) {
		return nil, d.err
	}
	// The answer is for everybody who waits: it does not end with this caller.
	asking, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	d.found, d.err = d.ask(asking)
	if d.err != nil {
		d.wait = min(max(2*d.wait, firstWait), longest)
		d.next = d.now().Add(d.wait)
	}
	return d.found, d.err
}

func (d *discovery) ask(ctx context.Context) (*found, error) {
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, d.client), d.issuer)
	if err != nil {
		return nil, fmt.Errorf("discover the issuer: %w", err)
	}
	var document struct {
		Keys       string   `json:"jwks_uri"`
		Algorithms []string `json:"id_token_signing_alg_values_supported"`
	}
	if err := provider.Claims(&document); err != nil {
		return nil, fmt.Errorf("read what the issuer says of itself: %w", err)
	}
	if document.Keys == "" {
		return nil, errors.New("discover the issuer: it names no keys")
	}
	keys := &http.Client{Transport: &sparing{next: d.client.Transport, now: d.now}, Timeout: patience}
	f := &found{keys: oidc.NewRemoteKeySet(oidc.ClientContext(context.Background(), keys), document.Keys)}
	for _, a := range document.Algorithms {
		if slices.Contains(algorithms(), jose.SignatureAlgorithm(a)) {
			f.algorithms = append(f.algorithms, a)
		}
	}
	if len(f.algorithms) == 0 { // RS256 is what the standard requires of every issuer
		f.algorithms = []string{string(jose.RS256)}
	}
	return f, nil
}
