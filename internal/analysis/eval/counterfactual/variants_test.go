package counterfactual

import (
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"dossier/internal/analysis"
	"dossier/internal/analysis/eval"
)

func variant(t testing.TB, name string) Variant {
	t.Helper()
	for _, v := range Variants() {
		if v.Name == name {
			return v
		}
	}
	t.Fatalf("no variant %s", name)
	return Variant{}
}

// What is copied is the same text at both of its places, and the pieces are
// the whole of the new body.
func TestPiecesLeadBack(t *testing.T) {
	t.Parallel()
	for _, d := range dossiers(t) {
		bodies := map[string][]rune{}
		for _, doc := range d.Documents {
			bodies[doc.Key] = []rune(doc.Body)
		}
		for _, v := range Variants() {
			varied, why := v.Make(&d, 1)
			if why != "" {
				continue
			}
			for i, doc := range varied.Dossier.Documents {
				now, was := []rune(doc.Body), bodies[varied.docs[i].key]
				at := 0
				for _, p := range varied.docs[i].pieces {
					if p.now.Start != at {
						t.Fatalf("%s, %s, %s: a piece at %d, want %d", v.Name, d.ID, doc.Key, p.now.Start, at)
					}
					at = p.now.End
					if p.copied && string(now[p.now.Start:p.now.End]) != string(was[p.was.Start:p.was.End]) {
						t.Fatalf("%s, %s, %s: a copy differs", v.Name, d.ID, doc.Key)
					}
				}
				if at != len(now) {
					t.Fatalf("%s, %s, %s: pieces end at %d of %d", v.Name, d.ID, doc.Key, at, len(now))
				}
			}
		}
	}
}

// A seed gives one variant, another seed other names.
func TestSeedDecides(t *testing.T) {
	t.Parallel()
	d := dossiers(t)[0]
	for _, v := range Variants() {
		a, _ := v.Make(&d, 7)
		b, _ := v.Make(&d, 7)
		if !reflect.DeepEqual(a, b) {
			t.Errorf("%s: the same seed gives two variants", v.Name)
		}
	}
	a, _ := variant(t, "names").Make(&d, 1)
	b, _ := variant(t, "names").Make(&d, 2)
	if reflect.DeepEqual(a.Dossier.Records, b.Dossier.Records) {
		t.Error("names: two seeds give the same names")
	}
}

// Every exchange done twice is the dossier itself: texts, titles and records.
func TestSwappedTwiceIsTheOriginal(t *testing.T) {
	t.Parallel()
	l, err := parseLists()
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, d := range dossiers(t) {
		given, family := people(&d, l)
		s := swap{newFinder(), map[string]string{}}
		pair(&d, given, l["given"], 1, s.other)
		pair(&d, family, l["family"], 1, s.other)
		for a, b := range s.other {
			if s.other[b] != a {
				t.Errorf("%s: %s is exchanged for %s, and that for %s", d.ID, a, b, s.other[b])
			}
		}
		once, why := exchange(&d, s)
		if why != "" {
			t.Fatal(why)
		}
		twice, _ := exchange(&once.Dossier, s)
		for i, doc := range d.Documents {
			if !norm.NFC.IsNormalString(doc.Body) {
				continue // letters that are written apart come back written as one
			}
			tried++
			if twice.Dossier.Documents[i].Body != doc.Body || twice.Dossier.Documents[i].Title != doc.Title {
				t.Errorf("%s, %s: not the original", d.ID, doc.Key)
			}
		}
		if !reflect.DeepEqual(twice.Dossier.Records, d.Records) {
			t.Errorf("%s: records are not the original", d.ID)
		}
	}
	if tried < 20 {
		t.Errorf("%d documents tried", tried)
	}
}

// The names of the records are gone from records and texts, each by one other
// that stands as often.
func TestNamesChangeEverywhere(t *testing.T) {
	t.Parallel()
	d := eval.Dossier{Documents: []eval.Document{
		{Key: "d1", Title: "Ilse", Body: "Ilse Brouwer led it. Brouwer's crew grew, Ilses Team auch. Frau Kühn and Dr. Petra Voss agreed; an Ilse-led crew."},
	}}
	d.Records.Mentees = []analysis.Mentee{{Name: "Ilse Brouwer", Level: "L5"}}
	v, why := variant(t, "names").Make(&d, 1)
	if why != "" {
		t.Fatal(why)
	}
	got := v.Dossier
	for _, gone := range []string{"Ilse", "Brouwer", "Kühn", "Petra", "Voss"} {
		if strings.Contains(all(&got), gone) {
			t.Errorf("%s is still there: %s", gone, all(&got))
		}
	}
	first, last, _ := strings.Cut(got.Records.Mentees[0].Name, " ")
	if strings.Count(got.Documents[0].Body, first) != 3 || strings.Count(got.Documents[0].Body, last) != 2 || got.Documents[0].Title != first {
		t.Errorf("not the same person everywhere: %q, %+v", got.Records.Mentees[0].Name, got.Documents[0])
	}
	if got.Records.Mentees[0].Level != "L5" || v.Changes != 8 {
		t.Errorf("level %s, %d changes, want L5 and 8", got.Records.Mentees[0].Level, v.Changes)
	}
}

func TestPlacesChangeInRecordsToo(t *testing.T) {
	t.Parallel()
	d := eval.Dossier{Documents: []eval.Document{{Key: "d1", Body: "In Nairobi, IT was ours; Kenya's rules and Lisbon's."}}}
	d.Records.Engagements = []analysis.Engagement{{Company: "Nairobi Freight", Country: "KE"}}
	v, why := variant(t, "places").Make(&d, 3)
	if why != "" {
		t.Fatal(why)
	}
	e, body := v.Dossier.Records.Engagements[0], v.Dossier.Documents[0].Body
	town, _, _ := strings.Cut(e.Company, " ")
	if e.Country == "KE" || town == "Nairobi" || !strings.HasPrefix(body, "In "+town+", IT was ours; ") || strings.Contains(body, "Kenya") || strings.Contains(body, "Lisbon") {
		t.Errorf("%+v, %s", e, body)
	}
	if d.Records.Engagements[0].Country != "KE" {
		t.Error("the original was changed")
	}
}
