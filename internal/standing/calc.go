package standing

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/record"
)

// calc holds what is known of a person by a day, as measures look it up.
type calc struct {
	f     *Facts
	v     *ladder.Version
	level *ladder.Level
	asOf  time.Time
	now   time.Time // of asOf: an instant of the day, or its beginning
	// kinds and about hold what had happened by the day: by kind, and by the
	// record that it is about.
	kinds     map[record.Kind][]record.Record
	about     map[uuid.UUID][]record.Record
	surfaces  map[uuid.UUID]*Surface
	companies map[uuid.UUID]string
}

func newCalc(f *Facts, v *ladder.Version, level *ladder.Level, asOf time.Time) *calc {
	c := &calc{
		f: f, v: v, level: level, asOf: day.Of(asOf), now: asOf,
		kinds: map[record.Kind][]record.Record{}, about: map[uuid.UUID][]record.Record{},
		surfaces: map[uuid.UUID]*Surface{}, companies: map[uuid.UUID]string{},
	}
	for _, r := range f.Records {
		b := r.Common()
		if b.Span.From.After(c.asOf) {
			continue
		}
		c.kinds[b.Kind] = append(c.kinds[b.Kind], r)
		if b.AboutID != nil {
			c.about[*b.AboutID] = append(c.about[*b.AboutID], r)
		}
		if b.CompanyID != nil {
			c.companies[*b.CompanyID] = b.CompanyName
		}
	}
	for i := range f.Surfaces {
		c.surfaces[f.Surfaces[i].UUID] = &f.Surfaces[i]
	}
	return c
}

// all are the records of a kind that had begun by the day.
func all[T record.Record](c *calc, kind record.Kind) []T {
	list := make([]T, 0, len(c.kinds[kind]))
	for _, r := range c.kinds[kind] {
		if t, ok := r.(T); ok {
			list = append(list, t)
		}
	}
	return list
}

// stays are the person's at the level, the present one lasting.
func (c *calc) stays() []day.Span { return stays(c.f.Ranks, c.level.Code, c.asOf) }

// ordinal is a level's place, 0 for a code that the ladder does not have.
func (c *calc) ordinal(code string) int {
	if l := c.v.Level(code); l != nil {
		return l.Ordinal
	}
	return 0
}

// surface names a surface with its company.
func (c *calc) surface(id uuid.UUID) string {
	s := c.surfaces[id]
	if s == nil {
		return "a surface without a name"
	}
	if company := c.companies[s.Company]; company != "" {
		return s.Name + " (" + company + ")"
	}
	return s.Name
}

// question is what a measure answers: its key and how the ladder reads it. A
// ladder without a reading has a nil policy, whose values are all absent.
type question struct {
	*calc
	key string
	p   *ladder.Policy
}

func (q question) int(name string) int {
	n, _ := q.p.Int(name)
	return n
}

func (q question) yes(name string) bool {
	yes, _ := q.p.Bool(name)
	return yes
}

func (q question) word(name string) string {
	s, _ := q.p.String(name)
	return s
}

func (q question) list(name string) []string {
	list, _ := q.p.Strings(name)
	return list
}

// enums are words as records have them, as BOARD_DISCUSSIONS.
func (q question) enums(name string) []string {
	list := q.list(name)
	for i, s := range list {
		list[i] = strings.ToUpper(strings.ReplaceAll(s, "-", "_"))
	}
	return list
}

// result is a measure's answer. missing says what would meet it.
type result struct {
	verdict  ladder.Verdict
	value    *float64
	coverage *float64
	text     string
	missing  string
	records  []record.Record
}

// measure is how a question is answered, and which values of its policy it
// cannot do without: numbers, and codes of levels that the ladder has.
type measure struct {
	answer          func(question) result
	numbers, levels []string
}

// ask answers the question of a key: by the measure that the policy names in
// "measure", else by that of the key itself. What no measure knows, and what
// the ladder gives no number for, is unknown.
func (c *calc) ask(key string, p *ladder.Policy) result {
	q := question{calc: c, key: key, p: p}
	name, ok := p.String("measure")
	if !ok {
		name = key
	}
	m, ok := measureOf(name)
	if !ok {
		return result{verdict: ladder.Unknown, text: "Nothing computes \"" + name + "\"; it has to be judged by people."}
	}
	for _, value := range m.numbers {
		if _, ok := p.Int(value); !ok {
			return result{verdict: ladder.Unknown, text: "The ladder gives no number \"" + value + "\" for \"" + key + "\", so nothing is computed."}
		}
	}
	for _, value := range m.levels {
		if c.ordinal(q.word(value)) == 0 {
			return result{verdict: ladder.Unknown, text: "The ladder gives no level \"" + value + "\" for \"" + key + "\", so nothing is computed."}
		}
	}
	r := m.answer(q)
	r.records = c.ordered(r.records)
	return r
}

// ordered are records in the order of the facts, each once.
func (c *calc) ordered(records []record.Record) []record.Record {
	in := make(map[record.Record]bool, len(records))
	for _, r := range records {
		in[r] = true
	}
	list := make([]record.Record, 0, len(in))
	for _, r := range c.f.Records {
		if in[r] {
			list = append(list, r)
		}
	}
	return list
}

func number[N int | float64](n N) *float64 {
	f := float64(n)
	return &f
}
