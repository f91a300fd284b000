package llm

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mask replaces the words that name persons by others that can be spoken as
// names, and back. What replaces a word follows from the word and the secret
// alone: it is the same in all windows, so that a model can tell two persons
// apart and an edit elsewhere changes no question. Addresses and telephone
// numbers are found as they come and replaced too. A mask is for one question
// at a time. The zero mask changes nothing.
type mask struct {
	c        *Client // nil for the zero mask
	to, from map[string]string
	held     map[string]string // contacts by what stands for them
}

// maskOf makes the mask for names, given in order: a name that is also written
// small stands behind its capital form, and is replaced by the same word in
// small letters.
func (c *Client) maskOf(names []string) mask {
	if !c.o.Pseudonyms {
		return mask{}
	}
	m := mask{c: c, to: map[string]string{}, from: map[string]string{}, held: map[string]string{}}
	for _, n := range names {
		capital := titled(n)
		p, known := m.to[capital]
		for try := 0; !known; try++ {
			p = c.pseudonym(capital, try)
			known = m.from[p] == "" && m.from[strings.ToLower(p)] == "" && p != capital
		}
		if n != capital {
			p = strings.ToLower(p)
		}
		m.to[n], m.from[p] = p, n
	}
	return m
}

// titled is a word with a capital.
func titled(w string) string {
	r, size := utf8.DecodeRuneInString(w)
	return string(unicode.ToUpper(r)) + w[size:]
}

// pseudonym is a word of four syllables, one of 24 million.
func (c *Client) pseudonym(name string, try int) string {
	const consonants, vowels = "bdfgklmnprstvz", "aeiou"
	h := hmac.New(sha256.New, c.o.Secret)
	h.Write([]byte("name/" + strconv.Itoa(try) + "/" + name))
	n := binary.BigEndian.Uint64(h.Sum(nil))
	var b strings.Builder
	for i := range 4 {
		s := consonants[n%14]
		if i == 0 {
			s -= 'a' - 'A'
		}
		b.WriteByte(s)
		b.WriteByte(vowels[n/14%5])
		n /= 70
	}
	return b.String()
}

// hide replaces names and contacts, restore puts them back.
func (m mask) hide(s string) string {
	if m.c == nil {
		return s
	}
	return swap(m.hideContacts(s), m.to)
}

func (m mask) restore(s string) string {
	if m.c == nil {
		return s
	}
	return m.restoreContacts(swap(s, m.from))
}

// swap replaces whole words. A word in capitals is replaced by one in
// capitals, and a genitive or plural s stays.
func swap(s string, words map[string]string) string {
	if len(words) == 0 {
		return s
	}
	var b strings.Builder
	start := -1
	end := func(i int) {
		if start >= 0 {
			b.WriteString(other(s[start:i], words))
			start = -1
		}
	}
	for i, r := range s {
		switch letter := unicode.IsLetter(r) || unicode.Is(unicode.M, r); {
		case letter && start < 0:
			start = i
		case !letter:
			end(i)
		}
		if start < 0 {
			_, size := utf8.DecodeRuneInString(s[i:])
			b.WriteString(s[i : i+size])
		}
	}
	end(len(s))
	return b.String()
}

// other is what stands for a word.
func other(w string, words map[string]string) string {
	if to, ok := words[w]; ok {
		return to
	}
	if stem, ok := strings.CutSuffix(w, "s"); ok && words[stem] != "" {
		return words[stem] + "s"
	}
	if len(w) > 2 && strings.ToUpper(w) == w {
		r := []rune(w)
		if to, ok := words[string(r[:1])+strings.ToLower(string(r[1:]))]; ok {
			return strings.ToUpper(to)
		}
	}
	return w
}
