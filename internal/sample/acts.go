package sample

// Acts are what people did with the program itself. Records and mentorships
// are named by the keys of their rows, people by theirs.
type Acts struct {
	Requests     []Request
	Nominations  []Nomination
	Offers       []Offer
	Agreements   []Agreement
	Explanations []Explanation
	Answers      []Answer
}

// Request asks somebody, by the record's owner, to confirm a record.
type Request struct {
	Record string `yaml:"record"`
	By     string `yaml:"by"`
	Of     string `yaml:"of"`
	// Declined is true if it was answered so; else it waits.
	Declined bool `yaml:"declined"`
}

// Nomination puts a person forward for L9.
type Nomination struct {
	DaysAgo            int      `yaml:"daysAgo"`
	Nominee            string   `yaml:"nominee"`
	Nominator          string   `yaml:"nominator"`
	SinceMonthsAgo     int      `yaml:"sinceMonthsAgo"`
	Relation           string   `yaml:"relation"`
	Money              string   `yaml:"money"`
	Records            []string `yaml:"records"`
	ReasonNotToPromote string   `yaml:"reasonNotToPromote"`
	// Accepted is false while it is offered.
	Accepted bool `yaml:"accepted"`
}

// Offer is a mentorship that its mentor offers.
type Offer struct {
	Mentor string `yaml:"mentor"`
	Mentee string `yaml:"mentee"`
}

// Agreement is one on referral money, offered and accepted on a day.
type Agreement struct {
	Mentorship string `yaml:"mentorship"`
	Mentor     string `yaml:"mentor"`
	Mentee     string `yaml:"mentee"`
	Currency   string `yaml:"currency"`
	MonthsAgo  int    `yaml:"monthsAgo"`
}

// Explanation is what a candidate says of a shortfall.
type Explanation struct {
	Candidate   string `yaml:"candidate"`
	Requirement string `yaml:"requirement"`
	Explanation string `yaml:"explanation"`
}

// Answer is what a person says of an item of the self-evaluation. Evidence are
// records.
type Answer struct {
	Person   string   `yaml:"person"`
	Item     string   `yaml:"item"`
	Answer   string   `yaml:"answer"`
	Note     string   `yaml:"note"`
	Evidence []string `yaml:"evidence"`
}
