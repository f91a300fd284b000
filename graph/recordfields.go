package graph

import (
	"context"

	"github.com/google/uuid"

	"dossier/graph/gen"
	"dossier/internal/people"
	"dossier/internal/record"
)

// recordResolver answers, for a record of any kind, what all records have and
// do not hold themselves.
type recordResolver[T record.Record] struct{ *Resolver }

// Owner is whose record it is.
func (recordResolver[T]) Owner(ctx context.Context, r T) (*people.Person, error) {
	return person(ctx, r.Common().OwnerID)
}

// Company is where it was so, nil where no company is meant.
func (recordResolver[T]) Company(ctx context.Context, r T) (*record.Company, error) {
	return ifAny(ctx, request(ctx).loaders.company, r.Common().CompanyID)
}

// About is what a review or a feedback is about.
func (recordResolver[T]) About(ctx context.Context, r T) (record.Record, error) {
	return ifAny(ctx, request(ctx).loaders.record, r.Common().AboutID)
}

// MadeBy is who recorded it, nil for a file or a feed.
func (recordResolver[T]) MadeBy(ctx context.Context, r T) (*people.Person, error) {
	return ifAny(ctx, request(ctx).loaders.person, r.Common().MadeBy)
}

// Confirmations are the steps of its confirmation.
func (recordResolver[T]) Confirmations(ctx context.Context, r T) ([]*record.Confirmation, error) {
	return all(ctx, request(ctx).loaders.confirmationsOf, r.Common().UUID)
}

// SupersededBy is the record that corrects it.
func (recordResolver[T]) SupersededBy(ctx context.Context, r T) (record.Record, error) {
	return ifAny(ctx, request(ctx).loaders.record, r.Common().SupersededBy)
}

// ifAny loads what a row may name.
func ifAny[V any](ctx context.Context, l *loader[uuid.UUID, V], key *uuid.UUID) (value V, err error) {
	if key == nil {
		return value, nil
	}
	value, _, err = l.load(ctx, *key)
	return value, err
}

// The kinds that name surfaces, a person or a subject.
type (
	ownershipResolver struct {
		recordResolver[*record.SurfaceOwnership]
	}
	decisionResolver struct {
		recordResolver[*record.TechDecision]
	}
	onWatchResolver struct {
		recordResolver[*record.OnWatch]
	}
	incidentResolver struct {
		recordResolver[*record.Incident]
	}
	coverageResolver struct {
		recordResolver[*record.IncidentCoverage]
	}
	testimonyResolver struct {
		recordResolver[*record.Testimony]
	}
	artefactResolver struct {
		recordResolver[*record.Artefact]
	}
	checkResolver struct{ *Resolver }
)

// Surface is what is owned.
func (ownershipResolver) Surface(ctx context.Context, r *record.SurfaceOwnership) (*record.Surface, error) {
	return surface(ctx, r.Surface)
}

// Affects are the surfaces that it bears on.
func (decisionResolver) Affects(ctx context.Context, r *record.TechDecision) ([]*record.Surface, error) {
	list := make([]*record.Surface, 0, len(r.Affects))
	for _, key := range r.Affects {
		s, err := surface(ctx, key)
		if err != nil {
			return nil, err
		}
		if s != nil {
			list = append(list, s)
		}
	}
	return list, nil
}

// Surface is what is on watch.
func (onWatchResolver) Surface(ctx context.Context, r *record.OnWatch) (*record.Surface, error) {
	return surface(ctx, r.Surface)
}

// Surface is what was out.
func (incidentResolver) Surface(ctx context.Context, r *record.Incident) (*record.Surface, error) {
	return surface(ctx, r.Surface)
}

// Surface is what is covered, nil for all of the company's.
func (coverageResolver) Surface(ctx context.Context, r *record.IncidentCoverage) (*record.Surface, error) {
	return ifAny(ctx, request(ctx).loaders.surface, r.Surface)
}

// Founder is whose word it is.
func (testimonyResolver) Founder(ctx context.Context, r *record.Testimony) (*people.Person, error) {
	return person(ctx, r.Founder)
}

// Subject is whom a due diligence looked into, nil for anything else.
func (artefactResolver) Subject(_ context.Context, r *record.Artefact) (*string, error) {
	if r.Subject == "" {
		return nil, nil
	}
	return &r.Subject, nil
}

// Surface is what is watched.
func (checkResolver) Surface(ctx context.Context, c *record.SurfaceCheck) (*record.Surface, error) {
	return surface(ctx, c.Surface)
}

func surface(ctx context.Context, key uuid.UUID) (*record.Surface, error) {
	return find(ctx, request(ctx).loaders.surface, key)
}

// Engagement answers what an engagement does not hold itself.
func (r *Resolver) Engagement() gen.EngagementResolver {
	return recordResolver[*record.Engagement]{r}
}

// SurfaceOwnership answers what an ownership does not hold itself.
func (r *Resolver) SurfaceOwnership() gen.SurfaceOwnershipResolver {
	return ownershipResolver{recordResolver[*record.SurfaceOwnership]{r}}
}

// TechDecision answers what a decision does not hold itself.
func (r *Resolver) TechDecision() gen.TechDecisionResolver {
	return decisionResolver{recordResolver[*record.TechDecision]{r}}
}

// OutcomeReview answers what an outcome review does not hold itself.
func (r *Resolver) OutcomeReview() gen.OutcomeReviewResolver {
	return recordResolver[*record.OutcomeReview]{r}
}

// OnWatch answers what a watch does not hold itself.
func (r *Resolver) OnWatch() gen.OnWatchResolver {
	return onWatchResolver{recordResolver[*record.OnWatch]{r}}
}

// Incident answers what an incident does not hold itself.
func (r *Resolver) Incident() gen.IncidentResolver {
	return incidentResolver{recordResolver[*record.Incident]{r}}
}

// IncidentReview answers what an incident review does not hold itself.
func (r *Resolver) IncidentReview() gen.IncidentReviewResolver {
	return recordResolver[*record.IncidentReview]{r}
}

// IncidentCoverage answers what a coverage does not hold itself.
func (r *Resolver) IncidentCoverage() gen.IncidentCoverageResolver {
	return coverageResolver{recordResolver[*record.IncidentCoverage]{r}}
}

// TeamChange answers what a team change does not hold itself.
func (r *Resolver) TeamChange() gen.TeamChangeResolver {
	return recordResolver[*record.TeamChange]{r}
}

// TeamReview answers what a team review does not hold itself.
func (r *Resolver) TeamReview() gen.TeamReviewResolver {
	return recordResolver[*record.TeamReview]{r}
}

// Meeting answers what a meeting does not hold itself.
func (r *Resolver) Meeting() gen.MeetingResolver {
	return recordResolver[*record.Meeting]{r}
}

// MeetingFeedback answers what a feedback does not hold itself.
func (r *Resolver) MeetingFeedback() gen.MeetingFeedbackResolver {
	return recordResolver[*record.MeetingFeedback]{r}
}

// Testimony answers what a testimony does not hold itself.
func (r *Resolver) Testimony() gen.TestimonyResolver {
	return testimonyResolver{recordResolver[*record.Testimony]{r}}
}

// Recognition answers what a recognition does not hold itself.
func (r *Resolver) Recognition() gen.RecognitionResolver {
	return recordResolver[*record.Recognition]{r}
}

// Artefact answers what an artefact does not hold itself.
func (r *Resolver) Artefact() gen.ArtefactResolver {
	return artefactResolver{recordResolver[*record.Artefact]{r}}
}

// SurfaceCheck answers what a check does not hold itself.
func (r *Resolver) SurfaceCheck() gen.SurfaceCheckResolver { return checkResolver{r} }
