package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"dossier/internal/embedded/pgtest"
)

// TestImportScript runs the stories in testdata/import, each on a database of
// its own.
func TestImportScript(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/import",
		Setup: func(env *testscript.Env) error {
			env.Setenv("DATABASE_URL", pgtest.New(t))
			env.Setenv("OTHER_DATABASE_URL", pgtest.New(t))
			env.Setenv("DOSSIER_LOG_LEVEL", "")
			return nil
		},
	})
}
