package selfevaluation_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/selfevaluation"
)

type module struct{ rule, key, artefact string }

// modules are those of L8, by the rule that each is, with the artefact that it
// is done with.
func modules() []module {
	return []module{
		{"T1.1", "product-portfolio-management", "portfolio-model"},
		{"T1.2", "infrastructure-strategy", "risk-register"},
		{"T1.3", "build-vs-buy-framework", ""},
		{"T1.4", "technical-due-diligence", "due-diligence-report"},
		{"T1.5", "financial-modeling-for-technical-decisions", ""},
		{"T1.6", "ai-technical-strategy-stack", "tool-list"},
		{"T2.1", "founder-partnership", ""},
		{"T2.2", "hiring-and-team-design", "job-descriptions"},
		{"T2.3", "investor-communication", ""},
		{"T2.4", "cross-product-architecture", "architecture-account"},
		{"T2.5", "vendor-management", ""},
		{"T3.1", "board-level-technical-presentations", ""},
		{"T3.2", "organizational-design-case-study", ""},
		{"T3.3", "technical-strategy-case-study", ""},
		{"T3.4", "mentee-pipeline-development", ""},
		{"T3.5", "industry-contribution", ""},
	}
}

func TestEveryModuleIsBegunAndDone(t *testing.T) {
	t.Parallel()
	o := open(t)
	other := o.artefact(record.Artefact{Type: "postcard"})
	for _, m := range modules() {
		if _, err := o.note(o.ana, selfevaluation.NoteProgressInput{Module: m.key, Status: selfevaluation.InProgress}); err != nil {
			t.Errorf("%s: begun: %v", m.rule, err)
		}
		if _, err := o.note(o.ana, selfevaluation.NoteProgressInput{Module: m.key, Status: selfevaluation.InProgress, Artefact: &other}); err != nil {
			t.Errorf("%s: begun with an artefact of any type: %v", m.rule, err)
		}
		_, without := o.note(o.ana, selfevaluation.NoteProgressInput{Module: m.key, Status: selfevaluation.Done})
		_, with := o.note(o.ana, selfevaluation.NoteProgressInput{Module: m.key, Status: selfevaluation.Done, Artefact: &other})
		if m.artefact == "" {
			if without != nil || with != nil {
				t.Errorf("%s: done: %v, %v", m.rule, without, with)
			}
			continue
		}
		refused(t, m.rule+": done with nothing", without, "input.artefact", "an artefact of type "+m.artefact)
		refused(t, m.rule+": done with another thing", with, "input.artefact", `is of type "postcard"`, m.artefact)
		right := o.artefact(record.Artefact{Type: m.artefact})
		if _, err := o.note(o.ana, selfevaluation.NoteProgressInput{Module: m.key, Status: selfevaluation.Done, Artefact: &right}); err != nil {
			t.Errorf("%s: done: %v", m.rule, err)
		}
	}
	named := 0
	for _, phase := range o.Version.Level("L8").Curriculum {
		named += len(phase.Modules)
	}
	if named != len(modules()) {
		t.Errorf("the ladder has %d modules, %d are tested", named, len(modules()))
	}
}

func TestWhatNoProgressCanBe(t *testing.T) {
	t.Parallel()
	o := open(t)
	ben := o.Candidate("Ben")
	decision, others, gone := o.record(o.ana.Person, &record.TechDecision{}), o.record(ben.Person, &record.Artefact{}), o.artefact(record.Artefact{})
	o.exec(`update record set retracted_at = now() where id = $1`, gone.UUID)
	unknown, malformed := id.Of(id.Record, uuid.Max), id.ID{}
	elsewhere := "nowhere"
	const own = "input.artefact: give the id of an artefact's record of your own"
	for _, tc := range []struct {
		rule string
		v    *people.Viewer
		in   selfevaluation.NoteProgressInput
		says string
	}{
		{"T1.1: an unknown module", o.ana, selfevaluation.NoteProgressInput{Module: "x", Status: selfevaluation.Done}, "input.module: L8, which you hold, has no"},
		{"T1.1: at a level without a curriculum", o.Person("Three", "L3"), selfevaluation.NoteProgressInput{Module: modules()[0].key, Status: selfevaluation.Done}, "names none for L3"},
		{"T1.1: without a level", o.Person("Newcomer", ""), selfevaluation.NoteProgressInput{Module: modules()[0].key, Status: selfevaluation.Done}, "input.module: you hold no level"},
		{"T1.1: a status that time alone gives", o.ana, selfevaluation.NoteProgressInput{Module: modules()[0].key, Status: "OVERDUE"}, "input.status"},
		{"T1.1: a decision", o.ana, selfevaluation.NoteProgressInput{Module: modules()[0].key, Status: selfevaluation.Done, Artefact: &decision}, own},
		{"T1.1: another's artefact", o.ana, selfevaluation.NoteProgressInput{Module: modules()[0].key, Status: selfevaluation.Done, Artefact: &others}, own},
		{"T1.1: a retracted one", o.ana, selfevaluation.NoteProgressInput{Module: modules()[0].key, Status: selfevaluation.Done, Artefact: &gone}, own},
		{"T1.1: an unknown one", o.ana, selfevaluation.NoteProgressInput{Module: modules()[0].key, Status: selfevaluation.Done, Artefact: &unknown}, own},
		{"T1.1: a malformed id", o.ana, selfevaluation.NoteProgressInput{Module: modules()[0].key, Status: selfevaluation.Done, Artefact: &malformed}, own},
		{"T1.1: an unknown ladder", o.ana, selfevaluation.NoteProgressInput{Module: modules()[0].key, Status: selfevaluation.Done, Ladder: &elsewhere}, "input.ladder"},
	} {
		_, err := o.note(tc.v, tc.in)
		refused(t, tc.rule, err, tc.says)
	}
}

func TestProgressAppends(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := t.Context()
	ben := o.Candidate("Ben")
	artefact := o.artefact(record.Artefact{Type: modules()[0].artefact})
	begun, err := o.note(o.ana, selfevaluation.NoteProgressInput{Module: modules()[0].key, Status: selfevaluation.InProgress})
	if err != nil {
		t.Fatal(err)
	}
	day := o.Now
	o.Advance(24 * time.Hour)
	key := "k"
	in := selfevaluation.NoteProgressInput{Module: modules()[0].key, Status: selfevaluation.Done, Artefact: &artefact, Key: &key}
	done, err := o.note(o.ana, in)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := o.note(o.ana, in); again != done || err != nil {
		t.Errorf("the same key: %s, %v, want %s", again, err, done)
	}
	for _, tc := range []struct {
		what string
		v    *people.Viewer
		asOf time.Time
		want uuid.UUID
	}{
		{"the person now", o.ana, o.Now, done},
		{"the person on the first day", o.ana, day, begun},
		{"the person the day before", o.ana, day.AddDate(0, 0, -1), uuid.Nil},
		{"a steward", o.Person("Sten", "", people.Steward), o.Now, done},
		{"another", ben, o.Now, uuid.Nil},
		{"nobody", nil, o.Now, uuid.Nil},
	} {
		lists, err := o.store.Progress(ctx, tc.v, []uuid.UUID{o.ana.Person, ben.Person}, o.Version.LadderID, tc.asOf)
		got := uuid.Nil
		for _, p := range lists[o.ana.Person] {
			got = p.UUID
		}
		if err != nil || len(lists) != 2 || got != tc.want || len(lists[o.ana.Person]) > 1 {
			t.Errorf("%s: %v, %v, want %s", tc.what, lists, err, tc.want)
		}
	}
	found, err := o.store.ProgressByIDs(ctx, o.ana, []uuid.UUID{begun, done, uuid.Max})
	if err != nil || len(found) != 2 || found[begun].ArtefactID != nil || *found[done].ArtefactID != artefact.UUID || found[done].Status != selfevaluation.Done {
		t.Errorf("by ids: %v, %v", found, err)
	}
	if found, err := o.store.ProgressByIDs(ctx, ben, []uuid.UUID{begun, done}); err != nil || len(found) != 0 {
		t.Errorf("another finds %v, %v", found, err)
	}
}
