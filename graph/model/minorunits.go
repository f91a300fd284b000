package model

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
)

// maxMinorUnits is the largest whole number that JSON readers keep exact.
const maxMinorUnits = 1<<53 - 1

// MarshalMinorUnits writes an amount as a JSON number.
func MarshalMinorUnits(n int64) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { fmt.Fprint(w, n) })
}

// UnmarshalMinorUnits reads a whole number, also from a string of digits.
func UnmarshalMinorUnits(v any) (int64, error) {
	var s string
	switch v := v.(type) {
	case string, json.Number, int, int32, int64:
		s = fmt.Sprint(v)
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < -maxMinorUnits || n > maxMinorUnits {
		return 0, fmt.Errorf("%.20q is no whole number of minor units, as 12550 for 125.50 euros", fmt.Sprint(v))
	}
	return n, nil
}
