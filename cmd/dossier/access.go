package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"dossier/internal/access"
	"dossier/internal/fault"
)

// accessCmd holds the subcommands on who may do what.
type accessCmd struct {
	Explain accessExplainCmd `cmd:"" help:"Print who may see and do what, and why."`
}

type accessExplainCmd struct {
	As   string `placeholder:"WHO" help:"Only what concerns them: a role or a relation, as steward, candidate or mentor."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help is printed below the flags.
func (accessExplainCmd) Help() string {
	return "The server decides by this very table. A denial goes before every grant, and what is not named is denied.\n\nExample:\n\n  dossier access explain --as steward"
}

// Run prints the table.
func (c *accessExplainCmd) Run(s streams) error {
	rules := access.Policy()
	first := func(r access.Rule) int {
		return slices.IndexFunc(access.Policy(), func(o access.Rule) bool { return o.Thing == r.Thing })
	}
	slices.SortStableFunc(rules, func(a, b access.Rule) int { return first(a) - first(b) })
	if c.As != "" {
		var err error
		if rules, err = concerning(rules, c.As); err != nil {
			return err
		}
	}
	if c.JSON {
		e := json.NewEncoder(s.Out)
		e.SetIndent("", "  ")
		return e.Encode(rules)
	}
	var thing access.Thing
	for _, r := range rules {
		if r.Thing != thing {
			thing = r.Thing
			fmt.Fprintf(s.Out, "%s\n\n", strings.ToUpper(string(thing)))
		}
		fmt.Fprintf(s.Out, "  %s\n", r.Act)
		for _, t := range r.Denied {
			fmt.Fprintf(s.Out, "    denied to   %s\n", inWords(t))
		}
		for _, t := range r.Granted {
			fmt.Fprintf(s.Out, "    granted to  %s\n", inWords(t))
		}
		fmt.Fprintln(s.Out)
	}
	fmt.Fprintln(s.Out, "A denial goes before every grant. Whoever is not named is denied.")
	return nil
}

func inWords(t access.Term) string {
	text := string(t.Who)
	if n := len(t.Status); n > 0 {
		text += ", while it is " + t.Status[n-1]
		if n > 1 {
			text = string(t.Who) + ", while it is " + strings.Join(t.Status[:n-1], ", ") + " or " + t.Status[n-1]
		}
	}
	return text + ": " + t.Why
}

// concerning keeps the terms that hold for one kind of people, and the acts
// that any of them is granted by.
func concerning(rules []access.Rule, as string) (kept []access.Rule, err error) {
	var known []string
	is := func(t access.Term) bool {
		name := string(t.Who)
		for _, article := range []string{"a ", "the ", "its "} {
			name = strings.TrimPrefix(name, article)
		}
		known = append(known, name)
		switch t.Who {
		case access.AnyoneSignedIn:
			return true
		case access.AnyoneElse, access.OfWithdrawn, access.TheConflicted, access.TheRecused:
			return as != "candidate"
		}
		return as == name || as == string(t.Who) || strings.HasPrefix(name, as+",")
	}
	others := func(t access.Term) bool { return !is(t) }
	for _, r := range rules {
		r.Denied, r.Granted = slices.DeleteFunc(r.Denied, others), slices.DeleteFunc(r.Granted, others)
		if len(r.Granted) > 0 {
			kept = append(kept, r)
		}
	}
	slices.Sort(known)
	if known = slices.Compact(known); !slices.ContainsFunc(known, func(k string) bool { return k == as || strings.HasPrefix(k, as+",") }) {
		return nil, fault.New(fault.Invalid, "--as: nobody in the table is %q; use one of: %s", as, strings.Join(known, "; "))
	}
	return kept, nil
}
