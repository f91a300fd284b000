package record_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"dossier/internal/day"
	"dossier/internal/record"
)

// fill gives every field below v a drawn value.
func fill(t *rapid.T, v reflect.Value) {
	switch v.Interface().(type) {
	case record.Base:
		return
	case day.Day:
		v.Set(reflect.ValueOf(day.Day{Time: day.AddDays(day.Date(2020, 1, 1), rapid.IntRange(0, 4000).Draw(t, "day"))}))
		return
	case uuid.UUID:
		v.Set(reflect.ValueOf(uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "uuid"))))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "there") {
			v.Set(reflect.New(v.Type().Elem()))
			fill(t, v.Elem())
		}
	case reflect.Slice:
		for n := rapid.IntRange(0, 3).Draw(t, "entries"); n > 0; n-- {
			e := reflect.New(v.Type().Elem()).Elem()
			fill(t, e)
			v.Set(reflect.Append(v, e))
		}
	case reflect.String:
		v.SetString(rapid.String().Draw(t, "text"))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(rapid.Int32().Draw(t, "number")))
	case reflect.Float64:
		v.SetFloat(rapid.Float64().Draw(t, "figure"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "flag"))
	default:
		t.Fatalf("a field of kind %s", v.Kind())
	}
}

func TestABodyIsReadBackAsItWas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		for _, k := range record.Kinds() {
			r := record.New(k)
			fill(t, reflect.ValueOf(r).Elem())
			body, err := record.Encode(r)
			if err != nil {
				t.Fatal(err)
			}
			again, err := record.Decode(record.Base{Kind: k}, body)
			if err != nil {
				t.Fatalf("%s: %v", body, err)
			}
			if d := cmp.Diff(r, again); d != "" {
				t.Fatalf("%s: %s", body, d)
			}
		}
	})
}

func TestWhatIsNotUnderstoodIsNotDropped(t *testing.T) {
	t.Parallel()
	for what, tc := range map[string]struct {
		kind       record.Kind
		body, says string
	}{
		"an unknown field":         {record.KindMeeting, `{"type": "BOARD", "mood": "fine"}`, `"mood"`},
		"an unknown field below":   {record.KindDecision, `{"costs": {"engineering": {"amount": 1, "currency": "EUR", "hours": 3}}}`, `"hours"`},
		"rule A3: a person's":      {record.KindArtefact, `{"productivity": [{"person": "Ana", "value": 3}]}`, `"person"`},
		"what all records have":    {record.KindMeeting, `{"OwnerID": "0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"}`, `"OwnerID"`},
		"a clock time for a day":   {record.KindDecision, `{"caughtOn": "2025-01-01T00:00:00Z"}`, "2026-11-24"},
		"more than one value":      {record.KindMeeting, `{} {}`, "more than one value"},
		"something after":          {record.KindMeeting, `{} x`, "more than one value"},
		"no value":                 {record.KindMeeting, ``, "EOF"},
		"a list":                   {record.KindMeeting, `[]`, "cannot unmarshal"},
		"a kind that there is not": {"BIRTHDAY", `{}`, "unknown kind"},
	} {
		_, err := record.Decode(record.Base{Kind: tc.kind}, []byte(tc.body))
		if err == nil || !strings.Contains(err.Error(), tc.says) || !strings.Contains(err.Error(), "decode a record") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if record.New("BIRTHDAY") != nil {
		t.Error("an unknown kind has a record")
	}
}

func TestTheKindAndTheTypeAgree(t *testing.T) {
	t.Parallel()
	seen := map[reflect.Type]bool{}
	for _, k := range record.Kinds() {
		r := record.New(k)
		seen[reflect.TypeOf(r)] = true
		if r.Common().Kind != k {
			t.Errorf("a new %s has kind %s", k, r.Common().Kind)
		}
		var in record.RecordInput
		field := reflect.ValueOf(&in).Elem().FieldByName(reflect.TypeOf(r).Elem().Name())
		if !field.IsValid() {
			t.Errorf("no input for %s", k)
			continue
		}
		field.Set(reflect.ValueOf(r))
		if got, err := in.Record("record", uuid.UUID{1}); err != nil || got.Common().Kind != k || got.Common().OwnerID != (uuid.UUID{1}) {
			t.Errorf("the input of %s gives %+v, %v", k, got, err)
		}
	}
	if len(seen) != 15 {
		t.Errorf("%d types for 15 kinds", len(seen))
	}
}
