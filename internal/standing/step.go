package standing

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/people"
)

// step is the way from a level to the one above, for one person.
type step struct {
	*calc
	to string
}

// above is the level that a promotion from one leads to, else the next in
// order; "" above the highest.
func above(v *ladder.Version, from *ladder.Level) string {
	if from.Promotion != nil {
		return from.Promotion.To
	}
	for _, l := range v.Levels {
		if l.Ordinal > from.Ordinal {
			return l.Code
		}
	}
	return ""
}

// requirement makes one of a result. Its kind is that of the policy, or the
// one given where the ladder has none.
func (s step) requirement(key string, p *ladder.Policy, kind string, r result) *Requirement {
	if p != nil && p.Kind != "" {
		kind = p.Kind
	}
	q := &Requirement{Key: key, Kind: kind, Verdict: r.verdict, Explanation: r.text}
	if r.missing != "" && r.verdict != ladder.Pass {
		q.Missing = &r.missing
	}
	return q
}

// held reports whether the person holds the level on the day.
func (s step) held() bool { return heldOn(s.f.Ranks, s.asOf) == s.level.Code }

// stay are the ranks that the months at the level are counted over: all of
// them, or the present one alone where "cumulative" of the policy is false.
func (s step) stay(p *ladder.Policy) []people.Rank {
	if cumulative, ok := p.Bool("cumulative"); !ok || cumulative {
		return s.f.Ranks
	}
	return slices.DeleteFunc(slices.Clone(s.f.Ranks), func(r people.Rank) bool { return !r.Span().Has(s.asOf) })
}

// months asks for the time at the level. It reads "cumulative" of the policy
// "minimum-months"; the number stands with the promotion. Rule R1.
func (s step) months() []*Requirement {
	if s.level.Promotion == nil {
		return nil
	}
	const key = "minimum-months"
	p, need := s.level.ReadingOf(key), s.level.Promotion.MinimumMonths
	ranks := s.stay(p)
	have := ActiveMonths(ranks, s.f.Pauses, s.level.Code, s.asOf)
	on := AttainedOn(ranks, s.f.Pauses, s.level.Code, need, s.asOf)
	r := result{verdict: ladder.Fail}
	switch {
	case !s.held():
		r.text = fmt.Sprintf("%s is not held on %s; %s were reached there before.", s.level.Code, date(s.asOf), count(have, "active month"))
		r.missing = fmt.Sprintf("Hold %s, for %s in all.", s.level.Code, count(need, "active month"))
	case on == nil:
		r.text = fmt.Sprintf("%s of %d are reached at %s; when the last will be cannot be told while a pause runs without an end, or once the level has one.", count(have, "active month"), need, s.level.Code)
		r.missing = fmt.Sprintf("%s at %s.", count(need-have, "more active month"), s.level.Code)
	case on.After(s.asOf):
		r.text = fmt.Sprintf("%s of %d are reached at %s by %s.", count(have, "active month"), need, s.level.Code, date(s.asOf))
		r.missing = fmt.Sprintf("%s at %s: they are reached on %s.", count(need-have, "more active month"), s.level.Code, date(*on))
	default:
		r.verdict = ladder.Pass
		r.text = fmt.Sprintf("%s at %s are reached by %s; the %d that are asked were on %s.", count(have, "active month"), s.level.Code, date(s.asOf), need, date(*on))
	}
	return []*Requirement{s.requirement(key, p, ladder.Hard, r)}
}

// nominators are who put the person forward for the step, as of the day:
// accepted, not withdrawn, not expired by the instant that is asked about, and
// nobody for oneself unless the ladder allows it. Whether a nominator might
// nominate was asked when the nomination was offered.
func (s step) nominators() map[uuid.UUID]Nomination {
	who := map[uuid.UUID]Nomination{}
	may := s.level.Promotion != nil && s.level.Promotion.Nomination.SelfNomination
	for _, n := range s.f.Nominations {
		self := n.Nominator == s.f.Person && !may
		if n.ToLevel == s.to && n.Accepted && !self && s.come(n.OfferedAt) && s.come(n.AnsweredAt) && n.ExpiresAt.After(s.now) {
			who[n.Nominator] = n
		}
	}
	return who
}

// nomination asks for "minimum" nominations, of the policy "nomination", each
// of another person. Nominations are made here and nowhere else, so that none
// is FAIL and not UNKNOWN. Rule R2.
func (s step) nomination() []*Requirement {
	if s.level.Promotion == nil {
		return nil
	}
	const key = "nomination"
	p := s.level.ReadingOf(key)
	need, ok := p.Int("minimum")
	if !ok {
		need = 1
	}
	who := s.nominators()
	r := result{
		verdict: ladder.Fail,
		text:    fmt.Sprintf("%s to %s %s accepted and in force on %s; %d %s asked.", count(len(who), "nomination"), s.to, is(len(who)), date(s.asOf), need, is(need)),
		missing: fmt.Sprintf("%s by %s, accepted by the nominee.", count(need-len(who), "more nomination"), ladder.InWords(s.level.Promotion.Nomination.AllowedNominators)),
	}
	if len(who) >= need {
		r.verdict = ladder.Pass
	}
	for _, n := range s.f.Nominations {
		if n.ToLevel == s.to && n.Open && s.come(n.OfferedAt) && n.ExpiresAt.After(s.now) {
			r.text += fmt.Sprintf(" One that was offered on %s is not accepted.", date(day.Of(n.OfferedAt)))
		}
	}
	return []*Requirement{s.requirement(key, p, ladder.Hard, r)}
}

// on is the day on which time will have met what time alone can meet: the
// months at the level and, where they stop, those in the system.
func (s step) on() *time.Time {
	if s.level.Promotion == nil || !s.held() {
		return nil
	}
	p := s.level.ReadingOf("minimum-months")
	on := AttainedOn(s.stay(p), s.f.Pauses, s.level.Code, s.level.Promotion.MinimumMonths, s.asOf)
	if p, hard := s.system(); hard && on != nil {
		need, _ := p.Int("months")
		all := AttainedOn(s.inSystem(p), s.f.Pauses, "", need, s.asOf)
		if all == nil || all.After(*on) {
			on = all
		}
	}
	return on
}
