package standing

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"dossier/internal/ladder"
	"dossier/internal/record"
)

// trust is how far a record stands.
type trust int

// A record is open while nobody but its owner stands for it, and while it is
// disputed; closed once somebody who was asked declined it.
const (
	open trust = iota
	stands
	closed
)

// trusted is how far a record stands, where ok says whether who stands for it
// is whom the rule asks for.
func trusted(b *record.Base, ok bool) trust {
	switch {
	case b.State == record.Declined:
		return closed
	case b.State != record.Disputed && ok:
		return stands
	}
	return open
}

// reviewer says how far a review stands: by the word of somebody other than
// the owner, or by anybody's where the policy's value of that name allows it.
func (q question) reviewer(ownerMay string) func(*record.Base) trust {
	return func(b *record.Base) trust { return trusted(b, b.Verified() || q.yes(ownerMay)) }
}

// by is how far a record stands by whom the policy names in the value: a
// founder of the company for COMPANY_FOUNDER, else anybody but the owner.
func (q question) by(b *record.Base, value string) trust {
	if q.word(value) == "COMPANY_FOUNDER" {
		return trusted(b, b.ByFounder())
	}
	return trusted(b, b.Verified())
}

// deciding is the review that decides on a record: the newest of those that
// stand or are disputed, so that a dispute does not bring back the one before.
// Without one, ok is false.
func deciding[T record.Record](c *calc, about uuid.UUID, far func(*record.Base) trust) (review T, state trust, ok bool) {
	for _, r := range c.about[about] {
		t, fits := r.(T)
		b := r.Common()
		s := far(b)
		if !fits || s == closed || s == open && b.State != record.Disputed {
			continue
		}
		if ok {
			if last := review.Common(); b.Span.From.Before(last.Span.From) || b.Span.From.Equal(last.Span.From) && b.MadeAt.Before(last.MadeAt) {
				continue
			}
		}
		review, state, ok = t, s, true
	}
	return review, state, ok
}

// tally counts records that meet a rule, and those that might yet.
type tally struct {
	n, open, recorded int
	// good and waiting name them.
	good, waiting []string
	records       []record.Record
}

func (t *tally) add(name string, records ...record.Record) {
	t.n++
	t.good = append(t.good, name)
	t.records = append(t.records, records...)
}

func (t *tally) wait(name string) {
	t.open++
	t.waiting = append(t.waiting, name)
}

// verdict is PASS for enough, UNKNOWN where nothing at all is recorded and
// where what is open could make enough, else FAIL.
func (t *tally) verdict(minimum int) ladder.Verdict {
	switch {
	case t.n >= minimum:
		return ladder.Pass
	case t.recorded == 0 || t.n+t.open >= minimum:
		return ladder.Unknown
	}
	return ladder.Fail
}

// result tells of the tally: what counts, in a noun and what belongs to it, how
// many are asked, and which wait.
func (t *tally) result(minimum int, asOf time.Time, noun, with string) result {
	r := result{verdict: t.verdict(minimum), value: number(t.n), records: t.records}
	if t.n < minimum {
		r.missing = count(minimum-t.n, "more "+noun) + " " + with + "."
	}
	if t.recorded == 0 {
		r.text = fmt.Sprintf("Nothing of the kind is recorded by %s; %s %s %s asked.", date(asOf), count(minimum, noun), with, is(minimum))
		return r
	}
	r.text = sentences(
		fmt.Sprintf("By %s %s %s%s; %d %s asked.", date(asOf), there(t.n, noun), with, colon(t.good), minimum, is(minimum)),
		when(len(t.waiting) > 0, "%d more %s open: not confirmed, not reviewed, not measured or disputed%s.", len(t.waiting), is(len(t.waiting)), colon(t.waiting)),
	)
	return r
}
