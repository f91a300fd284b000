package analysis

import (
	"cmp"
	"context"
	"slices"
)

// maxStoredClaims bounds the claims of a result.
const maxStoredClaims = 100

// checkClaims has the claims compared with the facts, and keeps those that
// stand in the text where they say.
func (r *run) checkClaims(context.Context) error {
	if r.o.Claims == nil {
		return nil
	}
	order := r.order()
	all := r.o.Claims.Check(ClaimInput{Documents: r.docs, Pointed: r.pointed, Facts: r.in.Facts})
	for _, c := range all {
		if !r.stands(c.Place, c.Quote) {
			continue
		}
		r.claims = append(r.claims, c)
	}
	slices.SortStableFunc(r.claims, func(a, b Claim) int {
		return cmp.Or(cmp.Compare(order[a.Doc], order[b.Doc]), cmp.Compare(a.Start, b.Start),
			cmp.Compare(a.End, b.End), cmp.Compare(a.Metric, b.Metric))
	})
	r.claims = slices.CompactFunc(r.claims, func(a, b Claim) bool { return a.Place == b.Place && a.Metric == b.Metric })
	r.claims = r.claims[:min(len(r.claims), maxStoredClaims)]
	return nil
}

// stands reports whether a quote is the text at a place.
func (r *run) stands(p Place, quote string) bool {
	if p.Doc < 0 || p.Doc >= len(r.in.Documents) {
		return false
	}
	body := r.in.Documents[p.Doc].Body
	return p.Start >= 0 && p.Start < p.End && p.End <= len(body) && body[p.Start:p.End] == quote
}

// denied counts the refuted claims of a criterion that stand in none of its
// passages.
func (r *run) denied(criterion string, passages []Grounded) int {
	n := 0
	for _, c := range r.claims {
		if c.Criterion == criterion && c.Verdict == Overstated && !slices.ContainsFunc(passages, func(g Grounded) bool {
			return g.Doc == c.Doc && g.Overlaps(c.Span)
		}) {
			n++
		}
	}
	return n
}

// borne says for a passage whether records refute its figure, and whether they
// bear it out. Of several claims in it a refuted one decides.
func (r *run) borne(p Place) (refuted, confirmed bool) {
	for _, c := range r.claims {
		if c.Doc != p.Doc || !c.Overlaps(p.Span) {
			continue
		}
		refuted = refuted || c.Verdict == Overstated
		confirmed = confirmed || c.Verdict == Supported || c.Verdict == Understated
	}
	return refuted, confirmed && !refuted
}
