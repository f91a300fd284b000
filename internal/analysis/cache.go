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

// Cache keeps answers of a model, so that a run that comes back after a wait,
// or on a text of which one paragraph changed, does not pay for them again. A
// miss is (nil, false, nil). Values are never changed once written.
type Cache interface {
	Get(ctx context.Context, k Key) (value []byte, found bool, err error)
	Put(ctx context.Context, k Key, value []byte) error
}

// Memory is a Cache in memory, for the command line and tests. The zero value
// is ready to use.
type Memory struct {
	mu     sync.Mutex
	values map[Key][]byte
}

// Get returns the value under k.
func (m *Memory) Get(_ context.Context, k Key) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.values[k]
	return v, ok, nil
}

// Put keeps value under k unless something is there already.
func (m *Memory) Put(_ context.Context, k Key, value []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.values == nil {
		m.values = map[Key][]byte{}
	}
	if _, ok := m.values[k]; !ok {
		m.values[k] = value
	}
	return nil
}

// Len is the number of answers kept.
func (m *Memory) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.values)
}
