package fakellm

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The faults below each answer once, so that a script can let the endpoint
// recover; set Times to 0 for one that lasts.

// Fault is an answer with a status and an error of OpenAI's shape.
func Fault(status int, code, message string) Rule {
	return Rule{Times: 1, Status: status, Body: fmt.Sprintf(`{"error":{"message":%q,"type":"error","param":null,"code":%q}}`, message, code)}
}

// TooMany is a 429 with a Retry-After, none if empty.
func TooMany(retryAfter string) Rule {
	r := Fault(http.StatusTooManyRequests, "rate_limit_exceeded", "slow down")
	if retryAfter != "" {
		r.Header = map[string]string{"Retry-After": retryAfter}
	}
	return r
}

// NoParameter refuses a parameter, as OpenAI does.
func NoParameter(name string) Rule {
	return Rule{Times: 1, Status: http.StatusBadRequest, Body: fmt.Sprintf(
		`{"error":{"message":"Unsupported parameter: '%s' is not supported with this model.","type":"invalid_request_error","param":%q,"code":"unsupported_parameter"}}`, name, name)}
}

// whole is a completion that would be right.
const whole = `{"id":"x","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9000,"completion_tokens":1}}`

// CutLength promises more bytes than it sends.
func CutLength() Rule {
	return Rule{Times: 1, Handler: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(len(whole)))
		_, _ = io.WriteString(w, whole[:len(whole)/2])
		panic(http.ErrAbortHandler)
	}}
}

// CutChunked breaks off between two chunks.
func CutChunked() Rule {
	return Rule{Times: 1, Handler: func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, whole[:len(whole)/2])
		flush(w)
		panic(http.ErrAbortHandler)
	}}
}

// CutClose ends as an HTTP/1.0 answer does, with the connection: what was
// sent looks complete to the client.
func CutClose() Rule {
	return Rule{Times: 1, Handler: func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		_, _ = io.WriteString(conn, "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n"+whole[:len(whole)/2])
		_ = conn.Close()
	}}
}

// HangAfterHeaders sends half an answer and then nothing until the client
// leaves.
func HangAfterHeaders() Rule {
	return Rule{Times: 1, Handler: func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, whole[:20])
		flush(w)
		<-r.Context().Done()
	}}
}

// Drip sends a byte now and then, for ever.
func Drip(every time.Duration) Rule {
	return Rule{Times: 1, Handler: func(w http.ResponseWriter, r *http.Request) {
		for pause(r, every) {
			if _, err := io.WriteString(w, " "); err != nil {
				return
			}
			flush(w)
		}
	}}
}

// Huge sends a completion whose text has no end.
func Huge(bytes int) Rule {
	return Rule{Times: 1, Handler: func(w http.ResponseWriter, _ *http.Request) {
		_ = spout(w, bytes)
	}}
}

// Bomb sends the same packed, so that little goes over the wire.
func Bomb(bytes int) Rule {
	return Rule{Times: 1, Handler: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		if spout(z, bytes) == nil {
			_ = z.Close()
		}
	}}
}

func spout(w io.Writer, bytes int) error {
	if _, err := io.WriteString(w, `{"choices":[{"message":{"content":"`); err != nil {
		return err
	}
	block := strings.Repeat("a", 64<<10)
	for ; bytes > 0; bytes -= len(block) {
		if _, err := io.WriteString(w, block); err != nil {
			return err
		}
	}
	return nil
}

func flush(w http.ResponseWriter) {
	_ = http.NewResponseController(w).Flush()
}
