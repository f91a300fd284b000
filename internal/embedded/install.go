package embedded

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// Hint is the sentence with the one line to type on this machine to get a
// PostgreSQL server.
func Hint() string {
	return hint(runtime.GOOS, os.Geteuid() == 0, has)
}

// hint takes what it knows of the machine as arguments, for its test.
func hint(goos string, root bool, has func(string) bool) string {
	sudo := "sudo "
	if root {
		sudo = ""
	}
	or := ", or set DATABASE_URL to a server that runs already"
	switch {
	case has("apt-get"):
		return "type `" + sudo + "apt-get install -y postgresql`" + or
	case has("dnf"):
		return "type `" + sudo + "dnf install -y postgresql-server postgresql-contrib`" + or
	case has("apk"):
		return "type `" + sudo + "apk add postgresql postgresql-contrib`" + or
	case has("brew") || goos == "darwin":
		return "type `brew install postgresql@17`" + or
	default:
		return fmt.Sprintf("install PostgreSQL %d or newer with its contrib modules", oldest) + or
	}
}

func has(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}

// InstallPostgres installs a server through the machine's own package manager
// where that needs no question: apt-get as root, Homebrew as a user. It writes
// what it does to out. Elsewhere it installs nothing and its error is the line
// to type.
func InstallPostgres(ctx context.Context, out io.Writer) error {
	steps, err := installSteps(runtime.GOOS, os.Geteuid() == 0, has, clusterConf)
	if err != nil {
		return err
	}
	return run(ctx, out, steps)
}

func run(ctx context.Context, out io.Writer, steps []step) error {
	for _, s := range steps {
		if _, err := fmt.Fprintln(out, s.say); err != nil {
			return fmt.Errorf("tell what is installed: %w", err)
		}
		if err := s.do(ctx, out); err != nil {
			return fmt.Errorf("install PostgreSQL: %s: %w; %s", s.say, err, Hint())
		}
	}
	return nil
}

// step is one thing done to install the server, and its announcement.
type step struct {
	say string
	do  func(context.Context, io.Writer) error
}

// clusterConf is where Debian's package looks whether to make and start a
// cluster of its own.
const clusterConf = "/etc/postgresql-common/createcluster.conf"

func installSteps(goos string, root bool, has func(string) bool, conf string) ([]step, error) {
	switch {
	case goos == "linux" && root && has("apt-get"):
		return []step{
			{"apt-get update", command("apt-get", "update")},
			{"keep Debian from starting a server of its own (" + conf + ")", func(context.Context, io.Writer) error { return noMainCluster(conf) }},
			{"apt-get install -y --no-install-recommends postgresql",
				command("apt-get", "install", "-y", "--no-install-recommends", "-o", "Dpkg::Options::=--force-confold", "postgresql")},
		}, nil
	case !root && has("brew"):
		return []step{{"brew install postgresql@17", command("brew", "install", "postgresql@17")}}, nil
	default:
		return nil, fmt.Errorf("%w and it cannot be installed without asking: %s", ErrNoPostgres, hint(goos, root, has))
	}
}

func command(name string, args ...string) func(context.Context, io.Writer) error {
	return func(ctx context.Context, out io.Writer) error {
		cmd := exec.CommandContext(ctx, name, args...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive", "UCF_FORCE_CONFFOLD=1", "HOMEBREW_NO_AUTO_UPDATE=1")
		cmd.Stdout, cmd.Stderr = out, out
		return cmd.Run()
	}
}

// noMainCluster writes the setting unless an administrator has written the
// file already.
func noMainCluster(conf string) error {
	if err := os.MkdirAll(filepath.Dir(conf), 0o755); err != nil {
		return fmt.Errorf("make the folder of %s: %w", conf, err)
	}
	f, err := os.OpenFile(conf, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if os.IsExist(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", conf, err)
	}
	defer f.Close()
	if _, err := f.WriteString("create_main_cluster = false\n"); err != nil {
		return fmt.Errorf("write %s: %w", conf, err)
	}
	return nil
}
