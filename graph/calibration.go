package graph

import (
	"context"

	"dossier/internal/panel/calibrate"
)

// Calibration is how advice and panels agree on a level.
func (q query) Calibration(ctx context.Context, slug *string, level string) (*calibrate.Calibration, error) {
	v, err := find(ctx, request(ctx).loaders.ladder, deref(slug))
	if v == nil || err != nil {
		return nil, err
	}
	return q.Calibrations.Of(ctx, request(ctx).viewer, v, level)
}
