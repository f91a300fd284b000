package wire

import (
	"context"
	"net/http"
	"strings"
	"time"

	"dossier/internal/fault"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// signIn takes the value of an Authorization header and returns the context
// of its viewer and the time the token expires. An empty value is anonymous.
func (g *gate) signIn(ctx context.Context, authorization string) (context.Context, time.Time, *failure) {
	if authorization == "" {
		return ctx, time.Time{}, nil
	}
	scheme, token, _ := strings.Cut(authorization, " ")
	token = strings.TrimSpace(token)
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return ctx, time.Time{}, fail(http.StatusUnauthorized, codeUnauthenticated, "authorization must be of the form: Bearer TOKEN")
	}
	signed, expires, err := g.Authenticate(ctx, token)
	if err != nil {
		return ctx, time.Time{}, g.refusedToken(ctx, err)
	}
	return signed, expires, nil
}

// refusedToken maps the error of Authenticate to a status.
func (g *gate) refusedToken(ctx context.Context, err error) *failure {
	shown := g.errors.Present(ctx, err)
	status := http.StatusInternalServerError
	switch fault.KindOf(err) {
	case fault.Unauthenticated, fault.Invalid:
		shown.Extensions["code"] = codeUnauthenticated
		status = http.StatusUnauthorized
	case fault.Forbidden:
		status = http.StatusForbidden
	case fault.Unavailable:
		status = http.StatusServiceUnavailable
	}
	return &failure{kind: badRequest, status: status, err: shown}
}

// authorizationOf is the one Authorization header of a request. Two of them
// are joined into one that is refused.
func authorizationOf(h http.Header) string {
	return strings.Join(h.Values("Authorization"), ", ")
}

// errExpired ends a stream whose token has run out.
func errExpired() *gqlerror.Error {
	return refuse(codeUnauthenticated, "the token has expired")
}

// until returns a channel that fires at a time, or never for the zero time,
// and a function that frees it.
func until(t time.Time) (<-chan time.Time, func()) {
	if t.IsZero() {
		return nil, func() {}
	}
	timer := time.NewTimer(time.Until(t))
	return timer.C, func() { timer.Stop() }
}
