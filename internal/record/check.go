package record

import (
	"strings"
	"time"

	"dossier/internal/day"
	"dossier/internal/problem"
)

// How long what people write may be, in characters, and how many of a thing
// one record may hold.
const (
	maxTitle = 200
	maxText  = 4000
	maxList  = 50
	maxCount = 1_000_000
)

// Check refuses values that a record cannot hold: *problem.Invalid, with a
// path for each below the input, as "record.techDecision.costs" if path is
// "record". What only the database knows, as whether a surface exists, it does
// not ask.
func Check(path string, r Record, now time.Time, w Words) error {
	c := &checker{path: path, today: day.Of(now), words: w}
	b := r.Common()
	c.span(b)
	if about := b.Kind.About(); (about != "") != (b.AboutID != nil) {
		if about != "" {
			c.add("about", "is missing; name the record of kind %s that this is about", about)
		} else {
			c.add("about", "is only for reviews and feedback; take it out")
		}
	}
	if b.CompanyID == nil && b.Kind.atCompany() {
		c.add("company", "is missing; name the company where it was so")
	}
	c.path = join(path, field(b.Kind))
	c.body(r)
	return c.Err()
}

// atCompany reports whether the kind tells of something at a company. What is
// about another record is at that one's.
func (k Kind) atCompany() bool {
	return k.About() == "" && k != KindRecognition && k != KindArtefact
}

// field is the input's field of a kind, as "techDecision".
func field(k Kind) string {
	words := strings.Split(strings.ToLower(string(k)), "_")
	for i, w := range words[1:] {
		words[i+1] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, "")
}

// checker gathers what is wrong with one record.
type checker struct {
	problem.List
	path  string
	today time.Time
	words Words
}

func join(path, name string) string {
	if path == "" || name == "" {
		return path + name
	}
	return path + "." + name
}

func (c *checker) add(name, format string, args ...any) {
	c.List.Add(join(c.path, name), format, args...)
}

// within checks a part of the record under its own name.
func (c *checker) within(name string, check func()) {
	outer := c.path
	c.path = join(outer, name)
	check()
	c.path = outer
}

const notAfter = "is not after from; it is the first day on which it was so no longer"

// earliest is the first day that a record may be of: an earlier one is a slip.
func earliest() time.Time { return day.Date(1970, 1, 1) }

func (c *checker) span(b *Base) {
	from, to := b.Span.From, b.Span.To
	switch {
	case from.Before(earliest()):
		c.add("from", "is before 1970; check the year")
	case from.After(c.today):
		c.add("from", "is in the future; a record tells what happened by %s", c.today.Format(time.DateOnly))
	}
	tomorrow := day.AddDays(c.today, 1)
	switch {
	case to != nil && !to.After(from):
		c.add("to", notAfter)
	case b.Kind.OnADay() && (to == nil || day.Days(from, *to) != 1):
		c.add("to", "is not the day after; this happens on one day: leave it out")
	case (b.Kind == KindTestimony || b.Kind == KindIncidentCoverage) && (to == nil || to.After(tomorrow)):
		c.add("to", "is missing or in the future; give the first day that this does not speak of, %s at most", tomorrow.Format(time.DateOnly))
	case to != nil && day.Months(c.today, *to) >= 12*50:
		c.add("to", "is more than 50 years away; leave it out while it lasts")
	}
}
