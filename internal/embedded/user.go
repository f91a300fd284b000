package embedded

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
)

// serverUser returns whom the server of a cluster runs as: nil for ourselves,
// or, as Postgres refuses to run as root, the owner of the cluster if there is
// one, else the first of postgres and nobody.
func serverUser(data string) *syscall.Credential {
	if os.Geteuid() != 0 {
		return nil
	}
	if st, err := os.Stat(data); err == nil {
		// A user postgres may have been added since the cluster was made.
		if owner := st.Sys().(*syscall.Stat_t); owner.Uid != 0 {
			return &syscall.Credential{Uid: owner.Uid, Gid: owner.Gid}
		}
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errU := strconv.ParseUint(u.Uid, 10, 32)
		gid, errG := strconv.ParseUint(u.Gid, 10, 32)
		if errU == nil && errG == nil && uid != 0 {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		}
	}
	return &syscall.Credential{Uid: 65534, Gid: 65534}
}

// give makes the server's user the owner of a path.
func give(path string, cred *syscall.Credential) error {
	if cred == nil {
		return nil
	}
	if err := os.Chown(path, int(cred.Uid), int(cred.Gid)); err != nil {
		return fmt.Errorf("give %s to the server's user: %w", path, err)
	}
	return nil
}

// Unreachable says that the server's user may not enter the data folder,
// which is so for every folder in root's home.
type Unreachable struct {
	Dir string // the data folder
	At  string // the first folder on the way that is closed
}

func (e *Unreachable) Error() string {
	return fmt.Sprintf("the folder %s cannot hold the database: as root the server runs as another user, and %s is closed to it; choose a folder such as %s", e.Dir, e.At, DefaultDir())
}

// reach checks that the server's user can enter the folder. It asks the
// system rather than reading mode bits, which do not tell everything.
func reach(dir string, cred *syscall.Credential) error {
	if cred == nil {
		return nil
	}
	way := []string{dir}
	for d := dir; d != "/"; {
		d = filepath.Dir(d)
		way = append([]string{d}, way...)
	}
	cmd := exec.Command("/bin/sh", append([]string{"-c", `for d; do cd "$d" 2>/dev/null || { printf %s "$d"; exit 9; }; done`, "reach"}, way...)...)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: cred}
	var out bytes.Buffer
	cmd.Stdout = &out
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == 9 {
		return &Unreachable{Dir: dir, At: out.String()}
	}
	if err != nil {
		return fmt.Errorf("become the server's user: %w", err)
	}
	return nil
}

// DefaultDir is the base folder if none is named: /var/lib/dossier as root,
// whose home is closed to the server's user, else a folder in the user's own
// place for data.
func DefaultDir() string {
	if os.Geteuid() == 0 {
		return "/var/lib/dossier"
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return filepath.Join(os.TempDir(), "dossier-"+strconv.Itoa(os.Geteuid()))
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support", "Dossier")
	}
	if data := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(data) {
		return filepath.Join(data, "dossier")
	}
	return filepath.Join(home, ".local", "share", "dossier")
}
