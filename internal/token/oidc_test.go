package token_test

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"dossier/internal/fault"
	"dossier/internal/token"

	"github.com/go-jose/go-jose/v4"
)

const audience = "dossier-web"

func newOIDC(t *testing.T, url string, c *clock) *token.OIDC {
	t.Helper()
	o, err := token.NewOIDC(url, audience, c.now)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// refusedAs checks the kind and the sentence of an error, and that it holds no
// part of the token.
func refusedAs(t *testing.T, err error, kind fault.Kind, text, raw string) {
	t.Helper()
	if err == nil {
		t.Fatalf("the token was taken, want: %s", text)
	}
	if fault.KindOf(err) != kind {
		t.Errorf("kind %q, want %q: %v", fault.KindOf(err), kind, err)
	}
	if !strings.Contains(err.Error(), text) {
		t.Errorf("%q, want %q", err, text)
	}
	for part := range strings.SplitSeq(raw, ".") {
		if len(part) > 8 && strings.Contains(err.Error(), part) {
			t.Errorf("the error holds a part of the token: %v", err)
		}
	}
}

// claimsAnd are good claims with some changed; nil takes one out.
func claimsAnd(c *clock, iss string, change map[string]any) map[string]any {
	claims := map[string]any{"iss": iss, "sub": "ada", "aud": audience, "exp": *c.at(time.Hour), "iat": *c.at(0)}
	maps.Copy(claims, change)
	maps.DeleteFunc(claims, func(_ string, v any) bool { return v == nil })
	return claims
}

func TestOIDCTakesEachAlgorithm(t *testing.T) {
	t.Parallel()
	for _, algorithm := range []jose.SignatureAlgorithm{jose.RS256, jose.PS256, jose.ES256, jose.EdDSA} {
		t.Run(string(algorithm), func(t *testing.T) {
			t.Parallel()
			c := &clock{}
			key := newKey(t, "one", algorithm)
			i := newIssuer(t, "", key)
			i.script(func(i *issuer) { i.algorithms = []string{string(algorithm), "HS256", "none"} })
			got, err := newOIDC(t, i.url(), c).Verify(t.Context(), sign(t, key, algorithm, claimsAnd(c, i.url(), nil)))
			want := token.Identity{Issuer: i.url(), Subject: "ada", Expires: noon.Add(time.Hour + token.Skew)}
			if err != nil || !got.Expires.Equal(want.Expires) || got.Issuer != want.Issuer || got.Subject != want.Subject {
				t.Errorf("%+v, %v; want %+v", got, err, want)
			}
		})
	}
}

func TestOIDCJudgesClaims(t *testing.T) {
	t.Parallel()
	c := &clock{}
	key := newKey(t, "one", jose.RS256)
	i := newIssuer(t, "", key)
	o := newOIDC(t, i.url(), c)
	for _, tc := range []struct {
		name   string
		change map[string]any
		text   string // empty: taken
	}{
		{"as it should be", nil, ""},
		{"one audience of several", map[string]any{"aud": []string{"other", audience}}, ""},
		{"other audience", map[string]any{"aud": "other"}, "meant for another audience"},
		{"no audience", map[string]any{"aud": nil}, "meant for another audience"},
		{"expired within the skew", map[string]any{"exp": *c.at(-token.Skew)}, ""},
		{"expired", map[string]any{"exp": *c.at(-token.Skew - time.Second)}, "has expired"},
		{"no expiry", map[string]any{"exp": nil}, "no time of expiry"},
		{"expiry in words", map[string]any{"exp": "tomorrow"}, "malformed"},
		{"not yet, within the skew", map[string]any{"nbf": *c.at(token.Skew)}, ""},
		{"not yet", map[string]any{"nbf": *c.at(token.Skew + time.Second)}, "not valid yet"},
		{"from the future", map[string]any{"iat": *c.at(time.Hour)}, "not valid yet"},
		{"no subject", map[string]any{"sub": nil}, "no subject"},
		{"subject a number", map[string]any{"sub": 7}, "malformed"},
		{"other issuer", map[string]any{"iss": "https://elsewhere.example"}, "does not know"},
		{"no issuer", map[string]any{"iss": nil}, "does not know"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			raw := sign(t, key, jose.RS256, claimsAnd(c, i.url(), tc.change))
			_, err := o.Verify(t.Context(), raw)
			if tc.text == "" {
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			refusedAs(t, err, fault.Unauthenticated, tc.text, raw)
		})
	}
}

func TestOIDCRefusesForgeries(t *testing.T) {
	t.Parallel()
	c := &clock{}
	key := newKey(t, "one", jose.RS256)
	stranger := newKey(t, "one", jose.RS256)
	i := newIssuer(t, "", key)
	o := newOIDC(t, i.url(), c)
	good := claimsAnd(c, i.url(), nil)
	signed := sign(t, key, jose.RS256, good)
	parts := strings.Split(signed, ".")
	public, err := json.Marshal(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	encode := func(v any) string {
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return base64.RawURLEncoding.EncodeToString(raw)
	}
	richer := encode(claimsAnd(c, i.url(), map[string]any{"sub": "grace"}))
	for _, tc := range []struct{ name, raw, text string }{
		{"empty", "", "malformed"},
		{"words", "let me in please", "malformed"},
		{"two parts", parts[0] + "." + parts[1], "malformed"},
		{"four parts", signed + ".x", "malformed"},
		{"header not base64", "!." + parts[1] + "." + parts[2], "malformed"},
		{"claims not JSON", parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte("x")) + "." + parts[2], "malformed"},
		{"too long", parts[0] + "." + strings.Repeat("A", 8<<10) + "." + parts[2], "longer than"},
		{"algorithm none", encode(map[string]any{"alg": "none"}) + "." + parts[1] + ".", "in a way that is not accepted"},
		{"algorithm NONE", encode(map[string]any{"alg": "NONE"}) + "." + parts[1] + ".", "in a way that is not accepted"},
		{"no algorithm", encode(map[string]any{}) + "." + parts[1] + "." + parts[2], "in a way that is not accepted"},
		{"the public key as a secret", sign(t, public, jose.HS256, good), "in a way that is not accepted"},
		{"a key of one's own", sign(t, stranger, jose.RS256, good), "signature"},
		{"a key carried along", signEmbedded(t, stranger, good), "signature"},
		{"an algorithm the issuer has not", sign(t, key.Key, jose.PS256, good), "signature"},
		{"claims changed", parts[0] + "." + richer + "." + parts[2], "signature"},
		{"signature cut off", parts[0] + "." + parts[1] + ".", "signature"},
		{"a key id made up", sign(t, newKey(t, "two", jose.RS256), jose.RS256, good), "signature"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := o.Verify(t.Context(), tc.raw)
			refusedAs(t, err, fault.Unauthenticated, tc.text, tc.raw)
		})
	}
}

// signEmbedded puts the public key into the header, where a careless verifier
// would take it from.
func signEmbedded(t *testing.T, key jose.JSONWebKey, claims map[string]any) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: key.Key}, &jose.SignerOptions{EmbedJWK: true})
	if err != nil {
		t.Fatal(err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestNewOIDCWantsAnAddressAndAnAudience(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ issuer, audience string }{
		{"", audience}, {"dossier:local", audience}, {"login.example.org", audience},
		{"ftp://login.example.org", audience}, {"https://", audience}, {"https://login.example.org", ""},
	} {
		if _, err := token.NewOIDC(c.issuer, c.audience, time.Now); err == nil {
			t.Errorf("NewOIDC(%q, %q) gave no error", c.issuer, c.audience)
		}
	}
}
