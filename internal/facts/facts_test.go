package facts_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"dossier/internal/day"
	"dossier/internal/fault"
	"dossier/internal/mentoring"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/standing"
	"dossier/internal/testworld"
)

func of(t testing.TB, w *testworld.World, v *people.Viewer, persons ...*people.Viewer) map[uuid.UUID]*standing.Facts {
	t.Helper()
	ids := make([]uuid.UUID, len(persons))
	for i, p := range persons {
		ids[i] = p.Person
	}
	m, err := w.Facts.Of(t.Context(), v, w.Version, ids)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func exec(t testing.TB, w *testworld.World, sql string, args ...any) {
	t.Helper()
	if _, err := w.DB.Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

func span(w *testworld.World, from, until int) day.Span {
	b := &record.Base{}
	w.Months(from, until)(b)
	return b.Span
}

func TestRanksAndPausesInForce(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ana := w.Person("Ana", "L8")
	before := day.AddMonths(day.Of(w.Now), -60)
	was := span(w, 60, 48)
	exec(t, w, `insert into rank_record (id, person_id, ladder_id, level, during, cause, superseded_at) values ($1, $2, $3, 'L6', daterange($4, $5), 'IMPORT', $6)`,
		w.NewID(), ana.Person, w.Version.LadderID, before, was.To, w.Now)
	exec(t, w, `insert into rank_record (id, person_id, ladder_id, level, during, cause) values ($1, $2, $3, 'L7', daterange($4, $5), 'CORRECTION')`,
		w.NewID(), ana.Person, w.Version.LadderID, before, was.To)
	off := span(w, 20, 17)
	for i, lifted := range []*time.Time{nil, &w.Now} {
		exec(t, w, `insert into tenure_pause (id, person_id, during, reason, recorded_at, lifted_at) values ($1, $2, daterange($3, $4), 'leave', $5, $6)`,
			w.NewID(), ana.Person, day.AddDays(off.From, i), off.To, w.Now, lifted)
	}
	f := of(t, w, ana, ana)[ana.Person]
	var levels []string
	for _, r := range f.Ranks {
		levels = append(levels, fmt.Sprint(r.Level, " ", r.Cause))
	}
	if diff := cmp.Diff([]string{"L7 CORRECTION", "L8 IMPORT"}, levels); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(was, f.Ranks[0].Span()); diff != "" {
		t.Error(diff)
	}
	if len(f.Pauses) != 1 || cmp.Diff(off, f.Pauses[0].Span) != "" || f.Pauses[0].Reason != "leave" {
		t.Errorf("pauses: %+v, want one over %v", f.Pauses, off)
	}
}

func TestMentorshipsGivenAndHad(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ana := w.Person("Ana", "L8")
	ilse := w.Mentee(ana, "Ilse", "L5", 18)
	w.Mentee(ilse, "Joris", "L2", 6)
	founder := w.Person("Bas", "", people.CompanyFounder)
	company, surfaces := w.Company("Koelpad", []*people.Viewer{founder}, "web app", "portal")
	double := w.Person("Ilse again", "")
	exec(t, w, `update person set same_as = $2 where id = $1`, double.Person, ilse.Person)
	w.Record(ilse, &record.SurfaceOwnership{Surface: uuid.UUID{1}, Aspects: []string{"ROADMAP"}}, testworld.At(company), testworld.By(double, record.AsFounder))
	for _, s := range []uuid.UUID{surfaces[0], surfaces[0], surfaces[1]} {
		w.Record(ilse, &record.SurfaceOwnership{Surface: s, Aspects: []string{"ROADMAP"}}, testworld.At(company), testworld.By(founder, record.AsFounder))
	}
	w.Record(ilse, &record.SurfaceOwnership{Surface: uuid.Max, Aspects: []string{"ROADMAP"}}, testworld.At(company))
	var given uuid.UUID
	if err := w.DB.QueryRow(t.Context(), `select id from mentorship where mentee_id = $1`, ilse.Person).Scan(&given); err != nil {
		t.Fatal(err)
	}
	exec(t, w, `insert into readiness (id, mentorship_id, level, reason, attested_at) values ($1, $2, 'L7', 'leads a product', $3)`, w.NewID(), given, w.Now)
	exec(t, w, `insert into mentoring_session (id, mentorship_id, held_on, recorded_by, recorded_at) values ($1, $2, '2026-10-02', $3, $4), ($5, $2, '2026-09-01', $3, $4)`,
		w.NewID(), given, ana.Person, w.Now, w.NewID())
	exec(t, w, `insert into mentorship (id, mentor_id, mentee_id, ladder_id, status, offered_by, offered_at) values ($1, $2, $3, $4, 'OFFERED', $2, $5)`,
		w.NewID(), ana.Person, founder.Person, w.Version.LadderID, w.Now)
	f := of(t, w, ana, ana)[ana.Person]
	if len(f.Pupils) != 1 || f.Mentor != nil {
		t.Fatalf("%d mentorships given and %v had, want one and none", len(f.Pupils), f.Mentor)
	}
	got := f.Pupils[0]
	got.Ranks = nil
	want := mentoring.Pupil{
		Mentorship: given, Mentee: ilse.Person, Name: "Ilse", Span: span(w, 18, 0), Mentors: true, Surfaces: 2,
		Attested: []mentoring.Readiness{{Level: "L7", Reason: "leads a product", At: w.Now}},
	}
	if diff := cmp.Diff(want, got); diff != "" || f.Pupils[0].Ranks[0].Level != "L5" {
		t.Error(diff, f.Pupils[0].Ranks)
	}
	had := of(t, w, ilse, ilse)[ilse.Person].Mentor
	if diff := cmp.Diff(&standing.Mentor{
		Mentorship: given, Mentor: ana.Person, Name: "Ana", Span: span(w, 18, 0), Sessions: []time.Time{day.Date(2026, 9, 1), day.Date(2026, 10, 2)},
	}, had); diff != "" {
		t.Error(diff)
	}
}

func TestSurfacesOfTheCompaniesInTheRecords(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ana := w.Person("Ana", "L8")
	company, surfaces := w.Company("Koelpad", nil, "web app", "portal")
	elsewhere, _ := w.Company("Shamba", nil, "console")
	exec(t, w, `insert into surface_dependency (surface_id, on_surface, kind, created_at) values ($1, $2, 'DATA', $3)`, surfaces[0], surfaces[1], w.Now)
	w.Record(ana, &record.Engagement{Title: "Owner"}, testworld.At(company), w.Months(30, 0))
	w.Record(ana, &record.Engagement{Title: "Retracted"}, testworld.At(elsewhere), func(b *record.Base) { b.RetractedAt = &w.Now })
	f := of(t, w, ana, ana)[ana.Person]
	if len(f.Records) != 1 || len(f.Surfaces) != 2 {
		t.Fatalf("%d records and %d surfaces, want 1 and 2", len(f.Records), len(f.Surfaces))
	}
	for i, s := range f.Surfaces {
		if other := surfaces[1-i]; s.UUID == surfaces[i] && !cmp.Equal(s.Depends, []uuid.UUID{other}) {
			t.Errorf("%s depends on %v, want %v", s.Name, s.Depends, other)
		}
	}
}

func TestNominationsAnswersAndProgress(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ana := w.Person("Ana", "L8")
	accepted := w.Nominate(ana)
	for i, answer := range []string{"NO", "PARTLY", "YES"} {
		exec(t, w, `insert into self_answer (id, person_id, ladder_id, level, item, answer, note, evidence, answered_at) values ($1, $2, $3, 'L8', 'item', $4, '', $5, $6)`,
			w.NewID(), ana.Person, w.Version.LadderID, answer, []uuid.UUID{accepted}, w.Now.Add(time.Duration(i)*time.Hour))
	}
	exec(t, w, `insert into curriculum_progress (id, person_id, ladder_id, level, module, status, noted_at) values ($1, $2, $3, 'L8', 'module', 'DONE', $4)`,
		w.NewID(), ana.Person, w.Version.LadderID, w.Now)
	f := of(t, w, ana, ana)[ana.Person]
	if len(f.Nominations) != 1 || f.Nominations[0].UUID != accepted || !f.Nominations[0].Accepted || f.Nominations[0].ToLevel != "L9" ||
		!f.Nominations[0].OfferedAt.Equal(w.Now) || !f.Nominations[0].AnsweredAt.Equal(w.Now) {
		t.Errorf("nominations: %+v", f.Nominations)
	}
	if len(f.Answers) != 1 || f.Answers[0].Answer != "YES" || f.Answers[0].Person != ana.Person || !cmp.Equal(f.Answers[0].Evidence, []uuid.UUID{accepted}) ||
		!f.Answers[0].AnsweredAt.Equal(w.Now.Add(2*time.Hour)) {
		t.Errorf("answers: %+v", f.Answers)
	}
	if len(f.Progress) != 1 || f.Progress[0].Module != "module" || f.Progress[0].Status != "DONE" || f.Progress[0].ArtefactID != nil {
		t.Errorf("progress: %+v", f.Progress)
	}
}

// Facts are those of the persons whose records the viewer may see.
func TestWhoseFactsAreSeen(t *testing.T) {
	t.Parallel()
	w := testworld.New(t)
	ana, ben := w.Candidate("Ana"), w.Candidate("Ben")
	w.Ready(ana)
	w.Ready(ben)
	var nominator uuid.UUID
	if err := w.DB.QueryRow(t.Context(), `select nominator_id from nomination where nominee_id = $1`, ana.Person).Scan(&nominator); err != nil {
		t.Fatal(err)
	}
	exec(t, w, `update nomination set status = 'WITHDRAWN' where nominee_id = $1`, ben.Person)
	for name, tc := range map[string]struct {
		viewer *people.Viewer
		want   int
	}{
		"nobody":              {nil, 0},
		"one of the two":      {ana, 1},
		"a steward":           {w.Person("Sam", "", people.Steward), 2},
		"who nominates one":   {&people.Viewer{Person: nominator, Now: w.Now}, 1},
		"the same, too late":  {&people.Viewer{Person: nominator, Now: w.Now.AddDate(1, 0, 0)}, 0},
		"another at L8":       {w.Person("Cem", "L8"), 0},
		"a founder":           {w.Person("Bas", "", people.CompanyFounder), 0},
		"a founder of all":    {w.Person("Eve", "", people.HouseFounder), 0},
		"a panelist, for now": {w.Person("Pia", "L9", people.Panelist), 0},
	} {
		if got := len(of(t, w, tc.viewer, ana, ben)); got != tc.want {
			t.Errorf("%s sees the facts of %d persons, want %d", name, got, tc.want)
		}
	}
	w.Tx(func(tx pgx.Tx) error {
		_, err := w.Facts.In(t.Context(), tx, w.Version, uuid.Max, w.Now)
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("facts of nobody: %v", err)
		}
		f, err := w.Facts.In(t.Context(), tx, w.Version, ana.Person, w.Now)
		if err == nil && len(f.Records) != 1 {
			t.Errorf("%d records in an act, want 1", len(f.Records))
		}
		return err
	})
}
