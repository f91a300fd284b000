package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// readParams reads the parameters of a request by GET or POST.
func (g *gate) readParams(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *failure) {
	start := graphql.Now()
	read := g.readBody
	if r.Method == http.MethodGet {
		read = readQuery
	}
	params, failed := read(w, r)
	if failed != nil {
		return nil, failed
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	return params, nil
}

func (g *gate) readBody(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *failure) {
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if media == mediaMultipart {
		return g.readMultipart(w, r, params["boundary"])
	}
	if err != nil || media != mediaJSON || !isUTF8(params["charset"]) {
		return nil, fail(http.StatusUnsupportedMediaType, codeInput, "the body must be %s in UTF-8", mediaJSON)
	}
	if e := r.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return nil, fail(http.StatusUnsupportedMediaType, codeInput, "the body must not be compressed")
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, g.Limits.Body))
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		return nil, fail(http.StatusRequestEntityTooLarge, codeInput, "a body may have %d bytes", g.Limits.Body)
	}
	if err != nil {
		return nil, fail(http.StatusBadRequest, codeInput, "the body could not be read to its end")
	}
	if bad := checkText(raw); bad != nil {
		return nil, &failure{kind: badDocument, err: refuse(codeInput, "%s", bad.Error())}
	}
	return decodeParams(raw)
}

// readQuery reads the parameters of a GET from its address.
func readQuery(_ http.ResponseWriter, r *http.Request) (*graphql.RawParams, *failure) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, fail(http.StatusBadRequest, codeInput, "the query of the address is not well-formed")
	}
	object := map[string]any{}
	for _, name := range []string{"query", "operationName"} {
		if values.Has(name) {
			object[name] = values.Get(name)
		}
		if !utf8.ValidString(values.Get(name)) {
			return nil, &failure{kind: badDocument, err: refuse(codeInput, "%s holds bytes that are not UTF-8", name)}
		}
	}
	for _, name := range []string{"variables", "extensions"} {
		raw := []byte(values.Get(name))
		if len(raw) == 0 {
			continue
		}
		if bad := checkText(raw); bad != nil {
			return nil, &failure{kind: badDocument, err: refuse(codeInput, "%s: %s", name, bad.Error())}
		}
		value, failed := decodeJSON(raw)
		if failed != nil {
			return nil, fail(http.StatusBadRequest, codeInput, "%s is not JSON", name)
		}
		object[name] = value
	}
	return paramsOf(object)
}

// decodeParams reads the parameters from JSON, of a body or of a message.
func decodeParams(raw []byte) (*graphql.RawParams, *failure) {
	value, failed := decodeJSON(raw)
	if failed != nil {
		return nil, failed
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, fail(http.StatusBadRequest, codeInput, "the request must be one JSON object")
	}
	return paramsOf(object)
}

func decodeJSON(raw []byte) (any, *failure) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value any
	err := decoder.Decode(&value)
	if err == nil {
		if _, err = decoder.Token(); err == io.EOF {
			return value, nil
		}
		return nil, fail(http.StatusBadRequest, codeInput, "the request holds more than one JSON value")
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return nil, fail(http.StatusBadRequest, codeInput, "the request is not JSON from byte %d on", syntax.Offset)
	}
	return nil, fail(http.StatusBadRequest, codeInput, "the request is not JSON")
}

// paramsOf checks the form of the parameters. A key in another case is
// another key: encoding/json into a struct would take it.
func paramsOf(object map[string]any) (*graphql.RawParams, *failure) {
	p := &graphql.RawParams{}
	var ok [4]bool
	p.Query, ok[0] = optional[string](object["query"])
	p.OperationName, ok[1] = optional[string](object["operationName"])
	p.Variables, ok[2] = optional[map[string]any](object["variables"])
	p.Extensions, ok[3] = optional[map[string]any](object["extensions"])
	for i, form := range []string{"query must be a string", "operationName must be a string",
		"variables must be an object", "extensions must be an object"} {
		if !ok[i] {
			return nil, fail(http.StatusBadRequest, codeInput, "%s", form)
		}
	}
	if p.Query != "" {
		return p, nil
	}
	if _, asked := p.Extensions["persistedQuery"]; asked {
		// The text by which clients know to send the whole document instead.
		return nil, &failure{kind: badDocument, err: refuse(codeInput, "PersistedQueryNotSupported")}
	}
	return nil, fail(http.StatusBadRequest, codeInput, "query is missing")
}

// optional is the value as a T; null and absent are the zero T.
func optional[T any](value any) (t T, ok bool) {
	if value == nil {
		return t, true
	}
	t, ok = value.(T)
	return t, ok
}

// failure is a request that never became an operation.
type failure struct {
	kind   kind
	status int // for kind badRequest
	err    *gqlerror.Error
}

func fail(status int, code, format string, args ...any) *failure {
	return &failure{kind: badRequest, status: status, err: refuse(code, format, args...)}
}
