package offline

import (
	"testing"

	"dossier/internal/analysis/text"
)

func TestForm(t *testing.T) {
	t.Parallel()
	names := signalNames()
	if len(names) != int(signalCount) {
		t.Fatalf("%d names for %d signals", len(names), signalCount)
	}
	for _, c := range []struct {
		lang, text string
		want, not  []signal
	}{
		{"en", "The runway went from nine months to fifteen.", []signal{sigNumbers, sigChange, sigDuration}, []signal{sigMoney, sigYear}},
		{"en", "Median lead time was nineteen days before, four days after.", []signal{sigChange, sigDuration}, nil},
		{"en", "We paid €38k in 2021.", []signal{sigMoney, sigYear, sigNumber}, []signal{sigChange, sigYears}},
		{"en", "It ran from 2021 to 2024.", []signal{sigYears, sigApart}, []signal{sigChange, sigNumber}},
		{"en", "Retention rose by 12 %.", []signal{sigPercent, sigNumber}, []signal{sigLevel}},
		{"en", "Ilse | L3 | L6", []signal{sigLevels, sigRise}, []signal{sigFlat, sigNumber}},
		{"en", "Joris | L3 | L3", []signal{sigLevels, sigFlat}, []signal{sigRise}},
		{"en", "What did she decide?", []signal{sigQuestion, sigShort}, []signal{sigName}},
		{"en", "I asked Bas for four extra months.", []signal{sigMore, sigName, sigParticiple}, []signal{sigNames}},
		{"en", "She has owned it since 2022.", []signal{sigSince, sigParticiple}, []signal{sigApart}},
		{"de", "Die Einsätze sanken von 31 auf 9 im Quartal.", []signal{sigChange, sigNumbers}, []signal{sigName}},
		{"de", "Der Umbau hat drei Monate länger gedauert.", []signal{sigMore, sigDuration, sigParticiple}, []signal{sigChange}},
		{"de", "Frau Vollrath kam 2020.", []signal{sigName, sigYear}, []signal{sigNumber}},
		{"de", "Das kostete 190.000 Euro.", []signal{sigMoney, sigNumber}, nil},
	} {
		got := form(c.text, wordsOf(c.text), text.Paragraph, c.lang)
		for _, s := range c.want {
			if !got.has(s) {
				t.Errorf("%q: no %s", c.text, names[s])
			}
		}
		for _, s := range c.not {
			if got.has(s) {
				t.Errorf("%q: %s", c.text, names[s])
			}
		}
	}
}

func TestIsLevel(t *testing.T) {
	t.Parallel()
	for w, want := range map[string]bool{"l5": true, "l10": true, "l": false, "l123": false, "lx": false, "m5": false} {
		if got := isLevel(w); got != want {
			t.Errorf("%s: %v", w, got)
		}
	}
}
