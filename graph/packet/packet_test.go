package packet

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the packets of testdata again")

// at is when the tests print, told in another zone.
func at() time.Time { return time.Date(2026, 11, 24, 12, 0, 0, 0, time.FixedZone("", 3600)) }

// answers are what a server gave one reader, by operation.
type answers map[string]json.RawMessage

func (a answers) ask(_ context.Context, operation string, _ map[string]any) (json.RawMessage, error) {
	if a[operation] == nil {
		return nil, fmt.Errorf("%s is not expected to be asked", operation)
	}
	return a[operation], nil
}

// recorded are the answers to a reader of one case.
func recorded(t *testing.T, reader string) answers {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", reader+".in.json"))
	if err != nil {
		t.Fatal(err)
	}
	var a answers
	if err := json.Unmarshal(b, &a); err != nil {
		t.Fatal(err)
	}
	return a
}

func printed(t *testing.T, a answers) (page, data string) {
	t.Helper()
	p, err := Print(t.Context(), a.ask, "id", at())
	if err != nil || p == nil {
		t.Fatalf("%v, %v", p, err)
	}
	h, err := p.HTML()
	if err != nil {
		t.Fatal(err)
	}
	j, err := p.JSON()
	if err != nil {
		t.Fatal(err)
	}
	return string(h), string(j)
}

// golden compares with a file of testdata, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s; go test ./graph/packet -update writes it again:\n%s", file, d)
	}
}

// One case as its readers were told of it: the candidate; a member before and
// after their own review; a steward before the decision, the chair after it;
// and the candidate again, who has appealed.
func TestPackets(t *testing.T) {
	t.Parallel()
	for _, reader := range []string{"candidate", "member", "judged", "steward", "chair", "released"} {
		t.Run(reader, func(t *testing.T) {
			t.Parallel()
			page, data := printed(t, recorded(t, reader))
			golden(t, reader+".html", page)
			if reader == "member" {
				golden(t, reader+".json", data)
			}
			again, dataAgain := printed(t, recorded(t, reader))
			if again != page || dataAgain != data {
				t.Error("the same answers give another packet")
			}
		})
	}
}

// Whatever is asked for is read: a field that the page forgets would stand in
// the JSON alone.
func TestAllThatIsAskedForIsRead(t *testing.T) {
	t.Parallel()
	for _, reader := range []string{"chair", "released"} {
		a := recorded(t, reader)
		var all struct {
			Viewer struct{ Person named }
			Node   dossier
		}
		d := json.NewDecoder(bytes.NewReader(a["Packet"]))
		d.DisallowUnknownFields()
		if err := d.Decode(&all); err != nil {
			t.Errorf("%s: %v", reader, err)
		}
	}
}

// The JSON holds the answer as it came, member by member in its order.
func TestJSONIsTheAnswer(t *testing.T) {
	t.Parallel()
	a := recorded(t, "judged")
	_, data := printed(t, a)
	var whole struct {
		Format       int
		PrintedAt    time.Time
		PrintedFor   struct{ ID, Name string }
		RevisionHash string
		Dossier      json.RawMessage
		Discussions  []struct{ Posts []json.RawMessage }
	}
	if err := json.Unmarshal([]byte(data), &whole); err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Node json.RawMessage
	}
	if err := json.Unmarshal(a["Packet"], &answer); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(compact(t, answer.Node), compact(t, whole.Dossier)); d != "" {
		t.Error(d)
	}
	if whole.Format != Format || whole.PrintedFor.Name != "Dev" || !whole.PrintedAt.Equal(at()) || !strings.Contains(string(whole.Dossier), whole.RevisionHash) || len(whole.Discussions[0].Posts) != 1 {
		t.Errorf("%+v", whole)
	}
}

func compact(t *testing.T, raw json.RawMessage) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A draft has no revision: its texts are asked for, and stand there.
func TestADraft(t *testing.T) {
	t.Parallel()
	a := answers{
		"Packet": json.RawMessage(`{"viewer":{"person":{"id":"p","name":"Ana"}},"node":{"id":"d","status":"DRAFT","candidate":{"id":"p","name":"Ana"}}}`),
		"Draft":  json.RawMessage(`{"node":{"documents":[{"id":"t","version":3,"title":"Mine","body":"As far as it is.","component":null,"updatedAt":"2026-11-01T08:00:00Z"}]}}`),
	}
	page, data := printed(t, a)
	for _, want := range []string{"<bdi>Mine</bdi>", "version 3, saved <time datetime=\"2026-11-01T08:00:00Z\">2026-11-01 08:00 UTC</time>", "As far as it is.</div>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
	if !strings.Contains(data, `"body": "As far as it is."`) || !strings.Contains(data, `"revisionHash": null`) {
		t.Error(data)
	}
}

// A discussion is read to its end, and told from its beginning.
func TestADiscussionOfManyPages(t *testing.T) {
	t.Parallel()
	const posts = 250
	asked := 0
	first := recorded(t, "judged")
	ask := func(ctx context.Context, operation string, vars map[string]any) (json.RawMessage, error) {
		if operation != "Discussion" {
			return first.ask(ctx, operation, vars)
		}
		asked++
		from := 0
		if after, ok := vars["after"].(string); ok {
			if _, err := fmt.Sscan(after, &from); err != nil {
				return nil, err
			}
		}
		var edges []string
		for i := from; i < min(from+100, posts); i++ {
			edges = append(edges, fmt.Sprintf(`{"node":{"id":"%d","alias":"Reviewer B","text":"post %d.","postedAt":"2026-11-24T08:00:00Z"}}`, i, posts-i))
		}
		return json.RawMessage(fmt.Sprintf(`{"node":{"discussion":{"pageInfo":{"hasNextPage":%v,"endCursor":"%d"},"edges":[%s]}}}`, from+100 < posts, from+100, strings.Join(edges, ","))), nil
	}
	p, err := Print(t.Context(), ask, "id", at())
	if err != nil {
		t.Fatal(err)
	}
	page, err := p.HTML()
	if err != nil {
		t.Fatal(err)
	}
	before := -1
	for i := 1; i <= posts; i++ {
		place := strings.Index(string(page), fmt.Sprintf(">post %d.<", i))
		if place <= before {
			t.Fatalf("post %d stands at %d, the one before at %d", i, place, before)
		}
		before = place
	}
	if asked != 3 {
		t.Errorf("%d pages were asked for", asked)
	}
}

func TestWhatIsNotThereIsNoPacket(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{`{"viewer":{"person":{"id":"p","name":"Ana"}},"node":null}`, `{"viewer":{"person":{"id":"p","name":"Ana"}},"node":{}}`, `{"viewer":null,"node":null}`} {
		p, err := Print(t.Context(), answers{"Packet": json.RawMessage(answer)}.ask, "id", at())
		if p != nil || err != nil {
			t.Errorf("%s: %v, %v", answer, p, err)
		}
	}
	broken := errors.New("broken")
	_, err := Print(t.Context(), func(context.Context, string, map[string]any) (json.RawMessage, error) { return nil, broken }, "id", at())
	if !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	if _, err := Print(t.Context(), answers{"Packet": json.RawMessage(`[]`)}.ask, "id", at()); err == nil {
		t.Error("nonsense is taken for an answer")
	}
}
