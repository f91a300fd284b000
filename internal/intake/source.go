package intake

import (
	"bufio"
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Source is a file, or what stands for one.
type Source struct {
	// Name is shown in reports; its last part, without ending, names the table
	// where the source does not, and its ending the format: .csv, .json, .jsonl.
	Name string
	// Table overrules the name.
	Table string
	// Open may be called several times.
	Open func() (io.ReadCloser, error)
}

// File is a source on disk. An empty table is that of the file's name.
func File(path, table string) Source {
	return Source{Name: path, Table: table, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

// opened is a source that was looked at.
type opened struct {
	Source
	set    *set
	format string
	// tables are those that it has rows of.
	tables map[string]bool
}

// row is a row as it was read, not yet in its table's form.
type row struct {
	line  int
	value any
	// cells is true for CSV.
	cells bool
	// broken says why the row could not be read.
	broken string
}

// openAll looks at every source: that it can be read, and what it holds.
func openAll(sources []Source, set *set) ([]*opened, error) {
	var all []*opened
	for _, s := range sources {
		o := &opened{Source: s, set: set, tables: map[string]bool{}}
		if err := o.look(); err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, nil
}

// named is the table that the source is of as a whole, nil if its name says
// none.
func (o *opened) named() (*table, error) {
	name := o.Table
	if name == "" {
		base := filepath.Base(o.Name)
		name = strings.TrimSuffix(base, filepath.Ext(base))
	}
	if t := o.set.by(name); t != nil {
		return t, nil
	}
	return nil, invalid("%s: %s; name the table with --as, or the file after it", o.Name, unknown("table", name, o.set.names))
}

// look finds out format and tables, and reads the source once where only that
// tells.
func (o *opened) look() error {
	if o.Table != "" {
		if _, err := o.named(); err != nil {
			return err
		}
	}
	r, err := o.reader()
	if err != nil {
		return err
	}
	defer r.Close()
	switch ext := strings.ToLower(filepath.Ext(o.Name)); ext {
	case ".csv", ".tsv", ".txt":
		o.format = "csv"
		t, err := o.named()
		if err != nil {
			return err
		}
		o.tables[t.name] = true
		_, err = newCells(o.Name, t, r)
		return err
	case ".json", ".jsonl", ".ndjson":
		o.format = ext[1:]
		return o.eachJSON(r, func(table string, _ func() (row, error)) (bool, error) {
			o.tables[table] = true
			return false, nil
		})
	default:
		return invalid("%s: the ending does not say what it is: name it .csv, .json or .jsonl", o.Name)
	}
}

// reader opens the source and passes over a byte order mark.
func (o *opened) reader() (io.ReadCloser, error) {
	f, err := o.Open()
	if os.IsNotExist(err) {
		return nil, invalid("%s: there is no such file", o.Name)
	}
	if err != nil {
		return nil, invalid("%s: cannot be read: %v", o.Name, err)
	}
	if st, ok := f.(fs.File); ok {
		if info, err := st.Stat(); err == nil && info.IsDir() {
			f.Close()
			return nil, invalid("%s: is a folder; name the files in it", o.Name)
		}
	}
	b := bufio.NewReaderSize(f, 64<<10)
	head, err := b.Peek(8 << 10)
	if err != nil && err != io.EOF {
		f.Close()
		return nil, invalid("%s: cannot be read: %v", o.Name, err)
	}
	switch {
	case len(bytes.TrimSpace(bytes.TrimPrefix(head, []byte(bom)))) == 0 && err == io.EOF:
		f.Close()
		return nil, invalid("%s: is empty", o.Name)
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		f.Close()
		return nil, invalid("%s: is UTF-16; save it as UTF-8", o.Name)
	case bytes.IndexByte(head, 0) >= 0 || bytes.HasPrefix(head, []byte("PK\x03\x04")):
		f.Close()
		return nil, invalid("%s: is no text; save a spreadsheet as CSV in UTF-8", o.Name)
	}
	if strings.HasPrefix(string(head), bom) {
		_, _ = b.Discard(len(bom)) // it was seen there
	}
	return struct {
		io.Reader
		io.Closer
	}{b, f}, nil
}

// bom is the byte order mark that some programs write.
const bom = "\ufeff"

// rows reads those of one table.
func (o *opened) rows(t *table, yield func(row) (bool, error)) error {
	r, err := o.reader()
	if err != nil {
		return err
	}
	defer r.Close()
	if o.format == "csv" {
		c, err := newCells(o.Name, t, r)
		if err != nil {
			return err
		}
		return c.each(yield)
	}
	return o.eachJSON(r, func(table string, read func() (row, error)) (bool, error) {
		if table != t.name {
			return false, nil
		}
		v, err := read()
		if err != nil {
			return false, err
		}
		return yield(v)
	})
}
