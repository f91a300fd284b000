package graph_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"dossier/internal/day"
	"dossier/internal/id"
	"dossier/internal/people"
)

// packet asks for the packet of a dossier.
func (a *api) packet(name, dossier, query string, header ...string) (*http.Response, string) {
	a.T.Helper()
	req, err := http.NewRequestWithContext(a.T.Context(), http.MethodGet, strings.TrimSuffix(a.url, "/graphql")+"/dossiers/"+dossier+"/packet"+query, nil)
	if err != nil {
		a.T.Fatal(err)
	}
	if name != "" {
		req.Header.Set("Authorization", "Bearer "+a.token(name))
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		a.T.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		a.T.Fatal(err)
	}
	return res, string(body)
}

// says is what a case says in one place, by a phrase that is in no other, and
// which of its readers are told at each stage of it.
type says struct{ what, before, after, decided, released string }

// written is whether somebody wrote it, and the page's own words are not in it.
func (s says) written() bool {
	return strings.HasSuffix(s.what, " by Ana") || strings.HasSuffix(s.what, " by Cleo") || s.what == "Notes of the meeting"
}

// told are all readers of a case: its candidate, its chair, who has judged; a
// member, who judges second; a steward.
func told() []says {
	return []says{
		{"<title>Ana: L8 to L9</title>", "Ana Cleo Dev Sam", "Ana Cleo Dev Sam", "Ana Cleo Dev Sam", "Ana Cleo Dev Sam"},
		{"five engineers to the agent console", "Ana Cleo Dev Sam", "Ana Cleo Dev Sam", "Ana Cleo Dev Sam", "Ana Cleo Dev Sam"},
		{"Dispute by Ana", "Ana Cleo Dev Sam", "Ana Cleo Dev Sam", "Ana Cleo Dev Sam", "Ana Cleo Dev Sam"},
		{"Advisory score:", "Ana Cleo", "Ana Cleo Dev", "Ana Cleo Dev", "Ana Cleo Dev"},
		{"<h4>Gaps</h4>", "Ana Cleo", "Ana Cleo Dev", "Ana Cleo Dev", "Ana Cleo Dev"},
		{"holds no advisory scores", "Dev Sam", "Sam", "Sam", "Sam"},
		{"<dt>Seats</dt><dd>2, of which 2", "Ana Cleo Dev Sam", "Ana Cleo Dev Sam", "Ana Cleo Dev Sam", "Ana Cleo Dev Sam"},
		{"<caption>Seats</caption>", "Cleo Dev Sam", "Cleo Dev Sam", "Cleo Dev Sam", "Cleo Dev Sam"},
		{"<bdi>Cleo</bdi>", "Cleo Dev Sam", "Cleo Dev Sam", "Cleo Dev Sam", "Cleo Dev Sam"},
		{"Review by <bdi>Cleo</bdi>", "Cleo Sam", "Cleo Dev Sam", "Cleo Dev Sam", "Cleo Dev Sam"},
		{"Reason by Cleo", "Cleo", "Cleo Dev", "Cleo Dev Sam", "Cleo Dev Sam"},
		{"Recommends: <strong>", "Cleo", "Cleo Dev", "Cleo Dev Sam", "Cleo Dev Sam"},
		{"Recommendations that count", "Cleo", "Cleo Dev", "Cleo Dev Sam", "Cleo Dev Sam"},
		{"side by side", "Cleo", "Cleo Dev", "Cleo Dev Sam", "Cleo Dev Sam"},
		{"Post by Cleo", "Cleo", "Cleo Dev", "Cleo Dev Sam", "Cleo Dev Sam"},
		{"2026-12-01 11:00 Europe/Oslo", "Ana Cleo Dev Sam", "Ana Cleo Dev Sam", "Ana Cleo Dev Sam", "Ana Cleo Dev Sam"},
		{"Notes of the meeting", "Cleo Dev Sam", "Cleo Dev Sam", "Cleo Dev Sam", "Cleo Dev Sam"},
		{"Rationale by Cleo", "", "", "Cleo Dev Sam", "Ana Cleo Dev Sam"},
		{"Closed by a mentee", "", "", "Cleo Dev Sam", "Ana Cleo Dev Sam"},
		{"Recorded by", "", "", "Cleo Dev Sam", "Cleo Dev Sam"},
		{`id="decision"`, "", "", "Cleo Dev Sam", "Ana Cleo Dev Sam"},
		{"Statement by Ana", "", "", "", "Ana Sam"},
		{`id="appeal"`, "", "", "", "Ana Sam"},
	}
}

// looks holds a packet of every reader, in both forms, to what they are told.
func (c *court) looks(stage string, of func(says) string) {
	t := c.T
	for _, who := range []string{"Ana", "Cleo", "Dev", "Sam"} {
		res, page := c.packet(who, c.ids["<dossier>"], "")
		if res.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s is answered %d: %s", stage, who, res.StatusCode, page)
		}
		_, data := c.packet(who, c.ids["<dossier>"], "?format=json")
		if !json.Valid([]byte(data)) {
			t.Errorf("%s: %s's JSON is none", stage, who)
		}
		for _, s := range told() {
			want := strings.Contains(" "+of(s)+" ", " "+who+" ")
			if got := strings.Contains(page, s.what); got != want {
				t.Errorf("%s: %s reads %q: %v, want %v", stage, who, s.what, got, want)
			}
			if s.written() && strings.Contains(data, s.what) != want {
				t.Errorf("%s: in JSON %s reads %q: %v, want %v", stage, who, s.what, !want, want)
			}
		}
	}
	for _, who := range []string{"Eli", "Mick", "Fay", "Stranger", ""} { // recused, in conflict, no seat, of nobody, nobody
		res, _ := c.packet(who, c.ids["<dossier>"], "")
		if res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %q is answered %d", stage, who, res.StatusCode)
		}
	}
}

// reasoned judges with a reason that names who gives it.
func (c *court) reasoned(who, recommendation string) {
	c.run(who, "SaveReview", func(in map[string]any) {
		in["recommendation"] = recommendation
		in["scores"].([]any)[0].(map[string]any)["reason"] = "Reason by " + who
	})
	c.is(c.run(who, "SubmitReview"), "submitReview.review.status", "SUBMITTED")
}

// cites has the next reviews rest on evidence that the candidate disputed.
func (c *court) cites() {
	t := c.T
	for _, f := range at(t, c.run("Ana", "Analysis"), "node.analysis.findings").([]any) {
		if list := at(t, f, "evidence").([]any); len(list) > 0 {
			c.ids["<evidence>"] = text(t, list[0], "id")
		}
	}
	c.do("Ana", "respondToFinding", `evidence { id }`, map[string]any{"evidence": c.ids["<evidence>"], "verdict": "DISPUTE", "comment": "Dispute by Ana"})
}

// A packet holds what its reader may see at each stage of a case, and of the
// rest not even a heading.
func TestAPacketHoldsWhatItsReaderMaySee(t *testing.T) {
	t.Parallel()
	c := newCourt(t)
	c.mentors("Mick", people.Steward)
	c.run("Ana", "SubmitDossier")
	c.Analyse()
	c.cites()
	c.assemble(func(in map[string]any) { in["revealPreScores"] = "AFTER_OWN_SCORES" }, "Cleo CHAIR", "Dev MEMBER", "Eli MEMBER")
	c.do("Eli", "answerSeat", `seat { status }`, map[string]any{"seat": c.ids["Eli's seat"], "answer": "RECUSE", "reason": "I advise her company."})
	s := c.do("Cleo", "schedulePanelSession", `session { id }`, map[string]any{
		"dossier": c.ids["<dossier>"], "component": "mentee-network", "kind": "PRESENTATION", "startsAt": "2026-12-01T10:00:00Z", "zone": "Europe/Oslo",
	})
	c.do("Cleo", "recordPanelSession", `session { id }`, map[string]any{
		"session": text(t, s, "session.id"), "heldAt": "2026-11-24T09:30:00Z", "present": []any{c.ids["Dev's seat"]}, "notes": "Notes of the meeting",
	})
	c.reasoned("Cleo", "NOT_YET")
	c.do("Cleo", "postToPanel", `post { id }`, map[string]any{"dossier": c.ids["<dossier>"], "criterion": "generosity", "text": "Post by Cleo"})
	c.looks("before", func(s says) string { return s.before })
	c.reasoned("Dev", "NOT_YET")
	c.looks("after", func(s says) string { return s.after })
	c.run("Cleo", "DecidePromotion", func(in map[string]any) {
		in["outcome"], in["rationale"] = "NOT_YET", "Rationale by Cleo"
		in["gaps"] = []any{map[string]any{"criterion": "generosity", "text": "No mentee mentors.", "closedBy": "Closed by a mentee who mentors."}}
	})
	c.looks("decided", func(s says) string { return s.decided })
	c.run("Sam", "ReleaseDecision")
	c.do("Ana", "fileAppeal", `appeal { id }`, map[string]any{"dossier": c.ids["<dossier>"], "ground": "EVIDENCE_OVERLOOKED", "statement": "Statement by Ana"})
	c.looks("released", func(s says) string { return s.released })
}

// mentors adds somebody who mentors Ana, and so has a conflict.
func (c *court) mentors(name string, roles ...people.Role) {
	c.T.Helper()
	v := c.Person(name, "L10", roles...)
	if _, err := c.DB.Exec(c.T.Context(), `insert into mentorship (id, mentor_id, mentee_id, ladder_id, status, offered_by, offered_at, during)
		values ($1, $2, $3, $4, 'ACTIVE', $2, $5, daterange($6, null))`,
		c.NewID(), v.Person, c.ana.Person, c.Version.LadderID, c.Now, day.AddMonths(day.Of(c.Now), -8)); err != nil {
		c.T.Fatal(err)
	}
}

// Ids that are malformed, of another kind and of nothing are answered alike,
// as is a dossier that is not for the reader.
func TestAPacketThatIsNotThere(t *testing.T) {
	t.Parallel()
	c := newCourt(t)
	var first string
	for _, of := range []string{c.ids["<dossier>"], id.Of(id.Dossier, c.NewID()).String(), id.Of(id.Person, c.ana.Person).String(), "x", "%00", "AQgB"} {
		res, body := c.packet("Fay", of, "")
		if first == "" {
			first = body
		}
		if res.StatusCode != http.StatusNotFound || body != first {
			t.Errorf("%q is answered %d: %s", of, res.StatusCode, body)
		}
	}
}

func TestTheFormOfAPacket(t *testing.T) {
	t.Parallel()
	c := newCourt(t)
	for _, test := range []struct {
		query, accept string
		status        int
		media         string
	}{
		{"", "", 200, "text/html; charset=utf-8"},
		{"", "text/html,application/xhtml+xml,*/*;q=0.8", 200, "text/html; charset=utf-8"},
		{"", "*/*", 200, "text/html; charset=utf-8"},
		{"", "application/json", 200, "application/json; charset=utf-8"},
		{"", "text/html;q=0.5, application/json;q=0.6", 200, "application/json; charset=utf-8"},
		{"?format=json", "text/html", 200, "application/json; charset=utf-8"},
		{"?format=html", "application/json", 200, "text/html; charset=utf-8"},
		{"?format=pdf", "", 400, "text/plain; charset=utf-8"},
	} {
		res, body := c.packet("Ana", c.ids["<dossier>"], test.query, "Accept", test.accept)
		if res.StatusCode != test.status || res.Header.Get("Content-Type") != test.media {
			t.Errorf("%+v is answered %d, %s: %.100s", test, res.StatusCode, res.Header.Get("Content-Type"), body)
		}
		for name, want := range map[string]string{"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"} {
			if got := res.Header.Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		if policy := res.Header.Get("Content-Security-Policy"); test.status == 200 && !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") {
			t.Errorf("the policy is %q", policy)
		}
	}
	res, _ := c.packet("", c.ids["<dossier>"], "", "Authorization", "Bearer nonsense")
	if res.StatusCode != http.StatusUnauthorized {
		t.Errorf("a bad token is answered %d", res.StatusCode)
	}
}
