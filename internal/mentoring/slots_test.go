package mentoring_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dossier/internal/id"
	"dossier/internal/mentoring"
	"dossier/internal/people"
)

// N2: a hundred people accept at once, and five get in.
func TestAHundredAcceptAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mira := h.Person("Mira", "L8")
	mentees, offers := make([]*people.Viewer, 100), make([]id.ID, 100)
	for i := range mentees {
		mentees[i] = h.Person(fmt.Sprint("Mentee ", i), "L3")
		offers[i] = h.offer(mira, mentees[i])
	}
	errs := make([]error, len(offers))
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range offers {
		wg.Go(func() {
			<-start
			errs[i] = h.answer(mentees[i], offers[i], mentoring.Accept)
		})
	}
	close(start)
	wg.Wait()
	accepted := 0
	for _, err := range errs {
		if err == nil {
			accepted++
			continue
		}
		if full := refusal[*mentoring.SlotsFull](t, err); full.Total != 5 || full.Used != 5 {
			t.Errorf("N2: %+v", full)
		}
	}
	slots, err := h.store.Slots(t.Context(), mira, []people.LevelKey{h.key(mira)}, h.Now)
	if s := slots[h.key(mira)]; err != nil || accepted != 5 || s.Used != 5 || *s.Total != 5 {
		t.Errorf("N2: %d accepted, %+v, %v", accepted, s, err)
	}
}

// U5: a promotion changes the number at once, for new mentees.
func TestSlotsFollowTheLevel(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mira, founder := h.Person("Mira", "L8"), h.Person("Fay", "", people.HouseFounder)
	for i := range 5 {
		h.pair(mira, h.Person(fmt.Sprint("Mentee ", i), "L6"))
	}
	sixth := h.Person("Mentee 5", "L6")
	m := h.offer(mira, sixth)
	if full := refusal[*mentoring.SlotsFull](t, h.answer(sixth, m, mentoring.Accept)); full.Total != 5 || full.Message() != "the mentor has 5 of 5 mentee slots in use: one of those mentorships has to end first" {
		t.Errorf("N2: a sixth at L8: %+v", full)
	}
	h.promote(mira, "L9", h.today())
	if err := h.answer(sixth, m, mentoring.Accept); err != nil {
		t.Fatalf("U5: a sixth at L9: %v", err)
	}
	h.pair(mira, h.Person("Mentee 6", "L7"))
	eighth := h.Person("Mentee 7", "L7")
	if full := refusal[*mentoring.SlotsFull](t, h.answer(eighth, h.offer(mira, eighth), mentoring.Accept)); full.Total != 7 || full.Used != 7 {
		t.Errorf("U5: an eighth at L9: %+v", full)
	}
	for i := range 8 {
		h.pair(founder, h.Person(fmt.Sprint("Founder's ", i), "L8"))
	}
	slots, err := h.store.Slots(t.Context(), sixth, []people.LevelKey{h.key(mira), h.key(founder)}, h.Now)
	if err != nil || *slots[h.key(mira)].Total != 7 || slots[h.key(mira)].Used != 7 || slots[h.key(founder)].Total != nil || slots[h.key(founder)].Used != 8 {
		t.Errorf("U5: %+v, %+v, %v", slots[h.key(mira)], slots[h.key(founder)], err)
	}
}

// N2: in any sequence of acts a mentor has no more mentees than slots, and the
// system says what a simple model says.
func TestSlotsInAnySequenceOfActs(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := context.WithoutCancel(t.Context())
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		h.Now = time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)
		mentors := []*people.Viewer{h.Person(fmt.Sprintf("M%d a", n), "L8"), h.Person(fmt.Sprintf("M%d b", n), "L9")}
		cap := map[*people.Viewer]int{mentors[0]: 5, mentors[1]: 7}
		var mentees []*people.Viewer
		for i := range 10 {
			mentees = append(mentees, h.Person(fmt.Sprintf("P%d %d", n, i), "L4"))
		}
		type offer struct {
			id             id.ID
			mentor, mentee *people.Viewer
		}
		var offers []offer                      // open
		active := map[*people.Viewer]offer{}    // by mentee
		until := map[*people.Viewer]time.Time{} // the day on which the last one ended
		used := func(m *people.Viewer) (k int) {
			for _, o := range active {
				if o.mentor == m {
					k++
				}
			}
			return k
		}
		t.Repeat(map[string]func(*rapid.T){
			"offer": func(t *rapid.T) {
				o := offer{mentor: rapid.SampledFrom(mentors).Draw(t, "mentor"), mentee: rapid.SampledFrom(mentees).Draw(t, "mentee")}
				to := person(o.mentee)
				made, err := h.acts.Offer(ctx, o.mentor, mentoring.OfferInput{Mentee: &to}, h.Now)
				for _, other := range offers {
					if other.mentor == o.mentor && other.mentee == o.mentee {
						if err == nil {
							t.Fatal("a second open offer")
						}
						return
					}
				}
				if err != nil {
					t.Fatal(err)
				}
				o.id = id.Of(id.Mentorship, made)
				offers = append(offers, o)
			},
			"answer": func(t *rapid.T) {
				if len(offers) == 0 {
					t.Skip("no offer")
				}
				i := rapid.IntRange(0, len(offers)-1).Draw(t, "which")
				o := offers[i]
				_, taken := active[o.mentee]
				allowed := !taken && !h.today().Before(until[o.mentee]) && used(o.mentor) < cap[o.mentor]
				err := h.answer(o.mentee, o.id, mentoring.Accept)
				if (err == nil) != allowed {
					t.Fatalf("allowed %v, used %d: %v", allowed, used(o.mentor), err)
				}
				if err == nil {
					active[o.mentee] = o
					offers = append(offers[:i], offers[i+1:]...)
				}
			},
			"end": func(t *rapid.T) {
				for _, who := range mentees {
					if o, ok := active[who]; ok && rapid.Bool().Draw(t, "this one") {
						if err := h.end(o.mentor, o.id, mentoring.Stopped); err != nil {
							t.Fatal(err)
						}
						delete(active, who)
						until[who] = *h.see(who, o.id).Until()
						return
					}
				}
			},
			"tomorrow": func(*rapid.T) { h.Now = h.Now.AddDate(0, 0, 1) },
			"": func(t *rapid.T) {
				keys := []people.LevelKey{h.key(mentors[0]), h.key(mentors[1])}
				slots, err := h.store.Slots(ctx, mentors[0], keys, h.Now)
				if err != nil {
					t.Fatal(err)
				}
				for i, m := range mentors {
					if s := slots[keys[i]]; s.Used != used(m) || *s.Total != cap[m] || s.Used > *s.Total {
						t.Fatalf("%d of %d, want %d of %d", s.Used, *s.Total, used(m), cap[m])
					}
				}
			},
		})
	})
}
