package ladder

// Criterion is one of the things that the panel looks for. Title and Question
// are the page's words; all else is the house's.
type Criterion struct {
	level    *Level
	Key      string   `json:"key"`
	Title    string   `json:"title"`
	Question string   `json:"question"`
	Rule     []string `json:"rule"`
	// Components names the sections that are read first for this criterion.
	Components []string `json:"components"`
	// Points are the parts of the question, each by the words that ask it.
	Points  []Point  `json:"points"`
	Anchors []Anchor `json:"anchors"`
	Leaves  []Leaf   `json:"leaves"`
}

// Point is a part of a criterion's question.
type Point struct {
	Key string `yaml:"key" json:"key"`
	// Source is the page's words that ask for it.
	Source string   `yaml:"source" json:"source"`
	Rule   []string `yaml:"rule" json:"rule"`
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
	// About names what the leaf looks for, by language, as a phrase that
	// ends a sentence: "the alternatives that were weighed".
	About map[string]string `yaml:"about" json:"about"`
	// Definition completes "The text shows that ...".
	Definition string `yaml:"definition" json:"definition"`
	Counts     string `yaml:"counts" json:"counts"`
	Excludes   string `yaml:"excludes" json:"excludes"`
	// Gate leaves must be met for a score of 4, and their gaps weigh most.
	Gate bool `yaml:"gate" json:"gate"`
	// Weight is the leaf's share, in hundredths; a criterion's sum to 100.
	Weight int `yaml:"weight" json:"weight"`
	// Missing tells the candidate what is missing, by language ("en", "de")
	// and by reason of the gap. A loaded ladder has a text for each reason
	// in each language: those that the leaf does not word itself are the
	// rubric's general ones with the leaf's About put in.
	Missing map[string]map[string]string `yaml:"missing" json:"missing"`
	// Closes tells, by language, which facts would close the gap.
	Closes map[string]string `yaml:"closes" json:"closes"`
}

// Gap returns what to tell a candidate of a leaf that is not met: what is
// missing, and what would close it. A language that the ladder does not have
// gives English; a reason that it does not have reads as absent.
func (l *Leaf) Gap(language, reason string) (missing, closes string) {
	if _, ok := l.Missing[language]; !ok {
		language = DefaultLanguage
	}
	missing, ok := l.Missing[language][reason]
	if !ok {
		missing = l.Missing[language][ReasonAbsent]
	}
	return missing, l.Closes[language]
}

// DefaultLanguage is the language that every rubric has.
const DefaultLanguage = "en"

// ReasonAbsent is the reason that every leaf words for itself.
const ReasonAbsent = "absent"

// reasons are the reasons of a gap that a rubric may word.
func reasons() []string {
	return []string{
		ReasonAbsent, "asserted_only", "hypothetical", "not_author", "no_number",
		"no_date", "single_episode", "stale", "contradicted", "quarantined",
	}
}
