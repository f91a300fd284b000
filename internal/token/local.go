package token

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// The issuer and audience of local tokens. The issuer is no address, so that
// no OpenID Connect issuer can be configured under the same name.
const (
	LocalIssuer   = "dossier:local"
	LocalAudience = "dossier"
)

// Local makes and judges tokens by a key in a file. It is for the embedded
// run, whose data and key lie in the same folder; a server that others reach
// takes tokens of a real issuer alone.
type Local struct {
	key    ed25519.PrivateKey
	signer jose.Signer
	now    func() time.Time
}

// OpenLocal reads the key at a path and makes one there if there is none.
func OpenLocal(path string, now func() time.Time) (*Local, error) {
	key, err := openKey(path)
	if err != nil {
		return nil, fmt.Errorf("open the key of local tokens: %w", err)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: key},
		(&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return nil, fmt.Errorf("sign with the key of local tokens: %w", err)
	}
	return &Local{key: key, signer: signer, now: now}, nil
}

// Issuer is LocalIssuer.
func (*Local) Issuer() string { return LocalIssuer }

// Issue makes a token for a subject that lasts for ttl.
func (l *Local) Issue(subject string, ttl time.Duration) (string, error) {
	if subject == "" || ttl <= 0 {
		return "", errors.New("issue a token: it needs a subject and a time to last")
	}
	now := l.now()
	raw, err := jwt.Signed(l.signer).Claims(jwt.Claims{
		Issuer:   LocalIssuer,
		Subject:  subject,
		Audience: jwt.Audience{LocalAudience},
		IssuedAt: jwt.NewNumericDate(now),
		Expiry:   jwt.NewNumericDate(now.Add(ttl)),
	}).Serialize()
	if err != nil {
		return "", fmt.Errorf("issue a token: %w", err)
	}
	return raw, nil
}

// Verify judges a local token.
func (l *Local) Verify(_ context.Context, raw string) (Identity, error) {
	if _, err := peek(raw); err != nil {
		return Identity{}, err
	}
	parsed, err := jwt.ParseSigned(raw, []jose.SignatureAlgorithm{jose.EdDSA})
	if err != nil {
		return Identity{}, errSignature(nil) // of another kind of key; the cause may quote the token
	}
	var claims jwt.Claims
	if err := parsed.Claims(l.key.Public(), &claims); err != nil {
		if errors.Is(err, jose.ErrCryptoFailure) {
			return Identity{}, errSignature(err)
		}
		return Identity{}, errMalformed(nil)
	}
	return judge(claims, LocalIssuer, LocalAudience, l.now())
}
