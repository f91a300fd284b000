package graph

import (
	"context"
	"time"

	"dossier/graph/gen"
	"dossier/internal/ladder"
	"dossier/internal/people"
	"dossier/internal/record"
	"dossier/internal/selfevaluation"
	"dossier/internal/standing"
)

type (
	itemResolver   struct{ *Resolver }
	answerResolver struct{ *Resolver }
	moduleResolver struct{ *Resolver }
)

// SelfEvaluationItem answers what an item does not hold itself.
func (r *Resolver) SelfEvaluationItem() gen.SelfEvaluationItemResolver { return itemResolver{r} }

// SelfAnswer answers what an answer does not hold itself.
func (r *Resolver) SelfAnswer() gen.SelfAnswerResolver { return answerResolver{r} }

// CurriculumProgress answers what a module does not hold itself.
func (r *Resolver) CurriculumProgress() gen.CurriculumProgressResolver { return moduleResolver{r} }

// AnswerSelfEvaluation keeps an answer.
func (m mutation) AnswerSelfEvaluation(ctx context.Context, in selfevaluation.AnswerSelfEvaluationInput) (*gen.AnswerSelfEvaluationPayload, error) {
	key, err := m.SelfEvaluationActs.Answer(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.AnswerSelfEvaluationPayload)
	p.Answer, p.Problem, err = changed(ctx, answersOf, key, err)
	return p, err
}

// NoteProgress keeps where one is in a module.
func (m mutation) NoteProgress(ctx context.Context, in selfevaluation.NoteProgressInput) (*gen.NoteProgressPayload, error) {
	v := request(ctx).viewer
	key, err := m.SelfEvaluationActs.NoteProgress(ctx, v, in, m.Now())
	p := new(gen.NoteProgressPayload)
	noted, problem, err := changed(ctx, progressOf, key, err)
	if p.Problem = problem; noted == nil || err != nil {
		return p, err
	}
	at, err := m.place(ctx, &people.Person{UUID: v.Person}, in.Ladder, nil)
	if at == nil || err != nil {
		return p, err
	}
	for _, c := range at.curriculum() {
		if c.Module.Key == noted.Module {
			p.Progress = c
		}
	}
	return p, nil
}

// SelfEvaluation sets the person's answers beside what is computed.
func (r personResolver) SelfEvaluation(ctx context.Context, p *people.Person, slug *string, asOf *time.Time) (*gen.SelfEvaluation, error) {
	at, err := r.place(ctx, p, slug, asOf)
	if at == nil || err != nil {
		return nil, err
	}
	if err := expectHistory(ctx, at); err != nil {
		return nil, err
	}
	e := &gen.SelfEvaluation{Checklist: []*gen.SelfEvaluationItem{}, Skills: []*gen.SelfEvaluationItem{}}
	for i, item := range standing.Checklist(at.facts, at.level.Version(), at.level, at.asOf) {
		e.Checklist = append(e.Checklist, at.item(item, at.level.SelfEvaluation[i].Statement))
	}
	for i, item := range standing.Skills(at.facts, at.level, at.asOf) {
		e.Skills = append(e.Skills, at.item(item, at.level.AISkills[i].Title))
	}
	return e, nil
}

func (p *place) item(i *standing.Item, statement string) *gen.SelfEvaluationItem {
	return &gen.SelfEvaluationItem{
		Key: i.Key, Statement: statement, Computed: i.Computed, Value: i.Value, Explanation: i.Explanation, Records: i.Records, Answer: i.Answer,
		Item: itemKey(p.facts, p.level, i.Key),
	}
}

func itemKey(f *standing.Facts, level *ladder.Level, key string) selfevaluation.ItemKey {
	return selfevaluation.ItemKey{Person: f.Person, Ladder: level.Version().LadderID, Level: level.Code, Item: key}
}

// expectHistory expects the answers of all who were listed with a person, to
// the items of the level that each holds.
func expectHistory(ctx context.Context, at *place) error {
	l := request(ctx).loaders
	if own := itemKey(at.facts, at.level, ""); l.history.expects(own) {
		return nil
	}
	l.mu.Lock()
	persons := l.together[at.facts.Person]
	l.mu.Unlock()
	var items []selfevaluation.ItemKey
	for _, person := range persons {
		f, found, err := l.facts.load(ctx, onLadder{person, at.level.Version()})
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		level := at.level.Version().Level(heldOn(f.Ranks, at.asOf))
		if level == nil {
			continue
		}
		items = append(items, itemKey(f, level, ""))
		for _, i := range level.SelfEvaluation {
			items = append(items, itemKey(f, level, i.Key))
		}
		for _, s := range level.AISkills {
			items = append(items, itemKey(f, level, s.Key))
		}
	}
	l.history.expect(items...)
	return nil
}

// History are all answers to an item, newest first.
func (itemResolver) History(ctx context.Context, i *gen.SelfEvaluationItem) ([]*selfevaluation.Answer, error) {
	return all(ctx, request(ctx).loaders.history, i.Item)
}

// Evidence are the records that an answer names.
func (answerResolver) Evidence(ctx context.Context, a *selfevaluation.Answer) ([]record.Record, error) {
	return recordsBy(ctx, a.Evidence)
}

// CurriculumProgress sets the modules on the person's calendar.
func (r personResolver) CurriculumProgress(ctx context.Context, p *people.Person, slug *string, asOf *time.Time) ([]*gen.CurriculumProgress, error) {
	at, err := r.place(ctx, p, slug, asOf)
	if at == nil || err != nil {
		return nil, err
	}
	return at.curriculum(), nil
}

func (p *place) curriculum() []*gen.CurriculumProgress {
	modules := standing.Curriculum(p.facts, p.level, p.asOf)
	list := make([]*gen.CurriculumProgress, 0, len(modules))
	for i := range p.level.Curriculum {
		phase := &p.level.Curriculum[i]
		for j := range phase.Modules {
			m := modules[len(list)]
			c := &gen.CurriculumProgress{
				Module: &phase.Modules[j], Phase: phase.Title, From: m.From, Due: m.Due, Status: m.Status, Overdue: m.Overdue,
				ArtefactKind: m.Artefact, LeadsTo: m.LeadsTo,
			}
			if m.Progress != nil {
				c.ArtefactID, c.NotedAt = m.Progress.ArtefactID, &m.Progress.NotedAt
			}
			list = append(list, c)
		}
	}
	return list
}

// Artefact is what was made for a module.
func (moduleResolver) Artefact(ctx context.Context, c *gen.CurriculumProgress) (record.Record, error) {
	return ifAny(ctx, request(ctx).loaders.record, c.ArtefactID)
}
