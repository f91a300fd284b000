// Package counterfactual asks of an analyser what would move its scores that
// must not: it makes variants of a dossier that say the same about the same
// work (other names, other pronouns, other places, polite padding, another
// order, tidier words), has them analysed and compares what came out.
//
// Nothing in a variant depends on chance: a seed gives the same variant on
// every machine. Where a change cannot be made without breaking the text, as
// pronouns in German, the dossier is left out of that variant and the report
// says why. The package knows no analyser.
package counterfactual

import (
	"context"
	"fmt"

	"dossier/internal/analysis"
	"dossier/internal/analysis/eval"
	"dossier/internal/ladder"
)

// Variant is one way to say the same otherwise.
type Variant struct {
	Name  string
	About string
	make  func(d *eval.Dossier, seed uint64) (Varied, string)
}

// Varied is a dossier that says the same, with the way back to the places of
// the one that it was made from.
type Varied struct {
	Dossier eval.Dossier
	// Changes counts the places that were changed.
	Changes int
	// docs holds for each document of Dossier the key of its original, and
	// pieces where its text came from.
	docs []origin
}

// origin is where the text of a varied document came from.
type origin struct {
	key    string
	pieces []piece
}

// Variants are all that there are, in the order of the report.
func Variants() []Variant {
	return []Variant{
		{"names", "other first and family names, across cultures and genders, in text and records", swapNames},
		{"he-she", "he for she and she for he (English)", swapPronouns},
		{"they", "they for he and she (English)", theyPronouns},
		{"places", "other towns and countries, in text and records", swapPlaces},
		{"padded", "polite empty sentences in between", pad},
		{"shuffled", "documents in another order, paragraphs too where nothing points back", shuffle},
		{"polished", "misspellings mended, contractions written out, connectives varied", polish},
	}
}

// Make makes the variant of a dossier. The string says why there is none.
func (v Variant) Make(d *eval.Dossier, seed uint64) (Varied, string) {
	out, why := v.make(d, seed)
	if why == "" && out.Changes == 0 {
		why = "nothing to change"
	}
	return out, why
}

// Run analyses the dossiers and their variants and compares them.
func Run(ctx context.Context, level *ladder.Level, o analysis.Options, dossiers []eval.Dossier, seed uint64) (Report, error) {
	base, err := eval.Run(ctx, level, o, dossiers)
	if err != nil {
		return Report{}, err
	}
	var r Report
	for _, v := range Variants() {
		f := Figures{Variant: v.Name, LeftOut: map[string]int{}}
		for i := range dossiers {
			varied, why := v.Make(&dossiers[i], seed)
			if why != "" {
				f.LeftOut[why]++
				continue
			}
			got, err := eval.Run(ctx, level, o, []eval.Dossier{varied.Dossier})
			if err != nil {
				return Report{}, fmt.Errorf("variant %s: %w", v.Name, err)
			}
			f.Dossiers++
			f.Changes += varied.Changes
			f.compare(&base[i], &got[0], varied)
		}
		r.Variants = append(r.Variants, f)
	}
	return r, nil
}
