package mentoring

import (
	"fmt"
	"strings"

	"golang.org/x/text/currency"
)

// Money is an amount in minor units of a currency (ISO 4217).
type Money struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"`
}

// String writes the amount in units, as "1234.50 EUR".
func (m Money) String() string {
	unit, err := currency.ParseISO(m.Currency)
	if err != nil {
		return fmt.Sprintf("%d minor units of %s", m.Amount, m.Currency)
	}
	scale, _ := currency.Standard.Rounding(unit)
	sign, s := "", fmt.Sprint(m.Amount)
	if m.Amount < 0 {
		sign, s = "-", s[1:]
	}
	if scale > 0 {
		s = strings.Repeat("0", max(0, scale+1-len(s))) + s
		s = s[:len(s)-scale] + "." + s[len(s)-scale:]
	}
	return sign + s + " " + m.Currency
}

// knownCurrency reports whether a code is one of ISO 4217, as it is written.
func knownCurrency(code string) bool {
	unit, err := currency.ParseISO(code)
	return err == nil && unit.String() == code && code != "XXX" && code != "XTS"
}
