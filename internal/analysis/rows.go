package analysis

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/ladder"
)

// Status is how far an analysis is.
type Status string

// The statuses. The last three are final.
const (
	Queued    Status = "QUEUED"
	Running   Status = "RUNNING"
	Succeeded Status = "SUCCEEDED"
	FailedRun Status = "FAILED"
	Cancelled Status = "CANCELLED"
)

// Final reports whether the status never changes again.
func (s Status) Final() bool { return s == Succeeded || s == FailedRun || s == Cancelled }

// Analysis is one row: what is analysed, how far it is and what it came from.
type Analysis struct {
	// Seq is greater for the newer of two.
	Seq int64 `db:"seq"`

	UUID          uuid.UUID `db:"id"`
	DossierID     uuid.UUID `db:"dossier_id"`
	RevisionID    uuid.UUID `db:"revision_id"`
	LadderVersion uuid.UUID `db:"ladder_version_id"`
	Level         string    `db:"from_level"`
	Status        Status    `db:"status"`
	AnalyserName  string    `db:"analyser"`
	Stage         Stage     `db:"stage"`
	Done          int       `db:"done"`
	Total         int       `db:"total"`
	Degraded      bool      `db:"degraded"`
	Reasons       []string  `db:"reasons"`
	Failure       *string   `db:"error"`
	// Provenance and usage are read from JSON when they are asked for.
	RawProvenance []byte     `db:"provenance"`
	RawUsage      []byte     `db:"usage"`
	CreatedAt     time.Time  `db:"created_at"`
	StartedAt     *time.Time `db:"started_at"`
	FinishedAt    *time.Time `db:"finished_at"`
}

// ID is the analysis's id.
func (a *Analysis) ID() id.ID { return id.Of(id.Analysis, a.UUID) }

// Progress is how far the work is, nil unless queued or running.
func (a *Analysis) Progress() *Progress {
	if a.Status.Final() {
		return nil
	}
	return &Progress{Stage: a.Stage, Done: a.Done, Total: a.Total}
}

// From names everything that the result came from.
func (a *Analysis) From() Provenance { return decoded[Provenance](a.RawProvenance) }

// Usage counts what a model was asked.
func (a *Analysis) Usage() *Usage {
	u := decoded[Usage](a.RawUsage)
	return &u
}

// decoded reads JSON that this package wrote.
func decoded[T any](b []byte) (v T) {
	if err := json.Unmarshal(b, &v); err != nil {
		panic("analysis: stored JSON that cannot be read: " + err.Error())
	}
	return v
}

// StoredFinding is a finding as its viewer sees it: Score, Confidence and
// Rationale are nil where advice is not for them.
type StoredFinding struct {
	UUID          uuid.UUID `db:"id"`
	AnalysisID    uuid.UUID `db:"analysis_id"`
	LadderVersion uuid.UUID `db:"ladder_version_id"`
	Level         string    `db:"from_level"`
	CriterionKey  string    `db:"criterion"`
	Assessed      bool      `db:"assessed"`
	Score         *int      `db:"score"`
	RawConfidence []byte    `db:"confidence"`
	Rationale     *string   `db:"rationale"`
	// Own is whether the dossier is the viewer's.
	Own bool `db:"own"`
	// Criterion is set by who knows the ladder.
	Criterion *ladder.Criterion `db:"-"`
}

// ID is the finding's id.
func (f *StoredFinding) ID() id.ID { return id.Of(id.Finding, f.UUID) }

// Confidence is nil where advice is not for the viewer.
func (f *StoredFinding) Confidence() *Confidence {
	if f.RawConfidence == nil {
		return nil
	}
	c := decoded[Confidence](f.RawConfidence)
	return &c
}

// Passage is a place in a document's text at one version. StartByte and
// EndByte count the UTF-8 bytes of the text, Start and End its UTF-16 code
// units, which is what a browser slices by. All are half-open.
type Passage struct {
	DocumentID uuid.UUID `db:"document_id"`
	Version    int       `db:"version"`
	StartByte  int       `db:"start_byte"`
	EndByte    int       `db:"end_byte"`
	Start      int       `db:"start_utf16"`
	End        int       `db:"end_utf16"`
}

// StoredEvidence is a passage that speaks for or against a criterion.
type StoredEvidence struct {
	UUID      uuid.UUID `db:"id"`
	FindingID uuid.UUID `db:"finding_id"`
	Passage
	Quote    string   `db:"quote"`
	Polarity Polarity `db:"polarity"`
	Strength Strength `db:"strength"`
	Why      string   `db:"why"`
}

// ID is the evidence's id.
func (e *StoredEvidence) ID() id.ID { return id.Of(id.Evidence, e.UUID) }

// StoredGap is something that the text does not show.
type StoredGap struct {
	UUID          uuid.UUID `db:"id"`
	FindingID     uuid.UUID `db:"finding_id"`
	AnalysisID    uuid.UUID `db:"analysis_id"`
	LadderVersion uuid.UUID `db:"ladder_version_id"`
	Level         string    `db:"from_level"`
	CriterionKey  string    `db:"criterion"`
	Severity      Severity  `db:"severity"`
	Reason        string    `db:"reason"`
	Description   string    `db:"description"`
	Suggestion    string    `db:"suggestion"`
	NearJSON      *nearJSON `db:"near"`
	// Own is whether the dossier is the viewer's.
	Own bool `db:"own"`
	// Criterion is set by who knows the ladder.
	Criterion *ladder.Criterion `db:"-"`
}

// ID is the gap's id.
func (g *StoredGap) ID() id.ID { return id.Of(id.Gap, g.UUID) }

// Near is the closest passage, nil where there is none.
func (g *StoredGap) Near() *Passage {
	if g.NearJSON == nil {
		return nil
	}
	return &g.NearJSON.Passage
}

// nearJSON reads the closest passage from the JSON that the statement makes.
type nearJSON struct{ Passage }

// UnmarshalJSON reads the columns of a passage by their names.
func (n *nearJSON) UnmarshalJSON(b []byte) error {
	var raw struct {
		Document  uuid.UUID `json:"document_id"`
		Version   int       `json:"version"`
		StartByte int       `json:"start_byte"`
		EndByte   int       `json:"end_byte"`
		Start     int       `json:"start_utf16"`
		End       int       `json:"end_utf16"`
	}
	err := json.Unmarshal(b, &raw)
	n.Passage = Passage{raw.Document, raw.Version, raw.StartByte, raw.EndByte, raw.Start, raw.End}
	return err
}

// StoredClaim is a claim beside what is recorded.
type StoredClaim struct {
	UUID          uuid.UUID `db:"id"`
	AnalysisID    uuid.UUID `db:"analysis_id"`
	LadderVersion uuid.UUID `db:"ladder_version_id"`
	Level         string    `db:"from_level"`
	Passage
	Quote       string       `db:"quote"`
	MetricKey   *string      `db:"metric"`
	Claimed     string       `db:"claimed"`
	Recorded    string       `db:"recorded"`
	Verdict     ClaimVerdict `db:"verdict"`
	Explanation string       `db:"explanation"`
}

// ID is the claim's id.
func (c *StoredClaim) ID() id.ID { return id.Of(id.Claim, c.UUID) }

// StoredAnomaly is something in the text that a reader should know of.
type StoredAnomaly struct {
	UUID       uuid.UUID `db:"id"`
	AnalysisID uuid.UUID `db:"analysis_id"`
	Passage
	Kind        string `db:"kind"`
	Description string `db:"description"`
}

// ID is the anomaly's id.
func (a *StoredAnomaly) ID() id.ID { return id.Of(id.Anomaly, a.UUID) }
