// Package ladder holds the career ladder as data: levels, what each asks,
// what the panel looks for and how an analysis reads a text for it. A ladder
// is written as YAML files by an organisation, checked, and imported as a
// version that never changes again; everything that refers to a ladder names
// its version. The package owns the tables ladder and ladder_version. It must
// not know people, dossiers or analyses.
//
// A ladder that puts an existing page into data keeps the page's own words
// apart from the house's: the former stand in Level.Page and in what is cut
// from it, the latter in the rubric, the anchors and the policy.
package ladder

import "github.com/google/uuid"

// Version is one immutable edition of a ladder.
type Version struct {
	// UUID is zero until the version is imported.
	UUID uuid.UUID `json:"-"`
	// LadderID is the ladder's own id, the same in all its versions.
	LadderID uuid.UUID `json:"-"`
	// Hash is the SHA-256, in hex, of the version's canonical JSON.
	Hash string `json:"-"`
	// Slug is the ladder's name in addresses and arguments.
	Slug string `json:"slug"`
	// Title is the ladder's name for people.
	Title string `json:"title"`
	// Default marks the ladder that an argument left out means. It belongs
	// to the ladder, not to the version's text: files set it, Import writes
	// it, and a version that is read from the database does not have it.
	Default bool `json:"-"`
	// Label dates the version as its page does, as "February 2026".
	Label string `json:"label"`
	// PublishedOn is a date, YYYY-MM-DD, or nil where the page gives no day.
	PublishedOn *string `json:"publishedOn"`
	// Levels stand in order, lowest first.
	Levels []Level `json:"levels"`
	// Policy holds the house's readings that hold on every level.
	Policy []Policy `json:"policy"`
	// Unruled lists the page's sentences that carry no rule.
	Unruled []Unruled `json:"unruled"`
}

// Level is a rung of the ladder. Of levels that the page does not describe
// only Code, Ordinal and what is known are set; the rest is nil or empty, and
// Unknown says so.
type Level struct {
	version *Version
	Code    string `json:"code"`
	Ordinal int    `json:"ordinal"`
	// Title is nil where the page does not give it.
	Title *string `json:"title"`
	// Motto is the page's motto without its quotation marks.
	Motto *string `json:"motto"`
	// Summary holds the introduction's paragraphs, parted by blank lines.
	Summary          *string         `json:"summary"`
	Responsibilities []Entry         `json:"responsibilities"`
	AISkills         []Entry         `json:"aiSkills"`
	SelfEvaluation   []ChecklistItem `json:"selfEvaluation"`
	Curriculum       []Phase         `json:"curriculum"`
	RankingStandard  []Metric        `json:"rankingStandard"`
	Promotion        *Promotion      `json:"promotion"`
	PanelCriteria    []Criterion     `json:"panelCriteria"`
	Mentorship       *Mentorship     `json:"mentorship"`
	// Unlocks is what this level's promotion opens, as the page lists it
	// under the level one leaves. Text is the whole sentence.
	Unlocks []Entry `json:"unlocks"`
	// Policy holds the house's readings of this level's page.
	Policy []Policy `json:"policy"`
	// Says quotes what the pages of other levels say of this one.
	Says []string `json:"says"`
	// Unknown tells what no page says of this level, nil where all is known.
	Unknown *string `json:"unknown"`
	// Page holds the level's page word for word: headings, sentences and
	// table cells in the order of the page. It is empty for a ladder that
	// was not taken from a page.
	Page []string `json:"page"`
}

// Entry is a titled paragraph of the page with a key that never changes.
type Entry struct {
	Key   string   `json:"key"`
	Title string   `json:"title"`
	Text  string   `json:"text"`
	Rule  []string `json:"rule"`
}

// ChecklistItem is a sentence that a person answers about themselves.
type ChecklistItem struct {
	Key       string   `json:"key"`
	Statement string   `json:"statement"`
	Rule      []string `json:"rule"`
}

// Phase is a stretch of the curriculum, in months from the rank's start.
type Phase struct {
	FromMonth int     `json:"fromMonth"`
	ToMonth   int     `json:"toMonth"`
	Title     string  `json:"title"`
	Modules   []Entry `json:"modules"`
}

// Metric is a line of the ranking standard. What its threshold means in
// numbers is policy, under the metric's key.
type Metric struct {
	level      *Level
	Key        string   `json:"key"`
	Name       string   `json:"name"`
	Threshold  string   `json:"threshold"`
	MeasuredBy string   `json:"measuredBy"`
	Rule       []string `json:"rule"`
}

// Promotion is what the step to the next level asks.
type Promotion struct {
	level *Level
	// To is the code of the level that the promotion leads to.
	To            string      `json:"to"`
	MinimumMonths int         `json:"minimumMonths"`
	Nomination    Nomination  `json:"nomination"`
	Assessment    []Component `json:"assessment"`
	// Recognition is the page's sentence on recognition outside the house:
	// the whole sentence of the component that is not decided on.
	Recognition string `json:"recognition"`
	// Quorum is how many unconflicted seats a panel needs, chair included.
	Quorum int `json:"quorum"`
}

// Nomination says who may propose a person.
type Nomination struct {
	// Text is the sentence that asks for it.
	Text string `json:"text"`
	// AllowedNominators holds level codes and roles, as "L10" and
	// "HOUSE_FOUNDER".
	AllowedNominators []string `json:"allowedNominators"`
	SelfNomination    bool     `json:"selfNomination"`
}

// Component is a part of the assessment: one section of a dossier.
type Component struct {
	level *Level
	Key   string `json:"key"`
	Title string `json:"title"`
	Text  string `json:"text"`
	// Minimum is how many documents the component needs.
	Minimum int `json:"minimum"`
	// Decided is true for what the panel gives a verdict on. A dossier may
	// hold documents in the other components too.
	Decided bool     `json:"decided"`
	Rule    []string `json:"rule"`
	// Checklist is what a complete one holds, in the order to read it in.
	Checklist []ComponentItem `json:"checklist,omitempty"`
}

// ComponentItem is one thing that a complete component holds. It guides who
// writes and who reads; nothing is refused for the lack of it.
type ComponentItem struct {
	Key  string `yaml:"key" json:"key"`
	Text string `yaml:"text" json:"text"`
	// Source is the page's words that ask for it.
	Source string   `yaml:"source" json:"source"`
	Rule   []string `yaml:"rule" json:"rule"`
}

// Mentorship is what a level's holder receives and gives.
type Mentorship struct {
	Receives string `json:"receives"`
	// Gives is the sentence on the mentees, nil where there is none.
	Gives *string `json:"gives"`
	Slots int     `json:"slots"`
	// MenteeLevels bounds whom a holder may mentor, by level code.
	MenteeLevels *LevelRange  `json:"menteeLevels"`
	ReferralCut  *ReferralCut `json:"referralCut"`
	Expectation  *string      `json:"expectation"`
}

// LevelRange is an inclusive range of level codes.
type LevelRange struct {
	From string `yaml:"from" json:"from"`
	To   string `yaml:"to" json:"to"`
}

// ReferralCut is a mentor's share of the mentee's monthly rate.
type ReferralCut struct {
	BasisPoints int `json:"basisPoints"`
	Months      int `json:"months"`
}
