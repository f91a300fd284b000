package extract

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMain lets the test binary be the inside of a sandbox.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == InsideCommand {
		if try, ok := strings.CutPrefix(os.Args[2], "test:"); ok {
			os.Exit(attempt(try))
		}
		os.Exit(Inside(os.Args[2:], os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

// cacheDir keeps PDFium compiled between runs.
func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "dossier-test-pdfium")
}
