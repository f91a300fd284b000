// Package model names the Go types of the schema's connections and
// interfaces. It imports the areas and never the generated code, so that the
// generated code can import it.
package model

import (
	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/page"
	"dossier/internal/people"
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
