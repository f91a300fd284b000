// Command dossier runs promotions on a career ladder: the API, the worker
// that analyses dossiers, and the tools around them. This package only wires:
// every setting is read here, once, and handed on as a value.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"dossier/graph/wire"
	"dossier/internal/extract"
	"dossier/internal/fault"
)

// cli is the whole command line: one field a subcommand.
type cli struct {
	Log logging `embed:"" prefix:"log-"`

	Serve   serveCmd   `cmd:"" help:"Serve the API."`
	Worker  workerCmd  `cmd:"" help:"Analyse what is queued."`
	Demo    demoCmd    `cmd:"" help:"Run everything in one process with sample data, its own Postgres and Redis included."`
	Migrate migrateCmd `cmd:"" help:"Bring the database schema up to date."`
	Ladder  ladderCmd  `cmd:"" help:"Check, import and show ladders."`
	Token   tokenCmd   `cmd:"" help:"Print a token for a person of the demo."`
	Grant   grantCmd   `cmd:"" help:"Give a person a role, making person and identity where needed."`
	Merge   mergeCmd   `cmd:"" help:"Make one person of two that are the same human being."`
	Import  importCmd  `cmd:"" help:"Bring in people, companies, records and mentorships from files."`
	Export  exportCmd  `cmd:"" help:"Write everything that is held about a person."`
	Access  accessCmd  `cmd:"" help:"Say who may see and do what."`
	Ledger  ledgerCmd  `cmd:"" help:"Accrue referral money and print statements."`
	Audit   auditCmd   `cmd:"" help:"Verify and list the trail of who did what."`
	Kept    keptCmd    `cmd:"" name:"exchanges" help:"Read what is kept of the talk with a model."`
	Health  healthCmd  `cmd:"" help:"Ask a running server whether it can serve."`
	Extract extractCmd `cmd:"" help:"Print the text in a PDF or DOCX."`
	Analyze analyzeCmd `cmd:"" help:"Analyse documents at the terminal, without server or database."`
	Eval    evalCmd    `cmd:"" help:"Measure an analyser on labelled dossiers."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

// streams are where a command reads and writes.
type streams struct {
	In       io.Reader
	Out, Err io.Writer
}

func main() {
	os.Exit(run(os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}

// run is the program. The exit code is 0, 1 for a failure, 2 for a command
// line that cannot be read.
func run(args []string, s streams) int {
	if len(args) > 0 && args[0] == extract.InsideCommand { // no command for people, and without their environment
		return extract.Inside(args[1:], s.In, s.Out)
	}
	var c cli
	exit := -1
	parser := newParser(&c, s, func(code int) { exit = code })
	unsetEmpty(parser.Model.Node)
	parsed, err := parser.Parse(args)
	if exit >= 0 { // --help
		return exit
	}
	if err != nil {
		fmt.Fprintf(s.Err, "dossier: %v; see dossier --help\n", err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.Bind(s, c.Log.logger(s.Err, parsed.Command()))
	if err := parsed.Run(); err != nil {
		fmt.Fprintln(s.Err, "dossier: "+said(err))
		return 1
	}
	return 0
}

// unsetEmpty makes a variable that is set to nothing one that is not set, as
// those are whom an orchestrator hands on without a value.
func unsetEmpty(n *kong.Node) {
	for _, f := range n.Flags {
		for _, env := range f.Envs {
			if v, set := os.LookupEnv(env); set && v == "" {
				_ = os.Unsetenv(env) // its name is one that the system knows
			}
		}
	}
	for _, child := range n.Children {
		unsetEmpty(child)
	}
}

func newParser(c *cli, s streams, exit func(int)) *kong.Kong {
	return kong.Must(c,
		kong.Name("dossier"),
		kong.Description("Dossier runs promotions on a career ladder. Try: dossier demo"),
		kong.Writers(s.Out, s.Err),
		kong.Exit(exit),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.UsageOnError(),
	)
}

// said is an error as an operator needs it: the sentence and its cause.
func said(err error) string {
	if f, ok := errors.AsType[*fault.Fault](err); ok && errors.Unwrap(f) == nil {
		return f.Text
	}
	return err.Error()
}

// logging is how the program logs: JSON lines on standard error.
type logging struct {
	Level *slog.Level `env:"DOSSIER_LOG_LEVEL" placeholder:"LEVEL" help:"Least level to log: DEBUG, INFO, WARN or ERROR; INFO if left out; WARN for the demo, ERROR for analyze and eval."`
}

func (l logging) logger(w io.Writer, command string) *slog.Logger {
	level := slog.LevelInfo
	switch {
	case l.Level != nil:
		level = *l.Level
	case command == "demo":
		level = slog.LevelWarn
	case strings.HasPrefix(command, "analyze"), strings.HasPrefix(command, "eval"):
		level = slog.LevelError // the result says what failed
	}
	return slog.New(wire.LogHandler(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level})))
}
