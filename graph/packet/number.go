package packet

import "strconv"

// number gives every passage its number, in the order in which the page tells
// of them, and the texts their pieces. Cited are the passages that reviews rest
// on and the analysis does not hold.
func (p *Packet) number() (texts []*text, cited []*evidence) {
	texts = p.texts()
	find := func(w *passage) *text {
		for _, t := range texts {
			if t.ID == w.Document.ID && t.Version == w.Version && t.Body != nil {
				return t
			}
		}
		return nil
	}
	counts := map[string]int{}
	place := func(kind string, w *passage) {
		counts[kind]++
		w.Anchor, w.Text = kind+strconv.Itoa(counts[kind]), find(w)
		if w.Text != nil {
			w.Text.refs = append(w.Text.refs, ref{w.Anchor, w.Start, w.End})
		}
	}
	known := map[string]*evidence{}
	if a := p.of.Analysis; a != nil {
		for _, f := range a.Findings {
			for _, e := range f.Evidence {
				place("e", &e.passage)
				known[e.ID] = e
			}
			for _, g := range f.Gaps {
				if g.Near != nil {
					place("g", g.Near)
				}
			}
		}
		for _, c := range a.Claims {
			place("c", &c.passage)
		}
		for _, x := range a.Anomalies {
			place("a", &x.passage)
		}
	}
	for _, panel := range p.of.panels() {
		for _, r := range panel.Reviews {
			for _, s := range r.Scores {
				for i, e := range s.Evidence {
					if known[e.ID] == nil { // of an earlier analysis
						place("r", &e.passage)
						known[e.ID] = e
						cited = append(cited, e)
					}
					s.Evidence[i] = known[e.ID]
				}
			}
		}
	}
	for _, t := range texts {
		if t.Body != nil {
			t.Pieces = cut(*t.Body, t.refs)
		}
	}
	return texts, cited
}

// texts are those of the revision, or of a draft that has none.
func (p *Packet) texts() (list []*text) {
	if p.of.Revision != nil {
		list = p.of.Revision.Documents
		for _, t := range list {
			t.ID = t.Document.ID
		}
	}
	for i := range p.draft {
		list = append(list, &p.draft[i].of)
	}
	for i, t := range list {
		t.Anchor, t.refs = "d"+strconv.Itoa(i+1), nil
	}
	return list
}
