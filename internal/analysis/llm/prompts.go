package llm

import (
	"crypto/hmac"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"text/template"
)

//go:embed prompts/*.tmpl
var promptFiles embed.FS

// prompts holds the parsed templates and a hash of their text.
type prompts struct {
	t       *template.Template
	version string
}

func loadPrompts() (*prompts, error) {
	t, err := template.New("").Funcs(template.FuncMap{"json": marshal, "oneline": oneLine}).ParseFS(promptFiles, "prompts/*.tmpl")
	if err != nil {
		return nil, fmt.Errorf("parse prompts: %w", err)
	}
	h := sha256.New()
	err = fs.WalkDir(promptFiles, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := promptFiles.ReadFile(path)
		fmt.Fprintf(h, "%s %d\n%s", path, len(b), b)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("hash prompts: %w", err)
	}
	return &prompts{t: t, version: hex.EncodeToString(h.Sum(nil))[:12]}, nil
}

// render fills in a template.
func (p *prompts) render(name string, data any) (string, error) {
	var b strings.Builder
	if err := p.t.ExecuteTemplate(&b, name, data); err != nil {
		return "", fmt.Errorf("render %s: %w", name, err)
	}
	return strings.TrimSpace(b.String()), nil
}

func marshal(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

// oneLine joins the lines of a text, so that nothing in it can look like the
// start of another line of a prompt.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// fence returns the mark around a text: it follows from the text, so that the
// same question is the same request, and nobody without the secret can guess it.
func (c *Client) fence(text string) string {
	m := hmac.New(sha256.New, c.o.Secret)
	m.Write([]byte(text))
	return hex.EncodeToString(m.Sum(nil)[:4])
}

// tokens estimates from above how many tokens a text has. English takes 3.97
// bytes a token at the least; other languages are split finer.
func tokens(bytes int, language string) int {
	if language == "en" {
		return bytes*10/39 + 1
	}
	return bytes/3 + 1
}
