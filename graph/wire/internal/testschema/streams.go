package testschema

import (
	"context"
	"strings"

	"dossier/internal/fault"
)

type subscription struct{ *Resolver }

// Count sends 1 to n and ends.
func (s subscription) Count(ctx context.Context, to int32) (<-chan int32, error) {
	var next int32
	return source(ctx, s.Resolver, func() (int32, bool) {
		next++
		return next, next <= to
	}), nil
}

// Watch sends one greeting and then nothing until its context ends.
func (s subscription) Watch(ctx context.Context, name string) (<-chan string, error) {
	out := make(chan string)
	s.Running.Add(1)
	go func() {
		defer s.Running.Add(-1)
		defer close(out)
		select {
		case out <- "watching " + name:
		case <-ctx.Done():
			return
		}
		<-ctx.Done()
	}()
	return out, nil
}

// Flood sends text of a size for as long as it is taken.
func (s subscription) Flood(ctx context.Context, size int32) (<-chan string, error) {
	text := strings.Repeat("x", int(size))
	return source(ctx, s.Resolver, func() (string, bool) { return text, true }), nil
}

// Refused never begins.
func (s subscription) Refused(context.Context) (<-chan int32, error) {
	return nil, fault.New(fault.NotFound, "not found")
}

// Boom panics instead of beginning.
func (s subscription) Boom(context.Context) (<-chan int32, error) { panic("secret of a panic") }

// source sends what next gives until it says no or ctx ends.
func source[T any](ctx context.Context, r *Resolver, next func() (T, bool)) <-chan T {
	out := make(chan T)
	r.Running.Add(1)
	go func() {
		defer r.Running.Add(-1)
		defer close(out)
		for {
			v, ok := next()
			if !ok {
				return
			}
			select {
			case out <- v:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}
