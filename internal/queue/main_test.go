package queue_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"testing"

	"go.uber.org/goleak"

	"dossier/internal/queue"
)

// TestMain plays a worker process if it is told to. Else it runs the tests,
// more at once than there are processors, since most of them wait most of the
// time, and at the end looks for goroutines that nobody ended.
func TestMain(m *testing.M) {
	if text := os.Getenv(childEnv); text != "" {
		var s setting
		if err := json.Unmarshal([]byte(text), &s); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(playWorker(s))
	}
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "test.parallel" })
	if !given {
		if err := flag.Set("test.parallel", "6"); err != nil {
			panic(err)
		}
	}
	queue.LogRedis(slog.New(slog.DiscardHandler))
	code := m.Run()
	if code == 0 {
		// The tests' Postgres is watched until this process ends.
		if err := goleak.Find(goleak.IgnoreAnyFunction("dossier/internal/embedded/guard.Start.func1")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}
