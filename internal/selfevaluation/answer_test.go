package selfevaluation_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/selfevaluation"
)

// checklist are the items of L8, by the rule that each is.
func checklist() map[string]string {
	return map[string]string{
		"C1": "strategy-across-surfaces", "C2": "build-vs-buy-savings", "C3": "founder-treats-as-cofounder",
		"C4": "team-structured-with-results", "C5": "presents-without-slides", "C6": "manages-infrastructure",
		"C7": "cross-product-coordination", "C8": "mentees-span-levels", "C9": "vendors-not-regretted",
	}
}

// skills are those of L8, by the rule that each is.
func skills() map[string]string {
	return map[string]string{
		"A1": "ai-powered-technology-evaluation", "A2": "ai-infrastructure-monitoring", "A3": "ai-driven-team-productivity-analysis",
		"A4": "ai-product-portfolio-management", "A5": "ai-powered-security-posture-assessment", "A6": "ai-technical-due-diligence",
		"A7": "ai-assisted-strategic-planning",
	}
}

func TestEveryItemIsAnswered(t *testing.T) {
	t.Parallel()
	o := open(t)
	artefact := o.artefact(record.Artefact{Type: "tool-list", Method: "read the traces of a month", Changed: "we kept one vendor"})
	for rule, item := range checklist() {
		for _, a := range []string{selfevaluation.Yes, selfevaluation.No, selfevaluation.Partly} {
			if _, err := o.answer(o.ana, selfevaluation.AnswerSelfEvaluationInput{Item: item, Answer: a}); err != nil {
				t.Errorf("%s: %s: %v", rule, a, err)
			}
		}
	}
	for rule, item := range skills() {
		for _, a := range []string{selfevaluation.No, selfevaluation.Partly} {
			if _, err := o.answer(o.ana, selfevaluation.AnswerSelfEvaluationInput{Item: item, Answer: a}); err != nil {
				t.Errorf("%s: %s without evidence: %v", rule, a, err)
			}
		}
		yes := selfevaluation.AnswerSelfEvaluationInput{Item: item, Answer: selfevaluation.Yes}
		_, err := o.answer(o.ana, yes)
		refused(t, rule+": yes without evidence", err, "input.evidence", "an artefact of yours", "input.note", "a word on the method", "the decision that it changed")
		yes.Evidence = []id.ID{artefact}
		if _, err := o.answer(o.ana, yes); err != nil {
			t.Errorf("%s: yes with all that it needs: %v", rule, err)
		}
	}
	level := o.Version.Level("L8")
	if len(level.SelfEvaluation) != len(checklist()) || len(level.AISkills) != len(skills()) {
		t.Errorf("the ladder has %d items and %d skills", len(level.SelfEvaluation), len(level.AISkills))
	}
}

// A yes to a skill rests on an artefact, a word on the method and a decision
// that it changed. Rules A1 to A7.
func TestWhatAYesToASkillNeeds(t *testing.T) {
	t.Parallel()
	o := open(t)
	bare := o.artefact(record.Artefact{Type: "tool-list"})
	changed := o.artefact(record.Artefact{Type: "tool-list", Changed: "we kept one vendor"})
	method := o.artefact(record.Artefact{Type: "tool-list", Method: "read the traces"})
	decision := o.record(o.ana.Person, &record.TechDecision{})
	const artefactLacks, methodLacks, decisionLacks = "an artefact of yours", "a word on the method", "the decision that it changed"
	for _, tc := range []struct {
		rule     string
		evidence []id.ID
		note     string
		lacks    []string
	}{
		{"A1: artefact and decision, the method in the note", []id.ID{bare, decision}, "compared two vendors", nil},
		{"A1: the artefact says what it changed", []id.ID{changed}, "compared two vendors", nil},
		{"A1: the artefact says how", []id.ID{decision, method}, "", nil},
		{"A1: one says how, another what it changed", []id.ID{method, changed}, "", nil},
		{"A1: a decision alone", []id.ID{decision}, "", []string{artefactLacks, methodLacks}},
		{"A1: a bare artefact", []id.ID{bare}, "", []string{methodLacks, decisionLacks}},
		{"A1: a bare artefact and a note", []id.ID{bare}, "how", []string{decisionLacks}},
		{"A1: no word on the method", []id.ID{changed}, " \n", []string{methodLacks}},
		{"A1: a note alone", nil, "how", []string{artefactLacks, decisionLacks}},
	} {
		_, err := o.answer(o.ana, selfevaluation.AnswerSelfEvaluationInput{Item: skills()["A1"], Answer: selfevaluation.Yes, Note: tc.note, Evidence: tc.evidence})
		if tc.lacks == nil {
			if err != nil {
				t.Errorf("%s: %v", tc.rule, err)
			}
			continue
		}
		refused(t, tc.rule, err, tc.lacks...)
		for _, other := range []string{artefactLacks, methodLacks, decisionLacks} {
			if !slices.Contains(tc.lacks, other) && err != nil && strings.Contains(err.Error(), other) {
				t.Errorf("%s: asks for %s too", tc.rule, other)
			}
		}
	}
}

func TestWhatNoAnswerCanBe(t *testing.T) {
	t.Parallel()
	o := open(t)
	ben := o.Candidate("Ben")
	mine, others, old, gone := o.artefact(record.Artefact{}), o.record(ben.Person, &record.Artefact{}), o.artefact(record.Artefact{}), o.artefact(record.Artefact{})
	o.exec(`update record set superseded_by = $2 where id = $1`, old.UUID, mine.UUID)
	o.exec(`update record set retracted_at = now() where id = $1`, gone.UUID)
	elsewhere, empty := "nowhere", ""
	many := make([]id.ID, selfevaluation.MaxEvidence+1)
	for _, tc := range []struct {
		rule   string
		v      *people.Viewer
		change func(*selfevaluation.AnswerSelfEvaluationInput)
		says   []string
	}{
		{"C1: an unknown item", o.ana, func(in *selfevaluation.AnswerSelfEvaluationInput) { in.Item = "x\x00" },
			[]string{"input.item: L8, which you hold, has no", "strategy-across-surfaces", "ai-assisted-strategic-planning"}},
		{"C1: a module is no item", o.ana, func(in *selfevaluation.AnswerSelfEvaluationInput) { in.Item = "vendor-management" }, []string{"input.item"}},
		{"C1: at a level without a checklist", o.Person("Three", "L3"), nil, []string{"input.item: the ladder names none for L3"}},
		{"C1: without a level", o.Person("Newcomer", ""), nil, []string{"input.item: you hold no level"}},
		{"C1: an unknown answer", o.ana, func(in *selfevaluation.AnswerSelfEvaluationInput) { in.Answer = "yes" }, []string{"input.answer", "YES or NO or PARTLY"}},
		{"C1: a long note", o.ana, func(in *selfevaluation.AnswerSelfEvaluationInput) { in.Note = strings.Repeat("ü", 4001) }, []string{"input.note: has 4001 characters"}},
		{"C1: an unknown ladder", o.ana, func(in *selfevaluation.AnswerSelfEvaluationInput) { in.Ladder = &elsewhere }, []string{"input.ladder"}},
		{"C1: an empty key", o.ana, func(in *selfevaluation.AnswerSelfEvaluationInput) { in.Key = &empty }, []string{"input.key"}},
		{"C1: too much evidence", o.ana, func(in *selfevaluation.AnswerSelfEvaluationInput) { in.Evidence = many }, []string{"input.evidence: has 21 records; 20 are allowed"}},
	} {
		in := selfevaluation.AnswerSelfEvaluationInput{Item: checklist()["C1"], Answer: selfevaluation.Yes}
		if tc.change != nil {
			tc.change(&in)
		}
		_, err := o.answer(tc.v, in)
		refused(t, tc.rule, err, tc.says...)
	}
	for what, evidence := range map[string][]id.ID{
		"an unknown record": {id.Of(id.Record, uuid.Max)}, "another's": {mine, others}, "a corrected one": {old}, "a retracted one": {gone},
		"one twice": {mine, mine}, "what is no record": {id.Of(id.Person, mine.UUID)}, "a malformed id": {{}},
	} {
		_, err := o.answer(o.ana, selfevaluation.AnswerSelfEvaluationInput{Item: checklist()["C1"], Answer: selfevaluation.Yes, Evidence: evidence})
		refused(t, what, err, "input.evidence: give ids of different records of your own, neither corrected nor retracted")
	}
	var kept int
	if err := o.DB.QueryRow(t.Context(), `select count(*) from self_answer`).Scan(&kept); err != nil || kept != 0 {
		t.Errorf("%d answers after refusals, %v", kept, err)
	}
}

func TestAnswersAppend(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := t.Context()
	ben := o.Candidate("Ben")
	proof := []id.ID{o.artefact(record.Artefact{}), o.artefact(record.Artefact{})}
	var made []uuid.UUID
	say := func(in selfevaluation.AnswerSelfEvaluationInput) uuid.UUID {
		t.Helper()
		key, err := o.answer(o.ana, in)
		if err != nil {
			t.Fatal(err)
		}
		made = append(made, key)
		return key
	}
	first := say(selfevaluation.AnswerSelfEvaluationInput{Item: checklist()["C1"], Answer: selfevaluation.No, Note: "one so far"})
	day := o.Now
	say(selfevaluation.AnswerSelfEvaluationInput{Item: checklist()["C2"], Answer: selfevaluation.Partly})
	o.Advance(48 * time.Hour)
	last := say(selfevaluation.AnswerSelfEvaluationInput{Item: checklist()["C1"], Answer: selfevaluation.Yes, Evidence: proof})

	newest := func(v *people.Viewer, asOf time.Time) map[string]*selfevaluation.Answer {
		t.Helper()
		lists, err := o.store.Newest(ctx, v, []uuid.UUID{o.ana.Person, ben.Person}, o.Version.LadderID, asOf)
		if err != nil || len(lists) != 2 || len(lists[ben.Person]) != 0 {
			t.Fatalf("%v, %v", lists, err)
		}
		items := map[string]*selfevaluation.Answer{}
		for _, a := range lists[o.ana.Person] {
			items[a.Item] = a
		}
		return items
	}
	if got := newest(o.ana, o.Now); len(got) != 2 || got[checklist()["C1"]].UUID != last || got[checklist()["C1"]].Level != "L8" ||
		!slices.Equal(got[checklist()["C1"]].Evidence, []uuid.UUID{proof[0].UUID, proof[1].UUID}) || !got[checklist()["C1"]].AnsweredAt.Equal(o.Now) {
		t.Errorf("now: %+v", got)
	}
	if got := newest(o.ana, day); len(got) != 2 || got[checklist()["C1"]].UUID != first || got[checklist()["C1"]].Note != "one so far" {
		t.Errorf("on the first day: %+v", got)
	}
	if got := newest(o.ana, day.AddDate(0, 0, -1)); len(got) != 0 {
		t.Errorf("the day before: %+v", got)
	}
	c1 := selfevaluation.ItemKey{Person: o.ana.Person, Ladder: o.Version.LadderID, Level: "L8", Item: checklist()["C1"]}
	c9 := selfevaluation.ItemKey{Person: o.ana.Person, Ladder: o.Version.LadderID, Level: "L8", Item: checklist()["C9"]}
	for who, tc := range map[string]struct {
		v    *people.Viewer
		sees bool
	}{
		"nobody": {nil, false}, "another": {ben, false}, "a founder": {o.Person("Hana", "L10", people.HouseFounder), false},
		"the person": {o.ana, true}, "a steward": {o.Person("Sten", "", people.Steward), true},
	} {
		history, err := o.store.History(ctx, tc.v, []selfevaluation.ItemKey{c1, c9})
		if err != nil || len(history) != 2 || len(history[c9]) != 0 || (len(history[c1]) == 2) != tc.sees || !tc.sees && len(history[c1]) != 0 {
			t.Errorf("%s sees %v, %v", who, history, err)
		}
		if tc.sees && (history[c1][0].UUID != last || history[c1][1].UUID != first) {
			t.Errorf("%s sees them in the wrong order", who)
		}
		found, err := o.store.AnswersByIDs(ctx, tc.v, append([]uuid.UUID{uuid.Max}, made...))
		if want := map[bool]int{true: 3, false: 0}[tc.sees]; err != nil || len(found) != want || len(newest(tc.v, o.Now)) != map[bool]int{true: 2, false: 0}[tc.sees] {
			t.Errorf("%s finds %v, %v", who, found, err)
		}
	}
	var trail int
	if err := o.DB.QueryRow(ctx, `select count(*) from audit where act = 'answerSelfEvaluation' and actor = $1 and subject = $1 and not detail::text like '%so far%'`,
		o.ana.Person).Scan(&trail); err != nil || trail != 3 {
		t.Errorf("%d rows in the trail, %v", trail, err)
	}
}

func TestTheSameKeyAnswersOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	key := "k"
	in := selfevaluation.AnswerSelfEvaluationInput{Item: checklist()["C3"], Answer: selfevaluation.No, Key: &key}
	first, err := o.answer(o.ana, in)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := o.answer(o.ana, in); again != first || err != nil {
		t.Errorf("%s, %v, want %s", again, err, first)
	}
}

// Another organisation's ladder may ask for other evidence of a skill.
func TestTheEvidenceIsTheLadders(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.Import(func(v *ladder.Version) {
		v.Label = "Ours"
		v.Level("L8").ReadingOf("skills").Values["evidence"] = []any{"method"}
	})
	yes := selfevaluation.AnswerSelfEvaluationInput{Item: skills()["A6"], Answer: selfevaluation.Yes}
	_, err := o.answer(o.ana, yes)
	refused(t, "A6: without a word on the method", err, "input.note")
	yes.Note = "read the code of three vendors"
	if _, err := o.answer(o.ana, yes); err != nil {
		t.Errorf("A6: %v", err)
	}
}
