package nomination_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/nomination"
	"dossier/internal/page"
	"dossier/internal/people"
)

// list reads all pages of two.
func (o *world) list(v *people.Viewer, f nomination.Filter) (found []uuid.UUID) {
	o.t.Helper()
	for r := (page.Request{First: 2}); ; {
		c, err := o.store.List(o.t.Context(), o.at(v), f, r)
		if err != nil {
			o.t.Fatal(err)
		}
		for _, e := range c.Edges {
			found = append(found, e.Node.UUID)
		}
		if !c.PageInfo.HasNextPage {
			if n, err := c.TotalCount(o.t.Context()); err != nil || n != len(found) {
				o.t.Errorf("%d counted, %d listed, %v", n, len(found), err)
			}
			return found
		}
		first := int32(2)
		if r, err = page.NewRequest(&first, c.PageInfo.EndCursor); err != nil {
			o.t.Fatal(err)
		}
	}
}

func TestNominationsAreListed(t *testing.T) {
	t.Parallel()
	o := open(t)
	hana, ben, steward := o.Person("Hana", "", people.HouseFounder), o.Candidate("Ben"), o.Person("Sten", "", people.Steward)
	bens := func(in *nomination.NominateInput) {
		in.Nominee, in.Records = id.Of(id.Person, ben.Person), []id.ID{o.record(ben.Person), o.record(ben.Person), o.record(ben.Person)}
	}
	expired := o.nominate(o.ten)
	if err := o.answer(o.ana, expired, nomination.Accept); err != nil {
		t.Fatal(err)
	}
	o.Advance(term)
	declined := o.nominate(hana)
	if err := o.answer(o.ana, declined, nomination.Decline); err != nil {
		t.Fatal(err)
	}
	// Two at the same instant are in order by their ids.
	accepted, offered := o.nominate(hana), o.nominate(o.ten)
	if err := o.answer(o.ana, accepted, nomination.Accept); err != nil {
		t.Fatal(err)
	}
	o.Advance(time.Minute)
	other := o.nominate(o.ten, bens)

	same := []uuid.UUID{declined.UUID, accepted.UUID, offered.UUID}
	slices.SortFunc(same, func(a, b uuid.UUID) int { return slices.Compare(b[:], a[:]) })
	anas := append(slices.Clone(same), expired.UUID)
	all := append([]uuid.UUID{other.UUID}, anas...)
	only := func(keys ...uuid.UUID) (kept []uuid.UUID) {
		for _, k := range all {
			if slices.Contains(keys, k) {
				kept = append(kept, k)
			}
		}
		return kept
	}
	ana, byTen, unknown := id.Of(id.Person, o.ana.Person), id.Of(id.Person, o.ten.Person), id.ID{}
	for _, tc := range []struct {
		what string
		v    *people.Viewer
		f    nomination.Filter
		want []uuid.UUID
	}{
		{"a steward sees all", steward, nomination.Filter{}, all},
		{"the nominee sees those about them", o.ana, nomination.Filter{}, anas},
		{"a nominator sees their own", o.ten, nomination.Filter{}, only(expired.UUID, offered.UUID, other.UUID)},
		{"another nominator theirs", hana, nomination.Filter{}, only(declined.UUID, accepted.UUID)},
		{"somebody else none", o.Person("Eve", "L10", people.HouseFounder, people.Panelist), nomination.Filter{}, nil},
		{"nobody none", nil, nomination.Filter{}, nil},
		{"those of a nominee", steward, nomination.Filter{Nominee: &ana}, anas},
		{"those of a nominator", steward, nomination.Filter{Nominator: &byTen}, only(expired.UUID, offered.UUID, other.UUID)},
		{"of a malformed id", steward, nomination.Filter{Nominee: &unknown}, nil},
		{"the expired", steward, nomination.Filter{Status: []nomination.Status{nomination.Expired}}, only(expired.UUID)},
		{"the accepted, not the expired", steward, nomination.Filter{Status: []nomination.Status{nomination.Accepted}}, only(accepted.UUID)},
		{"offered or declined", steward, nomination.Filter{Status: []nomination.Status{nomination.Offered, nomination.Declined}}, only(offered.UUID, declined.UUID, other.UUID)},
		{"by all three", o.ten, nomination.Filter{Status: []nomination.Status{nomination.Offered}, Nominee: &ana, Nominator: &byTen}, only(offered.UUID)},
	} {
		if got := o.list(tc.v, tc.f); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.what, got, tc.want)
		}
	}
	for what, v := range map[string]*people.Viewer{"nobody": nil, "another": ben} {
		cited, err := o.store.RecordsOf(t.Context(), v, []uuid.UUID{accepted.UUID})
		if err != nil || len(cited[accepted.UUID]) != 0 || o.see(v, accepted) != nil {
			t.Errorf("%s sees %v, %v", what, cited, err)
		}
	}
	_, err := o.store.List(t.Context(), steward, nomination.Filter{}, page.Request{First: 2, After: &page.Key{Sort: "Ana"}})
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("a cursor of another list: %v", err)
	}
}
