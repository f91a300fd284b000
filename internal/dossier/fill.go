package dossier

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"dossier/internal/ladder"
	"dossier/internal/record"
	"dossier/internal/standing"
)

// founderReferences is the component whose minimum counts testimonies once
// there are any.
const founderReferences = "founder-references"

// Fill is how a dossier fills one component of the assessment.
type Fill struct {
	// Dossier is set by who asks what else there is of the component in it.
	Dossier   uuid.UUID
	Component *ladder.Component
	Documents []*Document
	// References are counted in place of documents, if set.
	References *References
}

// References are the founders who testify to the candidate.
type References struct {
	// Count is how many count, Needed how many the step asks for.
	Count  int `json:"count"`
	Needed int `json:"needed"`
	// Enough is whether they meet what the step asks.
	Enough bool `json:"enough"`
	// Explanation says who counts and who does not, and why.
	Explanation string `json:"explanation"`
}

// ReferencesOf counts the testimonies on a person by a day. It is nil while
// none is recorded: until then documents stand for them. Rule R3d.
func ReferencesOf(f *standing.Facts, level *ladder.Level, asOf time.Time) *References {
	recorded := slices.ContainsFunc(f.Records, func(r record.Record) bool {
		return r.Common().Kind == record.KindTestimony && !r.Common().Span.From.After(asOf)
	})
	needed, ok := level.ReadingOf(founderReferences).Int("founders")
	if !recorded || !ok {
		return nil
	}
	count, verdict, explanation, _ := standing.References(f, level, asOf)
	return &References{Count: count, Needed: needed, Enough: verdict == ladder.Pass, Explanation: explanation}
}

// Complete reports whether the minimum is met, and says so in words.
func (f Fill) Complete() (bool, string) {
	if f.References != nil {
		return f.References.Enough, f.References.Explanation
	}
	n := 0
	for _, d := range f.Documents {
		if d.Words > 0 {
			n++
		}
	}
	switch want := f.Component.Minimum; {
	case n >= want && want == 0:
		return true, fmt.Sprintf("%s, none needed", count(n))
	case n >= want:
		return true, fmt.Sprintf("%s of at least %d", count(n), want)
	default:
		return false, fmt.Sprintf("%s with text, and at least %d needed: add %d more", count(n), want, want-n)
	}
}

// Verdict is whether the minimum is met.
func (f Fill) Verdict() ladder.Verdict {
	if ok, _ := f.Complete(); ok {
		return ladder.Pass
	}
	return ladder.Fail
}

// Explanation says how many there are and are needed.
func (f Fill) Explanation() string {
	_, why := f.Complete()
	return why
}

func count(n int) string {
	if n == 1 {
		return "1 document"
	}
	return fmt.Sprintf("%d documents", n)
}

// Fills sorts documents by the components of the level's assessment. The
// references are nil while no testimony is recorded.
func Fills(l *ladder.Level, documents []*Document, r *References) []*Fill {
	if l.Promotion == nil {
		return nil
	}
	fills := make([]*Fill, len(l.Promotion.Assessment))
	for i := range fills {
		c := &l.Promotion.Assessment[i]
		fills[i] = &Fill{Component: c}
		if c.Key == founderReferences {
			fills[i].References = r
		}
		for _, d := range documents {
			if d.ComponentKey == c.Key {
				fills[i].Documents = append(fills[i].Documents, d)
			}
		}
	}
	return fills
}

// missing lists the components that are not complete.
func missing(fills []*Fill) (list []MissingItem) {
	for _, f := range fills {
		if ok, why := f.Complete(); !ok {
			list = append(list, MissingItem{Key: f.Component.Key, Title: f.Component.Title, Explanation: why})
		}
	}
	return list
}
