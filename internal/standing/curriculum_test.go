package standing

import (
	"slices"
	"testing"

	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/selfevaluation"
)

func module(t *testing.T, f *Facts, key, asOf string) *Module {
	t.Helper()
	_, l8 := shipped(t)
	for _, m := range Curriculum(f, l8, on(asOf)) {
		if m.Key == key {
			return m
		}
	}
	t.Fatalf("no module %s", key)
	return nil
}

// T1.1 to T3.5: what each module asks for, and where in the dossier it leads.
func TestModulesLeadIntoTheDossier(t *testing.T) {
	t.Parallel()
	portfolio, review := "technical-strategy-portfolio", "cross-product-architecture-review"
	for _, tt := range []struct {
		rule, key, artefact string
		leads               []string
	}{
		{"T1.1", "product-portfolio-management", "portfolio-model", []string{portfolio, review}},
		{"T1.2", "infrastructure-strategy", "risk-register", nil},
		{"T1.3", "build-vs-buy-framework", "", nil},
		{"T1.4", "technical-due-diligence", "due-diligence-report", nil},
		{"T1.5", "financial-modeling-for-technical-decisions", "", []string{portfolio, review}},
		{"T1.6", "ai-technical-strategy-stack", "tool-list", nil},
		{"T2.1", "founder-partnership", "", nil},
		{"T2.2", "hiring-and-team-design", "job-descriptions", []string{"team-building-case-study"}},
		{"T2.3", "investor-communication", "", nil},
		{"T2.4", "cross-product-architecture", "architecture-account", []string{review}},
		{"T2.5", "vendor-management", "", nil},
		{"T3.1", "board-level-technical-presentations", "", nil},
		{"T3.2", "organizational-design-case-study", "", []string{"team-building-case-study"}},
		{"T3.3", "technical-strategy-case-study", "", []string{portfolio}},
		{"T3.4", "mentee-pipeline-development", "", []string{"mentee-network"}},
		{"T3.5", "industry-contribution", "", []string{"industry-recognition"}},
	} {
		m := module(t, holder(), tt.key, "2022-06-01")
		var leads []string
		for _, c := range m.LeadsTo {
			leads = append(leads, c.Key)
		}
		kind := ""
		if m.Artefact != nil {
			kind = *m.Artefact
		}
		if kind != tt.artefact || !slices.Equal(leads, tt.leads) {
			t.Errorf("%s: artefact %q, leads to %v, want %q, %v", tt.rule, kind, leads, tt.artefact, tt.leads)
		}
	}
}

// The schedule runs from the start of the rank and is moved by pauses (T1.1, T2.1).
func TestCurriculumOnTheCalendar(t *testing.T) {
	t.Parallel()
	paused := []people.Pause{pause("2022-07-01/2022-07-11")}
	note := func(key, status, at string) []selfevaluation.Progress {
		return []selfevaluation.Progress{{Level: "L8", Module: key, Status: status, NotedAt: on(at)}}
	}
	const first, second = "product-portfolio-management", "founder-partnership"
	for _, tt := range []struct {
		rule, key string
		pauses    []people.Pause
		progress  []selfevaluation.Progress
		asOf      string
		from, due string
		status    ModuleStatus
		overdue   bool
	}{
		{"T1.1: the first year", first, nil, nil, "2022-06-01", "2022-01-01", "2022-12-31", Planned, false},
		{"T2.1: the second", second, nil, nil, "2022-06-01", "2023-01-01", "2023-12-31", Planned, false},
		{"T1.1: ten days off", first, paused, nil, "2022-08-01", "2022-01-01", "2023-01-10", Planned, false},
		{"T2.1: ten days off", second, paused, nil, "2022-08-01", "2023-01-11", "2024-01-10", Planned, false},
		{"T1.1: on its last day", first, nil, nil, "2022-12-31", "2022-01-01", "2022-12-31", Planned, false},
		{"T1.1: the day after", first, nil, nil, "2023-01-01", "2022-01-01", "2022-12-31", Overdue, true},
		{"T1.1: begun, and late", first, nil, note(first, "IN_PROGRESS", "2022-02-01"), "2023-01-01", "2022-01-01", "2022-12-31", InProgress, true},
		{"T1.1: begun", first, nil, note(first, "IN_PROGRESS", "2022-02-01"), "2022-02-01", "2022-01-01", "2022-12-31", InProgress, false},
		{"T1.1: begun the day after", first, nil, note(first, "IN_PROGRESS", "2022-02-02"), "2022-02-01", "2022-01-01", "2022-12-31", Planned, false},
		{"T1.1: done", first, nil, note(first, "DONE", "2022-02-01"), "2023-06-01", "2022-01-01", "2022-12-31", Done, false},
		{"T1.1: a pause without an end", first, []people.Pause{pause("2022-03-01/")}, nil, "2023-06-01", "2022-01-01", "", Planned, false},
	} {
		f := holder()
		f.Pauses, f.Progress = tt.pauses, tt.progress
		m := module(t, f, tt.key, tt.asOf)
		due := ""
		if m.Due != nil {
			due = date(*m.Due)
		}
		if date(*m.From) != tt.from || due != tt.due || m.Status != tt.status || m.Overdue != tt.overdue {
			t.Errorf("%s: %s to %s, %s, overdue %v; want %s to %s, %s, %v", tt.rule, date(*m.From), due, m.Status, m.Overdue, tt.from, tt.due, tt.status, tt.overdue)
		}
	}
	f := holder()
	f.Ranks = nil
	if m := module(t, f, first, "2022-06-01"); m.From != nil || m.Due != nil || m.Status != Planned {
		t.Errorf("T1.1: without the level %v, %v, %s", m.From, m.Due, m.Status)
	}
}

// An answer is the person's newest by the day, and stands beside what is
// computed and never in its place (C1).
func TestAnswersStandBeside(t *testing.T) {
	t.Parallel()
	f := holder()
	f.Answers = []selfevaluation.Answer{
		{Level: "L7", Item: "strategy-across-surfaces", Answer: "YES", AnsweredAt: on("2024-01-01")},
		{Level: "L8", Item: "strategy-across-surfaces", Answer: "PARTLY", AnsweredAt: on("2025-01-01")},
	}
	if i := item(t, f, "strategy-across-surfaces", "2025-01-01"); i.Answer == nil || i.Answer.Answer != "PARTLY" || i.Computed != ladder.Unknown {
		t.Errorf("C1: %+v", i)
	}
	if i := item(t, f, "strategy-across-surfaces", "2024-12-31"); i.Answer != nil {
		t.Errorf("C1: answered before it was: %+v", i.Answer)
	}
}
