// Package analysis maps a dossier's text against the panel's criteria: it
// locates evidence, grounds every quote in the stored text, judges small
// questions (leaves) and computes an advisory score from 0 to 4 per criterion
// in Go. It gives no verdict and no total.
//
// The package owns the analysis tables and the order of the steps:
//
//	scan → map each window → ground → claims against facts → reduce each
//	criterion → score, confidence, gaps
//
// What finds and judges is an Analyser; there are two, offline (package
// offline) and a language model (package llm). Facts about the candidate
// never reach an Analyser: claims are compared with them in Go. The package
// must not know GraphQL, Redis or how a model is called.
package analysis

import (
	"context"
	"time"

	"dossier/internal/analysis/text"
	"dossier/internal/ladder"
)

// Input is everything that a result depends on, apart from the Analyser.
type Input struct {
	// Level is the level that the candidate leaves; its criteria are read.
	Level     *ladder.Level
	Documents []Document
	Facts     Facts
}

// Document is one text of a dossier.
type Document struct {
	// Ref is the caller's name for the document.
	Ref       string
	Component string
	Title     string
	Body      string
}

// Polarity says whether evidence speaks for the criterion or against it.
type Polarity string

// The polarities.
const (
	Supports    Polarity = "SUPPORTS"
	Contradicts Polarity = "CONTRADICTS"
)

// Strength tells evidence that a score rests on from smaller pieces.
type Strength string

// The strengths.
const (
	Core  Strength = "CORE"
	Minor Strength = "MINOR"
)

// Place is a quote's position in a document.
type Place struct {
	Doc int // index into Input.Documents
	text.Span
}

// Evidence is a verbatim passage, grounded in the stored text.
type Evidence struct {
	Place
	Quote    string
	Polarity Polarity
	Strength Strength
	// Leaf is the key of the question that the passage speaks to.
	Leaf string
	// Why says in a phrase what the passage shows.
	Why string
	// Grounding is how the quote was found: exact, ellipsis, normalised,
	// fuzzy or pointer.
	Grounding string
}

// Gap is something that the text does not show, and what would close it.
type Gap struct {
	Leaf     string
	Severity Severity
	// Reason is one of the constants Absent and following.
	Reason      string
	Description string
	Suggestion  string
	// Near is the closest passage, nil where there is none.
	Near *Place
	// ScoreIfMet is the criterion's score if this leaf were met.
	ScoreIfMet int
}

// Severity orders gaps.
type Severity string

// The severities: High for a gate, Medium for what raises the score by
// itself, Low for the rest.
const (
	High   Severity = "HIGH"
	Medium Severity = "MEDIUM"
	Low    Severity = "LOW"
)

// The reasons of a gap.
const (
	Absent        = "absent"
	AssertedOnly  = "asserted_only"
	Hypothetical  = "hypothetical"
	NotAuthor     = "not_author"
	NoNumber      = "no_number"
	NoDate        = "no_date"
	SingleEpisode = "single_episode"
	Stale         = "stale"
	Contradicted  = "contradicted"
	Quarantined   = "quarantined"
)

// Confidence says how far a score can be relied on, and why.
type Confidence struct {
	Level   ConfidenceLevel
	Reasons []string
}

// ConfidenceLevel is LOW, MEDIUM or HIGH.
type ConfidenceLevel string

// The levels of confidence.
const (
	ConfidenceLow    ConfidenceLevel = "LOW"
	ConfidenceMedium ConfidenceLevel = "MEDIUM"
	ConfidenceHigh   ConfidenceLevel = "HIGH"
)

// Finding is one criterion's result.
type Finding struct {
	Criterion string
	// Assessed is false where the text could not be read for this criterion
	// (language, failed windows); then Score is nil and Rationale says why.
	Assessed   bool
	Score      *int
	Confidence Confidence
	Rationale  string
	Evidence   []Evidence
	Gaps       []Gap
	// Leaves holds how each question was answered, for explanation.
	Leaves []LeafVerdict
}

// Claim is a sentence with a figure or fact that records can bear out or not.
type Claim struct {
	Place
	Quote string
	// Metric is the key of the metric that the claim speaks of, "" if none.
	Metric      string
	Claimed     string
	Recorded    string
	Verdict     ClaimVerdict
	Explanation string
}

// ClaimVerdict compares a claim with the records.
type ClaimVerdict string

// The verdicts of a claim.
const (
	Supported    ClaimVerdict = "SUPPORTED"
	Overstated   ClaimVerdict = "OVERSTATED"
	Understated  ClaimVerdict = "UNDERSTATED"
	Unverifiable ClaimVerdict = "UNVERIFIABLE"
)

// Anomaly is something in the text that a reader should know of.
type Anomaly struct {
	Place
	Kind        string
	Description string
}

// Result is a whole analysis.
type Result struct {
	Findings  []Finding
	Claims    []Claim
	Anomalies []Anomaly
	Usage     Usage
	// Degraded is true where the offline analyser finished what the model
	// could not; Reasons say why.
	Degraded bool
	Reasons  []string
	// Analyser names what did the work, as "offline@1", "llm@1" or "mixed".
	Analyser   string
	Provenance Provenance
}

// Usage counts what a model was asked. Offline it is all zero.
type Usage struct {
	Calls        int `json:"calls"`
	InputTokens  int `json:"inputTokens"`
	OutputTokens int `json:"outputTokens"`
	CachedTokens int `json:"cachedTokens"`
}

// Provenance names everything that a result came from.
type Provenance struct {
	Model         string         `json:"model,omitempty"`
	PromptVersion string         `json:"promptVersion"`
	RubricHash    string         `json:"rubricHash"`
	Versions      map[string]int `json:"versions"`
	Endpoint      string         `json:"endpoint,omitempty"`
	Fingerprint   string         `json:"fingerprint,omitempty"`
	Coverage      float64        `json:"coverage"`
	DocumentsHash []string       `json:"documentsHash"`
}

// Stage is a step of the work, as progress tells it.
type Stage string

// The stages, in order.
const (
	StageRead   Stage = "READ"
	StageMap    Stage = "MAP"
	StageReduce Stage = "REDUCE"
	StageSave   Stage = "SAVE"
)

// Progress is how far the work is: Done of Total steps of a Stage.
type Progress struct {
	Stage Stage
	Done  int
	Total int
}

// Analyser finds and judges. It is given text and questions, never facts.
// Both methods are safe for concurrent use and must honour ctx.
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

// MapInput is one window of one document.
type MapInput struct {
	Level    *ladder.Level
	Title    string
	Doc      *text.Document
	Window   text.Window
	Excluded []text.Span // quarantined text: shown to nobody as evidence
}

// MapOutput is what an analyser says it found. Nothing in it is believed
// before it is grounded.
type MapOutput struct {
	Items  []Item
	Claims []ClaimItem
	// Addressed lists sentences that speak to the reader, by index in Doc.
	Addressed []int
	Usage     Usage
	// Degraded is a reason if another analyser had to finish this window.
	Degraded string
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
	// Signals names what the pick rests on, for explanation (offline).
	Signals []string
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
}

// ReduceOutput holds a verdict for each leaf of the criterion.
type ReduceOutput struct {
	Leaves   []LeafVerdict
	Usage    Usage
	Degraded string
}

// Facts are what the system knows of the candidate, as of a time, for the
// comparison with claims. The field names are those of the golden files.
type Facts struct {
	AsOf          *time.Time     `json:"asOf,omitempty"`
	Engagements   []Engagement   `json:"engagements"`
	Decisions     []TechDecision `json:"decisions"`
	Incidents     []Incident     `json:"incidents"`
	TeamChanges   []TeamChange   `json:"team_changes"`
	Presentations []Presentation `json:"presentations"`
	Mentees       []Mentee       `json:"mentees"`
	References    []Reference    `json:"references"`
}

// Engagement is work at a company.
type Engagement struct {
	Company          string   `json:"company"`
	Country          string   `json:"country"`
	From             string   `json:"from"`
	To               *string  `json:"to"`
	Surfaces         []string `json:"surfaces"`
	FounderConfirmed bool     `json:"founder_confirmed"`
}

// TechDecision is an entry of the decision log.
type TechDecision struct {
	ID       string  `json:"id"`
	Date     string  `json:"date"`
	Title    string  `json:"title"`
	Choice   string  `json:"choice"`
	Outcome  string  `json:"outcome"`
	Reviewed *string `json:"reviewed"`
}

// Incident is an outage.
type Incident struct {
	Date        string `json:"date"`
	Company     string `json:"company"`
	Surface     string `json:"surface"`
	Severity    string `json:"severity"`
	Minutes     int    `json:"minutes"`
	Preventable *bool  `json:"preventable"`
	Cause       string `json:"cause"`
}

// TeamChange is a team structured or restructured.
type TeamChange struct {
	Date    string `json:"date"`
	Company string `json:"company"`
	Change  string `json:"change"`
	Outcome string `json:"outcome"`
	Measure string `json:"measure"`
}

// Presentation counts meetings with a board or investors.
type Presentation struct {
	Company  string `json:"company"`
	Audience string `json:"audience"`
	Count    int    `json:"count"`
	Feedback string `json:"feedback"`
}

// Mentee is a person whom the candidate mentors.
type Mentee struct {
	Name     string `json:"name"`
	Level    string `json:"level"`
	Previous string `json:"previous"`
	Since    string `json:"since"`
}

// Reference is a testimony that was received.
type Reference struct {
	Name     string `json:"name"`
	Company  string `json:"company"`
	Standing string `json:"standing"`
	Confirms string `json:"confirms"`
	Received string `json:"received"`
}
