// Package sequence tests panels as a whole: random sequences of acts by
// everybody who has a part in promotions, with arguments that are often wrong,
// and after each act what must hold whatever happened. What must hold is
// written here a second time, plainly and over the raw tables, and shares
// nothing with the acts and with package access. It holds tests alone.
package sequence
