package analysis

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"dossier/internal/analysis/text"
)

// read parses the documents in the order of their refs, so that the order in
// which a caller lists them changes nothing, and marks what cannot be evidence.
func (r *run) read(ctx context.Context) error {
	order := make([]int, len(r.in.Documents))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(r.in.Documents[a].Ref, r.in.Documents[b].Ref)
	})
	var err error
	if r.rubric, err = r.in.Level.RubricHash(); err != nil {
		return err
	}
	r.docs = make([]Read, len(order))
	err = r.each(ctx, StageRead, len(order), func(_ context.Context, i int) error {
		d := Read{Doc: order[i], Document: r.in.Documents[order[i]]}
		d.Text = text.Read(d.Body)
		if addressed(d.Title) {
			d.Title = ""
		}
		d.Windows = text.Windows(d.Text)
		d.Language = text.Language(d.Text)
		r.docs[i] = d
		return nil
	})
	if err != nil {
		return err
	}
	byLanguage := map[string]int{}
	for i := range r.docs {
		d := &r.docs[i]
		for _, a := range text.Scan(d.Text) {
			r.flag(d, a)
		}
		for w, window := range d.Windows {
			r.work = append(r.work, mapWork{doc: i, window: w})
			r.words += window.Words
			byLanguage[d.Language] += window.Words
		}
	}
	r.lang = mainLanguage(byLanguage)
	r.names = namesIn(r.texts(), r.known())
	return nil
}

// texts are all that an analyser may be shown of the dossier, as it is written
// and as it is shown, where no mark and no invisible character splits a word.
func (r *run) texts() []string {
	var out []string
	for _, d := range r.docs {
		out = append(out, d.Title, d.Body)
		var shown strings.Builder
		for _, s := range d.Text.Sentences {
			shown.WriteString(s.View + "\n")
		}
		out = append(out, shown.String())
	}
	return out
}

// known are the names of persons that the system knows.
func (r *run) known() []string {
	out := slices.Clone(r.in.Names)
	for _, m := range r.in.Facts.Mentees {
		out = append(out, m.Name)
	}
	for _, f := range r.in.Facts.References {
		out = append(out, f.Name)
	}
	return out
}

// addressed reports whether a title speaks to its reader. No analyser is shown
// such a title; it is not part of the text, so it cannot be marked there.
func addressed(title string) bool {
	return slices.ContainsFunc(text.Scan(text.Read(title)), func(a text.Anomaly) bool { return a.Quarantined })
}

// flag notes an anomaly and bars its text from being evidence if it says so.
func (r *run) flag(d *Read, a text.Anomaly) {
	r.anomalies = append(r.anomalies, Anomaly{
		Place: Place{Doc: d.Doc, Span: a.Span}, Kind: a.Kind, Description: a.Description, Quarantined: a.Quarantined,
	})
	if a.Quarantined {
		d.Excluded = append(d.Excluded, a.Span)
	}
}

// mainLanguage is the one that most words are written in; English where none
// is known.
func mainLanguage(words map[string]int) string {
	best := "en"
	for _, l := range sortedKeys(words) {
		if l != "" && words[l] > words[best] {
			best = l
		}
	}
	return best
}
