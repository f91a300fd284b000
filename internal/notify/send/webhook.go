package send

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"dossier/internal/id"
)

// minSecret is the shortest secret of a webhook, in bytes.
const minSecret = 16

// The headers of a webhook's request.
const (
	TimestampHeader = "Dossier-Timestamp"
	SignatureHeader = "Dossier-Signature"
	KeyHeader       = "Idempotency-Key"
)

// Webhook posts each notification to one address of the organisation.
type Webhook struct {
	address string
	secret  []byte
	http    *http.Client
}

// NewWebhook reads an address and the secret that signs. The errors do not
// repeat them.
func NewWebhook(address, secret string) (*Webhook, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, errors.New("is no address to post to; give it as https://example.org/hooks/dossier")
	}
	if len(secret) < minSecret {
		return nil, fmt.Errorf("needs a secret of %d characters or more to sign with", minSecret)
	}
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second, MaxResponseHeaderBytes: 64 << 10, IdleConnTimeout: time.Minute, MaxIdleConns: 2,
	}
	follow := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Webhook{address: address, secret: []byte(secret), http: &http.Client{Transport: transport, CheckRedirect: follow}}, nil
}

// Name is WEBHOOK.
func (*Webhook) Name() string { return "WEBHOOK" }

// Personal is false: the address is the organisation's.
func (*Webhook) Personal() bool { return false }

// body is what is posted. Dossier is null for who does not see it yet.
type body struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind"`
	Person  string    `json:"person"`
	Dossier *string   `json:"dossier"`
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
	MadeAt  time.Time `json:"madeAt"`
}

// Deliver posts a letter, which tells of one thing.
func (w *Webhook) Deliver(ctx context.Context, l *Letter) error {
	n := l.Notes[0]
	b := body{ID: n.ID().String(), Kind: string(n.Kind), Person: id.Of(id.Person, l.Person).String(), Subject: l.Subject, Text: n.Text(), MadeAt: n.MadeAt.UTC()}
	if n.Sees {
		d := id.Of(id.Dossier, n.DossierID).String()
		b.Dossier = &d
	}
	text, err := json.Marshal(b)
	if err != nil {
		return &Failure{Class: "text", Final: true}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.address, bytes.NewReader(text))
	if err != nil {
		return &Failure{Class: "address", Down: true}
	}
	at := strconv.FormatInt(l.At.Unix(), 10)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "dossier")
	req.Header.Set(KeyHeader, l.ID.String())
	req.Header.Set(TimestampHeader, at)
	req.Header.Set(SignatureHeader, "sha256="+Sign(w.secret, at, text))
	resp, err := w.http.Do(req)
	if err != nil {
		class := "connect"
		if timeout, ok := errors.AsType[net.Error](err); ctx.Err() != nil || ok && timeout.Timeout() {
			class = "timeout"
		}
		return &Failure{Class: class, Down: true}
	}
	defer resp.Body.Close()
	// Reading a little lets the connection be used again; it says nothing.
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
	switch c := resp.StatusCode; {
	case c >= 200 && c < 300:
		return nil
	case c == http.StatusRequestTimeout || c == http.StatusTooManyRequests || c < 400 || c >= 500:
		return &Failure{Class: fmt.Sprint("http ", c), Down: true}
	default:
		return &Failure{Class: fmt.Sprint("http ", c), Final: true}
	}
}

// Sign is the HMAC-SHA256, in hex, over the time in seconds, a dot and the
// body. Who receives it makes the same and compares, and refuses old times.
func Sign(secret []byte, timestamp string, body []byte) string {
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(timestamp + "."))
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}
