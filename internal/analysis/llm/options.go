package llm

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"time"

	"dossier/internal/analysis"
)

// Mode is how an endpoint is made to answer in JSON.
type Mode string

// The modes, best first. In the last two the schema stands in the prompt.
const (
	ModeSchema Mode = "json_schema"
	ModeObject Mode = "json_object"
	ModeText   Mode = "text"
)

// Options says which model to ask, and how patiently.
type Options struct {
	// URL is the base of the endpoint, as "https://api.openai.com/v1".
	URL string
	// Key is sent as a bearer token; empty for an endpoint without one.
	Key string
	// Model is the name that the endpoint knows it by. For Azure it is the
	// deployment.
	Model string
	// AzureVersion makes the endpoint an Azure one of that API version, from
	// "2024-08-01-preview" on.
	AzureVersion string
	// Secret keys the fences around documents, so that nobody who writes one
	// can guess them. It must not be empty and should outlive the process, for
	// the cache's sake.
	Secret []byte
	// Mode, if set, is trusted; else the endpoint is probed once.
	Mode Mode
	// ContextTokens is what the model can read and write in one call.
	ContextTokens int
	// Pseudonyms has names of persons replaced in what is sent, and put back in
	// what comes.
	Pseudonyms bool
	// Cache keeps answers. Nil for none.
	Cache analysis.Cache

	// CallTimeout bounds a whole call, IdleTimeout each pause inside an answer,
	// HeaderTimeout the wait for it to begin. An answer that is not streamed
	// begins when it is complete, so that the last is no shorter than a call
	// may take, unless it is set.
	HeaderTimeout, IdleTimeout, CallTimeout time.Duration
	// MaxAnswer bounds an answer in bytes, after decompression.
	MaxAnswer int64
	// Patience is how long one question may wait in place, in all, before the
	// job is put off.
	Patience time.Duration
	// Backoff is the first pause after a failure; it doubles.
	Backoff time.Duration
	// BreakerPause is how long nothing is asked after the endpoint refused
	// the key or the quota ran out.
	BreakerPause time.Duration
	// OutagePause is how long nothing is asked after several questions in a
	// row failed.
	OutagePause time.Duration

	// Transport sends requests; nil for one with HeaderTimeout set.
	Transport http.RoundTripper
	// Now, Sleep and Random are the clock, a wait that ends with its context,
	// and a number from 0 to below 1; nil for the real ones.
	Now    func() time.Time
	Sleep  func(context.Context, time.Duration) error
	Random func() float64
	// Observe is told of every call and what it cost; nil for nobody. It is
	// called from several goroutines.
	Observe func(Class, analysis.Usage)
	// Log is told of failures by class and status, never by text.
	Log *slog.Logger
}

// withDefaults fills in what is left out and refuses what cannot work.
func (o Options) withDefaults() (Options, error) {
	u, err := url.Parse(o.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return o, errors.New("llm: the address of the endpoint is not an http or https URL")
	}
	if o.Model == "" {
		return o, errors.New("llm: no model is named")
	}
	if len(o.Secret) == 0 {
		return o, errors.New("llm: no secret is given for the fences")
	}
	switch o.Mode {
	case "", ModeSchema, ModeObject, ModeText:
	default:
		return o, errors.New("llm: the mode is none of json_schema, json_object and text")
	}
	set(&o.ContextTokens, 8192)
	set(&o.CallTimeout, 3*time.Minute)
	set(&o.HeaderTimeout, o.CallTimeout*timeoutGrowth/100)
	set(&o.IdleTimeout, 30*time.Second)
	set(&o.MaxAnswer, 4<<20)
	set(&o.Patience, 5*time.Second)
	set(&o.Backoff, 500*time.Millisecond)
	set(&o.BreakerPause, 10*time.Minute)
	set(&o.OutagePause, 30*time.Second)
	if o.Transport == nil {
		o.Transport = transport(o.HeaderTimeout)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	if o.Observe == nil {
		o.Observe = func(Class, analysis.Usage) {}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o, nil
}

// set gives a value that is zero its default.
func set[T comparable](v *T, def T) {
	var zero T
	if *v == zero {
		*v = def
	}
}

// transport waits only so long for the headers of an answer; net/http has no
// limit of its own, and none for what follows.
func transport(header time.Duration) *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: header,
		MaxIdleConnsPerHost:   8,
		IdleConnTimeout:       90 * time.Second,
		ForceAttemptHTTP2:     true,
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
