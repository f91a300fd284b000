package graph_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// maxOfPacket is how many SQL statements a packet may take, sign-in and all,
// where a panel said no more than one page of a hundred posts to each other;
// perPage is how many each further page may take. Which fields ask first is
// chance, and moves the number by one or two.
const (
	maxOfPacket = 40
	perPage     = 3
)

// packets are those of every dossier of a hearing, and of one of them the page.
func (c *cast) packets(name string) (all []answer) {
	c.T.Helper()
	for _, d := range []string{"<heard>", "<waiting>", "<decided>", "<released>"} {
		for _, query := range []string{"?format=json", "?format=html"} {
			if d == "<heard>" || query == "?format=json" {
				res, body := c.packet(name, c.ids[d], query)
				all = append(all, answer{d + query, fmt.Sprint(res.StatusCode, " ", body)})
			}
		}
	}
	return all
}

// Two databases that differ only in what a reader may not see give the same
// packets, but for the time; what they may see is in theirs.
func TestAPacketTellsNothingThatIsNotForItsReader(t *testing.T) {
	t.Parallel()
	g := newHearing(t).garden()
	told := 0
	for name := range hearers() {
		g.packets(name) // a first reading of advice is kept
		before := g.packets(name)
		for _, seer := range []bool{false, true} {
			planted := 0
			for _, s := range heardSecrets() {
				if slices.Contains(s.seers, name) == seer {
					s.plant(g)
					planted++
				}
			}
			switch d := differences(g.packets(name), before); {
			case !seer && d != nil:
				t.Errorf("the packets of %s tell of what is not for them:\n%s", name, d)
			case seer && d != nil:
				told++
			}
			g.uproot()
		}
	}
	if told < 6 {
		t.Errorf("only %d readers are told of what is for them", told)
	}
	if len(g.packets("Kim")) != 5 || !strings.HasPrefix(g.packets("Kim")[0].got, "404 ") || !strings.HasPrefix(g.packets("Chloe")[0].got, "200 ") {
		t.Error("the packets are not those of the dossiers")
	}
}

// The time is all in which two packets of one state differ.
func TestAPacketIsTheSameButForItsTime(t *testing.T) {
	t.Parallel()
	c := newHearing(t)
	at := func() (page, data string) {
		_, page = c.packet("Cai", c.ids["<heard>"], "")
		_, data = c.packet("Cai", c.ids["<heard>"], "?format=json")
		return page, data
	}
	page, data := at()
	c.Advance(time.Minute)
	later, dataLater := at()
	if strings.ReplaceAll(page, "09:30", "09:31") != strings.ReplaceAll(later, "09:30", "09:31") ||
		strings.ReplaceAll(data, "09:30", "09:31") != strings.ReplaceAll(dataLater, "09:30", "09:31") {
		t.Error("they differ in more")
	}
	if page == later || data == dataLater {
		t.Error("the time is not told")
	}
}

// The number of statements depends on no list but the discussion, which is read
// to its end page by page.
func TestAPacketTakesAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	c := newCourt(t)
	c.run("Ana", "SubmitDossier")
	c.Analyse()
	c.assemble(func(map[string]any) {}, "Cleo CHAIR", "Dev MEMBER")
	c.judge("Cleo", "PROMOTE")
	post := func(n int) {
		if _, err := c.DB.Exec(t.Context(), `insert into panel_post (id, panel_id, dossier_id, seat_id, criterion, text, posted_at)
			select gen_random_uuid(), s.panel_id, s.dossier_id, s.id, 'generosity', 'Post ' || i, '2026-11-24'::timestamptz + i * interval '1 minute'
			from seat s, generate_series(1, $1::int) i where s.role = 'CHAIR'`, n); err != nil {
			t.Fatal(err)
		}
	}
	took := func(who string) int {
		c.packet(who, c.ids["<dossier>"], "") // a first reading of advice is kept
		c.Counter.Reset()
		res, page := c.packet(who, c.ids["<dossier>"], "")
		if res.StatusCode != http.StatusOK {
			t.Fatalf("%s is answered %d: %s", who, res.StatusCode, page)
		}
		return c.statements()
	}
	within := func(most int, readers ...string) {
		for _, who := range readers {
			n := took(who)
			t.Logf("%s: %d statements", who, n)
			if n > most {
				t.Errorf("%s: %d statements, at most %d are allowed:\n%s", who, n, most, strings.Join(c.Counter.SQL(), "\n---\n"))
			}
		}
	}
	post(2)
	within(maxOfPacket, "Ana", "Cleo", "Sam")
	for n := range 50 {
		c.member(fmt.Sprint("M", n))
	}
	post(90)
	within(maxOfPacket, "Ana", "Cleo", "Sam")
	post(200)
	within(maxOfPacket+2*perPage, "Cleo")
	_, data := c.packet("Cleo", c.ids["<dossier>"], "?format=json")
	if n := strings.Count(data, `"alias"`); n != 292 {
		t.Errorf("%d of 292 posts are there", n)
	}
}

// Texts stand as they were handed in, whatever is written since; a member's
// reading of advice is kept as it is elsewhere.
func TestAPacketHoldsTheRevision(t *testing.T) {
	t.Parallel()
	c := newCourt(t)
	c.run("Ana", "SubmitDossier")
	c.Analyse()
	c.assemble(func(in map[string]any) { in["revealPreScores"] = "WITH_SUBMISSION" }, "Cleo CHAIR", "Dev MEMBER")
	c.run("Cleo", "UnlockComponent")
	doc := at(t, c.must("Ana", `query($id: ID!) { node(id: $id) { ... on Dossier { documents { id title component { key } } } } }`, map[string]any{"id": c.ids["<dossier>"]}), "node.documents")
	for _, d := range doc.([]any) {
		if at(t, d, "component.key") == "mentee-network" {
			c.do("Ana", "saveDocument", `document { version }`, map[string]any{
				"dossier": c.ids["<dossier>"], "document": text(t, d, "id"), "component": "mentee-network", "title": "Newer title", "body": "Newer text.", "baseVersion": 1,
			})
		}
	}
	for _, who := range []string{"Ana", "Dev"} {
		_, page := c.packet(who, c.ids["<dossier>"], "")
		if strings.Contains(page, "Newer") || !strings.Contains(page, "Open to the candidate again since") || !strings.Contains(page, "The pipeline table is a year old.") {
			t.Errorf("the packet of %s does not hold the revision, or not what is open", who)
		}
	}
	if rows, entries := c.readings("Dev"); rows != 1 || entries != 1 {
		t.Errorf("Dev's reading is kept %d times, on the trail %d times", rows, entries)
	}
	if rows, entries := c.readings("Ana"); rows != 0 || entries != 0 {
		t.Error("what the candidate reads of their own is kept")
	}
}
