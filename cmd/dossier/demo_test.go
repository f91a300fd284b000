package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// built is the program, built once for all tests that need it as a process of
// its own.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "dossier-test-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "dossier")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%v: %s", err, out)
	}
	return path, nil
})

// program is a running process of ours.
type program struct {
	t    *testing.T
	cmd  *exec.Cmd
	out  *bytes.Buffer
	mu   sync.Mutex
	done chan struct{}
	err  error
}

// start runs the program; env is added to an environment without settings.
func start(t *testing.T, env []string, args ...string) *program {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	p := &program{t: t, cmd: exec.Command(path, args...), out: new(bytes.Buffer), done: make(chan struct{})}
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "DOSSIER_") && !strings.HasPrefix(kv, "DATABASE_URL=") && !strings.HasPrefix(kv, "REDIS_URL=") {
			p.cmd.Env = append(p.cmd.Env, kv)
		}
	}
	p.cmd.Env = append(p.cmd.Env, env...)
	pipe, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.cmd.Stderr = p.cmd.Stdout
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		lines := bufio.NewReader(pipe)
		for {
			line, err := lines.ReadString('\n')
			p.mu.Lock()
			p.out.WriteString(line)
			p.mu.Unlock()
			if err != nil {
				break
			}
		}
		p.err = p.cmd.Wait()
		close(p.done)
	}()
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill() // it ended already
		<-p.done
	})
	return p
}

func (p *program) output() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.String()
}

// says waits until the program has written a text.
func (p *program) says(text string) {
	p.t.Helper()
	eventually(p.t, "the program says "+text+":\n"+p.output(), func() bool {
		select {
		case <-p.done:
			if !strings.Contains(p.output(), text) {
				p.t.Fatalf("the program ended (%v) and did not say %q:\n%s", p.err, text, p.output())
			}
		default:
		}
		return strings.Contains(p.output(), text)
	})
}

// ends waits for the end and returns its error.
func (p *program) ends() error {
	p.t.Helper()
	select {
	case <-p.done:
		return p.err
	case <-time.After(time.Minute):
		p.t.Fatalf("the program does not end:\n%s", p.output())
		return nil
	}
}

// eventually polls until what is true, for a minute at most.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for !is() {
		if time.Now().After(deadline) {
			t.Fatalf("not within a minute: %s", what)
		}
		time.Sleep(20 * time.Millisecond) // between two looks
	}
}

var addressOf = regexp.MustCompile(`API +http://(\S+)/graphql`)

// demo starts a demo in a folder, on a free port, and waits until it is ready.
func demo(t *testing.T, dir string, more ...string) (p *program, url string, tokens map[string]string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "tokens.json")
	p = start(t, nil, append([]string{"demo", "--listen", "127.0.0.1:0", "--data", dir, "--tokens", file}, more...)...)
	p.says("Ctrl-C stops everything.")
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &tokens); err != nil {
		t.Fatal(err)
	}
	return p, "http://" + addressOf.FindStringSubmatch(p.output())[1], tokens
}

// graphql asks and returns the body.
func graphql(t *testing.T, url, token, query string) string {
	t.Helper()
	return post(t, url, token, map[string]any{"query": query})
}

func post(t *testing.T, url, token string, request map[string]any) string {
	t.Helper()
	body, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// folder is a data folder that the embedded server's user can reach.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/var/tmp", "dossier-demo-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		eventually(t, "nobody uses the folder any more", func() bool { return len(servers(t, dir)) == 0 })
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// servers are the processes that have a folder on their command line.
func servers(t *testing.T, dir string) (found []string) {
	t.Helper()
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range lines {
		if text, err := os.ReadFile(f); err == nil && bytes.Contains(text, []byte(dir)) && !bytes.Contains(text, []byte("demo\x00")) {
			found = append(found, strings.ReplaceAll(string(text), "\x00", " "))
		}
	}
	return found
}

const readmeQuery = `{ dossiers { edges { node { analysis { findings { criterion { key } score evidence { quote start end } gaps { description } } } } } } }`

// firstFinding is the README's example: the first finding that has gaps, with
// two of its quotes and one gap.
func firstFinding(t *testing.T, answer string) string {
	t.Helper()
	var a struct {
		Data struct {
			Dossiers struct {
				Edges []struct {
					Node struct {
						Analysis struct {
							Findings []struct {
								Criterion struct {
									Key string `json:"key"`
								} `json:"criterion"`
								Score    int `json:"score"`
								Evidence []struct {
									Quote string `json:"quote"`
									Start int    `json:"start"`
									End   int    `json:"end"`
								} `json:"evidence"`
								Gaps []struct {
									Description string `json:"description"`
								} `json:"gaps"`
							}
						}
					}
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(answer), &a); err != nil {
		t.Fatal(err)
	}
	findings := a.Data.Dossiers.Edges[0].Node.Analysis.Findings
	for len(findings) > 0 && (len(findings[0].Evidence) < 2 || len(findings[0].Gaps) == 0) {
		findings = findings[1:]
	}
	if len(findings) == 0 {
		t.Fatal("no finding has two quotes and a gap")
	}
	f := findings[0]
	f.Evidence, f.Gaps = f.Evidence[:2], f.Gaps[:1]
	text, err := json.MarshalIndent(f, "    ", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return "    $ curl -s http://127.0.0.1:8080/graphql -H 'Content-Type: application/json' -H \"Authorization: Bearer $TOKEN\" \\\n        -d '{\"query\":\"" + readmeQuery + "\"}'\n    " + string(text) + "\n"
}

func TestDemoFromTheFirstMinute(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	p, url, tokens := demo(t, dir)
	if len(tokens) != 9 {
		t.Errorf("tokens for %d personas", len(tokens))
	}
	for _, name := range []string{"candidate", "mentor", "company-founder", "house-founder", "l10", "chair", "panelist", "steward", "conflicted-panelist"} {
		if answer := graphql(t, url, tokens[name], `{ viewer { person { name } roles } }`); !strings.Contains(answer, `"name":"`) {
			t.Errorf("%s: %s", name, answer)
		}
	}
	own := graphql(t, url, tokens["candidate"], `{ dossiers { totalCount edges { node { status analysis { status findings { evidence { quote } } } } } } }`)
	if !strings.Contains(own, `"totalCount":1`) || !strings.Contains(own, `"status":"DRAFT"`) || !strings.Contains(own, `"SUCCEEDED"`) || !strings.Contains(own, `"quote":"`) {
		t.Errorf("the candidate's dossiers: %.600s", own)
	}
	if steward := graphql(t, url, tokens["steward"], `{ dossiers { totalCount } }`); !strings.Contains(steward, `"totalCount":6`) {
		t.Errorf("the steward's dossiers: %s", steward)
	}

	agrees(t, "answer", firstFinding(t, graphql(t, url, tokens["candidate"], readmeQuery)))

	// The command that it prints works when pasted.
	paste := regexp.MustCompile(`(?m)^  (curl .*)$`).FindStringSubmatch(p.output())
	if _, err := exec.LookPath("curl"); err != nil && os.Getenv("CI") == "" {
		t.Log("this machine has no curl: the command to paste is not tried")
	} else if out, err := exec.CommandContext(t.Context(), "sh", "-c", paste[1]).CombinedOutput(); err != nil || !strings.Contains(string(out), `"quote":"`) {
		t.Errorf("the pasted command: %v: %.300s", err, out)
	}
	// Operators' commands work with the database that it prints, for who signs
	// in with its tokens.
	dsn := regexp.MustCompile(`(?m)^  Database  (postgres://\S+)$`).FindStringSubmatch(p.output())
	if dsn == nil {
		t.Fatalf("no database is printed:\n%s", p.output())
	}
	grant := start(t, []string{"DATABASE_URL=" + dsn[1]}, "grant", "--issuer", "dossier:local", "--subject", "new-steward", "--name", "Nia Steward", "--role", "steward")
	if err := grant.ends(); err != nil || !strings.Contains(grant.output(), "Nia Steward") {
		t.Errorf("grant in the demo's database: %v %s", err, grant.output())
	}
	for path, want := range map[string]string{"/healthz": "alive", "/readyz": "ready", "/metrics": "dossier_jobs_total", "/": "<html"} {
		res, err := http.Get(url + path)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(text), want) {
			t.Errorf("GET %s: %s %.200s", path, res.Status, text)
		}
	}

	// A second run on the folder, and one on the port, say what is in the way.
	second := start(t, nil, "demo", "--listen", "127.0.0.1:0", "--data", dir)
	if err := second.ends(); err == nil || !strings.Contains(second.output(), "another Dossier (process") {
		t.Errorf("a second run on one folder: %v %s", err, second.output())
	}
	port := start(t, nil, "demo", "--listen", strings.TrimPrefix(url, "http://"), "--data", folder(t))
	if err := port.ends(); err == nil || !strings.Contains(port.output(), "is in use by another program") {
		t.Errorf("a port in use: %v %s", err, port.output())
	}
}

func TestDemoStopsCleanlyAndDataLasts(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	p, url, tokens := demo(t, dir)
	if made := graphql(t, url, tokens["candidate"], `mutation { openDossier(input: {to: "L9"}) { dossier { id } problem { message } } }`); !strings.Contains(made, `"problem":null`) {
		t.Fatal(made)
	}
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.ends(); err != nil {
		t.Errorf("SIGTERM: %v\n%s", err, p.output())
	}
	if left := servers(t, dir); len(left) > 0 {
		t.Errorf("still running: %v", left)
	}

	p, url, tokens = demo(t, dir)
	if own := graphql(t, url, tokens["candidate"], `{ dossiers { totalCount } }`); !strings.Contains(own, `"totalCount":2`) {
		t.Errorf("after a restart: %s", own)
	}
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "kill -9 leaves no orphan", func() bool { return len(servers(t, dir)) == 0 })

	p, url, tokens = demo(t, dir, "--fresh")
	if own := graphql(t, url, tokens["candidate"], `{ dossiers { totalCount } }`); !strings.Contains(own, `"totalCount":1`) {
		t.Errorf("after --fresh: %s", own)
	}
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := p.ends(); err != nil {
		t.Errorf("Ctrl-C: %v\n%s", err, p.output())
	}
	newer := filepath.Join(dir, "dossier-format")
	if err := os.WriteFile(newer, []byte("99\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	late := start(t, nil, "demo", "--listen", "127.0.0.1:0", "--data", dir)
	if err := late.ends(); err == nil || !strings.Contains(late.output(), "run a newer Dossier") {
		t.Errorf("a folder of a newer version: %v %s", err, late.output())
	}
}
