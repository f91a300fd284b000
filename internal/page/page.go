// Package page holds the shape of a list that is read page by page: keyset
// cursors, a capped size, one row too many to know whether more follow. It
// must not know what is listed.
package page

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"

	"github.com/google/uuid"
)

// Max is the largest page.
const Max = 100

// format is the first byte of every cursor.
const format = 1

// ErrCursor is returned for a cursor that this program did not make.
var ErrCursor = errors.New("after: not a cursor of this list; use an edge's cursor or pageInfo.endCursor as it was given")

// ErrSize is returned for a page size that is not 1 to Max.
var ErrSize = errors.New("first: must be from 1 to 100")

// Request is which page is wanted. After is nil for the first one.
type Request struct {
	First int
	After *Key
}

// Key is where a row stands in its list: the sort column as text, then the id
// that makes it unique.
type Key struct {
	Sort string
	ID   uuid.UUID
}

// NewRequest checks a page's size and cursor. A nil size means 20.
func NewRequest(first *int32, after *string) (Request, error) {
	r := Request{First: 20}
	if first != nil {
		r.First = int(*first)
	}
	if r.First < 1 || r.First > Max {
		return Request{}, ErrSize
	}
	if after != nil {
		k, err := parse(*after)
		if err != nil {
			return Request{}, err
		}
		r.After = &k
	}
	return r, nil
}

// Cursor returns the opaque form of a key.
func (k Key) Cursor() string {
	b := append([]byte{format}, k.ID[:]...)
	return base64.RawURLEncoding.EncodeToString(append(b, k.Sort...))
}

func parse(s string) (Key, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) < 17 || b[0] != format || strings.ContainsAny(string(b[17:]), "\x00") || !validUTF8(b[17:]) {
		return Key{}, ErrCursor
	}
	return Key{ID: uuid.UUID(b[1:17]), Sort: string(b[17:])}, nil
}

func validUTF8(b []byte) bool { return strings.ToValidUTF8(string(b), "") == string(b) }

// Connection is one page of a list.
type Connection[T any] struct {
	Edges    []*Edge[T]
	PageInfo *Info
	count    func(context.Context) (int, error)
}

// Edge is a row and its place.
type Edge[T any] struct {
	Cursor string
	Node   *T
}

// Info says where a page ends.
type Info struct {
	HasNextPage bool
	EndCursor   *string
}

// New makes a connection of rows read with a limit of First+1. The count is
// asked only when somebody wants it.
func New[T any](r Request, rows []*T, key func(*T) Key, count func(context.Context) (int, error)) *Connection[T] {
	c := &Connection[T]{PageInfo: &Info{HasNextPage: len(rows) > r.First}, count: count}
	rows = rows[:min(len(rows), r.First)]
	c.Edges = make([]*Edge[T], len(rows))
	for i, row := range rows {
		c.Edges[i] = &Edge[T]{Cursor: key(row).Cursor(), Node: row}
	}
	if n := len(rows); n > 0 {
		c.PageInfo.EndCursor = &c.Edges[n-1].Cursor
	}
	return c
}

// TotalCount counts the rows of all pages that the viewer may see.
func (c *Connection[T]) TotalCount(ctx context.Context) (int, error) { return c.count(ctx) }
