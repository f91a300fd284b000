package llm

import (
	"context"
	"strconv"
	"strings"

	"dossier/internal/analysis"
)

const (
	// suggestVersion changes with the meaning of the suggestions.
	suggestVersion = 1
	// suggestTokens is how long the answer with all suggestions may be.
	suggestTokens = 900
)

var _ analysis.Suggester = (*job)(nil)

// suggestAnswer is the form of an answer about gaps.
type suggestAnswer struct {
	Suggestions []struct {
		Gap  string `json:"gap"`
		Text string `json:"text"`
	} `json:"suggestions"`
}

// Suggest asks once for the suggestions of all gaps. The model sees the
// ladder's questions and the nearest passages, nothing else.
func (j *job) Suggest(ctx context.Context, in analysis.SuggestInput) (analysis.SuggestOutput, error) {
	var out analysis.SuggestOutput
	s, err := j.newSuggesting(in)
	if err != nil {
		return out, analysis.NewFailed(reasonOf(Rejected), err)
	}
	a, err := s.answered(ctx, &out.Usage)
	if p, ok := asProblem(err); ok {
		return out, analysis.NewFailed(reasonOf(p.class), p)
	}
	if err != nil {
		return out, err
	}
	out.Texts = s.texts(a)
	return out, nil
}

// gap is a line of a question about gaps.
type gap struct {
	N                                         int
	Reason, Question, Counts, Excludes, House string
	Near                                      string
}

// suggesting is a question about gaps.
type suggesting struct {
	j      *job
	mask   mask
	gaps   []gap
	schema string
	user   string
	room   int
}

func (j *job) newSuggesting(in analysis.SuggestInput) (*suggesting, error) {
	s := &suggesting{j: j, mask: j.c.maskOf(in.Names)}
	for i, g := range in.Gaps {
		s.gaps = append(s.gaps, gap{
			N: i + 1, Reason: g.Reason, Question: oneLine(g.Leaf.Definition), Counts: oneLine(g.Leaf.Counts),
			Excludes: oneLine(g.Leaf.Excludes), House: oneLine(g.Suggestion), Near: s.mask.label(g.Near, maxPassage),
		})
	}
	for {
		err := s.render(in.Language)
		if err != nil || s.room >= suggestTokens || len(s.gaps) == 1 {
			return s, err
		}
		s.gaps = s.gaps[:len(s.gaps)-1] // the last is worth least
	}
}

// render writes the question about the gaps, and what room it leaves.
func (s *suggesting) render(language string) (err error) {
	p := s.j.c.prompts
	var ids []string
	var body strings.Builder
	for _, g := range s.gaps {
		ids = append(ids, "G"+strconv.Itoa(g.N))
		body.WriteString(g.Near + "\n")
	}
	if s.schema, err = p.render("suggest.schema.json.tmpl", struct{ Gaps []string }{ids}); err != nil {
		return err
	}
	s.user, err = p.render("suggest.user.tmpl", struct {
		Language, Fence string
		Gaps            []gap
	}{language, s.j.c.fence(body.String()), s.gaps})
	if err != nil {
		return err
	}
	longest, err := s.system(ModeText)
	s.room = s.j.c.o.ContextTokens - tokens(len(longest), "en") - tokens(len(s.user), "")
	return err
}

// system is the part that is the same for every dossier of every ladder.
func (s *suggesting) system(mode Mode) (string, error) {
	schema := s.schema
	if mode == ModeSchema {
		schema = ""
	}
	return s.j.c.prompts.render("suggest.system.tmpl", struct{ Schema string }{schema})
}

// answered returns the cached answer, or asks and keeps one.
func (s *suggesting) answered(ctx context.Context, used *analysis.Usage) (suggestAnswer, error) {
	system, err := s.system(ModeSchema)
	if err != nil {
		return suggestAnswer{}, analysis.NewFailed(reasonOf(Rejected), err)
	}
	q := question{
		name: "suggest", schema: s.schema, maxTokens: min(suggestTokens, s.room), roomTokens: s.room,
		prefix: "suggest-" + s.j.c.prompts.version, share: suggestShare,
		render: func(mode Mode) ([]message, error) {
			system, err := s.system(mode)
			return []message{{roleSystem, system}, {roleUser, s.user}}, err
		},
	}
	key := s.j.c.key("suggest", suggestVersion, system, s.schema, s.user)
	return answerOnce(ctx, s.j.c, key, func(ctx context.Context) (suggestAnswer, bool, error) {
		a, err := twice[suggestAnswer](ctx, s.j, q, used)
		return a, err == nil, err
	})
}

// texts puts the suggestions in the order of the gaps. Of two for one gap the
// first stands.
func (s *suggesting) texts(a suggestAnswer) []string {
	out := make([]string, len(s.gaps))
	for _, g := range a.Suggestions {
		n, err := strconv.Atoi(strings.TrimPrefix(g.Gap, "G"))
		if err == nil && n >= 1 && n <= len(out) && out[n-1] == "" {
			out[n-1] = strings.TrimSpace(s.mask.restore(g.Text))
		}
	}
	return out
}
