package offline

// What stands around a passage counts only within its paragraph, and only
// where it says something: neither paragraphs in another order nor empty words
// in between change what a passage is taken for.

// silent is the score up to which a passage says nothing: to the others it is
// as if it were not there.
const silent = -2 * One

// near is the nearest passage in a direction, of the same paragraph, that says
// something; -1 for none.
func near(units Units, scores []int64, i, step int) int {
	for k := i + step; k >= 0 && k < len(units) && units[k].block == units[i].block; k += step {
		if scores[k] > silent {
			return k
		}
	}
	return -1
}

// Heard is the score of a passage as others see it: questions and asides are
// never an instance.
func (a *Analyser) Heard(u *Unit, score int64) int64 {
	if u.signals.has(sigQuestion) || a.aside(u) {
		return -most
	}
	return score
}

// longestAside is how long, in words, a passage may be that is an aside.
const longestAside = 16

// aside reports whether a passage is a courtesy or what a text says of itself,
// and no more.
func (a *Analyser) aside(u *Unit) bool {
	figure := u.signals.has(sigNumber) || u.signals.has(sigYear) || u.signals.has(sigMoney) || u.signals.has(sigLevel)
	return u.families.has(a.family["aside"]) && !figure && u.length <= longestAside
}

// reach is how many passages that say something are looked at on either side.
const reach = 4

// tone is how far the passages around turn against a criterion, each by itself:
// what is told in one paragraph mostly turns one way.
func (a *Analyser) tone(s *sight, i int, criterion string) (Entry, bool) {
	var sum, n int64
	for _, step := range []int{-1, 1} {
		k := near(s.units, s.scores, i, step)
		for seen := 0; k >= 0 && seen < reach; seen++ {
			sum += a.against.score(a.Side(s.own[k], s.units, s.scores, k, criterion))
			n++
			k = near(s.units, s.scores, k, step)
		}
	}
	if n == 0 {
		return Entry{}, false
	}
	return Entry{a.layout().context + contextTone, sum / n}, true
}
