package wire

import (
	"container/list"
	"context"
	"sync"
)

// cache keeps the values used last, bounded in number and in the bytes of the
// keys, since a key is a whole document and the caller writes it.
type cache[V any] struct {
	mu      sync.Mutex
	entries int
	bytes   int
	held    int // bytes of the keys now
	order   *list.List
	byKey   map[string]*list.Element
}

type cached[V any] struct {
	key   string
	value V
}

func newCache[V any](entries, bytes int) *cache[V] {
	return &cache[V]{entries: entries, bytes: bytes, order: list.New(), byKey: map[string]*list.Element{}}
}

// Get returns the value of a key and makes it the one used last.
func (c *cache[V]) Get(_ context.Context, key string) (value V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byKey[key]
	if !ok {
		return value, false
	}
	c.order.MoveToFront(e)
	return e.Value.(cached[V]).value, true
}

// Add puts a value in, and what was unused for longest out as the bounds ask.
func (c *cache[V]) Add(_ context.Context, key string, value V) {
	if len(key) > c.bytes {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.byKey[key]; ok {
		e.Value = cached[V]{key, value}
		c.order.MoveToFront(e)
		return
	}
	c.byKey[key] = c.order.PushFront(cached[V]{key, value})
	c.held += len(key)
	for c.order.Len() > c.entries || c.held > c.bytes {
		last := c.order.Back()
		old := c.order.Remove(last).(cached[V])
		delete(c.byKey, old.key)
		c.held -= len(old.key)
	}
}
