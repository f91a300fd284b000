package graph

import (
	"github.com/google/uuid"

	"dossier/internal/analysis"
	"dossier/internal/dossier"
	"dossier/internal/mentoring"
	"dossier/internal/nomination"
	"dossier/internal/panel"
	"dossier/internal/panel/conflict"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/selfevaluation"
)

// Where a mutation's answer is read.

func dossiersOf(l *loaders) *loader[uuid.UUID, *dossier.Dossier]          { return l.dossier }
func documentsOf(l *loaders) *loader[uuid.UUID, *dossier.Document]        { return l.document }
func analysesOf(l *loaders) *loader[uuid.UUID, *analysis.Analysis]        { return l.analysis }
func evidenceOf(l *loaders) *loader[uuid.UUID, *analysis.StoredEvidence]  { return l.evidence }
func gapsOf(l *loaders) *loader[uuid.UUID, *analysis.StoredGap]           { return l.gap }
func personsOf(l *loaders) *loader[uuid.UUID, *people.Person]             { return l.person }
func ranksOf(l *loaders) *loader[uuid.UUID, *people.Rank]                 { return l.rank }
func pausesOf(l *loaders) *loader[uuid.UUID, *people.Pause]               { return l.pause }
func recordsOf(l *loaders) *loader[uuid.UUID, record.Record]              { return l.record }
func companiesOf(l *loaders) *loader[uuid.UUID, *record.Company]          { return l.company }
func surfacesOf(l *loaders) *loader[uuid.UUID, *record.Surface]           { return l.surface }
func nominationsOf(l *loaders) *loader[uuid.UUID, *nomination.Nomination] { return l.nomination }
func mentorshipsOf(l *loaders) *loader[uuid.UUID, *mentoring.Mentorship]  { return l.mentorship }
func agreementsOf(l *loaders) *loader[uuid.UUID, *mentoring.Agreement]    { return l.agreement }
func answersOf(l *loaders) *loader[uuid.UUID, *selfevaluation.Answer]     { return l.answer }
func progressOf(l *loaders) *loader[uuid.UUID, *selfevaluation.Progress]  { return l.progress }

func panelsOf(l *loaders) *loader[uuid.UUID, *panel.Panel]                { return l.panel }
func seatsOf(l *loaders) *loader[uuid.UUID, *panel.Seat]                  { return l.seat }
func meetingsOf(l *loaders) *loader[uuid.UUID, *panel.Session]            { return l.meeting }
func postsOf(l *loaders) *loader[uuid.UUID, *panel.Post]                  { return l.post }
func reviewsOf(l *loaders) *loader[uuid.UUID, *review.Review]             { return l.review }
func declarationsOf(l *loaders) *loader[uuid.UUID, *conflict.Declaration] { return l.declaration }
func decisionsOf(l *loaders) *loader[uuid.UUID, *decide.Decision]         { return l.decision }
func appealsOf(l *loaders) *loader[uuid.UUID, *decide.Appeal]             { return l.appeal }
