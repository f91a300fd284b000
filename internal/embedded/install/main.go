// Command install sees to it that PostgreSQL's programs are on the machine,
// which the tests need: it does nothing where they are, installs them where
// that needs no question, and else says the one line to type.
package main

import (
	"context"
	"fmt"
	"os"

	"dossier/internal/embedded"
)

func main() {
	ctx := context.Background()
	if _, err := embedded.FindPostgres(ctx); err == nil {
		return
	}
	if err := embedded.InstallPostgres(ctx, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "install:", err)
		os.Exit(1)
	}
}
