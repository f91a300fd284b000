package model_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/graph/model"
	"dossier/internal/id"
)

func TestDays(t *testing.T) {
	t.Parallel()
	for in, want := range map[any]string{
		"2026-11-24": `"2026-11-24"`, "2024-02-29": `"2024-02-29"`, "0001-01-01": `"0001-01-01"`,
		"2026-02-30": "", "2026-2-3": "", "2026-11-24T00:00:00Z": "", "": "", "x": "", 20261124: "", nil: "", true: "",
	} {
		d, err := model.UnmarshalDate(in)
		if want == "" {
			if err == nil || !strings.Contains(err.Error(), "write it as 2026-11-24") {
				t.Errorf("%v: %v, %v", in, d, err)
			}
			continue
		}
		var s strings.Builder
		model.MarshalDate(d).MarshalGQL(&s)
		if err != nil || s.String() != want || d.Location() != time.UTC || d.Hour() != 0 {
			t.Errorf("%v: %s, %v", in, s.String(), err)
		}
	}
}

// An id in an input is read for its UUID where the place says what it is.
func TestRowsOfIDs(t *testing.T) {
	t.Parallel()
	u := uuid.UUID{1, 2, 3}
	for in, want := range map[any]uuid.UUID{
		id.Of(id.Surface, u).String():       u,
		id.Part(id.Level, u, "L8").String(): {},
		"x":                                 {}, 7: {}, nil: {},
	} {
		if got, err := model.UnmarshalRow(in); got != want || err != nil {
			t.Errorf("%v: %v, %v, want %v", in, got, err, want)
		}
	}
	var s strings.Builder
	if model.MarshalRow(u).MarshalGQL(&s); s.String() != "null" {
		t.Errorf("a UUID alone is written as %s", s.String())
	}
}
