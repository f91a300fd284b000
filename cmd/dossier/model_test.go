package main

import (
	"strings"
	"testing"
	"time"
)

func TestRemoteModels(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		url    string
		remote bool
	}{
		{"https://api.openai.com/v1", true}, {"http://ollama:11434/v1", true}, {"http://10.0.0.7/v1", true},
		{"http://localhost:11434/v1", false}, {"http://model.localhost/v1", false}, {"http://127.0.0.2:1/v1", false}, {"http://[::1]:8000/v1", false}, {"", false},
	} {
		m := model{LLMURL: tt.url, LLMPseudonyms: "auto", LLMForbid: []string{"house"}}
		if m.remote() != tt.remote || m.pseudonyms() != tt.remote || m.forbidden("house") != tt.remote || m.forbidden("other") {
			t.Errorf("%q: remote %v, pseudonyms %v, forbidden %v", tt.url, m.remote(), m.pseudonyms(), m.forbidden("house"))
		}
		m.LLMPseudonyms = "on"
		on := m.pseudonyms()
		m.LLMPseudonyms, m.LLMForbid = "off", []string{"*"}
		if !on || m.pseudonyms() || m.forbidden("other") != tt.remote {
			t.Errorf("%q: on %v, off %v, all forbidden %v", tt.url, on, m.pseudonyms(), m.forbidden("other"))
		}
	}
}

func TestSettingsOfWhatIsKept(t *testing.T) {
	t.Parallel()
	good := working{keeping: keeping{KeepKey: strings.Repeat("A", 43) + "=", Keep: time.Hour}}
	for name, tt := range map[string]struct {
		change func(*working)
		says   string
	}{
		"good":          {func(*working) {}, ""},
		"short key":     {func(w *working) { w.KeepKey = "c2hvcnQ=" }, "--llm-keep-key"},
		"no base64":     {func(w *working) { w.KeepKey = "ä" }, "openssl rand"},
		"kept no time":  {func(w *working) { w.Keep = 0 }, "--llm-keep"},
		"less than nil": {func(w *working) { w.DayInput = -1 }, "--llm-day-input"},
	} {
		w := good
		tt.change(&w)
		err := w.check()
		if (err == nil) != (tt.says == "") || err != nil && !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	answers, exchanges, err := good.seals([]byte("secret"))
	if answers == nil || exchanges == nil || err != nil {
		t.Errorf("with a key: %v", err)
	}
	answers, exchanges, err = working{}.seals([]byte("secret"))
	if answers == nil || exchanges != nil || err != nil {
		t.Errorf("without a key: exchanges %v, %v", exchanges, err)
	}
}
