package dossier

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/ladder"
)

// The limits of a document and of a dossier.
const (
	MaxTitle     = 200       // characters
	MaxBody      = 1_048_576 // bytes
	MaxDossier   = 10 << 20  // bytes of all documents together
	MaxDocuments = 100
)

// checkText refuses a title or body that cannot be kept byte for byte.
func checkText(l *ladder.Level, in Saving) error {
	var fields []InvalidField
	add := func(path, format string, args ...any) {
		fields = append(fields, InvalidField{Path: "input." + path, Message: fmt.Sprintf(format, args...)})
	}
	if l.Component(in.Component) == nil {
		add("component", "%s has no component %.60q; use one of %s", l.Code, in.Component, strings.Join(componentKeys(l), ", "))
	}
	switch n := utf8.RuneCountInString(in.Title); {
	case !strings.ContainsFunc(in.Title, seen):
		add("title", "is empty; give the document a title")
	case n > MaxTitle:
		add("title", "has %d characters; %d are allowed", n, MaxTitle)
	case strings.ContainsFunc(in.Title, unicode.IsControl) || !utf8.ValidString(in.Title):
		add("title", "holds a line end or another control character; take it out")
	}
	switch at := strings.IndexByte(in.Body, 0); {
	case len(in.Body) > MaxBody:
		add("body", "has %d bytes; %d are allowed: split the document", len(in.Body), MaxBody)
	case at >= 0:
		add("body", "holds a NUL character at byte %d; take it out", at)
	case !utf8.ValidString(in.Body):
		add("body", "is not valid UTF-8 at byte %d; save the file as UTF-8", invalidAt(in.Body))
	}
	if in.Document == nil && in.BaseVersion != nil {
		add("baseVersion", "must be null for a new document")
	}
	if in.Document != nil && in.BaseVersion == nil {
		add("baseVersion", "must name the version that the text was written on")
	}
	if fields != nil {
		return &Invalid{Fields: fields}
	}
	return nil
}

// seen reports whether a character leaves a mark on a page.
func seen(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) }

func invalidAt(s string) int {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				return i
			}
		}
	}
	return len(s)
}

func componentKeys(l *ladder.Level) (keys []string) {
	if l.Promotion != nil {
		for _, c := range l.Promotion.Assessment {
			keys = append(keys, c.Key)
		}
	}
	return keys
}

// revisionHash is SHA-256 over the ladder version and, in order of document
// id, component, title and body, each with its length before it.
func revisionHash(ladderVersion string, texts []Text) string {
	texts = slices.SortedFunc(slices.Values(texts), func(a, b Text) int {
		return strings.Compare(string(a.Document[:]), string(b.Document[:]))
	})
	h := sha256.New()
	part(h, ladderVersion)
	for _, t := range texts {
		part(h, t.Component)
		part(h, t.Title)
		part(h, t.Body)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// textHash is SHA-256 over title and body, each with its length before it.
func textHash(title, body string) []byte {
	h := sha256.New()
	part(h, title)
	part(h, body)
	return h.Sum(nil)
}

func part(h hash.Hash, s string) {
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(s))))
	io.WriteString(h, s)
}
