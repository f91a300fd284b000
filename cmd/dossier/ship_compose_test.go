package main

import (
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	composecli "github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"

	"dossier/internal/postgres"
)

// required are the variables that the compose file asks for.
func required() map[string]string {
	return map[string]string{
		"POSTGRES_PASSWORD":        "pw1",
		"REDIS_PASSWORD":           "pw2",
		"DOSSIER_RUNTIME_PASSWORD": "pw3",
		"DOSSIER_OIDC_ISSUER":      "https://issuer.example",
		"DOSSIER_OIDC_AUDIENCE":    "dossier",
	}
}

func compose(t *testing.T, env map[string]string) (*types.Project, error) {
	t.Helper()
	var list []string
	for k, v := range env {
		list = append(list, k+"="+v)
	}
	o, err := composecli.NewProjectOptions([]string{filepath.Join(repository, "docker-compose.yml")},
		composecli.WithWorkingDirectory(repository), composecli.WithEnv(list))
	if err != nil {
		t.Fatal(err)
	}
	p, err := o.LoadProject(t.Context())
	if err != nil {
		return nil, err
	}
	return p.WithServicesEnvironmentResolved(true)
}

func TestComposeNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	for name := range required() {
		for _, value := range []string{"unset", ""} {
			env := required()
			delete(env, name)
			if value == "" {
				env[name] = ""
			}
			_, err := compose(t, env)
			if err == nil || !strings.Contains(err.Error(), "set "+name) {
				t.Errorf("%s %q: error %v does not say to set it", name, value, err)
			}
		}
	}
}

// Each of our services runs a command that exists, with variables that it
// reads, those for stores and sign-in among them; ports, paths and hosts agree.
func TestComposeAgreesWithProgram(t *testing.T) {
	t.Parallel()
	optional := map[string]string{
		"DOSSIER_LLM_URL": "http://model.example/v1", "DOSSIER_LLM_KEY": "k", "DOSSIER_LLM_MODEL": "m",
		"DOSSIER_LOG_LEVEL": "debug", "DOSSIER_SLOTS": "3",
	}
	for _, more := range []map[string]string{nil, optional} {
		env := required()
		for k, v := range more {
			env[k] = v
		}
		p, err := compose(t, env)
		if err != nil {
			t.Fatal(err)
		}
		passed := map[string]bool{}
		listens := map[string]func(*cli) string{
			"migrate": nil,
			"ladder":  nil,
			"api":     func(c *cli) string { return c.Serve.Listen },
			"worker":  func(c *cli) string { return c.Worker.MetricsListen },
		}
		for name, listen := range listens {
			s := p.Services[name]
			if s.Build == nil || s.Build.Context == "" || len(s.Entrypoint) != 0 {
				t.Errorf("%s does not run the image of the Dockerfile", name)
			}
			values := map[string]string{}
			for k, v := range s.Environment {
				if v != nil { // nil is left out of the container
					values[k], passed[k] = *v, true
				}
			}
			c := command(t, s.Command, values)
			// The owner of the tables migrates, and lets in whom the others sign in as.
			user := postgres.Runtime + ":pw3"
			if name == "migrate" {
				user = "dossier:pw1"
			}
			if got := c.Migrate.RuntimePassword; (name == "migrate") != (got == "pw3") {
				t.Errorf("%s lets the runtime in with %q", name, got)
			}
			if u, err := url.Parse(values["DATABASE_URL"]); err != nil || u.Host != "postgres:5432" ||
				u.User.String() != user || u.Path != "/"+*p.Services["postgres"].Environment["POSTGRES_DB"] {
				t.Errorf("%s: database %v, %v", name, u, err)
			}
			if listen == nil {
				continue
			}
			if u, err := url.Parse(values["REDIS_URL"]); err != nil || u.Host != "redis:6379" || u.User.String() != ":pw2" {
				t.Errorf("%s: redis %v, %v", name, u, err)
			}
			checkHealth(t, s.HealthCheck.Test[1:], listen(c))
			if grace := time.Duration(*s.StopGracePeriod); grace <= c.Worker.Drain {
				t.Errorf("%s is killed after %s, in the middle of its drain of %s", name, grace, c.Worker.Drain)
			}
			if name != "api" {
				continue
			}
			if err := c.Serve.signIn.check(); err != nil {
				t.Error(err)
			}
			if len(s.Ports) != 1 || s.Ports[0].HostIP != "127.0.0.1" || port(t, c.Serve.Listen) != strconv.Itoa(int(s.Ports[0].Target)) {
				t.Errorf("ports %+v, the program listens on %s", s.Ports, c.Serve.Listen)
			}
		}
		for k := range optional {
			if passed[k] != (more != nil) {
				t.Errorf("%s set outside: %t, passed on: %t", k, more != nil, passed[k])
			}
		}
	}
}

func TestComposeIsClosed(t *testing.T) {
	t.Parallel()
	p, err := compose(t, required())
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(p.ServiceNames(), " "); got != "api ladder migrate postgres redis worker" {
		t.Errorf("services are %s", got)
	}
	if p.Networks["inside"].Internal != true {
		t.Error("the network inside leads out")
	}
	for name, s := range p.Services {
		if !s.ReadOnly || !slices.Contains(s.SecurityOpt, "no-new-privileges:true") || s.Privileged {
			t.Errorf("%s may change itself", name)
		}
		if name != "api" && len(s.Ports) != 0 {
			t.Errorf("%s publishes %+v", name, s.Ports)
		}
		if _, out := s.Networks["outside"]; out != (name == "api" || name == "worker") {
			t.Errorf("%s reaches the outside: %t", name, out)
		}
		for on, d := range s.DependsOn {
			want := types.ServiceConditionHealthy
			once := on == "migrate" || on == "ladder"
			if once {
				want = types.ServiceConditionCompletedSuccessfully
			}
			if d.Condition != want {
				t.Errorf("%s waits for %s until %s, want %s", name, on, d.Condition, want)
			}
			if !once && (p.Services[on].HealthCheck == nil || len(p.Services[on].HealthCheck.Test) < 2) {
				t.Errorf("%s waits for the health of %s, which has no check", name, on)
			}
		}
	}
	for name, on := range map[string]string{
		"migrate": "postgres", "ladder": "migrate postgres", "api": "ladder postgres redis", "worker": "ladder postgres redis",
	} {
		waits := make([]string, 0, 3)
		for d := range p.Services[name].DependsOn {
			waits = append(waits, d)
		}
		slices.Sort(waits)
		if strings.Join(waits, " ") != on {
			t.Errorf("%s waits for %q, want %q", name, waits, on)
		}
	}
	pg := p.Services["postgres"]
	if pg.Image != "postgres:17" || p.Services["redis"].Image != "redis:7" {
		t.Errorf("images are %s and %s", pg.Image, p.Services["redis"].Image)
	}
	if len(pg.Volumes) != 1 || pg.Volumes[0].Type != types.VolumeTypeVolume || pg.Volumes[0].Target != "/var/lib/postgresql/data" {
		t.Errorf("postgres keeps its data in %+v", pg.Volumes)
	}
}
