package analysis

import (
	"errors"
	"fmt"

	"dossier/internal/analysis/text"
)

// Picked counts the passages that an analyser pointed at.
type Picked struct {
	Items int
	// Absent is how many of them are nowhere in the text. One that may not be
	// evidence is in it.
	Absent int
}

// with counts one more, which err kept from being found.
func (p Picked) with(err error) Picked {
	p.Items++
	if err != nil && !errors.Is(err, text.ErrQuarantined) {
		p.Absent++
	}
	return p
}

func (p Picked) plus(q Picked) Picked {
	return Picked{Items: p.Items + q.Items, Absent: p.Absent + q.Absent}
}

// doubtful reports whether more than half is not in the text. An analyser
// that makes things up may have missed what there is.
func (p Picked) doubtful() bool { return 2*p.Absent > p.Items }

// invented says how much of what the model pointed at is not in the text.
func (p *phrases) invented(n Picked) string {
	if n.Items == 1 {
		return p.inventedOne
	}
	return fmt.Sprintf(p.inventedOf, n.Absent, n.Items)
}
