package intake_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/internal/fault"
	"dossier/internal/intake"
)

// Spreadsheets write CSV in their own ways; all of these are one table.
func TestCSVAsSpreadsheetsMakeIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clean(source("org.json", org))
	rows := "key,person,company,from,provenance,Made by,type,title,options,chosen,contexts,trade_off,costs.engineering.amount,costs.engineering.currency," +
		"costs.infrastructure.amount,costs.infrastructure.currency,costs.opportunity.amount,costs.opportunity.currency,costs.timeToMarketMonths\n" +
		"k1,zineb,fjordlast,2024-03-01,IMPORT,,BUILD_VS_BUY,\"Two lines,\none \"\"quoted\"\" word\",BUILD|BUY,BUY,burn-rate | product,,5,NOK,0,NOK,0,NOK,3\n"
	title := `"Two lines,` + "\n" + `one ""quoted"" word"`
	variants := map[string]string{
		"commas":     strings.Replace(rows, title, `"One, ""quoted"""`, 1),
		"semicolons": strings.Replace(strings.ReplaceAll(strings.Replace(rows, title, "@", 1), ",", ";"), "@", `"One; ""quoted"""`, 1),
		"tabs":       strings.ReplaceAll(strings.Replace(rows, title, "One", 1), ",", "\t"),
		"mark":       "\ufeff" + strings.Replace(rows, title, "One", 1),
		"crlf":       strings.ReplaceAll(strings.Replace(rows, title, "One", 1), "\n", "\r\n"),
		"trailing":   strings.Replace(rows, title, "One", 1) + ",,,\n\n",
	}
	i := 0
	for name, text := range variants {
		i++
		text = strings.Replace(text, "k1", fmt.Sprintf("v%d", i), 1)
		s := source("tech-decisions.csv", text)
		r := d.take(intake.Options{}, s)
		if got := counts(r, "tech-decisions"); got != "1 new 0 changed 0 unchanged 0 bad" {
			t.Errorf("%s: %s", name, said(r))
		}
	}
	if n := d.count(`select count(*) from record where body #>> '{costs,timeToMarketMonths}' = '3' and body -> 'contexts' = '["burn-rate","product"]'`); n != i {
		t.Errorf("%d decisions hold what was written, want %d", n, i)
	}
	// A line break within quotes is a line break; the rule of titles refuses it,
	// and the line of the row is the one on which it begins.
	r := d.take(intake.Options{}, source("tech-decisions.csv", rows+strings.Replace(rows[strings.Index(rows, "\n")+1:], "k1", "k2", 1)))
	if !strings.Contains(said(r), "tech-decisions.csv:2: title: ") || !strings.Contains(said(r), "tech-decisions.csv:4: title: ") {
		t.Error(said(r))
	}
}

func TestListsOfObjectsAreCounted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clean(source("org.json", org))
	d.clean(d.as(source("changes.csv", "key;person;company;from;provenance;team;type;measures.1.name;measures.1.before;measures.1.beforeOn;measures.1.after;measures.1.afterOn;measures.1.teamSize;"+
		"measures.2.name;measures.2.before;measures.2.beforeOn;measures.2.after;measures.2.afterOn;measures.2.teamSize\n"+
		"t1;zineb;fjordlast;2025-01-01;HOUSE;Kitchen;RESTRUCTURED;Lead time;12.5;2025-01-01;4;2025-08-01;6;;;;;;\n"), "team-changes"))
	if n := d.count(`select jsonb_array_length(body -> 'measures') from record where kind = 'TEAM_CHANGE'`); n != 1 {
		t.Errorf("%d measures, want 1", n)
	}
}

func TestASourceThatCannotBeReadIsSaid(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	if err := os.Mkdir(filepath.Join(dir, "ranks.csv"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ path, as, want string }{
		{filepath.Join(dir, "people.csv"), "", "there is no such file"},
		{filepath.Join(dir, "ranks.csv"), "", "is a folder"},
		{write("roles.csv", ""), "", "is empty"},
		{write("pauses.csv", "\ufeff \n\n"), "", "is empty"},
		{write("people.xlsx", "PK\x03\x04..."), "people", "is no text"},
		{write("companies.csv", "PK\x03\x04\x00\x00"), "", "is no text"},
		{write("surfaces.csv", "\xff\xfek\x00e\x00"), "", "is UTF-16"},
		{write("people.txt", "key,nmae\na,b\n"), "", `column "nmae": there is no column "nmae"; the nearest is "name"; column "name": is missing`},
		{write("people2.csv", "key,name\na,b\n"), "", `there is no table "people2"; the nearest is "people"`},
		{write("x.csv", "key,name\na,b\n"), "poeple", `the nearest is "people"`},
		{write("founders.csv", "key,company,person,from,from\n"), "", `column "from": stands there twice`},
		{write("tech-decisions.csv", "key,person,from,provenance,costs\n"), "", `column "costs": has parts: write "costs.engineering.amount"`},
		{write("team-changes.csv", "key,person,from,provenance,measures.name\n"), "", `measures is a list: count its entries from 1, as measures.1.name`},
		{write("meetings.csv", "key,person,from,provenance,role.x\n"), "", `role has no parts`},
		{write("notes", "key,name\n"), "", "the ending does not say what it is"},
		{write("a.json", `{"people": [{"key": "a"`), "", "ends in the middle"},
		{write("b.json", "{\n\"people\": [\n{\"key\": a}]}"), "", "b.json:3: is no JSON"},
		{write("c.json", `{"persons": []}`), "", `there is no table "persons"`},
		{write("d.json", `{"people": {}}`), "", "people must be a list of rows"},
		{write("e.json", `"people"`), "", "must be an object of tables"},
		{write("f.json", `{"people": []} {}`), "", "something follows the end"},
		{write("g.jsonl", "{\"table\":\"people\",\"key\":\"a\",\"name\":\"A\"}\n{\"table\":\"peple\"}\n"), "", `g.jsonl:2: there is no table "peple"`},
	} {
		_, err := d.im.Import(t.Context(), []intake.Source{intake.File(tc.path, tc.as)}, intake.Options{}, d.Now)
		if err == nil || fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", filepath.Base(tc.path), err, tc.want)
		}
	}
	if n := d.count(`select count(*) from person`); n != 0 {
		t.Errorf("%d people were written", n)
	}
}

func TestEachBadRowIsSaidWithItsLineColumnAndFix(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clean(source("org.json", org))
	rec := func(table, fields string) intake.Source {
		return source(table+".jsonl", "\n"+`{"key":"new","person":"zineb","company":"fjordlast","from":"2025-01-01","provenance":"IMPORT",`+fields+"}\n")
	}
	for _, tc := range []struct {
		source intake.Source
		want   string
	}{
		{source("people.csv", "key,name\nx,\n"), "people.csv:2: name: is missing"},
		{source("people.csv", "key,name\nx,X\nx,Y\n"), `people.csv:3: key: "x" is the key of an earlier row`},
		{source("people.csv", "key,name\nx,a,b\n"), `people.csv:2: cell 3 ("b") stands under no column`},
		{source("people.csv", "key,name\nx,a\xff\n"), "people.csv:2: name: is not UTF-8"},
		{source("people.csv", "key,name\nx,a\x01\n"), "people.csv:2: name: holds control characters"},
		{source("people.csv", "key,name\nx,a \" b\n"), "people.csv:2: cannot be read"},
		{source("people.json", "[\n{\"key\": \"x\", \"name\": 3}]"), "people.json:2: name: 3 is no text; put it in quotes"},
		{source("people.json", "[{\"key\": \"x\", \"nam\": \"X\", \"name\": \"X\"}]"), `people.json:1: nam: there is no field "nam"; the nearest is "name"`},
		{source("people.json", "[\n\n[]]"), "people.json:3: must be an object"},
		{source("ranks.csv", "key,person,level,from\nx,hakon,L11,2021-01-01\n"), `level: there is no level "L11"`},
		{source("ranks.csv", "key,person,level,from\nx,hakon,L5,01.02.2021\n"), `from: "01.02.2021" is no day; write it as 2026-11-24`},
		{source("ranks.csv", "key,person,level,from\nx,hakon,L5,2030-01-01\n"), "from: 2030-01-01 is still to come"},
		{source("ranks.csv", "key,person,level,from\nx,hakon,L4,2025-01-01\n"), "holds another level of the ladder on some of these days"},
		{source("ranks.csv", "key,person,level,from,to,attested_by\nx,hakon,L4,2022-01-01,2021-01-01,hakon\n"), "nobody attests their own rank"},
		{source("ranks.csv", "key,person,level,from,to\nx,hakon,L4,2022-01-01,2021-01-01\n"), "to: is the first day no longer, so it must be after 2022-01-01"},
		{source("ranks.csv", "key,person,level,from\nx,hakan,L4,2022-01-01\n"), `person: no row of people has the key "hakan"`},
		{source("roles.csv", "key,person,role,from\nx,hakon,CHAIR,2022-01-01\n"), `role: there is no role "CHAIR"`},
		{source("pauses.csv", "key,person,from,to,reason\nx,zineb,2024-02-01,2024-04-01,sick\n"), "another pause on some of these days"},
		{source("companies.csv", "key,name,country\nx,X,Norway\n"), `country: "Norway" is no country`},
		{source("companies.csv", "key,name\nx,Fjordlast\n"), "there is another company of this name"},
		{source("surfaces.csv", "key,company,name,from\nx,fjordlast,Berths,2020-01-01\n"), "another surface of this name"},
		{source("dependencies.csv", "key,surface,on,kind\ny,berths,berths,DATA\n"), "names the same twice"},
		{source("dependencies.csv", "key,surface,on,kind\ny,berths,pilot,POWER\n"), `kind: there is no kind "POWER"`},
		{source("mentorships.csv", "key,mentor,mentee,from,sessions\nx,sverre,hakon,2025-06-01,2025-06-02\n"), "the mentee has another mentor"},
		{source("mentorships.csv", "key,mentor,mentee,from,sessions\nx,sverre,guest,2025-06-01,2025-05-02\n"), "sessions.1: 2025-05-02 is not a day of the mentorship"},
		{source("mentorships.csv", "key,mentor,mentee,from\nx,guest,guest,2025-06-01\n"), "nobody mentors themselves"},
		{source("mentorships.csv", "key,mentor,mentee,from,to\nx,sverre,guest,2025-06-01,2025-09-01\n"), `endReason: goes together with "to"`},
		{source("monthly-rates.csv", "key,person,from,amount,currency\nx,hakon,2026-01-01,-1,NOK\n"), "amount: must not be negative"},
		{source("monthly-rates.csv", "key,person,from,amount,currency\nx,hakon,2026-01-01,1.5,NOK\n"), `amount: "1.5" is no whole number`},
		{source("monthly-rates.csv", "key,person,from,amount,currency\nx,hakon,2026-01-01,1,QQQ\n"), `currency: "QQQ" is no currency`},
		{rec("engagements", `"title":"Lead","scope":["roadmap"],"provenence":"IMPORT"`), `provenence: there is no field "provenence"; the nearest is "provenance"`},
		{rec("engagements", `"title":"Lead","madeBy":"sverre","scope":["road"]`), "engagements.jsonl:2: scope"},
		{source("engagements.csv", "key,person,company,from,provenance,title\nx,zineb,fjordlast,2025-01-01,,Lead\n"), "provenance: is missing"},
		{source("engagements.csv", "key,person,company,from,provenance,title\nx,zineb,fjordlast,2025-01-01,PAPER,Lead\n"), `provenance: "PAPER" says not where the record comes from`},
		{rec("engagements", `"title":"Lead","confirmedBy":"zineb","confirmedAs":"PEER"`), "confirmedBy: nobody confirms their own record"},
		{rec("engagements", `"title":"Lead","confirmedBy":"guest"`), "confirmedAs: say as what"},
		{rec("engagements", `"title":"Lead","confirmedAs":"PEER"`), "confirmedBy: is missing"},
		{rec("engagements", `"title":"Lead","confirmedBy":"guest","confirmedAs":"FOUNDER"`), "confirmedAs: was no founder of the company on 2026-11-24"},
		{rec("engagements", `"title":"Lead","confirmedBy":"sverre","confirmedAs":"FOUNDER","confirmedOn":"2018-01-01"`), "was no founder of the company on 2018-01-01"},
		{rec("surface-ownerships", `"surface":"nowhere","aspects":["ROADMAP"]`), `surface: no row of surfaces has the key "nowhere"`},
		{rec("incident-reviews", `"about":"d1","preventable":true,"reason":"No alert."`), `about: no row of incidents has the key "d1"`},
		{rec("outcome-reviews", `"about":"d1","madeBy":"zineb","metric":"m","verdict":"POSITIVE"`), "madeBy: is the owner, whose own word is of provenance SELF"},
		{rec("outcome-reviews", `"about":"d1","madeBy":"zineb","confirmedBy":"zineb","confirmedAs":"PEER","metric":"m","verdict":"POSITIVE"`), "confirmedBy: nobody confirms their own record"},
		{rec("outcome-reviews", `"metric":"m","verdict":"POSITIVE"`), "about: is missing"},
		{rec("outcome-reviews", `"about":"d1","metric":"m","verdict":"GOOD"`), "verdict: "},
		{rec("incidents", `"title":"x","surface":"berths","areas":["DEPLOYMENT"],"severity":"MAJOR","minutes":"5"`), `minutes: "5" is no whole number`},
		{rec("incidents", `"title":"x","surface":"berths","areas":["DEPLOYMENT"],"severity":"MAJOR","minutes":-5`), "minutes: "},
	} {
		r := d.take(intake.Options{}, tc.source)
		if r.Written || r.BadRows() != 1 && !strings.Contains(tc.want, "earlier row") || !strings.Contains(said(r), tc.want) {
			t.Errorf("want %q:\n%s", tc.want, said(r))
		}
	}
}
