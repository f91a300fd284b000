package ladder

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// small is a correct ladder whose files a test may spoil.
func small(t *testing.T) fstest.MapFS {
	t.Helper()
	dir := fstest.MapFS{}
	for _, name := range []string{"ladder.yaml", "a1.yaml"} {
		b, err := os.ReadFile("testdata/small/" + name)
		if err != nil {
			t.Fatal(err)
		}
		dir[name] = &fstest.MapFile{Data: b}
	}
	return dir
}

func TestSmallLadderIsCorrect(t *testing.T) {
	v, err := Load(small(t))
	if err != nil {
		t.Fatal(err)
	}
	l := v.Level("A1")
	if *l.Title != "Beginner" || l.Promotion.Recognition != "anything else" || l.Mentorship.Receives != "A mentor." || l.RankingStandard[0].Name != "Metric" {
		t.Errorf("%+v", l)
	}
	if problems, err := Check(small(t)); len(problems) != 0 || err != nil {
		t.Errorf("Check = %v, %v", problems, err)
	}
}

// Each mistake is reported with its file, its line and what to do.
func TestCheckReports(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, file, old, new, want string
	}{
		{"unknown field", "a1.yaml", "quorum: 1", "qourum: 1", `a1.yaml:20: unknown field "level.promotion.qourum"; did you mean "quorum"?`},
		{"unknown field that is like none", "ladder.yaml", "label: First", "label: First\n  zzzzzzzzzzzz: 1", `ladder.yaml:6: unknown field "ladder.zzzzzzzzzzzz"; known here: slug, title, default, label, publishedOn, levels`},
		{"text for a number", "a1.yaml", "quorum: 1", "quorum: two", `a1.yaml:20: "level.promotion.quorum" is not a whole number; write it in digits`},
		{"number for text", "ladder.yaml", "label: First", "label: 2026", `ladder.yaml:5: "ladder.label" is not text; put it in quotation marks`},
		{"text for true", "a1.yaml", "gate: true", `gate: "yes"`, `a1.yaml:57: "ours.rubric[0].leaves[0].gate" is not true or false; write true or false`},
		{"no list", "a1.yaml", "allowedNominators: [A2]", "allowedNominators: A2", `a1.yaml:24: "level.promotion.nomination.allowedNominators" is not a list; begin each item with a dash`},
		{"no mapping", "a1.yaml", "tenure: {months: 12}", "tenure: 12", `a1.yaml:21: "level.promotion.tenure" is not a set of fields; write them as name: value, one a line`},
		{"not YAML", "ladder.yaml", "title: Small", "title: [Small", "ladder.yaml:"},
		{"duplicate field", "ladder.yaml", "title: Small", "title: Small\n  title: Smaller", `mapping key "title" already defined`},
		{"alias", "a1.yaml", "[A2]", "*a2", `a1.yaml:24: "level.promotion.nomination.allowedNominators" stands for something written elsewhere; write it out`},
		{"zero character", "ladder.yaml", "label: First", `label: "a\0b"`, `ladder.yaml:5: "ladder.label" holds a zero character, which the database cannot store; remove it`},
		{"second document", "ladder.yaml", "      unknown: Nothing is written yet.", "      unknown: Nothing.\n---\nours: {}", `ladder.yaml:11: a second YAML document; put it into a file of its own`},
		{"slug", "ladder.yaml", "slug: small", "slug: Small One", `ladder.yaml:3: the slug is "Small One"; write small letters, digits and single hyphens`},
		{"label", "ladder.yaml", "label: First", `label: ""`, `ladder.yaml:5: "ladder.label" is empty; write it`},
		{"date", "ladder.yaml", "label: First", "label: First\n  publishedOn: February 2026", `ladder.yaml:6: "February 2026" is not a date; write YYYY-MM-DD, or null where the day is not known`},
		{"code", "ladder.yaml", "code: A2", "code: a2", `ladder.yaml:7: the level's code is "a2"; write a code in capitals and digits, as "L8"`},
		{"level twice", "ladder.yaml", "code: A2", "code: A1", `a1.yaml:2: level A1 is written twice; keep one of them`},
		{"ordinal twice", "ladder.yaml", "ordinal: 2", "ordinal: 1", `a1.yaml:3: levels A2 and A1 have the same ordinal 1; give each level a place of its own`},
		{"no ordinal", "ladder.yaml", "ordinal: 2", "ordinal: 0", `ladder.yaml:8: level A2 has no ordinal; give the level its place, counted from 1 at the bottom`},
		{"unknown not said", "ladder.yaml", "      unknown: Nothing is written yet.", "", `ladder.yaml:7: level A2 has no title and does not say so; write "unknown:" with what is not known`},
		{"label of the page", "a1.yaml", "title: {text: Beginner}", "title: {text: Beginner}\n  label: {text: Second}", `a1.yaml:5: the page is of "Second", the ladder of "First"; write the same label in both, or the page of the right edition`},
		{"key", "a1.yaml", "{key: duty,", "{key: Duty_1,", `a1.yaml:7: the key is "Duty_1"; write small letters, digits and single hyphens`},
		{"key twice", "a1.yaml", "{key: extra,", "{key: portfolio,", `a1.yaml:27: key "portfolio" is used twice in "level.promotion.assessment"; give each item a key of its own`},
		{"page and own words", "a1.yaml", "{key: duty, title: Duty, text: do it}", "{key: duty, page: Duty — do it, text: do it}", `a1.yaml:7: "level.responsibilities.items[0]" has both the words of a page and its own; keep "page" where the words are a page's, else the other`},
		{"no words", "a1.yaml", "{key: duty, title: Duty, text: do it}", "{key: duty, title: Duty}", `a1.yaml:7: "level.responsibilities.items[0]" has no words; write "page" with the sentence of the page, or the texts themselves`},
		{"no dash", "a1.yaml", "{key: duty, title: Duty, text: do it}", "{key: duty, page: Do it}", `a1.yaml:7: the sentence of "duty" has no dash to part title from text; write title and text with a dash between them, or use "title" and "text"`},
		{"cells of a row", "a1.yaml", "name: Metric, threshold: one, measuredBy: counting", "page: [Metric, one]", `a1.yaml:17: the row has 2 cells; write name, threshold and how it is measured`},
		{"phase", "a1.yaml", "toMonth: 6", "toMonth: 0", `a1.yaml:10: the phase runs from month 1 to 0; let it begin after month 0 and end no sooner than it begins`},
		{"promotion to nowhere", "a1.yaml", "to: A2\n    quorum", "to: A3\n    quorum", `a1.yaml:19: there is no level "A3"; did you mean "A1"?`},
		{"promotion downwards", "a1.yaml", "to: A2\n    quorum", "to: A1\n    quorum", `a1.yaml:19: the promotion leads from A1 to A1; name a higher level`},
		{"quorum", "a1.yaml", "quorum: 1", "quorum: 0", `a1.yaml:20: the quorum is 0; give the number of unconflicted seats, chair included`},
		{"months", "a1.yaml", "months: 12", "months: -1", `a1.yaml:21: the minimum is -1 months; write 0 where there is no minimum`},
		{"nominator", "a1.yaml", "[A2]", "[HOUSE_FONDER]", `a1.yaml:24: "HOUSE_FONDER" is neither a level nor a role that may nominate; did you mean "HOUSE_FOUNDER"?`},
		{"no nominator", "a1.yaml", "[A2]", "[]", `a1.yaml:24: nobody may nominate; name a level or a role`},
		{"minimum", "a1.yaml", "{key: portfolio, minimum: 1", "{key: portfolio, minimum: 0", `a1.yaml:26: component "portfolio" needs 0 documents; ask for 1 document or more of what is decided on, for 0 or more of the rest`},
		{"nothing decided", "a1.yaml", "decided: true", "decided: false", `a1.yaml:25: the panel decides on no component; write decided: true at one component or more`},
		{"mentees' levels", "a1.yaml", "{from: A1, to: A2}", "{from: A2, to: A1}", `a1.yaml:33: the mentees' levels run from A2 to A1; write the lower level first`},
		{"slots", "a1.yaml", "slots: 1", "slots: -1", `a1.yaml:33: there are -1 slots; write 0 where there are none`},
		{"referral", "a1.yaml", "months: 3}", "months: 0}", `a1.yaml:34: the referral cut is 100 basis points for 0 months; write hundredths of a percent up to 10000, and months of 1 or more`},
		{"level of the rubric", "a1.yaml", "ours:\n  level: A1", "ours:\n  level: A7", `a1.yaml:36: there is no level "A7"; did you mean "A1"?`},
		{"rubric of no level", "a1.yaml", "ours:\n  level: A1\n", "ours:\n", `a1.yaml:35: the rubric belongs to no level; write "level:" with the level's code`},
		{"kind", "a1.yaml", "kind: EXPLAIN", "kind: EXPLAINS", `a1.yaml:38: "EXPLAINS" is no kind of requirement; did you mean "EXPLAIN"?`},
		{"value", "a1.yaml", "{minimum: 1}", "{minimum: 1.5}", `a1.yaml:38: value "minimum" is of another kind; write a whole number, true or false, a word, or a list of words`},
		{"criterion", "a1.yaml", "criterion: care", "criterion: car", `a1.yaml:40: level A1 has no criterion "car"; did you mean "care"?`},
		{"criterion without rubric", "a1.yaml", "      - {key: care, title: Care, text: do they care?}\n  mentor", "      - {key: care, title: Care, text: do they care?}\n      - {key: more, title: More, text: do they?}\n  mentor", `a1.yaml:31: criterion "more" has no rubric; write "ours:" with a rubric for it, anchors and leaves included`},
		{"component of a criterion", "a1.yaml", "components: [portfolio]", "components: [portfolo]", `a1.yaml:41: level A1 has no component "portfolo"; did you mean "portfolio"?`},
		{"anchors", "a1.yaml", "        - {score: 2, text: Something.}\n", "", `a1.yaml:44: the anchors are for scores [0 1 3 4]; write one anchor for each score from 0 to 4, in order`},
		{"weights", "a1.yaml", "weight: 40", "weight: 30", `a1.yaml:50: the weights of "care" make 90; change the weights so that they make 100`},
		{"no weight", "a1.yaml", "weight: 40", "weight: 0", `a1.yaml:70: leaf "ca.second" weighs 0; give it a share of the 100, or remove the leaf`},
		{"leaf twice", "a1.yaml", "key: ca.second", "key: ca.first", `a1.yaml:63: key "ca.first" is used twice in "ours.rubric[0].leaves"; give each item a key of its own`},
		{"reason", "a1.yaml", "absent: No care is shown.", "absent: None.\n              no_numbers: None.", `a1.yaml:62: "no_numbers" is no reason of a gap; did you mean "no_number"?`},
		{"no text for absent", "a1.yaml", "absent: No care is shown.", "stale: It is old.", `a1.yaml:60: leaf "ca.first" has no text for "absent" in "en"; write what is missing where the text has nothing on it`},
		{"no English", "a1.yaml", "            en:\n              absent: No care is shown again.", "            de:\n              absent: Nichts.", `a1.yaml:71: leaf "ca.second" has no English text for a gap; write "en:" with a text for "absent"`},
		{"languages", "a1.yaml", "            en:\n              absent: No care is shown again.", "            de:\n              absent: Nichts.", `a1.yaml:63: leaf "ca.second" is in de, the ones before in en; write every leaf in the same languages`},
		{"general reason", "a1.yaml", "  level: A1\n", "  level: A1\n  reasons:\n    en:\n      stale: It is old.\n", `a1.yaml:39: the general text does not name the leaf; write {about} where the leaf's own words belong`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := small(t)
			text := string(dir[tt.file].Data)
			if strings.Count(text, tt.old) != 1 {
				t.Fatalf("%q stands %d times in %s", tt.old, strings.Count(text, tt.old), tt.file)
			}
			dir[tt.file].Data = []byte(strings.Replace(text, tt.old, tt.new, 1))
			_, err := Load(dir)
			var wrong *CheckError
			if !errors.As(err, &wrong) {
				t.Fatalf("Load = %v, want a CheckError", err)
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got\n%v\nwant\n%s", err, tt.want)
			}
		})
	}
}

// All problems come at once, in the order of files and lines.
func TestCheckReportsEverything(t *testing.T) {
	t.Parallel()
	dir := small(t)
	spoil := strings.NewReplacer("quorum: 1", "quorum: 0", "weight: 40", "weight: 41", "score: 4", "score: 5", "text: do it", "text: ''")
	dir["a1.yaml"].Data = []byte(spoil.Replace(string(dir["a1.yaml"].Data)))
	dir["ladder.yaml"].Data = []byte(strings.Replace(string(dir["ladder.yaml"].Data), "slug: small", "slug: '-'", 1))
	problems, err := Check(dir)
	if err != nil {
		t.Fatal(err)
	}
	var at []string
	for _, p := range problems {
		at = append(at, strings.Join(strings.SplitN(p.String(), ":", 3)[:2], ":"))
		if p.Text == "" || p.Fix == "" {
			t.Errorf("%+v lacks a text or a fix", p)
		}
	}
	if got, want := strings.Join(at, " "), "a1.yaml:7 a1.yaml:20 a1.yaml:44 a1.yaml:50 ladder.yaml:3"; got != want {
		t.Errorf("problems at %s, want %s", got, want)
	}
	dir["a1.yaml"].Data = []byte("levle: {}\nladder: 1\n")
	if problems, err = Check(dir); err != nil || len(problems) != 2 {
		t.Errorf("Check = %v, %v, want the two problems of shape alone", problems, err)
	}
}

// A misspelt field is one problem, and does not hide the others.
func TestCheckGoesOnAfterAnUnknownField(t *testing.T) {
	t.Parallel()
	dir := small(t)
	spoil := strings.NewReplacer("quorum: 1", "qourum: 1", "weight: 40", "weight: 41")
	dir["a1.yaml"].Data = []byte(spoil.Replace(string(dir["a1.yaml"].Data)))
	problems, err := Check(dir)
	if err != nil || len(problems) != 2 || problems[0].Line != 20 || problems[1].Line != 50 {
		t.Errorf("Check = %v, %v, want the field in line 20 and the weights in line 50", problems, err)
	}
}

// Files that belong together are looked at together.
func TestCheckAcrossFiles(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, file, text, want string }{
		{"second head", "z.yaml", "ladder: {slug: other, title: Other, label: One}\n", `z.yaml:1: a second "ladder:" beside that of ladder.yaml; keep one of them`},
		{"second rubric", "z.yaml", "ours:\n  level: A1\n  rubric:\n    - criterion: care\n", `z.yaml:4: the rubric of "care" is written in a1.yaml too; keep one of them`},
		{"second policy", "z.yaml", "ours:\n  level: A1\n  policy:\n    - {key: metric, reading: Two.}\n", `z.yaml:4: policy "metric" is written in a1.yaml too; keep one of them`},
		{"empty file", "z.yaml", "# nothing\n", `z.yaml:1: the file is empty; write "ladder:", "level:" or "ours:", or remove the file`},
		{"no head", "ladder.yaml", "ours: {}\n", `ladder.yaml: no file says "ladder:"; write ladder.yaml with slug, title, label and levels`},
		{"quotation", "z.yaml", "level:\n  code: A3\n  ordinal: 3\n  unknown: All.\n  motto: {page: Be good.}\nours:\n  unruled:\n    - {source: Be bad., why: no}\n", `z.yaml:8: no page says "Be bad."; copy the words exactly, with their apostrophes and dashes`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := small(t)
			dir[tt.file] = &fstest.MapFile{Data: []byte(tt.text)}
			_, err := Load(dir)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got\n%v\nwant\n%s", err, tt.want)
			}
		})
	}
}

func TestUnreadableIsNoProblemOfTheLadder(t *testing.T) {
	t.Parallel()
	if problems, err := Check(os.DirFS("testdata/none")); problems != nil || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Check = %v, %v", problems, err)
	}
}

// The rubric's hash changes with the rubric and with nothing else.
func TestRubricHash(t *testing.T) {
	t.Parallel()
	hash := func(oldnew ...string) string {
		h, err := variant(t, oldnew...).Level("A1").RubricHash()
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	if hash() != hash("label: First", "label: Second", "text: do it", "text: do that") {
		t.Error("it changes with the page")
	}
	for _, change := range [][]string{{"An act.", "A deed."}, {"Nothing.", "Nothing at all."}, {"weight: 60", "weight: 61", "weight: 40", "weight: 39"}, {"No care is shown.", "None."}} {
		if hash() == hash(change...) {
			t.Errorf("it does not change with %q", change)
		}
	}
}
