package queue_test

// The protocol of this package as a model: one job, two workers, and every
// order of events with a few faults. Each step below is one statement of the
// ledger, one command to Redis or one thing that can go wrong between them.

type status byte

const (
	queued status = iota
	running
	succeeded
	cancelled
)

type phase byte

const (
	idle     phase = iota
	popped         // has an id, no claim
	working        // has a claim
	answered       // has a result to save
)

// model is a state of the whole. It is comparable.
type model struct {
	status  status
	fence   int8
	owner   int8 // worker whose claim it is, from 1
	live    bool // the lease has not run out
	pushed  bool // within the time of a repush
	inReady bool
	results int8
	workers [2]struct {
		phase phase
		fence int8
	}
	faults faults // left
}

// faults are how often each thing may still go wrong.
type faults struct{ lostPush, flush, stall, crash, lostReply, stop, cancel int8 }

// rules are the parts of the protocol that a variant may leave out.
type rules struct{ fencedWrite, oneTransaction, reaper, repush, checkedClaim, fencedHandBack bool }

func (r rules) without(f func(*rules)) rules { f(&r); return r }

var protocol = rules{true, true, true, true, true, true}

// step is a named way to a next state.
type step struct {
	name string
	next model
}

// next lists what may happen in a state.
func (m model) next(r rules) (all []step) {
	add := func(name string, left *int8, change func(*model)) {
		if left != nil && *left == 0 {
			return
		}
		n := m
		change(&n)
		if n != m {
			all = append(all, step{name, n})
		}
	}
	if m.status == queued && !m.pushed {
		add("relay", nil, func(n *model) { n.pushed, n.inReady = true, true })
		add("relay, the push is lost", &m.faults.lostPush, func(n *model) { n.pushed = true; n.faults.lostPush-- })
	}
	if m.status == queued && m.pushed && r.repush {
		add("repush is due", nil, func(n *model) { n.pushed = false })
	}
	if m.inReady {
		add("flush", &m.faults.flush, func(n *model) { n.inReady = false; n.faults.flush-- })
	}
	if m.status == running && m.live {
		if m.holder() < 0 {
			add("lease runs out", nil, func(n *model) { n.live = false })
		} else {
			add("worker stalls, lease runs out", &m.faults.stall, func(n *model) { n.live = false; n.faults.stall-- })
		}
	}
	if m.status == running && !m.live && r.reaper {
		add("reap", nil, func(n *model) { n.requeue() })
	}
	if m.status == queued || m.status == running {
		add("a person cancels", &m.faults.cancel, func(n *model) { n.status, n.owner = cancelled, 0; n.faults.cancel-- })
	}
	for w := range m.workers {
		m.worker(r, w, add)
	}
	return all
}

// worker lists what one worker may do or suffer.
func (m model) worker(r rules, w int, add func(string, *int8, func(*model))) {
	name := func(act string) string { return act + " by worker " + string(rune('1'+w)) }
	me := m.workers[w]
	mine := m.status == running && m.fence == me.fence
	switch me.phase {
	case idle:
		if m.inReady {
			add(name("pop"), nil, func(n *model) { n.inReady = false; n.workers[w].phase = popped })
		}
	case popped:
		add(name("claim"), nil, func(n *model) { n.claim(r, w, false) })
		add(name("claim, reply lost,"), &m.faults.lostReply, func(n *model) { n.claim(r, w, true); n.faults.lostReply-- })
	case working:
		add(name("answer"), nil, func(n *model) { n.workers[w].phase = answered })
		add(name("hand back"), &m.faults.stop, func(n *model) {
			if mine || !r.fencedHandBack {
				n.requeue()
			}
			n.release(w)
			n.faults.stop--
		})
	case answered:
		add(name("write"), nil, func(n *model) { n.write(r, w, mine); n.release(w) })
		add(name("write, reply lost,"), &m.faults.lostReply, func(n *model) { n.write(r, w, mine); n.faults.lostReply-- })
		if !r.oneTransaction && mine {
			add(name("half a write, crash"), &m.faults.crash, func(n *model) { n.results++; n.release(w); n.faults.crash-- })
		}
	}
	if me.phase == working || me.phase == answered {
		add(name("heartbeat"), nil, func(n *model) {
			if mine {
				n.live = true
			} else if me.phase == working {
				n.release(w)
			}
		})
	}
	if me.phase != idle {
		add(name("crash"), &m.faults.crash, func(n *model) {
			if n.owner == int8(w+1) && me.phase == popped {
				n.owner = 0 // its next claim has another name
			}
			n.release(w)
			n.faults.crash--
		})
	}
}

func (m *model) claim(r rules, w int, replyLost bool) {
	again := m.status == running && m.owner == int8(w+1)
	fresh := m.status == queued || !r.checkedClaim && m.status != cancelled && !again
	if fresh {
		m.status, m.owner, m.live = running, int8(w+1), true
		m.fence++
	}
	switch {
	case replyLost:
	case fresh || again:
		m.live = true
		m.workers[w].phase, m.workers[w].fence = working, m.fence
	default:
		m.release(w)
	}
}

func (m *model) write(r rules, w int, mine bool) {
	if mine || !r.fencedWrite {
		m.results++
		m.status, m.owner = succeeded, 0
	}
}

func (m *model) requeue() { m.status, m.owner, m.pushed, m.live = queued, 0, false, false }

func (m *model) release(w int) {
	m.workers[w].phase, m.workers[w].fence = idle, 0
	if m.owner == int8(w+1) && m.status == running {
		m.owner = 0
	}
}

// holder is the worker that may renew the lease, or -1.
func (m model) holder() int {
	for w, worker := range m.workers {
		if (worker.phase == working || worker.phase == answered) && worker.fence == m.fence || worker.phase == popped && m.owner == int8(w+1) {
			return w
		}
	}
	return -1
}
