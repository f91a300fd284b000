package analysis

import "dossier/internal/analysis/text"

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
	// Weighed is how the analyser came to pick each sentence of the passage,
	// where Options.Explain is set and it can tell.
	Weighed []Weighing
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
	Level   ConfidenceLevel `json:"level"`
	Reasons []string        `json:"reasons"`
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
	// Account is how all this came about.
	Account Account
}

// Claim is a sentence with a figure or fact that records can bear out or not.
type Claim struct {
	Place
	Quote string
	// Metric is the key of the metric that the claim speaks of, "" if none.
	Metric string
	// Criterion is the key of the criterion whose score leans on the claim, ""
	// if none: a claim that the records refute weighs against it, wherever in
	// the text it stands.
	Criterion   string
	Claimed     string
	Recorded    string
	Verdict     ClaimVerdict
	Explanation string
	// Rule says what was compared with what.
	Rule string
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
	// Quarantined text can never be evidence.
	Quarantined bool
}

// Result is a whole analysis.
type Result struct {
	Findings  []Finding
	Claims    []Claim
	Anomalies []Anomaly
	Usage     Usage
	// Dropped counts what an analyser pointed at that does not stand in the text
	// or may not be evidence.
	Dropped int
	// Degraded is true where the offline analyser finished what the model
	// could not. Reasons say why, and what was not read at all.
	Degraded bool
	Reasons  []string
	// Analyser names what did the work, as "offline@1", "llm@2" or "mixed".
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

func (u Usage) plus(v Usage) Usage {
	return Usage{
		Calls: u.Calls + v.Calls, InputTokens: u.InputTokens + v.InputTokens,
		OutputTokens: u.OutputTokens + v.OutputTokens, CachedTokens: u.CachedTokens + v.CachedTokens,
	}
}

// Provenance names everything that a result came from.
type Provenance struct {
	// Fallback names what did the parts that the analyser could not, nothing
	// where nothing did.
	Fallback      string         `json:"fallback,omitempty"`
	Model         string         `json:"model,omitempty"`
	PromptVersion string         `json:"promptVersion"`
	RubricHash    string         `json:"rubricHash"`
	Versions      map[string]int `json:"versions"`
	// Limits says in sentences what the analyser cannot do, where it says so
	// of itself.
	Limits        []string `json:"limits,omitempty"`
	Endpoint      string   `json:"endpoint,omitempty"`
	Fingerprint   string   `json:"fingerprint,omitempty"`
	Coverage      float64  `json:"coverage"`
	DocumentsHash []string `json:"documentsHash"`
	// Mode is how the endpoint was made to answer in JSON, Params what was
	// sent beside the messages, Calls every call that was made.
	Mode   string `json:"mode,omitempty"`
	Params string `json:"params,omitempty"`
	Calls  []Call `json:"calls,omitempty"`
	// Suggestions is nil where no model was to be asked for any.
	Suggestions *Suggestions `json:"suggestions,omitempty"`
}

// Call is one call of a model. It holds no text of a question or an answer.
type Call struct {
	Question string `json:"question"`
	// Class is what became of it: ok, rate limited, timeout and so on.
	Class  string `json:"class"`
	Status int    `json:"status,omitempty"`
	// ID is the answer's, Request the endpoint's name for the request.
	ID           string `json:"id,omitempty"`
	Request      string `json:"request,omitempty"`
	Finish       string `json:"finish,omitempty"`
	Millis       int    `json:"ms"`
	InputTokens  int    `json:"inputTokens,omitempty"`
	OutputTokens int    `json:"outputTokens,omitempty"`
}
