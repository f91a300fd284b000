package intake

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
)

// Report says what became of every row.
type Report struct {
	// Tables are those that a source had rows of, in the order of import.
	Tables []*Counts
	Bad    []Bad
	// Cut is true if reading stopped because too many rows were bad.
	Cut    bool
	DryRun bool
	// Written is false if nothing was written: a dry run, or bad rows that stop.
	Written bool
}

// Counts are the rows of one table.
type Counts struct {
	Table                        string
	New, Changed, Unchanged, Bad int
}

// Bad is what is wrong with a row, and the fix. A row can have several.
type Bad struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Table   string `json:"table"`
	Key     string `json:"key"`
	Column  string `json:"column"`
	Message string `json:"message"`
}

func (b Bad) String() string {
	s := fmt.Sprintf("%s:%d: ", b.File, b.Line)
	if b.Column != "" {
		s += printable(b.Column) + ": "
	}
	return s + b.Message
}

// BadRows counts the rows that were not taken.
func (r *Report) BadRows() (n int) {
	for _, c := range r.Tables {
		n += c.Bad
	}
	return n
}

// counts are those of a table, made when it is first asked for.
func (r *Report) counts(table string) *Counts {
	for _, c := range r.Tables {
		if c.Table == table {
			return c
		}
	}
	c := &Counts{Table: table}
	r.Tables = append(r.Tables, c)
	return c
}

// Text writes the report for a reader.
func (r *Report) Text(w io.Writer) error {
	for _, b := range r.Bad {
		if _, err := fmt.Fprintln(w, b); err != nil {
			return err
		}
	}
	for _, c := range r.Tables {
		if _, err := fmt.Fprintf(w, "%-20s %7d new %7d changed %7d unchanged %7d bad\n", c.Table, c.New, c.Changed, c.Unchanged, c.Bad); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, r.end())
	return err
}

func (r *Report) end() string {
	switch {
	case r.Cut:
		return fmt.Sprintf("Reading stopped after %d bad rows. Nothing was written.", r.BadRows())
	case r.DryRun:
		return "A dry run: nothing was written."
	case !r.Written:
		return "Nothing was written. Mend the rows above, or leave them out with --on-error skip."
	case r.BadRows() > 0:
		return "The rows above were left out, the rest was written."
	}
	return "Everything was written."
}

// CSV writes the bad rows as a table.
func (r *Report) CSV(w io.Writer) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"file", "line", "table", "key", "column", "message"}}
	for _, b := range r.Bad {
		rows = append(rows, []string{b.File, strconv.Itoa(b.Line), b.Table, b.Key, b.Column, b.Message})
	}
	return out.WriteAll(rows)
}

// JSONLines writes the bad rows, one object a line.
func (r *Report) JSONLines(w io.Writer) error {
	enc := json.NewEncoder(w)
	for _, b := range r.Bad {
		if err := enc.Encode(b); err != nil {
			return err
		}
	}
	return nil
}
