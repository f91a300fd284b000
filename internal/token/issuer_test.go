package token_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// clock is a time that a test sets.
type clock struct{ offset atomic.Int64 }

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

func (c *clock) now() time.Time            { return noon.Add(time.Duration(c.offset.Load())) }
func (c *clock) advance(d time.Duration)   { c.offset.Add(int64(d)) }
func (c *clock) at(d time.Duration) *int64 { n := c.now().Add(d).Unix(); return &n }

// issuer is a scripted OpenID Connect issuer on a real socket.
type issuer struct {
	t      *testing.T
	server *httptest.Server

	mu          sync.Mutex
	keys        []jose.JSONWebKey
	algorithms  []string
	says        string // the issuer it claims to be, its address if empty
	status      int    // of every answer, 200 if zero
	discoveries int
	fetches     int
}

// newIssuer starts one; address "" means any.
func newIssuer(t *testing.T, address string, keys ...jose.JSONWebKey) *issuer {
	t.Helper()
	i := &issuer{t: t, keys: keys}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", i.discover)
	mux.HandleFunc("/keys", i.serveKeys)
	i.server = httptest.NewUnstartedServer(mux)
	if address != "" {
		l, err := net.Listen("tcp", address)
		if err != nil {
			t.Fatalf("listen where the issuer was promised: %v", err)
		}
		i.server.Listener.Close()
		i.server.Listener = l
	}
	i.server.Start()
	t.Cleanup(i.server.Close)
	return i
}

func (i *issuer) url() string { return i.server.URL }

func (i *issuer) discover(w http.ResponseWriter, _ *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.discoveries++
	says := i.says
	if says == "" {
		says = i.url()
	}
	i.answer(w, map[string]any{
		"issuer":                                says,
		"jwks_uri":                              i.url() + "/keys",
		"id_token_signing_alg_values_supported": i.algorithms,
	})
}

func (i *issuer) serveKeys(w http.ResponseWriter, _ *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.fetches++
	set := jose.JSONWebKeySet{}
	for _, k := range i.keys {
		set.Keys = append(set.Keys, k.Public())
	}
	i.answer(w, set)
}

func (i *issuer) answer(w http.ResponseWriter, body any) {
	if i.status != 0 {
		http.Error(w, "out of order", i.status)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(body); err != nil {
		i.t.Errorf("the issuer could not answer: %v", err)
	}
}

func (i *issuer) script(change func(*issuer)) {
	i.mu.Lock()
	defer i.mu.Unlock()
	change(i)
}

func (i *issuer) counts() (discoveries, fetches int) {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.discoveries, i.fetches
}

// newKey makes a signing key of the kind that an algorithm wants.
func newKey(t *testing.T, id string, algorithm jose.SignatureAlgorithm) jose.JSONWebKey {
	t.Helper()
	var key crypto.Signer
	var err error
	switch algorithm {
	case jose.ES256:
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case jose.EdDSA:
		_, key, err = ed25519.GenerateKey(rand.Reader)
	default:
		key, err = rsa.GenerateKey(rand.Reader, 2048)
	}
	if err != nil {
		t.Fatalf("make a key: %v", err)
	}
	return jose.JSONWebKey{Key: key, KeyID: id, Algorithm: string(algorithm), Use: "sig"}
}

// sign makes a token of any claims.
func sign(t *testing.T, key any, algorithm jose.SignatureAlgorithm, claims any) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, nil)
	if err != nil {
		t.Fatalf("make a signer: %v", err)
	}
	raw, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		t.Fatalf("sign: %v", err)
	}
	return raw
}
