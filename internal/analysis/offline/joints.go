package offline

// The joint features: two things that mean more together.
const (
	jointMeDone = iota
	jointPersonDone
	jointChoiceBecause
	jointOutcomeNumber
	jointBuzzNoNumber
	jointPlanNotDone
	jointBeliefNoNumber
	jointFaultMe
	jointNotAsk
	jointHireNumber
	jointPromoteLevel
	jointDelegatePerson
	jointYearsDuration
	jointRefPerson
	jointRefMe
	jointSceneNoChoice
	jointBad
	jointBadTwice
	jointBadAlone
	jointGood
	jointGoodAlone
	jointBadMe
	jointWorse
	jointBetter
	jointCount
)

func jointNames() []string {
	return []string{
		"author acted", "another person acted", "choice with a reason", "result with a figure", "slogan without a figure",
		"plan", "belief without a figure", "fault of the author", "nobody asked", "hire with a figure",
		"promotion with a level", "authority of a person", "years with a duration", "referee on the person",
		"referee on themselves", "scenery", "turns against", "turns against twice", "nothing in favour", "turns in favour",
		"nothing against", "against the author", "worse figure", "better figure",
	}
}

// badFamilies are the words that turn a passage against a criterion, and
// goodFamilies those that turn it in favour of one.
func badFamilies() []string {
	return []string{"unasked", "withdrawn", "broken", "putoff", "lost", "refused", "taken", "admitted", "wanting", "neglect", "fault", "hoard"}
}

func goodFamilies() []string {
	return []string{"held", "tried", "freed", "outcome", "stay", "promote", "handover"}
}

// joints tells which of the joint features are there.
func (a *Analyser) joints(u *Unit, component string) [jointCount]bool {
	f := func(name string) bool { return u.families.has(a.family[name]) }
	number := u.signals.has(sigNumber) || u.signals.has(sigPercent) || u.signals.has(sigMoney)
	acted := f("done") || u.signals.has(sigParticiple)
	referee := component == "founder-references"
	var j [jointCount]bool
	j[jointMeDone] = f("me") && acted
	j[jointPersonDone] = f("person") && acted
	j[jointChoiceBecause] = f("choice") && f("because")
	j[jointOutcomeNumber] = f("outcome") && number
	j[jointBuzzNoNumber] = f("buzz") && !number
	j[jointPlanNotDone] = f("plan") && !f("done")
	j[jointBeliefNoNumber] = f("belief") && !number
	j[jointFaultMe] = f("fault") && (f("me") || f("we"))
	j[jointNotAsk] = f("not") && f("fault")
	j[jointHireNumber] = (f("hire") || f("stay") || f("depart")) && number
	j[jointPromoteLevel] = f("promote") && u.signals.has(sigLevel)
	j[jointDelegatePerson] = f("delegate") && f("person")
	j[jointYearsDuration] = f("years") && (u.signals.has(sigDuration) || u.signals.has(sigYear))
	j[jointRefPerson] = referee && f("person")
	j[jointRefMe] = referee && f("me") && !f("person")
	bad, good := 0, false
	for _, name := range badFamilies() {
		if f(name) {
			bad++
		}
	}
	for _, name := range goodFamilies() {
		good = good || f(name)
	}
	j[jointBad] = bad > 0
	j[jointBadTwice] = bad > 1
	j[jointBadAlone] = bad > 0 && !good
	j[jointGood] = good
	j[jointGoodAlone] = good && bad == 0
	up, down := f("up") || u.signals.has(sigGrew), f("down") || u.signals.has(sigShrank)
	j[jointWorse] = up && !down && f("ill") || down && !up && f("boon") && !f("ill")
	j[jointBetter] = down && !up && f("ill") || up && !down && f("boon") && !f("ill")
	j[jointBadMe] = bad > 0 && f("me")
	j[jointSceneNoChoice] = f("scene") && !f("choice") && !f("outcome")
	return j
}
