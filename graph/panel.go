package graph

import (
	"context"
	"slices"

	"dossier/graph/gen"
	"dossier/graph/model"
	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/page"
	"dossier/internal/panel"
	"dossier/internal/panel/review"
	"dossier/internal/people"
)

type (
	panelResolver   struct{ *Resolver }
	seatResolver    struct{ *Resolver }
	queueResolver   struct{ *Resolver }
	fillResolver    struct{ *Resolver }
	meetingResolver struct{ *Resolver }
	postResolver    struct{ *Resolver }
)

// Panel answers what a panel does not hold itself.
func (r *Resolver) Panel() gen.PanelResolver { return panelResolver{r} }

// Seat answers what a seat does not hold itself.
func (r *Resolver) Seat() gen.SeatResolver { return seatResolver{r} }

// ReviewQueueEntry answers what an entry of the queue does not hold itself.
func (r *Resolver) ReviewQueueEntry() gen.ReviewQueueEntryResolver { return queueResolver{r} }

// DossierComponent answers what a dossier's component does not hold itself.
func (r *Resolver) DossierComponent() gen.DossierComponentResolver { return fillResolver{r} }

// PanelSession answers what a meeting does not hold itself.
func (r *Resolver) PanelSession() gen.PanelSessionResolver { return meetingResolver{r} }

// Post answers what a post does not hold itself.
func (r *Resolver) Post() gen.PostResolver { return postResolver{r} }

// ReviewQueue lists the viewer's seats that wait for them.
func (r viewerResolver) ReviewQueue(ctx context.Context, v *people.Viewer, first *int32, after *string) (*page.Connection[panel.QueueEntry], error) {
	q, err := pageRequest(first, after)
	if err != nil {
		return nil, err
	}
	c, err := r.Panels.Queue(ctx, v, q)
	if err != nil {
		return nil, err
	}
	request(ctx).loaders.queued(nodes(c))
	return c, nil
}

// Candidate is who is to be judged.
func (queueResolver) Candidate(ctx context.Context, q *panel.QueueEntry) (*people.Person, error) {
	return person(ctx, q.CandidateID)
}

// To is the level that they want to reach.
func (r queueResolver) To(ctx context.Context, q *panel.QueueEntry) (*ladder.Level, error) {
	return r.level(ctx, id.Part(id.Level, q.LadderVersion, q.To))
}

// Dossier is what is to be judged, nil until the seat is acknowledged.
func (queueResolver) Dossier(ctx context.Context, q *panel.QueueEntry) (*dossier.Dossier, error) {
	return find(ctx, request(ctx).loaders.dossier, q.DossierID)
}

// Panel is the panel that judges the dossier.
func (dossierResolver) Panel(ctx context.Context, d *dossier.Dossier) (*panel.Panel, error) {
	return find(ctx, request(ctx).loaders.panelOf, d.UUID)
}

// Sessions are the meetings of candidate and panel.
func (dossierResolver) Sessions(ctx context.Context, d *dossier.Dossier) ([]*panel.Session, error) {
	return all(ctx, request(ctx).loaders.meetingsOf, d.UUID)
}

// Unlock is why a component is open to its candidate again.
func (fillResolver) Unlock(ctx context.Context, f *dossier.Fill) (*panel.Unlock, error) {
	list, err := all(ctx, request(ctx).loaders.unlocksOf, f.Dossier)
	for _, u := range list {
		if u.ComponentKey == f.Component.Key {
			return u, err
		}
	}
	return nil, err
}

// Unlocked is whether a component is open to its candidate again.
func (r fillResolver) Unlocked(ctx context.Context, f *dossier.Fill) (bool, error) {
	u, err := r.Unlock(ctx, f)
	return u != nil, err
}

// Dossier is what the panel judges.
func (panelResolver) Dossier(ctx context.Context, p *panel.Panel) (*dossier.Dossier, error) {
	return find(ctx, request(ctx).loaders.dossier, p.DossierID)
}

// Seats are those that the viewer may see, the chair's first.
func (panelResolver) Seats(ctx context.Context, p *panel.Panel) ([]*panel.Seat, error) {
	return all(ctx, request(ctx).loaders.seatsOf, p.UUID)
}

// Reviews are those that the viewer may know of, oldest first.
func (panelResolver) Reviews(ctx context.Context, p *panel.Panel) ([]*review.Review, error) {
	return all(ctx, request(ctx).loaders.reviewsOf, p.UUID)
}

// Votes are the recommendations that the viewer may read.
func (r panelResolver) Votes(ctx context.Context, p *panel.Panel) ([]*review.Count, error) {
	reviews, err := r.Reviews(ctx, p)
	list := []*review.Count{}
	for _, c := range review.Votes(reviews) {
		list = append(list, &c)
	}
	if !slices.ContainsFunc(list, func(c *review.Count) bool { return c.Count > 0 }) {
		return []*review.Count{}, err // not even that there are none
	}
	return list, err
}

// Summary sets side by side what the reviews say that the viewer may read.
func (r panelResolver) Summary(ctx context.Context, p *panel.Panel) ([]*model.CriterionSummary, error) {
	list := []*model.CriterionSummary{}
	d, err := r.Dossier(ctx, p)
	if d == nil || err != nil {
		return list, err
	}
	level, err := dossierResolver(r).From(ctx, d)
	if err != nil {
		return nil, err
	}
	reviews, err := r.Reviews(ctx, p)
	if err != nil {
		return nil, err
	}
	for i, s := range review.Summarise(keys(level.PanelCriteria, func(c ladder.Criterion) string { return c.Key }), reviews) {
		list = append(list, &model.CriterionSummary{Summary: s, Of: &level.PanelCriteria[i], Dossier: d.UUID})
	}
	return list, nil
}

// Discussion is what the members say to each other.
func (r panelResolver) Discussion(ctx context.Context, p *panel.Panel, first *int32, after, criterion *string) (*page.Connection[panel.Post], error) {
	q, err := pageRequest(first, after)
	if err != nil {
		return nil, err
	}
	return r.Panels.PostsOf(ctx, request(ctx).viewer, p.UUID, criterion, q)
}

// Person is who sits.
func (seatResolver) Person(ctx context.Context, s *panel.Seat) (*people.Person, error) {
	return person(ctx, s.PersonID)
}

// Component is what they meet for.
func (r meetingResolver) Component(ctx context.Context, s *panel.Session) (*ladder.Component, error) {
	return r.component(ctx, s.LadderVersion, s.Level, s.ComponentKey)
}

// Present are the seats that were there.
func (meetingResolver) Present(ctx context.Context, s *panel.Session) ([]*panel.Seat, error) {
	return allOf(ctx, request(ctx).loaders.seat, s.Present)
}

// Criterion is what the post is about.
func (r postResolver) Criterion(ctx context.Context, p *panel.Post) (*ladder.Criterion, error) {
	return r.criterion(ctx, p.LadderVersion, p.Level, p.CriterionKey)
}
