package analysis

import (
	"context"

	"dossier/internal/analysis/text"
	"dossier/internal/ladder"
)

// Analyser finds and judges. It is given text and questions, never facts.
// Both methods are safe for concurrent use and must honour ctx. An error that
// is a *RetryLater stops the whole run; any other leaves the window or the
// criterion to the fallback.
type Analyser interface {
	// Name is the analyser's name and version, as "offline@1".
	Name() string
	// Map finds passages that speak to a leaf, and claims, in one window.
	Map(ctx context.Context, in MapInput) (MapOutput, error)
	// Reduce answers one criterion's leaves from grounded evidence.
	Reduce(ctx context.Context, in ReduceInput) (ReduceOutput, error)
	// Provenance names model, prompts and endpoint.
	Provenance() Provenance
}

// Starter is an Analyser that counts what a job spends. Run starts it once and
// works with the Analyser that it returns, which is then the job's own.
type Starter interface {
	Start(Terms) Analyser
}

// MapInput is one window of one document.
type MapInput struct {
	Level     *ladder.Level
	Title     string
	Component string
	Doc       *text.Document
	// Language is that of the whole document: "en", "de" or "".
	Language string
	Window   text.Window
	Excluded []text.Span // quarantined text: shown to nobody as evidence
	// Names are the words of the dossier that name persons, for an analyser
	// whose text leaves the process.
	Names []string
	// Explain asks for Item.Weighed and MapOutput.Passed, of an analyser that
	// reckons.
	Explain bool
}

// MapOutput is what an analyser says it found. Nothing in it is believed
// before it is grounded.
type MapOutput struct {
	Items  []Item
	Claims []ClaimItem
	// Addressed lists sentences that speak to the reader, by index in Doc.
	Addressed []int
	Usage     Usage
	// Left lists parts of the window that the analyser could not read, each
	// with the reason. Another analyser reads them, or nobody does and the
	// coverage says so.
	Left []Left
	// Passed holds, for explanation, the sentences of the window that came
	// closest to being picked. Places need no document.
	Passed []Weighing
}

// Left is a part of a window that was not read.
type Left struct {
	Window text.Window
	// Reason is a phrase for people, as "the model declined to answer". It
	// holds no text of the document and none of the model.
	Reason string
	// Unreadable text is one that the analyser never reads, as in another
	// language. Nothing failed: the coverage says so, and nothing is degraded.
	Unreadable bool
}

// Actor is who did what a passage tells.
type Actor string

// The actors.
const (
	ActorAuthor  Actor = "author"
	ActorTeam    Actor = "team"
	ActorOther   Actor = "other"
	ActorUnclear Actor = "unclear"
)

// Stance is what a passage does for a leaf.
type Stance string

// The stances. A hypothetical passage (plan, hope) is never evidence.
const (
	StanceSupports     Stance = "supports"
	StanceContradicts  Stance = "contradicts"
	StanceHypothetical Stance = "hypothetical"
	// StanceAsserts marks a bare assertion: it may move a score but is not
	// returned as evidence.
	StanceAsserts Stance = "asserts"
)

// Item is a passage that an analyser points at.
type Item struct {
	// First and Last are sentences, by index in Doc, both inclusive.
	First, Last int
	Quote       string
	Why         string
	Actor       Actor
	Stance      Stance
	Leaf        string
	Strength    Strength
	// Signals names what the pick rests on, for explanation (offline), and
	// Weighed how each of its sentences was weighed, where that was asked for.
	Signals []string
	Weighed []Weighing
}

// ClaimItem is a sentence with a figure that an analyser points at.
type ClaimItem struct {
	First, Last int
	Quote       string
	// Subject is one of the subjects that Facts know, else "other".
	Subject string
	// Value is the figure as a number where the sentence has one.
	Value  *float64
	Bound  string // exactly, at_least, at_most or about
	Unit   string
	Period string
}

// ReduceInput is one criterion and its grounded evidence.
type ReduceInput struct {
	Criterion *ladder.Criterion
	Evidence  []Grounded
	// Sample numbers repeated judgements of the same evidence, from 0.
	Sample int
	// Names are those of MapInput.
	Names []string
}

// Grounded is an item whose quote was found in the text.
type Grounded struct {
	Item
	Place
	// Text is the whole sentence or sentences around the quote.
	Text      string
	Path      []string
	Title     string
	Grounding string
	Component string
}

// Verdict answers a leaf.
type Verdict string

// The verdicts.
const (
	Met        Verdict = "met"
	Partial    Verdict = "partial"
	NotMet     Verdict = "not_met"
	NoEvidence Verdict = "no_evidence"
)

// LeafVerdict answers one leaf, citing evidence by index in ReduceInput.
type LeafVerdict struct {
	Leaf        string
	Verdict     Verdict
	Evidence    []int
	Expectation string
	Reality     string
	// Reason is the gap's reason where the leaf is not met.
	Reason string
	// For and Against are what the passages in favour and against are worth,
	// and Least what For must come to, and be more than Against, for the leaf to
	// be met: of an analyser that counts.
	For, Against, Least int
	// Unreadable text is one that the analyser never reads, as in another
	// language. Nothing failed: the coverage says so, and nothing is degraded.
	Unreadable bool
}

// ReduceOutput holds a verdict for each leaf of the criterion.
type ReduceOutput struct {
	Leaves []LeafVerdict
	Usage  Usage
}
