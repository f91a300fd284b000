package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"dossier/internal/extract"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == extract.InsideCommand {
		os.Exit(extract.Inside(os.Args[2:], os.Stdin, os.Stdout))
	}
	testscript.Main(m, map[string]func(){
		"dossier": func() { os.Exit(run(os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})) },
	})
}

// TestScript runs the real program by the stories in testdata/script. What a
// story compares with its own files, -update writes anew.
func TestScript(t *testing.T) {
	t.Parallel()
	repo, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("REPO", repo+"/../..")
			env.Setenv("DOSSIER_LOG_LEVEL", "")
			return nil
		},
	})
}
