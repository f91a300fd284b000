package model_test

import (
	"encoding/json"
	"strings"
	"testing"

	"dossier/graph/model"
)

func TestMinorUnits(t *testing.T) {
	t.Parallel()
	for in, want := range map[any]string{
		12550: "12550", int64(-3): "-3", int32(7): "7", "12550": "12550", json.Number("0"): "0",
		json.Number("9007199254740991"): "9007199254740991", json.Number("-9007199254740991"): "-9007199254740991",
		json.Number("9007199254740992"): "", json.Number("-9007199254740992"): "", json.Number("9223372036854775808"): "",
		1.5: "", json.Number("1.5"): "", json.Number("1e3"): "", "much": "", "": "", true: "", nil: "",
	} {
		n, err := model.UnmarshalMinorUnits(in)
		if want == "" {
			if err == nil || !strings.HasSuffix(err.Error(), "is no whole number of minor units, as 12550 for 125.50 euros") {
				t.Errorf("%v: %v, %v", in, n, err)
			}
			continue
		}
		var s strings.Builder
		model.MarshalMinorUnits(n).MarshalGQL(&s)
		if err != nil || s.String() != want {
			t.Errorf("%v: %s, %v", in, s.String(), err)
		}
	}
}
