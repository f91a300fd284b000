package graph_test

import (
	"context"
	"testing"
	"time"

	"dossier/internal/id"
)

// Who recuses themselves, and who has a conflict, in the middle of a stream is
// sent no more.
func TestConflictsAreAskedAtEveryEvent(t *testing.T) {
	t.Parallel()
	c := newCourt(t)
	c.run("Ana", "SubmitDossier")
	c.assemble(func(map[string]any) {}, "Cleo CHAIR", "Dev MEMBER", "Eli MEMBER")
	d, err := id.Parse(c.ids["<dossier>"])
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	streams := map[string]<-chan event{}
	for _, who := range []string{"Dev", "Eli", "Sam"} {
		streams[who] = c.overSSE(ctx, t, who, contract(t)["AnalysisProgress"].text, d)
		if e := <-streams[who]; e.status() != "QUEUED" {
			t.Fatalf("%s is sent %+v", who, e)
		}
	}
	c.run("Dev", "AnswerSeat", func(in map[string]any) {
		in["seat"], in["answer"], in["reason"] = c.ids["Dev's seat"], "RECUSE", "We were at school together."
	})
	for _, who := range []string{"Eli", "Sam"} {
		c.do(who, "declareConflict", `declaration { id about { name } reason }`, map[string]any{"about": c.ids["Ana"], "reason": "She is my cousin."})
	}
	for who, events := range streams {
		for e := range events {
			t.Errorf("%s is sent an event after that: %+v", who, e)
		}
	}
	if ctx.Err() != nil {
		t.Error("a stream did not end")
	}
	for who, want := range map[string]string{"Dev": "RECUSED", "Eli": "SUSPENDED"} {
		seat := c.must(who, `query($id: ID!) { node(id: $id) { ... on Seat { status } } }`, map[string]any{"id": c.ids[who+"'s seat"]})
		c.is(seat, "node.status", want)
		if c.view(who) != nil {
			t.Errorf("%s sees the dossier still", who)
		}
	}
}

// That a member is shown advice by a stream is kept before they are.
func TestAdviceThatIsStreamedIsKept(t *testing.T) {
	t.Parallel()
	c := newCourt(t)
	c.run("Ana", "SubmitDossier")
	c.Analyse()
	c.assemble(func(map[string]any) {}, "Cleo CHAIR", "Dev MEMBER")
	d, err := id.Parse(c.ids["<dossier>"])
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for fields, want := range map[string]int{`status`: 0, `status findings { score }`: 1} {
		who := map[int]string{0: "Dev", 1: "Cleo"}[want]
		for e := range c.overSSE(ctx, t, who, `subscription($dossier: ID!) { analysisProgress(dossier: $dossier) { `+fields+` } }`, d) {
			if rows, entries := c.readings(who); e.status() != "SUCCEEDED" || rows != want || entries != want {
				t.Errorf("%s: %+v, kept %d times, on the trail %d times", fields, e, rows, entries)
			}
		}
	}
	if ctx.Err() != nil {
		t.Error("a stream did not end")
	}
}
