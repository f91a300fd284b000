package offline

// sight is a run of passages as the models see them.
type sight struct {
	units Units
	own   []Vector
	// scores holds for each passage how far it is an instance of anything.
	scores []int64
}

// look reads the features of passages.
func (a *Analyser) look(units Units, component string) *sight {
	s := &sight{units: units, own: make([]Vector, len(units)), scores: make([]int64, len(units))}
	for i := range units {
		s.own[i] = a.Own(&units[i], component)
		s.scores[i] = a.Heard(&units[i], a.instance(s, i).sum())
	}
	return s
}

// decision is a model put to a passage. What decides and what explains ask the
// same four.
type decision struct {
	model    linear
	features Vector
	// least is the sum from which on the answer is yes.
	least int64
}

func (d decision) sum() int64 { return d.model.score(d.features) }
func (d decision) yes() bool  { return d.sum() >= d.least }

// above is the least sum above zero.
const above = 1

// instance asks whether the i-th passage tells of an instance at all. It
// decides nothing by itself: its sum goes into speaks, there and next door.
func (a *Analyser) instance(s *sight, i int) decision {
	return decision{model: a.passage, features: s.own[i], least: -most}
}

// speaks asks whether a passage speaks to a criterion.
func (a *Analyser) speaks(around Vector, criterion string) decision {
	return decision{model: a.criteria[criterion], features: around, least: a.threshold}
}

// opposes asks whether the i-th passage speaks against a criterion.
func (a *Analyser) opposes(s *sight, i int, criterion string) decision {
	v := a.Side(s.own[i], s.units, s.scores, i, criterion)
	if tone, ok := a.tone(s, i, criterion); ok {
		v = append(v, tone)
	}
	return decision{model: a.against, features: v, least: above}
}

// carries asks whether a score would rest on a passage.
func (a *Analyser) carries(around Vector) decision {
	return decision{model: a.strong, features: around, least: above}
}
