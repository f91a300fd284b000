package queue_test

import (
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/embedded/redistest"
	"dossier/internal/queue"
	"dossier/internal/queue/faultproxy"
)

func TestRedisIsABlackHole(t *testing.T) {
	t.Parallel()
	s := realRedis(t)
	p := faultproxy.New(t, "tcp", s.(ownServer).Addr())
	r := newRig(t, s)
	r.url = "redis://" + p.Addr().String()
	r.thinks(20*time.Millisecond, 120*time.Millisecond)
	c := r.child(steady)
	r.enqueue(50)
	until(t, "the work is under way", func() bool { return r.llm.total() >= 10 })
	other := queue.NewReady(r.client(), "other")
	if _, err := other.Pop(t.Context()); err != nil { // its connection is there when the hole opens
		t.Fatal(err)
	}
	before, made := c.goroutines(), p.Made()
	p.Hang()
	q := r.queue(nil)
	start := time.Now()
	if _, err := q.Depth(t.Context()); err == nil {
		t.Error("a black hole answers")
	}
	within(t, "a call ends", time.Since(start), 3*time.Second)
	start = time.Now()
	if _, err := other.Pop(t.Context()); err == nil {
		t.Error("a black hole gives ids")
	}
	if d := time.Since(start); d > 9*time.Second { // the driver by itself would wait for 11
		t.Errorf("a pop ended after %v, want about 3s", d)
	}
	rest(2 * time.Second)
	after := c.goroutines()
	t.Logf("goroutines: %d before, %d in the black hole; connections: %d more", before, after, p.Made()-made)
	if after > 2*before || p.Made()-made > 100 {
		t.Error("that is a pile-up")
	}
	p.Heal()
	start = time.Now()
	r.done(50, 0)
	within(t, "healed to all done", time.Since(start), 10*time.Second)
	r.noRepeats(50)
}

var goroutineLine = regexp.MustCompile(`msg=goroutines n=(\d+)`)

// goroutines asks a worker process how many it has.
func (c *child) goroutines() int {
	c.t.Helper()
	had := len(goroutineLine.FindAllString(c.log.String(), -1))
	c.signal(syscall.SIGUSR1)
	var lines [][]string
	until(c.t, "the worker tells its goroutines", func() bool {
		lines = goroutineLine.FindAllStringSubmatch(c.log.String(), -1)
		return len(lines) > had
	})
	n, err := strconv.Atoi(lines[len(lines)-1][1])
	if err != nil {
		c.t.Fatal(err)
	}
	return n
}

// failover kills the server that holds the ready set, in the middle of work.
func failover(t *testing.T, url string, kill func()) {
	t.Helper()
	r := newRig(t, nil)
	r.url = url
	r.thinks(50*time.Millisecond, 250*time.Millisecond)
	r.busy(200)
	n := notifier(t, url, 2*patience)
	id := uuid.New()
	wake := n.Subscribe(t.Context(), "job", id)
	publishUntil(t, n, "job", id, wake)
	kill()
	r.done(200, 0)
	settle(wake)
	publishUntil(t, n, "job", id, wake)
	within(t, "longest pause", r.longestPause(), 10*time.Second)
	if d := r.longestPause(); d > 40*time.Second {
		t.Errorf("a pause of %v: the map of the cluster is read too seldom", d)
	}
	r.noRepeats(200)
}

func TestSentinelFailover(t *testing.T) {
	t.Parallel()
	s := redistest.Sentinel(t)
	addrs := s.Addrs()
	failover(t, "redis://"+addrs[0]+"/0?master_name="+redistest.MasterName+"&addr="+strings.Join(addrs[1:], "&addr="), s.Master().Kill)
}

func TestClusterFailover(t *testing.T) {
	t.Parallel()
	c := redistest.Cluster(t)
	addrs := c.Addrs()
	failover(t, "redis://"+addrs[0]+"?addr="+strings.Join(addrs[1:], "&addr="), c.Owner("{job}:ready").Kill)
}
