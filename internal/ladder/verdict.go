package ladder

// Verdict is what a rule says of a fact: it holds, it does not, or there is
// not enough to say.
type Verdict string

// The verdicts.
const (
	Pass    Verdict = "PASS"
	Fail    Verdict = "FAIL"
	Unknown Verdict = "UNKNOWN"
)
