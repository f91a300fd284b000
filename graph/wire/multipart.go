package wire

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

const mediaMultipart = "multipart/form-data"

// maxOperations bounds the parts of an upload that are not files, and maxFiles
// the files that one may hold. Of an upload that is refused, mostUnread times
// its limit is still received and thrown away.
const (
	maxOperations = 1 << 20
	maxFiles      = 10
	mostUnread    = 4
)

// readMultipart reads a request with files, as the GraphQL multipart request
// specification has it: a part "operations" with the request, a part "map"
// from the name of each file's part to the variables that it is, then the
// files. Whoever uploads has to bring a token, and has longer than others to
// send and to be answered.
func (g *gate) readMultipart(w http.ResponseWriter, r *http.Request, boundary string) (*graphql.RawParams, *failure) {
	if authorizationOf(r.Header) == "" {
		return nil, fail(http.StatusUnauthorized, codeUnauthenticated, "sign in to upload a file")
	}
	if boundary == "" {
		return nil, fail(http.StatusBadRequest, codeInput, "the Content-Type lacks its boundary")
	}
	deadline := time.Now().Add(g.Times.Upload)
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(deadline) // where there is none there is nothing to extend
	_ = control.SetWriteDeadline(deadline.Add(2 * g.Times.Upload))
	form := multipart.NewReader(http.MaxBytesReader(w, r.Body, g.Limits.Upload), boundary)
	params, failed := g.readForm(form)
	if failed != nil {
		// Who is still sending would find the connection broken, not the answer.
		_, _ = io.CopyN(io.Discard, r.Body, mostUnread*g.Limits.Upload) // the answer is due however this ends
	}
	return params, failed
}

func (g *gate) readForm(form *multipart.Reader) (*graphql.RawParams, *failure) {
	raw, failed := g.part(form, "operations")
	if failed != nil {
		return nil, failed
	}
	params, failed := decodeParams(raw)
	if failed != nil {
		return nil, failed
	}
	if raw, failed = g.part(form, "map"); failed != nil {
		return nil, failed
	}
	decoded, failed := decodeJSON(raw)
	if failed != nil {
		return nil, failed
	}
	places, ok := decoded.(map[string]any)
	if !ok || len(places) == 0 || len(places) > maxFiles {
		return nil, fail(http.StatusBadRequest, codeInput, "map must be an object that names 1 to %d files", maxFiles)
	}
	for len(places) > 0 {
		p, err := form.NextPart()
		if err == io.EOF {
			return nil, fail(http.StatusBadRequest, codeInput, "map names a file that is not there")
		}
		if err != nil {
			return nil, g.broken(err)
		}
		paths, ok := places[p.FormName()].([]any)
		if !ok {
			return nil, fail(http.StatusBadRequest, codeInput, "there is a file, or a second one, that map does not name with a list of variables")
		}
		delete(places, p.FormName())
		data, err := io.ReadAll(p)
		if err != nil {
			return nil, g.broken(err)
		}
		for _, path := range paths {
			path, _ := path.(string)
			file := graphql.Upload{File: bytes.NewReader(data), Filename: p.FileName(), Size: int64(len(data)), ContentType: p.Header.Get("Content-Type")}
			if !put(params.Variables, path, file) {
				return nil, fail(http.StatusBadRequest, codeInput, "map names a variable that is not there, or is not null")
			}
		}
	}
	if _, err := form.NextPart(); err != io.EOF {
		return nil, fail(http.StatusBadRequest, codeInput, "the request must end after the files that map names")
	}
	return params, nil
}

// part reads the next part, which must be JSON of that name.
func (g *gate) part(form *multipart.Reader, name string) ([]byte, *failure) {
	p, err := form.NextPart()
	if err != nil && err != io.EOF {
		return nil, g.broken(err)
	}
	if err == io.EOF || p.FormName() != name {
		return nil, fail(http.StatusBadRequest, codeInput, "the parts must be operations, map, then the files; %s is missing", name)
	}
	raw, err := io.ReadAll(io.LimitReader(p, maxOperations+1))
	switch bad := checkText(raw); {
	case err != nil:
		return nil, g.broken(err)
	case len(raw) > maxOperations:
		return nil, fail(http.StatusRequestEntityTooLarge, codeInput, "%s may have %d bytes", name, maxOperations)
	case bad != nil:
		return nil, &failure{kind: badDocument, err: refuse(codeInput, "%s: %s", name, bad.Error())}
	}
	return raw, nil
}

func (g *gate) broken(err error) *failure {
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		return fail(http.StatusRequestEntityTooLarge, codeInput,
			"the upload is too large: a file may have %d MiB; make its pictures smaller, split it, or export a smaller one", (g.Limits.Upload-maxOperations)>>20)
	}
	return fail(http.StatusBadRequest, codeInput, "the body could not be read to its end")
}

// put puts a file where a path such as variables.input.file says null.
func put(variables map[string]any, path string, file graphql.Upload) bool {
	steps := strings.Split(path, ".")
	if len(steps) < 2 || steps[0] != "variables" {
		return false
	}
	var within any = variables
	for _, step := range steps[1 : len(steps)-1] {
		switch w := within.(type) {
		case map[string]any:
			within = w[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(w) {
				return false
			}
			within = w[i]
		default:
			return false
		}
	}
	last := steps[len(steps)-1]
	switch w := within.(type) {
	case map[string]any:
		if value, there := w[last]; there && value == nil {
			w[last] = file
			return true
		}
	case []any:
		if i, err := strconv.Atoi(last); err == nil && i >= 0 && i < len(w) && w[i] == nil {
			w[i] = file
			return true
		}
	}
	return false
}
