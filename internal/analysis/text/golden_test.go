package text

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestGoldenCopies holds the checked-in dossiers to where they came from,
// where that is at hand.
func TestGoldenCopies(t *testing.T) {
	t.Parallel()
	goldenBodies(t)
	origin := "../../../../shared/golden"
	files, err := os.ReadDir(origin)
	if err != nil {
		t.Logf("no %s to compare with", origin)
		return
	}
	for _, f := range files {
		want, err := os.ReadFile(filepath.Join(origin, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join("../testdata/golden", f.Name()))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is no copy: %v", f.Name(), err)
		}
	}
}
