package intake

import (
	"encoding/csv"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What a program writes as CSV, in any of its ways, is read back.
func TestCSVIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	s := newSet()
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		w := csv.NewWriter(&b)
		w.Comma = rapid.SampledFrom([]rune{',', ';', '\t'}).Draw(t, "delimiter")
		w.UseCRLF = rapid.Bool().Draw(t, "crlf")
		cell := rapid.StringMatching(`[a-zäß0-9"|.;, \n]{0,12}`)
		_ = w.Write([]string{"key", "from", "Made by", "costs.engineering.amount"})
		var want []map[string]any
		for range rapid.IntRange(0, 5).Draw(t, "rows") {
			cells := []string{cell.Draw(t, "a"), cell.Draw(t, "b"), cell.Draw(t, "c"), cell.Draw(t, "d")}
			_ = w.Write(cells)
			row := map[string]any{}
			for i, name := range []string{"key", "from", "madeBy"} {
				if strings.TrimSpace(cells[i]) != "" {
					row[name] = cells[i]
				}
			}
			if strings.TrimSpace(cells[3]) != "" {
				row["costs"] = map[string]any{"engineering": map[string]any{"amount": cells[3]}}
			}
			if len(row) > 0 {
				want = append(want, row)
			}
		}
		w.Flush()
		table := *s.by("tech-decisions")
		table.node = objectOf(free(table.fields))
		c, err := newCells("f.csv", &table, strings.NewReader(b.String()))
		if err != nil {
			t.Fatal(err)
		}
		var got []map[string]any
		err = c.each(func(r row) (bool, error) {
			if r.broken != "" {
				t.Fatalf("line %d: %s", r.line, r.broken)
			}
			got = append(got, r.value.(map[string]any))
			return false, nil
		})
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("read %v, %v; written %v:\n%s", got, err, want, b.String())
		}
	})
}

// free are fields of which none is required.
func free(fields []field) []field {
	all := make([]field, len(fields))
	for i, f := range fields {
		f.must = false
		all[i] = f
	}
	return all
}

func TestColumnsArePaths(t *testing.T) {
	t.Parallel()
	s := newSet()
	for _, tc := range []struct{ table, name, path, wrong string }{
		{"people", "Name", "name", ""},
		{"tech-decisions", "costs.Engineering.AMOUNT", "costs.engineering.amount", ""},
		{"tech-decisions", "trade_off", "tradeOff", ""},
		{"team-changes", "measures.12.before on", "measures.12.beforeOn", ""},
		{"mentorships", "attestations.1.level", "attestations.1.level", ""},
		{"team-changes", "measures.0.name", "measures", "count its entries from 1"},
		{"team-changes", "measures.51.name", "measures", "count its entries from 1"},
		{"team-changes", "measures", "measures", `has parts: write "measures.1.name"`},
		{"tech-decisions", "vendor", "vendor", `has parts: write "vendor.name"`},
		{"people", "name.first", "name", "name has no parts"},
		{"tech-decisions", "costs.enginering.amount", "costs", `the nearest is "costs.engineering.amount"`},
		{"people", "", "", "there is no column"},
	} {
		path, wrong := column(s.by(tc.table).node, strings.Split(tc.name, "."))
		if strings.Join(path, ".") != tc.path || (tc.wrong == "") != (wrong == "") || !strings.Contains(wrong, tc.wrong) {
			t.Errorf("%s of %s: %v, %q", tc.name, tc.table, path, wrong)
		}
	}
}

func TestTheDelimiterIsThatOfTheHeader(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]rune{
		"key,name": ',', "key;name": ';', "key\tname": '\t', "key": ',', "key;name\na,b,c,d,e": ';', "a,b;c,d": ',', "": ',',
	} {
		if got := delimiter(header); got != want {
			t.Errorf("%q: %q, want %q", header, got, want)
		}
	}
}
