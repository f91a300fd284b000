// Package record holds what happened: engagements, surfaces owned, decisions
// and their outcome reviews, watches and incidents, team changes, meetings and
// feedback, testimonies, recognition, artefacts. A record belongs to a person,
// its owner, says where it comes from, and is confirmed by somebody else or
// not at all; a correction supersedes it and nothing is overwritten. The
// package owns the tables company, company_founder, surface,
// surface_dependency, record, confirmation and confirmation_link. What follows
// from records for a person's standing it must not know (package standing
// does), nor who may see them (package access decides).
package record

import (
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/id"
)

// Kind is what a record tells of.
type Kind string

// The kinds. A review, and a feedback, is about another record.
const (
	KindEngagement       Kind = "ENGAGEMENT"
	KindOwnership        Kind = "SURFACE_OWNERSHIP"
	KindDecision         Kind = "TECH_DECISION"
	KindOutcomeReview    Kind = "OUTCOME_REVIEW"
	KindOnWatch          Kind = "ON_WATCH"
	KindIncident         Kind = "INCIDENT"
	KindIncidentReview   Kind = "INCIDENT_REVIEW"
	KindIncidentCoverage Kind = "INCIDENT_COVERAGE"
	KindTeamChange       Kind = "TEAM_CHANGE"
	KindTeamReview       Kind = "TEAM_REVIEW"
	KindMeeting          Kind = "MEETING"
	KindFeedback         Kind = "MEETING_FEEDBACK"
	KindTestimony        Kind = "TESTIMONY"
	KindRecognition      Kind = "RECOGNITION"
	KindArtefact         Kind = "ARTEFACT"
)

// Provenance is where a record comes from. It has no default.
type Provenance string

// The provenances.
const (
	Self        Provenance = "SELF"    // the owner
	FromCompany Provenance = "COMPANY" // somebody of the company, as a founder
	House       Provenance = "HOUSE"   // a steward
	Import      Provenance = "IMPORT"  // a file
	Feed        Provenance = "FEED"    // a system that reports by itself
)

// State is how far a record is confirmed.
type State string

// The states.
const (
	Claimed   State = "CLAIMED"
	Requested State = "REQUESTED"
	Confirmed State = "CONFIRMED"
	Declined  State = "DECLINED"
	Disputed  State = "DISPUTED"
)

// Capacity is as what somebody confirms a record.
type Capacity string

// The capacities. A founder's is checked against the company's founders.
const (
	AsFounder   Capacity = "FOUNDER"   // a founder of the record's company on that day
	AsColleague Capacity = "COLLEAGUE" // of another product that it affects
	AsAttendee  Capacity = "ATTENDEE"  // was in the meeting
	AsPeer      Capacity = "PEER"
	AsHouse     Capacity = "HOUSE" // a steward
)

// Record is one of the types below: what all have in common, and its own.
type Record interface {
	// Common is what all records have.
	Common() *Base
	ID() id.ID
}

// Base is what all records have in common.
type Base struct {
	UUID    uuid.UUID `json:"-"`
	OwnerID uuid.UUID `json:"-"`
	Kind    Kind      `json:"-"`
	// CompanyID and CompanyName are empty where no company is meant.
	CompanyID   *uuid.UUID `json:"-"`
	CompanyName string     `json:"-"`
	// AboutID is the record that a review or a feedback is about.
	AboutID *uuid.UUID `json:"-"`
	// Span is when it was so; a single day for what happened on one.
	Span       day.Span   `json:"-"`
	Provenance Provenance `json:"-"`
	// MadeBy is nil for a file or a feed.
	MadeBy *uuid.UUID `json:"-"`
	MadeAt time.Time  `json:"-"`
	State  State      `json:"-"`
	// StateBy and StateAs say who confirmed, declined or disputed it, and as
	// what. Two rows of one human being count as one person.
	StateBy *uuid.UUID `json:"-"`
	StateAs *Capacity  `json:"-"`
	StateAt *time.Time `json:"-"`
	// SupersededBy is the record that corrects this one.
	SupersededBy *uuid.UUID `json:"-"`
	RetractedAt  *time.Time `json:"-"`
}

// Common is the record's base.
func (b *Base) Common() *Base { return b }

// ID is the record's id.
func (b *Base) ID() id.ID { return id.Of(id.Record, b.UUID) }

// Verified reports whether somebody other than the owner stands for the
// record: it is confirmed, or another person made it. What only a file says is
// not verified.
func (b *Base) Verified() bool {
	if b.State == Confirmed {
		return b.StateBy != nil && *b.StateBy != b.OwnerID
	}
	return b.State != Declined && b.State != Disputed && b.MadeBy != nil && *b.MadeBy != b.OwnerID
}

// Dismissed reports whether a steward declined the record, as who settles a
// dispute may. What speaks against its owner counts until then: that somebody
// else who was asked has nothing to say of it does not take it away.
func (b *Base) Dismissed() bool {
	return b.State == Declined && b.StateAs != nil && *b.StateAs == AsHouse
}

// ByFounder reports whether a founder of the record's company stands for it.
func (b *Base) ByFounder() bool {
	return b.State == Confirmed && b.StateAs != nil && *b.StateAs == AsFounder && b.Verified()
}

// OnADay reports whether what the kind tells of happens on a day; the others
// last from a day on.
func (k Kind) OnADay() bool {
	switch k {
	case KindEngagement, KindOwnership, KindOnWatch, KindIncidentCoverage, KindTestimony:
		return false
	}
	return true
}

// About is the kind of record that a review or a feedback is about, empty for
// the other kinds.
func (k Kind) About() Kind {
	switch k {
	case KindOutcomeReview:
		return KindDecision
	case KindIncidentReview:
		return KindIncident
	case KindTeamReview:
		return KindTeamChange
	case KindFeedback:
		return KindMeeting
	}
	return ""
}

// From is the record's first day.
func (b *Base) From() time.Time { return b.Span.From }

// To is the first day no longer, nil while it lasts.
func (b *Base) To() *time.Time { return b.Span.To }
