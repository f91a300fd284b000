package ladder

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// The guide for authors shows files that load, and what check says of a
// spoiled one, as it is.
func TestGuideIsTrue(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../docs/ladders.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := small(t)
	for name, f := range dir {
		if !strings.Contains(string(guide), "```yaml\n"+string(f.Data)+"```\n") {
			t.Errorf("docs/ladders.md does not show testdata/small/%s as it is", name)
		}
	}
	spoil := strings.NewReplacer("quorum: 1", "qourum: 1", "[portfolio]", "[portfolo]", "weight: 40", "weight: 30")
	dir["a1.yaml"] = &fstest.MapFile{Data: []byte(spoil.Replace(string(dir["a1.yaml"].Data)))}
	problems, err := Check(dir)
	if err != nil {
		t.Fatal(err)
	}
	said := strings.Join(each(problems, Problem.String), "\n") + "\n"
	if !strings.Contains(string(guide), "```text\n"+said+"```\n") {
		t.Errorf("docs/ladders.md does not show what check says:\n%s", said)
	}
	for _, reason := range reasons() {
		if !strings.Contains(string(guide), "`"+reason+"`") {
			t.Errorf("docs/ladders.md does not name the reason %s", reason)
		}
	}
}
