package llm

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dossier/internal/analysis"
	"dossier/internal/analysis/llm/fakellm"
)

func hiding(t *testing.T) *Client {
	t.Helper()
	c := testClient(t)
	c.o.Pseudonyms = true
	return c
}

// TestContactsAreHidden, whole, and come back.
func TestContactsAreHidden(t *testing.T) {
	t.Parallel()
	c := hiding(t)
	for _, contact := range []string{
		"ana.ruiz@example.org", "ANA_RUIZ+jobs@mail.example.co.uk", "jörg@bücher.example", "ana (at) example (dot) org", "ana[at]example.org", "mailto:ana@example.org",
		"https://example.org/@anaruiz", "http://ana.example", "https://x.example/u?id=ana&t=1#ana", "www.ana-ruiz.example", "linkedin.com/in/ana-ruiz-7a1b", "github.com/anaruiz", "t.me/anaruiz",
		"@ana", "@ana_ruiz", "@ana.ruiz", "@Ana-Ruiz",
		"+49 170 1234567", "+1 (555) 010-1234", "+491701234567", "0049 170 1234567", "0170 1234567", "0170/1234567", "(030) 12345678", "030-12345678", "06 12 34 56 78",
		"(555) 010-1234", "555-010-1234", "tel:+491701234567",
	} {
		for _, s := range []string{contact, "Ask " + contact + ".", "(" + contact + ")", "Ask " + contact + ", or me: " + contact + "!"} {
			m := c.maskOf(nil)
			hidden := m.hide(s)
			if strings.Contains(hidden, contact) || strings.ContainsAny(hidden, "@0123456789/") || strings.Contains(strings.ToLower(hidden), "ana") {
				t.Errorf("%q is sent as %q", s, hidden)
			}
			if got := m.restore(hidden); got != s {
				t.Errorf("%q comes back as %q", s, got)
			}
		}
	}
	for s, want := range map[string]string{
		"Tel. 1234567": "Tel. #", "WhatsApp: 555 1234 56": "WhatsApp: #", "Telefon Nr. 12 34 56 7": "Telefon Nr. #",
		"Write to @ana, not ana@x": "Write to #, not ana@x",
	} {
		m := c.maskOf(nil)
		hidden := m.hide(s)
		for p := range m.held {
			hidden = strings.ReplaceAll(hidden, p, "#")
		}
		if hidden != want {
			t.Errorf("%q is sent as %q", s, hidden)
		}
	}
}

// TestFiguresAreNoContacts: a model must see them, for claims are made of them.
func TestFiguresAreNoContacts(t *testing.T) {
	t.Parallel()
	m := hiding(t).maskOf(nil)
	for _, s := range []string{
		"In 2019-2023 we grew from 1,200 to 40,000 users.", "On 2023-05-01 and on 01.05.2023, or 03/04/2023.", "From 05/2023 - 06/2024 it cost EUR 1 200 000.",
		"It fell from 0.05 to 0.01, or 100 200 of 300 400.", "ISO 27001, version 1.12.3, port 8080, 192.168.10.14.", "L5+ and A/B tests, 24/7, build/buy.", "At 09:30 we had 12 of 15, 3.5 % each.",
		"Nr. 7 of 12; phone calls fell by 40 %.", "e.g. this, etc. The end.Next", "C++ and C#, 1 + 1", "the years 2019 2020 2021 2022",
	} {
		if got := m.hide(s); got != s {
			t.Errorf("%q is sent as %q", s, got)
		}
	}
}

// TestAnyTextComesBack from behind names in both letters and contacts.
func TestAnyTextComesBack(t *testing.T) {
	t.Parallel()
	c := hiding(t)
	names := []string{"Ana", "Ruiz", "ana", "ruiz"}
	parts := []string{
		"Ana", "ana", "ANA", "anas", "Ruiz", "ruiz's", "ana.ruiz@example.org", "@ana", "+49 170 1234567", "https://x.example/ana", "x", "é", "\xff", ".", "-", " ", "\n", "(", "ruizana", "7",
	}
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOf(rapid.SampledFrom(parts)).Draw(t, "text"), rapid.SampledFrom([]string{"", " "}).Draw(t, "between"))
		m := c.maskOf(names)
		if got := m.restore(m.hide(s)); got != s {
			t.Fatalf("%q comes back as %q", s, got)
		}
	})
	m := c.maskOf(names)
	if m.to["ana"] != strings.ToLower(m.to["Ana"]) || c.maskOf([]string{"ana"}).to["ana"] != m.to["ana"] {
		t.Errorf("ana is %q beside %q", m.to["ana"], m.to["Ana"])
	}
}

const reachable = `# How to reach ana.ruiz@example.org

## People

In 2023 I handed the console to Ana Ruiz (L4), ana.ruiz@example.org, and she ran it with six people by the autumn. Later I asked ruiz, on +49 170 1234567, to keep the console.

## Board

The board of 2024 has my plan at https://example.org/@anaruiz and from @ana_ruiz; I sat there as tem` + "\u200b" + `itope told them. Temitope Bassey told the board so.
`

// TestNoPersonalTextIsSent, in any kind of question, and everything found is
// where it was: with and without pseudonyms the findings are the same.
func TestNoPersonalTextIsSent(t *testing.T) {
	t.Parallel()
	in := input(reachable)
	in.Documents[0].Title = "Portfolio of Ana Ruiz, ana.ru\u200biz@example.org, @ana_ruiz"
	personal := []string{"ana", "Ana", "Ruiz", "ruiz", "170", "1234567", "example.org", "emitope", "assey", "@"}
	answer := fakellm.Answer(echoes, fakellm.ByPassages)
	suggested := fakellm.Rule{Match: fakellm.Of(fakellm.Suggest), Content: fakellm.Suggesting(func(g fakellm.Gap) string { return "Ask what the board has of it. " + g.Near })}
	open := start(t, suggested, answer)
	plain := run(t, in, analysis.Options{Analyser: client(t, open)})
	bad := fakellm.Rule{Times: 1, Match: fakellm.Of(fakellm.Map), Content: fakellm.Malicious}
	s := start(t, bad, suggested, answer)
	hidden := run(t, in, analysis.Options{Analyser: client(t, s, func(o *Options) { o.Pseudonyms = true })})
	if d := cmp.Diff(plain.Findings, hidden.Findings); d != "" {
		t.Errorf("pseudonyms change the findings:\n%s", d)
	}
	quoted := ""
	for _, f := range hidden.Findings {
		for _, e := range f.Evidence {
			quoted += in.Documents[e.Doc].Body[e.Start:e.End] + "\n"
		}
	}
	for _, want := range []string{"ana.ruiz@example.org", "+49 170 1234567", "https://example.org/@anaruiz", "ruiz, on"} {
		if !strings.Contains(quoted, want) {
			t.Errorf("no evidence holds %q:\n%s", want, quoted)
		}
	}
	for _, k := range []fakellm.Kind{fakellm.Map, fakellm.Repair, fakellm.Reduce, fakellm.Suggest} {
		if s.Count(k) == 0 {
			t.Errorf("nothing asks for %s", k)
		}
	}
	for _, r := range s.Requests() {
		said := r.User() // the rules are the house's
		for _, m := range r.Messages[min(2, len(r.Messages)):] {
			said += m.Content
		}
		for _, p := range personal {
			if strings.Contains(said, p) {
				t.Errorf("request %d (%s) holds %q:\n%s", r.N, r.Kind(), p, said)
			}
		}
	}
	if len(open.Check(true, true, personal...)) == 0 {
		t.Error("nothing was there to hide")
	}
}
