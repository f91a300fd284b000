package ladder

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// checker looks at a ladder whose files have the right shape: at each file by
// itself, and at what one file says of another.
type checker struct {
	*problems
	version *Version
	levels  map[string]int // ordinals by code
	page    string         // all words of all pages, for quotations
}

func check(v *Version, sources []*source, ps *problems) {
	c := &checker{problems: ps, version: v, levels: map[string]int{}}
	var pages []string
	for _, s := range sources {
		pages = append(pages, s.pages...)
	}
	c.page = squeeze(strings.Join(pages, " "))
	c.head(sources)
	for _, s := range sources {
		if w := s.body.Level; w != nil {
			c.level(s, w)
		}
		if w := s.body.Ours; w != nil {
			c.ours(s, w)
		}
	}
	c.rubrics(sources)
}

var (
	keyForm  = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	leafForm = regexp.MustCompile(`^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$`)
	codeForm = regexp.MustCompile(`^[A-Z][A-Z0-9]*$`)
)

// head checks "ladder:" and the codes and ordinals of all levels.
func (c *checker) head(sources []*source) {
	var first *source
	ordinals := map[int]string{}
	rung := func(s *source, path, code string, ordinal int) {
		if !codeForm.MatchString(code) {
			c.add(s, path+".code", `write a code in capitals and digits, as "L8"`, "the level's code is %q", code)
			return
		}
		if _, ok := c.levels[code]; ok {
			c.add(s, path+".code", "keep one of them", "level %s is written twice", code)
			return
		}
		c.levels[code] = ordinal
		if ordinal < 1 {
			c.add(s, path+".ordinal", "give the level its place, counted from 1 at the bottom", "level %s has no ordinal", code)
		} else if other, ok := ordinals[ordinal]; ok {
			c.add(s, path+".ordinal", "give each level a place of its own", "levels %s and %s have the same ordinal %d", other, code, ordinal)
		} else {
			ordinals[ordinal] = code
		}
	}
	for _, s := range sources {
		if w := s.body.Ladder; w != nil {
			if first != nil {
				c.add(s, "ladder", "keep one of them", `a second "ladder:" beside that of %s`, first.name)
				continue
			}
			first = s
			c.ladder(s, w)
			for i, r := range w.Levels {
				at := fmt.Sprintf("ladder.levels[%d]", i)
				rung(s, at, r.Code, r.Ordinal)
				if r.Title == nil && r.Unknown == nil {
					c.add(s, at, `write "unknown:" with what is not known`, "level %s has no title and does not say so", r.Code)
				}
			}
		}
	}
	for _, s := range sources {
		if w := s.body.Level; w != nil {
			rung(s, "level", w.Code, w.Ordinal)
		}
	}
	if first == nil {
		c.list = append(c.list, Problem{File: "ladder.yaml", Text: `no file says "ladder:"`, Fix: "write ladder.yaml with slug, title, label and levels"})
		return
	}
	if len(c.levels) == 0 {
		c.add(first, "ladder", `write "levels:" here or a file with "level:"`, "the ladder has no level")
	}
	for i, r := range first.body.Ladder.Levels {
		at := fmt.Sprintf("ladder.levels[%d]", i)
		if r.Mentorship != nil {
			c.terms(first, at+".mentorship", r.Mentorship.Slots, r.Mentorship.MenteeLevels, r.Mentorship.BasisPoints, r.Mentorship.Months)
		}
		for j, q := range r.Says {
			c.quote(first, fmt.Sprintf("%s.says[%d]", at, j), q)
		}
	}
}

func (c *checker) ladder(s *source, w *writtenLadder) {
	if !keyForm.MatchString(w.Slug) {
		c.add(s, "ladder.slug", "write small letters, digits and single hyphens", "the slug is %q", w.Slug)
	}
	c.text(s, "ladder.title", w.Title)
	c.text(s, "ladder.label", w.Label)
	if d := w.PublishedOn; d != nil {
		if _, err := time.Parse(time.DateOnly, *d); err != nil {
			c.add(s, "ladder.publishedOn", "write YYYY-MM-DD, or null where the day is not known", "%q is not a date", *d)
		}
	}
}

// text notes a text that is empty.
func (c *checker) text(s *source, path, text string) {
	if strings.TrimSpace(text) == "" {
		c.add(s, path, "write it", "%q is empty", path)
	}
}

// sentence notes an item that has neither a sentence of a page nor its own
// words, or both.
func (c *checker) sentence(s *source, path, page string, own ...string) {
	written := 0
	for _, t := range own {
		if t != "" {
			written++
		}
	}
	switch {
	case page != "" && written > 0:
		c.add(s, path, `keep "page" where the words are a page's, else the other`, "%q has both the words of a page and its own", path)
	case page == "" && written < len(own):
		c.add(s, path, `write "page" with the sentence of the page, or the texts themselves`, "%q has no words", path)
	}
}

// keys notes keys that are malformed or occur twice in a list.
func (c *checker) keys(s *source, path string, form *regexp.Regexp, keys []string) {
	seen := map[string]bool{}
	for i, k := range keys {
		at := fmt.Sprintf("%s[%d].key", path, i)
		switch {
		case !form.MatchString(k):
			c.add(s, at, "write small letters, digits and single hyphens", "the key is %q", k)
		case seen[k]:
			c.add(s, at, "give each item a key of its own", "key %q is used twice in %q", k, path)
		}
		seen[k] = true
	}
}

// reference notes a level code that the ladder does not have.
func (c *checker) reference(s *source, path, code string) bool {
	if _, ok := c.levels[code]; ok {
		return true
	}
	var known []string
	for _, l := range c.version.Levels {
		known = append(known, l.Code)
	}
	c.add(s, path, suggest(code, known), "there is no level %q", code)
	return false
}

// quote notes a quotation that stands on no page of the ladder. A ladder
// without pages may cite what it likes.
func (c *checker) quote(s *source, path, quote string) {
	if strings.TrimSpace(quote) == "" {
		c.add(s, path, "quote the sentence", "%q is empty", path)
		return
	}
	if c.page != "" && !strings.Contains(c.page, squeeze(quote)) {
		c.add(s, path, "copy the words exactly, with their apostrophes and dashes", "no page says %.60q", quote)
	}
}

// squeeze makes one space of every stretch of white space.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
