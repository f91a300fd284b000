package offline

import "testing"

func TestWhatTurnsAPassage(t *testing.T) {
	t.Parallel()
	a := analyser(t)
	for _, name := range append(badFamilies(), goodFamilies()...) {
		if _, ok := a.family[name]; !ok {
			t.Errorf("the lexicon has no family %s", name)
		}
	}
	if got := len(jointNames()); got != jointCount {
		t.Fatalf("%d names for %d joint features", got, jointCount)
	}
	for _, c := range []struct {
		text      string
		want, not []int
	}{
		{"I moved them without asking anybody and three walked out.", []int{jointBad, jointBadTwice, jointBadAlone, jointBadMe}, []int{jointGood}},
		{"She still runs it on her own, two years later.", []int{jointGood, jointGoodAlone}, []int{jointBad, jointBadMe}},
		{"The restore was postponed, then rehearsed and measured.", []int{jointBad, jointGood}, []int{jointBadAlone, jointGoodAlone}},
		{"Sick days rose from 9 to 17.", []int{jointWorse}, []int{jointBetter}},
		{"The waiting time fell by half.", []int{jointBetter}, []int{jointWorse}},
		{"Revenue doubled within a year.", []int{jointBetter}, []int{jointWorse}},
		{"Revenue fell by a third.", []int{jointWorse}, []int{jointBetter}},
		{"The house is green.", nil, []int{jointBad, jointGood, jointBadAlone, jointGoodAlone}},
	} {
		u := Unit{words: wordsOf(c.text)}
		en := a.lexicons["en"]
		u.families, _ = en.find(en.plain(u.words))
		u.signals = form(c.text, texts(en.plain(u.words)), "", "en")
		got := a.joints(&u, "")
		for _, i := range c.want {
			if !got[i] {
				t.Errorf("%q: no %s", c.text, jointNames()[i])
			}
		}
		for _, i := range c.not {
			if got[i] {
				t.Errorf("%q: %s", c.text, jointNames()[i])
			}
		}
	}
}
