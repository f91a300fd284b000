package testworld

import (
	"reflect"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/people"
	"dossier/internal/record"
)

// Company adds a company with founders and surfaces, all for ten years past.
// The surfaces' ids come in their order.
func (w *World) Company(name string, founders []*people.Viewer, surfaces ...string) (company uuid.UUID, ids []uuid.UUID) {
	w.T.Helper()
	company = w.NewID()
	ctx, from := w.T.Context(), day.AddMonths(day.Of(w.Now), -120)
	w.Tx(func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `insert into company (id, name, country, created_at) values ($1, $2, 'NL', $3)`, company, name, w.Now)
		w.must(err)
		for _, f := range founders {
			_, err := tx.Exec(ctx, `insert into company_founder (company_id, person_id, during) values ($1, $2, daterange($3, null))`, company, f.Person, from)
			w.must(err)
		}
		for _, s := range surfaces {
			ids = append(ids, w.NewID())
			_, err := tx.Exec(ctx, `insert into surface (id, company_id, name, during, created_at) values ($1, $2, $3, daterange($4, null), $5)`,
				ids[len(ids)-1], company, s, from, w.Now)
			w.must(err)
		}
		return nil
	})
	return company, ids
}

// Record stores a record of a person as it stands, which nobody has confirmed
// unless an option says so. It is of a day a year ago.
func (w *World) Record(v *people.Viewer, r record.Record, options ...func(*record.Base)) uuid.UUID {
	w.T.Helper()
	b := r.Common()
	from := day.AddMonths(day.Of(w.Now), -12)
	to := day.AddDays(from, 1)
	*b = record.Base{
		UUID: w.NewID(), OwnerID: v.Person, Kind: kindOf(r), Span: day.Span{From: from, To: &to},
		Provenance: record.Self, MadeBy: &v.Person, MadeAt: w.Now, State: record.Claimed,
	}
	for _, o := range options {
		o(b)
	}
	w.Tx(func(tx pgx.Tx) error { return record.Insert(w.T.Context(), tx, r) })
	return b.UUID
}

func kindOf(r record.Record) record.Kind {
	for _, k := range record.Kinds() {
		if reflect.TypeOf(record.New(k)) == reflect.TypeOf(r) {
			return k
		}
	}
	panic("testworld: a record of no kind")
}

// By has somebody confirm the record.
func By(v *people.Viewer, as record.Capacity) func(*record.Base) {
	return func(b *record.Base) {
		b.State, b.StateBy, b.StateAs, b.StateAt = record.Confirmed, &v.Person, &as, &b.MadeAt
	}
}

// At names the record's company.
func At(company uuid.UUID) func(*record.Base) {
	return func(b *record.Base) { b.CompanyID = &company }
}

// About names the record that this one is about.
func About(other uuid.UUID) func(*record.Base) {
	return func(b *record.Base) { b.AboutID = &other }
}

// Months gives when it was so, in months back from the day of the record; 0
// for until is a span that lasts.
func (w *World) Months(from, until int) func(*record.Base) {
	today := day.Of(w.Now)
	return func(b *record.Base) {
		b.Span = day.Span{From: day.AddMonths(today, -from)}
		if until > 0 {
			to := day.AddMonths(today, -until)
			b.Span.To = &to
		}
	}
}

// On gives the day on which it happened, in months back.
func (w *World) On(months int) func(*record.Base) {
	from := day.AddMonths(day.Of(w.Now), -months)
	to := day.AddDays(from, 1)
	return func(b *record.Base) { b.Span = day.Span{From: from, To: &to} }
}

// Ready has a candidate nominated and recognised, once: who has held L8 for 36
// months is then stopped by nothing.
func (w *World) Ready(v *people.Viewer) {
	w.T.Helper()
	if !w.ready[v.Person] {
		w.Nominate(v)
		w.Recognise(v)
		w.ready[v.Person] = true
	}
}

// Nominate has an L10 nominate a person for L9, accepted, for half a year.
func (w *World) Nominate(v *people.Viewer) uuid.UUID {
	w.T.Helper()
	by, n := w.known("Nominator", "L10"), w.NewID()
	_, err := w.DB.Exec(w.T.Context(), `insert into nomination (id, nominee_id, nominator_id, ladder_id, from_level, to_level, standing, relation, since, money,
			reason_not_to_promote, status, offered_at, expires_at, answered_at)
		values ($1, $2, $3, $4, 'L8', 'L9', 'L10', 'mentor', $5, 'none', 'too few years', 'ACCEPTED', $6, $7, $6)`,
		n, v.Person, by.Person, w.Version.LadderID, day.AddMonths(day.Of(w.Now), -24), w.Now, w.Now.AddDate(0, 6, 0))
	w.must(err)
	return n
}

// Recognise records a talk of the person that a peer confirmed.
func (w *World) Recognise(v *people.Viewer) uuid.UUID {
	w.T.Helper()
	return w.Record(v, &record.Recognition{Type: "SPEAKING", Title: "Small teams, whole products", URL: "https://example.org/talk", Topics: []string{"TECH_LEADERSHIP"}},
		By(w.known("Peer", ""), record.AsPeer))
}

// Mentee adds somebody at a level who is mentored by the person since some
// months ago.
func (w *World) Mentee(v *people.Viewer, name, level string, months int) *people.Viewer {
	w.T.Helper()
	mentee := w.Person(name, level)
	_, err := w.DB.Exec(w.T.Context(), `insert into mentorship (id, mentor_id, mentee_id, ladder_id, status, offered_by, offered_at, during)
		values ($1, $2, $3, $4, 'ACTIVE', $2, $5, daterange($6, null))`,
		w.NewID(), v.Person, mentee.Person, w.Version.LadderID, w.Now, day.AddMonths(day.Of(w.Now), -months))
	w.must(err)
	return mentee
}

// known is one of the people whom the world needs beside those of the test;
// they are added when first needed.
func (w *World) known(name, level string, roles ...people.Role) *people.Viewer {
	if w.extras[name] == nil {
		w.extras[name] = w.Person(name, level, roles...)
	}
	return w.extras[name]
}

// ago is a day some months back.
func (w *World) ago(months int) day.Day { return day.Day{Time: day.AddMonths(day.Of(w.Now), -months)} }
