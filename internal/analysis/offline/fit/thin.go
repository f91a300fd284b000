package main

import (
	"encoding/binary"
	"hash/fnv"

	"dossier/internal/analysis/offline"
)

// The lexicon was written by somebody who had read the dossiers that are
// learnt from, and knows their words better than it will know those of the
// next dossier. So each passage is learnt from several times: once whole, and
// in copies that have lost a part of what the lexicon says of them, as a
// passage in unknown words would. What form and place tell then counts for
// more.
const (
	copies = 2
	// kept is how many in a hundred families a copy keeps.
	kept = 30
)

// thinned returns the examples and their thinned copies, the same each time.
func thinned(a *offline.Analyser, examples []example) []example {
	out := make([]example, 0, len(examples)*(1+copies))
	out = append(out, examples...)
	for n := range copies {
		for i, e := range examples {
			var v offline.Vector
			for _, f := range e.features {
				if !a.FromLexicon(f.Feature) || chance(n, i, f.Feature) < kept {
					v = append(v, f)
				}
			}
			e.features = v
			out = append(out, e)
		}
	}
	return out
}

// chance is a number from 0 to 99 that depends on nothing but its arguments.
func chance(n, i, feature int) uint64 {
	var b [12]byte
	binary.LittleEndian.PutUint32(b[0:], uint32(n))
	binary.LittleEndian.PutUint32(b[4:], uint32(i))
	binary.LittleEndian.PutUint32(b[8:], uint32(feature))
	h := fnv.New64a()
	h.Write(b[:])
	return h.Sum64() >> 7 % 100
}
