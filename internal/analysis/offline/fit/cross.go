package main

import (
	"context"
	"math"

	"dossier/internal/analysis"
	"dossier/internal/analysis/claims"
	"dossier/internal/analysis/eval"
	"dossier/internal/analysis/offline"
	"dossier/internal/ladder"
	"dossier/ladders"
)

// cross runs the whole analysis of each dossier with weights that have not
// seen it.
func (c *course) cross(ctx context.Context) ([]eval.Prediction, error) {
	version, err := ladder.Load(ladders.Default())
	if err != nil {
		return nil, err
	}
	level := version.Level("L8")
	var out []eval.Prediction
	for n := range c.dossiers {
		fitted, err := offline.With(c.fit(n))
		if err != nil {
			return nil, err
		}
		o := analysis.Options{Analyser: fitted, Claims: claims.Checker{}}
		p, err := eval.Run(ctx, level, o, c.dossiers[n:n+1])
		if err != nil {
			return nil, err
		}
		out = append(out, p...)
	}
	return out, nil
}

// score compares predictions with the labels: of all dossiers, and of the
// golden ones alone.
func (c *course) score(predictions []eval.Prediction) (all, golden eval.Report, err error) {
	if all, err = eval.Score(c.dossiers, predictions); err != nil {
		return all, golden, err
	}
	var dossiers []eval.Dossier
	var some []eval.Prediction
	for i := range c.dossiers {
		if isGolden(&c.dossiers[i]) {
			dossiers, some = append(dossiers, c.dossiers[i]), append(some, predictions[i])
		}
	}
	golden, err = eval.Score(dossiers, some)
	return all, golden, err
}

// reportOf keeps what the analyser says of itself.
func reportOf(r eval.Report, date string) offline.Report {
	out := offline.Report{Date: date, Dossiers: r.Dossiers, Criteria: map[string]offline.Measured{}, All: measured(r.All)}
	for key, f := range r.Criteria {
		out.Criteria[key] = measured(f)
	}
	return out
}

func measured(f eval.Figures) offline.Measured {
	hundredths := func(r eval.Ratio) int { return int(math.Round(100 * r.Value)) }
	return offline.Measured{
		Precision: hundredths(f.Precision), Recall: hundredths(f.Recall),
		CoreRecall: hundredths(f.CoreRecall), Within1: hundredths(f.Within1),
	}
}
