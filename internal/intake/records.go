package intake

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/id"
	"dossier/internal/postgres"
	"dossier/internal/problem"
	"dossier/internal/record"
)

// commonRow is what the rows of all records have.
type commonRow struct {
	Key     string     `json:"key" must:"1"`
	Person  uuid.UUID  `json:"person" ref:"people" must:"1"` // the owner
	Company *uuid.UUID `json:"company" ref:"companies"`
	From    day.Day    `json:"from" must:"1"`
	// To is the first day no longer; what happens on a day needs none.
	To *day.Day `json:"to"`
	// Provenance has no default: who imports says where a record comes from.
	Provenance record.Provenance `json:"provenance" must:"1"`
	// MadeBy is who made it: of a review or a feedback, whose word it is.
	MadeBy *uuid.UUID `json:"madeBy" ref:"people"`
	// ConfirmedBy confirmed it on paper, ConfirmedAs as what.
	ConfirmedBy *uuid.UUID       `json:"confirmedBy" ref:"people"`
	ConfirmedAs *record.Capacity `json:"confirmedAs"`
	ConfirmedOn *day.Day         `json:"confirmedOn"`
}

// recordRow is a row on its way to a record.
type recordRow struct {
	commonRow
	About *uuid.UUID `json:"about"`
	rec   record.Record
}

// recordKind is a table of records of one kind.
type recordKind struct {
	name  string
	kind  record.Kind
	about string // the table of what it is about, or empty
	body  reflect.Type
}

func kindOf[T any](name string, kind record.Kind, about string) recordKind {
	return recordKind{name, kind, about, reflect.TypeFor[T]()}
}

func (k recordKind) table() *table {
	var fields []field
	for _, f := range nodeOf(reflect.TypeFor[commonRow](), "").fields {
		fields = append(fields, f)
		if f.name == "company" && k.about != "" {
			fields = append(fields, field{name: "about", must: true, node: &node{form: reference, ref: k.about}})
		}
	}
	for _, f := range nodeOf(k.body, "").fields {
		f.must = f.form == reference && k.needs(f.name)
		fields = append(fields, f)
	}
	return &table{
		name: k.name, node: objectOf(fields), object: id.Record, rows: "record", about: k.about, store: storeRecords,
		decode: func(text []byte) (any, error) {
			v := &recordRow{rec: record.New(k.kind)}
			err := json.Unmarshal(text, v)
			if err == nil {
				err = json.Unmarshal(text, v.rec)
			}
			return v, err
		},
		check: func(ctx context.Context, r *run, items []*item) error { return r.checkRecords(ctx, k, items) },
	}
}

// needs reports whether a reference of the body has to be given: one that is
// no pointer.
func (k recordKind) needs(name string) bool {
	for i := range k.body.NumField() {
		if f := k.body.Field(i); f.Tag.Get("json") == name {
			return f.Type == reflect.TypeFor[uuid.UUID]()
		}
	}
	return false
}

// checkRecords checks each row by the rules of records, then what only the
// database knows.
func (r *run) checkRecords(ctx context.Context, k recordKind, items []*item) error {
	version, err := r.ladder(ctx, nil)
	if err != nil {
		return err
	}
	words := record.WordsOf(version)
	b := &background{run: r}
	for _, it := range items {
		v := it.value.(*recordRow)
		it.subject = &v.Person
		r.base(it, v, k.kind)
		r.refuse(it, record.Check("", v.rec, r.now, words))
		r.confirmed(it, v)
		b.want(it, v)
	}
	if err := b.read(ctx); err != nil {
		return err
	}
	for _, it := range items {
		if err := b.judge(ctx, it, it.value.(*recordRow)); err != nil {
			return err
		}
	}
	return nil
}

// base fills in what all records have.
func (r *run) base(it *item, v *recordRow, kind record.Kind) {
	b := v.rec.Common()
	b.UUID, b.OwnerID, b.CompanyID, b.AboutID = r.NewID(), v.Person, v.Company, v.About
	b.Span = day.Span{From: v.From.Time}
	switch {
	case v.To != nil:
		b.Span.To = &v.To.Time
	case kind.OnADay():
		next := day.AddDays(v.From.Time, 1)
		b.Span.To = &next
	}
	b.Provenance, b.MadeBy, b.MadeAt, b.State = v.Provenance, v.MadeBy, r.now, record.Claimed
	all := []record.Provenance{record.Self, record.FromCompany, record.House, record.Import, record.Feed}
	switch {
	case !slices.Contains(all, v.Provenance):
		r.fail(it, "provenance", "%s says not where the record comes from; use IMPORT for a file, FEED for a system that reports by itself, else SELF, COMPANY or HOUSE", quote(string(v.Provenance)))
	case v.MadeBy != nil && (v.Provenance == record.Feed):
		r.fail(it, "madeBy", "nobody makes what a feed reports; leave it out")
	case v.MadeBy != nil && *v.MadeBy == v.Person && kind.About() != "" && v.Provenance != record.Self:
		r.fail(it, "madeBy", "is the owner, whose own word is of provenance SELF; say so, or name who reviewed it")
	}
}

// refuse notes the fields that a rule refuses.
func (r *run) refuse(it *item, err error) {
	bad, ok := err.(*problem.Invalid)
	if !ok {
		if err != nil {
			r.fail(it, "", "%v", err)
		}
		return
	}
	for _, f := range bad.Fields {
		path := strings.TrimPrefix(f.Path, "input.")
		if first, rest, found := strings.Cut(path, "."); found && it.table.field(first) == nil {
			path = rest
		}
		r.fail(it, counted(path), "%s", f.Message)
	}
}

// counted is a place in a record with those in lists counted from 1, as the
// columns of a file are.
func counted(place string) string {
	parts := strings.Split(place, ".")
	for i, p := range parts {
		if n, err := strconv.Atoi(p); err == nil {
			parts[i] = strconv.Itoa(n + 1)
		}
	}
	return strings.Join(parts, ".")
}

// confirmed checks what others confirmed on paper.
func (r *run) confirmed(it *item, v *recordRow) {
	if v.ConfirmedBy == nil {
		if v.ConfirmedAs != nil || v.ConfirmedOn != nil {
			r.fail(it, "confirmedBy", "is missing; say who confirmed it, or take the other two columns out")
		}
		return
	}
	if *v.ConfirmedBy == v.Person {
		r.fail(it, "confirmedBy", "nobody confirms their own record; name somebody else")
	}
	all := []record.Capacity{record.AsFounder, record.AsColleague, record.AsAttendee, record.AsPeer, record.AsHouse}
	if v.ConfirmedAs == nil || !slices.Contains(all, *v.ConfirmedAs) {
		r.fail(it, "confirmedAs", "say as what: FOUNDER, COLLEAGUE, ATTENDEE, PEER or HOUSE")
		return
	}
	at := r.now
	if v.ConfirmedOn != nil {
		r.past(it, "confirmedOn", *v.ConfirmedOn)
		at = v.ConfirmedOn.Time
	}
	b := v.rec.Common()
	b.State, b.StateBy, b.StateAs, b.StateAt = record.Confirmed, v.ConfirmedBy, v.ConfirmedAs, &at
}

// storeRecords inserts records; one that came in before is superseded.
func storeRecords(ctx context.Context, r *run, tx pgx.Tx, items []*item) error {
	var records []record.Record
	var steps []record.Confirmation
	var replaced, by []uuid.UUID
	for _, it := range items {
		rec := it.value.(*recordRow).rec
		b := rec.Common()
		it.id = b.UUID
		records = append(records, rec)
		if b.State == record.Confirmed {
			steps = append(steps, record.Confirmation{UUID: r.NewID(), RecordID: b.UUID, State: b.State, ByID: b.StateBy, Capacity: b.StateAs, At: *b.StateAt})
		}
		if it.was != nil {
			replaced, by = append(replaced, it.was.object), append(by, b.UUID)
		}
	}
	if err := record.Insert(ctx, tx, records...); err != nil {
		return err
	}
	if err := record.InsertSteps(ctx, tx, steps...); err != nil {
		return err
	}
	if len(replaced) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `update record r set superseded_by = u.by from unnest($1::uuid[], $2::uuid[]) u (old, by) where r.id = u.old`, replaced, by)
	return postgres.Fault(err, "supersede records")
}
