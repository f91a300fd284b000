package analysis

// Rule is one rule of a score, with what it asks and what there is. A score is
// the least that its rules allow.
type Rule struct {
	Name string `json:"rule"`
	// Allows is the highest score of which all that it asks is there, Floor
	// where that is none.
	Allows int `json:"allows"`
	Floor  int `json:"floor"`
	// Asks is in the order of the scores. Where two ask for the same score,
	// either is enough.
	Asks []Ask `json:"asks"`
}

// Ask is what a rule asks of a score.
type Ask struct {
	Score int    `json:"score"`
	Needs []Need `json:"needs"`
}

// Need is a figure and its bound.
type Need struct {
	What string  `json:"what"`
	Have float64 `json:"have"`
	// Sign is >=, <= or <.
	Sign string  `json:"sign"`
	Want float64 `json:"want"`
}

// Met reports whether the figure keeps to its bound.
func (n Need) Met() bool {
	switch n.Sign {
	case ">=":
		return n.Have >= n.Want
	case "<=":
		return n.Have <= n.Want
	}
	return n.Have < n.Want
}

// Met reports whether all is there.
func (a Ask) Met() bool {
	for _, n := range a.Needs {
		if !n.Met() {
			return false
		}
	}
	return true
}

// Next is what the rule asks, beyond what there is, for more than a score: the
// needs of the lowest higher score, one list for each way to it. It is empty
// where the rule allows more.
func (r Rule) Next(score int) []Ask {
	var out []Ask
	if r.Allows > score {
		return nil
	}
	for _, a := range r.Asks {
		if a.Score <= score || len(out) > 0 && a.Score > out[0].Score {
			continue
		}
		open := Ask{Score: a.Score}
		for _, n := range a.Needs {
			if !n.Met() {
				open.Needs = append(open.Needs, n)
			}
		}
		out = append(out, open)
	}
	return out
}

func rule(name string, floor int, asks ...Ask) Rule {
	r := Rule{Name: name, Floor: floor, Allows: floor, Asks: asks}
	for _, a := range asks {
		if a.Met() {
			r.Allows = max(r.Allows, a.Score)
		}
	}
	return r
}

func atLeast(what string, have, want float64) Need { return Need{what, have, ">=", want} }

// Rules are the rules that the score is the least of.
func (b Basis) Rules() []Rule {
	support, against := float64(b.support()), float64(b.against())
	if support == 0 {
		return []Rule{rule("anything", 0,
			Ask{1, []Need{atLeast("weight of the passages in favour", 0, minorValue)}},
			Ask{1, []Need{atLeast("assertions", count(b.Asserted), 1), {"weight of what is against", against, "<=", 0}}},
			Ask{2, []Need{atLeast("weight of the passages in favour", 0, coreValue)}},
		)}
	}
	left := func(want float64) []Need {
		return []Need{atLeast("weight in favour less half of what is against", support-against/setOff, want)}
	}
	core, all := float64(b.Core), float64(b.Core+b.Minor)
	weight := func(want float64) Need {
		return atLeast("hundredths of the questions answered", float64(b.Weight()), want)
	}
	return []Rule{
		rule("in favour", 1, Ask{2, left(2)}, Ask{3, left(6)}, Ask{4, left(11)}),
		rule("breadth", 2, Ask{3, []Need{weight(weightStrong)}}, Ask{4, []Need{
			weight(weightExceptional), {"gates that are not met", float64(b.gatesOpen()), "<=", 0},
			atLeast("support from two documents or referees", count(b.Independent), 1),
			atLeast("support that a record or a referee confirms", count(b.Corroborated), 1),
		}}),
		rule("depth", 1, Ask{2, []Need{atLeast("weight of the passages in favour", support, coreValue)}},
			Ask{3, []Need{atLeast("core passages", core, 2), atLeast("passages in favour", all, 3)}},
			Ask{4, []Need{atLeast("core passages", core, 4), atLeast("passages in favour", all, 5)}}),
		rule("against", 1, Ask{2, []Need{{"weight of what is against", against, "<=", 2 * support}}},
			Ask{4, []Need{{"weight of what is against", against, "<", support / 2}}}),
	}
}

func count(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
