package counterfactual

import (
	"slices"

	"dossier/internal/analysis"
	"dossier/internal/analysis/eval"
)

// swapPlaces gives every town and country of the list another one, and every
// company of the records another country.
func swapPlaces(d *eval.Dossier, seed uint64) (Varied, string) {
	l, err := parseLists()
	if err != nil {
		return Varied{}, err.Error()
	}
	s := swap{newFinder(), map[string]string{}}
	for _, kind := range []string{"town", "country"} {
		var found []string
		for _, t := range s.tokens(all(d)) {
			if w := base(t.text); slices.Contains(l[kind], w) && !slices.Contains(found, w) {
				found = append(found, w)
			}
		}
		pair(d, found, l[kind], seed, s.other)
	}
	v, why := exchange(d, s)
	if why != "" {
		return v, why
	}
	v.Dossier.Records.Engagements = abroad(v.Dossier.Records.Engagements, l["code"])
	return v, ""
}

// abroad exchanges the countries of engagements: each code for the one at the
// same distance from the other end of the list. In a text such codes are
// words ("IT", "IN"), so there they stay.
func abroad(list []analysis.Engagement, codes []string) []analysis.Engagement {
	out := slices.Clone(list)
	for i, e := range out {
		if n := slices.Index(codes, e.Country); n >= 0 {
			out[i].Country = codes[len(codes)-1-n]
		}
	}
	return out
}
