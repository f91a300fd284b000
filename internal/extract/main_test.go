package extract

import (
	"os"
	"testing"
)

// TestMain lets the test binary be the inside of a sandbox.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == InsideCommand {
		os.Exit(Inside(os.Args[2:], os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}
