package analysis

import "time"

// Facts are what the system knows of the candidate, as of a time, for the
// comparison with claims. The field names are those of the golden files.
type Facts struct {
	AsOf          *time.Time     `json:"asOf,omitempty"`
	Engagements   []Engagement   `json:"engagements"`
	Decisions     []TechDecision `json:"decisions"`
	Incidents     []Incident     `json:"incidents"`
	TeamChanges   []TeamChange   `json:"team_changes"`
	Presentations []Presentation `json:"presentations"`
	Mentees       []Mentee       `json:"mentees"`
	References    []Reference    `json:"references"`
}

// Engagement is work at a company.
type Engagement struct {
	Company          string   `json:"company"`
	Country          string   `json:"country"`
	From             string   `json:"from"`
	To               *string  `json:"to"`
	Surfaces         []string `json:"surfaces"`
	FounderConfirmed bool     `json:"founder_confirmed"`
}

// TechDecision is an entry of the decision log.
type TechDecision struct {
	ID       string  `json:"id"`
	Date     string  `json:"date"`
	Title    string  `json:"title"`
	Choice   string  `json:"choice"`
	Outcome  string  `json:"outcome"`
	Reviewed *string `json:"reviewed"`
}

// Incident is an outage.
type Incident struct {
	Date        string `json:"date"`
	Company     string `json:"company"`
	Surface     string `json:"surface"`
	Severity    string `json:"severity"`
	Minutes     int    `json:"minutes"`
	Preventable *bool  `json:"preventable"`
	Cause       string `json:"cause"`
}

// TeamChange is a team structured or restructured.
type TeamChange struct {
	Date    string `json:"date"`
	Company string `json:"company"`
	Change  string `json:"change"`
	Outcome string `json:"outcome"`
	Measure string `json:"measure"`
}

// Presentation counts meetings with a board or investors.
type Presentation struct {
	Company  string `json:"company"`
	Audience string `json:"audience"`
	Count    int    `json:"count"`
	Feedback string `json:"feedback"`
}

// Mentee is a person whom the candidate mentors.
type Mentee struct {
	Name     string `json:"name"`
	Level    string `json:"level"`
	Previous string `json:"previous"`
	Since    string `json:"since"`
}

// Reference is a testimony that was received.
type Reference struct {
	Name     string `json:"name"`
	Company  string `json:"company"`
	Standing string `json:"standing"`
	Confirms string `json:"confirms"`
	Received string `json:"received"`
}
