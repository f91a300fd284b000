package llm

import (
	"context"
	"encoding/json"
	"errors"

	"dossier/internal/analysis"
	"dossier/internal/analysis/text"
)

const (
	// mapVersion changes with the meaning of a map answer.
	mapVersion = 1
	// mapTokens is how long an answer about one window may be.
	mapTokens = 2000
)

// Map asks about one window. Parts that the model cannot or will not read are
// left, each with the reason; the rest stands.
func (j *job) Map(ctx context.Context, in analysis.MapInput) (analysis.MapOutput, error) {
	var out analysis.MapOutput
	m, err := j.newMapping(in)
	if err != nil {
		return out, analysis.NewFailed(reasonOf(Rejected), err)
	}
	err = m.part(ctx, in.Window, true, &out)
	return out, err
}

// mapping is a map question about one document.
type mapping struct {
	j      *job
	in     analysis.MapInput
	mask   mask
	schema string
}

func (j *job) newMapping(in analysis.MapInput) (*mapping, error) {
	var keys []string
	for _, c := range in.Level.PanelCriteria {
		for _, l := range c.Leaves {
			keys = append(keys, l.Key)
		}
	}
	schema, err := j.c.prompts.render("map.schema.json.tmpl", struct{ Leaves []string }{keys})
	return &mapping{j: j, in: in, mask: j.c.maskOf(in.Names), schema: schema}, err
}

// part asks about a run of blocks, and about each half of it where the whole
// is too much. Only the first level of halves is tried after a timeout.
func (m *mapping) part(ctx context.Context, w text.Window, top bool, out *analysis.MapOutput) error {
	v := m.j.c.viewOf(m.in, w, m.mask)
	if len(v.Lines) == 0 {
		return nil
	}
	q, user, err := m.question(v)
	if err != nil {
		return analysis.NewFailed(reasonOf(Rejected), err)
	}
	if q.roomTokens < mapTokens {
		return m.halves(ctx, w, &problem{class: Overflow}, out)
	}
	a, err := m.answered(ctx, q, user, w, &out.Usage)
	if p, ok := asProblem(err); ok {
		switch p.class {
		case Overflow, Truncated, Filtered:
			return m.halves(ctx, w, p, out)
		case Timeout:
			if top {
				return m.halves(ctx, w, p, out)
			}
		}
		m.leave(w, reasonOf(p.class), out)
		return nil
	}
	if f, ok := errors.AsType[*analysis.Failed](err); ok {
		m.leave(w, f.Reason, out)
		return nil
	}
	if err != nil {
		return err
	}
	a.into(out, w, m.mask)
	return nil
}

// halves asks about each half of a window. What cannot be cut is left; where a
// filter saw an injection in it, its sentences are marked.
func (m *mapping) halves(ctx context.Context, w text.Window, p *problem, out *analysis.MapOutput) error {
	a, b, ok := split(m.in.Doc, w)
	if !ok && p.class == Overflow {
		a, b, ok = splitBlock(m.in.Doc, w)
	}
	if !ok {
		m.leave(w, reasonOf(p.class), out)
		for i := w.First; p.jailbreak && i < w.Last; i++ {
			out.Addressed = append(out.Addressed, i)
		}
		return nil
	}
	if err := m.part(ctx, a, false, out); err != nil {
		return err
	}
	return m.part(ctx, b, false, out)
}

func (m *mapping) leave(w text.Window, reason string, out *analysis.MapOutput) {
	out.Left = append(out.Left, analysis.Left{Window: w, Reason: reason})
}

// question renders the question about a view. Its room is what the context
// leaves for the answer.
func (m *mapping) question(v view) (question, string, error) {
	p := m.j.c.prompts
	user, err := p.render("map.user.tmpl", v)
	if err != nil {
		return question{}, "", err
	}
	system, err := m.system(ModeText)
	if err != nil {
		return question{}, "", err
	}
	room := m.j.c.o.ContextTokens - tokens(len(system), "en") - tokens(len(user), m.in.Language)
	return question{
		name: "map", schema: m.schema, maxTokens: mapTokens, roomTokens: room,
		language: m.in.Language, prefix: "map-" + p.version, share: mapShare,
		render: func(mode Mode) ([]message, error) {
			system, err := m.system(mode)
			return []message{{roleSystem, system}, {roleUser, user}}, err
		},
	}, user, nil
}

// system is the part of the prompt that is the same for every window of every
// dossier of a level, to the byte.
func (m *mapping) system(mode Mode) (string, error) {
	schema := m.schema
	if mode == ModeSchema {
		schema = ""
	}
	return m.j.c.prompts.render("map.system.tmpl", struct {
		Criteria any
		Schema   string
	}{m.in.Level.PanelCriteria, schema})
}

// answered returns the cached answer, or asks, checks and keeps one. An answer
// that is kept is whole: what had to be salvaged is asked again another time.
func (m *mapping) answered(ctx context.Context, q question, user string, w text.Window, used *analysis.Usage) (mapAnswer, error) {
	key, err := m.key(user)
	if err != nil {
		return mapAnswer{}, analysis.NewFailed(reasonOf(Rejected), err)
	}
	return answerOnce(ctx, m.j.c, key, func(ctx context.Context) (mapAnswer, bool, error) {
		return m.checked(ctx, q, user, w, used)
	})
}

// key names the answer to the question about a view.
func (m *mapping) key(user string) (analysis.Key, error) {
	system, err := m.system(ModeSchema)
	return m.j.c.key("map", mapVersion, system, m.schema, user), err
}

// checked asks, and asks once more where the answer has not the right form or
// most of its quotes are not in the text. It reports whether the answer is
// whole.
func (m *mapping) checked(ctx context.Context, q question, user string, w text.Window, used *analysis.Usage) (mapAnswer, bool, error) {
	first, err := m.j.ask(ctx, q, used)
	if err != nil {
		return mapAnswer{}, false, err
	}
	a, whole, problems := m.read(first.content, w)
	if len(problems) == 0 {
		return a, whole, nil
	}
	again, err := m.repair(q, user, first.content, problems)
	if err != nil {
		return a, false, analysis.NewFailed(reasonOf(Rejected), err)
	}
	second, err := m.j.ask(ctx, again, used)
	if err == nil {
		if b, whole, still := m.read(second.content, w); b.usable() && len(still) <= len(problems) {
			return b, whole && len(still) == 0, nil
		}
	} else if stops(err) {
		return a, false, err
	}
	if !a.usable() {
		return a, false, analysis.NewFailed(reasonMalformed, nil)
	}
	return a, false, nil
}

// stops reports whether an error ends the run rather than a part of it.
func stops(err error) bool {
	if _, later := errors.AsType[*analysis.RetryLater](err); later {
		return true
	}
	_, problem := asProblem(err)
	_, failed := errors.AsType[*analysis.Failed](err)
	return !problem && !failed
}

// usable reports whether an answer could be read at all.
func (a *mapAnswer) usable() bool { return a.Items != nil }

// read takes an answer apart. whole is false where parts had to be dropped;
// problems are what is worth asking again for.
func (m *mapping) read(content string, w text.Window) (a mapAnswer, whole bool, problems []string) {
	raw, problems := m.j.c.parse(content, m.schema, false)
	if raw == nil {
		return a, false, problems
	}
	if len(problems) == 0 {
		if err := json.Unmarshal(raw, &a); err != nil {
			return mapAnswer{}, false, []string{"the answer is not one JSON object"}
		}
		if lost := m.ungrounded(&a, w); 2*len(lost) > len(a.Items) {
			return a, true, lost[:min(len(lost), maxProblems)]
		}
		return a, true, nil
	}
	a, parts := salvage(raw, m.schema)
	if a.usable() && 2*len(a.Items) >= parts {
		return a, len(a.Items) == parts, nil
	}
	if len(a.Items) == 0 {
		// Nothing in the right form is no answer; it does not say that there
		// is nothing to find.
		return mapAnswer{}, false, problems
	}
	return a, false, problems
}
