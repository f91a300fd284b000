package wire

import "net/http"

// Guard has a handler answer in the context of who signs in, as an endpoint
// with the same options would, and refuses as it does. Who brings no token is
// anonymous.
func Guard(h http.Handler, o Options) http.Handler {
	o = o.withDefaults()
	g := &gate{Options: o, errors: presenter{present: o.Present, log: o.Log}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, _, failed := g.signIn(r.Context(), authorizationOf(r.Header))
		if failed != nil {
			a := &answer{gate: g, w: w, media: mediaJSON, run: g.begin(ctx, "http")}
			a.fail(failed)
			return
		}
		h.ServeHTTP(w, r.WithContext(ctx))
	})
}
