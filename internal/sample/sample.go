// Package sample holds an invented organisation for a first look at the
// program: people with dated roles and ranks, companies and their founders,
// what they did there, dossiers with whole texts of uneven quality, and what
// their panels did, in the form of the tables that an import reads and of acts. It owns the
// files under data, which are embedded, and their form. Who writes them into
// a database, and when, it does not know.
//
// Dates are counted in months back from the day that the sample is used, so
// that a candidate who has held a level for 44 months still has next year.
package sample

import (
	"embed"
	"fmt"
	"io/fs"
	"path"

	"github.com/goccy/go-yaml"

	"dossier/internal/people"
)

//go:embed data
var data embed.FS

// Ladder is the slug of the ladder that the sample's people stand on.
const Ladder = "ai-first-business-manager"

// Sample is the whole organisation.
type Sample struct {
	People    []Person
	Companies []Company
	Dossiers  []Dossier
	// History are the rows of what happened, by table.
	History map[string][]Row
	Acts    Acts
	// Panels are what became of submitted dossiers, by their candidates.
	Panels map[string]*Case
}

// Person is somebody who signs in. Key is a name that never changes, and the
// subject of the person's identity where tokens are issued locally.
type Person struct {
	Key  string `yaml:"key"`
	Name string `yaml:"name"`
	// Persona is the part that this person plays, one of Personas, or "".
	Persona string `yaml:"persona"`
	// Look is what there is to see for this person; all personas have one.
	Look  string `yaml:"look"`
	Roles []Role `yaml:"roles"`
	// Ranks stand in order, oldest first, and do not overlap.
	Ranks []Rank `yaml:"ranks"`
}

// Role is held from a day on.
type Role struct {
	Role          people.Role `yaml:"role"`
	FromMonthsAgo int         `yaml:"fromMonthsAgo"`
}

// Rank is a level held from one day until before another; nil is until now.
type Rank struct {
	Level         string `yaml:"level"`
	FromMonthsAgo int    `yaml:"fromMonthsAgo"`
	ToMonthsAgo   *int   `yaml:"toMonthsAgo"`
	Cause         string `yaml:"cause"`
}

// Company is where candidates have worked.
type Company struct {
	Key  string `yaml:"key"`
	Name string `yaml:"name"`
	// Country is the ISO 3166-1 code of two letters.
	Country string `yaml:"country"`
	About   string `yaml:"about"`
	// Founders are keys of people.
	Founders []string `yaml:"founders"`
}

// Dossier is a candidate's case for the level To.
type Dossier struct {
	// Candidate is the key of a person.
	Candidate string `yaml:"candidate"`
	To        string `yaml:"to"`
	State     State  `yaml:"state"`
	// BegunDaysAgo is when it was opened.
	BegunDaysAgo int        `yaml:"begunDaysAgo"`
	Documents    []Document `yaml:"documents"`
}

// State is how far its candidate has brought a dossier of the sample. What
// became of one that was submitted is its Case.
type State string

// The states that the sample uses.
const (
	Draft     State = "DRAFT"
	Submitted State = "SUBMITTED"
	Withdrawn State = "WITHDRAWN"
)

// Document is one text, in Markdown.
type Document struct {
	Component string `yaml:"component"`
	Title     string `yaml:"title"`
	// File is the text's name under documents/<candidate>.
	File string `yaml:"file"`
	// Body is the text, byte for byte as the file has it.
	Body string `yaml:"-"`
}

// Personas lists the parts that a first look needs, in the order in which
// they are shown. Each is played by one person.
func Personas() []string {
	return []string{
		"candidate", "mentor", "company-founder", "house-founder", "l10",
		"chair", "panelist", "steward", "conflicted-panelist",
	}
}

// Load reads the sample that is embedded in the program.
func Load() (*Sample, error) {
	root, err := fs.Sub(data, "data")
	if err != nil {
		return nil, fmt.Errorf("open the sample: %w", err)
	}
	return load(root)
}

// load reads a sample from a folder. A field that no type has is an error.
func load(root fs.FS) (*Sample, error) {
	var s Sample
	for _, part := range []struct {
		file string
		into any
	}{
		{"people.yaml", &s.People},
		{"companies.yaml", &s.Companies},
		{"dossiers.yaml", &s.Dossiers},
		{"acts.yaml", &s.Acts},
	} {
		text, err := fs.ReadFile(root, part.file)
		if err != nil {
			return nil, fmt.Errorf("read the sample: %w", err)
		}
		if err := yaml.UnmarshalWithOptions(text, part.into, yaml.Strict()); err != nil {
			return nil, fmt.Errorf("decode the sample's %s: %w", part.file, err)
		}
	}
	var err error
	if s.History, err = loadHistory(root); err != nil {
		return nil, err
	}
	if s.Panels, err = loadPanels(root); err != nil {
		return nil, err
	}
	for i := range s.Dossiers {
		d := &s.Dossiers[i]
		for j := range d.Documents {
			doc := &d.Documents[j]
			body, err := fs.ReadFile(root, path.Join("documents", d.Candidate, doc.File))
			if err != nil {
				return nil, fmt.Errorf("read the sample's document %q: %w", doc.Title, err)
			}
			doc.Body = string(body)
		}
	}
	return &s, nil
}

// Person finds a person by key, nil if there is none.
func (s *Sample) Person(key string) *Person {
	for i := range s.People {
		if s.People[i].Key == key {
			return &s.People[i]
		}
	}
	return nil
}

// Persona finds who plays a part, nil if nobody does.
func (s *Sample) Persona(name string) *Person {
	for i := range s.People {
		if name != "" && s.People[i].Persona == name {
			return &s.People[i]
		}
	}
	return nil
}
