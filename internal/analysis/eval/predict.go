package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
)

// Prediction is what an analysis said of one dossier. Offsets are half-open
// and count the code points of a body as stored in its file.
type Prediction struct {
	ID        string             `json:"id"`
	Analyser  string             `json:"analyser"`
	Findings  []Finding          `json:"findings"`
	Claims    []ClaimPrediction  `json:"claims"`
	Anomalies []AnomalyPredicted `json:"anomalies"`
}

// Finding is what was said of one criterion. Score is nil where it was not
// assessed.
type Finding struct {
	Criterion string              `json:"criterion"`
	Score     *int                `json:"score"`
	Rationale string              `json:"rationale"`
	Evidence  []EvidencePredicted `json:"evidence"`
	Gaps      []GapPredicted      `json:"gaps"`
}

// EvidencePredicted is a passage that was returned.
type EvidencePredicted struct {
	Doc      string `json:"doc"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	Quote    string `json:"quote"`
	Polarity string `json:"polarity"`
}

// GapPredicted is a gap as people read it.
type GapPredicted struct {
	Text string `json:"text"`
}

// ClaimPrediction is a claim that was compared with the records. Agrees is
// nil where nothing was recorded to compare with.
type ClaimPrediction struct {
	Doc    string `json:"doc"`
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Quote  string `json:"quote"`
	Metric string `json:"metric"`
	Agrees *bool  `json:"agrees"`
}

// AnomalyPredicted is a place that a reader should know of.
type AnomalyPredicted struct {
	Doc   string `json:"doc"`
	Kind  string `json:"kind"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// WritePredictions writes one JSON line a dossier.
func WritePredictions(w io.Writer, predictions []Prediction) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, p := range predictions {
		if err := enc.Encode(p); err != nil {
			return fmt.Errorf("write predictions: %w", err)
		}
	}
	return nil
}

// longestLine bounds a line of a predictions file, in bytes.
const longestLine = 64 << 20

// ReadPredictions reads what WritePredictions wrote, or another system in the
// same format.
func ReadPredictions(r io.Reader) ([]Prediction, error) {
	var out []Prediction
	s := bufio.NewScanner(r)
	s.Buffer(nil, longestLine)
	for s.Scan() {
		if len(s.Bytes()) == 0 {
			continue
		}
		var p Prediction
		if err := json.Unmarshal(s.Bytes(), &p); err != nil {
			return nil, fmt.Errorf("read predictions, line %d: %w", len(out)+1, err)
		}
		out = append(out, p)
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("read predictions: %w", err)
	}
	return out, nil
}
