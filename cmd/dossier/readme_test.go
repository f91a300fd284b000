package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

var update = flag.Bool("update", false, "write the README's configuration table")

// settings lists every setting that has a variable, with the commands that
// read it.
func settings() string {
	var c cli
	parser := newParser(&c, streams{}, func(int) {})
	type setting struct{ flag, value, help, commands string }
	byEnv := map[string]*setting{}
	var walk func(n *kong.Node, path string)
	walk = func(n *kong.Node, path string) {
		for _, f := range n.Flags {
			for _, env := range f.Envs {
				s := byEnv[env]
				if s == nil {
					value := f.Default
					if value != "" {
						value = "`" + value + "`"
					}
					s = &setting{flag: "--" + f.Name, value: value, help: f.Help}
					byEnv[env] = s
				}
				if s.commands != "" {
					s.commands += ", "
				}
				s.commands += path
			}
		}
		for _, child := range n.Children {
			walk(child, strings.TrimSpace(path+" "+child.Name))
		}
	}
	for _, f := range parser.Model.Flags {
		for _, env := range f.Envs {
			byEnv[env] = &setting{flag: "--" + f.Name, help: f.Help, commands: "all"}
		}
	}
	for _, child := range parser.Model.Children {
		walk(child, child.Name)
	}
	var b strings.Builder
	b.WriteString("| variable | flag | default | what | commands |\n|---|---|---|---|---|\n")
	names := make([]string, 0, len(byEnv))
	for env := range byEnv {
		names = append(names, env)
	}
	slices.Sort(names)
	for _, env := range names {
		s := byEnv[env]
		fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s | %s |\n", env, s.flag, s.value, s.help, s.commands)
	}
	return b.String()
}

// TestReadme compares the README's table of settings with the program's own.
func TestReadme(t *testing.T) {
	const name = "../../README.md"
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	between := regexp.MustCompile(`(?s)(<!-- settings -->\n).*?(<!-- end of settings -->)`)
	if !between.Match(raw) {
		t.Fatal("README.md has no place for the settings")
	}
	want := between.ReplaceAllString(string(raw), "${1}"+strings.ReplaceAll(settings(), "$", "$$")+"${2}")
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want != string(raw) {
		t.Error("the README's table of settings is not the program's: run make gen")
	}
}
