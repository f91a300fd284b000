package record

import (
	"slices"

	"github.com/google/uuid"

	"dossier/internal/day"
)

// Money is an amount in minor units of a currency (ISO 4217).
type Money struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"`
}

// Engagement is work at a company. Source: S09, S15.
type Engagement struct {
	Base
	Title string `json:"title"`
	// Scope holds keys of the ladder's scope, as "roadmap".
	Scope []string `json:"scope"`
	// FounderHandles and OwnerHandles say who handles what.
	FounderHandles []string `json:"founderHandles"`
	OwnerHandles   []string `json:"ownerHandles"`
}

// SurfaceOwnership is a product surface owned over days. Source: W1, M1.
type SurfaceOwnership struct {
	Base
	Surface uuid.UUID `json:"surface"`
	// Aspects are ROADMAP, ARCHITECTURE, INFRA.
	Aspects []string `json:"aspects"`
}

// TechDecision is an entry of the decision log. Source: W2, S12, S13, T1.3,
// T1.5, C7, C9.
type TechDecision struct {
	Base
	Title string `json:"title"`
	// Type is BUILD_VS_BUY, VENDOR, ARCHITECTURE, INFRASTRUCTURE or OTHER.
	Type     string   `json:"type"`
	Options  []string `json:"options"` // BUILD, BUY, OSS, or in words
	Chosen   string   `json:"chosen"`
	Burn     string   `json:"burn"` // what it did to burn rate, speed and optionality
	Speed    string   `json:"speed"`
	Optional string   `json:"optionality"`
	// Contexts are keys of the ladder's seven contexts that were weighed.
	Contexts []string `json:"contexts"`
	TradeOff string   `json:"tradeOff"` // what was traded for what
	Costs    *Costs   `json:"costs"`
	Factors  *Factors `json:"factors"`
	// Affects are surfaces.
	Affects   []uuid.UUID `json:"affects"`
	CaughtOn  *day.Day    `json:"caughtOn"`
	ShippedOn *day.Day    `json:"shippedOn"`
	Vendor    *Vendor     `json:"vendor"`
}

// Costs are what a decision was expected to cost. Source: T1.5.
type Costs struct {
	Engineering        Money `json:"engineering"`
	Infrastructure     Money `json:"infrastructure"`
	Opportunity        Money `json:"opportunity"`
	TimeToMarketMonths int   `json:"timeToMarketMonths"`
}

// Factors are what was weighed, in a phrase each. Source: T1.3.
type Factors struct {
	SwitchingCost     string `json:"switchingCost"`
	LockIn            string `json:"lockIn"`
	TeamCapability    string `json:"teamCapability"`
	MaintenanceBurden string `json:"maintenanceBurden"`
	Optionality       string `json:"optionality"`
}

// Vendor is the relation to who was chosen. Source: T2.5.
type Vendor struct {
	Name          string   `json:"name"`
	ContractUntil *day.Day `json:"contractUntil"`
	MigrationPlan string   `json:"migrationPlan"`
}

// OutcomeReview says what became of a decision. Source: M2, C2, C9, P4.
type OutcomeReview struct {
	Base
	Metric   string   `json:"metric"`
	Unit     string   `json:"unit"`
	Baseline *float64 `json:"baseline"`
	Target   *float64 `json:"target"`
	Actual   *float64 `json:"actual"`
	// Verdict is POSITIVE, NEGATIVE, MIXED or PENDING.
	Verdict                string   `json:"verdict"`
	EngineeringMonthsSaved *float64 `json:"engineeringMonthsSaved"`
	StillInUse             *bool    `json:"stillInUse"`
	Regretted              *bool    `json:"regretted"`
	StillInForce           *bool    `json:"stillInForce"`
	Note                   string   `json:"note"`
}

// OnWatch is having areas of a surface on watch. Source: W4, M4, C6.
type OnWatch struct {
	Base
	Surface uuid.UUID `json:"surface"`
	// Areas are DEPLOYMENT, MONITORING, SECURITY, SCALABILITY.
	Areas []string `json:"areas"`
}

// Holds reports whether an outage lies in the watch: on one of its days, of its
// surface, in one of its areas.
func (o *OnWatch) Holds(i *Incident) bool {
	return o.Surface == i.Surface && o.Span.Has(i.Span.From) &&
		slices.ContainsFunc(i.Areas, func(a string) bool { return slices.Contains(o.Areas, a) })
}

// Incident is an outage. Source: M4.
type Incident struct {
	Base
	Title    string    `json:"title"`
	Surface  uuid.UUID `json:"surface"`
	Areas    []string  `json:"areas"`
	Severity string    `json:"severity"` // MINOR, MAJOR, CRITICAL
	Minutes  int       `json:"minutes"`
	Cause    string    `json:"cause"`
}

// IncidentReview says whether an incident could have been prevented.
type IncidentReview struct {
	Base
	Preventable bool   `json:"preventable"`
	Reason      string `json:"reason"`
}

// IncidentCoverage says that incidents were recorded over days: by a feed, or
// by a founder's statement that there were none. Source: M4.
type IncidentCoverage struct {
	Base
	// Surface is nil for all surfaces of the company.
	Surface *uuid.UUID `json:"surface"`
	// Statement is true for a founder's word, false for a feed.
	Statement bool `json:"statement"`
}

// TeamChange is a team structured or restructured. Source: W3, M5, T2.2.
type TeamChange struct {
	Base
	Team string `json:"team"`
	// Type is STRUCTURED or RESTRUCTURED.
	Type         string        `json:"type"`
	Why          string        `json:"why"`
	Alternatives string        `json:"alternatives"`
	Hires        *int          `json:"hires"`
	Interviews   *int          `json:"interviews"` // a count; nothing about applicants
	Measures     []TeamMeasure `json:"measures"`
}

// TeamMeasure is a figure of a whole team before and after. Source: M5, A3.
type TeamMeasure struct {
	Name     string  `json:"name"`
	Unit     string  `json:"unit"`
	Before   float64 `json:"before"`
	BeforeOn day.Day `json:"beforeOn"`
	After    float64 `json:"after"`
	AfterOn  day.Day `json:"afterOn"`
	TeamSize int     `json:"teamSize"`
}

// TeamReview judges what came of a team change.
type TeamReview struct {
	Base
	Verdict string `json:"verdict"` // POSITIVE, NEGATIVE, MIXED
	Reason  string `json:"reason"`
}

// Meeting is one with investors or a board. Source: W7, M6.
type Meeting struct {
	Base
	Type     string   `json:"type"`   // INVESTOR, BOARD, OTHER
	Topics   []string `json:"topics"` // TECH_STRATEGY, ARCHITECTURE, ROADMAP, OTHER
	Role     string   `json:"role"`   // PRESENTER, ATTENDEE
	Audience string   `json:"audience"`
}

// MeetingFeedback is an attendee's. Scales go from 1 to 5. Source: W7, C5,
// T2.3, T3.1.
type MeetingFeedback struct {
	Base
	Clarity            int    `json:"clarity"`
	Confidence         int    `json:"confidence"`
	Plainness          int    `json:"plainness"`
	HeldTheRoom        int    `json:"heldTheRoom"`
	WithoutSlides      bool   `json:"withoutSlides"`
	TechnologySound    *bool  `json:"technologySound"`
	TeamCapable        *bool  `json:"teamCapable"`
	ArchitectureScales *bool  `json:"architectureScales"`
	Text               string `json:"text"`
}

// Testimony is a founder's word on the owner. Source: W6, C3, M3, R3d.
type Testimony struct {
	Base
	// Founder is whose word it is.
	Founder uuid.UUID `json:"founder"`
	// Cofounder answers whether the owner was the company's technical
	// co-founder.
	Cofounder bool     `json:"cofounder"`
	Relation  string   `json:"relation"`
	Examples  []string `json:"examples"`
	Outcomes  []string `json:"outcomes"`
	Money     string   `json:"money"` // any between the two, "none" for none
	// Rooms are FUNDRAISING_PREP, BOARD_DISCUSSIONS, STRATEGIC_PIVOTS.
	Rooms  []string `json:"rooms"`
	Topics []string `json:"topics"`
	Text   string   `json:"text"`
}

// Recognition is a published work, a talk, or peers' recognition. Source: R4,
// T3.5.
type Recognition struct {
	Base
	Type  string `json:"type"` // PUBLISHED, SPEAKING, PEER
	Title string `json:"title"`
	URL   string `json:"url"`
	// ArchivedHash is the SHA-256, in hex, of an archived copy.
	ArchivedHash string `json:"archivedHash"`
	// Topics are TECH_LEADERSHIP, STRATEGY, DECISION_MAKING,
	// ORGANIZATIONAL_DESIGN, CODE.
	Topics []string `json:"topics"`
}

// Artefact is something made: a model, a register, a report. Source: A1 to A7
// and the curriculum.
type Artefact struct {
	Base
	// Type is a key of the ladder's artefacts, as "portfolio-model", or of an
	// AI skill.
	Type         string             `json:"type"`
	Title        string             `json:"title"`
	URL          string             `json:"url"`
	Hash         string             `json:"hash"`
	Method       string             `json:"method"`
	Changed      string             `json:"changed"` // the decision that it changed
	Surfaces     []SurfaceCheck     `json:"surfaces"`
	Productivity []TeamProductivity `json:"productivity"`
	Scenario     *Scenario          `json:"scenario"`
	// AIVerdict and OwnVerdict are, for an evaluation, what the AI analysis and
	// what the person came to.
	AIVerdict  string `json:"aiVerdict"`
	OwnVerdict string `json:"ownVerdict"`
	// Subject of a due diligence is VENDOR, PARTNER or ACQUISITION.
	Subject string `json:"subject"`
}

// SurfaceCheck is what watches a surface. Source: A2, A5.
type SurfaceCheck struct {
	Surface        uuid.UUID `json:"surface"`
	Detector       string    `json:"detector"`
	CapacityPlanOn *day.Day  `json:"capacityPlanOn"`
	LastScanOn     *day.Day  `json:"lastScanOn"`
	OpenCriticals  *int      `json:"openCriticals"`
}

// TeamProductivity is a figure of a team of five people or more; there is no
// field for a person's. Source: A3.
type TeamProductivity struct {
	Team     string  `json:"team"`
	TeamSize int     `json:"teamSize"`
	Measure  string  `json:"measure"`
	Unit     string  `json:"unit"`
	Value    float64 `json:"value"`
}

// Scenario is a plan that can be compared later with what happened. Source: A7.
type Scenario struct {
	Change            string  `json:"change"`
	ShipsSoonerMonths float64 `json:"shipsSoonerMonths"`
	Cost              Money   `json:"cost"`
	Verdict           string  `json:"verdict"`
	Actual            string  `json:"actual"`
}
