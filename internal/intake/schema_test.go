package intake

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"dossier/internal/embedded/pgtest"
	"dossier/internal/record"
)

func TestEveryKindOfRecordHasATable(t *testing.T) {
	t.Parallel()
	of, s := map[record.Kind]recordKind{}, newSet()
	for _, k := range kinds() {
		of[k.kind] = k
		if reflect.TypeOf(record.New(k.kind)).Elem() != k.body {
			t.Errorf("%s holds %v", k.name, k.body)
		}
	}
	for _, kind := range record.Kinds() {
		k, ok := of[kind]
		if !ok {
			t.Errorf("%s has no table", kind)
			continue
		}
		var about record.Kind
		for _, other := range kinds() {
			if other.name == k.about {
				about = other.kind
			}
		}
		if about != kind.About() || (s.by(k.name).field("about") != nil) != (about != "") {
			t.Errorf("%s is about %q, want %q", k.name, about, kind.About())
		}
	}
}

func TestTablesStandAfterThoseThatTheyReferTo(t *testing.T) {
	t.Parallel()
	s := newSet()
	var refs func(n *node) []string
	refs = func(n *node) (all []string) {
		switch n.form {
		case reference:
			all = append(all, n.ref)
		case list:
			all = refs(n.elem)
		case object:
			for _, f := range n.fields {
				all = append(all, refs(f.node)...)
			}
		}
		return all
	}
	for i, table := range s.tables {
		for _, ref := range refs(table.node) {
			if at := slices.Index(s.names, ref); at < 0 || at >= i {
				t.Errorf("%s refers to %q, which stands at %d", table.name, ref, at)
			}
		}
		seen := map[string]bool{}
		for _, f := range table.fields {
			if seen[plain(f.name)] {
				t.Errorf("%s has two columns that are %q", table.name, f.name)
			}
			seen[plain(f.name)] = true
		}
	}
}

// fill sets every UUID within a value to one of its own, and gives each list
// one entry.
func fill(v reflect.Value, ids *[]uuid.UUID) {
	switch {
	case v.Type() == reflect.TypeFor[uuid.UUID]():
		u := uuid.New()
		*ids = append(*ids, u)
		v.Set(reflect.ValueOf(u))
	case v.Kind() == reflect.Pointer && (v.Type().Elem().Kind() == reflect.Struct || v.Type().Elem() == reflect.TypeFor[uuid.UUID]()):
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), ids)
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), ids)
	case v.Kind() == reflect.Struct && strings.HasPrefix(v.Type().PkgPath(), "dossier/internal/record"):
		for i := range v.NumField() {
			if v.Type().Field(i).Name != "Base" {
				fill(v.Field(i), ids)
			}
		}
	}
}

// A kind with a new surface would else be stored without a look at its company.
func TestEverySurfaceOfARecordIsLookedAt(t *testing.T) {
	t.Parallel()
	surfaces := 0
	for _, kind := range record.Kinds() {
		rec, ids := record.New(kind), []uuid.UUID{}
		fill(reflect.ValueOf(rec).Elem(), &ids)
		looked := record.Named(rec)
		for _, u := range ids {
			surfaces++
			found := false
			for _, s := range looked {
				found = found || s == u
			}
			if x, ok := rec.(*record.Testimony); !found && !(ok && x.Founder == u) {
				t.Errorf("a surface of %s is not looked at", kind)
			}
		}
	}
	if surfaces < 7 {
		t.Errorf("only %d references were found", surfaces)
	}
}

// What the database alone can refuse is told as a sentence with its fix.
func TestEveryConstraintHasASentence(t *testing.T) {
	t.Parallel()
	tables := []string{"identity", "role_grant", "rank_record", "tenure_pause", "company", "company_founder", "surface", "surface_dependency", "mentorship", "monthly_rate"}
	rows, err := pgtest.Pool(t).Query(t.Context(), `select conname from pg_constraint where conrelid = any($1::regclass[]) and contype in ('u', 'x', 'p')
		and conname not like '%\_pkey'`, tables)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		seen++
		if strings.Contains(refusal(name), name) {
			t.Errorf("%s has no sentence", name)
		}
	}
	if err := rows.Err(); err != nil || seen < 9 {
		t.Errorf("only %d constraints were looked at: %v", seen, err)
	}
	if got := refusal("record_has_two_heads"); got != "the database refuses it: record_has_two_heads" {
		t.Errorf("an unknown constraint: %q", got)
	}
}

func TestTheNearestNameIsNamed(t *testing.T) {
	t.Parallel()
	names := newSet().names
	for wrong, want := range map[string]string{
		"poeple": "people", "tech_decision": "tech-decisions", "Onwatch": "on-watch", "rank": "ranks", "incident review": "incident-reviews",
	} {
		if got := nearest(wrong, names); got != want {
			t.Errorf("nearest to %q is %q, want %q", wrong, got, want)
		}
	}
	if got := unknown("column", "a\x1b[31m", nil); got != `there is no column "a`+"�"+`[31m"` {
		t.Errorf("%q", got)
	}
	if got := quote(strings.Repeat("ä", 50)); len([]rune(got)) != 43 {
		t.Errorf("%q", got)
	}
}

// Counting newlines up to the offset is the specification.
func TestLinesOfOffsets(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a\n{}]{0,200}`).Draw(t, "text")
		l := &lines{r: strings.NewReader(text)}
		buf := make([]byte, rapid.IntRange(1, 50).Draw(t, "buffer"))
		read, at := 0, 0
		for {
			n, err := l.Read(buf)
			read += n
			if at < read {
				at = rapid.IntRange(at, read).Draw(t, "offset")
				if got, want := l.at(int64(at)), strings.Count(text[:at], "\n")+1; got != want {
					t.Fatalf("offset %d of %q is in line %d, want %d", at, text, got, want)
				}
			}
			if err != nil {
				return
			}
		}
	})
}
