package graph

import (
	"context"

	"dossier/graph/gen"
	"dossier/internal/panel"
)

// AssemblePanel seats a panel.
func (m mutation) AssemblePanel(ctx context.Context, in panel.AssemblePanelInput) (*gen.AssemblePanelPayload, error) {
	key, err := m.PanelActs.Assemble(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.AssemblePanelPayload)
	p.Panel, p.Problem, err = changed(ctx, panelsOf, key, err)
	return p, err
}

// AddSeat seats one more person.
func (m mutation) AddSeat(ctx context.Context, in panel.AddSeatInput) (*gen.AddSeatPayload, error) {
	key, err := m.PanelActs.AddSeat(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.AddSeatPayload)
	p.Seat, p.Problem, err = changed(ctx, seatsOf, key, err)
	return p, err
}

// ReplaceSeat seats somebody in another's place.
func (m mutation) ReplaceSeat(ctx context.Context, in panel.ReplaceSeatInput) (*gen.ReplaceSeatPayload, error) {
	key, err := m.PanelActs.ReplaceSeat(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.ReplaceSeatPayload)
	p.Seat, p.Problem, err = changed(ctx, seatsOf, key, err)
	return p, err
}

// AnswerSeat is what a seat's holder says.
func (m mutation) AnswerSeat(ctx context.Context, in panel.AnswerSeatInput) (*gen.AnswerSeatPayload, error) {
	key, err := m.PanelActs.AnswerSeat(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.AnswerSeatPayload)
	p.Seat, p.Problem, err = changed(ctx, seatsOf, key, err)
	return p, err
}

// UnlockComponent opens a component to its candidate again.
func (m mutation) UnlockComponent(ctx context.Context, in panel.UnlockComponentInput) (*gen.UnlockComponentPayload, error) {
	key, err := m.PanelActs.UnlockComponent(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.UnlockComponentPayload)
	p.Dossier, p.Problem, err = changed(ctx, dossiersOf, key, err)
	return p, err
}

// CloseComponent closes it.
func (m mutation) CloseComponent(ctx context.Context, in panel.CloseComponentInput) (*gen.CloseComponentPayload, error) {
	key, err := m.PanelActs.CloseComponent(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.CloseComponentPayload)
	p.Dossier, p.Problem, err = changed(ctx, dossiersOf, key, err)
	return p, err
}

// SchedulePanelSession sets a meeting.
func (m mutation) SchedulePanelSession(ctx context.Context, in panel.SchedulePanelSessionInput) (*gen.SchedulePanelSessionPayload, error) {
	key, err := m.PanelActs.ScheduleSession(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.SchedulePanelSessionPayload)
	p.Session, p.Problem, err = changed(ctx, meetingsOf, key, err)
	return p, err
}

// RecordPanelSession records that a meeting was held.
func (m mutation) RecordPanelSession(ctx context.Context, in panel.RecordPanelSessionInput) (*gen.RecordPanelSessionPayload, error) {
	key, err := m.PanelActs.RecordSession(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.RecordPanelSessionPayload)
	p.Session, p.Problem, err = changed(ctx, meetingsOf, key, err)
	return p, err
}

// CancelPanelSession cancels a meeting.
func (m mutation) CancelPanelSession(ctx context.Context, in panel.CancelPanelSessionInput) (*gen.CancelPanelSessionPayload, error) {
	key, err := m.PanelActs.CancelSession(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.CancelPanelSessionPayload)
	p.Session, p.Problem, err = changed(ctx, meetingsOf, key, err)
	return p, err
}

// PostToPanel says something to the panel.
func (m mutation) PostToPanel(ctx context.Context, in panel.PostToPanelInput) (*gen.PostToPanelPayload, error) {
	key, err := m.PanelActs.Post(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.PostToPanelPayload)
	p.Post, p.Problem, err = changed(ctx, postsOf, key, err)
	return p, err
}
