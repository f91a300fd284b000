package mentoring

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// StatementOf lists what was made of an agreement, in order of month, each
// line with what is owed up to it. It reads no clock and no viewer, so that
// all who may see it see the same.
func StatementOf(a *Agreement, made []*Accrual) *Statement {
	s := &Statement{Entries: make([]*StatementEntry, len(made)), MonthsLeft: a.Months}
	var total int64
	for i, m := range made {
		e := &StatementEntry{
			UUID: m.UUID, Month: m.Month, MonthIndex: m.Index, Base: Money{m.Base, m.Currency},
			ActiveDays: m.ActiveDays, MonthDays: m.MonthDays, Amount: Money{m.Amount, m.Currency}, Explanation: explain(a, m),
		}
		if m.Reversal == nil {
			total += m.Amount
		} else {
			e.Reversed, e.Reason = true, &m.Reversal.Reason
		}
		if m.uses() {
			s.MonthsLeft--
		}
		e.RunningTotal = Money{total, a.Currency}
		s.Entries[i] = e
	}
	s.Total = Money{total, a.Currency}
	if a.EndedOn != nil || a.AcceptedAt == nil {
		s.MonthsLeft = 0
	}
	return s
}

// uses reports whether the accrual uses up a month of the term.
func (a *Accrual) uses() bool { return a.Reversal == nil || !a.Reversal.Again }

// explain says in words how an amount was computed.
func explain(a *Agreement, m *Accrual) string {
	s := fmt.Sprintf("month %d of %d: %s %% of the monthly rate of %s on %s", m.Index, a.Months, percent(a.BasisPoints), Money{m.Base, m.Currency}, m.Month.Format(time.DateOnly))
	if m.ActiveDays < m.MonthDays {
		s += fmt.Sprintf(", for %d active of %d days", m.ActiveDays, m.MonthDays)
	}
	s += fmt.Sprintf(", is %s, rounded half up to the minor unit once", Money{m.Amount, m.Currency})
	if m.Reversal != nil {
		s += "; it was reversed and is not owed"
	}
	return s
}

// percent writes basis points, as 7 or 7.25.
func percent(basisPoints int) string {
	s := strconv.Itoa(basisPoints / 100)
	if rest := basisPoints % 100; rest > 0 {
		s += "." + strings.TrimRight(fmt.Sprintf("%02d", rest), "0")
	}
	return s
}
