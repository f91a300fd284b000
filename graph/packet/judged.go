package packet

import "time"

// The parts of a case that come from its panel.

type panel struct {
	ID              string
	Quorum          int
	RevealPreScores words
	DueAt           time.Time
	DueZone         words
	DueLocal        words
	AssembledAt     time.Time
	SeatCount       int
	Appeal          *struct{ ID string }
	Seats           []seat
	Reviews         []review
	Votes           []vote
	Summary         []summary

	Posts []post `json:"-"`
}

type seat struct {
	ID               string
	Person           named
	Role, Status     words
	InvitedAt, DueAt time.Time
	AnsweredAt       *time.Time
	DueLocal         words
	Reason           *words
	Replaced         bool
}

type review struct {
	ID       string
	Reviewer named
	Status   words
	Stale    bool
	Revision *struct {
		ID     string
		Number int
		Hash   words
	}
	SavedAt        time.Time
	SubmittedAt    *time.Time
	Recommendation *words
	Scores         []struct {
		Criterion  titled
		Score      *int
		Unscored   *words
		Reason     words
		NoEvidence bool
		Evidence   []*evidence
	}
	Aspects []struct {
		Component, Aspect titled
		Score             *int
		Note              words
	}
	Changes []struct {
		Number int
		Reason words
		At     time.Time
	}
}

type vote struct {
	Recommendation words
	Count          int
}

type summary struct {
	Criterion titled
	PreScore  *int
	Scores    []int
	Spread    *int
	Dissent   bool
}

type session struct {
	ID          string
	Component   *titled
	Kind        words
	StartsAt    time.Time
	Zone        words
	StartsLocal words
	Cancelled   bool
	HeldAt      *time.Time
	Present     []struct {
		ID     string
		Person named
	}
	Notes *words
}

type post struct {
	ID        string
	Alias     words
	Mine      bool
	Criterion *titled
	Text      words
	PostedAt  time.Time
}

type decision struct {
	ID         string
	Outcome    words
	Rationale  words
	Components []struct {
		Component titled
		Verdict   words
		Note      *words
	}
	Gaps []struct {
		Number         int
		Criterion      titled
		Text, ClosedBy words
	}
	Votes       []vote
	DecidedBy   *named
	DecidedAt   time.Time
	ReleasedAt  *time.Time
	EffectiveOn *words
	ReversedAt  *time.Time
	Reversal    *words
}

type appeal struct {
	ID                        string
	Ground, Statement, Status words
	FiledAt                   time.Time
	Decision                  *decision
	Panel                     *panel
}

// Summarised is whether any review that counts is for the reader.
func (p *panel) Summarised() bool {
	for _, s := range p.Summary {
		if len(s.Scores) > 0 {
			return true
		}
	}
	return false
}

// panels are the dossier's own and the one that hears the appeal, each once.
func (d *dossier) panels() (list []*panel) {
	if d.Panel != nil {
		list = append(list, d.Panel)
	}
	if d.Appeal != nil && d.Appeal.Panel != nil && (d.Panel == nil || d.Panel.ID != d.Appeal.Panel.ID) {
		list = append(list, d.Appeal.Panel)
	}
	return list
}

// decisions are the one in force and, where that is another, the one that the
// appeal is against.
func (d *dossier) decisions() (list []*decision) {
	if d.Appeal != nil && d.Appeal.Decision != nil && (d.Decision == nil || d.Decision.ID != d.Appeal.Decision.ID) {
		list = append(list, d.Appeal.Decision)
	}
	if d.Decision != nil {
		list = append(list, d.Decision)
	}
	return list
}
