package token

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"dossier/internal/fault"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4/jwt"
)

// OIDC judges the tokens of an OpenID Connect issuer. Nothing is fetched until
// the first token comes, so an issuer that is away holds up no start; until it
// has been reached once, tokens are Unavailable.
type OIDC struct {
	issuer   string
	audience string
	now      func() time.Time
	source   *discovery
}

// NewOIDC names an issuer by its address, exactly as its tokens name it, and
// the audience that they must be meant for.
func NewOIDC(issuer, audience string, now func() time.Time) (*OIDC, error) {
	at, err := url.Parse(issuer)
	if err != nil || at.Scheme != "https" && at.Scheme != "http" || at.Host == "" {
		return nil, fmt.Errorf("the issuer %q must be an address such as https://login.example.org", issuer)
	}
	if audience == "" {
		return nil, fmt.Errorf("the issuer %s needs an audience: the client id that tokens for this server are made for", issuer)
	}
	return &OIDC{issuer: issuer, audience: audience, now: now, source: newDiscovery(issuer, now)}, nil
}

// Issuer is the address of the issuer.
func (o *OIDC) Issuer() string { return o.issuer }

// Verify judges a token of the issuer.
func (o *OIDC) Verify(ctx context.Context, raw string) (Identity, error) {
	said, err := peek(raw)
	if err != nil {
		return Identity{}, err
	}
	if said.issuer != o.issuer {
		return Identity{}, errWrongIssuer()
	}
	found, err := o.source.find(ctx)
	if err != nil {
		return Identity{}, fault.Wrap(fault.Unavailable, err, "tokens cannot be checked now: their issuer does not answer")
	}
	claims, err := o.open(ctx, raw, found)
	if err != nil {
		return Identity{}, err
	}
	return judge(claims, o.issuer, o.audience, o.now())
}

// open checks the signature and returns the claims. The claims themselves are
// for judge, whose sentences tell one fault from another.
func (o *OIDC) open(ctx context.Context, raw string, found *found) (jwt.Claims, error) {
	keys := &observedKeys{set: found.keys}
	verified, err := oidc.NewVerifier(o.issuer, keys, &oidc.Config{
		SupportedSigningAlgs: found.algorithms,
		SkipClientIDCheck:    true,
		SkipExpiryCheck:      true,
		SkipIssuerCheck:      true,
		Now:                  o.now,
	}).Verify(ctx, raw)
	var claims jwt.Claims
	switch {
	case err == nil && verified.Claims(&claims) == nil:
		return claims, nil
	case keys.asked && keys.err == nil:
		return claims, errMalformed(nil) // signed, but the claims are of no known form
	case keys.err != nil && errors.Is(keys.err, errKeysFresh):
		return claims, errSignature(errKeysFresh)
	case keys.err != nil && errors.Unwrap(keys.err) != nil:
		// go-oidc wraps what fetching keys says, and makes a plain error of a
		// signature that no key fits.
		return claims, fault.Wrap(fault.Unavailable, keys.err, "tokens cannot be checked now: the keys of their issuer cannot be had")
	}
	return claims, errSignature(nil)
}

// observedKeys keeps the error of a key set, which go-oidc turns into text.
type observedKeys struct {
	set   oidc.KeySet
	asked bool
	err   error
}

// VerifySignature asks the key set.
func (k *observedKeys) VerifySignature(ctx context.Context, raw string) ([]byte, error) {
	payload, err := k.set.VerifySignature(ctx, raw)
	k.asked, k.err = true, err
	return payload, err
}
