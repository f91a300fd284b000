package graph

import (
	"context"

	"dossier/graph/gen"
	"dossier/internal/dossier"
	"dossier/internal/notify"
	"dossier/internal/page"
	"dossier/internal/people"
)

type notificationResolver struct{ *Resolver }

// Notification answers what a notification does not hold itself.
func (r *Resolver) Notification() gen.NotificationResolver { return notificationResolver{r} }

// Dossier is what it is about, nil while that is not for the viewer.
func (notificationResolver) Dossier(ctx context.Context, n *notify.Notification) (*dossier.Dossier, error) {
	return find(ctx, request(ctx).loaders.dossier, n.DossierID)
}

// Notifications lists what the viewer was told.
func (r viewerResolver) Notifications(ctx context.Context, v *people.Viewer, first *int32, after *string) (*page.Connection[notify.Notification], error) {
	q, err := pageRequest(first, after)
	if err != nil {
		return nil, err
	}
	c, err := r.Resolver.Notifications.List(ctx, v, q)
	if err != nil {
		return nil, err
	}
	request(ctx).loaders.told(nodes(c))
	return c, nil
}

// NotificationSettings is where and when the viewer is sent mails.
func (r viewerResolver) NotificationSettings(ctx context.Context, v *people.Viewer) (*notify.Settings, error) {
	return r.Resolver.Notifications.Settings(ctx, v)
}

// SetNotifications says where and when the viewer is sent mails.
func (m mutation) SetNotifications(ctx context.Context, in notify.SetNotificationsInput) (*gen.SetNotificationsPayload, error) {
	v, p := request(ctx).viewer, new(gen.SetNotificationsPayload)
	err := m.NotificationActs.Set(ctx, v, in, m.Now())
	if err != nil {
		p.Problem, err = problem(err)
		return p, err
	}
	p.Settings, err = m.Notifications.Settings(ctx, v)
	return p, err
}
