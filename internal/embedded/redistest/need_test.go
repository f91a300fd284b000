package redistest_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"dossier/internal/embedded/redistest"
)

// player is set in the environment of a child of this test binary that runs
// TestPlayed alone.
const player = "DOSSIER_TEST_REDISTEST_PLAYER"

func TestPlayed(t *testing.T) {
	if os.Getenv(player) != "" {
		redistest.Start(t)
	}
}

func TestAMissingServerIsSkippedLoudlyButFailsUnderCI(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		ci, want string
		fails    bool
	}{
		{"", "SKIPPED, NOT TESTED: redis-server is not on PATH: type `apt-get install", false},
		{"true", "--- FAIL: TestPlayed", true},
	} {
		cmd := exec.Command(os.Args[0], "-test.run=^TestPlayed$", "-test.v")
		cmd.Env = append(os.Environ(), player+"=1", "CI="+tc.ci, "PATH="+t.TempDir())
		out, err := cmd.CombinedOutput()
		if (err != nil) != tc.fails || !strings.Contains(string(out), tc.want) {
			t.Errorf("CI=%q: %v: %s", tc.ci, err, out)
		}
	}
}
