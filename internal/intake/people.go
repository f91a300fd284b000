package intake

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/people"
)

type personRow struct {
	Key  string `json:"key" must:"1"`
	Name string `json:"name" must:"1"`
}

type identityRow struct {
	Key     string    `json:"key" must:"1"`
	Person  uuid.UUID `json:"person" ref:"people" must:"1"`
	Issuer  string    `json:"issuer" must:"1"`
	Subject string    `json:"subject" must:"1"`
}

type roleRow struct {
	Key    string      `json:"key" must:"1"`
	Person uuid.UUID   `json:"person" ref:"people" must:"1"`
	Role   people.Role `json:"role" must:"1"`
	From   day.Day     `json:"from" must:"1"`
	To     *day.Day    `json:"to"`
}

type rankRow struct {
	Key    string    `json:"key" must:"1"`
	Person uuid.UUID `json:"person" ref:"people" must:"1"`
	Ladder *string   `json:"ladder"`
	Level  string    `json:"level" must:"1"`
	From   day.Day   `json:"from" must:"1"`
	To     *day.Day  `json:"to"`
	// AttestedBy stands for time that was served elsewhere.
	AttestedBy *uuid.UUID `json:"attestedBy" ref:"people"`
	Reason     *string    `json:"reason"`

	on uuid.UUID // the ladder
}

type pauseRow struct {
	Key    string    `json:"key" must:"1"`
	Person uuid.UUID `json:"person" ref:"people" must:"1"`
	From   day.Day   `json:"from" must:"1"`
	To     *day.Day  `json:"to"`
	Reason string    `json:"reason" must:"1"`
}

func checkPerson(_ context.Context, r *run, it *item, v *personRow) error {
	r.words(it, "name", v.Name, 200)
	return nil
}

func storePeople(ctx context.Context, r *run, tx pgx.Tx, items []*item) error {
	for _, it := range items {
		if it.subject = &it.id; it.was == nil {
			continue
		}
		if _, err := tx.Exec(ctx, `update person set name = $2 where id = $1`, it.id, it.value.(*personRow).Name); err != nil {
			return err
		}
	}
	return insert(ctx, tx, "person", []string{"id", "name", "created_at"}, items, func(it *item) []any {
		return []any{it.id, it.value.(*personRow).Name, r.now}
	})
}

func checkIdentity(_ context.Context, r *run, it *item, v *identityRow) error {
	it.subject = &v.Person
	r.keeps(it, "an identity is not moved; leave it, and import the new one under its own key")
	r.words(it, "issuer", v.Issuer, 500)
	r.words(it, "subject", v.Subject, 255)
	return nil
}

func storeIdentities(ctx context.Context, r *run, tx pgx.Tx, items []*item) error {
	for _, it := range items {
		it.id = it.value.(*identityRow).Person
	}
	return insert(ctx, tx, "identity", []string{"issuer", "subject", "person_id", "created_at"}, items, func(it *item) []any {
		v := it.value.(*identityRow)
		return []any{v.Issuer, v.Subject, v.Person, r.now}
	})
}

func checkRole(_ context.Context, r *run, it *item, v *roleRow) error {
	it.subject = &v.Person
	if !slices.Contains(people.Roles(), v.Role) {
		var all []string
		for _, role := range people.Roles() {
			all = append(all, string(role))
		}
		r.fail(it, "role", "%s", unknown("role", string(v.Role), all))
	}
	r.days(it, v.From, v.To)
	return nil
}

func storeRoles(ctx context.Context, r *run, tx pgx.Tx, items []*item) error {
	for _, it := range items {
		v := it.value.(*roleRow)
		if it.was == nil {
			continue
		}
		err := r.update(ctx, tx, it, "only the days of a role change; import another role under its own key",
			`update role_grant set during = $4 where id = $1 and person_id = $2 and role = $3`, it.id, v.Person, v.Role, span(v.From, v.To))
		if err != nil {
			return err
		}
	}
	return insert(ctx, tx, "role_grant", []string{"id", "person_id", "role", "during"}, items, func(it *item) []any {
		v := it.value.(*roleRow)
		return []any{it.id, v.Person, v.Role, span(v.From, v.To)}
	})
}

func checkRank(ctx context.Context, r *run, it *item, v *rankRow) error {
	it.subject = &v.Person
	r.keeps(it, "a rank is corrected by a steward (correctRank), not overwritten by a file")
	ladder, err := r.ladder(ctx, v.Ladder)
	if err != nil {
		return err
	}
	v.on = ladder.LadderID
	if ladder.Level(v.Level) == nil {
		var codes []string
		for _, l := range ladder.Levels {
			codes = append(codes, l.Code)
		}
		r.fail(it, "level", "%s", unknown("level", v.Level, codes))
	}
	if v.AttestedBy != nil && *v.AttestedBy == v.Person {
		r.fail(it, "attestedBy", "nobody attests their own rank; name who does")
	}
	if v.Reason != nil {
		r.words(it, "reason", *v.Reason, 2000)
	}
	r.past(it, "from", v.From)
	r.days(it, v.From, v.To)
	return nil
}

func storeRanks(ctx context.Context, r *run, tx pgx.Tx, items []*item) error {
	columns := []string{"id", "person_id", "ladder_id", "level", "during", "cause", "attested_by", "recorded_at", "reason"}
	return insert(ctx, tx, "rank_record", columns, items, func(it *item) []any {
		v := it.value.(*rankRow)
		return []any{it.id, v.Person, v.on, v.Level, span(v.From, v.To), people.Import, v.AttestedBy, r.now, v.Reason}
	})
}

func checkPause(_ context.Context, r *run, it *item, v *pauseRow) error {
	it.subject = &v.Person
	r.keeps(it, "a pause is lifted by a steward (liftPause) and recorded anew, not overwritten by a file")
	r.words(it, "reason", v.Reason, 2000)
	r.days(it, v.From, v.To)
	return nil
}

func storePauses(ctx context.Context, r *run, tx pgx.Tx, items []*item) error {
	return insert(ctx, tx, "tenure_pause", []string{"id", "person_id", "during", "reason", "recorded_at"}, items, func(it *item) []any {
		v := it.value.(*pauseRow)
		return []any{it.id, v.Person, span(v.From, v.To), v.Reason, r.now}
	})
}

// words refuses a text that is blank, too long or not of one line.
func (r *run) words(it *item, column, s string, most int) {
	switch {
	case strings.TrimSpace(s) == "":
		r.fail(it, column, "must not be blank")
	case utf8.RuneCountInString(s) > most:
		r.fail(it, column, "is longer than %d characters; shorten it", most)
	case strings.ContainsFunc(s, func(c rune) bool { return unicode.IsControl(c) && c != '\n' && c != '\t' && c != '\r' }):
		r.fail(it, column, "holds control characters; take them out")
	}
}

// days refuses an end that is not after the start.
func (r *run) days(it *item, from day.Day, to *day.Day) {
	if to != nil && !to.After(from.Time) {
		r.fail(it, "to", "is the first day no longer, so it must be after %s", from.Format("2006-01-02"))
	}
}

// past refuses a day that is still to come.
func (r *run) past(it *item, column string, d day.Day) {
	if d.After(day.Of(r.now)) {
		r.fail(it, column, "%s is still to come", d.Format("2006-01-02"))
	}
}

// keeps refuses a row that came in before with other values.
func (r *run) keeps(it *item, why string) {
	if it.was != nil {
		r.fail(it, "key", "came in before with other values: %s", why)
	}
}
