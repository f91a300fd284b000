package record_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dossier/internal/people"
	"dossier/internal/record"
)

// Each kind is confirmed as what says something of it, and what a link says
// fits is what it takes; a refusal leaves the link as it was.
func TestACapacityFitsTheKind(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	founder, peer, attendee, colleague := record.AsFounder, record.AsPeer, record.AsAttendee, record.AsColleague
	for _, tc := range []struct {
		rule            string
		kind            record.Kind
		founders, other []record.Capacity
	}{
		{"S09", record.KindEngagement, []record.Capacity{founder}, []record.Capacity{peer}},
		{"M1", record.KindOwnership, []record.Capacity{founder}, []record.Capacity{peer}},
		{"C7", record.KindDecision, []record.Capacity{founder}, []record.Capacity{colleague, peer}},
		{"W4", record.KindOnWatch, []record.Capacity{founder}, []record.Capacity{peer}},
		{"M4", record.KindIncident, []record.Capacity{founder, peer}, []record.Capacity{peer}},
		{"M4", record.KindIncidentCoverage, []record.Capacity{founder}, nil},
		{"M5", record.KindTeamChange, []record.Capacity{founder, peer}, []record.Capacity{peer}},
		{"M6", record.KindMeeting, []record.Capacity{founder, attendee}, []record.Capacity{attendee}},
	} {
		for who, v := range map[string]*people.Viewer{"a founder": s.fin, "somebody else": s.peer} {
			want := tc.other
			if v == s.fin {
				want = tc.founders
			}
			what := fmt.Sprintf("%s: %s by %s", tc.rule, tc.kind, who)
			for _, as := range []record.Capacity{founder, colleague, attendee, peer, record.AsHouse} {
				r := s.add(s.ana, s.sample(tc.kind))
				l, err := s.link(r, v)
				s.ok(err)
				c, err := s.store.LinkRequest(t.Context(), l.Token, s.Now)
				s.ok(err)
				if !slices.Equal(c.Capacities, want) {
					t.Errorf("%s: the link takes %s, want %s", what, c.Capacities, want)
				}
				err = s.follow(l.Token, record.Confirm, as)
				if slices.Contains(want, as) {
					s.ok(err)
					s.want(what, r, record.Confirmed, as, true)
					continue
				}
				refused(t, what+" as "+string(as), err, "capacity", "")
				if v == s.fin && as == peer && len(want) == 1 && want[0] == founder && tc.kind != record.KindIncidentCoverage && !strings.Contains(err.Error(), "answer as FOUNDER: you founded") {
					t.Errorf("%s as a peer: %v does not say how to mend it", what, err)
				}
				s.want(what+", refused", r, record.Requested, "", false)
				if !s.holds(l.Token) {
					t.Errorf("%s as %s: the refusal used the link up", what, as)
				}
				if as != founder && as != record.AsHouse {
					s.ok(s.follow(l.Token, record.Decline, as)) // who says nothing of it needs no reason
				}
			}
		}
	}
}

// M1: who is signed in is held to the same, and a steward who founded the
// company may still speak as one.
func TestAFounderConfirmsAsOne(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	r := s.add(s.ana, s.sample(record.KindOwnership))
	_, err := s.DB.Exec(t.Context(), `insert into company_founder values ($1, $2, '[2020-01-01,)')`, s.company.UUID, s.stew.Person)
	s.ok(err)
	s.ok(s.ask(s.ana, r, s.fin))
	refused(t, "M1: as a peer", s.answer(s.fin, r, record.Confirm, record.AsPeer), "capacity", "answer as FOUNDER")
	refused(t, "M1: as an attendee", s.answer(s.fin, r, record.Confirm, record.AsAttendee), "capacity", "says nothing of such a record; answer as FOUNDER")
	s.want("M1: refused", r, record.Requested, "", false)
	s.ok(s.answer(s.stew, r, record.Confirm, record.AsHouse))
	s.ok(s.answer(s.fin, r, record.Confirm, record.AsFounder))
	s.want("M1: as a founder", r, record.Confirmed, record.AsFounder, true)
}
