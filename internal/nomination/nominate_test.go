package nomination_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/nomination"
	"dossier/internal/people"
	"dossier/internal/problem"
	"dossier/internal/standing"
	"dossier/internal/testworld"
)

func TestANominationIsKeptAsItWasMade(t *testing.T) {
	t.Parallel()
	o := open(t)
	n := o.nominate(o.ten)
	want := &nomination.Nomination{
		UUID: n.UUID, NomineeID: o.ana.Person, NominatorID: o.ten.Person, LadderID: o.Version.LadderID, FromLevel: "L8", ToLevel: "L9",
		Standing: "L10", Relation: "I have been her mentor since 2024.", Since: day.Date(2024, 2, 29), Money: "none",
		ReasonNotToPromote: "Only one company so far.", Status: nomination.Offered, OfferedAt: o.Now, ExpiresAt: o.Now.AddDate(0, 0, 180),
	}
	if diff := cmp.Diff(want, o.see(o.ana, n)); diff != "" {
		t.Error(diff)
	}
	cited, err := o.store.RecordsOf(t.Context(), o.ana, []uuid.UUID{n.UUID, uuid.Max})
	if err != nil || len(cited) != 2 || len(cited[uuid.Max]) != 0 ||
		!slices.Equal(cited[n.UUID], []uuid.UUID{o.records[0].UUID, o.records[1].UUID, o.records[2].UUID}) {
		t.Errorf("cited: %v, %v", cited, err)
	}
	var trail int
	if err := o.DB.QueryRow(t.Context(), `select count(*) from audit where act = 'nominate' and actor = $1 and subject = $2 and object = $3`,
		o.ten.Person, o.ana.Person, n.String()).Scan(&trail); err != nil || trail != 1 {
		t.Errorf("%d rows in the trail, %v", trail, err)
	}
}

func TestWhoNominates(t *testing.T) {
	t.Parallel()
	o := open(t)
	was, will := o.Person("Was", "", people.Candidate), o.Person("Will", "")
	yesterday := day.AddDays(day.Of(o.Now), -1)
	o.rank(was.Person, "L10", yesterday.AddDate(-1, 0, 0), &yesterday)
	o.rank(was.Person, "L9", yesterday, nil)
	o.rank(will.Person, "L10", day.AddDays(yesterday, 2), nil)
	for _, tc := range []struct {
		rule     string
		v        *people.Viewer
		standing string
	}{
		{"R2: somebody at L10", o.ten, "L10"},
		{"R2: a house founder without a level", o.Person("Hana", "", people.HouseFounder), "HOUSE_FOUNDER"},
		{"R2: a house founder at L10, by what the ladder names first", o.Person("Both", "L10", people.HouseFounder), "L10"},
		{"R2: a founder of a client testifies and does not nominate", o.Person("Cleo", "", people.CompanyFounder), ""},
		{"R2: somebody at L9", o.Person("Nine", "L9", people.Panelist), ""},
		{"R2: a steward", o.Person("Sten", "", people.Steward), ""},
		{"R2: somebody who was at L10 until yesterday", was, ""},
		{"R2: somebody who will be at L10 tomorrow", will, ""},
	} {
		key, err := o.acts.Nominate(t.Context(), tc.v, o.input(), o.Now)
		if tc.standing == "" {
			p := refusal[*problem.Invalid](t, tc.rule, err)
			if p.Fields[0].Path != "input.to" || !strings.Contains(p.Message(), "takes L10 or a house founder") {
				t.Errorf("%s: %s", tc.rule, p.Message())
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", tc.rule, err)
		} else if got := o.see(tc.v, id.Of(id.Nomination, key)).Standing; got != tc.standing {
			t.Errorf("%s: by standing %s, want %s", tc.rule, got, tc.standing)
		}
	}
}

// Rule R2 speaks of persons, not accounts.
func TestNobodyNominatesThemselves(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := t.Context()
	fay := o.Person("Fay", "L8", people.HouseFounder)
	second := o.Person("Fay's other account", "", people.HouseFounder)
	records := []id.ID{o.record(fay.Person), o.record(fay.Person), o.record(fay.Person)}
	in := o.input(func(in *nomination.NominateInput) { in.Nominee, in.Records = id.Of(id.Person, fay.Person), records })
	o.Tx(func(tx pgx.Tx) error { return o.People.Merge(ctx, tx, second.Person, fay.Person, o.Now) })
	merged, err := o.People.ViewerBy(ctx, testworld.Issuer, "Fay's other account", o.Now)
	if err != nil {
		t.Fatal(err)
	}
	for what, v := range map[string]*people.Viewer{
		"R2: as oneself":                     fay,
		"R2: by the account that was merged": merged,
		"R2: by a request that began before the accounts were merged": second,
	} {
		_, err := o.acts.Nominate(ctx, v, in, o.Now)
		if p := refusal[*problem.Invalid](t, what, err); p.Message() != "input.nominee: nobody nominates themselves" {
			t.Errorf("%s: %s", what, p.Message())
		}
	}
	in.Nominee = id.Of(id.Person, second.Person)
	_, err = o.acts.Nominate(ctx, fay, in, o.Now)
	refusal[*problem.Invalid](t, "R2: by the id of the double", err)
	key, err := o.acts.Nominate(ctx, o.ten, in, o.Now)
	if err != nil {
		t.Fatal(err)
	}
	if got := o.see(fay, id.Of(id.Nomination, key)).NomineeID; got != fay.Person {
		t.Errorf("R2: a double was nominated, and not the one that stays: %s", got)
	}
}

func TestWhoIsNominated(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := t.Context()
	nine, none := o.Person("Nine", "L9"), o.Person("Newcomer", "")
	for what, nominee := range map[string]uuid.UUID{"R2: somebody at L9 for L9": nine.Person, "R2: somebody without a level": none.Person} {
		_, err := o.acts.Nominate(ctx, o.ten, o.input(func(in *nomination.NominateInput) { in.Nominee = id.Of(id.Person, nominee) }), o.Now)
		if p := refusal[*problem.Invalid](t, what, err); p.Fields[0].Path != "input.nominee" || !strings.Contains(p.Message(), "does not hold L8 today") {
			t.Errorf("%s: %s", what, p.Message())
		}
	}
	for what, nominee := range map[string]id.ID{"an unknown person": id.Of(id.Person, uuid.Max), "what is no person": id.Of(id.Dossier, o.ana.Person), "a malformed id": {}} {
		if _, err := o.acts.Nominate(ctx, o.ten, o.input(func(in *nomination.NominateInput) { in.Nominee = nominee }), o.Now); !errors.Is(err, fault.ErrNotFound) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestWhenSomebodyIsNominated(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := t.Context()
	for _, tc := range []struct {
		rule, since, pause, until string
		first                     string // the first day; empty for none
	}{
		{"R1: ninety days before 36 months", "2023-11-24", "", "", "2026-08-26"},
		{"R1: 36 months from 29 February", "2024-02-29", "", "", "2026-11-30"},
		{"R1: 36 months from the 31st", "2023-12-31", "", "", "2026-10-02"},
		{"R1: a pause moves the day", "2023-11-24", "2025-02-01", "2025-03-01", "2026-09-23"},
		{"R1: a pause that lasts", "2024-01-01", "2026-01-31", "", ""},
	} {
		pia := o.Person(tc.rule, "")
		since, err := day.Parse(tc.since)
		if err != nil {
			t.Fatal(err)
		}
		o.rank(pia.Person, "L8", since, nil)
		if tc.pause != "" {
			o.exec(`insert into tenure_pause (id, person_id, during, reason, recorded_at) values ($1, $2, daterange($3::text::date, nullif($4, '')::date), 'surgery', now())`,
				o.NewID(), pia.Person, tc.pause, tc.until)
		}
		in := o.input(func(in *nomination.NominateInput) {
			in.Nominee, in.Records = id.Of(id.Person, pia.Person), []id.ID{o.record(pia.Person), o.record(pia.Person), o.record(pia.Person)}
		})
		ask := o.Now
		if tc.first != "" {
			first, err := day.Parse(tc.first)
			if err != nil {
				t.Fatal(err)
			}
			ask = first.Add(-time.Nanosecond)
		}
		_, err = o.acts.Nominate(ctx, o.ten, in, ask)
		r := refusal[*standing.NotEligible](t, tc.rule, err).Requirements[0]
		want := "The first day on which it is possible is " + tc.first + "."
		if tc.first == "" {
			want = "The first day cannot be told yet."
		}
		if r.Key != "minimum-months" || r.Kind != "HARD" || r.Verdict != "FAIL" || r.Missing == nil || *r.Missing != want {
			t.Errorf("%s: %+v", tc.rule, r)
		}
		// No word on pauses or months that the nominator may not know.
		if r.Explanation != tc.rule+" cannot be nominated for L9 yet." {
			t.Errorf("%s: says %s", tc.rule, r.Explanation)
		}
		if tc.first != "" {
			if _, err := o.acts.Nominate(ctx, o.ten, in, ask.Add(time.Nanosecond)); err != nil {
				t.Errorf("%s: on the day itself: %v", tc.rule, err)
			}
		}
	}
	// Who may not nominate does not learn the day.
	young := o.Person("Young", "")
	o.rank(young.Person, "L8", day.Of(o.Now), nil)
	_, err := o.acts.Nominate(ctx, o.Person("Nine", "L9"), o.input(func(in *nomination.NominateInput) { in.Nominee = id.Of(id.Person, young.Person) }), o.Now)
	refusal[*problem.Invalid](t, "R2: asked by somebody at L9", err)
}

func TestWhatANominationCites(t *testing.T) {
	t.Parallel()
	o := open(t)
	others, old, gone := o.record(o.ten.Person), o.record(o.ana.Person), o.record(o.ana.Person)
	o.exec(`update record set superseded_by = $2 where id = $1`, old.UUID, o.records[3].UUID)
	o.exec(`update record set retracted_at = now() where id = $1`, gone.UUID)
	two := o.records[:2]
	says := ""
	for what, records := range map[string][]id.ID{
		"R2: none":              nil,
		"R2: two":               two,
		"R2: four":              o.records,
		"R2: one twice":         append(slices.Clone(two), two[0]),
		"R2: an unknown one":    append(slices.Clone(two), id.Of(id.Record, uuid.Max)),
		"R2: somebody else's":   append(slices.Clone(two), others),
		"R2: a corrected one":   append(slices.Clone(two), old),
		"R2: a retracted one":   append(slices.Clone(two), gone),
		"R2: what is no record": append(slices.Clone(two), id.Of(id.Person, o.records[2].UUID)),
		"R2: a malformed id":    append(slices.Clone(two), id.ID{}),
	} {
		_, err := o.acts.Nominate(t.Context(), o.ten, o.input(func(in *nomination.NominateInput) { in.Records = records }), o.Now)
		p := refusal[*problem.Invalid](t, what, err)
		if says == "" {
			says = p.Message()
		}
		if p.Message() != says || !strings.Contains(says, "input.records: give the ids of 3 different records") {
			t.Errorf("%s: %s", what, p.Message())
		}
	}
	var kept int
	if err := o.DB.QueryRow(t.Context(), `select (select count(*) from nomination) + (select count(*) from nomination_record)`).Scan(&kept); err != nil || kept != 0 {
		t.Errorf("%d rows after refusals, %v", kept, err)
	}
}

func TestWhatANominationSays(t *testing.T) {
	t.Parallel()
	o := open(t)
	elsewhere, long := "nowhere", strings.Repeat("k", 65)
	for _, tc := range []struct {
		rule   string
		change func(*nomination.NominateInput)
		path   string
		says   string
	}{
		{"R2: no relation", func(in *nomination.NominateInput) { in.Relation = "" }, "relation", "is empty"},
		{"R2: nothing on money", func(in *nomination.NominateInput) { in.Money = " " }, "money", "is empty"},
		{"R2: no reason not to promote", func(in *nomination.NominateInput) { in.ReasonNotToPromote = "\n" }, "reasonNotToPromote", "is empty"},
		{"R2: a long relation", func(in *nomination.NominateInput) { in.Relation = strings.Repeat("ä", 2001) }, "relation", "2001 characters"},
		{"R2: a NUL", func(in *nomination.NominateInput) { in.Money = "none\x00" }, "money", "control character"},
		{"R2: since tomorrow", func(in *nomination.NominateInput) { in.Since = day.Day{Time: day.Date(2026, 11, 25)} }, "since", "still to come"},
		{"R2: since another age", func(in *nomination.NominateInput) { in.Since = day.Day{Time: day.Date(24, 2, 1)} }, "since", "check the year"},
		{"R2: an unknown level", func(in *nomination.NominateInput) { in.To = "L99" }, "to", `no level "L99"`},
		{"R2: a step that no page describes", func(in *nomination.NominateInput) { in.To = "L10" }, "to", "does not say what the step to L10 asks"},
		{"R2: an unknown ladder", func(in *nomination.NominateInput) { in.Ladder = &elsewhere }, "ladder", `no ladder "nowhere"`},
		{"a long key", func(in *nomination.NominateInput) { in.Key = &long }, "key", "65 characters"},
	} {
		_, err := o.acts.Nominate(t.Context(), o.ten, o.input(tc.change), o.Now)
		if p := refusal[*problem.Invalid](t, tc.rule, err); p.Fields[0].Path != "input."+tc.path || !strings.Contains(p.Message(), tc.says) {
			t.Errorf("%s: %s", tc.rule, p.Message())
		}
	}
}

// Another organisation's ladder may read rule R2 otherwise.
func TestTheRuleIsTheLadders(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.Import(func(v *ladder.Version) {
		v.Label = "Ours"
		l := v.Level("L8")
		l.Promotion.Nomination.AllowedNominators = []string{"L9"}
		l.ReadingOf("nomination").Values = map[string]any{"recordsCited": 1, "expiresAfterDays": 10}
		l.ReadingOf("minimum-months").Values["nominationDaysEarlier"] = 0
	})
	_, err := o.acts.Nominate(t.Context(), o.ten, o.input(), o.Now)
	if p := refusal[*problem.Invalid](t, "R2: by somebody at L10", err); !strings.Contains(p.Message(), "takes L9,") {
		t.Errorf("R2: by somebody at L10: %s", p.Message())
	}
	nine := o.Person("Nine", "L9")
	_, err = o.acts.Nominate(t.Context(), nine, o.input(), o.Now)
	if p := refusal[*problem.Invalid](t, "R2: three records", err); !strings.Contains(p.Message(), "give the ids of 1 different") {
		t.Errorf("R2: three records: %s", p.Message())
	}
	one := func(in *nomination.NominateInput) { in.Records = in.Records[:1] }
	if n := o.see(nine, o.nominate(nine, one)); n.Standing != "L9" || !n.ExpiresAt.Equal(o.Now.AddDate(0, 0, 10)) {
		t.Errorf("R2: %+v", n)
	}
	young := o.Person("Young", "")
	o.rank(young.Person, "L8", day.Date(2023, 11, 25), nil)
	_, err = o.acts.Nominate(t.Context(), nine, o.input(func(in *nomination.NominateInput) {
		in.Nominee, in.Records = id.Of(id.Person, young.Person), []id.ID{o.record(young.Person)}
	}), o.Now)
	if r := refusal[*standing.NotEligible](t, "R1: a day too soon", err); !strings.Contains(r.Message(), "2026-11-25") {
		t.Errorf("R1: a day too soon: %s", r.Message())
	}
}
