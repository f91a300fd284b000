package llm

import (
	"context"
	"strconv"
	"strings"

	"dossier/internal/analysis"
	"dossier/internal/ladder"
)

const (
	// reduceVersion changes with the meaning of a reduce answer.
	reduceVersion = 1
	// reduceTokens is how long the answer about a criterion may be.
	reduceTokens = 1500
	// maxPassage bounds a passage in a question, in bytes.
	maxPassage = 480
)

// reduceAnswer is the form of an answer to a reduce question.
type reduceAnswer struct {
	Leaves []struct {
		Leaf        string   `json:"leaf"`
		Evidence    []string `json:"evidence"`
		Expectation string   `json:"expectation"`
		Reality     string   `json:"reality"`
		Verdict     string   `json:"verdict"`
		Reason      string   `json:"reason"`
	} `json:"leaves"`
}

// Reduce asks for the answers to one criterion's questions. The model sees the
// grounded passages and nothing else; without any there is nothing to ask.
func (j *job) Reduce(ctx context.Context, in analysis.ReduceInput) (analysis.ReduceOutput, error) {
	var out analysis.ReduceOutput
	if len(in.Evidence) == 0 {
		return out, nil
	}
	r, err := j.newReducing(in)
	if err != nil {
		return out, analysis.NewFailed(reasonOf(Rejected), err)
	}
	a, err := r.answered(ctx, &out.Usage)
	if p, ok := asProblem(err); ok {
		return out, analysis.NewFailed(reasonOf(p.class), p)
	}
	if err != nil {
		return out, err
	}
	out.Leaves = r.verdicts(a)
	return out, nil
}

// reducing is a reduce question about one criterion.
type reducing struct {
	j        *job
	leaves   []ladder.Leaf
	in       analysis.ReduceInput
	mask     mask
	passages []passage
	schema   string
	user     string
	room     int
}

func (j *job) newReducing(in analysis.ReduceInput) (*reducing, error) {
	r := &reducing{j: j, in: in, mask: j.c.maskOf(in.Names), leaves: permuted(in.Criterion.Leaves, in.Sample)}
	longest, err := r.system(ModeText, strings.Repeat(" ", 1200))
	if err != nil {
		return nil, err
	}
	o := j.c.o
	r.passages = fitting(passagesOf(in.Evidence, r.mask), o.ContextTokens-reduceTokens-tokens(len(longest), "en")-100)
	var keys, ids []string
	for _, l := range in.Criterion.Leaves {
		keys = append(keys, l.Key)
	}
	var body strings.Builder
	for _, p := range r.passages {
		ids = append(ids, "E"+strconv.Itoa(p.N))
		body.WriteString(p.Text + "\n")
	}
	if r.schema, err = j.c.prompts.render("reduce.schema.json.tmpl", struct{ Leaves, Passages []string }{keys, ids}); err != nil {
		return nil, err
	}
	r.user, err = j.c.prompts.render("reduce.user.tmpl", struct {
		Fence    string
		Passages []passage
	}{j.c.fence(body.String()), r.passages})
	r.room = o.ContextTokens - tokens(len(longest), "en") - tokens(len(r.user), "")
	return r, err
}

func (r *reducing) system(mode Mode, schema string) (string, error) {
	if mode == ModeSchema {
		schema = ""
	}
	return r.j.c.prompts.render("reduce.system.tmpl", struct {
		Criterion *ladder.Criterion
		Leaves    []ladder.Leaf
		Schema    string
	}{r.in.Criterion, r.leaves, schema})
}

// answered returns the cached answer, or asks and keeps one. Half an answer is
// never made into a verdict.
func (r *reducing) answered(ctx context.Context, used *analysis.Usage) (reduceAnswer, error) {
	system, err := r.system(ModeSchema, "")
	if err != nil {
		return reduceAnswer{}, analysis.NewFailed(reasonOf(Rejected), err)
	}
	q := question{
		name: "reduce", schema: r.schema, maxTokens: min(reduceTokens, r.room), roomTokens: r.room,
		prefix: "reduce-" + r.in.Criterion.Key + "-" + r.j.c.prompts.version, share: 100,
		render: func(mode Mode) ([]message, error) {
			system, err := r.system(mode, r.schema)
			return []message{{roleSystem, system}, {roleUser, r.user}}, err
		},
	}
	key := r.j.c.key("reduce", reduceVersion, system, r.schema, r.user, strconv.Itoa(r.in.Sample))
	return answerOnce(ctx, r.j.c, key, func(ctx context.Context) (reduceAnswer, bool, error) {
		a, err := twice[reduceAnswer](ctx, r.j, q, used)
		return a, err == nil, err
	})
}

// verdicts turns an answer into what package analysis settles.
func (r *reducing) verdicts(a reduceAnswer) []analysis.LeafVerdict {
	var out []analysis.LeafVerdict
	for _, l := range a.Leaves {
		v := analysis.LeafVerdict{
			Leaf: l.Leaf, Verdict: analysis.Verdict(l.Verdict),
			Expectation: r.mask.restore(l.Expectation), Reality: r.mask.restore(l.Reality),
		}
		if l.Reason != "none" {
			v.Reason = l.Reason
		}
		for _, id := range l.Evidence {
			n, err := strconv.Atoi(strings.TrimPrefix(id, "E"))
			if err == nil && n >= 1 && n <= len(r.passages) {
				v.Evidence = append(v.Evidence, r.passages[n-1].index)
			}
		}
		out = append(out, v)
	}
	return out
}
