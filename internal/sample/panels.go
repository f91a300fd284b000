package sample

import (
	"fmt"
	"io/fs"

	"github.com/goccy/go-yaml"
)

// Case is what became of a dossier that was submitted, step by step, oldest
// first.
type Case struct {
	Candidate string `yaml:"candidate"`
	Steps     []Step `yaml:"steps"`
}

// Step is one act, of the one kind that is given, by a person on a day. Words
// like Recuse that begin an act name its reason.
type Step struct {
	DaysAgo int    `yaml:"daysAgo"`
	By      string `yaml:"by"`

	Assemble    *Assembly `yaml:"assemble"`
	Acknowledge bool      `yaml:"acknowledge"`
	Recuse      string    `yaml:"recuse"`
	Declare     *Declared `yaml:"declare"`
	Review      *Review   `yaml:"review"`
	Post        *Post     `yaml:"post"`
	Session     *Session  `yaml:"session"`
	Unlock      *Unlock   `yaml:"unlock"`
	Decide      *Decision `yaml:"decide"`
	Release     bool      `yaml:"release"`
	Appeal      *Appeal   `yaml:"appeal"`
}

// Assembly seats a panel. DueInDays is the ladder's number if 0.
type Assembly struct {
	Zone      string `yaml:"zone"`
	Reveal    string `yaml:"reveal"`
	DueInDays int    `yaml:"dueInDays"`
	Seats     []Seat `yaml:"seats"`
}

// Seat is who is to sit.
type Seat struct {
	Person string `yaml:"person"`
	Role   string `yaml:"role"`
}

// Declared is a conflict with somebody.
type Declared struct {
	About  string `yaml:"about"`
	Reason string `yaml:"reason"`
}

// Review is a member's; a draft unless it is submitted.
type Review struct {
	Scores         []Score  `yaml:"scores"`
	Aspects        []Aspect `yaml:"aspects"`
	Recommendation *string  `yaml:"recommendation"`
	Submit         bool     `yaml:"submit"`
}

// Score is a criterion's. Cites are words of passages that the analysis found;
// with none of them the review says that there is nothing to cite.
type Score struct {
	Criterion string   `yaml:"criterion"`
	Score     *int     `yaml:"score"`
	Unscored  *string  `yaml:"unscored"`
	Reason    string   `yaml:"reason"`
	Cites     []string `yaml:"cites"`
}

// Aspect is one of the things that the ladder names for a component.
type Aspect struct {
	Component string `yaml:"component"`
	Aspect    string `yaml:"aspect"`
	Score     *int   `yaml:"score"`
	Note      string `yaml:"note"`
}

// Post is said to the panel.
type Post struct {
	Criterion string `yaml:"criterion"`
	Text      string `yaml:"text"`
}

// Session is scheduled InDays after its step and, if it has notes, was held
// then, with those Present.
type Session struct {
	Component string   `yaml:"component"`
	Kind      string   `yaml:"kind"`
	InDays    int      `yaml:"inDays"`
	Zone      string   `yaml:"zone"`
	Present   []string `yaml:"present"`
	Notes     string   `yaml:"notes"`
}

// Unlock opens a component again.
type Unlock struct {
	Component string `yaml:"component"`
	Reason    string `yaml:"reason"`
}

// Decision is the chair's.
type Decision struct {
	Outcome    string    `yaml:"outcome"`
	Rationale  string    `yaml:"rationale"`
	Components []Verdict `yaml:"components"`
	Gaps       []Gap     `yaml:"gaps"`
}

// Verdict is a component's.
type Verdict struct {
	Component string `yaml:"component"`
	Verdict   string `yaml:"verdict"`
	Note      string `yaml:"note"`
}

// Gap is what is missing and what would close it.
type Gap struct {
	Criterion string `yaml:"criterion"`
	Text      string `yaml:"text"`
	ClosedBy  string `yaml:"closedBy"`
}

// Appeal is the candidate's.
type Appeal struct {
	Ground    string `yaml:"ground"`
	Statement string `yaml:"statement"`
}

// loadPanels reads the files under panels, a case each, by their candidates.
func loadPanels(root fs.FS) (map[string]*Case, error) {
	files, err := fs.Glob(root, "panels/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("find the sample's panels: %w", err)
	}
	all := map[string]*Case{}
	for _, name := range files {
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return nil, fmt.Errorf("read the sample: %w", err)
		}
		c := new(Case)
		if err := yaml.UnmarshalWithOptions(text, c, yaml.Strict()); err != nil {
			return nil, fmt.Errorf("decode the sample's %s: %w", name, err)
		}
		all[c.Candidate] = c
	}
	return all, nil
}
