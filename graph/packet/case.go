package packet

import "time"

// The parts of a case as the page reads them, named as the query's fields.
// Anchor and Text are set by number.

type named struct {
	ID   string `json:"id"`
	Name words  `json:"name"`
}

type titled struct {
	Key   words
	Title words
}

type dossier struct {
	ID        string
	Status    words
	Candidate named
	Ladder    struct {
		ID, Slug string
		Title    words
		Version  struct {
			Label, Hash words
			PublishedOn *words
		}
	}
	From, To     level
	CreatedAt    time.Time
	SubmittedAt  *time.Time
	WithdrawnAt  *time.Time
	Components   []component
	Revision     *revision
	Standing     *standing
	Eligibility  *eligibility
	Explanations []struct {
		Requirement, Explanation words
		ExplainedAt              time.Time
	}
	EarlierGaps []struct {
		Decision   string
		Number     int
		Criterion  *titled
		Text       words
		ClosedBy   words
		Answer     *words
		AnsweredAt *time.Time
	}
	Analysis *analysis
	Panel    *panel
	Sessions []session
	Decision *decision
	Appeal   *appeal
}

type level struct {
	ID    string
	Code  words
	Title *words
}

type component struct {
	Component struct {
		Key, Title, Text words
		Minimum          int
		Decided          bool
	}
	Verdict, Explanation words
	Unlocked             bool
	Unlock               *struct {
		Reason     words
		UnlockedAt time.Time
	}
}

type revision struct {
	ID        string
	Number    int
	Hash      words
	CreatedAt time.Time
	Documents []*text
}

// text is a document as the packet holds it: of a revision, or of a draft,
// which names its own id.
type text struct {
	Document  struct{ ID string }
	ID        string
	Version   int
	Title     words
	Body      *string
	Component *titled
	UpdatedAt *time.Time

	Anchor string  `json:"-"`
	Pieces []piece `json:"-"`
	refs   []ref
}

type standing struct {
	AsOf    words
	Metrics []struct {
		Metric      struct{ Key, Name, Threshold, MeasuredBy words }
		Verdict     words
		Value       *float64
		Coverage    *float64
		Explanation words
	}
	Indicators []struct {
		Key         words
		Value       *float64
		Explanation words
	}
}

type eligibility struct {
	To           *struct{ Code words }
	AsOf         words
	Verdict      words
	EligibleOn   *words
	Requirements []struct {
		Key, Kind, Verdict, Explanation words
		Missing                         *words
	}
}

type analysis struct {
	ID        string
	Status    words
	CreatedAt time.Time
	Revision  struct {
		ID     string
		Number int
		Hash   words
	}
	Stale           bool
	StaleReasons    []words
	Degraded        bool
	DegradedReasons []words
	Failure         *words
	Findings        []finding
	Claims          []*claim
	Anomalies       []*anomaly
	Provenance      provenance
	Usage           struct{ Calls, InputTokens, OutputTokens, CachedTokens int }
}

// passage is a place in a text. Text is nil if the packet does not hold that
// version of it.
type passage struct {
	Document   struct{ ID string }
	Version    int
	Start, End int

	Anchor string `json:"-"`
	Text   *text  `json:"-"`
}

type finding struct {
	ID         string
	Criterion  struct{ Key, Title, Question words }
	Assessed   bool
	Score      *int
	Confidence *struct {
		Level   words
		Reasons []words
	}
	Rationale *words
	Evidence  []*evidence
	Gaps      []*gap
}

// Advised is whether anything of its advice is for the reader.
func (f finding) Advised() bool {
	return f.Score != nil || f.Confidence != nil || f.Rationale != nil || len(f.Gaps) > 0
}

type evidence struct {
	passage
	ID                      string
	Quote                   words
	StartByte, EndByte      int
	Polarity, Strength, Why words
	Response                *response
}

type response struct {
	Verdict words
	Comment *words
}

type gap struct {
	ID                                        string
	Severity, Reason, Description, Suggestion words
	Near                                      *passage
	Response                                  *response
}

type claim struct {
	passage
	ID                                      string
	Quote                                   words
	Metric                                  *struct{ Key, Name words }
	Claimed, Recorded, Verdict, Explanation words
}

type anomaly struct {
	passage
	ID                string
	Kind, Description words
}

type provenance struct {
	Analyser                                    words
	Fallback, Model, Endpoint, Mode, Parameters *words
	Fingerprint, PromptVersion                  *words
	LadderVersion                               words
	RubricHash                                  *words
	DocumentHashes, Limits                      []words
	Steps                                       []struct {
		Step    words
		Version int
	}
	Suggestions *struct {
		Worded, Refused int
		Left            *words
	}
	Coverage              *float64
	StartedAt, FinishedAt *time.Time
}
