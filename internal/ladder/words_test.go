package ladder

import "testing"

func TestInWords(t *testing.T) {
	t.Parallel()
	for want, names := range map[string][]string{
		"":                       nil,
		"L8":                     {"L8"},
		"L10 or a house founder": {"L10", "HOUSE_FOUNDER"},
		"a founder of a company": {"COMPANY_FOUNDER"},
	} {
		if got := InWords(names); got != want {
			t.Errorf("%v: %q, want %q", names, got, want)
		}
	}
}
