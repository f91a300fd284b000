// Package ladder holds the career ladder as data: levels, what each asks,
// what the panel looks for and how an analysis reads a text for it. A ladder
// is written as YAML files by an organisation, checked, and imported as a
// version that never changes again; everything that refers to a ladder names
// its version. The package owns the tables ladder and ladder_version. It must
// not know people, dossiers or analyses.
package ladder

import (
	"github.com/google/uuid"

	"dossier/internal/id"
)

// Version is one immutable edition of a ladder.
type Version struct {
	// UUID is zero until the version is imported.
	UUID uuid.UUID `yaml:"-" json:"-"`
	// Hash is the SHA-256, in hex, of the version's canonical JSON.
	Hash string `yaml:"-" json:"-"`
	// Slug is the ladder's name in addresses and arguments.
	Slug string `yaml:"slug" json:"slug"`
	// Title is the ladder's name for people.
	Title string `yaml:"title" json:"title"`
	// Default marks the ladder that an argument left out means.
	Default bool `yaml:"default" json:"default"`
	// Label dates the version as its page does, as "February 2026".
	Label string `yaml:"label" json:"label"`
	// PublishedOn is a date, YYYY-MM-DD, or nil where the page gives no day.
	PublishedOn *string `yaml:"publishedOn" json:"publishedOn"`
	// Levels stand in order, lowest first.
	Levels []Level `yaml:"levels" json:"levels"`
	// Unruled lists the page's sentences that carry no rule.
	Unruled []Unruled `yaml:"unruled" json:"unruled"`
}

// Level is a rung of the ladder. Of levels that the page does not describe
// only Code, Ordinal and what is known are set; the rest is nil or empty.
type Level struct {
	version *Version
	Code    string  `yaml:"code" json:"code"`
	Ordinal int     `yaml:"ordinal" json:"ordinal"`
	Title   *string `yaml:"title" json:"title"`
	Motto   *string `yaml:"motto" json:"motto"`
	// Summary holds the introduction's paragraphs, parted by blank lines.
	Summary          *string         `yaml:"summary" json:"summary"`
	Responsibilities []Entry         `yaml:"responsibilities" json:"responsibilities"`
	AISkills         []Entry         `yaml:"aiSkills" json:"aiSkills"`
	SelfEvaluation   []ChecklistItem `yaml:"selfEvaluation" json:"selfEvaluation"`
	Curriculum       []Phase         `yaml:"curriculum" json:"curriculum"`
	RankingStandard  []Metric        `yaml:"rankingStandard" json:"rankingStandard"`
	Promotion        *Promotion      `yaml:"promotion" json:"promotion"`
	PanelCriteria    []Criterion     `yaml:"panelCriteria" json:"panelCriteria"`
	Mentorship       *Mentorship     `yaml:"mentorship" json:"mentorship"`
	// Unlocks is what this level's promotion opens, as the page lists it
	// under the level one leaves.
	Unlocks []Entry `yaml:"unlocks" json:"unlocks"`
}

// Entry is a titled paragraph of the page with a key that never changes.
type Entry struct {
	Key   string `yaml:"key" json:"key"`
	Title string `yaml:"title" json:"title"`
	Text  string `yaml:"text" json:"text"`
}

// ChecklistItem is a sentence that a person answers about themselves.
type ChecklistItem struct {
	Key       string `yaml:"key" json:"key"`
	Statement string `yaml:"statement" json:"statement"`
}

// Phase is a stretch of the curriculum, in months from the rank's start.
type Phase struct {
	FromMonth int     `yaml:"fromMonth" json:"fromMonth"`
	ToMonth   int     `yaml:"toMonth" json:"toMonth"`
	Title     string  `yaml:"title" json:"title"`
	Modules   []Entry `yaml:"modules" json:"modules"`
}

// Metric is a line of the ranking standard.
type Metric struct {
	level      *Level
	Key        string `yaml:"key" json:"key"`
	Name       string `yaml:"name" json:"name"`
	Threshold  string `yaml:"threshold" json:"threshold"`
	MeasuredBy string `yaml:"measuredBy" json:"measuredBy"`
}

// Promotion is what the step to the next level asks.
type Promotion struct {
	// To is the code of the level that the promotion leads to.
	To            string      `yaml:"to" json:"to"`
	MinimumMonths int         `yaml:"minimumMonths" json:"minimumMonths"`
	Nomination    Nomination  `yaml:"nomination" json:"nomination"`
	Assessment    []Component `yaml:"assessment" json:"assessment"`
	// Recognition is the page's sentence on recognition outside the house.
	Recognition string `yaml:"recognition" json:"recognition"`
	// Quorum is how many unconflicted seats a panel needs, chair included.
	Quorum int `yaml:"quorum" json:"quorum"`
}

// Nomination says who may propose a person.
type Nomination struct {
	// AllowedNominators holds level codes and roles, as "L10" and
	// "HOUSE_FOUNDER".
	AllowedNominators []string `yaml:"allowedNominators" json:"allowedNominators"`
	SelfNomination    bool     `yaml:"selfNomination" json:"selfNomination"`
}

// Component is a part of the assessment: one section of a dossier.
type Component struct {
	level *Level
	Key   string `yaml:"key" json:"key"`
	Title string `yaml:"title" json:"title"`
	Text  string `yaml:"text" json:"text"`
	// Minimum is how many documents the component needs.
	Minimum int `yaml:"minimum" json:"minimum"`
	// Decided is true for what the panel gives a verdict on. A dossier may
	// hold documents in the other components too.
	Decided bool `yaml:"decided" json:"decided"`
}

// Criterion is one of the things that the panel looks for.
type Criterion struct {
	level    *Level
	Key      string `yaml:"key" json:"key"`
	Title    string `yaml:"title" json:"title"`
	Question string `yaml:"question" json:"question"`
	// Components names the sections that are read first for this criterion.
	Components []string `yaml:"components" json:"components"`
	Anchors    []Anchor `yaml:"anchors" json:"anchors"`
	Leaves     []Leaf   `yaml:"leaves" json:"leaves"`
}

// Anchor says in words what a score means for one criterion.
type Anchor struct {
	Score int    `yaml:"score" json:"score"`
	Text  string `yaml:"text" json:"text"`
}

// Leaf is a small question, answered yes, partly or no, that a criterion is
// made of.
type Leaf struct {
	// Key is unique in the level, as "cj.stage".
	Key string `yaml:"key" json:"key"`
	// Source is the page's sentence that the leaf is taken from.
	Source string `yaml:"source" json:"source"`
	// Definition completes "The text shows that ...".
	Definition string `yaml:"definition" json:"definition"`
	Counts     string `yaml:"counts" json:"counts"`
	Excludes   string `yaml:"excludes" json:"excludes"`
	// Gate leaves must be at least partly met for a score of 3.
	Gate bool `yaml:"gate" json:"gate"`
	// Weight is the leaf's share, in hundredths; a criterion's sum to 100.
	Weight int `yaml:"weight" json:"weight"`
	// Missing holds, by reason of a gap, what to tell the candidate. The key
	// "absent" is required and stands in for reasons that are not listed.
	Missing map[string]string `yaml:"missing" json:"missing"`
}

// Mentorship is what a level's holder receives and gives.
type Mentorship struct {
	Receives string `yaml:"receives" json:"receives"`
	Slots    int    `yaml:"slots" json:"slots"`
	// MenteeLevels bounds whom a holder may mentor, by level code.
	MenteeLevels *LevelRange  `yaml:"menteeLevels" json:"menteeLevels"`
	ReferralCut  *ReferralCut `yaml:"referralCut" json:"referralCut"`
	Expectation  *string      `yaml:"expectation" json:"expectation"`
}

// LevelRange is an inclusive range of level codes.
type LevelRange struct {
	From string `yaml:"from" json:"from"`
	To   string `yaml:"to" json:"to"`
}

// ReferralCut is a mentor's share of the mentee's monthly rate.
type ReferralCut struct {
	BasisPoints int `yaml:"basisPoints" json:"basisPoints"`
	Months      int `yaml:"months" json:"months"`
}

// Unruled is text of the page that carries no rule, and why.
type Unruled struct {
	Text string `yaml:"text" json:"text"`
	Why  string `yaml:"why" json:"why"`
}

// ID is the ladder version's id; a ladder is always seen at a version.
func (v *Version) ID() id.ID { return id.Of(id.Ladder, v.UUID) }

// ID names the level in its version.
func (l *Level) ID() id.ID { return id.Part(id.Level, l.version.UUID, l.Code) }

// Version is the edition that the level belongs to.
func (l *Level) Version() *Version { return l.version }

// ID names the criterion in its version, as "L8/generosity".
func (c *Criterion) ID() id.ID {
	return id.Part(id.Criterion, c.level.version.UUID, c.level.Code+"/"+c.Key)
}

// ID names the component in its version.
func (c *Component) ID() id.ID {
	return id.Part(id.Component, c.level.version.UUID, c.level.Code+"/"+c.Key)
}

// ID names the metric in its version.
func (m *Metric) ID() id.ID {
	return id.Part(id.Metric, m.level.version.UUID, m.level.Code+"/"+m.Key)
}

// bind sets the pointers upwards after decoding.
func (v *Version) bind() {
	for i := range v.Levels {
		l := &v.Levels[i]
		l.version = v
		for j := range l.RankingStandard {
			l.RankingStandard[j].level = l
		}
		for j := range l.PanelCriteria {
			l.PanelCriteria[j].level = l
		}
		if l.Promotion != nil {
			for j := range l.Promotion.Assessment {
				l.Promotion.Assessment[j].level = l
			}
		}
	}
}

// Level finds a level by its code, nil if there is none.
func (v *Version) Level(code string) *Level {
	for i := range v.Levels {
		if v.Levels[i].Code == code {
			return &v.Levels[i]
		}
	}
	return nil
}

// Component finds a component of the level's assessment, nil if there is none.
func (l *Level) Component(key string) *Component {
	if l.Promotion == nil {
		return nil
	}
	for i := range l.Promotion.Assessment {
		if l.Promotion.Assessment[i].Key == key {
			return &l.Promotion.Assessment[i]
		}
	}
	return nil
}

// Criterion finds a criterion, nil if there is none.
func (l *Level) Criterion(key string) *Criterion {
	for i := range l.PanelCriteria {
		if l.PanelCriteria[i].Key == key {
			return &l.PanelCriteria[i]
		}
	}
	return nil
}
