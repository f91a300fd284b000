package send

import (
	"fmt"
	"strings"

	"dossier/internal/notify"
)

// maxDigest is how many notifications a digest spells out.
const maxDigest = 100

// footer ends every mail's text.
const footer = "-- \nDossier sends this as your settings of notifications say; setNotifications changes or stops it.\n"

// words is the subject and the plain text of what tells of notifications.
func words(notes []*notify.Notification, public string) (subject, text string) {
	subject = notes[0].Subject()
	if len(notes) > 1 {
		subject = fmt.Sprintf("%d things to know about promotions", len(notes))
	}
	var b strings.Builder
	for i, n := range notes {
		if i == maxDigest {
			fmt.Fprintf(&b, "And %d more, in your list of notifications.\n\n", len(notes)-maxDigest)
			break
		}
		b.WriteString(n.Text() + "\n")
		if link := n.Link(public); link != "" {
			b.WriteString(link + "\n")
		}
		b.WriteString("\n")
	}
	return subject, b.String()
}
