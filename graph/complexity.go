package graph

import (
	"dossier/graph/gen"
	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/people"
)

// complexity weighs a list by the size of the page that is asked for, and the
// text of a document by what it costs to read and send.
func complexity(c *gen.ComplexityRoot) {
	c.Query.People = func(child int, _ *string, first *int32, _ *string, _ *people.Filter) int {
		return paged(child, first)
	}
	c.Query.Dossiers = func(child int, first *int32, _ *string, _ *dossier.Filter) int {
		return paged(child, first)
	}
	const documents = 20 // as many as a long dossier has
	c.Dossier.Documents = func(child int) int { return times(child, documents) }
	c.Revision.Documents = func(child int) int { return times(child, documents) }
	c.DossierComponent.Documents = func(child int) int { return times(child, documents/6) }
	c.Document.Body = func(int, *int32) int { return 20 }
	c.RevisionDocument.Body = func(int) int { return 20 }
	areaComplexity(c)
	panelComplexity(c)
	c.Query.Nodes = func(child int, ids []*id.ID) int { return times(child, len(ids)) }
}

func paged(child int, first *int32) int {
	n := 20
	if first != nil {
		n = int(*first)
	}
	return times(child, n)
}

// times is 1 + child*n, and stays at a number no limit allows rather than
// overflow.
func times(child, n int) int {
	const most = 1 << 30
	if n <= 0 {
		return 1 + child
	}
	if child > most/n {
		return most
	}
	return 1 + child*n
}
