package main

import (
	"bytes"
	"context"
	"debug/elf"
	"encoding/json"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/alecthomas/kong"
)

const repository = "../.."

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(repository, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// command reads a command line as the program does in the image: the words
// choose the command, and each variable of env becomes its flag, so that an
// unknown command, a variable that nothing reads and a value that does not
// decode are all errors, as is a folder that the image does not have.
func command(t *testing.T, words []string, env map[string]string) *cli {
	t.Helper()
	var c cli
	parser := newParser(&c, streams{strings.NewReader(""), t.Output(), t.Output()}, func(int) {})
	node := parser.Model.Node
	for _, w := range words {
		i := slices.IndexFunc(node.Children, func(n *kong.Node) bool { return n.Name == w })
		if i < 0 {
			break
		}
		node = node.Children[i]
	}
	line := slices.Clone(words)
	known := map[string]string{}
	for _, group := range node.AllFlags(false) {
		for _, f := range group {
			for _, e := range f.Envs {
				known[e] = f.Name
			}
		}
	}
	for name, value := range env {
		if f := known[name]; f != "" {
			line = append(line, "--"+f+"="+value)
		} else {
			t.Errorf("dossier %s reads no variable %s", strings.Join(words, " "), name)
		}
	}
	if _, err := parser.Parse(line); err != nil {
		t.Fatalf("dossier %s: %v", strings.Join(words, " "), err)
	}
	return &c
}

func port(t *testing.T, address string) string {
	t.Helper()
	_, p, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// checkHealth runs a health check's words past the program and compares the
// address that it asks with the one that is listened on.
func checkHealth(t *testing.T, words []string, listen string) {
	t.Helper()
	if len(words) < 2 || words[0] != "/dossier" || words[1] != "health" {
		t.Fatalf("health check runs %q", words)
	}
	asked, err := url.Parse(command(t, words[1:], nil).Health.URL)
	if err != nil {
		t.Fatal(err)
	}
	ours, err := url.Parse(command(t, []string{"health"}, nil).Health.URL)
	if err != nil {
		t.Fatal(err)
	}
	if asked.Path != ours.Path || asked.Hostname() != "127.0.0.1" || asked.Port() != port(t, listen) {
		t.Errorf("health check asks %s, the program listens on %s and answers at %s", asked, listen, ours.Path)
	}
}

// instructions splits a Dockerfile: continued lines joined, comments left out.
func instructions(text string) [][2]string {
	var list [][2]string
	text = regexp.MustCompile(`(?m)^\s*#.*\n`).ReplaceAllString(text, "")
	text = strings.ReplaceAll(text, "\\\n", " ")
	for line := range strings.Lines(text) {
		if name, rest, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			list = append(list, [2]string{name, strings.TrimSpace(rest)})
		}
	}
	return list
}

func execForm(t *testing.T, text string) []string {
	t.Helper()
	var words []string
	if err := json.Unmarshal([]byte(text), &words); err != nil {
		t.Fatalf("%s is not the exec form: %v", text, err)
	}
	return words
}

func TestDockerfileAgreesWithProgram(t *testing.T) {
	t.Parallel()
	last := map[string]string{}
	env := map[string]string{}
	for _, in := range instructions(read(t, "Dockerfile")) {
		if in[0] == "FROM" {
			clear(env)
		}
		if in[0] == "ENV" {
			for _, pair := range strings.Fields(in[1]) {
				k, v, _ := strings.Cut(pair, "=")
				env[k] = v
			}
		}
		last[in[0]] = in[1]
	}
	minor := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(read(t, "go.mod"))[1]
	if from := "FROM golang:" + minor + "-"; !strings.Contains(read(t, "Dockerfile"), from) {
		t.Errorf("the Dockerfile does not build on %s", from)
	}
	if last["FROM"] != "scratch" || !regexp.MustCompile(`^[1-9]\d*:[1-9]\d*$`).MatchString(last["USER"]) {
		t.Errorf("the image is FROM %s and runs as %s", last["FROM"], last["USER"])
	}
	if got := execForm(t, last["ENTRYPOINT"]); !slices.Equal(got, []string{"/dossier"}) {
		t.Errorf("entry point %q", got)
	}
	serve := map[string]string{"DOSSIER_LISTEN": env["DOSSIER_LISTEN"]}
	listen := command(t, execForm(t, last["CMD"]), serve).Serve.Listen
	_, health, ok := strings.Cut(last["HEALTHCHECK"], " CMD ")
	if !ok {
		t.Fatalf("health check is %q", last["HEALTHCHECK"])
	}
	checkHealth(t, execForm(t, health), listen)
	worker := map[string]string{"DOSSIER_METRICS_LISTEN": env["DOSSIER_METRICS_LISTEN"]}
	metrics := command(t, []string{"worker"}, worker).Worker.MetricsListen
	if got := port(t, listen) + " " + port(t, metrics); got != last["EXPOSE"] {
		t.Errorf("the image exposes %s, the program listens on %s", last["EXPOSE"], got)
	}
	for _, address := range []string{listen, metrics} {
		if host, _, _ := net.SplitHostPort(address); host != "0.0.0.0" {
			t.Errorf("in the image the program listens on %s, which nothing outside reaches", address)
		}
	}
	data := command(t, []string{"serve"}, map[string]string{"DOSSIER_DATA": env["DOSSIER_DATA"]}).Serve.Data
	if owned := "--chown=" + last["USER"] + " /out/data " + data; !strings.Contains(read(t, "Dockerfile"), owned) {
		t.Errorf("no folder of the image is %q", owned)
	}
	if len(env) != 4 || env["ZONEINFO"] != "/zoneinfo.zip" {
		t.Errorf("the image sets %v", env)
	}
}

// buildContext copies what .dockerignore lets through into a folder.
func buildContext(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	allowed := false
	for line := range strings.Lines(read(t, ".dockerignore")) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case !allowed:
			if allowed = line == "*"; !allowed {
				t.Fatalf(".dockerignore begins with %q, not with everything", line)
			}
		default:
			name, ok := strings.CutPrefix(line, "!")
			if !ok || strings.ContainsAny(name, "*/") {
				t.Fatalf(".dockerignore has the line %q, which is no name that is let through", line)
			}
			from := filepath.Join(repository, name)
			if info, err := os.Stat(from); err != nil {
				t.Fatal(err)
			} else if info.IsDir() {
				if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(from)); err != nil {
					t.Fatal(err)
				}
			} else if err := os.WriteFile(filepath.Join(dir, name), []byte(read(t, name)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

// The Dockerfile's build command, run as it stands on what its context holds,
// gives a binary without libraries that runs as nobody in an empty folder.
func TestImageBuilds(t *testing.T) {
	t.Parallel()
	var build []string
	for _, in := range instructions(read(t, "Dockerfile")) {
		if in[0] == "RUN" && strings.Contains(in[1], "go build") {
			build = append(build, in[1])
		}
	}
	if len(build) != 1 {
		t.Fatalf("build commands: %q", build)
	}
	// Everybody may look in here, unlike a test's own folder.
	out, err := os.MkdirTemp("", "dossier-image-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(out) })
	empty := filepath.Join(out, "empty")
	if err := os.Mkdir(empty, 0o555); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(out, 0o755); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	sh := exec.CommandContext(ctx, "sh", "-c", build[0])
	sh.Dir = buildContext(t)
	sh.Env = append(os.Environ(), "OUT="+out, "VERSION=2.3.4")
	if text, err := sh.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", build[0], err, text)
	}
	binary := filepath.Join(out, "dossier")
	if runtime.GOOS == "linux" {
		f, err := elf.Open(binary)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if slices.ContainsFunc(f.Progs, func(p *elf.Prog) bool { return p.Type == elf.PT_INTERP || p.Type == elf.PT_DYNAMIC }) {
			t.Error("the binary needs libraries")
		}
	}

	run := func(args ...string) (stdout, stderr string, code int) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		c := exec.CommandContext(ctx, binary, args...)
		c.Dir, c.Env = empty, []string{}
		if os.Getuid() == 0 {
			c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		var o, e bytes.Buffer
		c.Stdout, c.Stderr = &o, &e
		if err := c.Run(); c.ProcessState == nil {
			t.Fatal(err)
		}
		return o.String(), e.String(), c.ProcessState.ExitCode()
	}
	if stdout, stderr, code := run("version"); code != 0 || !strings.HasPrefix(stdout, "dossier 2.3.4 ") {
		t.Errorf("dossier version: code %d, %q, %q", code, stdout, stderr)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	_, stderr, code := run("health", "http://"+address+"/readyz")
	if code != 1 || !strings.Contains(stderr, address) || strings.Count(stderr, "\n") != 1 {
		t.Errorf("dossier health with nobody there: code %d, %q", code, stderr)
	}
}
