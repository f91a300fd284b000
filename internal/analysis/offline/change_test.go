package offline

import "testing"

func TestRose(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang, text string
		want       int
	}{
		{"en", "sick days went from 9 to 17", 1}, {"en", "leavers fell from five in 2021 to one in 2023", -1},
		{"en", "a repair takes fourteen days instead of nine", 1}, {"en", "nine days instead of fourteen", -1},
		{"en", "from Monday to Friday", 0}, {"en", "from 2021 to 2023", 0}, {"en", "we went from here to there with 4 people", 0},
		{"en", "from 7 to 7", 0}, {"de", "von 31 auf 9 Tage", -1}, {"de", "vierzehn Tage statt neun", 1}, {"de", "stiegen von 9 auf 17", 1},
	} {
		if got := rose(wordsOf(c.text), c.lang); got != c.want {
			t.Errorf("%q: %d, want %d", c.text, got, c.want)
		}
	}
}

func TestLasted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang, text string
		want       bool
	}{
		{"en", "it has run for four years", true}, {"en", "now it is the seventh year", true}, {"en", "from 2019 until 2024", true},
		{"en", "within a year", false}, {"en", "in 2024", false}, {"en", "for decades", true}, {"en", "two months of the year", false},
		{"de", "acht Jahre alt", true}, {"de", "im siebten Jahr", true}, {"de", "im ersten Jahr", false}, {"de", "im fünften Jahr", true}, {"de", "nach einem Jahr", false},
	} {
		if got := lasted(wordsOf(c.text), c.lang); got != c.want {
			t.Errorf("%q: %v", c.text, got)
		}
	}
}

func TestShare(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang, text string
		want       bool
	}{
		{"en", "three of the five are with us", true}, {"en", "none of the six stayed", true}, {"en", "one of them", false},
		{"en", "a crew of nine", false}, {"de", "drei von vier", true}, {"de", "keiner von den sechs", true}, {"de", "von vier auf drei", false},
	} {
		if got := share(wordsOf(c.text), c.lang); got != c.want {
			t.Errorf("%q: %v", c.text, got)
		}
	}
}
