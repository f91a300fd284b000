package queue

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

func TestContact(t *testing.T) {
	t.Parallel()
	const lease = 30 * time.Second
	type answers []time.Duration // of the database's clock, since the first
	seconds := func(from, to int) (a answers) {
		for s := from; s <= to; s++ {
			a = append(a, time.Duration(s)*time.Second)
		}
		return a
	}
	for _, c := range []struct {
		name string
		at   answers
		want bool
	}{
		{"the first answer", seconds(0, 0), false},
		{"not yet a lease", seconds(0, 29), false},
		{"a full lease", seconds(0, 30), true},
		{"an outage, just over", append(seconds(0, 60), seconds(80, 80)...), false},
		{"an outage, a lease ago", append(seconds(0, 60), seconds(80, 110)...), true},
		{"a short gap", append(seconds(0, 60), seconds(70, 70)...), true},
		{"the clock jumped ahead", append(seconds(0, 60), seconds(3660, 3660)...), false},
		{"the clock jumped ahead, a lease ago", append(seconds(0, 60), seconds(3660, 3690)...), true},
		{"the clock jumped back", append(seconds(7200, 7260), seconds(60, 60)...), false},
		{"the clock jumped back, a lease ago", append(seconds(7200, 7260), seconds(60, 90)...), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var seen contact
			var got bool
			for _, d := range c.at {
				got = seen.at(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(d), lease)
			}
			if got != c.want {
				t.Errorf("may reap: %v, want %v", got, c.want)
			}
		})
	}
}

func TestLane(t *testing.T) {
	t.Parallel()
	l := newLane(3)
	var together, alone atomic.Int32
	ended := make(chan error)
	for n := range 60 {
		go func() {
			lonely := n%7 == 0
			leave, err := l.enter(context.Background(), lonely)
			if err != nil {
				ended <- err
				return
			}
			defer leave()
			count, limit := &together, int32(3)
			if lonely {
				count, limit = &alone, 1
			}
			if c := count.Add(1); c > limit || lonely && together.Load() > 0 || !lonely && alone.Load() > 0 {
				err = fmt.Errorf("%d here, %d together, %d alone", c, together.Load(), alone.Load())
			}
			time.Sleep(time.Millisecond) // the work
			count.Add(-1)
			ended <- err
		}()
	}
	for range 60 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

func TestLaneGivesUpWithItsContext(t *testing.T) {
	t.Parallel()
	l := newLane(2)
	leave, err := l.enter(context.Background(), false)
	if err != nil {
		t.Fatal(err)
	}
	why := errors.New("stop")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(why)
	if _, err := l.enter(ctx, true); !errors.Is(err, why) {
		t.Errorf("got %v", err)
	}
	leave()
	leave, err = l.enter(context.Background(), true) // nothing was kept
	if err != nil {
		t.Fatal(err)
	}
	leave()
}

func TestWhatIsWorthAnotherTry(t *testing.T) {
	t.Parallel()
	sql := func(code string) error { return fmt.Errorf("save: %w", &pgconn.PgError{Code: code}) }
	for _, c := range []struct {
		err  error
		want bool
	}{
		{sql("57P01"), true}, {sql("57014"), true}, {sql("53300"), true}, {sql("53100"), true}, {sql("40P01"), true},
		{sql("25006"), true}, {sql("08006"), true},
		{sql("23505"), false}, {sql("42703"), false}, {pgx.ErrTxCommitRollback, false}, {fmt.Errorf("x: %w", ErrLost), false},
		{io.ErrUnexpectedEOF, true}, {context.DeadlineExceeded, true},
		{&saveError{err: errors.New("a field is missing")}, false},
		{&saveError{err: errors.New("conn closed"), broken: true}, true},
		{&saveError{err: sql("40001")}, true}, {&saveError{err: sql("23505")}, false},
		{&saveError{err: sql("23505"), broken: true}, false},
	} {
		if got := worthAgain(c.err); got != c.want {
			t.Errorf("%v: got %v, want %v", c.err, got, c.want)
		}
	}
}

func TestScoreKeepsTheOrder(t *testing.T) {
	t.Parallel()
	const now = 1.8e9
	order := []Due{{Priority: 5, Since: now}, {Priority: 1, Since: 0}, {Priority: 1, Since: now}, {Since: now - 0.001}, {Since: now}, {Priority: -1, Since: 0}}
	for i, d := range order[1:] {
		if score(order[i]) >= score(d) {
			t.Errorf("%+v must come before %+v", order[i], d)
		}
	}
}

func TestOptions(t *testing.T) {
	t.Parallel()
	var none Options
	if none.complete() == nil {
		t.Error("a queue without a table")
	}
	if _, err := New(nil, nil, Options{Kind: "job", Table: "job; drop"}); err == nil {
		t.Error("a table with a semicolon")
	}
}
