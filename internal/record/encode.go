package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// New makes an empty record of a kind, nil for an unknown one.
func New(k Kind) Record {
	r := empty(k)
	if r != nil {
		r.Common().Kind = k
	}
	return r
}

func empty(k Kind) Record {
	switch k {
	case KindEngagement:
		return new(Engagement)
	case KindOwnership:
		return new(SurfaceOwnership)
	case KindDecision:
		return new(TechDecision)
	case KindOutcomeReview:
		return new(OutcomeReview)
	case KindOnWatch:
		return new(OnWatch)
	case KindIncident:
		return new(Incident)
	case KindIncidentReview:
		return new(IncidentReview)
	case KindIncidentCoverage:
		return new(IncidentCoverage)
	case KindTeamChange:
		return new(TeamChange)
	case KindTeamReview:
		return new(TeamReview)
	case KindMeeting:
		return new(Meeting)
	case KindFeedback:
		return new(MeetingFeedback)
	case KindTestimony:
		return new(Testimony)
	case KindRecognition:
		return new(Recognition)
	case KindArtefact:
		return new(Artefact)
	}
	return nil
}

// Kinds lists every kind.
func Kinds() []Kind {
	return []Kind{KindEngagement, KindOwnership, KindDecision, KindOutcomeReview, KindOnWatch, KindIncident, KindIncidentReview,
		KindIncidentCoverage, KindTeamChange, KindTeamReview, KindMeeting, KindFeedback, KindTestimony, KindRecognition, KindArtefact}
}

// Decode makes the record of a base and the JSON of its body. A field that the
// kind does not have is an error: what is not understood is not dropped.
func Decode(base Base, body []byte) (Record, error) {
	r := empty(base.Kind)
	if r == nil {
		return nil, fmt.Errorf("decode a record: unknown kind %.40q", base.Kind)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(r); err != nil {
		return nil, fmt.Errorf("decode a record of kind %s: %w", base.Kind, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("decode a record of kind %s: more than one value", base.Kind)
	}
	*r.Common() = base
	return r, nil
}

// Encode is the JSON of a record's body, without what all records have.
func Encode(r Record) ([]byte, error) {
	b, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("encode a record of kind %s: %w", r.Common().Kind, err)
	}
	return b, nil
}
