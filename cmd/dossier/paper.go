package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"dossier/internal/analysis"
)

// paper writes findings for a person at a terminal.
type paper struct {
	w      io.Writer
	colour bool
	width  int
	// explain: how each finding came about is told beside it.
	explain bool
	err     error
}

const (
	bold   = "\x1b[1m"
	green  = "\x1b[32m"
	red    = "\x1b[31m"
	yellow = "\x1b[33m"
	dim    = "\x1b[2m"
)

func (p *paper) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func (p *paper) in(colour, s string) string {
	if !p.colour {
		return s
	}
	return colour + s + "\x1b[0m"
}

// wrap writes text in lines of the paper's width, the first after a mark, the
// others below its start.
func (p *paper) wrap(mark, colour, s string) {
	indent := strings.Repeat(" ", utf8.RuneCountInString(mark))
	line, used := mark, utf8.RuneCountInString(mark)
	for i, word := range strings.Fields(printable(s)) {
		n := utf8.RuneCountInString(word)
		if i > 0 && used+1+n > p.width {
			p.line("%s", p.in(colour, line))
			line, used = indent, utf8.RuneCountInString(indent)
		} else if i > 0 {
			line, used = line+" ", used+1
		}
		line, used = line+word, used+n
	}
	p.line("%s", p.in(colour, line))
}

// printable drops what a document could use to take over a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 {
			return -1
		}
		return r
	}, s)
}

func (p *paper) result(in analysis.Input, res analysis.Result) {
	for _, f := range res.Findings {
		c := in.Level.Criterion(f.Criterion)
		head := c.Title + ": not assessed"
		if f.Score != nil {
			head = fmt.Sprintf("%s: %d of 4 (%s confidence)", c.Title, *f.Score, strings.ToLower(string(f.Confidence.Level)))
		}
		p.line("%s", p.in(bold, head))
		p.wrap("  ", dim, f.Rationale)
		for i, e := range f.Evidence {
			mark, colour := "  + ", green
			if e.Polarity == analysis.Contradicts {
				mark, colour = "  - ", red
			}
			p.wrap(mark, colour, "“"+e.Quote+"”")
			p.wrap("      ", dim, fmt.Sprintf("%s, %s", where(in, e.Place), e.Why))
			if p.explain {
				p.picked(i+1, e)
			}
		}
		for _, g := range f.Gaps {
			p.wrap("  ? ", yellow, g.Description)
			if g.Suggestion != "" {
				p.wrap("      ", dim, g.Suggestion)
			}
			if p.explain && f.Score != nil {
				p.closes(g, *f.Score)
			}
		}
		if p.explain {
			p.account(in, c, f)
		}
		p.line("")
	}
	p.claims(in, res.Claims)
	for _, a := range res.Anomalies {
		p.wrap("! ", red, where(in, a.Place)+": "+a.Description)
		if p.explain {
			p.wrap("      ", dim, map[bool]string{true: "Quarantined: it can never be evidence.", false: "Shown, not quarantined."}[a.Quarantined])
		}
	}
	if len(res.Anomalies) > 0 {
		p.line("")
	}
	if p.explain {
		p.origin(res)
	}
	p.wrap("", dim, fmt.Sprintf("%s, %s. Scores are advisory: they say what was found in the text, not what is true.", res.Analyser, in.Level.Version().Label))
	for _, r := range res.Reasons {
		p.wrap("", yellow, note(res, r)+r)
	}
}

func (p *paper) claims(in analysis.Input, claims []analysis.Claim) {
	if len(claims) == 0 {
		return
	}
	p.line("%s", p.in(bold, "Figures that records would have to bear out"))
	for _, c := range claims {
		p.wrap("  # ", "", "“"+c.Quote+"”")
		p.wrap("      ", dim, where(in, c.Place)+", "+c.Explanation)
		if p.explain {
			p.compared(c)
		}
	}
	p.line("")
}

// where names a place for a person.
func where(in analysis.Input, at analysis.Place) string {
	line := lineOf(in, at)
	if len(in.Documents) == 1 {
		return fmt.Sprintf("line %d", line)
	}
	return fmt.Sprintf("%s line %d", name(in, at), line)
}

func lineOf(in analysis.Input, at analysis.Place) int {
	return 1 + strings.Count(in.Documents[at.Doc].Body[:at.Start], "\n")
}

func name(in analysis.Input, at analysis.Place) string {
	_, file, _ := strings.Cut(in.Documents[at.Doc].Ref, " ")
	return file
}

// note says what a reason is of: of a ladder that no model may read, of a model
// that failed, or of text that nobody read.
func note(res analysis.Result, reason string) string {
	if reason == analysis.ForbiddenNote {
		return "Offline: "
	}
	if res.Degraded {
		return "Degraded: "
	}
	return "Not read: "
}
