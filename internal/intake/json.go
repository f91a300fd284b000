package intake

import (
	"bytes"
	"encoding/json"
	"io"
	"unicode/utf8"
)

// lines counts lines in what passes through, so that an offset has one.
type lines struct {
	r    io.Reader
	read int64
	// ends are the newlines not yet passed by at, passed those that are.
	ends   []int64
	passed int
}

func (l *lines) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for i := 0; i < n; {
		k := bytes.IndexByte(p[i:n], '\n')
		if k < 0 {
			break
		}
		l.ends = append(l.ends, l.read+int64(i+k))
		i += k + 1
	}
	l.read += int64(n)
	return n, err
}

// at is the line of an offset; offsets must not go back.
func (l *lines) at(offset int64) int {
	k := 0
	for k < len(l.ends) && l.ends[k] < offset {
		k++
	}
	l.passed += k
	l.ends = l.ends[:copy(l.ends, l.ends[k:])]
	return l.passed + 1
}

// notForImport names what an export holds beside tables.
const notForImport = "export"

// document reads a JSON source, token by token: an object of tables, or a
// list of rows, or one row after another.
type document struct {
	*opened
	lines *lines
	dec   *json.Decoder
	// raw is the row that was read last.
	raw json.RawMessage
}

// eachJSON calls visit for every row with its table; read gives the row and
// may be left out. It stops when visit says so.
func (o *opened) eachJSON(r io.Reader, visit func(table string, read func() (row, error)) (stop bool, err error)) error {
	l := &lines{r: r}
	d := &document{opened: o, lines: l, dec: json.NewDecoder(l)}
	if o.format != "json" {
		return d.lineByLine(visit)
	}
	first, err := d.dec.Token()
	switch {
	case err != nil:
		return d.broken(err)
	case first == json.Delim('['):
		t, err := o.named()
		if err != nil {
			return err
		}
		_, err = d.list(t.name, visit)
		return err
	case first != json.Delim('{'):
		return invalid("%s: must be an object of tables, as {\"people\": [...]}, or a list of rows", o.Name)
	}
	for d.dec.More() {
		name, err := d.dec.Token()
		if err != nil {
			return d.broken(err)
		}
		if name == notForImport {
			if err := d.dec.Decode(&d.raw); err != nil {
				return d.broken(err)
			}
			continue
		}
		t := o.set.by(name.(string))
		if t == nil {
			return invalid("%s:%d: %s", o.Name, l.at(d.dec.InputOffset()), unknown("table", name.(string), o.set.names))
		}
		if open, err := d.dec.Token(); err != nil {
			return d.broken(err)
		} else if open != json.Delim('[') {
			return invalid("%s:%d: %s must be a list of rows", o.Name, l.at(d.dec.InputOffset()), t.name)
		}
		if stop, err := d.list(t.name, visit); stop || err != nil {
			return err
		}
	}
	if _, err := d.dec.Token(); err != nil {
		return d.broken(err)
	}
	return d.end()
}

// end sees that nothing follows.
func (d *document) end() error {
	if _, err := d.dec.Token(); err != io.EOF {
		return invalid("%s:%d: something follows the end", d.Name, d.lines.at(d.dec.InputOffset()))
	}
	return nil
}

func (d *document) list(table string, visit func(string, func() (row, error)) (bool, error)) (stop bool, err error) {
	for d.dec.More() {
		if err := d.dec.Decode(&d.raw); err != nil {
			return false, d.broken(err)
		}
		if stop, err := visit(table, d.row); stop || err != nil {
			return stop, err
		}
	}
	if _, err := d.dec.Token(); err != nil {
		return false, d.broken(err)
	}
	return false, nil
}

// lineByLine reads rows that follow each other. A field "table" in a row names
// its table, else the source's name does.
func (d *document) lineByLine(visit func(string, func() (row, error)) (bool, error)) error {
	for {
		err := d.dec.Decode(&d.raw)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return d.broken(err)
		}
		var of struct{ Table string }
		name := ""
		if json.Unmarshal(d.raw, &of) == nil && of.Table != "" {
			name = of.Table
		} else {
			t, err := d.named()
			if err != nil {
				return err
			}
			name = t.name
		}
		t := d.set.by(name)
		if t == nil {
			return invalid("%s:%d: %s", d.Name, d.lines.at(d.start()), unknown("table", name, d.set.names))
		}
		if stop, err := visit(t.name, d.row); stop || err != nil {
			return err
		}
	}
}

func (d *document) start() int64 { return d.dec.InputOffset() - int64(len(d.raw)) }

// row is the row that was read last.
func (d *document) row() (row, error) {
	r := row{line: d.lines.at(d.start())}
	if !utf8.Valid(d.raw) {
		r.broken = "is not UTF-8; save the file as UTF-8"
		return r, nil
	}
	dec := json.NewDecoder(bytes.NewReader(d.raw))
	dec.UseNumber()
	if err := dec.Decode(&r.value); err != nil {
		return r, d.broken(err)
	}
	if m, ok := r.value.(map[string]any); ok && d.format != "json" {
		delete(m, "table")
	}
	return r, nil
}

func (d *document) broken(err error) error {
	at := d.dec.InputOffset()
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return invalid("%s: ends in the middle", d.Name)
	}
	return invalid("%s:%d: is no JSON: %v", d.Name, d.lines.at(at), err)
}
