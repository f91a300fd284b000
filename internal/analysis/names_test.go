package analysis

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestNamesIn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		known      []string
		want       []string
	}{
		{"a given name and a surname", "Last year Ana Ruiz took over billing.", nil, []string{"Ana", "Ruiz"}},
		{"with particles", "I asked Jan van der Berg about it.", nil, []string{"Berg", "Jan"}},
		{"with a hyphen", "We hired Anna-Lena Roth-Weber.", nil, []string{"Anna", "Lena", "Roth", "Weber"}},
		{"a title", "Dr. Okonkwo signed. Frau Yilmaz nicht.", nil, []string{"Okonkwo", "Yilmaz"}},
		{"a level", "Temitope (L4) now leads the console.", nil, []string{"Temitope"}},
		{"a role", "The founder Oyelaran Bassey rang me.", nil, []string{"Bassey", "Oyelaran"}},
		{"who speaks", "Tesfaye told the board. Nobody said more. She asked us.", nil, []string{"Tesfaye"}},
		{"an ordinary word", "Engineering said no, and engineering was right.", nil, nil},
		{"the surname alone, later", "Ana Ruiz came. In May Ruiz left.", nil, []string{"Ana", "Ruiz"}},
		{"known, and in the text", "I met Grace in Lisbon.", []string{"Grace Adu", "Peter Absent"}, []string{"Grace"}},
		{"who is listed with a person", "I mentored Ana, Sunniva and Quim.", nil, []string{"Ana", "Quim", "Sunniva"}},
		{"nobody", "We moved to Postgres in March 2024 and saved EUR 40,000 at Acme.", nil, nil},
		{"German", "Im Mai hat Jürgen Krüger die Leitung übernommen. Das Team schwieg.", nil, []string{"Jürgen", "Krüger"}},
		{"nothing", "", nil, nil},
		{"in small letters elsewhere", "Ana Ruiz came. In May I asked ruiz and ana again.", nil, []string{"Ana", "Ruiz", "ana", "ruiz"}},
		{"in small letters before a verb", "Tesfaye told the board. Then tesfaye asked for more.", nil, []string{"Tesfaye", "tesfaye"}},
		{"in an address and a handle", "I asked Ana Ruiz, ana.ruiz@example.org or @ana_ruiz, twice.", nil, []string{"Ana", "Ruiz", "ana", "ruiz"}},
		{"a recorded name in small letters only once with its capital", "Grace came in May. I asked grace, and grace, by the grace of it.", []string{"Grace Adu"}, []string{"Grace", "grace"}},
		{"a surname that is a word, mostly used as one", "Ana Long left. In the long run a long contract cost less.", nil, []string{"Ana"}},
		{"a name that is a stop word in small letters", "Frau Will kam. Sie will mehr, we will see.", []string{"Petra Will"}, []string{"Will"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := namesIn([]string{tt.text}, tt.known); !slices.Equal(got, tt.want) {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// TestNamesOfRecordedPersonsAreFound measures, on the labelled dossiers, how
// many of the recorded mentees and referees that a text names are found in it
// by the text alone. Here the records are the labels; a run is given them too.
func TestNamesOfRecordedPersonsAreFound(t *testing.T) {
	t.Parallel()
	var files []string
	for _, dir := range []string{"golden", "own"} {
		some, err := filepath.Glob("testdata/" + dir + "/*.json")
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, some...)
	}
	found, all, extra := 0, 0, 0
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var d struct {
			Documents []struct{ Title, Body string }
			Records   Facts
		}
		if err := json.Unmarshal(b, &d); err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, doc := range d.Documents {
			texts = append(texts, doc.Title, doc.Body)
		}
		r := run{in: Input{Facts: d.Records}}
		want := namesIn(texts, r.known())
		got := namesIn(texts, nil)
		recorded := map[string]bool{}
		for _, k := range r.known() {
			for _, w := range tokensOf(k) {
				recorded[w.word] = true
			}
		}
		for _, n := range want {
			if recorded[n] {
				all++
				if slices.Contains(got, n) {
					found++
				} else {
					t.Logf("%s: missed %s", filepath.Base(f), n)
				}
			}
		}
		for _, n := range got {
			if !recorded[n] {
				extra++
			}
		}
	}
	t.Logf("%d dossiers: %d of %d words of recorded names are found without the records; %d other words are taken for names", len(files), found, all, extra)
	if all < 50 || found*100 < all*95 {
		t.Errorf("found %d of %d", found, all)
	}
}

func TestGivenNamesAreNames(t *testing.T) {
	t.Parallel()
	for n := range newCues().given {
		if !capital(n) || strings.ContainsAny(n, ",.;-") {
			t.Errorf("%q is no name", n)
		}
	}
}
