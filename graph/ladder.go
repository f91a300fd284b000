package graph

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/ladder"
)

// Ladder finds a ladder at its newest version.
func (q query) Ladder(ctx context.Context, slug *string) (*ladder.Version, error) {
	return find(ctx, request(ctx).loaders.ladder, deref(slug))
}

// Level finds a level of a ladder's newest version.
func (q query) Level(ctx context.Context, ladder *string, code string) (*ladder.Level, error) {
	v, err := q.Ladder(ctx, ladder)
	if v == nil || err != nil {
		return nil, err
	}
	return v.Level(code), nil
}

// Version is the ladder itself, which is always seen at a version.
func (ladderResolver) Version(_ context.Context, v *ladder.Version) (*ladder.Version, error) {
	return v, nil
}

// level finds the level that a row names, in the version that it names.
func (r *Resolver) level(ctx context.Context, i id.ID) (*ladder.Level, error) {
	v, err := version(ctx, i.UUID)
	if v == nil || err != nil {
		return nil, err
	}
	code, _, _ := strings.Cut(i.Key, "/")
	return v.Level(code), nil
}

// version finds a ladder version, nil for none.
func version(ctx context.Context, key uuid.UUID) (*ladder.Version, error) {
	return find(ctx, request(ctx).loaders.version, key)
}

// part finds what an id of a ladder's part stands for, nil for nothing.
func (r *Resolver) part(ctx context.Context, i id.ID) (any, error) {
	level, err := r.level(ctx, i)
	_, key, _ := strings.Cut(i.Key, "/")
	switch {
	case err != nil || level == nil:
		return nil, err
	case i.Kind == id.Level && key == "":
		return level, nil
	case i.Kind == id.Criterion:
		return orNil(level.Criterion(key)), nil
	case i.Kind == id.Component:
		return orNil(level.Component(key)), nil
	case i.Kind == id.Metric:
		return orNil(level.Metric(key)), nil
	}
	return nil, nil
}

// orNil keeps a nil pointer from becoming an interface that is not nil.
func orNil[T any](p *T) any {
	if p == nil {
		return nil
	}
	return p
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
