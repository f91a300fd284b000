package record

import "fmt"

// body checks what is a kind's own. What a person has to say of their own work
// may be absent from what others recorded, as in a file.
func (c *checker) body(r Record) {
	own := r.Common().Provenance == Self
	switch r := r.(type) {
	case *Engagement:
		c.title("title", r.Title)
		c.someOf("scope", r.Scope, c.words.Scope, 0)
		c.texts("founderHandles", r.FounderHandles, 0, maxTitle)
		c.texts("ownerHandles", r.OwnerHandles, 0, maxTitle)
	case *SurfaceOwnership:
		c.someOf("aspects", r.Aspects, c.words.Aspects, 1)
	case *OnWatch:
		c.someOf("areas", r.Areas, c.words.Areas, 1)
	case *TechDecision:
		c.decision(r, own)
	case *OutcomeReview:
		c.outcome(r)
	case *Incident:
		c.title("title", r.Title)
		c.someOf("areas", r.Areas, c.words.Areas, 1)
		c.oneOf("severity", r.Severity, "MINOR", "MAJOR", "CRITICAL")
		c.number("minutes", &r.Minutes, 0)
		c.text("cause", r.Cause, false)
	case *IncidentReview:
		c.text("reason", r.Reason, true)
	case *TeamChange:
		c.teamChange(r)
	case *TeamReview:
		c.oneOf("verdict", r.Verdict, "POSITIVE", "NEGATIVE", "MIXED")
		c.text("reason", r.Reason, true)
	case *Meeting:
		c.oneOf("type", r.Type, "INVESTOR", "BOARD", "OTHER")
		c.someOf("topics", r.Topics, []string{"TECH_STRATEGY", "ARCHITECTURE", "ROADMAP", "OTHER"}, 1)
		c.oneOf("role", r.Role, "PRESENTER", "ATTENDEE")
		c.phrase("audience", r.Audience)
	case *MeetingFeedback:
		c.scale("clarity", r.Clarity)
		c.scale("confidence", r.Confidence)
		c.scale("plainness", r.Plainness)
		c.scale("heldTheRoom", r.HeldTheRoom)
		c.text("text", r.Text, false)
	case *Testimony:
		c.testimony(r)
	case *Recognition:
		c.recognition(r)
	case *Artefact:
		c.artefact(r)
	}
}

func (c *checker) decision(r *TechDecision, own bool) {
	buildOrBuy := own && r.Type == "BUILD_VS_BUY"
	c.title("title", r.Title)
	c.oneOf("type", r.Type, "BUILD_VS_BUY", "VENDOR", "ARCHITECTURE", "INFRASTRUCTURE", "OTHER")
	least := 0
	if buildOrBuy {
		least = 2
	}
	c.someOf("options", r.Options, nil, least)
	switch {
	case r.Chosen == "" && !buildOrBuy:
	case len(r.Options) > 0:
		c.oneOf("chosen", r.Chosen, r.Options...)
	default:
		c.title("chosen", r.Chosen)
	}
	c.text("burn", r.Burn, buildOrBuy)
	c.text("speed", r.Speed, buildOrBuy)
	c.text("optionality", r.Optional, buildOrBuy)
	least = 0
	if own {
		least = 1
	}
	c.someOf("contexts", r.Contexts, c.words.Contexts, least)
	c.text("tradeOff", r.TradeOff, own)
	c.costs(r.Costs, buildOrBuy)
	c.factors(r.Factors, buildOrBuy)
	c.surfaces("affects", r.Affects)
	c.past("caughtOn", r.CaughtOn)
	c.past("shippedOn", r.ShippedOn)
	switch {
	case r.Vendor != nil:
		c.within("vendor", func() {
			c.title("name", r.Vendor.Name)
			c.sane("contractUntil", r.Vendor.ContractUntil)
			c.text("migrationPlan", r.Vendor.MigrationPlan, own)
		})
	case own && r.Type == "VENDOR":
		c.add("vendor", "is missing; name who was chosen, and the plan for leaving")
	}
}

func (c *checker) costs(costs *Costs, required bool) {
	if costs == nil {
		if required {
			c.add("costs", "are missing; every decision to build or buy has a cost: give the four of them, 0 where there is none")
		}
		return
	}
	c.within("costs", func() {
		c.money("engineering", costs.Engineering)
		c.money("infrastructure", costs.Infrastructure)
		c.money("opportunity", costs.Opportunity)
		if n := costs.TimeToMarketMonths; n < -600 || n > 600 {
			c.add("timeToMarketMonths", "is %d; it is from -600 to 600", n)
		}
	})
}

func (c *checker) factors(f *Factors, required bool) {
	if f == nil {
		if required {
			c.add("factors", "are missing; say a phrase on each of the five")
		}
		return
	}
	c.within("factors", func() {
		c.text("switchingCost", f.SwitchingCost, required)
		c.text("lockIn", f.LockIn, required)
		c.text("teamCapability", f.TeamCapability, required)
		c.text("maintenanceBurden", f.MaintenanceBurden, required)
		c.text("optionality", f.Optionality, required)
	})
}

func (c *checker) outcome(r *OutcomeReview) {
	c.title("metric", r.Metric)
	c.phrase("unit", r.Unit)
	c.figure("baseline", r.Baseline)
	c.figure("target", r.Target)
	c.figure("actual", r.Actual)
	c.oneOf("verdict", r.Verdict, "POSITIVE", "NEGATIVE", "MIXED", "PENDING")
	if m := r.EngineeringMonthsSaved; m != nil && !(*m >= -1200 && *m <= 1200) {
		c.add("engineeringMonthsSaved", "is %g; it is from -1200 to 1200", *m)
	}
	c.text("note", r.Note, false)
}

func (c *checker) teamChange(r *TeamChange) {
	c.title("team", r.Team)
	c.oneOf("type", r.Type, "STRUCTURED", "RESTRUCTURED")
	c.text("why", r.Why, false)
	c.text("alternatives", r.Alternatives, false)
	c.number("hires", r.Hires, 0)
	c.number("interviews", r.Interviews, 0)
	if !c.count("measures", len(r.Measures), 0) {
		return
	}
	for i, m := range r.Measures {
		c.within(fmt.Sprintf("measures.%d", i), func() {
			c.title("name", m.Name)
			c.phrase("unit", m.Unit)
			c.figure("before", &m.Before)
			c.figure("after", &m.After)
			c.past("beforeOn", &m.BeforeOn)
			c.past("afterOn", &m.AfterOn)
			if !m.AfterOn.After(m.BeforeOn.Time) {
				c.add("afterOn", "is not after beforeOn; give a later measure")
			}
			c.team("teamSize", m.TeamSize)
		})
	}
}

func (c *checker) testimony(r *Testimony) {
	c.text("relation", r.Relation, true)
	least := 0
	if r.Cofounder && r.Provenance != Import {
		least = 1
	}
	c.texts("examples", r.Examples, least, maxText)
	c.texts("outcomes", r.Outcomes, least, maxText)
	c.Text(join(c.path, "money"), r.Money, maxText)
	c.someOf("rooms", r.Rooms, c.words.Rooms, 0)
	c.texts("topics", r.Topics, 0, maxTitle)
	c.text("text", r.Text, false)
}

func (c *checker) recognition(r *Recognition) {
	kinds := c.words.Recognitions
	if len(kinds) == 0 {
		kinds = []string{"PUBLISHED", "SPEAKING", "PEER"}
	}
	c.oneOf("type", r.Type, kinds...)
	c.title("title", r.Title)
	c.url("url", r.URL, r.Type != "PEER")
	c.hash("archivedHash", r.ArchivedHash)
	c.someOf("topics", r.Topics, []string{"TECH_LEADERSHIP", "STRATEGY", "DECISION_MAKING", "ORGANIZATIONAL_DESIGN", "CODE"}, 1)
}

func (c *checker) artefact(r *Artefact) {
	if len(c.words.Artefacts) > 0 {
		c.oneOf("type", r.Type, c.words.Artefacts...)
	} else {
		c.title("type", r.Type)
	}
	c.title("title", r.Title)
	c.url("url", r.URL, false)
	c.hash("hash", r.Hash)
	c.text("method", r.Method, false)
	c.text("changed", r.Changed, false)
	c.phrase("aiVerdict", r.AIVerdict)
	c.phrase("ownVerdict", r.OwnVerdict)
	if !c.count("surfaces", len(r.Surfaces), 0) {
		return
	}
	for i, s := range r.Surfaces {
		c.within(fmt.Sprintf("surfaces.%d", i), func() {
			c.phrase("detector", s.Detector)
			c.sane("capacityPlanOn", s.CapacityPlanOn)
			c.past("lastScanOn", s.LastScanOn)
			c.number("openCriticals", s.OpenCriticals, 0)
		})
	}
	if !c.count("productivity", len(r.Productivity), 0) {
		return
	}
	for i, p := range r.Productivity {
		c.within(fmt.Sprintf("productivity.%d", i), func() {
			c.title("team", p.Team)
			c.team("teamSize", p.TeamSize)
			c.title("measure", p.Measure)
			c.phrase("unit", p.Unit)
			c.figure("value", &p.Value)
		})
	}
	if s := r.Scenario; s != nil {
		c.within("scenario", func() {
			c.text("change", s.Change, true)
			c.figure("shipsSoonerMonths", &s.ShipsSoonerMonths)
			c.money("cost", s.Cost)
			c.text("verdict", s.Verdict, false)
			c.text("actual", s.Actual, false)
		})
	}
	if r.Subject != "" {
		subjects := c.words.Subjects
		if len(subjects) == 0 {
			subjects = []string{"VENDOR", "PARTNER", "ACQUISITION"}
		}
		c.oneOf("subject", r.Subject, subjects...)
	}
}
