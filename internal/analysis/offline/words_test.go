package offline

import (
	"slices"
	"strings"
	"testing"
)

// Each group says one thing in several ways: after the words are brought to one
// form, the lexicon finds the same in all of them, and their form is the same.
func TestTheSameSaidOtherwiseReadsTheSame(t *testing.T) {
	t.Parallel()
	a := analyser(t)
	for _, group := range [][]string{
		{"She runs it on her own.", "He runs it on his own.", "They run it on their own.", "They runs it on their own.", "Xe runs it on xyr own."},
		{"I asked him twice.", "I asked her twice.", "I asked them twice."},
		{"The idea was hers.", "The idea was his.", "The idea was theirs."},
		{"He signs it himself.", "She signs it herself.", "They sign it themselves.", "They sign it themself."},
		{"Has she left us?", "Have they left us?"},
		{"She watches the queue.", "They watch the queue."},
		{"She carries the keys.", "They carry the keys."},
		{"She's promoted now.", "He's promoted now.", "She has promoted now.", "They have promoted now."},
		{"She's ready for it.", "They're ready for it.", "They are ready for it."},
		{"I don't trust him.", "I do not trust her."},
		{"We can't pay it.", "We cannot pay it.", "We can not pay it."},
		{"I've won’t do it.", "I have will not do it."},
		{"We stopped because the bank had closed.", "We stopped as the bank had closed.", "We stopped becuase the bank had closed."},
		{"Although it was late we began.", "Though it was late we commenced."},
		{"The team was reorganised.", "The team was reorganized."},
	} {
		var first Unit
		for i, s := range group {
			en := a.lexicons["en"]
			words := en.plain(wordsOf(s))
			var u Unit
			u.families, _ = en.find(words)
			u.signals = form(s, texts(words), "", "en")
			if i == 0 {
				first = u
			}
			if u.families != first.families || u.signals != first.signals {
				t.Errorf("%q is not %q: %b %b, %b %b", s, group[0], u.families, first.families, u.signals, first.signals)
			}
		}
	}
}

func TestAsIsNotAlwaysAReason(t *testing.T) {
	t.Parallel()
	en := analyser(t).lexicons["en"]
	for s, want := range map[string]bool{
		"as the customers had gone we stopped": true, "we stopped as nobody came": true,
		"as soon as it was over": false, "she worked as a nurse": false, "twice as long as before": false, "as of today": false, "so be it as": false,
	} {
		if got := slices.Contains(texts(en.plain(wordsOf(s))), "because"); got != want {
			t.Errorf("%q: a reason is %v", s, got)
		}
	}
}

// What is shown to people are the words as they stand.
func TestMatchesPointAtTheText(t *testing.T) {
	t.Parallel()
	en := analyser(t).lexicons["en"]
	words := wordsOf("We didn't drop it, she's run it on her own.")
	_, places := en.find(en.plain(words))
	var got []string
	for _, p := range places {
		got = append(got, strings.Join(words[p.from:p.to], " "))
	}
	for _, want := range []string{"her own", "didn't", "we"} {
		if !slices.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
}

func TestParseSameRefuses(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"no language", "en: a", "en: = b", "en: a = b, a = c"} {
		if _, err := parseSame(file, "en"); err == nil {
			t.Errorf("%q was taken", file)
		}
	}
	p, err := parseSame("# note\n\nde: weil = da\nen: a = b c", "en")
	if err != nil || len(p.same) != 1 || !slices.Equal(p.same["a"], []string{"b", "c"}) {
		t.Errorf("%v, %v", p, err)
	}
}
