package analysis

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"sync"
)

// Key names an answer by everything that went into the question.
type Key [sha256.Size]byte

// KeyOf hashes parts so that no two lists of parts share a key: each part is
// preceded by its length.
func KeyOf(parts ...string) Key {
	h := sha256.New()
	var n [8]byte
	for _, p := range parts {
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write([]byte(p))
	}
	return Key(h.Sum(nil))
}

// Asking gives an answer that is not kept yet, and whether it may be kept: one
// of which parts had to be dropped is not.
type Asking func(ctx context.Context) (value []byte, keep bool, err error)

// Cache keeps answers of a model, so that a run that comes back after a wait,
// or on a text of which one paragraph changed, does not pay for them again,
// and neither do two that ask the same at the same time. Values are never
// changed once written.
type Cache interface {
	// Answer returns the answer under k, or what ask gives, once, which is then
	// kept. While one asks, others who want the same wait; if nothing was kept
	// in the end, the next of them asks. An error of ask is returned as it is.
	Answer(ctx context.Context, k Key, ask Asking) ([]byte, error)
	// Has reports whether an answer is kept under k.
	Has(ctx context.Context, k Key) (bool, error)
}

// Memory is a Cache in memory, for the command line and tests. The zero value
// is ready to use.
type Memory struct {
	mu     sync.Mutex
	values map[Key][]byte
	asking map[Key]chan struct{} // closed when who asks is done
}

// Answer returns the value under k, or asks for it.
func (m *Memory) Answer(ctx context.Context, k Key, ask Asking) ([]byte, error) {
	for {
		value, found, busy := m.take(k)
		switch {
		case found:
			return value, nil
		case busy == nil:
			return m.fill(ctx, k, ask)
		}
		select {
		case <-busy:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// take finds a value, or says who else asks for it; if nobody does, the caller
// has to.
func (m *Memory) take(k Key) (value []byte, found bool, busy chan struct{}) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if value, found = m.values[k]; found {
		return value, true, nil
	}
	if busy = m.asking[k]; busy == nil {
		if m.asking == nil {
			m.values, m.asking = map[Key][]byte{}, map[Key]chan struct{}{}
		}
		m.asking[k] = make(chan struct{})
	}
	return nil, false, busy
}

func (m *Memory) fill(ctx context.Context, k Key, ask Asking) (value []byte, err error) {
	keep := false
	defer func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		if keep && err == nil {
			m.values[k] = value
		}
		close(m.asking[k])
		delete(m.asking, k)
	}()
	value, keep, err = ask(ctx)
	return value, err
}

// Has reports whether there is a value under k.
func (m *Memory) Has(_ context.Context, k Key) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, found := m.values[k]
	return found, nil
}

// Len is the number of answers kept.
func (m *Memory) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.values)
}
