package analysis

import "dossier/internal/analysis/text"

// ClaimChecker finds sentences with a figure or a fact that records can bear
// out, and compares them. It is pure: the same input gives the same claims.
// Run stores a claim only if its Quote stands at its Place.
type ClaimChecker interface {
	Check(in ClaimInput) []Claim
}

// ClaimInput is what a ClaimChecker works from.
type ClaimInput struct {
	Documents []Read
	// Pointed holds what the Analyser pointed at, already grounded. The
	// checker finds more by itself.
	Pointed []GroundedClaim
	Facts   Facts
}

// GroundedClaim is a claim item whose quote was found in the text.
type GroundedClaim struct {
	ClaimItem
	Place
	Quote string
}

// Read is a document that has been read: its sentences, its windows and the
// spans that can never be evidence.
type Read struct {
	// Doc is the document's index in Input.Documents.
	Doc int
	Document
	Text     *text.Document
	Windows  []text.Window
	Excluded []text.Span
	// Language is "en", "de" or "" where neither fits.
	Language string
}
