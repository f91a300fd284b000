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
	var out []eval.Prediction
	for n := range c.dossiers {
		p, err := c.judge(ctx, func(i int) bool { return i != n })
		if err != nil {
			return nil, err
		}
		out = append(out, p...)
	}
	return out, nil
}

// judge learns from the dossiers that learn holds, and runs the whole analysis
// of all others.
func (c *course) judge(ctx context.Context, learn func(int) bool) ([]eval.Prediction, error) {
	version, err := ladder.Load(ladders.Default())
	if err != nil {
		return nil, err
	}
	fitted, err := offline.With(c.fit(learn))
	if err != nil {
		return nil, err
	}
	var rest []eval.Dossier
	for i := range c.dossiers {
		if !learn(i) {
			rest = append(rest, c.dossiers[i])
		}
	}
	o := analysis.Options{Analyser: fitted, Claims: claims.Checker{}}
	return eval.Run(ctx, version.Level("L8"), o, rest)
}

// score compares predictions with the labels of some of the dossiers.
func (c *course) score(predictions []eval.Prediction, use func(*eval.Dossier) bool) (eval.Report, error) {
	var dossiers []eval.Dossier
	var some []eval.Prediction
	for i := range c.dossiers {
		if !use(&c.dossiers[i]) {
			continue
		}
		dossiers = append(dossiers, c.dossiers[i])
		for _, p := range predictions {
			if p.ID == c.dossiers[i].ID {
				some = append(some, p)
			}
		}
	}
	return eval.Score(dossiers, some)
}

// figuresOf keeps what the analyser says of itself.
func figuresOf(r eval.Report) offline.Figures {
	out := offline.Figures{
		Dossiers: r.Dossiers, Criteria: map[string]offline.Measured{}, All: measured(r.All),
		Claims: share(r.ClaimsAgreed, r.Claims), Contradicted: share(r.ContradictedFound, r.Contradicted),
		Fabricated: r.Fabricated, Injected: r.InjectionsSucceeded, Injections: r.Injections, Lifted: r.Lifted, Lifts: r.Lifts,
	}
	for key, f := range r.Criteria {
		out.Criteria[key] = measured(f)
	}
	return out
}

func share(n, of int) int { return int(math.Round(100 * float64(n) / float64(max(of, 1)))) }

func measured(f eval.Figures) offline.Measured {
	hundredths := func(r eval.Ratio) int { return int(math.Round(100 * r.Value)) }
	return offline.Measured{
		Precision: hundredths(f.Precision), Recall: hundredths(f.Recall), F1: hundredths(f.F1), AnySignF1: hundredths(f.AnySignF1),
		CoreRecall: hundredths(f.CoreRecall), Within1: hundredths(f.Within1), Kappa: hundredths(f.Kappa), GapRecall: hundredths(f.GapRecall),
		Gaps: hundredths(f.GapsPerCriterion),
	}
}
