// Package standing turns facts and a day into explained verdicts: the metrics
// of a level's ranking standard, the checklist beside a person's own answers,
// what the step to the next level asks and when time will have met it, where
// one is in the curriculum. All of it is pure: the same facts, ladder and day
// give the same answer, byte for byte. Thresholds, windows and kinds are the
// ladder's policy. Verdicts have three values, and UNKNOWN is not FAIL. The
// package knows types of other areas, and no store.
//
// As of a day means: what had happened by that day, as it is known now.
package standing

import (
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/mentoring"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/selfevaluation"
)

// Facts are what is known of one person on one ladder.
type Facts struct {
	Person uuid.UUID
	// Ranks are those on the ladder, oldest first, without overlap.
	Ranks []people.Rank
	// Pauses do not overlap.
	Pauses []people.Pause
	// Records are the person's, neither superseded nor retracted, oldest
	// first. A review or a feedback stands among them, whoever made it.
	Records []record.Record
	// Surfaces are those of the companies in the records.
	Surfaces []Surface
	// Pupils are the mentorships that the person gave, on the ladder.
	Pupils []mentoring.Pupil
	// Mentees are the facts of pupils at a level whose step the ladder
	// describes, without mentees of their own; nil where they are not
	// gathered, and then nothing is computed of how near they are.
	Mentees map[uuid.UUID]*Facts
	// Mentor is the mentorship that the person has, nil for none; Sessions are
	// the days of its sessions.
	Mentor *Mentor
	// Nominations are those of the person, whatever their status.
	Nominations []Nomination
	// Answers and Progress are the newest for each item and module.
	Answers  []selfevaluation.Answer
	Progress []selfevaluation.Progress
}

// Surface is a product surface of a company, while it exists.
type Surface struct {
	UUID    uuid.UUID
	Company uuid.UUID
	Name    string
	Span    day.Span
	// Depends are the surfaces that it shares something with.
	Depends []uuid.UUID
}

// Mentor is the mentorship that a person has.
type Mentor struct {
	Mentorship, Mentor uuid.UUID
	Name               string
	Span               day.Span
	Sessions           []time.Time
}

// Nomination is what a requirement needs to know of one.
type Nomination struct {
	UUID, Nominator uuid.UUID
	ToLevel         string
	Accepted        bool // by the nominee, and not withdrawn
	Open            bool // offered, and neither answered nor withdrawn
	OfferedAt       time.Time
	// AnsweredAt is the zero time while it was not answered.
	AnsweredAt time.Time
	ExpiresAt  time.Time
}

// Standing is what the ranking standard of a level says of a person.
type Standing struct {
	AsOf    time.Time
	Metrics []*Metric
}

// Metric is one metric's result.
type Metric struct {
	Metric  *ladder.Metric
	Verdict ladder.Verdict
	// Value is what is counted, nil where nothing can be.
	Value *float64
	// Coverage is the share, 0 to 1, of what the records would have to cover;
	// nil where that is not asked.
	Coverage    *float64
	Explanation string
	// Records are those that count, in the order of Facts.
	Records []record.Record
}

// Eligibility is what the step to a level asks, and how a person stands to it.
type Eligibility struct {
	To   string
	AsOf time.Time
	// Verdict is whether a dossier could be submitted, apart from its texts:
	// FAIL while something that stops is not met, UNKNOWN while it cannot be
	// said or something has to be explained.
	Verdict ladder.Verdict
	// EligibleOn is the earliest day on which everything that time alone can
	// meet will be met; nil if it never will, as without the level before.
	EligibleOn   *time.Time
	Requirements []*Requirement
}

// Requirement is one thing that the step asks.
type Requirement struct {
	Key string `json:"key"`
	// Kind says what a shortfall does: HARD stops, EXPLAIN asks the candidate
	// for an explanation, INFO only shows.
	Kind        string         `json:"kind"`
	Verdict     ladder.Verdict `json:"verdict"`
	Explanation string         `json:"explanation"`
	// Missing says what would meet it, nil where nothing is missing.
	Missing *string `json:"missing"`
}

// Item is an item of the checklist, or an AI skill, beside the person's own
// answer.
type Item struct {
	Key string
	// Computed is UNKNOWN where the records do not say.
	Computed    ladder.Verdict
	Value       *float64
	Explanation string
	Records     []record.Record
	// Answer is the person's newest, nil if none.
	Answer *selfevaluation.Answer
}

// Indicator is a figure that is shown and never judged.
type Indicator struct {
	// Key is that of the policy which it is read from.
	Key         string
	Value       *float64
	Explanation string
	Records     []record.Record
}

// ModuleStatus is where a person is in a module of the curriculum.
type ModuleStatus string

// The statuses.
const (
	Planned    ModuleStatus = "PLANNED"
	InProgress ModuleStatus = "IN_PROGRESS"
	Done       ModuleStatus = "DONE"
	Overdue    ModuleStatus = "OVERDUE"
)

// Module is a module of the curriculum on a person's calendar.
type Module struct {
	Key   string
	Title string
	// From and Due are the first and the last day of its phase, moved by
	// pauses; nil without the level.
	From, Due *time.Time
	Status    ModuleStatus
	// Overdue is true past Due while it is not done.
	Overdue  bool
	Progress *selfevaluation.Progress
	// Artefact is the kind that it asks for, and LeadsTo the components of the
	// dossier that it can be shown in.
	Artefact *string
	LeadsTo  []*ladder.Component
}

// NotEligible refuses while something that stops is not met.
type NotEligible struct {
	Requirements []*Requirement
}
