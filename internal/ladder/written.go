package ladder

// The types of this file are a ladder as people write it: what the YAML files
// may hold. They differ from Version in that a sentence of the page is written
// once, whole, and in the page's order; build cuts it into title and text.

// written is one file.
type written struct {
	Ladder *writtenLadder `yaml:"ladder"`
	Level  *writtenLevel  `yaml:"level"`
	Ours   *writtenOurs   `yaml:"ours"`
}

type writtenLadder struct {
	Slug        string        `yaml:"slug"`
	Title       string        `yaml:"title"`
	Default     bool          `yaml:"default"`
	Label       string        `yaml:"label"`
	PublishedOn *string       `yaml:"publishedOn"`
	Levels      []writtenRung `yaml:"levels"`
}

// writtenRung is a level that has no page of its own.
type writtenRung struct {
	Code       string        `yaml:"code"`
	Ordinal    int           `yaml:"ordinal"`
	Title      *string       `yaml:"title"`
	Mentorship *writtenTerms `yaml:"mentorship"`
	Says       []string      `yaml:"says"`
	Unknown    *string       `yaml:"unknown"`
}

// writtenTerms are mentorship terms quoted from another level's page.
type writtenTerms struct {
	Receives     string      `yaml:"receives"`
	Slots        int         `yaml:"slots"`
	MenteeLevels *LevelRange `yaml:"menteeLevels"`
	BasisPoints  int         `yaml:"basisPoints"`
	Months       int         `yaml:"months"`
}

type writtenLevel struct {
	Code             string                 `yaml:"code"`
	Ordinal          int                    `yaml:"ordinal"`
	Frame            []line                 `yaml:"frame"`
	Title            *line                  `yaml:"title"`
	Track            *line                  `yaml:"track"`
	Label            *line                  `yaml:"label"`
	Motto            *line                  `yaml:"motto"`
	Summary          [][]line               `yaml:"summary"`
	Responsibilities section[entry]         `yaml:"responsibilities"`
	AISkills         section[entry]         `yaml:"aiSkills"`
	SelfEvaluation   section[entry]         `yaml:"selfEvaluation"`
	Curriculum       section[writtenPhase]  `yaml:"curriculum"`
	RankingStandard  section[writtenMetric] `yaml:"rankingStandard"`
	Promotion        *writtenPromotion      `yaml:"promotion"`
	PanelCriteria    section[entry]         `yaml:"panelCriteria"`
	Mentorship       *writtenMentorship     `yaml:"mentorship"`
	Unlocks          section[entry]         `yaml:"unlocks"`
	Unknown          *string                `yaml:"unknown"`
}

// section is a heading and what stands under it.
type section[T any] struct {
	Page    string   `yaml:"page"`
	Columns *columns `yaml:"columns"`
	Items   []T      `yaml:"items"`
}

// columns are the headers of a table.
type columns struct {
	Page []string `yaml:"page"`
}

// line is a sentence: the page's, or the ladder's own where there is no page.
type line struct {
	Rule []string `yaml:"rule"`
	Page string   `yaml:"page"`
	Text string   `yaml:"text"`
}

// entry is a sentence with a key. Without a page it has a title and a text.
type entry struct {
	Key   string   `yaml:"key"`
	Rule  []string `yaml:"rule"`
	Page  string   `yaml:"page"`
	Title string   `yaml:"title"`
	Text  string   `yaml:"text"`
}

type writtenPhase struct {
	FromMonth int     `yaml:"fromMonth"`
	ToMonth   int     `yaml:"toMonth"`
	Page      string  `yaml:"page"`
	Title     string  `yaml:"title"`
	Modules   []entry `yaml:"modules"`
}

// writtenMetric is a row of a table: three cells of the page, or three texts.
type writtenMetric struct {
	Key        string   `yaml:"key"`
	Rule       []string `yaml:"rule"`
	Page       []string `yaml:"page"`
	Name       string   `yaml:"name"`
	Threshold  string   `yaml:"threshold"`
	MeasuredBy string   `yaml:"measuredBy"`
}

type writtenPromotion struct {
	To           string             `yaml:"to"`
	Quorum       int                `yaml:"quorum"`
	Page         string             `yaml:"page"`
	Requirements *line              `yaml:"requirements"`
	Tenure       writtenTenure      `yaml:"tenure"`
	Nomination   writtenNomination  `yaml:"nomination"`
	Pass         *line              `yaml:"pass"`
	Assessment   []writtenComponent `yaml:"assessment"`
}

type writtenTenure struct {
	Rule   []string `yaml:"rule"`
	Months int      `yaml:"months"`
	Page   string   `yaml:"page"`
}

type writtenNomination struct {
	Rule              []string `yaml:"rule"`
	AllowedNominators []string `yaml:"allowedNominators"`
	SelfNomination    bool     `yaml:"selfNomination"`
	Page              string   `yaml:"page"`
	Text              string   `yaml:"text"`
}

type writtenComponent struct {
	Key     string   `yaml:"key"`
	Rule    []string `yaml:"rule"`
	Minimum int      `yaml:"minimum"`
	Decided bool     `yaml:"decided"`
	Page    string   `yaml:"page"`
	Title   string   `yaml:"title"`
	Text    string   `yaml:"text"`
}

type writtenMentorship struct {
	Page        string           `yaml:"page"`
	Receives    *line            `yaml:"receives"`
	Gives       *writtenGives    `yaml:"gives"`
	ReferralCut *writtenReferral `yaml:"referralCut"`
	Expectation *line            `yaml:"expectation"`
}

type writtenGives struct {
	Rule         []string    `yaml:"rule"`
	Slots        int         `yaml:"slots"`
	MenteeLevels *LevelRange `yaml:"menteeLevels"`
	Page         string      `yaml:"page"`
	Text         string      `yaml:"text"`
}

type writtenReferral struct {
	Rule        []string `yaml:"rule"`
	BasisPoints int      `yaml:"basisPoints"`
	Months      int      `yaml:"months"`
	Page        string   `yaml:"page"`
}

// writtenOurs is text of the house. Level is empty where it holds for all.
type writtenOurs struct {
	Level   string                       `yaml:"level"`
	Rubric  []writtenRubric              `yaml:"rubric"`
	Reasons map[string]map[string]string `yaml:"reasons"`
	Policy  []Policy                     `yaml:"policy"`
	// Checklists are by the key of a component.
	Checklists map[string][]ComponentItem `yaml:"checklists"`
	Unruled    []Unruled                  `yaml:"unruled"`
}

// writtenRubric is what the house adds to one of the panel's criteria.
type writtenRubric struct {
	Criterion  string   `yaml:"criterion"`
	Components []string `yaml:"components"`
	Points     []Point  `yaml:"points"`
	Anchors    []Anchor `yaml:"anchors"`
	Leaves     []Leaf   `yaml:"leaves"`
}
