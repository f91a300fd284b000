package llm

import "testing"

func TestParams(t *testing.T) {
	t.Parallel()
	for model, want := range map[string]string{
		"gpt-4o-mini":         `"temperature":0,"max_tokens":9,"prompt_cache_key":"k"`,
		"gpt-5.1":             `"max_completion_tokens":9,"prompt_cache_key":"k"`,
		"openai/gpt-5":        `"max_completion_tokens":9,"prompt_cache_key":"k"`,
		"o3-mini":             `"max_completion_tokens":9,"prompt_cache_key":"k"`,
		"qwen2.5:7b-instruct": `"temperature":0,"max_tokens":9`,
		"org/model-o1":        `"temperature":0,"max_tokens":9`,
	} {
		p := newParams(model)
		if got := string(p.extra(9, "k")); got != want {
			t.Errorf("%s sends %s, want %s", model, got, want)
		}
	}
}

func TestDroppedParametersAreRemembered(t *testing.T) {
	t.Parallel()
	p := newParams("some-model")
	for _, step := range []struct {
		name  string
		again bool
		want  string
	}{
		{"max_tokens", true, `"temperature":0,"max_completion_tokens":9`},
		{"max_tokens", false, `"temperature":0,"max_completion_tokens":9`},
		{"temperature", true, `"max_completion_tokens":9`},
		{"max_completion_tokens", true, ``},
		{"max_completion_tokens", false, ``},
	} {
		if again := p.drop(step.name); again != step.again {
			t.Errorf("dropping %s: worth a try %v", step.name, again)
		}
		if got := string(p.extra(9, "k")); got != step.want {
			t.Errorf("after %s: %s, want %s", step.name, got, step.want)
		}
	}
}
