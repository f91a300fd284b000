package token_test

import (
	"context"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"dossier/internal/fault"
	"dossier/internal/token"

	"github.com/go-jose/go-jose/v4"
)

func TestIssuerDownThenUp(t *testing.T) {
	t.Parallel()
	c := &clock{}
	key := newKey(t, "one", jose.ES256)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	o := newOIDC(t, "http://"+address, c)
	raw := sign(t, key, jose.ES256, claimsAnd(c, o.Issuer(), nil))
	_, err = o.Verify(t.Context(), raw)
	refusedAs(t, err, fault.Unavailable, "does not answer", raw)

	i := newIssuer(t, address, key)
	i.script(func(i *issuer) { i.algorithms = []string{"ES256"} })
	_, err = o.Verify(t.Context(), raw)
	refusedAs(t, err, fault.Unavailable, "does not answer", raw) // not asked again so soon
	if n, _ := i.counts(); n != 0 {
		t.Errorf("asked %d times before the wait was over", n)
	}
	c.advance(2 * time.Second)
	if _, err := o.Verify(t.Context(), raw); err != nil {
		t.Errorf("refused once the issuer was up: %v", err)
	}

	// Its keys are known now: it may go away again.
	i.script(func(i *issuer) { i.status = 500 })
	if _, err := o.Verify(t.Context(), raw); err != nil {
		t.Errorf("refused while the issuer is away: %v", err)
	}
	c.advance(time.Minute)
	unknown := sign(t, newKey(t, "two", jose.ES256), jose.ES256, claimsAnd(c, o.Issuer(), nil))
	_, err = o.Verify(t.Context(), unknown)
	refusedAs(t, err, fault.Unavailable, "the keys of their issuer cannot be had", unknown)
}

func TestDiscoveryWaitsLongerEachTime(t *testing.T) {
	t.Parallel()
	c := &clock{}
	key := newKey(t, "one", jose.RS256)
	i := newIssuer(t, "", key)
	i.script(func(i *issuer) { i.status = 503 })
	o := newOIDC(t, i.url(), c)
	raw := sign(t, key, jose.RS256, claimsAnd(c, i.url(), nil))
	for range 600 { // ten minutes, a token each second
		_, err := o.Verify(t.Context(), raw)
		refusedAs(t, err, fault.Unavailable, "does not answer", raw)
		c.advance(time.Second)
	}
	// 1+2+4+8+16 seconds, then each 30: 6 questions in 31 s and 19 in the rest.
	if n, _ := i.counts(); n < 20 || n > 26 {
		t.Errorf("asked %d times in ten minutes", n)
	}
}

func TestIssuerOfAnotherName(t *testing.T) {
	t.Parallel()
	c := &clock{}
	key := newKey(t, "one", jose.RS256)
	i := newIssuer(t, "", key)
	i.script(func(i *issuer) { i.says = "https://elsewhere.example" })
	raw := sign(t, key, jose.RS256, claimsAnd(c, i.url(), nil))
	_, err := newOIDC(t, i.url(), c).Verify(t.Context(), raw)
	refusedAs(t, err, fault.Unavailable, "elsewhere.example", raw) // the log can tell why
}

func TestKeyRotation(t *testing.T) {
	t.Parallel()
	c := &clock{}
	before, after := newKey(t, "one", jose.RS256), newKey(t, "two", jose.RS256)
	i := newIssuer(t, "", before)
	o := newOIDC(t, i.url(), c)
	first := sign(t, before, jose.RS256, claimsAnd(c, i.url(), nil))
	second := sign(t, after, jose.RS256, claimsAnd(c, i.url(), nil))
	if _, err := o.Verify(t.Context(), first); err != nil {
		t.Fatalf("the first key: %v", err)
	}
	i.script(func(i *issuer) { i.keys = []jose.JSONWebKey{after} })
	c.advance(time.Minute)
	if _, err := o.Verify(t.Context(), second); err != nil {
		t.Errorf("the new key: %v", err)
	}
	_, err := o.Verify(t.Context(), first)
	refusedAs(t, err, fault.Unauthenticated, "signature", first) // the old key is gone
	if _, fetches := i.counts(); fetches != 2 {
		t.Errorf("keys fetched %d times, want 2", fetches)
	}
}

// TestMadeUpKeysCostTheIssuerNothing: a thousand forged key ids are one fetch.
func TestMadeUpKeysCostTheIssuerNothing(t *testing.T) {
	t.Parallel()
	c := &clock{}
	key := newKey(t, "one", jose.ES256)
	i := newIssuer(t, "", key)
	i.script(func(i *issuer) { i.algorithms = []string{"ES256"} })
	o := newOIDC(t, i.url(), c)
	forged := sign(t, newKey(t, "two", jose.ES256), jose.ES256, claimsAnd(c, i.url(), nil))
	var work sync.WaitGroup
	for range 8 {
		work.Go(func() {
			for range 25 {
				if _, err := o.Verify(context.WithoutCancel(t.Context()), forged); fault.KindOf(err) != fault.Unauthenticated {
					t.Errorf("kind %q: %v", fault.KindOf(err), err)
				}
			}
		})
	}
	work.Wait()
	if discoveries, fetches := i.counts(); discoveries != 1 || fetches != 1 {
		t.Errorf("%d discoveries and %d fetches, want one of each", discoveries, fetches)
	}
}

func TestAnyChoosesByIssuer(t *testing.T) {
	t.Parallel()
	c := &clock{}
	key := newKey(t, "one", jose.RS256)
	i := newIssuer(t, "", key)
	local := openLocal(t, t.TempDir()+"/key", c)
	both := token.Any(local, newOIDC(t, i.url(), c))

	own, err := local.Issue("ada", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := both.Verify(t.Context(), own); err != nil || got.Issuer != token.LocalIssuer {
		t.Errorf("a local token: %+v, %v", got, err)
	}
	theirs := sign(t, key, jose.RS256, claimsAnd(c, i.url(), nil))
	if got, err := both.Verify(t.Context(), theirs); err != nil || got.Issuer != i.url() {
		t.Errorf("a token of the issuer: %+v, %v", got, err)
	}
	// A key of one issuer is no key of the other.
	mixed := sign(t, key, jose.RS256, claimsAnd(c, token.LocalIssuer, map[string]any{"aud": token.LocalAudience}))
	_, err = both.Verify(t.Context(), mixed)
	refusedAs(t, err, fault.Unauthenticated, "signature", mixed)

	stranger := sign(t, key, jose.RS256, claimsAnd(c, "https://elsewhere.example", nil))
	_, err = both.Verify(t.Context(), stranger)
	refusedAs(t, err, fault.Unauthenticated, "does not know", stranger)
	_, err = token.Any().Verify(t.Context(), own)
	refusedAs(t, err, fault.Unauthenticated, "does not know", own)
	_, err = both.Verify(t.Context(), strings.Repeat("x", 1<<20))
	refusedAs(t, err, fault.Unauthenticated, "longer than", "")
}
