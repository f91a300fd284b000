package sample

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// acts counts the acts that a step names.
func (s Step) acts() (n int) {
	v := reflect.ValueOf(s)
	for i := range v.NumField() {
		if name := v.Type().Field(i).Name; name != "DaysAgo" && name != "By" && !v.Field(i).IsZero() {
			n++
		}
	}
	return n
}

// Whoever acts is somebody, after the dossier was handed in and never today,
// each step one act, oldest first.
func TestPanelsAreToldInOrder(t *testing.T) {
	t.Parallel()
	s := mustLoad(t)
	for key, c := range s.Panels {
		i := slices.IndexFunc(s.Dossiers, func(d Dossier) bool { return d.Candidate == key && d.State == Submitted })
		if i < 0 || c.Candidate != key || len(c.Steps) == 0 {
			t.Errorf("the panel on %q has %d steps and no submitted dossier", key, len(c.Steps))
			continue
		}
		// Six documents take less than two days.
		last, nominated := s.Dossiers[i].BegunDaysAgo-2, 0
		for _, n := range s.Acts.Nominations {
			if n.Nominee == key && n.Accepted {
				nominated = n.DaysAgo
			}
		}
		if nominated < s.Dossiers[i].BegunDaysAgo+2 || nominated > 180 {
			t.Errorf("%s was nominated %d days ago and began %d days ago", key, nominated, s.Dossiers[i].BegunDaysAgo)
		}
		for n, step := range c.Steps {
			if step.DaysAgo > last || step.DaysAgo < 1 {
				t.Errorf("%s, step %d: %d days ago, after one %d days ago", key, n+1, step.DaysAgo, last)
			}
			last = step.DaysAgo
			if step.acts() != 1 || s.Person(step.By) == nil {
				t.Errorf("%s, step %d: %d acts by %q", key, n+1, step.acts(), step.By)
			}
		}
	}
}

// What people say in reviews, posts and decisions is said once, each in words
// of their own.
func TestPanelsSayNothingTwice(t *testing.T) {
	t.Parallel()
	said := map[string]string{}
	for key, c := range mustLoad(t).Panels {
		for _, step := range c.Steps {
			for _, text := range texts(reflect.ValueOf(step)) {
				for _, run := range shingles(text, 8) {
					if by, again := said[run]; again && by != key+step.By {
						t.Errorf("%s and %s%s say %q", by, key, step.By, run)
					}
					said[run] = key + step.By
				}
			}
		}
	}
	if len(said) < 1000 {
		t.Errorf("only %d runs of words", len(said))
	}
}

// texts are the strings in a value that are sentences.
func texts(v reflect.Value) (all []string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			all = texts(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Name != "Cites" { // words of the candidate
				all = append(all, texts(v.Field(i))...)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			all = append(all, texts(v.Index(i))...)
		}
	case reflect.String:
		if strings.Contains(v.String(), " ") {
			all = append(all, v.String())
		}
	}
	return all
}

func TestPanelsWithAMistake(t *testing.T) {
	t.Parallel()
	root := fstest.MapFS{"panels/a.yaml": {Data: []byte("candidate: a\nsteps:\n  - {daysAgo: 3, by: b, recused: no}\n")}}
	if _, err := loadPanels(root); err == nil || !strings.Contains(err.Error(), "panels/a.yaml") || !strings.Contains(err.Error(), "recused") {
		t.Errorf("an unknown field: %v", err)
	}
}
