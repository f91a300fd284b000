package record

import (
	"strings"

	"dossier/internal/ladder"
)

// Words are what a ladder says may stand in records. A list that it does not
// state is empty and holds nothing up.
type Words struct {
	// Scope and Contexts are keys, as "build-vs-buy" and "burn-rate". Source:
	// S09, S12.
	Scope, Contexts []string
	// Aspects of a surface, Areas of infrastructure, Rooms that a founder may
	// attest, Subjects of a due diligence and Recognitions are in capitals, as
	// BOARD_DISCUSSIONS. Source: W1, W4, C3, A6, R4.
	Aspects, Areas, Rooms, Subjects, Recognitions []string
	// Artefacts are those that the curriculum asks for, as "portfolio-model",
	// and the keys of the AI skills. Source: T1.1 to T2.4, A1 to A7.
	Artefacts []string
	// SmallestGroup is how many people a team must have for a figure of it to
	// be kept. Source: A3.
	SmallestGroup int
}

// smallestGroup holds where a ladder does not say: figures of a few people
// are figures of persons.
const smallestGroup = 5

// WordsOf reads a ladder version's words; nil has none.
func WordsOf(v *ladder.Version) Words {
	w := Words{SmallestGroup: smallestGroup}
	if v == nil {
		return w
	}
	w.read(v.Policy)
	for i := range v.Levels {
		w.read(v.Levels[i].Policy)
		for _, skill := range v.Levels[i].AISkills {
			w.Artefacts = append(w.Artefacts, skill.Key)
		}
	}
	return w
}

func (w *Words) read(policies []ladder.Policy) {
	for i := range policies {
		p := &policies[i]
		switch p.Key {
		case "scope":
			add(&w.Scope, p, "scope", asIs)
		case "contexts":
			add(&w.Contexts, p, "contexts", asIs)
		case "duty-full-technical-product-strategy":
			add(&w.Aspects, p, "aspects", capitals)
		case "duty-infrastructure-ownership":
			add(&w.Areas, p, "areas", capitals)
		case "checklist-founder-treats-as-cofounder":
			add(&w.Rooms, p, "rooms", capitals)
		case "skill-ai-technical-due-diligence":
			add(&w.Subjects, p, "subjects", capitals)
		case "industry-recognition":
			add(&w.Recognitions, p, "kinds", capitals)
		case "skill-ai-driven-team-productivity-analysis":
			if n, ok := p.Int("smallestGroup"); ok {
				w.SmallestGroup = n
			}
		}
		if a, ok := p.Values["artefact"].(string); ok {
			w.Artefacts = append(w.Artefacts, a)
		}
	}
}

func add(list *[]string, p *ladder.Policy, name string, form func(string) string) {
	words, _ := p.Strings(name)
	for _, s := range words {
		*list = append(*list, form(s))
	}
}

func asIs(s string) string { return s }

// capitals is a word of the policy as enums have it.
func capitals(s string) string { return strings.ToUpper(strings.ReplaceAll(s, "-", "_")) }
