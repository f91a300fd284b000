package sample

import (
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/goccy/go-yaml"

	"dossier/internal/day"
)

// Row is a row of a table that an import reads, by its columns.
type Row map[string]any

// history is a file of what happened: rows by table, with what all of them
// share said once.
type history struct {
	Person     string           `yaml:"person"`
	Provenance string           `yaml:"provenance"`
	Tables     map[string][]Row `yaml:"tables"`
}

// loadHistory reads the files under history, in order of their names.
func loadHistory(root fs.FS) (map[string][]Row, error) {
	files, err := fs.Glob(root, "history/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("find the sample's history: %w", err)
	}
	all := map[string][]Row{}
	for _, name := range files {
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return nil, fmt.Errorf("read the sample: %w", err)
		}
		var h history
		if err := yaml.UnmarshalWithOptions(text, &h, yaml.Strict()); err != nil {
			return nil, fmt.Errorf("decode the sample's %s: %w", name, err)
		}
		for table, rows := range h.Tables {
			for _, r := range rows {
				all[table] = append(all[table], h.row(table, r))
			}
		}
	}
	return all, nil
}

// row adds what a file says once for all of its rows.
func (h history) row(table string, r Row) Row {
	owned := !slices.Contains([]string{"surfaces", "dependencies", "mentorships", "monthly-rates"}, table)
	if _, given := r["person"]; owned && !given {
		r["person"] = h.Person
	}
	if _, given := r["provenance"]; owned && !given && table != "pauses" {
		r["provenance"] = h.Provenance
	}
	return r
}

// Tables are the rows of the whole organisation as an import reads them, if
// the sample is made on a day. People sign in at the issuer.
func (s *Sample) Tables(on time.Time, issuer string) map[string][]Row {
	on = day.Of(on)
	ago := func(months int) string { return day.AddMonths(on, -months).Format(time.DateOnly) }
	all := map[string][]Row{}
	add := func(table string, r Row) { all[table] = append(all[table], r) }
	for _, p := range s.People {
		add("people", Row{"key": p.Key, "name": p.Name})
		add("identities", Row{"key": p.Key, "person": p.Key, "issuer": issuer, "subject": p.Key})
		for _, r := range p.Roles {
			add("roles", Row{"key": p.Key + " " + string(r.Role), "person": p.Key, "role": string(r.Role), "from": ago(r.FromMonthsAgo)})
		}
		for _, r := range p.Ranks {
			row := Row{"key": p.Key + " " + r.Level, "person": p.Key, "level": r.Level, "from": ago(r.FromMonthsAgo)}
			if r.ToMonthsAgo != nil {
				row["to"] = ago(*r.ToMonthsAgo)
			}
			add("ranks", row)
		}
	}
	for _, c := range s.Companies {
		add("companies", Row{"key": c.Key, "name": c.Name, "country": c.Country})
		for _, f := range c.Founders {
			add("founders", Row{"key": c.Key + " " + f, "company": c.Key, "person": f, "from": ago(s.Person(f).Roles[0].FromMonthsAgo)})
		}
	}
	d := dates{on: on, form: regexp.MustCompile(`^(\d+)m(?:\+(\d+)d)?$`)}
	for table, rows := range s.History {
		for _, r := range rows {
			row := d.resolve(map[string]any(r)).(map[string]any)
			if row["sessions"] == "monthly" {
				row["sessions"] = monthly(on, row)
			}
			add(table, row)
		}
	}
	return all
}

// dates turns "44m+3d", months before a day and days after that, into days.
type dates struct {
	on   time.Time
	form *regexp.Regexp
}

func (d dates) resolve(v any) any {
	switch v := v.(type) {
	case string:
		m := d.form.FindStringSubmatch(v)
		if m == nil {
			return v
		}
		months, _ := strconv.Atoi(m[1]) // digits, as the form has it
		days, _ := strconv.Atoi("0" + m[2])
		return day.AddDays(day.AddMonths(d.on, -months), days).Format(time.DateOnly)
	case map[string]any:
		v = maps.Clone(v)
		for k := range v {
			v[k] = d.resolve(v[k])
		}
		return v
	case []any:
		v = slices.Clone(v)
		for i := range v {
			v[i] = d.resolve(v[i])
		}
		return v
	}
	return v
}

// monthly are the days, a month apart, on which a mentorship had a session.
func monthly(on time.Time, mentorship map[string]any) []string {
	from, to := mentorship["from"].(string), on.Format(time.DateOnly)
	if end, ended := mentorship["to"].(string); ended {
		to = end
	}
	var held []string
	for n := 0; ; n++ {
		s := day.AddMonths(on, -n).Format(time.DateOnly)
		if s < from {
			slices.Reverse(held)
			return held
		}
		if s < to || s == to && to == on.Format(time.DateOnly) {
			held = append(held, s)
		}
	}
}
