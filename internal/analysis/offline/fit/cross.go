package main

import (
	"context"
	"fmt"
	"strings"

	"dossier/internal/analysis"
	"dossier/internal/analysis/eval"
	"dossier/internal/analysis/offline"
	"dossier/internal/ladder"
	"dossier/ladders"
)

// cross runs the whole analysis of each dossier with weights that have not
// seen it, and prints how it compares with the labels, for all dossiers and
// for the golden ones alone.
func cross(a *offline.Analyser, dossiers []eval.Dossier, all []sheet, threshold int64) error {
	version, err := ladder.Load(ladders.Default())
	if err != nil {
		return err
	}
	var predictions, golden []eval.Prediction
	var goldenDossiers []eval.Dossier
	for n := range dossiers {
		use := make([]bool, len(dossiers))
		for i := range use {
			use[i] = i != n
		}
		fitted, err := offline.With(fit(a, all, use, threshold))
		if err != nil {
			return err
		}
		p, err := eval.Run(context.Background(), version.Level("L8"), analysis.Options{Analyser: fitted}, dossiers[n:n+1])
		if err != nil {
			return err
		}
		predictions = append(predictions, p[0])
		if strings.HasPrefix(dossiers[n].ID, "open-") {
			golden, goldenDossiers = append(golden, p[0]), append(goldenDossiers, dossiers[n])
		}
	}
	for _, set := range []struct {
		name        string
		dossiers    []eval.Dossier
		predictions []eval.Prediction
	}{{"all, each left out", dossiers, predictions}, {"golden, each left out", goldenDossiers, golden}} {
		if len(set.dossiers) == 0 {
			continue
		}
		r, err := eval.Score(set.dossiers, set.predictions)
		if err != nil {
			return err
		}
		fmt.Println(set.name)
		fmt.Println(r.Table())
	}
	return nil
}
