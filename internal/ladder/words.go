package ladder

import "strings"

// InWords writes levels and roles, as those that may nominate, the way people
// say them: "L10 or a house founder".
func InWords(names []string) string {
	roles := map[string]string{"HOUSE_FOUNDER": "a house founder", "COMPANY_FOUNDER": "a founder of a company"}
	said := make([]string, len(names))
	for i, n := range names {
		said[i] = n
		if role, ok := roles[n]; ok {
			said[i] = role
		}
	}
	return strings.Join(said, " or ")
}
