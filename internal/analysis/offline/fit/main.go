// Command fit learns the weights of the offline analyser from labelled
// dossiers, and measures them by leaving each dossier out in turn:
//
//	go run ./internal/analysis/offline/fit -write internal/analysis/offline/weights.json
//
// It is run by hand after a change of the lexicon, the features or the
// dossiers. The same input gives the same weights.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"strings"

	"dossier/internal/analysis/eval"
	"dossier/internal/analysis/offline"
)

func main() {
	log.SetFlags(0)
	learn := flag.String("learn", "internal/analysis/testdata/own,internal/analysis/testdata/golden", "folders of labelled dossiers")
	write := flag.String("write", "", "file to write the weights to")
	threshold := flag.Int64("threshold", defaultThreshold, "least score of a passage that is picked, times 10,000")
	quick := flag.Bool("quick", false, "do not cross-validate")
	flag.Parse()
	if err := run(strings.Split(*learn, ","), *write, *threshold, *quick); err != nil {
		log.Fatal(err)
	}
}

// defaultThreshold is where precision and recall of the dossiers left out
// come closest.
const defaultThreshold = -7500

func run(folders []string, write string, threshold int64, quick bool) error {
	var dossiers []eval.Dossier
	for _, f := range folders {
		d, err := eval.Load(f)
		if err != nil {
			return err
		}
		dossiers = append(dossiers, d...)
	}
	a, err := offline.With(offline.Weights{})
	if err != nil {
		return err
	}
	all := sheets(a, dossiers)
	if !quick {
		if err := cross(a, dossiers, all, threshold); err != nil {
			return err
		}
	}
	if write == "" {
		return nil
	}
	use := make([]bool, len(dossiers))
	for i := range use {
		use[i] = true
	}
	b, err := json.MarshalIndent(fit(a, all, use, threshold), "", " ")
	if err != nil {
		return fmt.Errorf("write weights: %w", err)
	}
	return os.WriteFile(write, append(b, '\n'), 0o644)
}
