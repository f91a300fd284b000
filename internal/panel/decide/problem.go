package decide

import (
	"fmt"
	"strings"
	"time"
)

// NoQuorum refuses a decision of a panel too few of whose members have judged.
type NoQuorum struct {
	Quorum, Scored int
}

// Message says how many are missing.
func (n NoQuorum) Message() string {
	return fmt.Sprintf("the panel decides with %d submitted reviews of seats that count, and %d are there: wait for more, or have a seat replaced", n.Quorum, n.Scored)
}

func (n NoQuorum) Error() string { return n.Message() }

// PanelRule refuses what the rules of panels do not allow.
type PanelRule struct {
	Reasons []string
}

// Message lists the reasons.
func (p PanelRule) Message() string { return strings.Join(p.Reasons, "; ") }

func (p PanelRule) Error() string { return p.Message() }

// because is the refusal for one reason.
func because(format string, args ...any) error {
	return &PanelRule{Reasons: []string{fmt.Sprintf(format, args...)}}
}

// AppealClosed refuses an appeal after its time.
type AppealClosed struct {
	Deadline time.Time
}

// Message says when the time ended.
func (a AppealClosed) Message() string {
	return "this decision could be appealed until " + a.Deadline.UTC().Format("2006-01-02 15:04 MST")
}

func (a AppealClosed) Error() string { return a.Message() }
