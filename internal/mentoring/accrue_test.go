package mentoring_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/mentoring"
	"dossier/internal/people"
	"dossier/internal/problem"
)

// accrue runs the ledger and returns its lines in short.
func (h *house) accrue(month string) (lines []string) {
	h.T.Helper()
	err := h.acts.Accrue(h.T.Context(), date(month+"-01"), h.Now, func(l mentoring.Line) {
		s := l.Month.Format("2006-01") + " " + l.Reason
		if m := l.Made; m != nil {
			s += fmt.Sprintf("%d: %d/%d %d", m.Index, m.ActiveDays, m.MonthDays, m.Amount)
		}
		lines = append(lines, s)
	})
	if err != nil {
		h.T.Fatal(err)
	}
	return lines
}

// referred pairs two people, agrees on referral money, and has the mentee paid
// 4200 euros a month.
func (h *house) referred(mentor, mentee, founder *people.Viewer) id.ID {
	h.T.Helper()
	a := h.offerReferral(mentor, h.pair(mentor, mentee))
	if err := h.agree(mentee, a); err != nil {
		h.T.Fatal(err)
	}
	h.paid(founder, mentee, "2026-01-01", 420000)
	return a
}

func (h *house) paid(founder, mentee *people.Viewer, from string, amount int64) {
	h.T.Helper()
	_, err := h.acts.SetRate(h.T.Context(), founder, mentoring.RateInput{Person: person(mentee), From: day.Day{Time: date(from)}, Amount: mentoring.Money{Amount: amount, Currency: "EUR"}}, h.Now)
	if err != nil {
		h.T.Fatal(err)
	}
	h.Advance(time.Second)
}

func (h *house) statement(v *people.Viewer, a id.ID) *mentoring.Statement {
	h.T.Helper()
	found, err := h.store.Statements(h.T.Context(), v, []uuid.UUID{a.UUID})
	if err != nil {
		h.T.Fatal(err)
	}
	return found[a.UUID]
}

func TestAccrueIsRepeatable(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mira, leo, fay := h.Person("Mira", "L8"), h.Person("Leo", "L4"), h.Person("Fay", "", people.HouseFounder)
	a := h.referred(mira, leo, fay) // accepted on 24 November 2026
	h.pause(leo, date("2027-01-11"), date("2027-03-01"))
	h.Now = time.Date(2027, 4, 30, 23, 59, 59, 0, time.UTC)
	err := h.acts.Accrue(t.Context(), date("2027-04-01"), h.Now, func(mentoring.Line) { t.Error("a line") })
	if fault.KindOf(err) != fault.Invalid || err.Error() != "2027-04 is not over: accrue it from 2027-05-01 on" {
		t.Errorf("N3: a month that runs: %v", err)
	}
	if got := h.accrue("2026-11"); got != nil {
		t.Errorf("N3: before the term: %q", got)
	}
	if got := h.accrue("2026-12"); !slices.Equal(got, []string{"2026-12 1: 31/31 29400"}) {
		t.Errorf("N3: the first month: %q", got)
	}
	want := []string{"2027-01 2: 10/31 9484", "2027-03 3: 31/31 29400", "2027-02 no day of the month is active"}
	if got := h.accrue("2027-03"); !slices.Equal(got, want) {
		t.Errorf("N3: months that were missed: %q, want %q", got, want)
	}
	for _, month := range []string{"2027-03", "2026-12", "2027-01"} {
		if got := h.accrue(month); got != nil {
			t.Errorf("N3: %s again: %q", month, got)
		}
	}
	s := h.statement(fay, a)
	if s.Total.Amount != 29400+9484+29400 || s.MonthsLeft != 15 || len(s.Entries) != 3 {
		t.Errorf("N3: %+v", s)
	}
	var trail int
	if err := h.DB.QueryRow(t.Context(), `select count(*) from audit where act = 'accrueReferral' and actor is null and subject = $1`, leo.Person).Scan(&trail); err != nil || trail != 3 {
		t.Errorf("N3: %d rows in the trail, %v", trail, err)
	}
	h.refuses(`update accrual set amount = 1`, `delete from accrual`)
}

// N3: mentor, mentee and house read the same, byte for byte.
func TestOneStatementForAll(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mira, leo, fay := h.Person("Mira", "L8"), h.Person("Leo", "L4"), h.Person("Fay", "", people.HouseFounder)
	a := h.referred(mira, leo, fay)
	h.Now = h.Now.AddDate(0, 6, 0)
	h.accrue("2027-04")
	text := func(v *people.Viewer) string {
		b, err := json.Marshal(h.statement(v, a))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if m, e, f := text(mira), text(leo), text(fay); m != e || m != f || len(m) < 500 {
		t.Errorf("mentor, mentee and house read\n%s\n%s\n%s", m, e, f)
	}
}

func TestTwoRunsAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	fay := h.Person("Fay", "", people.HouseFounder)
	// More agreements than a transaction does at a time.
	for i := range 21 {
		mentor := h.Person(fmt.Sprint("Mentor ", i), "L8")
		for k := range 5 {
			h.referred(mentor, h.Person(fmt.Sprintf("Mentee %d %d", i, k), "L4"), fay)
		}
	}
	h.Now = h.Now.AddDate(0, 4, 0)
	ctx := context.WithoutCancel(t.Context())
	made := make([]int, 4)
	var wg sync.WaitGroup
	for i := range made {
		wg.Go(func() {
			err := h.acts.Accrue(ctx, date("2027-02-01"), h.Now, func(l mentoring.Line) {
				if l.Made != nil {
					made[i]++
				}
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	var rows, once int
	if err := h.DB.QueryRow(ctx, `select count(*), count(distinct (agreement_id, month)) from accrual`).Scan(&rows, &once); err != nil {
		t.Fatal(err)
	}
	if n := made[0] + made[1] + made[2] + made[3]; n != 315 || rows != 315 || once != 315 {
		t.Errorf("N3: %v told, %d rows for %d months, want 315", made, rows, once)
	}
}

func TestReverse(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	mira, leo, fay := h.Person("Mira", "L8", people.HouseFounder), h.Person("Leo", "L4", people.HouseFounder), h.Person("Fay", "", people.HouseFounder)
	a := h.referred(mira, leo, fay)
	h.Now = h.Now.AddDate(0, 5, 0)
	h.accrue("2027-03")
	line := func(i int) id.ID { return h.statement(fay, a).Entries[i].ID() }
	reverse := func(v *people.Viewer, accrual id.ID, reason string, again bool) error {
		return h.acts.Reverse(ctx, v, mentoring.ReverseInput{Accrual: accrual, Reason: reason, Again: again}, h.Now)
	}
	for name, err := range map[string]error{
		"the mentor": reverse(mira, line(0), "mine", false), "the mentee": reverse(leo, line(0), "mine", false),
		"a steward": reverse(h.Person("Sam", "", people.Steward), line(0), "no", false), "of nothing": reverse(fay, id.Of(id.Accrual, uuid.Max), "no", false),
		"of something else": reverse(fay, a, "no", false),
	} {
		if !errors.Is(err, fault.ErrNotFound) {
			t.Errorf("N3: a reversal by or of %s: %v", name, err)
		}
	}
	if r := refusal[*problem.Invalid](t, reverse(fay, line(0), " ", false)); r.Fields[0].Path != "input.reason" {
		t.Errorf("N3: without a reason: %v", r)
	}
	_, err := h.acts.SetRate(ctx, mira, mentoring.RateInput{Person: person(leo), From: day.Day{Time: h.today()}, Amount: mentoring.Money{Amount: 900000, Currency: "EUR"}}, h.Now)
	if r := refusal[*problem.Invalid](t, err); !strings.Contains(r.Message(), "nobody moves their own money") {
		t.Errorf("N3: the mentor records the rate: %v", r)
	}
	// December stays used up, January is to be made again with the leave known.
	if err := reverse(fay, line(0), "paid by hand", false); err != nil {
		t.Fatal(err)
	}
	if err := reverse(fay, line(1), "the leave was not known", true); err != nil {
		t.Fatal(err)
	}
	if r := refusal[*problem.Invalid](t, reverse(fay, line(1), "again", false)); !strings.Contains(r.Message(), "already") {
		t.Errorf("N3: twice: %v", r)
	}
	if s := h.statement(leo, a); s.Total.Amount != 2*29400 || s.MonthsLeft != 15 || !s.Entries[0].Reversed || *s.Entries[1].Reason != "the leave was not known" {
		t.Errorf("N3: %+v", s)
	}
	h.pause(leo, date("2027-01-11"), date("2027-02-01"))
	h.refuses(`update accrual_reversal set reason = 'x'`, `delete from accrual_reversal`)
	if got := h.accrue("2027-03"); !slices.Equal(got, []string{"2027-01 2: 10/31 9484"}) {
		t.Errorf("N3: made again: %q", got)
	}
	if got := h.accrue("2027-03"); got != nil {
		t.Errorf("N3: and again: %q", got)
	}
	s := h.statement(leo, a)
	if s.Total.Amount != 2*29400+9484 || s.MonthsLeft != 14 || len(s.Entries) != 5 || s.Entries[2].RunningTotal.Amount != 9484 {
		t.Errorf("N3: %+v", s)
	}
}

// N3: a term that is used up frees the mentee, on the same day whenever the
// ledger ran.
func TestATermThatIsUsedUp(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mira, ida, fay := h.Person("Mira", "L8"), h.Person("Ida", "L9"), h.Person("Fay", "", people.HouseFounder)
	leo := h.Person("Leo", "L4")
	a := h.referred(mira, leo, fay)
	h.promote(leo, "L7", h.today())
	if err := h.end(mira, h.mentorship(a), mentoring.HandedOn); err != nil {
		t.Fatal(err)
	}
	h.Now = h.Now.AddDate(3, 0, 0)
	if got := h.accrue("2029-10"); len(got) != 18 || got[17] != "2028-05 18: 31/31 29400" {
		t.Errorf("N3: %q", got)
	}
	if got := h.agreement(leo, a); got.EndedOn == nil || !got.EndedOn.Equal(date("2028-06-01")) {
		t.Errorf("N3: %+v", got)
	}
	if s := h.statement(leo, a); s.MonthsLeft != 0 || s.Total.Amount != 18*29400 {
		t.Errorf("N3: %+v", s)
	}
	if err := h.agree(leo, h.offerReferral(ida, h.pair(ida, leo))); err != nil {
		t.Errorf("N3: another agreement: %v", err)
	}
}

func (h *house) mentorship(a id.ID) id.ID {
	h.T.Helper()
	var m uuid.UUID
	if err := h.DB.QueryRow(h.T.Context(), `select mentorship_id from referral_agreement where id = $1`, a.UUID).Scan(&m); err != nil {
		h.T.Fatal(err)
	}
	return id.Of(id.Mentorship, m)
}

// N2, U7: money is not touched by a promotion beyond the range.
func TestAPromotionLeavesTheMoney(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mira, leo, fay := h.Person("Mira", "L8"), h.Person("Leo", "L6"), h.Person("Fay", "", people.HouseFounder)
	a := h.referred(mira, leo, fay)
	h.promote(leo, "L7", h.today())
	h.promote(mira, "L9", date("2027-01-15"))
	h.Now = h.Now.AddDate(0, 4, 0)
	if got := h.accrue("2027-02"); !slices.Equal(got, []string{"2026-12 1: 31/31 29400", "2027-01 2: 31/31 29400", "2027-02 3: 28/28 29400"}) {
		t.Errorf("U6: %q", got)
	}
	if got := h.agreement(mira, a); got.BasisPoints != 700 || got.Months != 18 {
		t.Errorf("U6: %+v", got)
	}
}
