package wire

import (
	"strings"
	"testing"
)

func TestCache(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c := newCache[int](3, 100)
	has := func(key string) bool { _, ok := c.Get(ctx, key); return ok }
	c.Add(ctx, "a", 1)
	c.Add(ctx, "b", 2)
	c.Add(ctx, "c", 3)
	if v, ok := c.Get(ctx, "a"); !ok || v != 1 {
		t.Fatalf("a: %d, %v", v, ok)
	}
	c.Add(ctx, "d", 4) // b was unused for longest
	if has("b") || !has("a") || !has("c") || !has("d") {
		t.Error("the number of entries is not kept, or the wrong one went")
	}
	c.Add(ctx, "a", 5)
	if v, _ := c.Get(ctx, "a"); v != 5 || c.order.Len() != 3 {
		t.Errorf("an entry set again: %d, %d entries", v, c.order.Len())
	}
	c.Add(ctx, strings.Repeat("x", 98), 6) // 98 + "a" + one more byte
	if c.held > 100 || !has(strings.Repeat("x", 98)) || !has("a") || has("c") {
		t.Errorf("the bytes are not kept: %d", c.held)
	}
	c.Add(ctx, strings.Repeat("y", 101), 7)
	if has(strings.Repeat("y", 101)) || !has("a") {
		t.Error("an entry larger than the whole cache drove out the others")
	}
}
