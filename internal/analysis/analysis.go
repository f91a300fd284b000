// Package analysis maps a dossier's text against the panel's criteria: it
// locates evidence, grounds every quote in the stored text, judges small
// questions (leaves) and computes an advisory score from 0 to 4 per criterion
// in Go. It gives no verdict and no total.
//
// The package owns the analysis tables and the order of the steps:
//
//	scan → map each window → ground → claims against facts → reduce each
//	criterion → score, confidence, gaps
//
// What finds and judges is an Analyser; there are two, offline (package
// offline) and a language model (package llm). Facts about the candidate
// never reach an Analyser: claims are compared with them in Go. The package
// must not know GraphQL, Redis or how a model is called.
package analysis

import "dossier/internal/ladder"

// Input is everything that a result depends on, apart from the Analyser.
type Input struct {
	// Level is the level that the candidate leaves; its criteria are read.
	Level     *ladder.Level
	Documents []Document
	Facts     Facts
	// Names are known names of persons, the candidate's first of all. Where
	// they stand in the text an analyser may be told to hide them.
	Names []string
}

// Document is one text of a dossier.
type Document struct {
	// Ref is the caller's name for the document.
	Ref       string
	Component string
	Title     string
	Body      string
}

// Stage is a step of the work, as progress tells it.
type Stage string

// The stages, in order.
const (
	StageRead   Stage = "READ"
	StageMap    Stage = "MAP"
	StageReduce Stage = "REDUCE"
	StageSave   Stage = "SAVE"
)

// Progress is how far the work is: Done of Total steps of a Stage.
type Progress struct {
	Stage Stage
	Done  int
	Total int
}
