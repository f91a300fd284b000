package nomination

import "fmt"

// NominationClosed refuses an act that the nomination's status does not allow.
type NominationClosed struct {
	Status Status
}

// Message says what the status is and would have to be.
func (c NominationClosed) Message() string {
	return fmt.Sprintf("this nomination is %s: one that is %s and in time can be answered or withdrawn, one that is %s only withdrawn", c.Status, Offered, Accepted)
}

func (c NominationClosed) Error() string { return c.Message() }

// AlreadyNominated refuses a second nomination of the same person by the same.
type AlreadyNominated struct {
	Nomination *Nomination
}

// Message says what must happen first.
func (a AlreadyNominated) Message() string {
	return fmt.Sprintf("you have nominated this person for %s already, and that nomination is %s; withdraw it, or let it run", a.Nomination.ToLevel, a.Nomination.Status)
}

func (a AlreadyNominated) Error() string { return a.Message() }
