package token

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"dossier/internal/fault"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// algorithms are the ways a token may be signed: by a private key alone. A
// secret shared with the issuer would let whoever checks tokens make them, and
// "none" lets everybody.
func algorithms() []jose.SignatureAlgorithm {
	return []jose.SignatureAlgorithm{
		jose.RS256, jose.RS384, jose.RS512, jose.PS256, jose.PS384, jose.PS512,
		jose.ES256, jose.ES384, jose.ES512, jose.EdDSA,
	}
}

// claimed is what a token says of itself before its signature is checked.
type claimed struct{ issuer string }

// peek reads the issuer of a token and refuses what is no token at all.
func peek(raw string) (claimed, error) {
	if len(raw) > maxLength {
		return claimed{}, fault.New(fault.Unauthenticated, "the token is longer than %d bytes", maxLength)
	}
	parts := strings.Split(raw, ".")
	if len(parts) != 3 {
		return claimed{}, errMalformed(nil)
	}
	var header struct {
		Algorithm jose.SignatureAlgorithm `json:"alg"`
	}
	var claims struct {
		Issuer string `json:"iss"`
	}
	if err := errors.Join(decode(parts[0], &header), decode(parts[1], &claims)); err != nil {
		return claimed{}, errMalformed(err)
	}
	if !slices.Contains(algorithms(), header.Algorithm) {
		return claimed{}, fault.New(fault.Unauthenticated, "the token is signed in a way that is not accepted")
	}
	return claimed{issuer: claims.Issuer}, nil
}

func decode(part string, into any) error {
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return errors.New("a part is not base64url") // the cause would quote it
	}
	if json.Unmarshal(raw, into) != nil {
		return errors.New("a part is not a JSON object")
	}
	return nil
}

func errMalformed(cause error) error { return refused(cause, "the token is malformed") }

// judge checks the claims of a token whose signature is good.
func judge(c jwt.Claims, issuer, audience string, now time.Time) (Identity, error) {
	switch {
	case c.Subject == "":
		return Identity{}, fault.New(fault.Unauthenticated, "the token names no subject")
	case c.Expiry == nil:
		return Identity{}, fault.New(fault.Unauthenticated, "the token has no time of expiry")
	}
	err := c.ValidateWithLeeway(jwt.Expected{
		Issuer: issuer, AnyAudience: jwt.Audience{audience}, Time: now,
	}, Skew)
	switch {
	case err == nil:
		return Identity{Issuer: issuer, Subject: c.Subject, Expires: c.Expiry.Time().Add(Skew)}, nil
	case errors.Is(err, jwt.ErrInvalidIssuer):
		return Identity{}, errWrongIssuer()
	case errors.Is(err, jwt.ErrInvalidAudience):
		return Identity{}, refused(err, "the token is meant for another audience")
	case errors.Is(err, jwt.ErrExpired):
		return Identity{}, refused(err, "the token has expired")
	case errors.Is(err, jwt.ErrNotValidYet), errors.Is(err, jwt.ErrIssuedInTheFuture):
		return Identity{}, refused(err, "the token is not valid yet")
	}
	return Identity{}, errMalformed(err)
}

func errSignature(cause error) error {
	return refused(cause, "the signature of the token is not good")
}
