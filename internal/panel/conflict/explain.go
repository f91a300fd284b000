package conflict

import (
	"fmt"
	"strings"
	"time"
)

// Explanation says what the conflict is, in words that complete the person's
// name. It names no amount.
func (c *Conflict) Explanation() string {
	if c.TakenBack != nil {
		return c.said() + ", by a record that was taken back" + on(c.TakenBack)
	}
	return c.said()
}

// said is what is so, or was by a record that was taken back.
func (c *Conflict) said() string {
	switch c.Kind {
	case Self:
		return "is the candidate"
	case Mentor:
		return c.lasting("has mentored the candidate", "mentored the candidate")
	case Mentee:
		return c.lasting("has been mentored by the candidate", "was mentored by the candidate")
	case Nominator:
		return "nominated the candidate" + on(c.Since)
	case Referee:
		if c.TakenBack != nil { // given or not
			return "was named in a testimony for the candidate" + on(c.Since)
		}
		if c.Until == nil {
			return "is named in a testimony for the candidate" + on(c.Since) + " and has not answered"
		}
		return "testified for the candidate" + on(c.last())
	case SameCompany:
		company := "the same company"
		if c.CompanyName != nil {
			company = *c.CompanyName
		}
		switch apart := c.Until != nil && c.Since != nil && !c.Until.After(*c.Since); {
		case apart && c.cut():
			return "was at " + company + " as the candidate was"
		case apart:
			return fmt.Sprintf("was at %s as the candidate was, not at the same time; the first of the two was there until %s", company, c.last().Format(time.DateOnly))
		case c.cut():
			return "was at " + company + " with the candidate" + dated(" from ", c.Since)
		}
		return c.lasting("has been at "+company+" with the candidate", "was at "+company+" with the candidate")
	case ReferralMoney:
		return c.lasting("has had a referral agreement with the candidate", "had a referral agreement with the candidate")
	case OpenAgreement:
		return "has had an offer open with the candidate, of mentoring or of referral money," + since(c.Since)
	case Declared:
		said := "has a conflict with the candidate that one of the two declared" + on(c.Since)
		if c.Reason != nil {
			said += ": " + *c.Reason
		}
		return said
	}
	return "has a conflict with the candidate"
}

// cut is whether it is over as its record was taken back, however long it was to
// last by that.
func (c *Conflict) cut() bool {
	return c.TakenBack != nil && c.Until != nil && c.Until.Equal(*c.TakenBack)
}

// lasting is a sentence for what goes on, or for what is over.
func (c *Conflict) lasting(goes, went string) string {
	if c.Until == nil {
		return goes + since(c.Since)
	}
	last := c.last()
	if c.Since == nil {
		return went + " until " + last.Format(time.DateOnly)
	}
	if last.Before(*c.Since) { // ended on the day on which it began
		return went + on(c.Since)
	}
	return fmt.Sprintf("%s from %s to %s", went, c.Since.Format(time.DateOnly), last.Format(time.DateOnly))
}

// last is the last day of what is over.
func (c *Conflict) last() *time.Time {
	last := c.Until.AddDate(0, 0, -1)
	return &last
}

func since(day *time.Time) string { return dated(" since ", day) }

func on(day *time.Time) string { return dated(" on ", day) }

func dated(word string, day *time.Time) string {
	if day == nil {
		return ""
	}
	return word + day.Format(time.DateOnly)
}

// OfInterest refuses people who may not judge a dossier, each with what stands
// in the way.
type OfInterest struct {
	Conflicts []*Conflict
}

// Message names each person and why.
func (o OfInterest) Message() string {
	said := make([]string, len(o.Conflicts))
	for i, c := range o.Conflicts {
		said[i] = c.PersonName + " " + c.Explanation()
	}
	return "a conflict of interest stands in the way: " + strings.Join(said, "; ")
}

func (o OfInterest) Error() string { return o.Message() }
