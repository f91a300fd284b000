package queue

import "context"

// lane lets many jobs run side by side or one alone. Who wants to be alone
// keeps newcomers out while it waits for the others to end.
type lane struct {
	turn   chan struct{}
	places chan struct{}
}

func newLane(places int) *lane {
	return &lane{turn: make(chan struct{}, 1), places: make(chan struct{}, places)}
}

// enter takes a place, or all of them, and returns how to leave. It fails if
// ctx ends first.
func (l *lane) enter(ctx context.Context, alone bool) (leave func(), err error) {
	if ctx.Err() != nil { // select would choose by chance
		return nil, context.Cause(ctx)
	}
	want := 1
	if alone {
		want = cap(l.places)
	}
	select {
	case l.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	defer func() { <-l.turn }()
	got := 0
	leave = func() {
		for range got {
			<-l.places
		}
	}
	for got < want {
		select {
		case l.places <- struct{}{}:
			got++
		case <-ctx.Done():
			leave()
			return nil, context.Cause(ctx)
		}
	}
	return leave, nil
}
