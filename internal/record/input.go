package record

import (
	"reflect"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/id"
	"dossier/internal/problem"
)

// RecordInput is a record as somebody writes it: when it was so, at which
// company, and exactly one of the kinds.
type RecordInput struct {
	// Person is whose record it is: the viewer's own if nil.
	Person  *id.ID
	Company *id.ID
	// About is the record that a review or a feedback is about.
	About *id.ID
	From  day.Day
	// To is the first day no longer. What happens on a day needs none.
	To *day.Day

	Engagement       *Engagement
	SurfaceOwnership *SurfaceOwnership
	TechDecision     *TechDecision
	OutcomeReview    *OutcomeReview
	OnWatch          *OnWatch
	Incident         *Incident
	IncidentReview   *IncidentReview
	IncidentCoverage *IncidentCoverage
	TeamChange       *TeamChange
	TeamReview       *TeamReview
	Meeting          *Meeting
	MeetingFeedback  *MeetingFeedback
	Testimony        *Testimony
	Recognition      *Recognition
	Artefact         *Artefact
}

// Record makes the record of an input, for an owner; who made it, and when, is
// not said. Of the values only the order of the days is checked: see Check. The
// input's Person is not read.
func (in RecordInput) Record(path string, owner uuid.UUID) (Record, error) {
	var r Record
	for _, k := range []struct {
		kind Kind
		of   Record
	}{
		{KindEngagement, in.Engagement}, {KindOwnership, in.SurfaceOwnership}, {KindDecision, in.TechDecision},
		{KindOutcomeReview, in.OutcomeReview}, {KindOnWatch, in.OnWatch}, {KindIncident, in.Incident},
		{KindIncidentReview, in.IncidentReview}, {KindIncidentCoverage, in.IncidentCoverage}, {KindTeamChange, in.TeamChange},
		{KindTeamReview, in.TeamReview}, {KindMeeting, in.Meeting}, {KindFeedback, in.MeetingFeedback},
		{KindTestimony, in.Testimony}, {KindRecognition, in.Recognition}, {KindArtefact, in.Artefact},
	} {
		given := reflect.ValueOf(k.of)
		if given.IsNil() {
			continue
		}
		if r != nil {
			return nil, problem.One(path, "holds more than one kind of record; send each by itself")
		}
		made := reflect.New(given.Type().Elem()) // the input stays as it was
		made.Elem().Set(given.Elem())
		r = made.Interface().(Record)
		*r.Common() = Base{OwnerID: owner, Kind: k.kind}
	}
	if r == nil {
		return nil, problem.One(path, "holds no kind of record; give one, as engagement")
	}
	b := r.Common()
	b.Span = day.Span{From: in.From.Time}
	switch {
	case in.To != nil:
		b.Span.To = &in.To.Time
	case b.Kind.OnADay():
		next := day.AddDays(in.From.Time, 1)
		b.Span.To = &next
	}
	if b.Span.To != nil && !b.Span.To.After(b.Span.From) {
		return nil, problem.One(join(path, "to"), notAfter)
	}
	b.CompanyID, b.AboutID = row(in.Company, id.Company), row(in.About, id.Record)
	return r, nil
}

// row is the UUID of an id, uuid.Nil for one of another kind, nil for none.
func row(i *id.ID, k id.Kind) *uuid.UUID {
	if i == nil {
		return nil
	}
	u, ok := i.Row(k)
	if !ok {
		u = uuid.Nil
	}
	return &u
}
