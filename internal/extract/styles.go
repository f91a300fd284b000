package extract

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// style is what a paragraph style says of the form of its paragraphs.
type style struct {
	heading int // 1 to 9, 0 for none
	title   bool
	toc     bool
	list    listRef
	base    string
}

// styles by their id. The id is written in the language of the program, the
// name of a built-in style always in English.
type styles map[string]style

func (s styles) read(d *xml.Decoder) error {
	id := ""
	return each(d, func(e xml.StartElement) error {
		now := s[id]
		switch e.Name.Local {
		case "style":
			id = attr(e, "styleId")
			now = style{}
		case "basedOn":
			now.base = attr(e, "val")
		case "name":
			name := strings.ToLower(attr(e, "val"))
			if n, ok := strings.CutPrefix(name, "heading "); ok {
				now.heading, _ = strconv.Atoi(n)
			}
			now.title = name == "title"
			now.toc = strings.HasPrefix(name, "toc ")
		case "outlineLvl":
			if n, err := strconv.Atoi(attr(e, "val")); err == nil && n >= 0 && n < 9 {
				now.heading = n + 1
			}
		case "numId":
			now.list.id = attr(e, "val")
		case "ilvl":
			now.list.level = level(e)
		}
		if id != "" {
			s[id] = now
		}
		return nil
	})
}

// of is the style with what it takes over from the styles it is based on.
func (s styles) of(id string) style {
	own := s[id]
	base := own.base
	for range 10 {
		b, ok := s[base]
		if !ok {
			break
		}
		if own.heading == 0 {
			own.heading = b.heading
		}
		if own.list.id == "" {
			own.list = b.list
		}
		base = b.base
	}
	return own
}

// listRef is a paragraph's place in a list.
type listRef struct {
	id    string
	level int
}

func level(e xml.StartElement) int {
	n, _ := strconv.Atoi(attr(e, "val"))
	return min(max(n, 0), 8)
}

// lists say which lists are numbered: by list, then level.
type lists map[string]map[int]bool

func (l lists) read(d *xml.Decoder) error {
	kinds := map[string]map[int]bool{}
	kind, num, at := "", "", 0
	return each(d, func(e xml.StartElement) error {
		switch e.Name.Local {
		case "abstractNum":
			kind, num = attr(e, "abstractNumId"), ""
			kinds[kind] = map[int]bool{}
		case "lvl":
			at, _ = strconv.Atoi(attr(e, "ilvl"))
		case "numFmt":
			if kind != "" {
				f := attr(e, "val")
				kinds[kind][at] = f != "bullet" && f != "none"
			}
		case "num":
			num, kind = attr(e, "numId"), ""
		case "abstractNumId":
			if num != "" {
				l[num] = kinds[attr(e, "val")]
			}
		}
		return nil
	})
}

// counters number the items of lists.
type counters map[listRef]int

// item is the mark before a paragraph of a list. An item of a higher level
// begins the lower ones anew.
func (c counters) item(l lists, ref listRef) string {
	c[ref]++
	for deeper := ref.level + 1; deeper <= 8; deeper++ {
		delete(c, listRef{ref.id, deeper})
	}
	indent := strings.Repeat("   ", ref.level)
	if l[ref.id][ref.level] {
		return indent + strconv.Itoa(c[ref]) + ". "
	}
	return indent + "- "
}
