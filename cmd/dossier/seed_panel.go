package main

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"dossier/internal/analysis"
	days "dossier/internal/day"
	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/panel"
	"dossier/internal/panel/conflict"
	"dossier/internal/panel/decide"
	"dossier/internal/people"
	"dossier/internal/queue"
	"dossier/internal/sample"
)

// hearing is what becomes of one submitted dossier of the sample.
type hearing struct {
	*seeder
	dossier id.ID
	// seats are those of the panel, by the keys of their holders.
	seats map[string]id.ID
	// found is what reviews can cite.
	found []*analysis.StoredEvidence
}

// hear does the steps of a case, by the acts that the API has. The dossier is
// analysed first, since reviews cite what was found.
func (s *seeder) hear(ctx context.Context, c *sample.Case, of id.ID) error {
	h := &hearing{seeder: s, dossier: of, seats: map[string]id.ID{}}
	if err := h.analyse(ctx, c.Candidate); err != nil {
		return fmt.Errorf("analyse the dossier of %s: %w", c.Candidate, err)
	}
	for i, step := range c.Steps {
		at := days.AddDays(days.Of(s.now), -step.DaysAgo).Add(7*time.Hour + time.Duration(i)*20*time.Minute)
		v, err := s.viewer(ctx, step.By, at)
		if err == nil {
			err = h.step(ctx, v, step, at)
		}
		if err != nil {
			return fmt.Errorf("step %d on the dossier of %s: %w", i+1, c.Candidate, err)
		}
	}
	return nil
}

// onThisMachine are the acts on dossiers with analyses that are asked of the
// offline analyser, whatever model is named.
func (s *seeder) onThisMachine() *dossier.Acts {
	acts, requests := *s.resolver.Acts, *s.resolver.Requests
	requests.Analyser = "offline"
	acts.Analyses = &requests
	return &acts
}

// analyse does at once what the submission of the dossier has queued.
func (h *hearing) analyse(ctx context.Context, candidate string) error {
	v, err := h.viewer(ctx, candidate, h.now)
	if err != nil {
		return err
	}
	newest, err := h.resolver.Analyses.Newest(ctx, v, []uuid.UUID{h.dossier.UUID})
	if err != nil {
		return err
	}
	made := newest[h.dossier.UUID].UUID
	ledger, err := queue.NewLedger(h.pool, "analysis", time.Minute)
	if err != nil {
		return err
	}
	job, err := ledger.Claim(ctx, made, "sample", false)
	if err != nil {
		return err
	}
	if job == nil {
		return fault.New(fault.Conflict, "somebody else works on it")
	}
	work := &analysis.Work{
		DB: h.pool, Ladders: h.resolver.Ladders, Options: map[string]analysis.Options{"offline": h.work.Options["offline"]},
		NewID: h.newID, Log: h.log, Changed: h.changed,
	}
	save, err := work.Do(ctx, job.ID, job.Fence, now(), func(uuid.UUID) {})
	if err != nil {
		return err
	}
	if err := ledger.Finish(ctx, *job, save); err != nil {
		return err
	}
	findings, err := h.resolver.Analyses.FindingsOf(ctx, v, []uuid.UUID{made})
	if err != nil {
		return err
	}
	var keys []uuid.UUID
	for _, f := range findings[made] {
		keys = append(keys, f.UUID)
	}
	evidence, err := h.resolver.Analyses.EvidenceOf(ctx, v, keys)
	for _, key := range keys {
		h.found = append(h.found, evidence[key]...)
	}
	return err
}

// step does the one act that a step names.
func (h *hearing) step(ctx context.Context, v *people.Viewer, s sample.Step, at time.Time) (err error) {
	r := h.resolver
	switch {
	case s.Assemble != nil:
		return h.assemble(ctx, v, s.Assemble, at)
	case s.Acknowledge:
		_, err = r.PanelActs.AnswerSeat(ctx, v, panel.AnswerSeatInput{Seat: h.seats[s.By], Answer: panel.Acknowledge}, at)
	case s.Recuse != "":
		_, err = r.PanelActs.AnswerSeat(ctx, v, panel.AnswerSeatInput{Seat: h.seats[s.By], Answer: panel.Recuse, Reason: &s.Recuse}, at)
	case s.Declare != nil:
		in := conflict.DeclareConflictInput{Reason: s.Declare.Reason}
		if in.About, err = h.key(id.Person, s.Declare.About); err == nil {
			_, err = r.ConflictActs.Declare(ctx, v, in, at)
		}
	case s.Review != nil:
		return h.review(ctx, v, s.Review, at)
	case s.Post != nil:
		_, err = r.PanelActs.Post(ctx, v, panel.PostToPanelInput{Dossier: h.dossier, Criterion: s.Post.Criterion, Text: s.Post.Text}, at)
	case s.Session != nil:
		return h.session(ctx, v, s.Session, at)
	case s.Unlock != nil:
		_, err = r.PanelActs.UnlockComponent(ctx, v, panel.UnlockComponentInput{Dossier: h.dossier, Component: s.Unlock.Component, Reason: s.Unlock.Reason}, at)
	case s.Decide != nil:
		_, err = r.DecisionActs.DecidePromotion(ctx, v, h.decision(s.Decide), at)
	case s.Release:
		_, err = r.DecisionActs.Release(ctx, v, decide.ReleaseDecisionInput{Dossier: h.dossier}, at)
	case s.Appeal != nil:
		_, err = r.DecisionActs.FileAppeal(ctx, v, decide.FileAppealInput{Dossier: h.dossier, Ground: s.Appeal.Ground, Statement: s.Appeal.Statement}, at)
	default:
		return fault.New(fault.Invalid, "the step names no act")
	}
	return err
}

func (h *hearing) assemble(ctx context.Context, v *people.Viewer, a *sample.Assembly, at time.Time) error {
	in := panel.AssemblePanelInput{Dossier: h.dossier, Zone: &a.Zone}
	if a.Reveal != "" {
		reveal := panel.Reveal(a.Reveal)
		in.RevealPreScores = &reveal
	}
	if a.DueInDays > 0 {
		in.DueOn = &days.Day{Time: days.AddDays(days.Of(at), a.DueInDays)}
	}
	holders := map[uuid.UUID]string{}
	for _, seat := range a.Seats {
		p, err := h.key(id.Person, seat.Person)
		if err != nil {
			return err
		}
		holders[p.UUID] = seat.Person
		in.Seats = append(in.Seats, panel.SeatInput{Person: p, Role: panel.Role(seat.Role)})
	}
	made, err := h.resolver.PanelActs.Assemble(ctx, v, in, at)
	if err != nil {
		return err
	}
	seats, err := h.resolver.Panels.SeatsOf(ctx, v, []uuid.UUID{made})
	for _, seat := range seats[made] {
		h.seats[holders[seat.PersonID]] = seat.ID()
	}
	return err
}

// session schedules one and, if it was held, records it an hour after it began.
func (h *hearing) session(ctx context.Context, v *people.Viewer, s *sample.Session, at time.Time) error {
	starts := days.AddDays(days.Of(at), s.InDays).Add(13 * time.Hour)
	made, err := h.resolver.PanelActs.ScheduleSession(ctx, v, panel.SchedulePanelSessionInput{
		Dossier: h.dossier, Component: s.Component, Kind: panel.SessionKind(s.Kind), StartsAt: starts, Zone: &s.Zone,
	}, at)
	if err != nil || s.Notes == "" {
		return err
	}
	in := panel.RecordPanelSessionInput{Session: id.Of(id.PanelSession, made), HeldAt: starts, Notes: s.Notes}
	for _, p := range s.Present {
		in.Present = append(in.Present, h.seats[p])
	}
	_, err = h.resolver.PanelActs.RecordSession(ctx, v, in, starts.Add(time.Hour))
	return err
}
