// Package token judges bearer tokens: JSON Web Tokens of any OpenID Connect
// issuer, or of a local key for the run that brings everything with it. It
// answers whose token it is and until when. It knows neither people nor HTTP
// servers, and an error of it never holds a part of a token.
package token

import (
	"context"
	"time"

	"dossier/internal/fault"
)

// Skew is how far the clocks of an issuer and of this machine may differ.
const Skew = 30 * time.Second

// maxLength is the length of the longest token looked at. Real ones have one
// or two thousand bytes.
const maxLength = 8 << 10

// Identity is what a good token says.
type Identity struct {
	Issuer  string
	Subject string
	Expires time.Time // from then on the same token is refused
}

// Verifier judges a token. Its errors are faults: Unauthenticated with a short
// sentence that says what is wrong with the token, or Unavailable when the
// token cannot be judged now.
type Verifier interface {
	Verify(ctx context.Context, raw string) (Identity, error)
}

// Source is a verifier of the tokens of one issuer.
type Source interface {
	Verifier
	Issuer() string
}

// Any judges a token by the source that it names as its issuer. What a token
// says of itself is believed no further than that: the source checks it all.
func Any(sources ...Source) Verifier {
	byIssuer := make(anySource, len(sources))
	for _, s := range sources {
		byIssuer[s.Issuer()] = s
	}
	return byIssuer
}

type anySource map[string]Source

func (a anySource) Verify(ctx context.Context, raw string) (Identity, error) {
	claimed, err := peek(raw)
	if err != nil {
		return Identity{}, err
	}
	source, ok := a[claimed.issuer]
	if !ok {
		return Identity{}, errWrongIssuer()
	}
	return source.Verify(ctx, raw)
}

func refused(cause error, text string) error {
	return fault.Wrap(fault.Unauthenticated, cause, "%s", text)
}

func errWrongIssuer() error {
	return fault.New(fault.Unauthenticated, "the token is of an issuer that this server does not know")
}
