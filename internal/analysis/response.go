package analysis

// ResponseVerdict is what the candidate says to a finding.
type ResponseVerdict string

// The verdicts of a response.
const (
	Agree   ResponseVerdict = "AGREE"
	Dispute ResponseVerdict = "DISPUTE"
)

// Response is the candidate's answer to evidence or to a gap.
type Response struct {
	Verdict ResponseVerdict `db:"verdict"`
	Comment *string         `db:"comment"`
}
