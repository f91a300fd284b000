package llm

import (
	"regexp"
	"strings"
)

// contact finds what leads to a person beside a name: addresses of mail, links
// (the names in them are not to be told from others), handles and telephone
// numbers. The last group of an alternative is what is hidden; the text before
// it stays.
var contact = regexp.MustCompile(`(?i)` + strings.Join([]string{
	// ana.ruiz@example.org, mailto:ana@example.org, ana (at) example (dot) org
	`((?:mailto:)?[\p{L}\p{N}._%+-]+(?:@|\s?[(\[]at[)\]]\s?)[\p{L}\p{N}-]+(?:(?:\.|\s?[(\[]dot[)\]]\s?)[\p{L}\p{N}-]+)+)`,
	// https://example.org/@ana, www.example.org, linkedin.com/in/ana-ruiz
	`((?:[a-z][a-z0-9+.-]*://|www\.)[^\s<>"'|)\]]*[^\s<>"'|)\].,;:!?]|tel:[+\d()./-]+\d|(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s<>"'|)\]]*[^\s<>"'|)\].,;:!?])`,
	// @ana_ruiz, where no letter stands before it
	`(?:^|[^\p{L}\p{M}\p{N}_@])(@[\p{L}_][\p{L}\p{N}_]*(?:[.-][\p{L}\p{N}_]+)*)`,
	// +49 170 1234567, 0049 170 ..., 030/1234567, 0170 1234567, 06 12 34 56 78
	`(\+\d[\d ()./-]{6,}\d|\b00[1-9][\d ()./-]{6,}\d|\(?\b0\d{2,5}\)?[ /-]{1,3}\d{2,}(?:[ -]?\d{2,})*|\b0\d(?:[ .-]\d\d){4}\b)`,
	// (555) 010-1234, 555-010-1234
	`(\(\d{3}\) ?\d{3}[ .-]\d{4}\b|\b\d{3}[.-]\d{3}[.-]\d{4}\b)`,
	// tel. 1234567, WhatsApp: 555 1234
	`\b(?:tel|telefon|phone|telephone|mobile|mobil|handy|cell|fax|whatsapp)\b[.:]{0,2}\s*(?:(?:no|nr|number|nummer)\b[.:]?\s*)?([\d(][\d ()./-]{4,}\d)`,
}, "|"))

// hideContacts puts a word in the place of each contact, and keeps which.
func (m mask) hideContacts(s string) string {
	var b strings.Builder
	done := 0
	for _, at := range contact.FindAllStringSubmatchIndex(s, -1) {
		for g := 2; g < len(at); g += 2 {
			if at[g] < 0 {
				continue
			}
			b.WriteString(s[done:at[g]])
			b.WriteString(m.standIn(s[at[g]:at[g+1]]))
			done = at[g+1]
		}
	}
	return b.String() + s[done:]
}

// standIn is the word for a contact.
func (m mask) standIn(contact string) string {
	for try := 0; ; try++ {
		p := m.c.pseudonym(contact, try)
		if held, taken := m.held[p]; (!taken || held == contact) && m.from[p] == "" {
			m.held[p] = contact
			return p
		}
	}
}

// restoreContacts undoes hideContacts.
func (m mask) restoreContacts(s string) string {
	pairs := make([]string, 0, 2*len(m.held))
	for p, contact := range m.held { // all of one length, so that none is the start of another
		pairs = append(pairs, p, contact)
	}
	return strings.NewReplacer(pairs...).Replace(s)
}
