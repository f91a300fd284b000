package day

import (
	"slices"
	"time"
)

// Span is a stretch of days: From is in it, To is not. A nil To means that it
// lasts.
type Span struct {
	From time.Time  `json:"from"`
	To   *time.Time `json:"to"`
}

// Has reports whether a day lies in the span.
func (s Span) Has(d time.Time) bool { return !d.Before(s.From) && (s.To == nil || d.Before(*s.To)) }

// Until cuts the span off at a day; ok is false if nothing is left.
func (s Span) Until(end time.Time) (cut Span, ok bool) {
	if s.To == nil || s.To.After(end) {
		s.To = &end
	}
	return s, s.From.Before(*s.To)
}

// And is what two spans share; ok is false if nothing.
func (s Span) And(o Span) (both Span, ok bool) {
	if o.From.After(s.From) {
		s.From = o.From
	}
	if o.To != nil && (s.To == nil || o.To.Before(*s.To)) {
		s.To = o.To
	}
	return s, s.To == nil || s.From.Before(*s.To)
}

// Days is the length of the span up to a day that ends those which last.
func (s Span) Days(end time.Time) int {
	if s.To != nil && s.To.Before(end) {
		end = *s.To
	}
	return max(0, Days(s.From, end))
}

// Union joins spans that touch or overlap, in order.
func Union(spans []Span) []Span {
	spans = slices.Clone(spans)
	slices.SortFunc(spans, func(a, b Span) int { return a.From.Compare(b.From) })
	var all []Span
	for _, s := range spans {
		if n := len(all); n > 0 && (all[n-1].To == nil || !s.From.After(*all[n-1].To)) {
			if all[n-1].To != nil && (s.To == nil || s.To.After(*all[n-1].To)) {
				all[n-1].To = s.To
			}
			continue
		}
		all = append(all, s)
	}
	return all
}

// Minus takes the days of others out of spans. The result is in order.
func Minus(spans, others []Span) []Span {
	others = Union(others)
	var left []Span
	for _, s := range Union(spans) {
		open := true
		for _, o := range others {
			if _, ok := s.And(o); !ok {
				continue
			}
			if s.From.Before(o.From) {
				left = append(left, Span{From: s.From, To: &o.From})
			}
			if o.To == nil {
				open = false
				break
			}
			s.From = *o.To
			if s.To != nil && !s.From.Before(*s.To) {
				open = false
				break
			}
		}
		if open {
			left = append(left, s)
		}
	}
	return left
}
