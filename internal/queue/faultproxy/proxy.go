// Package faultproxy is a TCP proxy for tests, between a client and its
// server, that can become slow, cut its connections or go silent as a network
// does that drops every packet. It owns nothing but its sockets.
package faultproxy

import (
	"net"
	"sync"
	"testing"
	"time"
)

// Proxy passes bytes on, until it is told otherwise.
type Proxy struct {
	network, target string
	listener        net.Listener
	wg              sync.WaitGroup

	mu     sync.Mutex
	delay  time.Duration
	cut    bool
	open   chan struct{} // closed while bytes pass
	conns  map[net.Conn]struct{}
	made   int
	closed chan struct{}
}

// New starts a proxy to a server, whose network is "tcp" or "unix". It ends
// with the test.
func New(t testing.TB, network, target string) *Proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{network: network, target: target, listener: l, open: make(chan struct{}), closed: make(chan struct{}), conns: map[net.Conn]struct{}{}}
	close(p.open)
	p.wg.Go(p.accept)
	t.Cleanup(func() {
		close(p.closed)
		l.Close()
		p.drop()
		p.wg.Wait()
	})
	return p
}

// Addr is where clients connect.
func (p *Proxy) Addr() *net.TCPAddr { return p.listener.Addr().(*net.TCPAddr) }

// Made counts the connections that clients have made so far.
func (p *Proxy) Made() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.made
}

// Delay makes every piece of a request late by d.
func (p *Proxy) Delay(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.delay = d
}

// Hang lets nothing through any more, and tells nobody.
func (p *Proxy) Hang() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open = make(chan struct{})
}

// Cut ends all connections and every new one at once.
func (p *Proxy) Cut() {
	p.mu.Lock()
	p.cut = true
	p.mu.Unlock()
	p.drop()
}

// Heal ends Delay, Hang and Cut.
func (p *Proxy) Heal() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.delay, p.cut = 0, false
	select {
	case <-p.open:
	default:
		close(p.open)
	}
}

func (p *Proxy) drop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		c.Close()
	}
}

func (p *Proxy) accept() {
	for {
		c, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.wg.Go(func() { p.serve(c) })
	}
}

func (p *Proxy) serve(client net.Conn) {
	defer client.Close()
	if !p.note(client) {
		return
	}
	defer p.forget(client)
	if !p.pass(0) {
		return
	}
	server, err := net.Dial(p.network, p.target)
	if err != nil {
		return
	}
	defer server.Close()
	if !p.note(server) {
		return
	}
	defer p.forget(server)
	var wg sync.WaitGroup
	wg.Go(func() { p.copy(server, client, true); server.Close(); client.Close() })
	wg.Go(func() { p.copy(client, server, false); server.Close(); client.Close() })
	wg.Wait()
}

func (p *Proxy) copy(to, from net.Conn, request bool) {
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		if err != nil {
			return
		}
		delay := time.Duration(0)
		if request {
			p.mu.Lock()
			delay = p.delay
			p.mu.Unlock()
		}
		if !p.pass(delay) {
			return
		}
		if _, err := to.Write(buf[:n]); err != nil {
			return
		}
	}
}

// pass waits until a piece may go on; it is false at the end of the test.
func (p *Proxy) pass(delay time.Duration) bool {
	p.mu.Lock()
	open := p.open
	p.mu.Unlock()
	select {
	case <-p.closed:
		return false
	case <-time.After(delay):
	}
	select {
	case <-p.closed:
		return false
	case <-open:
		return true
	}
}

// note keeps a connection to be cut; it is false if it is cut already.
func (p *Proxy) note(c net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.made++
	if p.cut {
		return false
	}
	p.conns[c] = struct{}{}
	return true
}

func (p *Proxy) forget(c net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, c)
}
