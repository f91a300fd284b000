package graph

import (
	"context"
	"time"

	"github.com/google/uuid"

	"dossier/graph/gen"
	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/people/keep"
	"dossier/internal/standing"
)

// CorrectRank records a rank as it was.
func (m mutation) CorrectRank(ctx context.Context, in keep.CorrectRankInput) (*gen.CorrectRankPayload, error) {
	key, err := m.Keep.CorrectRank(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.CorrectRankPayload)
	p.Rank, p.Problem, err = changed(ctx, ranksOf, key, err)
	return p, err
}

// AddPause records time that does not count.
func (m mutation) AddPause(ctx context.Context, in keep.AddPauseInput) (*gen.AddPausePayload, error) {
	key, err := m.Keep.AddPause(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.AddPausePayload)
	p.Pause, p.Problem, err = changed(ctx, pausesOf, key, err)
	return p, err
}

// LiftPause takes a pause back.
func (m mutation) LiftPause(ctx context.Context, in keep.LiftPauseInput) (*gen.LiftPausePayload, error) {
	key, err := m.Keep.LiftPause(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.LiftPausePayload)
	p.Person, p.Problem, err = changed(ctx, personsOf, key, err)
	return p, err
}

// Ranks are the levels held, oldest first.
func (personResolver) Ranks(ctx context.Context, p *people.Person, slug *string) ([]*people.Rank, error) {
	list, _, _, err := ofPerson(ctx, ranksOn, p, slug)
	return list, err
}

// Tenure is the active time up to today.
func (r personResolver) Tenure(ctx context.Context, p *people.Person, slug *string) (*gen.Tenure, error) {
	list, _, _, err := ofPerson(ctx, ranksOn, p, slug)
	if err != nil {
		return nil, err
	}
	l := request(ctx).loaders
	pauses, err := all(ctx, l.pausesOf, withListed(l, l.pausesOf, p.UUID, itself))
	if err != nil {
		return nil, err
	}
	ranks, off, today := each(list), each(pauses), day.Of(r.Now())
	t := &gen.Tenure{Months: int32(standing.ActiveMonths(ranks, off, "", today))}
	if held := heldOn(ranks, today); held != "" {
		t.AtLevelMonths = int32(standing.ActiveMonths(ranks, off, held, today))
	}
	return t, nil
}

// Pauses are the person's, oldest first; nil for who may not see them.
func (personResolver) Pauses(ctx context.Context, p *people.Person) ([]*people.Pause, error) {
	f, _, found, err := ofPerson(ctx, factsOn, p, nil)
	if !found || err != nil {
		return nil, err
	}
	list := make([]*people.Pause, len(f.Pauses))
	for i := range f.Pauses {
		list[i] = &f.Pauses[i]
	}
	return list, nil
}

// itself is the key of what is read by the person alone.
func itself(person uuid.UUID) uuid.UUID { return person }

// Level is the level in the newest version of its ladder.
func (rankResolver) Level(ctx context.Context, rank *people.Rank) (*ladder.Level, error) {
	return levelOf(ctx, rank.Ladder, rank.Level)
}

// levelOf finds a level in the newest version of a ladder, nil for none.
func levelOf(ctx context.Context, of uuid.UUID, code string) (*ladder.Level, error) {
	v, err := find(ctx, request(ctx).loaders.newestOf, of)
	if v == nil || err != nil {
		return nil, err
	}
	return v.Level(code), nil
}

// From is the pause's first day.
func (pauseResolver) From(_ context.Context, p *people.Pause) (*time.Time, error) {
	return &p.Span.From, nil
}

// To is the first day after the pause.
func (pauseResolver) To(_ context.Context, p *people.Pause) (*time.Time, error) {
	return p.Span.To, nil
}

func ranksOn(l *loaders) *loader[onLadder, []*people.Rank] { return l.ranks }

// each are the values of a list.
func each[T any](list []*T) []T {
	values := make([]T, len(list))
	for i, v := range list {
		values[i] = *v
	}
	return values
}
