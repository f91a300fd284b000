package mentoring

import "fmt"

// SlotsFull refuses a mentee for whom the mentor has no slot.
type SlotsFull struct {
	Total, Used int
}

// Message says how many slots there are and what would free one.
func (s SlotsFull) Message() string {
	return fmt.Sprintf("the mentor has %d of %d mentee slots in use: one of those mentorships has to end first", s.Used, s.Total)
}

func (s SlotsFull) Error() string { return s.Message() }
