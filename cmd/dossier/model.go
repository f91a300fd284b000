package main

import (
	"crypto/sha256"
	"log/slog"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"dossier/internal/analysis"
	"dossier/internal/analysis/claims"
	"dossier/internal/analysis/llm"
	"dossier/internal/analysis/offline"
	"dossier/internal/fault"
)

// model says which language model analyses, if any.
type model struct {
	LLMURL     string        `name:"llm-url" env:"DOSSIER_LLM_URL" placeholder:"URL" help:"OpenAI-compatible endpoint, as https://api.openai.com/v1. Without it, or a model, analyses are done offline. Servers and workers need the same: a server asks for the model, a worker calls it."`
	LLMKey     string        `name:"llm-key" env:"DOSSIER_LLM_KEY" placeholder:"KEY" help:"Its API key. Prefer the environment: flags are seen by others on the machine."`
	LLMModel   string        `name:"llm-model" env:"DOSSIER_LLM_MODEL" placeholder:"NAME" help:"Its model."`
	LLMTimeout time.Duration `name:"llm-timeout" env:"DOSSIER_LLM_TIMEOUT" default:"2m" help:"Longest time for one call."`

	LLMForbid     []string      `name:"llm-forbid" env:"DOSSIER_LLM_FORBID" placeholder:"LADDER" help:"Ladders, by slug, whose texts no remote model may read; * for all. They are analysed offline. Give it to servers and workers."`
	LLMPseudonyms string        `name:"llm-pseudonyms" env:"DOSSIER_LLM_PSEUDONYMS" enum:"auto,on,off" default:"auto" help:"Replace names of persons before text leaves the process: auto is on unless the endpoint is on this machine."`
	LLMCalls      int           `name:"llm-calls" env:"DOSSIER_LLM_CALLS" default:"120" help:"Calls that one analysis may make."`
	LLMInput      int           `name:"llm-input" env:"DOSSIER_LLM_INPUT" default:"400000" help:"Tokens that one analysis may send."`
	LLMOutput     int           `name:"llm-output" env:"DOSSIER_LLM_OUTPUT" default:"60000" help:"Tokens that one analysis may be answered."`
	LLMWall       time.Duration `name:"llm-wall" env:"DOSSIER_LLM_WALL" default:"15m" help:"How long one analysis may work with the model, waits included; what is left then is done offline."`
}

// name is the analyser that rows ask for.
func (m model) name() (string, error) {
	switch {
	case m.LLMURL == "" && m.LLMModel == "":
		return "offline", nil
	case m.LLMModel == "":
		return "", fault.New(fault.Invalid, "--llm-url is set and --llm-model is not: name the model too")
	case m.LLMURL == "":
		return "", fault.New(fault.Invalid, "--llm-model is set and --llm-url is not: name the endpoint too, as https://api.openai.com/v1")
	}
	if m.LLMCalls <= 0 || m.LLMInput <= 0 || m.LLMOutput <= 0 || m.LLMWall <= 0 {
		return "", fault.New(fault.Invalid, "--llm-calls, --llm-input, --llm-output and --llm-wall must be more than 0")
	}
	if m.LLMTimeout <= 0 {
		return "", fault.New(fault.Invalid, "--llm-timeout must be more than 0, as 2m")
	}
	if u, err := url.Parse(m.LLMURL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", fault.New(fault.Invalid, "--llm-url is no http or https address")
	}
	return "llm", nil
}

// remote reports whether the endpoint is on another machine.
func (m model) remote() bool {
	u, err := url.Parse(m.LLMURL)
	if err != nil || u.Host == "" {
		return false
	}
	host := strings.ToLower(u.Hostname())
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return false
	}
	ip := net.ParseIP(host)
	return ip == nil || !ip.IsLoopback()
}

// forbidden reports whether a ladder's texts may not be sent to the endpoint.
func (m model) forbidden(ladder string) bool {
	return m.remote() && (slices.Contains(m.LLMForbid, ladder) || slices.Contains(m.LLMForbid, "*"))
}

func (m model) pseudonyms() bool {
	return m.LLMPseudonyms == "on" || m.LLMPseudonyms != "off" && m.remote()
}

// analysers are the pipeline's settings by the name that a row asks for.
func analysers(m model, cache analysis.Cache, secret []byte, observe func(llm.Class, analysis.Usage), log *slog.Logger) (map[string]analysis.Options, error) {
	off, err := offline.New()
	if err != nil {
		return nil, err
	}
	checker := claims.Checker{}
	options := map[string]analysis.Options{"offline": {Analyser: off, Claims: checker, Log: log}}
	if name, err := m.name(); err != nil || name == "offline" {
		return options, err
	}
	client, err := llm.New(llm.Options{
		URL: m.LLMURL, Key: m.LLMKey, Model: m.LLMModel, CallTimeout: m.LLMTimeout, Secret: secret, Cache: cache, Observe: observe, Log: log,
		Pseudonyms: m.pseudonyms(),
	})
	if err != nil {
		return nil, err
	}
	budget := analysis.Budget{Calls: m.LLMCalls, InputTokens: m.LLMInput, OutputTokens: m.LLMOutput, Wall: m.LLMWall}
	options["llm"] = analysis.Options{
		Analyser: client, Fallback: off, Claims: checker, Terms: analysis.Terms{Budget: budget}, Log: log,
	}
	return options, nil
}

// fence is the secret that keys the fences around documents in prompts. It is
// the same as long as what it is made from is.
func fence(from ...string) []byte {
	k := analysis.KeyOf(append([]string{"fence"}, from...)...)
	return k[:sha256.Size]
}
