// Package eval measures an analyser on labelled dossiers: it reads files in
// the format of testdata/golden, runs the analysis over their documents and
// records, writes what came out as one JSON line a dossier, and compares that
// with the labels by the rules that stand beside the files.
//
// An analyser is handed documents and records alone. Labels, claims, language
// and the line that says what a dossier tests never reach it. The package must
// not know which analyser it measures.
package eval

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"dossier/internal/analysis"
)

// Dossier is one labelled dossier. Every file of a folder is one.
type Dossier struct {
	ID          string           `json:"id"`
	About       string           `json:"about"`
	Language    string           `json:"language"`
	Ladder      string           `json:"ladder"`
	From        string           `json:"from"`
	To          string           `json:"to"`
	Records     analysis.Facts   `json:"records"`
	Documents   []Document       `json:"documents"`
	Labels      map[string]Label `json:"labels"`
	Claims      []ClaimLabel     `json:"claims"`
	Adversarial *Adversarial     `json:"adversarial"`
}

// Document is one text of a dossier.
type Document struct {
	Key       string `json:"key"`
	Component string `json:"component"`
	Title     string `json:"title"`
	Body      string `json:"body"`
}

// Label is what careful readers say of one criterion.
type Label struct {
	Score    int        `json:"score"`
	Why      string     `json:"why"`
	Evidence []Quote    `json:"evidence"`
	Gaps     []GapLabel `json:"gaps"`
}

// Quote is a labelled passage. Occurrence is 1 for the first place where the
// words stand; 0 means that any place will do.
type Quote struct {
	Doc        string `json:"doc"`
	Quote      string `json:"quote"`
	Polarity   string `json:"polarity"`
	Weight     string `json:"weight"`
	Occurrence int    `json:"occurrence,omitempty"`
}

// GapLabel is something that a dossier lacks.
type GapLabel struct {
	About    string   `json:"about"`
	Keywords []string `json:"keywords"`
}

// ClaimLabel is a sentence that the records confirm or contradict.
type ClaimLabel struct {
	Doc        string `json:"doc"`
	Quote      string `json:"quote"`
	Metric     string `json:"metric"`
	Claimed    string `json:"claimed"`
	Recorded   string `json:"recorded"`
	Agrees     bool   `json:"agrees"`
	Occurrence int    `json:"occurrence,omitempty"`
}

// Adversarial says how a dossier tries to mislead.
type Adversarial struct {
	Kind     string   `json:"kind"`
	Note     string   `json:"note"`
	Canaries []string `json:"canaries"`
	// Lifts names the criteria that the trick tries to raise.
	Lifts []string `json:"lifts"`
}

// promptInjection is the kind of dossier that gives orders to its reader.
const promptInjection = "prompt-injection"

// The polarities and weights of the files.
const (
	Supports    = "supports"
	Contradicts = "contradicts"
	Core        = "core"
	Minor       = "minor"
)

// Load reads every dossier of a folder, in the order of the file names. A
// label that cannot be found in its document is an error.
func Load(dir string) ([]Dossier, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("list dossiers: %w", err)
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("list dossiers: no *.json in %s", dir)
	}
	slices.Sort(names)
	out := make([]Dossier, 0, len(names))
	for _, name := range names {
		d, err := load(name)
		if err != nil {
			return nil, fmt.Errorf("read dossier %s: %w", filepath.Base(name), err)
		}
		out = append(out, d)
	}
	return out, nil
}

func load(name string) (Dossier, error) {
	var d Dossier
	b, err := os.ReadFile(name)
	if err != nil {
		return d, err
	}
	if err := json.Unmarshal(b, &d); err != nil {
		return d, err
	}
	return d, d.check()
}

// check reports a label that names no place in the dossier.
func (d *Dossier) check() error {
	for key, l := range d.Labels {
		if l.Score < 0 || l.Score > maxScore {
			return fmt.Errorf("%s: score %d", key, l.Score)
		}
		for _, q := range l.Evidence {
			if len(d.places(q.Doc, q.Quote, q.Occurrence)) == 0 {
				return fmt.Errorf("%s: no such words in %s: %q", key, q.Doc, q.Quote)
			}
			if q.Polarity != Supports && q.Polarity != Contradicts || q.Weight != Core && q.Weight != Minor {
				return fmt.Errorf("%s: unknown polarity or weight: %q", key, q.Quote)
			}
		}
	}
	for _, c := range d.Claims {
		if len(d.places(c.Doc, c.Quote, c.Occurrence)) == 0 {
			return fmt.Errorf("claim: no such words in %s: %q", c.Doc, c.Quote)
		}
	}
	return nil
}

// body returns the text of a document, "" where there is none.
func (d *Dossier) body(key string) string {
	for _, doc := range d.Documents {
		if doc.Key == key {
			return doc.Body
		}
	}
	return ""
}

// places finds the words of a quote in a document: all places, or the one
// that occurrence names.
func (d *Dossier) places(doc, quote string, occurrence int) []Span {
	body := d.body(doc)
	if quote == "" || body == "" {
		return nil
	}
	length := utf8.RuneCountInString(quote)
	var out []Span
	at := 0
	for from := 0; ; {
		i := strings.Index(body[from:], quote)
		if i < 0 {
			break
		}
		at += utf8.RuneCountInString(body[from : from+i])
		out = append(out, Span{Start: at, End: at + length})
		_, size := utf8.DecodeRuneInString(body[from+i:])
		from += i + size
		at++
	}
	if occurrence > 0 {
		if occurrence > len(out) {
			return nil
		}
		return out[occurrence-1 : occurrence]
	}
	return out
}

// Labelled reports whether any dossier carries labels to compare with.
func Labelled(dossiers []Dossier) bool {
	return slices.ContainsFunc(dossiers, func(d Dossier) bool { return len(d.Labels) > 0 })
}
