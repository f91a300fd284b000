package wire_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

func itoa(n int) string { return strconv.Itoa(n) }

func TestRequestID(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	for _, c := range []struct {
		sent string
		kept bool
	}{
		{"", false},
		{"0190d5c6-7b1a-7c3e-9f3a-000000000000", true},
		{"abc_DEF-123", true},
		{"short", false},
		{strings.Repeat("x", 65), false},
		{"has spaces in it", false},
		{`quote"quote"quote`, false},
		{"umläute-umläute", false},
	} {
		t.Run(c.sent, func(t *testing.T) {
			t.Parallel()
			r := s.do(t, request{body: query("{requestId}"), headers: map[string]string{"X-Request-Id": c.sent}})
			id := r.Header.Get("X-Request-Id")
			if (id == c.sent) != c.kept || len(id) < 8 {
				t.Errorf("sent %q, got %q", c.sent, id)
			}
			if r.Data["requestId"] != id {
				t.Errorf("the resolver saw %v, the caller %q", r.Data["requestId"], id)
			}
			eventually(t, "the log line", func() bool { return strings.Contains(s.Log.String(), "request="+id) })
		})
	}
}

// TestAccessLogHoldsNoText sends a secret wherever a caller can write one.
func TestAccessLogHoldsNoText(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	const secret = "Geheimnis"
	s.do(t, request{body: query("query Hello($n:String){hello(name:$n)}", map[string]any{"n": secret})})
	s.do(t, request{body: query("query " + secret + "{hello}")})
	s.do(t, request{body: query(`{hello(name:"` + secret + `") fault(kind:"PLAIN")}`)})
	s.do(t, request{body: query("{" + secret + "}")})
	s.do(t, request{method: "GET", path: "/graphql?query=%7Bhello%7D&" + secret + "=1"})
	s.do(t, request{method: "GET", path: "/" + secret})
	s.do(t, request{method: secret})
	s.do(t, request{body: query("{hello}"), headers: map[string]string{"Authorization": "Bearer " + secret, "User-Agent": secret, "Referer": secret}})
	eventually(t, "eight lines", func() bool { return strings.Count(s.Log.String(), "msg=request ") == 8 })
	log := s.Log.String()
	if strings.Contains(strings.ToLower(log), strings.ToLower(secret)) {
		t.Errorf("the log holds the caller's text:\n%s", log)
	}
	for _, want := range []string{
		"method=POST path=/graphql status=200", "operation=Hello transport=http", "operation=other", "operation=anonymous",
		"method=GET path=unmatched status=404", "method=other path=/graphql status=405", "status=401", "code=UNAUTHENTICATED", "took=",
	} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q:\n%s", want, log)
		}
	}
}

func TestPanicOutsideGraphQL(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	r := s.do(t, request{method: "GET", path: "/panic"})
	if r.Status != 500 || r.Body != `{"errors":[{"message":"internal error","extensions":{"code":"INTERNAL"}}]}` {
		t.Errorf("%d %s", r.Status, r.Body)
	}
	eventually(t, "the panic in the log, with its stack", func() bool {
		return strings.Contains(s.Log.String(), "secret of a panic") && strings.Contains(s.Log.String(), "middleware_test.go") ||
			strings.Contains(s.Log.String(), "main_test.go")
	})
}

// TestSlowSenderIsCutOff: headers or a body that never end do not hold a
// connection.
func TestSlowSenderIsCutOff(t *testing.T) {
	t.Parallel()
	s := startServer(t, impatient, nil)
	for name, sent := range map[string]string{
		"headers": "POST /graphql HTTP/1.1\r\nHost: x\r\n",
		"body":    "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
		"idle":    "",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if _, err := io.WriteString(conn, sent); err != nil {
				t.Fatal(err)
			}
			if err := conn.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
				t.Fatal(err)
			}
			res, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err == nil {
				res.Body.Close()
				if res.StatusCode != 400 && res.StatusCode != 408 {
					t.Errorf("answered %d", res.StatusCode)
				}
			} else if e, timeout := err.(net.Error); timeout && e.Timeout() {
				t.Error("the connection is still open")
			}
		})
	}
}

// TestSlowResolverOutlivesTheReading: the time to read a request is not the
// time to answer it.
func TestSlowResolverOutlivesTheReading(t *testing.T) {
	t.Parallel()
	s := startServer(t, func(h *http.Server) { h.ReadTimeout = 100 * time.Millisecond }, nil)
	r := s.do(t, request{body: query("{slow(milliseconds:500)}")})
	if r.Status != 200 || r.Data["slow"] != true {
		t.Errorf("%d %s", r.Status, r.Body)
	}
}

func TestLongHeadersAreRefused(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	r := s.do(t, request{body: query("{hello}"), headers: map[string]string{"X-Long": strings.Repeat("x", 64<<10)}})
	if r.Status != 431 {
		t.Errorf("status %d", r.Status)
	}
}
