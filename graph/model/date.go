package model

import (
	"fmt"
	"io"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// MarshalDate writes a day as YYYY-MM-DD.
func MarshalDate(t time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { fmt.Fprintf(w, "%q", t.Format(time.DateOnly)) })
}

// UnmarshalDate reads YYYY-MM-DD as midnight UTC.
func UnmarshalDate(v any) (time.Time, error) {
	s, ok := v.(string)
	t, err := time.Parse(time.DateOnly, s)
	if !ok || err != nil {
		return t, fmt.Errorf("%.20q is no day; write it as 2026-11-24", fmt.Sprint(v))
	}
	return t, nil
}
