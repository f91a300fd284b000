package wire

import (
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// encode writes a response as JSON. Data is copied as it is, since gqlgen has
// written it as JSON already, and left out where execution never began.
func encode(r *graphql.Response, maxErrors int) []byte {
	out := make([]byte, 0, len(r.Data)+64)
	out = append(out, '{')
	if len(r.Errors) > 0 {
		out = append(out, `"errors":`...)
		out = append(out, encodeErrors(r.Errors, maxErrors)...)
	}
	if r.Data != nil {
		out = separate(out)
		out = append(out, `"data":`...)
		out = append(out, r.Data...)
	}
	if len(r.Extensions) > 0 {
		if extensions, err := json.Marshal(r.Extensions); err == nil {
			out = separate(out)
			out = append(out, `"extensions":`...)
			out = append(out, extensions...)
		}
	}
	return append(out, '}')
}

// encodeErrors writes a list of errors, cut off at the limit.
func encodeErrors(list gqlerror.List, limit int) []byte {
	raw, err := json.Marshal(list[:min(len(list), limit)])
	if err != nil { // an extension that is no JSON: its error goes without
		raw, _ = json.Marshal(gqlerror.List{refuse(codeInternal, internalText)})
	}
	return raw
}

func separate(out []byte) []byte {
	if len(out) > 1 {
		return append(out, ',')
	}
	return out
}
