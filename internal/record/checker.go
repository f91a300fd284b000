package record

import (
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/text/currency"

	"dossier/internal/day"
)

// title is a short text that has to be there.
func (c *checker) title(name, s string) { c.Text(join(c.path, name), s, maxTitle); c.oneLine(name, s) }

// phrase is a short text that may be absent.
func (c *checker) phrase(name, s string) {
	c.OptionalText(join(c.path, name), s, maxTitle)
	c.oneLine(name, s)
}

func (c *checker) oneLine(name, s string) {
	if strings.ContainsAny(s, "\n\r\t") {
		c.add(name, "has more than one line; write it in one")
	}
}

// text is a longer text, required or not.
func (c *checker) text(name, s string, required bool) {
	if required {
		c.Text(join(c.path, name), s, maxText)
	} else {
		c.OptionalText(join(c.path, name), s, maxText)
	}
}

// texts is a list of texts of which there are least or more.
func (c *checker) texts(name string, list []string, least, most int) {
	if !c.count(name, len(list), least) {
		return
	}
	for i, s := range list {
		c.Text(fmt.Sprintf("%s.%d", join(c.path, name), i), s, most)
	}
}

// count tells whether a list is short enough to be looked at.
func (c *checker) count(name string, n, least int) bool {
	switch {
	case n < least:
		c.add(name, "has %d entries; %d or more are needed", n, least)
	case n > maxList:
		c.add(name, "has %d entries; %d are allowed", n, maxList)
	}
	return n <= maxList
}

// oneOf is a word out of several.
func (c *checker) oneOf(name, s string, words ...string) {
	if !slices.Contains(words, s) {
		c.add(name, "is %.40q; it is one of %s", s, strings.Join(words, ", "))
	}
}

// someOf are words out of several, each once. Without words any will do.
func (c *checker) someOf(name string, list, words []string, least int) {
	if !c.count(name, len(list), least) {
		return
	}
	for i, s := range list {
		at := fmt.Sprintf("%s.%d", name, i)
		switch {
		case slices.Contains(list[:i], s):
			c.add(at, "is there twice; take one out")
		case len(words) > 0:
			c.oneOf(at, s, words...)
		default:
			c.title(at, s)
		}
	}
}

func (c *checker) money(name string, m Money) {
	c.within(name, func() {
		if m.Amount < 0 {
			c.add("amount", "is negative; give it as 0 or more, in minor units")
		}
		if m.Amount > math.MaxInt64/1_000_000 {
			c.add("amount", "is too large; it is in minor units, as cents")
		}
		if u, err := currency.ParseISO(m.Currency); err != nil || u.String() != m.Currency || m.Currency == "XXX" || m.Currency == "XTS" {
			c.add("currency", "%.10q is no currency; give its ISO 4217 code, as EUR", m.Currency)
		}
	})
}

// past is a day that has come, if it is given.
func (c *checker) past(name string, d *day.Day) {
	if d != nil && d.After(c.today) {
		c.add(name, "is in the future; leave it out until then")
	}
	c.sane(name, d)
}

func (c *checker) sane(name string, d *day.Day) {
	if d != nil && (d.Before(earliest()) || d.Year() > 2200) {
		c.add(name, "is %s; check the year", d.Format(time.DateOnly))
	}
}

// number is a whole number that is not negative, if it is given.
func (c *checker) number(name string, n *int, least int) {
	if n != nil && (*n < least || *n > maxCount) {
		c.add(name, "is %d; it is from %d to %d", *n, least, maxCount)
	}
}

// figure is a measured value, if it is given.
func (c *checker) figure(name string, f *float64) {
	if f != nil && !(math.Abs(*f) <= 1e15) {
		c.add(name, "is %g; it is a number of at most 15 digits before the point", *f)
	}
}

// scale is a mark from 1 to 5.
func (c *checker) scale(name string, n int) {
	if n < 1 || n > 5 {
		c.add(name, "is %d; it is from 1 to 5", n)
	}
}

// team refuses a figure of so few people that it is a figure of persons.
func (c *checker) team(name string, size int) {
	if size < c.words.SmallestGroup {
		c.add(name, "is %d; figures are kept of teams of %d people or more, never of persons", size, c.words.SmallestGroup)
	}
	c.number(name, &size, 0)
}

func (c *checker) surfaces(name string, list []uuid.UUID) {
	if !c.count(name, len(list), 0) {
		return
	}
	for i, s := range list {
		if slices.Contains(list[:i], s) {
			c.add(fmt.Sprintf("%s.%d", name, i), "is there twice; take one out")
		}
	}
}

func (c *checker) url(name, s string, required bool) {
	u, err := url.Parse(s)
	switch {
	case s == "" && !required:
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || len(s) > 2000 || strings.ContainsFunc(s, isSpaceOrControl):
		c.add(name, "is no address of the web; give it as https://example.org/page")
	}
}

func isSpaceOrControl(r rune) bool { return r <= ' ' || r == 0x7f }

func (c *checker) hash(name, s string) {
	if s != "" && !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(s) {
		c.add(name, "is no SHA-256; give it as 64 hexadecimal digits in lower case")
	}
}
