package packet

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"
)

//go:embed page.html
var pageText string

//go:embed page.css
var style string

// Policy is the content security policy of the page: its own stylesheet, by
// hash, and nothing else.
func Policy() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

// page is what the template is given.
type page struct {
	Style     template.CSS
	At        time.Time
	Reader    words
	D         *dossier
	Texts     []*text
	Cited     []*evidence
	Advised   bool
	Panels    []*panel
	Decisions []*decision
}

// HTML is the packet as a page of its own: no script, and nothing is fetched.
// Texts stand there as they were written, as text.
func (p *Packet) HTML() ([]byte, error) {
	t, err := template.New("page").Funcs(template.FuncMap{
		"iso": iso, "stamp": stamp, "say": say, "number": number, "percent": percent,
	}).Parse(pageText)
	if err != nil {
		return nil, fmt.Errorf("read the page of a packet: %w", err)
	}
	v := page{Style: template.CSS(style), At: p.at, Reader: p.reader.of.Name, D: &p.of, Panels: p.of.panels(), Decisions: p.of.decisions()}
	v.Texts, v.Cited = p.number()
	if p.of.Analysis != nil {
		for _, f := range p.of.Analysis.Findings {
			v.Advised = v.Advised || f.Advised()
		}
	}
	for _, panel := range v.Panels {
		panel.Posts = nil
		for _, d := range p.said {
			if d.Panel == panel.ID {
				for _, post := range d.Posts {
					panel.Posts = append(panel.Posts, post.of)
				}
			}
		}
	}
	var b bytes.Buffer
	if err := t.Execute(&b, v); err != nil {
		return nil, fmt.Errorf("write a packet: %w", err)
	}
	return b.Bytes(), nil
}

// stamp is an instant with its zone.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

func iso(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// say is a value of the schema as a word of a sentence.
func say(w words) string { return strings.ToLower(strings.ReplaceAll(string(w), "_", " ")) }

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func percent(f float64) string { return strconv.FormatFloat(100*f, 'f', 0, 64) + " %" }
