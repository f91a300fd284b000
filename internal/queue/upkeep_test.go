package queue_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/queue"
)

func TestReap(t *testing.T) {
	t.Parallel()
	const lost = `lease_until = now() - interval '1 s', solo = `
	for _, c := range []struct {
		name, state, want string
		reaped            bool
	}{
		{"a live lease", `lease_until = now() + interval '1 s'`, "RUNNING 1 0 0 f", false},
		{"a first crash", lost + `false`, "QUEUED 0 1 0 f", true},
		{"a crash beside others, later", lost + `false, crashes = 7`, "QUEUED 0 8 0 f", true},
		{"a crash alone", lost + `true, crashes = 1`, "QUEUED 0 2 1 f", true},
		{"a second crash alone", lost + `true, crashes = 2, solo_crashes = 1`, "FAILED 0 3 2 f worker lost", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r, l, id := bench(t)
			claim(t, l, id)
			r.exec(`update job set pushed_at = now(), ` + c.state)
			reaped, err := l.Reap(t.Context())
			if err != nil || (len(reaped) == 1) != c.reaped {
				t.Fatalf("got %v, %v", reaped, err)
			}
			if got := r.row(`status, attempt, crashes, solo_crashes, solo, error`); got != c.want {
				t.Errorf("row: got %q, want %q", got, c.want)
			}
			if c.reaped && (reaped[0].ID != id || reaped[0].Failed != (r.row("status") == "FAILED")) {
				t.Errorf("told: %+v", reaped)
			}
			if c.reaped && r.row(`pushed_at is null and owner is null and lease_until is null`) != "t" {
				t.Error("a row that was taken back must have no owner and be pushed again")
			}
		})
	}
}

func TestRelayPushesWhatIsDueMostUrgentFirst(t *testing.T) {
	onBackends(t, func(t *testing.T, s redisServer) {
		r := newRig(t, s)
		client := r.client()
		l, err := queue.NewLedger(r.pool, "job", lease)
		if err != nil {
			t.Fatal(err)
		}
		ready := queue.NewReady(client, "job")
		ids := r.enqueue(6)
		for i, set := range []string{
			`priority = 1, run_at = now() - interval '1 min'`,
			`priority = 1, run_at = now() - interval '2 min'`,
			`priority = 2`,
			`run_at = now() + interval '1 min'`,
			`status = 'CANCELLED'`,
			`pushed_at = now()`,
		} {
			r.exec(`update job set `+set+` where id = $1`, ids[i])
		}
		relay := func(window int, repush time.Duration, want int) {
			t.Helper()
			if n, err := l.Relay(t.Context(), ready, window, repush); n != want || err != nil {
				t.Errorf("pushed %d, %v, want %d", n, err, want)
			}
		}
		relay(2, time.Hour, 2) // the window holds no more
		relay(2, time.Hour, 0)
		relay(9, time.Hour, 1)
		relay(9, time.Hour, 0)
		relay(9, -time.Second, 4) // all of them count as lost, and are there once all the same
		var got []uuid.UUID
		for {
			id, err := ready.Pop(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if id == uuid.Nil {
				break
			}
			got = append(got, id)
		}
		if want := []uuid.UUID{ids[2], ids[1], ids[0], ids[5]}; !slices.Equal(got, want) {
			t.Errorf("popped %v, want %v", got, want)
		}
	})
}

func TestARowIsPushedAgainIfRedisRefusesIt(t *testing.T) {
	t.Parallel()
	r := newRig(t, inProcess(t))
	client := r.client()
	l, err := queue.NewLedger(r.pool, "job", lease)
	if err != nil {
		t.Fatal(err)
	}
	r.enqueue(1)
	r.redis.Down()
	if n, err := l.Relay(t.Context(), queue.NewReady(client, "job"), 10, time.Hour); err == nil || n != 0 {
		t.Errorf("got %d, %v", n, err)
	}
	if got := r.row(`pushed_at is null`); got != "t" {
		t.Error("the row says that it was pushed")
	}
}

func TestStats(t *testing.T) {
	t.Parallel()
	r, l, id := bench(t)
	ids := r.enqueue(3)
	claim(t, l, id)
	r.exec(`update job set run_at = now() - interval '90 s' where id = $1`, ids[0])
	r.exec(`update job set status = 'CANCELLED', run_at = now() - interval '900 s' where id = $1`, ids[1])
	r.exec(`update job set run_at = now() + interval '90 s' where id = $1`, ids[2])
	s, err := l.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s.Depth["QUEUED"] != 2 || s.Depth["RUNNING"] != 1 || s.Depth["CANCELLED"] != 1 || s.Depth["FAILED"] != 0 || len(s.Depth) != 5 {
		t.Errorf("depth: %v", s.Depth)
	}
	if s.Oldest < 90*time.Second || s.Oldest > 200*time.Second {
		t.Errorf("oldest: %v", s.Oldest)
	}
}
