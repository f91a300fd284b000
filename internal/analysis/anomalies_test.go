package analysis

import (
	"strings"
	"testing"
)

// A document that repeats one sentence a thousand times is said to, not listed
// a thousand times.
func TestAnomaliesOfOneKindAreCountedBeyondTwenty(t *testing.T) {
	t.Parallel()
	repeated := strings.Repeat("I hired four people and three of them are still with us today.\n\n", 1000)
	res := mustRun(t, Input{Level: level(), Documents: []Document{{Ref: "d", Body: repeated}}}, Options{Analyser: &tagged{}})
	if n := len(res.Anomalies); n < 1 || n > 2*maxAlike {
		t.Fatalf("%d anomalies", n)
	}
	if last := res.Anomalies[len(res.Anomalies)-1]; !strings.Contains(last.Description, "more like it)") {
		t.Errorf("the last says %q", last.Description)
	}
}
