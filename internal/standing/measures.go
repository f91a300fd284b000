package standing

import "strings"

// measureOf finds a measure by its name: the key of what it answers in the
// ladder that ships, and what another ladder's policy names in "measure".
func measureOf(name string) (measure, bool) {
	numbers := func(answer func(question) result, values ...string) (measure, bool) {
		return measure{answer: answer, numbers: values}, true
	}
	switch name {
	case "product-surfaces-owned":
		return numbers(surfacesOwned, "minimum")
	case "build-vs-buy-decisions":
		return numbers(decisionsWell, "minimum")
	case "founder-partnership":
		return numbers(partnership, "minimum")
	case "infrastructure-health":
		return numbers(health, "maximum", "windowMonths", "coveragePercent")
	case "team-structure-decisions":
		return numbers(teamsChanged, "minimum")
	case "investor-communication":
		return numbers(presented, "minimum")
	case "mentee-advancement":
		return measure{menteesAdvanced, []string{"minimum"}, []string{"levelAtLeast"}}, true
	case "industry-recognition":
		return numbers(recognized, "minimum")
	case "founder-references":
		return numbers(references, "founders")
	case "checklist-build-vs-buy-savings":
		return numbers(monthsSaved, "engineeringMonthsSaved", "decisions")
	case "checklist-founder-treats-as-cofounder":
		return numbers(rooms, "full")
	case "checklist-presents-without-slides":
		return numbers(withoutSlides, "feedbacks", "heldTheRoom")
	case "checklist-manages-infrastructure":
		return numbers(fullyWatched, "surfaces")
	case "checklist-cross-product-coordination":
		return numbers(caughtBefore, "surfaces", "minimum")
	case "checklist-mentees-span-levels":
		return measure{menteesSpan, []string{"mentees", "distinctLevels", "readinessPercent"}, []string{"lowestAtMost", "highestAtLeast", "approaching"}}, true
	case "checklist-vendors-not-regretted":
		return numbers(vendorsKept, "vendors", "reviewAtMostMonths")
	}
	return measure{answer: skill}, strings.HasPrefix(name, "skill-")
}
