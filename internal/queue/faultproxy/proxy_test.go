package faultproxy_test

import (
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"dossier/internal/queue/faultproxy"
)

// echo is a server that says what it hears.
func echo(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() { defer c.Close(); io.Copy(c, c) }()
		}
	}()
	return l.Addr().String()
}

func dial(t *testing.T, p *faultproxy.Proxy) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", p.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// say sends a byte and returns how the answer came.
func say(c net.Conn, patience time.Duration) (time.Duration, error) {
	start := time.Now()
	c.SetDeadline(start.Add(patience))
	if _, err := c.Write([]byte{'x'}); err != nil {
		return 0, err
	}
	_, err := io.ReadFull(c, make([]byte, 1))
	return time.Since(start), err
}

func TestProxy(t *testing.T) {
	t.Parallel()
	const long, short = time.Minute, 100 * time.Millisecond
	p := faultproxy.New(t, "tcp", echo(t))
	c := dial(t, p)
	if _, err := say(c, long); err != nil {
		t.Fatal(err)
	}
	p.Delay(short)
	if d, err := say(c, long); err != nil || d < short {
		t.Errorf("slow: %v, %v", d, err)
	}
	p.Heal()
	p.Hang()
	if _, err := say(c, short); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("silent: %v", err)
	}
	if _, err := say(dial(t, p), short); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("silent, a new connection: %v", err)
	}
	p.Heal()
	c.SetDeadline(time.Now().Add(long))
	if _, err := io.ReadFull(c, make([]byte, 1)); err != nil {
		t.Errorf("what was held up did not come: %v", err)
	}
	p.Cut()
	if _, err := say(c, long); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("cut: %v", err)
	}
	if _, err := say(dial(t, p), long); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("cut, a new connection: %v", err)
	}
	p.Heal()
	if _, err := say(dial(t, p), long); err != nil {
		t.Errorf("healed: %v", err)
	}
}
