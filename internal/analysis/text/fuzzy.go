package text

import (
	"slices"
	"sort"
)

const (
	// leastFuzzy is how many tokens a quote needs to be found with edits.
	leastFuzzy = 6
	// seeds is how many of the quote's rarest tokens places are guessed from.
	seeds = 4
	// mostSeeds bounds the guesses for one token.
	mostSeeds = 32
	// mostTokens bounds a quote that is aligned.
	mostTokens = 500
	// grave is the cost of an edit that can change what is said; a slight one
	// costs 1.
	grave = 1000
)

// alignment is how a quote lies over a stretch of the document's tokens.
type alignment struct {
	first, last int
	cost        int
}

// fuzzy finds the quote where nothing but small words were added, left out or
// exchanged.
func (g *grounder) fuzzy() (Grounding, error) {
	m := len(g.quote.tokens)
	if m < leastFuzzy || m > mostTokens {
		return Grounding{}, ErrNotFound
	}
	lo := sort.Search(len(g.x.tokens), func(i int) bool { return int(g.x.tokens[i].start) >= g.lo })
	hi := sort.Search(len(g.x.tokens), func(i int) bool { return int(g.x.tokens[i].start) >= g.hi })
	best := alignment{cost: -1}
	for _, at := range g.guesses(lo, hi) {
		slack := m/4 + 3
		a := g.align(max(lo, at-slack), min(hi, at+m+slack))
		if best.cost < 0 || a.cost < best.cost {
			best = a
		}
	}
	switch {
	case best.cost < 0 || 10*(best.cost/grave) > 3*m || best.first >= best.last:
		return Grounding{}, ErrNotFound
	case best.cost >= grave:
		return Grounding{}, ErrMisquote
	}
	s := g.x.span(int(g.x.tokens[best.first].start), int(g.x.tokens[best.last-1].end))
	if g.excludes(s) {
		return Grounding{}, ErrQuarantined
	}
	if 100*best.cost <= 15*m {
		return Grounding{Spans: []Span{s}, Status: Fuzzy}, nil
	}
	if 4*best.cost > m {
		return Grounding{}, ErrNotFound
	}
	if first, last := g.d.sentencesIn(s); g.pointed && first >= g.r.First && last <= g.r.Last+1 {
		return g.sentences()
	}
	return Grounding{}, ErrNotFound
}

// guesses are the tokens of the window at which the quote may begin, in order
// and without neighbours that the same alignment would cover.
func (g *grounder) guesses(lo, hi int) []int {
	rare := make([]int, 0, len(g.quote.tokens))
	for i, t := range g.quote.tokens {
		if t.id != unknown {
			rare = append(rare, i)
		}
	}
	slices.SortStableFunc(rare, func(a, b int) int {
		return len(g.x.where[g.quote.tokens[a].id]) - len(g.x.where[g.quote.tokens[b].id])
	})
	var out []int
	for _, i := range rare[:min(seeds, len(rare))] {
		places := g.x.where[g.quote.tokens[i].id]
		from := sort.Search(len(places), func(k int) bool { return int(places[k]) >= lo })
		for n := 0; from < len(places) && int(places[from]) < hi && n < mostSeeds; n++ {
			out = append(out, int(places[from])-i)
			from++
		}
	}
	slices.Sort(out)
	return slices.CompactFunc(out, func(next, kept int) bool { return next-kept <= 2 })
}

// align lays the whole quote over the tokens from lo to hi, of which any
// number may be left over at both ends, at the least cost.
func (g *grounder) align(lo, hi int) alignment {
	q, t := g.quote.tokens, g.x.tokens[lo:hi]
	width := len(t) + 1
	cost := make([]int, (len(q)+1)*width)
	for i := 1; i <= len(q); i++ {
		row, above := cost[i*width:(i+1)*width], cost[(i-1)*width:i*width]
		drop := g.price(g.quote.text, q[i-1])
		row[0] = above[0] + drop
		for j := 1; j < width; j++ {
			least := min(above[j]+drop, row[j-1]+g.price(g.x.text, t[j-1]))
			row[j] = min(least, above[j-1]+g.swap(q[i-1], t[j-1], drop))
		}
	}
	end := 0
	last := cost[len(q)*width:]
	for j := range last {
		if last[j] < last[end] {
			end = j
		}
	}
	return alignment{first: lo + g.start(cost, q, t, end), last: lo + end, cost: last[end]}
}

// swap is the cost of one token in the place of another.
func (g *grounder) swap(a, b token, drop int) int {
	if a.id == b.id && a.id != unknown {
		return 0
	}
	return max(drop, g.price(g.x.text, b))
}

// start walks the alignment that ends at column end back to where it begins.
func (g *grounder) start(cost []int, q, t []token, end int) int {
	width := len(t) + 1
	i, j := len(q), end
	for i > 0 && j > 0 {
		here := cost[i*width+j]
		drop := g.price(g.quote.text, q[i-1])
		switch {
		case here == cost[(i-1)*width+j-1]+g.swap(q[i-1], t[j-1], drop):
			i, j = i-1, j-1
		case here == cost[(i-1)*width+j]+drop:
			i--
		default:
			j--
		}
	}
	return j
}

// price is the cost of adding or leaving out a token.
func (g *grounder) price(text string, t token) int {
	if slight(text[t.start:t.end], g.x.german) {
		return 1
	}
	return grave
}
