package pgtest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"dossier/internal/embedded"
)

// disk is the folder for what is kept. Not os.TempDir: that may be closed to
// the server's user, or so long that a socket in it has no valid path.
const disk = "/var/tmp"

// memory is where a cluster of tests lies if it has room there: a database
// is copied in 9 ms, where a busy disk takes 50 to 160.
const memory = "/dev/shm"

// room is the free memory from which a cluster is put there. One takes 60 MB
// and 9 MB for each test that runs at the same time.
const room = 2 << 30

const prefix = "dossier-test-"

// place chooses the folder for a cluster.
func place() string {
	var st syscall.Statfs_t
	if err := syscall.Statfs(memory, &st); err != nil || st.Bavail*uint64(st.Bsize) < room {
		return disk
	}
	if f, err := os.CreateTemp(memory, prefix+"try-"); err == nil {
		f.Close()
		os.Remove(f.Name())
		return memory
	}
	return disk
}

// newCluster makes a folder with a fresh cluster and an empty folder for its
// socket, both copied or made for this test binary alone.
func newCluster(ctx context.Context) (root string, err error) {
	// One cache for each user: a file of another would be refused.
	ready, err := cached(ctx, filepath.Join(disk, "dossier-test-cache-"+strconv.Itoa(os.Geteuid())))
	if err != nil {
		return "", err
	}
	sweep()
	root, err = os.MkdirTemp(place(), prefix+strconv.Itoa(os.Getpid())+"-")
	if err != nil {
		return "", fmt.Errorf("make a folder for the tests' cluster: %w", err)
	}
	if err := fill(ctx, root, ready); err != nil {
		os.RemoveAll(root)
		return "", err
	}
	return root, nil
}

func fill(ctx context.Context, root, ready string) error {
	// cp -a keeps the owner, which is the server's user where we are root.
	if out, err := exec.CommandContext(ctx, "cp", "-a", ready, filepath.Join(root, "cluster")).CombinedOutput(); err != nil {
		return fmt.Errorf("copy the ready-made cluster: %w: %s", err, out)
	}
	if err := os.Mkdir(filepath.Join(root, "socket"), 0o700); err != nil {
		return fmt.Errorf("make a folder for the socket: %w", err)
	}
	// The guard removes the folder as the server's user, who must own it.
	st, err := os.Stat(filepath.Join(root, "cluster"))
	if err != nil {
		return fmt.Errorf("look at the copied cluster: %w", err)
	}
	owner := st.Sys().(*syscall.Stat_t)
	if err := os.Chown(root, int(owner.Uid), int(owner.Gid)); err != nil {
		return fmt.Errorf("give the tests' folder to the server's user: %w", err)
	}
	return nil
}

// cached returns a base folder below dir with a cluster that was never
// started, made by the first test binary that asks while the others wait.
func cached(ctx context.Context, dir string) (string, error) {
	bin, err := embedded.FindPostgres(ctx)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o711); err != nil {
		return "", fmt.Errorf("make the cache of clusters: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", fmt.Errorf("open the lock of the cache: %w", err)
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return "", fmt.Errorf("lock the cache of clusters: %w", err)
	}
	ready := filepath.Join(dir, bin.Key())
	if err := embedded.Init(ctx, embedded.Options{Dir: ready}); err != nil {
		return "", fmt.Errorf("make the ready-made cluster: %w", err)
	}
	return ready, nil
}

// sweep removes what test binaries left whose guard was killed with them: the
// number in a folder's name is the process that made it, and a cluster that
// runs is locked by its program.
func sweep() {
	var dirs []string
	for _, place := range []string{disk, memory} {
		found, _ := filepath.Glob(filepath.Join(place, prefix+"[0-9]*")) // its only error is a bad pattern
		dirs = append(dirs, found...)
	}
	for _, dir := range dirs {
		number, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(dir), prefix), "-")
		pid, err := strconv.Atoi(number)
		if err == nil && syscall.Kill(pid, 0) == syscall.ESRCH && unlocked(filepath.Join(dir, "cluster", "lock")) {
			os.RemoveAll(dir)
		}
	}
}

func unlocked(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return os.IsNotExist(err)
	}
	defer f.Close()
	return take(f)
}

// take locks a file unless another has; closing the file gives it back.
func take(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}
