package llm

import (
	"fmt"

	"dossier/internal/analysis/text"
)

// maxEcho bounds how much of a wrong answer is shown to the model again.
const maxEcho = 4000

// ungrounded lists the items whose quote is not in the text, by number.
func (m *mapping) ungrounded(a *mapAnswer, w text.Window) []string {
	var out []string
	for n, i := range a.Items[:min(len(a.Items), maxItems)] {
		r := text.Ref{First: w.First + i.First - 1, Last: w.First + i.Last - 1, Quote: m.mask.restore(i.Quote)}
		if _, err := text.Ground(m.in.Doc, w, r, m.in.Excluded); err != nil {
			out = append(out, fmt.Sprintf("item %d: the quote is not in the lines %d to %d", n+1, i.First, i.Last))
		}
	}
	return out
}

// repair is the question that shows a model its answer and what is wrong with
// it. The answer is cut, so that the question still fits.
func (m *mapping) repair(q question, user, wrong string, problems []string) (question, error) {
	turn, err := m.j.c.again(problems)
	if err != nil {
		return q, err
	}
	first := q.render
	q.name = "map-repair"
	q.render = func(mode Mode) ([]message, error) {
		messages, err := first(mode)
		return append(messages, message{roleAssistant, cut(wrong)}, message{roleUser, turn}), err
	}
	if q.roomTokens -= tokens(len(cut(wrong))+len(turn), ""); q.roomTokens < mapTokens {
		q.maxTokens = max(q.roomTokens, mapTokens/2)
	}
	return q, nil
}

// again renders what is wrong with an answer.
func (c *Client) again(problems []string) (string, error) {
	return c.prompts.render("repair.user.tmpl", struct{ Problems []string }{problems})
}

// cut bounds an answer that is shown again, at the border of a character.
func cut(s string) string {
	if len(s) <= maxEcho {
		return s
	}
	n := 0
	for i := range s {
		if i > maxEcho {
			break
		}
		n = i
	}
	return s[:n]
}
