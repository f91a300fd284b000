package send_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// smtpServer speaks enough of SMTP, over a real socket, to be handed mails. It
// answers by a script: a reply for a command, by its first word, in the place
// of the usual one.
type smtpServer struct {
	listener net.Listener
	tls      *tls.Config
	roots    *x509.CertPool
	wrapped  bool // TLS from the first byte
	starttls bool
	script   map[string]string
	// hang is the command that is never answered.
	hang string

	mu    sync.Mutex
	mails []received
	open  sync.WaitGroup
}

// received is a mail with its envelope.
type received struct {
	from, to, auth, data string
	secure               bool
}

// serve starts a server for the length of a test.
func serve(t *testing.T, change func(*smtpServer)) *smtpServer {
	t.Helper()
	s := &smtpServer{starttls: true, script: map[string]string{}}
	s.tls, s.roots = certificate(t)
	change(s)
	var err error
	if s.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := s.listener.Accept()
			if err != nil {
				return
			}
			s.open.Go(func() { s.talk(conn, done) })
		}
	}()
	t.Cleanup(func() {
		_ = s.listener.Close()
		<-done
		s.open.Wait()
	})
	return s
}

func (s *smtpServer) address(scheme, more string) string {
	return scheme + "://" + s.listener.Addr().String() + more
}

func (s *smtpServer) got() []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]received(nil), s.mails...)
}

// talk answers one connection until it is closed.
func (s *smtpServer) talk(conn net.Conn, done <-chan struct{}) {
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	secure := s.wrapped
	if s.wrapped {
		conn = tls.Server(conn, s.tls)
	}
	in := bufio.NewReader(conn)
	say := func(line string) { fmt.Fprintf(conn, "%s\r\n", line) }
	var m received
	say("220 mail.example.org ESMTP")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		verb, rest, _ := strings.Cut(line, " ")
		verb = strings.ToUpper(verb)
		if verb == s.hang {
			select { // until the other side gives up
			case <-done:
			case <-gone(conn):
			}
			return
		}
		if reply, ok := s.script[verb]; ok {
			if reply == "" {
				return // hangs up
			}
			say(reply)
			continue
		}
		switch verb {
		case "EHLO":
			say("250-mail.example.org")
			if s.starttls && !secure {
				say("250-STARTTLS")
			}
			say("250 AUTH PLAIN")
		case "STARTTLS":
			say("220 go ahead")
			conn = tls.Server(conn, s.tls)
			in, secure = bufio.NewReader(conn), true
		case "AUTH":
			m.auth = rest
			say("235 welcome")
		case "MAIL":
			m.from = rest
			say("250 ok")
		case "RCPT":
			m.to = rest
			say("250 ok")
		case "DATA":
			say("354 go on")
			m.data, m.secure = "", secure
			for {
				l, err := in.ReadString('\n')
				if err != nil {
					return
				}
				if l == ".\r\n" {
					break
				}
				m.data += l
			}
			if reply, ok := s.script["."]; ok {
				if reply == "" {
					return
				}
				say(reply)
				continue
			}
			s.mu.Lock()
			s.mails = append(s.mails, m)
			s.mu.Unlock()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

// gone is closed once the other side has closed the connection.
func gone(conn net.Conn) <-chan struct{} {
	c := make(chan struct{})
	go func() {
		defer close(c)
		_, _ = conn.Read(make([]byte, 1))
	}()
	return c
}

// certificate makes one for 127.0.0.1, and the pool that trusts it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, pool
}
