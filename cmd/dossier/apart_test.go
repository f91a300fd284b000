package main

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/jackc/pgx/v5"

	"dossier/internal/embedded"
	"dossier/internal/embedded/pgtest"
	"dossier/internal/postgres"
)

// issuer is an OpenID Connect issuer of the test's own.
type issuer struct {
	*httptest.Server
	signer jose.Signer
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	i := new(issuer)
	if i.signer, err = jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: key, KeyID: "k1"}}, nil); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"issuer":%q,"jwks_uri":%q,"authorization_endpoint":"x","token_endpoint":"x","id_token_signing_alg_values_supported":["RS256"]}`, i.URL, i.URL+"/keys")
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "k1", Algorithm: "RS256", Use: "sig"}}})
	})
	i.Server = httptest.NewServer(mux)
	t.Cleanup(i.Close)
	return i
}

func (i *issuer) token(t *testing.T, subject, audience string) string {
	t.Helper()
	raw, err := jwt.Signed(i.signer).Claims(jwt.Claims{
		Issuer: i.URL, Subject: subject, Audience: jwt.Audience{audience},
		IssuedAt: jwt.NewNumericDate(time.Now()), Expiry: jwt.NewNumericDate(time.Now().Add(time.Hour)),
	}).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// apart is a production set-up: servers and workers as processes of their own.
type apart struct {
	t      *testing.T
	pg     *pgtest.Private
	redis  *embedded.Redis
	issuer *issuer
	env    []string
}

func newApart(t *testing.T) *apart {
	t.Helper()
	a := &apart{t: t, pg: pgtest.Server(t), issuer: newIssuer(t)}
	r, err := embedded.StartRedis(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Stop)
	a.redis = r
	// As in production: the owner migrates, all else signs in as the runtime.
	a.env = []string{"DATABASE_URL=" + a.pg.DSN(), "DOSSIER_RUNTIME_PASSWORD=correct-horse"}
	a.run("migrate")
	a.env = []string{"DATABASE_URL=" + runtimeDSN(a.pg.DSN()), "REDIS_URL=" + r.URL(), "DOSSIER_OIDC_ISSUER=" + a.issuer.URL, "DOSSIER_OIDC_AUDIENCE=dossier"}
	a.run("ladder", "import")
	a.run("grant", "--issuer", a.issuer.URL, "--subject", "ana", "--name", "Ana Obi", "--role", "candidate", "--level", "L8", "--since", "2020-01-01")
	return a
}

// runtimeDSN is the owner's address with the user whom the program needs.
func runtimeDSN(owner string) string {
	return strings.Replace(owner, "postgres://dossier@", "postgres://"+postgres.Runtime+":correct-horse@", 1)
}

// run runs a command to its end.
func (a *apart) run(args ...string) string {
	a.t.Helper()
	p := start(a.t, a.env, args...)
	if err := p.ends(); err != nil {
		a.t.Fatalf("%v: %v\n%s", args, err, p.output())
	}
	return p.output()
}

var listens = regexp.MustCompile(`"(?:address|metrics)":"([^"]+)"`)

// serve starts a server and returns its address.
func (a *apart) serve(args ...string) (*program, string) {
	a.t.Helper()
	p := start(a.t, a.env, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	p.says(`"serving"`)
	return p, "http://" + listens.FindStringSubmatch(p.output())[1]
}

func (a *apart) worker(args ...string) *program {
	a.t.Helper()
	p := start(a.t, a.env, append([]string{"worker", "--metrics-listen", "127.0.0.1:0", "--lease", "2s"}, args...)...)
	p.says(`"working"`)
	return p
}

// draft opens a draft with a document and returns its id.
func (a *apart) draft(url, token string) string {
	a.t.Helper()
	opened := graphql(a.t, url, token, `mutation { openDossier(input: {to: "L9"}) { dossier { id } problem { message } } }`)
	id := regexp.MustCompile(`"id":"([^"]+)"`).FindStringSubmatch(opened)
	if id == nil {
		a.t.Fatal(opened)
	}
	a.save(url, token, id[1], "Dana (L3) was promoted to L5 in March 2025 and now leads the console.")
	return id[1]
}

func (a *apart) save(url, token, dossier, body string) string {
	a.t.Helper()
	text, _ := json.Marshal(body)
	return graphql(a.t, url, token, fmt.Sprintf(`mutation { saveDocument(input: {dossier: %q, component: "mentee-network", title: "Mentees", body: %s}) { document { version } problem { message } } }`, dossier, text))
}

func (a *apart) analyse(url, token, dossier string) string {
	a.t.Helper()
	return graphql(a.t, url, token, fmt.Sprintf(`mutation { requestAnalysis(input: {dossier: %q}) { analysis { status } problem { message } } }`, dossier))
}

func (a *apart) state(url, token, dossier string) string {
	a.t.Helper()
	return graphql(a.t, url, token, fmt.Sprintf(`{ node(id: %q) { ... on Dossier { analysis { status degraded degradedReasons findings { evidence { quote } } } } } }`, dossier))
}

func TestServersAndWorkersApart(t *testing.T) {
	t.Parallel()
	a := newApart(t)
	if again := a.run("ladder", "import"); !strings.Contains(again, "imported already") {
		t.Error(again)
	}
	if again := a.run("migrate", "--database-url", a.pg.DSN()); !strings.Contains(again, "already") {
		t.Error(again)
	}
	if again := a.run("grant", "--issuer", a.issuer.URL, "--subject", "ana", "--role", "candidate", "--level", "L8", "--since", "2020-01-01"); strings.Count(again, "already") != 2 {
		t.Error(again)
	}
	one, first := a.serve()
	_, second := a.serve()
	a.worker()
	w := a.worker()
	token := a.issuer.token(t, "ana", "dossier")
	if me := graphql(t, first, token, `{ viewer { person { name } } }`); !strings.Contains(me, "Ana Obi") {
		t.Fatal(me)
	}
	for name, bad := range map[string]string{"wrong audience": a.issuer.token(t, "ana", "other"), "another issuer": newIssuer(t).token(t, "ana", "dossier")} {
		if me := graphql(t, first, bad, `{ viewer { id } }`); !strings.Contains(me, "UNAUTHENTICATED") {
			t.Errorf("%s: %s", name, me)
		}
	}
	if stranger := graphql(t, first, a.issuer.token(t, "stranger", "dossier"), `{ viewer { id } ladder { slug } }`); !strings.Contains(stranger, `"viewer":null`) || !strings.Contains(stranger, "ai-first") {
		t.Errorf("a valid token of nobody: %s", stranger)
	}
	d := a.draft(first, token)
	a.analyse(first, token, d)
	eventually(t, "the other server shows the findings", func() bool {
		return strings.Contains(a.state(second, token, d), `"SUCCEEDED"`)
	})
	if health := a.run("health", second+"/readyz"); !strings.Contains(health, `"ready"`) {
		t.Error(health)
	}
	for _, p := range []*program{one, w} {
		if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if err := p.ends(); err != nil {
			t.Errorf("SIGTERM: %v\n%s", err, p.output())
		}
	}
	if log := one.output(); strings.Contains(log, "Dana") || strings.Contains(log, "Ana Obi") || strings.Contains(log, "Mentees") {
		t.Error("the log holds personal text")
	}
}

// The database and Redis go away and come back; nothing is lost.
func TestServersGoAwayAndComeBack(t *testing.T) {
	t.Parallel()
	a := newApart(t)
	server, url := a.serve()
	worker := a.worker()
	token := a.issuer.token(t, "ana", "dossier")
	d := a.draft(url, token)
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("server:\n%s\nworker:\n%s", server.output(), worker.output())
		}
	})

	a.pg.Kill()
	eventually(t, "a save is refused while the database is away", func() bool {
		answer := a.save(url, token, d, "while it is away")
		if strings.Contains(answer, "SQLSTATE") || strings.Contains(answer, "INTERNAL") {
			t.Fatalf("a save while the database is away: %s", answer)
		}
		return strings.Contains(answer, `"UNAVAILABLE"`)
	})
	res, err := http.Get(url + "/readyz")
	if err != nil || res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("/readyz while the database is away: %v, %v", res.Status, err)
	}
	res.Body.Close()
	a.pg.Start()
	eventually(t, "a save works again", func() bool { return strings.Contains(a.save(url, token, d, "after it came back"), `"version":1`) })

	a.redis.Stop()
	if answer := a.analyse(url, token, d); !strings.Contains(answer, `"QUEUED"`) {
		t.Errorf("asking while Redis is away: %s", answer)
	}
	eventually(t, "readiness says that Redis is away", func() bool {
		res, err := http.Get(url + "/readyz")
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		var h health
		return json.NewDecoder(res.Body).Decode(&h) == nil && h.Status == "degraded" && res.StatusCode == http.StatusOK
	})
	if err := a.redis.Restart(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the analysis runs once Redis is back", func() bool { return strings.Contains(a.state(url, token, d), `"SUCCEEDED"`) })
}

// A worker that is killed in the middle of a call loses nothing: another one
// takes the analysis when the lease has run out, and one result is kept.
func TestAKilledWorkersAnalysisIsTakenOver(t *testing.T) {
	t.Parallel()
	a := newApart(t)
	var calls atomic.Int32
	dead := make(chan struct{})
	model := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		<-dead
		http.Error(w, `{"error":{"message":"no quota","code":"insufficient_quota","type":"insufficient_quota"}}`, http.StatusTooManyRequests)
	}))
	t.Cleanup(model.Close)
	flags := []string{"--llm-url", model.URL + "/v1", "--llm-model", "m"}
	_, url := a.serve(flags...)
	first := a.worker(flags...)
	token := a.issuer.token(t, "ana", "dossier")
	d := a.draft(url, token)
	a.analyse(url, token, d)
	eventually(t, "the model is called", func() bool { return calls.Load() > 0 })
	if err := first.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	killed := time.Now()
	close(dead)
	second := a.worker(flags...)
	eventually(t, "another worker finishes", func() bool { return strings.Contains(a.state(url, token, d), `"SUCCEEDED"`) })
	t.Logf("finished %v after the kill, with a lease of 2s", time.Since(killed).Round(10*time.Millisecond))
	if state := a.state(url, token, d); !strings.Contains(state, `"degraded":true`) || !strings.Contains(state, `"quote":"`) {
		t.Errorf("the offline analyser finishes what the model refuses: %.400s", state)
	}
	res, err := http.Get("http://" + listens.FindStringSubmatch(second.output())[1] + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	counted, err := io.ReadAll(res.Body)
	if err != nil || !strings.Contains(string(counted), `dossier_model_calls_total{class="denied"}`) || !strings.Contains(string(counted), `dossier_jobs_total{outcome="succeeded"} 1`) {
		t.Errorf("the metrics: %v\n%.2000s", err, counted)
	}
	conn, err := pgx.Connect(t.Context(), a.pg.DSN())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	var analyses, findings, crashes int
	if err := conn.QueryRow(t.Context(), `select count(distinct a.id), count(f.id), max(a.crashes) from analysis a join finding f on f.analysis_id = a.id`).Scan(&analyses, &findings, &crashes); err != nil {
		t.Fatal(err)
	}
	if analyses != 1 || findings != 5 || crashes != 1 {
		t.Errorf("%d analyses, %d findings, %d crashes; want 1, 5, 1", analyses, findings, crashes)
	}
}
