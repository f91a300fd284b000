package wire

import "net/http"

// kind is how far a request came.
type kind int

const (
	executed    kind = iota // it ran; there is a data key, with or without errors
	badDocument             // well-formed HTTP and parameters, but no operation to run
	badRequest              // no GraphQL request at all; the status is its own
	broken                  // the server failed before there was data
)

// statusOf is the one place that maps an outcome to a status. A client of
// application/json expects 200 for whatever is well-formed; one that names
// application/graphql-response+json can tell GraphQL from a proxy and gets 400.
func statusOf(k kind, own int, media string) int {
	switch k {
	case badRequest:
		return own
	case broken:
		return http.StatusInternalServerError
	case badDocument:
		if media == mediaResponse {
			return http.StatusBadRequest
		}
	}
	return http.StatusOK
}
