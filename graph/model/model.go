// Package model names the Go types of the schema's connections and
// interfaces, and sets what a panel says of a ladder's parts beside these. It
// imports the areas and never the generated code, so that the generated code
// can import it.
package model

import (
	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/mentoring"
	"dossier/internal/nomination"
	"dossier/internal/notify"
	"dossier/internal/page"
	"dossier/internal/panel"
	"dossier/internal/people"
	"dossier/internal/record"
)

// Node is anything with an id.
type Node interface{ ID() id.ID }

// Problem is a refusal that the caller can act on: the domain's error itself.
type Problem interface {
	error
	Message() string
}

// PersonConnection is a page of people.
type PersonConnection = page.Connection[people.Person]

// PersonEdge is a person in a list.
type PersonEdge = page.Edge[people.Person]

// DossierConnection is a page of dossiers.
type DossierConnection = page.Connection[dossier.Dossier]

// DossierEdge is a dossier in a list.
type DossierEdge = page.Edge[dossier.Dossier]

// CompanyConnection is a page of companies.
type CompanyConnection = page.Connection[record.Company]

// CompanyEdge is a company in a list.
type CompanyEdge = page.Edge[record.Company]

// NominationConnection is a page of nominations.
type NominationConnection = page.Connection[nomination.Nomination]

// NominationEdge is a nomination in a list.
type NominationEdge = page.Edge[nomination.Nomination]

// MentorshipConnection is a page of mentorships.
type MentorshipConnection = page.Connection[mentoring.Mentorship]

// MentorshipEdge is a mentorship in a list.
type MentorshipEdge = page.Edge[mentoring.Mentorship]

// AgreementConnection is a page of referral agreements.
type AgreementConnection = page.Connection[mentoring.Agreement]

// AgreementEdge is a referral agreement in a list.
type AgreementEdge = page.Edge[mentoring.Agreement]

// ReviewQueueConnection is a page of the review queue.
type ReviewQueueConnection = page.Connection[panel.QueueEntry]

// ReviewQueueEdge is an entry of the review queue.
type ReviewQueueEdge = page.Edge[panel.QueueEntry]

// PostConnection is a page of a discussion.
type PostConnection = page.Connection[panel.Post]

// PostEdge is a post in a list.
type PostEdge = page.Edge[panel.Post]

// NotificationConnection is a page of notifications.
type NotificationConnection = page.Connection[notify.Notification]

// NotificationEdge is a notification in a list.
type NotificationEdge = page.Edge[notify.Notification]
