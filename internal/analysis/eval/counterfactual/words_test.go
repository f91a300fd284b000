package counterfactual

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dossier/internal/analysis"
	"dossier/internal/analysis/eval"
)

func english(body string) *eval.Dossier {
	return &eval.Dossier{Documents: []eval.Document{{Key: "d1", Body: body}}}
}

func made(t *testing.T, name, body string) string {
	t.Helper()
	v, why := variant(t, name).Make(english(body), 1)
	if why != "" {
		return why
	}
	return v.Dossier.Documents[0].Body
}

func TestPronouns(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, other, they string }{
		{"He was there and his plan held.", "She was there and her plan held.", "They were there and their plan held."},
		{"I gave her the account and she runs it herself.", "I gave him the account and he runs it himself.", "I gave them the account and they run it themselves."},
		{"The idea was hers, not his.", "The idea was his, not hers.", "The idea was theirs, not theirs."},
		{"She's been here; he's late; HE carries it.", "She's been here; he's late; SHE carries it.", "They've been here; they're late; THEY carry it."},
		{"Is he ready? Does she know?", "Is she ready? Does he know?", "Are they ready? Do they know?"},
		{"Mr Rao asked her for her view.", "Ms Rao asked him for his view.", "Mr Rao asked them for their view."},
		{"He pushes, she always pays, he goes.", "She pushes, he always pays, she goes.", "They push, they always pays, they go."},
		{"We shipped it together.", "nothing to change", "nothing to change"},
		{"Er war da, und sie hat ihr Wissen mit dem Team und den Leuten geteilt.", inGerman, inGerman},
	} {
		if got := made(t, "they", c.text); got != c.they {
			t.Errorf("they: %q gives %q, want %q", c.text, got, c.they)
		}
		if strings.Contains(c.text, "'s ") {
			continue
		}
		if got := made(t, "he-she", c.text); got != c.other {
			t.Errorf("he-she: %q gives %q, want %q", c.text, got, c.other)
		}
	}
}

// He and she exchanged twice is the text itself, where each pronoun can be
// told: him before a word that opens another part of the sentence.
func TestPronounsTwice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pick := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
		var b strings.Builder
		for range rapid.IntRange(1, 6).Draw(t, "sentences") {
			b.WriteString(pick("who", "He", "She", "Mr Rao", "Ms Rao") + " " + pick("did", "moved", "kept", "told") + " " +
				pick("whom", "him", "her", "his team", "her plan", "himself", "herself") + " " +
				pick("how", "to Lagos", "because he could", "when she left", "and the rest", "for her sake", "with his", "with hers") + ". ")
		}
		body := b.String()
		once, why := swapPronouns(english(body), 1)
		if why != "" {
			t.Skip(why) // too short to tell the language
		}
		twice, _ := swapPronouns(&once.Dossier, 1)
		if got := twice.Dossier.Documents[0].Body; got != body {
			t.Fatalf("%q comes back as %q", body, got)
		}
	})
}

func TestPolishMendsAndKeepsFacts(t *testing.T) {
	t.Parallel()
	const body = "I’m sure we didn't recieve 4.2 million, because Therefore stayed.\n\n```\nbecause didn't\n```\n"
	const want = "I am sure we did not receive 4.2 million, as Hence stayed.\n\n```\nbecause didn't\n```\n"
	if got := made(t, "polished", body); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := made(t, "polished", "We stopped because of the price, because it rose."); got != "We stopped because of the price, as it rose." {
		t.Errorf("%q", got)
	}
	if got := made(t, "polished", "Weil das Team klein war und die Kasse leer, deshalb blieb es dabei."); got != "Da das Team klein war und die Kasse leer, daher blieb es dabei." {
		t.Errorf("%q", got)
	}
}

func TestPaddingLeavesEveryWord(t *testing.T) {
	t.Parallel()
	for _, d := range dossiers(t) {
		v, why := variant(t, "padded").Make(&d, 1)
		if why != "" {
			t.Errorf("%s: %s", d.ID, why)
			continue
		}
		for i, doc := range v.Dossier.Documents {
			var kept strings.Builder
			for _, p := range v.docs[i].pieces {
				if p.copied {
					kept.WriteString(string([]rune(doc.Body)[p.now.Start:p.now.End]))
				}
			}
			if kept.String() != d.Documents[i].Body {
				t.Errorf("%s, %s: without the padding it is another text", d.ID, doc.Key)
			}
		}
	}
}

func TestShuffleMovesWholeParagraphs(t *testing.T) {
	t.Parallel()
	const body = "# One\n\nFirst we hired a lead.\n\nSecond came the contract.\n\nIt held.\n\nReasons:\n\n- a list stays\n\n# Two\n\nAlone here.\n"
	d := english(body)
	d.Documents = append(d.Documents, eval.Document{Key: "d2", Body: "Other text."})
	v, why := variant(t, "shuffled").Make(d, 1)
	if why != "" {
		t.Fatal(why)
	}
	want := strings.Replace(strings.Replace(strings.Replace(body, "First we hired a lead.", "X", 1), "Second came the contract.", "First we hired a lead.", 1), "X", "Second came the contract.", 1)
	docs := v.Dossier.Documents
	if docs[0].Body != "Other text." || docs[1].Body != want || docs[0].Key >= docs[1].Key || v.docs[1].key != "d1" || v.Changes != 4 {
		t.Errorf("%d changes: %+v", v.Changes, docs)
	}
}

// Where a paragraph says whose words follow, another order would give one
// referee the words of another: such paragraphs stay.
func TestShuffleKeepsSpeakers(t *testing.T) {
	t.Parallel()
	const body = "# Letters\n\nFrom Ana Ruiz, who founded Salina.\n\nHer word was enough for me.\n\nFrom Bo Falk of Nord.\n\nI decide alone.\n"
	d := english(body)
	d.Documents[0].Component = "founder-references"
	d.Records.References = []analysis.Reference{{Name: "Ana Ruiz"}, {Name: "Bo Falk"}}
	if _, why := variant(t, "shuffled").Make(d, 1); why == "" {
		t.Error("letters were mixed")
	}
	d.Documents[0].Component = "mentee-network"
	if v, why := variant(t, "shuffled").Make(d, 1); why != "" || v.Dossier.Documents[0].Body == body {
		t.Errorf("where nobody testifies paragraphs may move: %s", why)
	}
}

// A span of what was copied leads back to itself, one of an edit to what was
// edited, one of an insertion nowhere.
func TestBack(t *testing.T) {
	t.Parallel()
	_, pieces := compose("äbcdef", []part{{start: 3, end: 5, copied: true}, {start: 5, end: 5, text: "+++"}, {start: 0, end: 3, text: "é"}, {start: 5, end: 7, copied: true}})
	o := origin{pieces: pieces}
	for _, c := range []struct {
		now, was eval.Span
		ok       bool
	}{
		{eval.Span{Start: 0, End: 2}, eval.Span{Start: 2, End: 4}, true},
		{eval.Span{Start: 1, End: 4}, eval.Span{Start: 3, End: 4}, true},
		{eval.Span{Start: 2, End: 5}, eval.Span{}, false},
		{eval.Span{Start: 5, End: 6}, eval.Span{Start: 0, End: 2}, true},
		{eval.Span{Start: 6, End: 8}, eval.Span{Start: 4, End: 6}, true},
	} {
		if got, ok := o.back(c.now); got != c.was || ok != c.ok {
			t.Errorf("%v leads to %v, %v; want %v, %v", c.now, got, ok, c.was, c.ok)
		}
	}
}

func TestCompareCounts(t *testing.T) {
	t.Parallel()
	n := func(i int) *int { return &i }
	at := func(doc string, start, end int) eval.EvidencePredicted {
		return eval.EvidencePredicted{Doc: doc, Start: start, End: end, Polarity: eval.Supports}
	}
	base := eval.Prediction{ID: "x", Findings: []eval.Finding{
		{Criterion: "a", Score: n(3), Evidence: []eval.EvidencePredicted{at("d1", 0, 20), at("d1", 30, 50)}},
		{Criterion: "b", Score: n(1)}, {Criterion: "c", Score: n(2)}, {Criterion: "d"}, {Criterion: "e", Score: n(0)},
	}}
	got := eval.Prediction{Findings: []eval.Finding{
		{Criterion: "a", Score: n(1), Evidence: []eval.EvidencePredicted{at("s0", 5, 25), at("s0", 100, 120)}},
		{Criterion: "b", Score: n(2)}, {Criterion: "c"}, {Criterion: "d"}, {Criterion: "e", Score: n(0)},
	}}
	whole := piece{now: eval.Span{End: 200}, was: eval.Span{End: 200}, copied: true}
	f := Figures{Variant: "names", LeftOut: map[string]int{"why": 2}, Dossiers: 1, Changes: 3}
	f.compare(&base, &got, Varied{Dossier: eval.Dossier{Documents: []eval.Document{{Key: "s0"}}}, docs: []origin{{"d1", []piece{whole}}}})
	r := Report{Variants: []Figures{f}}
	up, down, far := f.directions()
	if f.Scores != 5 || r.Moved() != 3 || up != 1 || down != 1 || far != 2 || f.Evidence != 2 || f.Kept != 1 || f.Added != 1 {
		t.Errorf("%+v: %d up, %d down, %d far", f, up, down, far)
	}
	if want := "names: x, a: 3 -> 1\nnames: x, b: 1 -> 2\nnames: x, c: 2 -> not assessed\nnames: 2 left out: why\n"; r.Moves() != want {
		t.Errorf("moves:\n%swant\n%s", r.Moves(), want)
	}
	row := strings.Join(strings.Fields(strings.Split(r.Table(), "\n")[1]), " ")
	if want := "names 1 3 5 3 (60.0 %) 1 1 2 1 of 2 (50.0 %) 1"; row != want {
		t.Errorf("row %q, want %q", row, want)
	}
}

// A list is of use only if its words are distinct and are words.
func TestListsAreWords(t *testing.T) {
	t.Parallel()
	l, err := parseLists()
	if err != nil {
		t.Fatal(err)
	}
	f := newFinder()
	for _, kind := range []string{"given", "family", "town", "country"} {
		if len(l[kind]) < 50 {
			t.Errorf("%s: %d words", kind, len(l[kind]))
		}
		for i, w := range l[kind] {
			if slices.Contains(l[kind][:i], w) || len(f.tokens(w)) != 1 || f.tokens(w)[0].text != w || !capital(w) {
				t.Errorf("%s: %q", kind, w)
			}
		}
	}
	if _, err := inRecords(analysis.Facts{}, func(s string) string { return s }); err != nil {
		t.Error(err)
	}
}
