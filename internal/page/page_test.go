package page

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"
)

type row struct {
	name string
	id   uuid.UUID
}

func key(r *row) Key { return Key{Sort: r.name, ID: r.id} }

func ptr[T any](v T) *T { return &v }

func TestNewRequest(t *testing.T) {
	k := Key{Sort: "Ägnes", ID: uuid.MustParse("0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")}
	for name, tc := range map[string]struct {
		first *int32
		after *string
		want  Request
		err   error
	}{
		"default":       {want: Request{First: 20}},
		"after":         {first: ptr(int32(3)), after: ptr(k.Cursor()), want: Request{First: 3, After: &k}},
		"zero":          {first: ptr(int32(0)), err: ErrSize},
		"too many":      {first: ptr(int32(101)), err: ErrSize},
		"empty cursor":  {after: ptr(""), err: ErrCursor},
		"padded cursor": {after: ptr(k.Cursor() + "="), err: ErrCursor},
		"cut cursor":    {after: ptr(k.Cursor()[:8]), err: ErrCursor},
		"NUL in cursor": {after: ptr(Key{Sort: "a\x00"}.Cursor()), err: ErrCursor},
		"not UTF-8":     {after: ptr(Key{Sort: "a\xff"}.Cursor()), err: ErrCursor},
	} {
		got, err := NewRequest(tc.first, tc.after)
		if !errors.Is(err, tc.err) {
			t.Errorf("%s: error %v, want %v", name, err, tc.err)
		}
		if err == nil && (got.First != tc.want.First || (got.After == nil) != (tc.want.After == nil) || got.After != nil && *got.After != *tc.want.After) {
			t.Errorf("%s: got %+v, want %+v", name, got, tc.want)
		}
	}
}

func TestConnection(t *testing.T) {
	rows := []*row{{name: "a"}, {name: "b"}, {name: "c"}}
	count := func(context.Context) (int, error) { return 7, nil }
	c := New(Request{First: 2}, rows, key, count)
	if len(c.Edges) != 2 || !c.PageInfo.HasNextPage || *c.PageInfo.EndCursor != key(rows[1]).Cursor() {
		t.Errorf("page of two of three: %d edges, %+v", len(c.Edges), c.PageInfo)
	}
	if n, err := c.TotalCount(t.Context()); n != 7 || err != nil {
		t.Errorf("TotalCount = %d, %v", n, err)
	}
	if c = New(Request{First: 3}, rows, key, count); c.PageInfo.HasNextPage {
		t.Error("a page that holds all says that more follow")
	}
	if c = New(Request{First: 3}, nil, key, count); c.PageInfo.EndCursor != nil || c.Edges == nil {
		t.Errorf("empty page: %+v", c)
	}
}
