package extract

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// pack is an opened DOCX: a zip file whose parts are XML. What its parts
// unfold to is counted over all of them.
type pack struct {
	files map[string]*zip.File
	left  int64
}

// readDOCX reads a DOCX: the main part, with its styles, lists and notes.
// Headers, footers, comments, deleted text and tables of contents are left
// out.
func readDOCX(file []byte) (*Text, error) {
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, damaged()
	}
	p := &pack{files: map[string]*zip.File{}, left: maxXML}
	for _, f := range z.File {
		name := strings.TrimPrefix(f.Name, "/")
		if _, twice := p.files[name]; !twice {
			p.files[name] = f
		}
	}
	main, err := p.main()
	if err != nil {
		return nil, err
	}
	d := &docx{styles: styles{}, lists: lists{}}
	folder := path.Dir(main)
	for _, part := range []struct {
		name string
		walk func(*xml.Decoder) error
	}{
		{"styles.xml", d.styles.read},
		{"numbering.xml", d.lists.read},
		{"footnotes.xml", d.readNotes},
		{"endnotes.xml", d.readNotes},
	} {
		if err := p.walk(path.Join(folder, part.name), part.walk); err != nil {
			return nil, err
		}
	}
	if err := p.walk(main, d.readBody); err != nil {
		return nil, err
	}
	d.writeNotes()
	return d.out.text(DOCX)
}

// main finds the part that is the document.
func (p *pack) main() (string, error) {
	var target string
	err := p.walk("_rels/.rels", func(d *xml.Decoder) error {
		return each(d, func(e xml.StartElement) error {
			if e.Name.Local == "Relationship" && strings.HasSuffix(attr(e, "Type"), "/officeDocument") {
				target = strings.TrimPrefix(path.Clean("/"+attr(e, "Target")), "/")
			}
			return nil
		})
	})
	if err != nil {
		return "", err
	}
	switch {
	case p.files[target] != nil && strings.HasPrefix(path.Base(target), "document"):
		return target, nil
	case p.files["word/document.xml"] != nil:
		return "word/document.xml", nil
	case p.files["EncryptedPackage"] != nil:
		return "", unreadable(Encrypted, "the file is protected by a password: take it off, save the file and upload that")
	}
	return "", unreadable(Unsupported, "the file is a ZIP archive, but no DOCX: save the document as DOCX or PDF, or paste its text")
}

// walk reads a part, if it is there.
func (p *pack) walk(name string, walk func(*xml.Decoder) error) error {
	f := p.files[name]
	if f == nil {
		return nil
	}
	if f.Flags&1 != 0 {
		return unreadable(Encrypted, "the file is protected by a password: take it off, save the file and upload that")
	}
	r, err := f.Open()
	if err != nil {
		return damaged()
	}
	defer r.Close()
	limited := &limitedReader{r: r, left: &p.left}
	err = walk(xml.NewDecoder(limited))
	if limited.over {
		return tooMuchText()
	}
	if err == nil {
		return nil
	}
	if u, ok := errors.AsType[*UnreadableFile](err); ok {
		return u
	}
	return damaged()
}

// limitedReader ends with an error, not as if the part were complete.
type limitedReader struct {
	r    io.Reader
	left *int64
	over bool
}

func (l *limitedReader) Read(b []byte) (int, error) {
	if *l.left <= 0 {
		l.over = true
		return 0, io.ErrUnexpectedEOF
	}
	n, err := l.r.Read(b[:min(int64(len(b)), *l.left)])
	*l.left -= int64(n)
	return n, err
}

// each calls fn for every element.
func each(d *xml.Decoder, fn func(xml.StartElement) error) error {
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := fn(e); err != nil {
				return err
			}
		}
	}
}

// attr is an attribute by its local name.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on says whether a switch such as w:vanish is on: it is where it stands,
// unless it says otherwise.
func on(e xml.StartElement) bool {
	v := attr(e, "val")
	return v != "0" && v != "false" && v != "off"
}
