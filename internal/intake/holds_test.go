package intake

import "regexp"

// Holds reports whether a section of the export looks for a person in a column.
func Holds(table, column string) bool {
	for _, s := range held() {
		if s.table == table && regexp.MustCompile(`\bt\.`+column+` = any\(\$1\)`).MatchString(s.where) {
			return true
		}
	}
	return false
}

// OfJudges are the acts in the trail that are kept from whom they are about.
func OfJudges() []string { return ofJudges() }
