package facts

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/analysis"
	"dossier/internal/day"
	"dossier/internal/ladder"
	"dossier/internal/postgres"
	"dossier/internal/record"
	"dossier/internal/standing"
)

// Words are what the records only have ids of.
type Words struct {
	// People are the names of those who testify, Countries those of the
	// companies; an empty one is unknown.
	People, Countries map[uuid.UUID]string
}

// Known is what an analysis of the person's text compares claims with, as of
// the day of now, as JSON. It is read in the transaction of an act.
func (s *Store) Known(ctx context.Context, tx pgx.Tx, version *ladder.Version, person uuid.UUID, now time.Time) ([]byte, error) {
	f, err := s.In(ctx, tx, version, person, now)
	if err != nil {
		return nil, err
	}
	return s.Compared(ctx, tx, f, now)
}

// Compared is Known of facts that were gathered already.
func (s *Store) Compared(ctx context.Context, tx pgx.Tx, f *standing.Facts, now time.Time) ([]byte, error) {
	w, err := words(ctx, tx, f)
	if err != nil {
		return nil, err
	}
	known := Claims(f, w, day.Of(now))
	known.AsOf = &now
	b, err := json.Marshal(known)
	if err != nil {
		return nil, fmt.Errorf("write the facts: %w", err)
	}
	return b, nil
}

// words reads the names that facts lack.
func words(ctx context.Context, db postgres.DB, f *standing.Facts) (Words, error) {
	w := Words{People: map[uuid.UUID]string{}, Countries: map[uuid.UUID]string{}}
	var persons, companies []uuid.UUID
	for _, r := range f.Records {
		if c := r.Common().CompanyID; c != nil {
			companies = append(companies, *c)
		}
		if t, ok := r.(*record.Testimony); ok {
			persons = append(persons, t.Founder)
		}
	}
	rows, err := db.Query(ctx, `select id, name, true from person where id = any($1)
		union all select id, coalesce(country, ''), false from company where id = any($2)`, persons, companies)
	if err != nil {
		return w, postgres.Fault(err, "read names")
	}
	var key uuid.UUID
	var word string
	var person bool
	_, err = pgx.ForEachRow(rows, []any{&key, &word, &person}, func() error {
		if person {
			w.People[key] = word
		} else {
			w.Countries[key] = word
		}
		return nil
	})
	return w, postgres.Fault(err, "read names")
}

// Claims says of the facts what had happened by a day, in the words that
// claims are compared with. A record counts as far as somebody other than the
// person stands for it, or for the review of its outcome; what speaks against
// the person, an outage, counts whoever recorded it.
func Claims(f *standing.Facts, w Words, asOf time.Time) analysis.Facts {
	c := comparison{Facts: f, words: w, asOf: asOf, about: map[uuid.UUID][]record.Record{}, surfaces: map[uuid.UUID]string{}}
	for _, r := range f.Records {
		if b := r.Common(); !b.Span.From.After(asOf) {
			c.records = append(c.records, r)
			if b.AboutID != nil {
				c.about[*b.AboutID] = append(c.about[*b.AboutID], r)
			}
		}
	}
	for _, s := range f.Surfaces {
		c.surfaces[s.UUID] = s.Name
	}
	return analysis.Facts{
		Engagements: c.engagements(), Decisions: c.decisions(), Incidents: c.incidents(), TeamChanges: c.teamChanges(),
		Presentations: c.presentations(), Mentees: c.mentees(), References: c.references(),
	}
}

// comparison is one person's facts on their way into words.
type comparison struct {
	*standing.Facts
	words    Words
	asOf     time.Time
	records  []record.Record // by asOf
	about    map[uuid.UUID][]record.Record
	surfaces map[uuid.UUID]string
}

// review is the newest review of a record, if somebody other than the owner
// stands for it: one that is disputed leaves the outcome open, and does not
// bring back the one before.
func review[T record.Record](c *comparison, of record.Record) (newest T, found bool) {
	for _, r := range c.about[of.Common().UUID] {
		b := r.Common()
		if t, ok := r.(T); ok && (b.Verified() || b.State == record.Disputed) {
			newest, found = t, b.State != record.Disputed
		}
	}
	return newest, found
}
