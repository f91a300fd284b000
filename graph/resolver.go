package graph

import (
	"context"
	"time"

	"github.com/google/uuid"

	"dossier/graph/gen"
	"dossier/internal/analysis"
	"dossier/internal/dossier"
	"dossier/internal/facts"
	"dossier/internal/ladder"
	"dossier/internal/mentoring"
	"dossier/internal/nomination"
	"dossier/internal/notify"
	"dossier/internal/panel"
	"dossier/internal/panel/advice"
	"dossier/internal/panel/calibrate"
	"dossier/internal/panel/conflict"
	"dossier/internal/panel/decide"
	"dossier/internal/panel/review"
	"dossier/internal/people"
	"dossier/internal/people/keep"
	"dossier/internal/record"
	"dossier/internal/selfevaluation"
)

// Resolver is what the schema's fields are answered from.
type Resolver struct {
	Ladders  *ladder.Catalog
	People   *people.Store
	Pauses   *keep.Store
	Keep     *keep.Acts
	Dossiers *dossier.Store
	Acts     *dossier.Acts
	Analyses *analysis.Store
	Requests *analysis.Requests
	Watcher  Watcher
	Now      func() time.Time

	Facts              *facts.Store
	Records            *record.Store
	RecordActs         *record.Acts
	Nominations        *nomination.Store
	NominationActs     *nomination.Acts
	Mentorships        *mentoring.Store
	MentoringActs      *mentoring.Acts
	SelfEvaluations    *selfevaluation.Store
	SelfEvaluationActs *selfevaluation.Acts

	Panels       *panel.Store
	PanelActs    *panel.Acts
	Reviews      *review.Store
	ReviewActs   *review.Acts
	Conflicts    *conflict.Store
	ConflictActs *conflict.Acts
	Decisions    *decide.Store
	DecisionActs *decide.Acts
	Readings     *advice.Readings
	Calibrations *calibrate.Store

	Notifications    *notify.Store
	NotificationActs *notify.Acts
}

// Watcher tells that a dossier's analysis may have changed. It may tell too
// often, and tells now and then without a cause, so that a lost event only
// costs time. The channel is closed when ctx ends.
type Watcher interface {
	Watch(ctx context.Context, dossier uuid.UUID) <-chan struct{}
}

// The roots and types, as the generated code asks for them.
type (
	query            struct{ *Resolver }
	mutation         struct{ *Resolver }
	subscription     struct{ *Resolver }
	ladderResolver   struct{ *Resolver }
	viewerResolver   struct{ *Resolver }
	personResolver   struct{ *Resolver }
	rankResolver     struct{ *Resolver }
	pauseResolver    struct{ *Resolver }
	dossierResolver  struct{ *Resolver }
	documentResolver struct{ *Resolver }
	revisionResolver struct{ *Resolver }
	heldResolver     struct{ *Resolver }
	analysisResolver struct{ *Resolver }
	originResolver   struct{ *Resolver }
	findingResolver  struct{ *Resolver }
	evidenceResolver struct{ *Resolver }
	gapResolver      struct{ *Resolver }
	passageResolver  struct{ *Resolver }
	claimResolver    struct{ *Resolver }
	anomalyResolver  struct{ *Resolver }
)

// Query is the root of queries.
func (r *Resolver) Query() gen.QueryResolver { return query{r} }

// Mutation is the root of mutations.
func (r *Resolver) Mutation() gen.MutationResolver { return mutation{r} }

// Subscription is the root of subscriptions.
func (r *Resolver) Subscription() gen.SubscriptionResolver { return subscription{r} }

// Ladder answers what a ladder does not hold itself.
func (r *Resolver) Ladder() gen.LadderResolver { return ladderResolver{r} }

// Viewer answers what a viewer does not hold itself.
func (r *Resolver) Viewer() gen.ViewerResolver { return viewerResolver{r} }

// Person answers what a person does not hold themselves.
func (r *Resolver) Person() gen.PersonResolver { return personResolver{r} }

// RankRecord answers what a rank does not hold itself.
func (r *Resolver) RankRecord() gen.RankRecordResolver { return rankResolver{r} }

// Pause answers what a pause does not hold itself.
func (r *Resolver) Pause() gen.PauseResolver { return pauseResolver{r} }

// Dossier answers what a dossier does not hold itself.
func (r *Resolver) Dossier() gen.DossierResolver { return dossierResolver{r} }

// Document answers what a document does not hold itself.
func (r *Resolver) Document() gen.DocumentResolver { return documentResolver{r} }

// Revision answers what a revision does not hold itself.
func (r *Resolver) Revision() gen.RevisionResolver { return revisionResolver{r} }

// RevisionDocument answers what a revision's document does not hold itself.
func (r *Resolver) RevisionDocument() gen.RevisionDocumentResolver { return heldResolver{r} }

// Analysis answers what an analysis does not hold itself.
func (r *Resolver) Analysis() gen.AnalysisResolver { return analysisResolver{r} }

// Provenance answers what a provenance does not hold itself.
func (r *Resolver) Provenance() gen.ProvenanceResolver { return originResolver{r} }

// Finding answers what a finding does not hold itself.
func (r *Resolver) Finding() gen.FindingResolver { return findingResolver{r} }

// Evidence answers what evidence does not hold itself.
func (r *Resolver) Evidence() gen.EvidenceResolver { return evidenceResolver{r} }

// Gap answers what a gap does not hold itself.
func (r *Resolver) Gap() gen.GapResolver { return gapResolver{r} }

// Passage answers what a passage does not hold itself.
func (r *Resolver) Passage() gen.PassageResolver { return passageResolver{r} }

// Claim answers what a claim does not hold itself.
func (r *Resolver) Claim() gen.ClaimResolver { return claimResolver{r} }

// Anomaly answers what an anomaly does not hold itself.
func (r *Resolver) Anomaly() gen.AnomalyResolver { return anomalyResolver{r} }
